/** gen/gl.h: types, enums and prototypes of everything that the registry knows. */
import type { Model } from '../model/model.ts';
import { glTypes } from '../model/types.ts';
import { banner, declare, prototype } from './c.ts';

export function emitGlHeader({ registry }: Model): string {
  const types = Object.entries(glTypes).map(([name, { c }]) => `typedef ${declare(c, name)};`);
  const enums = new Map<string, string>();
  for (const { name, value, type, api } of registry.enums) {
    // A few names have another value in GLES; desktop GL's is the one that programs of both compile with.
    if (enums.has(name) && api !== 'gl') continue;
    enums.set(name, `${value}${type === 'ull' ? 'ull' : type === 'u' ? 'u' : ''}`);
  }
  return `${banner}
/* The system's GL/gl.h and GL/glext.h are not needed with this, and are kept out. */
#ifndef VMGL_GEN_GL_H
#define VMGL_GEN_GL_H
#ifndef __gl_h_
#define __gl_h_ 1
#define __GL_H__ 1
#define __gl_glext_h_ 1
#define __gles2_gl2_h_ 1
#endif

#include <stdint.h>

#ifndef APIENTRY
#define APIENTRY
#endif
#ifndef APIENTRYP
#define APIENTRYP APIENTRY *
#endif
#ifndef GLAPI
#define GLAPI extern
#endif

${types.join('\n')}
struct _cl_context;
struct _cl_event;
typedef void (*GLDEBUGPROC)(GLenum source, GLenum type, GLuint id, GLenum severity, GLsizei length,
                            const GLchar *message, const void *userParam);
typedef GLDEBUGPROC GLDEBUGPROCARB;
typedef GLDEBUGPROC GLDEBUGPROCKHR;
typedef void (*GLDEBUGPROCAMD)(GLuint id, GLenum category, GLenum severity, GLsizei length, const GLchar *message,
                               void *userParam);
typedef void (*GLVULKANPROCNV)(void);

${[...enums].map(([name, value]) => `#define ${name} ${value}`).join('\n')}

${[...registry.commands.values()].map((command) => `${prototype(command)};`).join('\n')}

#endif
`;
}
