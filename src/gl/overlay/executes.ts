/** Commands besides the draws that make the GPU read buffers, which may be mapped persistently. */
import type { Overlay } from './types.ts';

export const executes: Overlay = Object.fromEntries(
  `glDispatchCompute glDispatchComputeGroupSizeARB glDispatchComputeIndirect
   glDrawMeshTasksNV glDrawMeshTasksIndirectNV glMultiDrawMeshTasksIndirectNV glMultiDrawMeshTasksIndirectCountNV
   glEvalMesh1 glEvalMesh2 glRectd glRectdv glRectf glRectfv glRecti glRectiv glRects glRectsv`
    .split(/\s+/)
    .map((name) => [name, { reason: 'shaders of the draw or dispatch may read mapped buffers', executes: true }]),
);
