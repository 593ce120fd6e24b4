/* Immediate mode: every primitive, every vertex and attribute form, fixed-function lighting, fog and
 * texture generation. Guards the encoding of the small calls and of short vectors of all types. */
#include "support/report.h"
#include "support/window.h"

static void primitives(void) {
	static const GLenum modes[] = {GL_POINTS,         GL_LINES,        GL_LINE_LOOP, GL_LINE_STRIP, GL_TRIANGLES,
								   GL_TRIANGLE_STRIP, GL_TRIANGLE_FAN, GL_QUADS,     GL_QUAD_STRIP, GL_POLYGON};
	glClear(GL_COLOR_BUFFER_BIT);
	glPointSize(3);
	for (int m = 0; m < 10; m++) {
		glPushMatrix();
		glTranslatef(-0.8f + 0.4f * (float)(m % 5), -0.5f + (float)(m / 5), 0);
		glScalef(0.17f, 0.4f, 1);
		glBegin(modes[m]);
		static const float at[6][2] = {{-1, -1}, {1, -1}, {1, 0}, {0.6f, 1}, {-0.6f, 1}, {-1, 0}};
		for (int i = 0; i < 6; i++) {
			glColor3f((float)i / 6, 1 - (float)m / 10, (float)(i & 1));
			glVertex2fv(at[i]);
		}
		glEnd();
		glPopMatrix();
	}
	report_pixels("primitives");
}

static void vertex_forms(void) {
	glClear(GL_COLOR_BUFFER_BIT);
	glLoadIdentity();
	glOrtho(0, 128, 0, 128, -8, 8);
	glBegin(GL_TRIANGLES);
	glColor3ub(255, 0, 0);
	glVertex2i(4, 4), glVertex2s(30, 4), glVertex2d(4, 30);
	glColor4us(0, 65535, 0, 65535);
	glVertex3i(40, 4, 1), glVertex3s(66, 4, 1), glVertex3d(40, 30, 1);
	glColor3b(0, 64, 127);
	glVertex4i(80, 8, 2, 2), glVertex4s(124, 8, 2, 1), glVertex4d(120, 60, 2, 2);
	const GLshort s[4] = {4, 40, 1, 1};
	const GLint i[4] = {30, 40, 1, 1};
	const GLdouble d[4] = {4, 70, 1, 1};
	glColor3i(0x7fffffff, 0x3fffffff, 0);
	glVertex2sv(s), glVertex3iv(i), glVertex4dv(d);
	const GLfloat f[4] = {60, 40, 0, 1};
	const GLubyte ub[4] = {9, 99, 199, 255};
	const GLushort us[3] = {40000, 100, 60000};
	const GLuint ui[4] = {0xffffffffu, 0x80000000u, 0, 0xffffffffu};
	const GLbyte b[3] = {127, 64, -3};
	glColor4ubv(ub), glVertex4fv(f);
	glColor3usv(us), glVertex3f(90, 40, 0);
	glColor4uiv(ui), glVertex3sv((const GLshort[]){60, 80, 0});
	glColor3bv(b), glVertex2iv((const GLint[]){100, 80});
	glColor3d(0.25, 0.5, 1), glVertex2dv((const GLdouble[]){120, 80});
	glColor4dv((const GLdouble[]){1, 0.5, 0.25, 1}), glVertex3fv((const GLfloat[]){110, 120, 0});
	glEnd();
	glRecti(4, 100, 20, 120);
	glRects(24, 100, 40, 120);
	glRectfv((const GLfloat[]){44, 100}, (const GLfloat[]){60, 120});
	glRectdv((const GLdouble[]){64, 100}, (const GLdouble[]){80, 120});
	report_pixels("vertex forms");
	GLfloat color[4];
	glGetFloatv(GL_CURRENT_COLOR, color);
	report_floats("current colour", 4, color);
}

static void lighting(void) {
	glMatrixMode(GL_PROJECTION);
	glLoadIdentity();
	glFrustum(-1, 1, -1, 1, 2, 20);
	glMatrixMode(GL_MODELVIEW);
	glLoadMatrixd((const GLdouble[]){1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, -6, 1});
	glRotated(30, 1, 1, 0);
	glEnable(GL_LIGHTING);
	glEnable(GL_LIGHT0);
	glEnable(GL_LIGHT3);
	glLightfv(GL_LIGHT0, GL_POSITION, (const GLfloat[]){1, 2, 3, 0});
	glLightiv(GL_LIGHT3, GL_DIFFUSE, (const GLint[]){0x7fffffff, 0, 0, 0x7fffffff});
	glLightf(GL_LIGHT3, GL_SPOT_CUTOFF, 40);
	glLighti(GL_LIGHT3, GL_SPOT_EXPONENT, 3);
	glLightModelfv(GL_LIGHT_MODEL_AMBIENT, (const GLfloat[]){0.1f, 0.1f, 0.3f, 1});
	glLightModeli(GL_LIGHT_MODEL_TWO_SIDE, 1);
	glMaterialfv(GL_FRONT_AND_BACK, GL_SPECULAR, (const GLfloat[]){1, 1, 1, 1});
	glMaterialf(GL_FRONT, GL_SHININESS, 20);
	glMateriali(GL_BACK, GL_SHININESS, 3);
	glColorMaterial(GL_FRONT, GL_DIFFUSE);
	glEnable(GL_COLOR_MATERIAL);
	glEnable(GL_DEPTH_TEST);
	glEnable(GL_NORMALIZE);
	glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
	for (int f = 0; f < 6; f++) {
		glPushMatrix();
		if (f < 4)
			glRotatef(90.0f * (float)f, 0, 1, 0);
		else
			glRotatef(f == 4 ? 90 : -90, 1, 0, 0);
		glBegin(GL_QUADS);
		glNormal3b(0, 0, 127);
		glColor3f(f & 1 ? 1.0f : 0.3f, f & 2 ? 1.0f : 0.3f, f & 4 ? 1.0f : 0.3f);
		glVertex3f(-1, -1, 1);
		glNormal3f(0.2f, 0, 1), glVertex3f(1, -1, 1);
		glNormal3sv((const GLshort[]){0, 3000, 30000}), glVertex3f(1, 1, 1);
		glNormal3dv((const GLdouble[]){0, 0, 1}), glVertex3f(-1, 1, 1);
		glEnd();
		glPopMatrix();
	}
	report_pixels("lighting");
	GLfloat light[4];
	glGetLightfv(GL_LIGHT0, GL_POSITION, light);
	report_floats("light position", 4, light);
	GLint ints[4];
	glGetLightiv(GL_LIGHT3, GL_DIFFUSE, ints);
	report_ints("light diffuse", 4, ints);
	glGetMaterialfv(GL_FRONT, GL_SPECULAR, light);
	report_floats("material", 4, light);
	glEnable(GL_FOG);
	glFogi(GL_FOG_MODE, GL_EXP2);
	glFogf(GL_FOG_DENSITY, 0.15f);
	glFogfv(GL_FOG_COLOR, (const GLfloat[]){0.6f, 0.2f, 0.1f, 1});
	glRotatef(40, 0, 1, 0);
	glBegin(GL_TRIANGLE_FAN);
	for (int i = 0; i < 12; i++) {
		glFogCoordf((float)i);
		glSecondaryColor3ub((GLubyte)(i * 20), 0, 90);
		glNormal3i(0, 0, 0x7fffffff);
		glVertex3f(1.5f * (float)(i % 5 - 2), 1.2f * (float)(i % 3 - 1), 1.4f - 0.2f * (float)i);
	}
	glEnd();
	report_pixels("fog");
	glDisable(GL_LIGHTING);
	glDisable(GL_FOG);
	glDisable(GL_DEPTH_TEST);
}

static void texturing(void) {
	GLubyte texels[8][8][3];
	for (int y = 0; y < 8; y++)
		for (int x = 0; x < 8; x++) {
			texels[y][x][0] = (GLubyte)(x * 36);
			texels[y][x][1] = (GLubyte)(y * 36);
			texels[y][x][2] = (GLubyte)((x ^ y) & 1 ? 255 : 0);
		}
	glTexImage2D(GL_TEXTURE_2D, 0, 3, 8, 8, 0, GL_RGB, GL_UNSIGNED_BYTE, texels);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
	glTexEnvi(GL_TEXTURE_ENV, GL_TEXTURE_ENV_MODE, GL_BLEND);
	glTexEnvfv(GL_TEXTURE_ENV, GL_TEXTURE_ENV_COLOR, (const GLfloat[]){0.2f, 0.9f, 0.4f, 1});
	glEnable(GL_TEXTURE_2D);
	glMatrixMode(GL_PROJECTION);
	glLoadIdentity();
	glMatrixMode(GL_MODELVIEW);
	glLoadIdentity();
	glClear(GL_COLOR_BUFFER_BIT);
	glBegin(GL_QUAD_STRIP);
	glTexCoord2i(0, 0), glVertex2f(-0.9f, -0.9f);
	glTexCoord2s(0, 2), glVertex2f(-0.9f, -0.1f);
	glTexCoord1f(2), glVertex2f(0, -0.9f);
	glTexCoord3dv((const GLdouble[]){2, 2, 0}), glVertex2f(0, -0.1f);
	glTexCoord4f(8, 0, 0, 2), glVertex2f(0.9f, -0.9f);
	glMultiTexCoord2f(GL_TEXTURE0, 4, 2), glVertex2f(0.9f, -0.1f);
	glEnd();
	glTexGeni(GL_S, GL_TEXTURE_GEN_MODE, GL_OBJECT_LINEAR);
	glTexGenfv(GL_S, GL_OBJECT_PLANE, (const GLfloat[]){1, 1, 0, 0});
	glTexGendv(GL_T, GL_OBJECT_PLANE, (const GLdouble[]){0, 3, 0, 0.5});
	glTexGend(GL_T, GL_TEXTURE_GEN_MODE, GL_OBJECT_LINEAR);
	glEnable(GL_TEXTURE_GEN_S);
	glEnable(GL_TEXTURE_GEN_T);
	glRectf(-0.9f, 0.1f, 0.9f, 0.9f);
	report_pixels("texturing");
	GLdouble plane[4];
	glGetTexGendv(GL_T, GL_OBJECT_PLANE, plane);
	report("plane: %g %g %g %g", plane[0], plane[1], plane[2], plane[3]);
}

int main(void) {
	window_open_compat();
	primitives();
	vertex_forms();
	lighting();
	texturing();
	report_error("end");
	return window_finish();
}
