/* A library with a name and nothing in it (meson.build). */
typedef int vmgl_standin_is_not_empty;
