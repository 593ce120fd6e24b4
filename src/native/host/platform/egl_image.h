/* EGL images of the guest (wire commands vmglImage* of src/gl/overlay/platform.ts). */
#ifndef VMGL_HOST_EGL_IMAGE_H
#define VMGL_HOST_EGL_IMAGE_H

/* At the end of the session, before the platform closes: those that the guest left. */
void vmgl_egl_images_destroy(void);

#endif
