/** The registry of the goldens, with an overlay that uses every word of its vocabulary once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GeneratorInputs } from '../../src/gl/generate.ts';
import type { OverlayFile } from '../../src/gl/model/passes.ts';

export const goldenDir = join(import.meta.dirname, 'golden');

const family: OverlayFile = {
  name: 'small',
  commands: {
    glBindAttribLocation: { reason: 'text', params: { name: { text: true } } },
    glBindBuffer: { reason: 'invented names', names: 'bind', flavour: 'custom' },
    glBindBuffersRange: {
      reason: 'NULL unbinds',
      params: { buffers: { nullable: true }, offsets: { nullable: true } },
    },
    glDrawArrays: { reason: 'draws', executes: true, host: 'custom' },
    glFinish: { reason: 'waits', flavour: 'sync' },
    glGetAttachedShaders: {
      reason: 'filled in part',
      params: { count: { nullable: true }, shaders: { written: 'deref(count)' } },
    },
    glGetIntegerv: { reason: 'shadowed', flavour: 'custom' },
    glIsEnabled: { reason: 'shadowed', flavour: 'local' },
    glReadPixels: {
      reason: 'image',
      params: {
        pixels: {
          image: { direction: 'pack', width: 'width', height: 'height', format: 'format', type: 'type' },
          offset: 'GL_PIXEL_PACK_BUFFER',
        },
      },
    },
    glUniform4fv: { reason: 'a uniform', params: { value: { uniform: true } } },
    glTexSubImage2D: {
      reason: 'image',
      params: {
        pixels: {
          image: {
            direction: 'unpack',
            width: 'width',
            height: 'height',
            format: 'format',
            type: 'type',
            target: 'target',
          },
          offset: 'GL_PIXEL_UNPACK_BUFFER',
        },
      },
    },
  },
  wire: {
    vmglOpen: {
      reason: 'on the control stream',
      scope: 'session',
      returns: 'uint32_t',
      params: [
        { name: 'name', type: 'const char *', text: true, nullable: true },
        { name: 'modes', type: 'const uint32_t *', length: 'count' },
        { name: 'count', type: 'uint32_t' },
      ],
    },
    vmglProgram: {
      reason: 'as many bytes as there are',
      scope: 'context',
      returns: 'bool',
      params: [
        { name: 'program', type: 'GLuint', class: 'program' },
        { name: 'info', type: 'uint8_t *', blob: true },
      ],
    },
  },
};

export function smallInputs(): GeneratorInputs {
  return {
    xml: readFileSync(join(goldenDir, 'small.xml'), 'utf8'),
    file: 'small.xml',
    aliases: {},
    overlays: [family],
    pnames: {
      counts: { GL_TEXTURE_BORDER_COLOR: 4, GL_ACCUM_CLEAR_VALUE: 4 },
      classes: { GL_TEXTURE_BINDING_2D: 'texture' },
    },
    policy: {
      excluded: { GL_APPLE_client_storage: 'application memory' },
      unlisted: { GL_MESA_texture_signed_rgba: ['gl'] },
      trusted: { GL_ARB_bindless_texture: 'handles are plain numbers' },
      conditional: {},
    },
    remembered: {
      rules: [
        { state: 'PROGRAM', follows: [], changes: /^glUniform/ },
        { state: 'VIEWPORT', follows: [], changes: /^gl(Vertex|Uniform)/ },
      ],
      expiring: /^glDelete/,
    },
    lock: '16 glFinish\n17 glOfYesterday\n',
    parts: { entry: 1, encode: 1, decode: 1 },
  };
}
