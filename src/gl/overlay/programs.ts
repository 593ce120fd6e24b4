/**
 * Shaders, programs and pipelines. What a compilation or link tells comes in one reply at the first question
 * (`native/guest/gl/programs.c`, `program_interface.c`), and most glGet* of a program are answered from it.
 */
import type { CommandOverlay, Overlay, WireCommands } from './types.ts';

function each(names: string, entry: CommandOverlay): Overlay {
  return Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, entry]),
  );
}

/** A name or other text that the registry gives no length. */
function text(param: string, more: Partial<CommandOverlay> = {}): CommandOverlay {
  return { reason: `${param} is terminated text`, ...more, params: { [param]: { text: true } } };
}

const answered: CommandOverlay = { reason: 'answered from what the link or compilation told', flavour: 'custom' };
const arbProgram: CommandOverlay = {
  reason: 'programs of ARB_vertex_program have a name space of their own',
  params: { program: { class: 'arb-program' } },
};
const nvProgram: CommandOverlay = {
  reason: 'programs of ARB_vertex_program have a name space of their own',
  params: { id: { class: 'arb-program' } },
};
const nvNamed: CommandOverlay = {
  reason: 'programs of ARB_vertex_program have a name space of their own; len counts the bytes of the name',
  params: { id: { class: 'arb-program' }, name: { length: 'len' } },
};
const arbObject: CommandOverlay = {
  reason: 'a GLhandleARB is the name of a shader or program',
  params: { obj: { class: 'program' } },
};

/** glUniform*v and glProgramUniform*v of every kind, and their matrices. */
function uniforms(): Overlay {
  const types = ['fv', 'iv', 'uiv', 'dv', 'i64vARB', 'ui64vARB', 'i64vNV', 'ui64vNV'];
  const vectors = [1, 2, 3, 4].flatMap((size) => types.map((type) => `${size}${type}`));
  const matrices = ['2', '3', '4', '2x3', '2x4', '3x2', '3x4', '4x2', '4x3'].map((shape) => `Matrix${shape}`);
  const other = matrices.flatMap((matrix) => [`${matrix}fv`, `${matrix}dv`]);
  const direct = [1, 2, 3, 4].map((size) => `${size}dvEXT`).concat(matrices.map((matrix) => `${matrix}dvEXT`));
  const names = [...vectors, ...other, 'ui64vNV'];
  const reason = 'more values than the uniform has are ignored, and need not be there';
  const entry = (param: string): CommandOverlay => ({ reason, params: { [param]: { uniform: true } } });
  return {
    ...each(names.map((name) => `glUniform${name} glProgramUniform${name}`).join(' '), entry('value')),
    ...each(direct.map((name) => `glProgramUniform${name}`).join(' '), entry('value')),
    ...each('glUniformHandleui64vARB glUniformHandleui64vNV', entry('value')),
    ...each('glProgramUniformHandleui64vARB glProgramUniformHandleui64vNV', entry('values')),
  };
}

export const programs: Overlay = {
  // Making and changing.
  glCreateProgram: { reason: 'the registry does not say what it creates', names: 'create', returnClass: 'program' },
  glCreateShader: {
    reason: 'asks the driver when it may refuse the type; the registry does not say what it creates',
    flavour: 'custom',
    names: 'create',
    returnClass: 'program',
  },
  ...each('glCreateShaderProgramv glCreateShaderProgramvEXT glCreateShaderProgramEXT', {
    reason: 'pointers to pointers; travels as vmglCreateShaderProgram',
    flavour: 'local',
  }),
  glShaderSource: { reason: 'pointers to pointers; travels as vmglShaderSource, in one piece', flavour: 'local' },
  glCompileShaderIncludeARB: { reason: 'pointers to pointers; travels as vmglCompileShaderInclude', flavour: 'local' },
  glTransformFeedbackVaryings: {
    reason: 'pointers to pointers; travels as vmglTransformFeedbackVaryings',
    flavour: 'local',
  },
  ...each(
    'glCompileShader glLinkProgram glShaderBinary glProgramBinary glValidateProgram glDeleteProgram glDeleteShader',
    {
      reason: 'what was known of the object ends',
      flavour: 'custom',
    },
  ),
  glDeleteObjectARB: {
    reason: 'what was known of the object ends',
    flavour: 'custom',
    names: 'delete',
    params: { obj: { class: 'program' } },
  },
  glSpecializeShader: {
    reason: 'what was known of the shader ends; lengths',
    flavour: 'custom',
    params: {
      pEntryPoint: { text: true },
      pConstantIndex: { length: 'numSpecializationConstants' },
      pConstantValue: { length: 'numSpecializationConstants' },
    },
  },
  glBindAttribLocation: text('name'),
  glBindFragDataLocation: text('name'),
  glBindFragDataLocationIndexed: text('name'),
  glActiveVaryingNV: text('name'),

  // Questions about a link.
  glGetUniformLocation: text('name', answered),
  glGetAttribLocation: text('name', answered),
  glGetFragDataLocation: text('name', { ...answered, reason: 'remembered until the next link' }),
  glGetFragDataIndex: text('name', { ...answered, reason: 'remembered until the next link' }),
  glGetUniformBlockIndex: text('uniformBlockName', answered),
  glGetUniformIndices: {
    reason: 'pointers to pointers; answered from what the link told, or travels as vmglUniformIndices',
    flavour: 'local',
  },
  ...each('glGetActiveAttrib glGetActiveUniform glGetActiveUniformName glGetActiveUniformBlockName', answered),
  glGetActiveUniformsiv: { ...answered, params: { params: { length: 'uniformCount' } } },
  ...each('glGetActiveUniformBlockiv glGetActiveAtomicCounterBufferiv glGetActiveSubroutineUniformiv', {
    reason: 'the number of values depends on the program; travels as vmglProgramValues',
    flavour: 'local',
  }),
  ...each('glGetProgramiv glGetShaderiv', { ...answered, params: { params: { length: 'pname(pname)' } } }),
  ...each('glGetProgramInfoLog glGetShaderInfoLog', answered),
  ...each(
    'glGetProgramResourceIndex glGetProgramResourceLocation glGetProgramResourceLocationIndex',
    text('name', { flavour: 'custom', reason: 'the name is terminated text; NULL is the name of nothing' }),
  ),
  ...each(
    'glGetProgramResourceLocationIndexEXT glGetSubroutineIndex glGetSubroutineUniformLocation glGetVaryingLocationNV',
    text('name'),
  ),
  glGetProgramResourceiv: {
    reason: 'GL writes as many values as it says',
    params: { params: { length: 'count', written: 'deref(length)' } },
  },
  glGetProgramResourcefvNV: {
    reason: 'GL writes as many values as it says; the registry gives props no length',
    params: { props: { length: 'propCount' }, params: { length: 'count', written: 'deref(length)' } },
  },
  glGetProgramBinary: {
    reason: 'GL writes as many bytes as it says',
    params: { binary: { length: 'bufSize', written: 'deref(length)' } },
  },
  glGetAttachedShaders: {
    reason: 'GL writes as many names as it says',
    params: { shaders: { length: 'maxCount', written: 'deref(count)' } },
  },
  glGetProgramPipelineivEXT: { reason: 'the registry gives no length', params: { params: { length: 'pname(pname)' } } },

  // Values of uniforms.
  ...uniforms(),
  ...each(
    `glGetUniformfv glGetUniformiv glGetUniformuiv glGetUniformdv glGetUniformi64vARB glGetUniformui64vARB
     glGetUniformi64vNV glGetUniformui64vNV
     glGetnUniformfv glGetnUniformiv glGetnUniformuiv glGetnUniformdv glGetnUniformi64vARB glGetnUniformui64vARB`,
    { reason: 'the number of values depends on the uniform; travels as vmglGetUniform', flavour: 'local' },
  ),

  // ARB_shader_objects, as far as the core calls are not the same.
  glGetHandleARB: { reason: 'the handle is a name of the driver', host: 'custom' },
  glGetInfoLogARB: { ...answered, params: { obj: { class: 'program' } } },
  glGetObjectParameterivARB: { ...answered, params: { obj: { class: 'program' }, params: { length: 'pname(pname)' } } },
  glGetObjectParameterfvARB: {
    ...arbObject,
    params: { obj: { class: 'program' }, params: { length: 'pname(pname)' } },
  },
  glGetAttachedObjectsARB: {
    reason: 'handles are names of shaders and programs; GL writes as many as it says',
    params: {
      containerObj: { class: 'program' },
      obj: { class: 'program', length: 'maxCount', written: 'deref(count)' },
    },
  },

  // ARB_vertex_program, ARB_fragment_program, and what grew from them.
  glGenProgramsARB: { reason: arbProgram.reason, params: { programs: { class: 'arb-program' } } },
  glDeleteProgramsARB: { reason: arbProgram.reason, params: { programs: { class: 'arb-program' } } },
  glBindProgramARB: { ...arbProgram, names: 'bind' },
  glIsProgramARB: arbProgram,
  glGetProgramStringARB: {
    reason: 'the length is GL_PROGRAM_LENGTH_ARB; travels as vmglProgramString',
    flavour: 'local',
  },
  glGetProgramStringNV: {
    reason: 'the length is GL_PROGRAM_LENGTH_NV; travels as vmglProgramStringNv',
    flavour: 'local',
  },
  glGetProgramSubroutineParameteruivNV: { reason: 'the registry gives no length', params: { param: { length: '1' } } },
  glGetNamedProgramStringEXT: {
    reason: 'the length is GL_PROGRAM_LENGTH_ARB; travels as vmglNamedProgramString',
    flavour: 'local',
  },
  ...each(
    `glNamedProgramStringEXT glGetNamedProgramivEXT
     glNamedProgramLocalParameter4dEXT glNamedProgramLocalParameter4dvEXT glNamedProgramLocalParameter4fEXT
     glNamedProgramLocalParameter4fvEXT glNamedProgramLocalParameters4fvEXT
     glNamedProgramLocalParameterI4iEXT glNamedProgramLocalParameterI4ivEXT glNamedProgramLocalParametersI4ivEXT
     glNamedProgramLocalParameterI4uiEXT glNamedProgramLocalParameterI4uivEXT glNamedProgramLocalParametersI4uivEXT
     glGetNamedProgramLocalParameterdvEXT glGetNamedProgramLocalParameterfvEXT
     glGetNamedProgramLocalParameterIivEXT glGetNamedProgramLocalParameterIuivEXT`,
    { ...arbProgram, reason: `${arbProgram.reason}; the first use of a name creates the object`, names: 'bind' },
  ),
  ...each('glExecuteProgramNV glLoadProgramNV', nvProgram),
  glGetProgramivNV: { ...nvProgram, params: { id: { class: 'arb-program' }, params: { length: '1' } } },
  ...each(
    `glProgramNamedParameter4dNV glProgramNamedParameter4dvNV glProgramNamedParameter4fNV glProgramNamedParameter4fvNV
     glGetProgramNamedParameterdvNV glGetProgramNamedParameterfvNV`,
    nvNamed,
  ),
  ...each('glAreProgramsResidentNV glRequestResidentProgramsNV', {
    reason: arbProgram.reason,
    params: { programs: { class: 'arb-program' } },
  }),

  // ARB_shading_language_include: a negative length says that the text is terminated.
  ...each('glNamedStringARB glDeleteNamedStringARB glIsNamedStringARB glGetNamedStringARB', {
    reason: 'negative lengths say that the text is terminated',
    flavour: 'custom',
  }),
  glGetNamedStringivARB: {
    reason: 'negative lengths say that the text is terminated',
    flavour: 'custom',
    params: { params: { length: '1' } },
  },

  glTransformFeedbackAttribsNV: {
    reason: 'three values for each attribute',
    params: { attribs: { length: 'count * 3' } },
  },
};

export const programsWire: WireCommands = {
  vmglCreateShader: {
    reason: 'glCreateShader with a type that the driver may not know',
    scope: 'context',
    returns: 'GLboolean',
    params: [
      { name: 'type', type: 'GLenum' },
      { name: 'name', type: 'GLuint' },
    ],
  },
  vmglCreateShaderProgram: {
    reason: 'glCreateShaderProgramv and its EXT forms; `strings` are `count` terminated texts',
    scope: 'context',
    returns: 'GLboolean',
    params: [
      { name: 'form', type: 'GLuint' },
      { name: 'type', type: 'GLenum' },
      { name: 'name', type: 'GLuint' },
      { name: 'count', type: 'GLsizei' },
      { name: 'bytes', type: 'GLuint' },
      { name: 'strings', type: 'const GLchar *', length: 'bytes' },
    ],
  },
  vmglShaderSource: {
    reason: 'glShaderSource with its strings joined',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'shader', type: 'GLuint', class: 'program' },
      { name: 'bytes', type: 'GLuint' },
      { name: 'source', type: 'const GLchar *', length: 'bytes' },
    ],
  },
  vmglCompileShaderInclude: {
    reason: 'glCompileShaderIncludeARB; `paths` are `count` terminated texts',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'shader', type: 'GLuint', class: 'program' },
      { name: 'count', type: 'GLsizei' },
      { name: 'bytes', type: 'GLuint' },
      { name: 'paths', type: 'const GLchar *', length: 'bytes' },
    ],
  },
  vmglTransformFeedbackVaryings: {
    reason: 'glTransformFeedbackVaryings; `varyings` are `count` terminated texts',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'program', type: 'GLuint', class: 'program' },
      { name: 'count', type: 'GLsizei' },
      { name: 'mode', type: 'GLenum' },
      { name: 'bytes', type: 'GLuint' },
      { name: 'varyings', type: 'const GLchar *', length: 'bytes' },
    ],
  },
  vmglUniformCount: {
    reason:
      'how many elements the array at `location` has from there on, 0: there is none. `program` 0: the one in use',
    scope: 'context',
    returns: 'GLint',
    params: [
      { name: 'program', type: 'GLuint', class: 'program' },
      { name: 'location', type: 'GLint' },
    ],
  },
  vmglUniformIndices: {
    reason: 'glGetUniformIndices; `uniformNames` are `count` terminated texts; nothing comes back after an error',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'program', type: 'GLuint', class: 'program' },
      { name: 'count', type: 'GLsizei' },
      { name: 'bytes', type: 'GLuint' },
      { name: 'uniformNames', type: 'const GLchar *', length: 'bytes' },
      { name: 'indices', type: 'void *', direction: 'out', blob: true },
    ],
  },
  vmglProgramReport: {
    reason: 'all that programs commonly ask about a link, in one reply',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'program', type: 'GLuint', class: 'program' },
      { name: 'report', type: 'void *', direction: 'out', blob: true },
    ],
  },
  vmglShaderReport: {
    reason: 'all that programs commonly ask about a compilation, in one reply',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'shader', type: 'GLuint', class: 'program' },
      { name: 'report', type: 'void *', direction: 'out', blob: true },
    ],
  },
  vmglProgramValues: {
    reason: 'glGet*iv whose number of values only the driver knows',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'kind', type: 'GLuint' },
      { name: 'program', type: 'GLuint', class: 'program' },
      { name: 'a', type: 'GLuint' },
      { name: 'b', type: 'GLuint' },
      { name: 'pname', type: 'GLenum' },
      { name: 'values', type: 'void *', direction: 'out', blob: true },
    ],
  },
  vmglGetUniform: {
    reason: 'glGetUniform*v and glGetnUniform*v, whose number of values depends on the uniform',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'kind', type: 'GLuint' },
      { name: 'program', type: 'GLuint', class: 'program' },
      { name: 'location', type: 'GLint' },
      { name: 'bufSize', type: 'GLsizei' },
      { name: 'values', type: 'void *', direction: 'out', blob: true },
    ],
  },
  vmglProgramString: {
    reason: 'glGetProgramStringARB; the renderer asks the driver for the length',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'target', type: 'GLenum' },
      { name: 'pname', type: 'GLenum' },
      { name: 'string', type: 'void *', direction: 'out', blob: true },
    ],
  },
  vmglProgramStringNv: {
    reason: 'glGetProgramStringNV; the renderer asks the driver for the length',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'program', type: 'GLuint', class: 'arb-program' },
      { name: 'pname', type: 'GLenum' },
      { name: 'string', type: 'void *', direction: 'out', blob: true },
    ],
  },
  vmglNamedProgramString: {
    reason: 'glGetNamedProgramStringEXT; the renderer asks the driver for the length',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'program', type: 'GLuint', class: 'arb-program' },
      { name: 'target', type: 'GLenum' },
      { name: 'pname', type: 'GLenum' },
      { name: 'string', type: 'void *', direction: 'out', blob: true },
    ],
  },
};
