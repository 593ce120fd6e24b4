/**
 * State that the guest remembers from answers of the driver (`guest/gl/remembered.c`): which commands change it. Those
 * that it follows say what they did to `vmgl_follow_<command>()`; after any other that may have changed it the driver is
 * asked again. The patterns match names of commands and of their aliases; better one too many than one too few.
 */
import type { StateRule } from './types.ts';

export const states: StateRule[] = [
  { state: 'ACTIVE_TEXTURE', follows: ['glActiveTexture'], changes: /^glActiveTexture/ },
  { state: 'VIEWPORT', follows: ['glViewport'], changes: /^glViewport/ },
  { state: 'SCISSOR', follows: ['glScissor'], changes: /^glScissor/ },
  { state: 'PROGRAM', follows: ['glUseProgram'], changes: /^gl(UseProgram|UseShaderProgram|ActiveProgram)/ },
  { state: 'FRAMEBUFFERS', follows: ['glBindFramebuffer'], changes: /^glBindFramebuffer/ },
  { state: 'RENDERBUFFER', follows: ['glBindRenderbuffer'], changes: /^glBindRenderbuffer/ },
  { state: 'BLEND_FUNC', follows: ['glBlendFunc', 'glBlendFuncSeparate'], changes: /^glBlendFunc/ },
  { state: 'BLEND_EQUATION', follows: ['glBlendEquation', 'glBlendEquationSeparate'], changes: /^glBlendEquation/ },
  { state: 'DEPTH_FUNC', follows: ['glDepthFunc'], changes: /^glDepthFunc/ },
  { state: 'DEPTH_MASK', follows: ['glDepthMask'], changes: /^glDepthMask/ },
  { state: 'CULL_FACE', follows: ['glCullFace'], changes: /^glCullFace/ },
  { state: 'FRONT_FACE', follows: ['glFrontFace'], changes: /^glFrontFace/ },
  { state: 'MATRIX_MODE', follows: ['glMatrixMode'], changes: /^glMatrixMode/ },
  { state: 'COLOR_MASK', follows: ['glColorMask'], changes: /^glColorMask/ },
  { state: 'POLYGON_MODE', follows: ['glPolygonMode'], changes: /^glPolygonMode/ },
  { state: 'TEXTURES', follows: ['glBindTexture'], changes: /^glBind(Multi)?Texture/ },
  { state: 'SAMPLERS', follows: ['glBindSampler'], changes: /^glBindSampler/ },
];

/**
 * After these a name that could be bound before may be refused: it is deleted, its program is linked again and
 * fails, or programs may not change.
 */
export const expiring = /^gl(Delete|LinkProgram|ProgramBinary|(Begin|Resume)TransformFeedback)/;
