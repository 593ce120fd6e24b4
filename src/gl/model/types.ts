/** The C types of arguments: what they are in C, and how they travel. */

export interface ScalarType {
  /** Type of the field in the command's struct. */
  wire: string;
  /** Bytes on the wire. */
  bytes: 1 | 2 | 4 | 8;
  signed: boolean;
  float?: boolean;
  /** As wide as a pointer in C, 64 bits on the wire: arrays of it are widened by 32-bit guests. */
  pointerSized?: boolean;
}

const integer = (bytes: 1 | 2 | 4 | 8, signed: boolean): ScalarType => ({
  wire: bytes === 8 ? (signed ? 'vmgl_i64' : 'vmgl_u64') : `${signed ? '' : 'u'}int${bytes * 8}_t`,
  bytes,
  signed,
});
const float: ScalarType = { wire: 'float', bytes: 4, signed: true, float: true };
const double: ScalarType = { wire: 'vmgl_f64', bytes: 8, signed: true, float: true };
const pointerSized: ScalarType = { ...integer(8, true), pointerSized: true };

/** GL's own types: the C definition (OpenGL 4.6, table 2.2), and how a value travels. */
export const glTypes: Record<string, { c: string; scalar?: ScalarType }> = {
  GLenum: { c: 'unsigned int', scalar: integer(4, false) },
  GLboolean: { c: 'unsigned char', scalar: integer(1, false) },
  GLbitfield: { c: 'unsigned int', scalar: integer(4, false) },
  GLvoid: { c: 'void' },
  GLbyte: { c: 'signed char', scalar: integer(1, true) },
  GLubyte: { c: 'unsigned char', scalar: integer(1, false) },
  GLshort: { c: 'short', scalar: integer(2, true) },
  GLushort: { c: 'unsigned short', scalar: integer(2, false) },
  GLint: { c: 'int', scalar: integer(4, true) },
  GLuint: { c: 'unsigned int', scalar: integer(4, false) },
  GLclampx: { c: 'int', scalar: integer(4, true) },
  GLfixed: { c: 'int', scalar: integer(4, true) },
  GLsizei: { c: 'int', scalar: integer(4, true) },
  GLfloat: { c: 'float', scalar: float },
  GLclampf: { c: 'float', scalar: float },
  GLdouble: { c: 'double', scalar: double },
  GLclampd: { c: 'double', scalar: double },
  GLchar: { c: 'char', scalar: integer(1, true) },
  GLcharARB: { c: 'char', scalar: integer(1, true) },
  GLhandleARB: { c: 'unsigned int', scalar: integer(4, false) },
  GLhalf: { c: 'unsigned short', scalar: integer(2, false) },
  GLhalfARB: { c: 'unsigned short', scalar: integer(2, false) },
  GLhalfNV: { c: 'unsigned short', scalar: integer(2, false) },
  GLintptr: { c: 'intptr_t', scalar: pointerSized },
  GLintptrARB: { c: 'intptr_t', scalar: pointerSized },
  GLsizeiptr: { c: 'intptr_t', scalar: pointerSized },
  GLsizeiptrARB: { c: 'intptr_t', scalar: pointerSized },
  GLint64: { c: 'int64_t', scalar: integer(8, true) },
  GLint64EXT: { c: 'int64_t', scalar: integer(8, true) },
  GLuint64: { c: 'uint64_t', scalar: integer(8, false) },
  GLuint64EXT: { c: 'uint64_t', scalar: integer(8, false) },
  GLsync: { c: 'struct __GLsync *' },
  GLeglClientBufferEXT: { c: 'void *' },
  GLeglImageOES: { c: 'void *' },
  GLvdpauSurfaceNV: { c: 'intptr_t' },
};

/** Types of wire commands, which need not be GL's. */
const cTypes: Record<string, ScalarType> = {
  char: integer(1, true),
  bool: integer(1, false),
  float,
  double,
  int: integer(4, true),
  unsigned: integer(4, false),
  'unsigned int': integer(4, false),
  size_t: integer(8, false),
  int8_t: integer(1, true),
  uint8_t: integer(1, false),
  int16_t: integer(2, true),
  uint16_t: integer(2, false),
  int32_t: integer(4, true),
  uint32_t: integer(4, false),
  int64_t: integer(8, true),
  uint64_t: integer(8, false),
  vmgl_i64: integer(8, true),
  vmgl_u64: integer(8, false),
};

/** How a value of a C type travels; undefined when it cannot (pointers, callbacks, structs). */
export function scalarType(type: string): ScalarType | undefined {
  return glTypes[type]?.scalar ?? cTypes[type];
}

export interface PointerType {
  /** What it points at, without `const`. */
  target: string;
  constant: boolean;
}

/** Takes `const GLfloat *` apart; undefined when the type is not a pointer to values. */
export function pointerType(type: string): PointerType | undefined {
  const match = /^(const )?(\w+(?: \w+)*) \*$/.exec(type);
  return match ? { target: match[2]!, constant: match[1] !== undefined } : undefined;
}
