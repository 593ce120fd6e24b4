/** Query objects and performance counters. Finished results are kept in the guest. */
import type { CommandOverlay, Overlay, WireCommands } from './types.ts';

function each(names: string, entry: CommandOverlay): Overlay {
  return Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, entry]),
  );
}

export const queries: Overlay = {
  ...each('glBeginQuery glBeginQueryIndexed glQueryCounter', {
    reason: 'the result that was known ends; compatibility profiles take names that were never generated',
    flavour: 'custom',
    names: 'bind',
  }),
  glDeleteQueries: { reason: 'the result that was known ends', flavour: 'custom' },
  ...each('glGetQueryObjectiv glGetQueryObjectuiv glGetQueryObjecti64v glGetQueryObjectui64v', {
    reason: 'kept once it is final, travels as vmglGetQueryObject; an offset while a query buffer is bound',
    flavour: 'custom',
    params: { params: { length: '1', offset: 'GL_QUERY_BUFFER' } },
  }),

  // AMD_performance_monitor: names are the driver's own.
  glGetPerfMonitorGroupsAMD: {
    reason: 'a program asks for the number first, without a list',
    params: { groups: { length: 'groupsSize', nullable: true } },
  },
  glGetPerfMonitorCountersAMD: {
    reason: 'a program asks for the number first, without a list',
    params: { counters: { length: 'counterSize', nullable: true } },
  },
  ...each('glGetPerfMonitorGroupStringAMD', {
    reason: 'a program asks for the length first, without a text',
    params: { groupString: { length: 'bufSize', nullable: true } },
  }),
  ...each('glGetPerfMonitorCounterStringAMD', {
    reason: 'a program asks for the length first, without a text',
    params: { counterString: { length: 'bufSize', nullable: true } },
  }),
  glGetPerfMonitorCounterInfoAMD: {
    reason: 'the size depends on the type of the counter; travels as vmglPerfMonitorCounterInfo',
    flavour: 'local',
  },
  glGetPerfMonitorCounterDataAMD: {
    reason: 'GL writes as many bytes as it says',
    params: { data: { length: 'dataSize / 4', written: 'deref(bytesWritten) / 4' } },
  },
  glSelectPerfMonitorCountersAMD: {
    reason: 'the list is only read, although its type does not say so',
    params: { counterList: { length: 'numCounters', direction: 'in' } },
  },
  glDeletePerfMonitorsAMD: {
    reason: 'the names are only read, although their type does not say so',
    params: { monitors: { length: 'n', direction: 'in' } },
  },

  // INTEL_performance_query.
  glCreatePerfQueryINTEL: { reason: 'the registry gives no length', params: { queryHandle: { length: '1' } } },
  glGetFirstPerfQueryIdINTEL: { reason: 'the registry gives no length', params: { queryId: { length: '1' } } },
  glGetNextPerfQueryIdINTEL: { reason: 'the registry gives no length', params: { nextQueryId: { length: '1' } } },
  glGetPerfQueryIdByNameINTEL: {
    reason: 'the name is only read; the registry gives no lengths',
    params: { queryName: { text: true, direction: 'in' }, queryId: { length: '1' } },
  },
  glGetPerfQueryInfoINTEL: {
    reason: 'the registry gives no lengths',
    params: {
      dataSize: { length: '1' },
      noCounters: { length: '1' },
      noInstances: { length: '1' },
      capsMask: { length: '1' },
    },
  },
  glGetPerfCounterInfoINTEL: {
    reason: 'the registry gives no lengths',
    params: {
      counterOffset: { length: '1' },
      counterDataSize: { length: '1' },
      counterTypeEnum: { length: '1' },
      counterDataTypeEnum: { length: '1' },
      rawCounterMaxValue: { length: '1' },
    },
  },
  glGetPerfQueryDataINTEL: {
    reason: 'GL writes as many bytes as it says',
    params: {
      data: { length: 'dataSize', written: 'deref(bytesWritten)' },
      bytesWritten: { length: '1' },
    },
  },
};

export const queriesWire: WireCommands = {
  vmglGetQueryObject: {
    reason: 'glGetQueryObject*; a result that is there comes with the answer',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'id', type: 'GLuint', class: 'query' },
      { name: 'pname', type: 'GLenum' },
      { name: 'kind', type: 'GLuint' },
      { name: 'reply', type: 'void *', direction: 'out', blob: true },
    ],
  },
  vmglPerfMonitorCounterInfo: {
    reason: 'glGetPerfMonitorCounterInfoAMD; the renderer asks for the type of the counter',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'group', type: 'GLuint' },
      { name: 'counter', type: 'GLuint' },
      { name: 'pname', type: 'GLenum' },
      { name: 'data', type: 'void *', direction: 'out', blob: true },
    ],
  },
};
