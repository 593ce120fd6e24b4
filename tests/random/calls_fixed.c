/* Calls of the fixed function pipeline: matrices, lights, materials, texture environment, evaluators, vertices. */
#include "random.h"

static void matrix(void) {
	static const GLenum modes[] = {GL_MODELVIEW, GL_PROJECTION, GL_TEXTURE};
	GLfloat m[16];
	unsigned which = draw_below(12);
	say("matrix %u", which);
	for (int i = 0; i < 16; i++)
		m[i] = (i % 5 == 0 ? 1 : 0) + (one_in(3) ? draw_float() / 8 : 0);
	switch (which) {
	case 0:
		glMatrixMode(draw_bad(PICK(modes)));
		return;
	case 1:
		glPushMatrix();
		return;
	case 2:
		glPopMatrix();
		return;
	case 3:
		glTranslatef(draw_float() / 4, draw_float() / 4, draw_float() / 4);
		return;
	case 4:
		glRotated((GLdouble)draw_int(-90, 90), (GLdouble)draw_float(), (GLdouble)draw_float(), 1);
		return;
	case 5:
		glScalef(draw_unit() + 0.5f, draw_unit() + 0.5f, 1);
		return;
	case 6:
		glLoadMatrixf(m);
		return;
	case 7:
		glMultTransposeMatrixf(m);
		return;
	case 8:
		glFrustum(-1, 1, -1, (GLdouble)draw_unit(), (GLdouble)draw_float(), 8);
		return;
	case 9:
		glOrtho(-1, 1, -1, 1 + (GLdouble)draw_unit(), -2, 2);
		return;
	default:
		glLoadIdentity();
	}
}

static void light(void) {
	static const GLenum names[] = {GL_AMBIENT,     GL_DIFFUSE,        GL_SPECULAR,      GL_POSITION,
								   GL_SPOT_CUTOFF, GL_SPOT_DIRECTION, GL_SPOT_EXPONENT, GL_CONSTANT_ATTENUATION};
	static const GLenum material_names[] = {GL_AMBIENT,  GL_DIFFUSE,   GL_SPECULAR,
											GL_EMISSION, GL_SHININESS, GL_AMBIENT_AND_DIFFUSE};
	const GLfloat values[4] = {draw_float(), draw_unit(), draw_unit(), draw_unit()};
	unsigned which = draw_below(6);
	say("light %u", which);
	switch (which) {
	case 0:
		glLightfv(GL_LIGHT0 + draw_below(8), draw_bad(PICK(names)), values);
		return;
	case 1:
		glLightf(GL_LIGHT0 + draw_below(9), draw_bad(PICK(names)), draw_float());
		return;
	case 2:
		glMaterialfv(one_in(2) ? GL_FRONT_AND_BACK : GL_BACK, draw_bad(PICK(material_names)), values);
		return;
	case 3:
		glLightModelfv(one_in(2) ? GL_LIGHT_MODEL_AMBIENT : draw_bad(GL_LIGHT_MODEL_TWO_SIDE), values);
		return;
	case 4:
		glLightModeli(one_in(2) ? GL_LIGHT_MODEL_COLOR_CONTROL : GL_LIGHT_MODEL_LOCAL_VIEWER,
					  one_in(2) ? GL_SEPARATE_SPECULAR_COLOR : GL_SINGLE_COLOR);
		return;
	default:
		glColorMaterial(GL_FRONT_AND_BACK, draw_bad(PICK(material_names)));
	}
}

static void fog_and_texture_environment(void) {
	static const GLenum modes[] = {GL_MODULATE, GL_DECAL, GL_BLEND, GL_REPLACE, GL_ADD, GL_COMBINE};
	static const GLenum sources[] = {GL_TEXTURE, GL_CONSTANT, GL_PRIMARY_COLOR, GL_PREVIOUS, GL_TEXTURE1};
	const GLfloat values[4] = {draw_unit(), draw_float(), draw_unit(), draw_unit()};
	unsigned which = draw_below(9);
	say("fog, environment %u", which);
	switch (which) {
	case 0:
		glFogi(GL_FOG_MODE, (GLint)draw_bad(PICK(((const GLenum[]){GL_LINEAR, GL_EXP, GL_EXP2}))));
		return;
	case 1:
		glFogf(PICK(((const GLenum[]){GL_FOG_DENSITY, GL_FOG_START, GL_FOG_END})), draw_float());
		return;
	case 2:
		glFogfv(GL_FOG_COLOR, values);
		return;
	case 3:
		glTexEnvi(GL_TEXTURE_ENV, GL_TEXTURE_ENV_MODE, (GLint)draw_bad(PICK(modes)));
		return;
	case 4:
		glTexEnvfv(GL_TEXTURE_ENV, GL_TEXTURE_ENV_COLOR, values);
		return;
	case 5:
		glTexEnvi(GL_TEXTURE_ENV, PICK(((const GLenum[]){GL_SRC0_RGB, GL_SRC1_RGB, GL_SRC0_ALPHA})),
				  (GLint)PICK(sources));
		return;
	case 6:
		glTexEnvf(GL_TEXTURE_FILTER_CONTROL, GL_TEXTURE_LOD_BIAS, draw_float());
		return;
	case 7:
		glTexGeni(
			GL_S + draw_below(4), GL_TEXTURE_GEN_MODE,
			(GLint)draw_bad(PICK(((const GLenum[]){GL_OBJECT_LINEAR, GL_EYE_LINEAR, GL_SPHERE_MAP, GL_NORMAL_MAP}))));
		return;
	default:
		glTexGenfv(GL_S + draw_below(4), one_in(2) ? GL_OBJECT_PLANE : GL_EYE_PLANE, values);
	}
}

void keep_values_apart(void) {
	GLfloat values[4];
	glGetMaterialfv(GL_FRONT, GL_AMBIENT, values); /* vmgl asks the renderer */
	glFlush();
}

/* Always as many components of the same one: in lists nothing keeps them apart. */
static void current(void) {
	unsigned which = draw_below(12);
	say("current value %u", which);
	switch (which) {
	case 0:
		glColor4f(draw_unit(), draw_unit(), draw_unit(), draw_unit());
		return;
	case 1:
		glColor4ub((GLubyte)draw(), (GLubyte)draw(), (GLubyte)draw(), (GLubyte)draw());
		return;
	case 2:
		glNormal3f(draw_float(), draw_float(), draw_float());
		return;
	case 3:
		glNormal3b((GLbyte)draw(), (GLbyte)draw(), (GLbyte)draw());
		return;
	case 4:
		glTexCoord2f(draw_float(), draw_float());
		return;
	case 5:
		glMultiTexCoord4f(GL_TEXTURE1 + draw_below(7), draw_float(), draw_float(), draw_float(), 1);
		return;
	case 6:
		glSecondaryColor3f(draw_unit(), draw_unit(), draw_unit());
		return;
	case 7:
		glFogCoordf(draw_float());
		return;
	case 8:
		glEdgeFlag((GLboolean)one_in(2));
		return;
	case 9:
		glVertexAttrib4Nub(1 + 2 * draw_below(10), (GLubyte)draw(), (GLubyte)draw(), (GLubyte)draw(), (GLubyte)draw());
		return;
	case 10:
		glVertexAttrib3s(2 * draw_below(8), (GLshort)draw(), (GLshort)draw(), (GLshort)draw());
		return;
	default:
		glColor4us((GLushort)draw(), (GLushort)draw(), (GLushort)draw(), 65535);
	}
}

static void raster_position(void) {
	unsigned which = draw_below(4);
	say("raster position %u", which);
	switch (which) {
	case 0:
		glRasterPos2f(draw_float() / 2, draw_float() / 2);
		return;
	case 1:
		glWindowPos2i(draw_int(-5, 130), draw_int(-5, 130));
		return;
	case 2:
		glRasterPos4s((GLshort)draw_int(-1, 1), (GLshort)draw_int(-1, 1), 0, (GLshort)draw_int(1, 3));
		return;
	default:
		/* Small enough for any row length; the noise behind it covers the pixel store state. Mesa (22.3) keeps it to
		 * draw it later, and crashes where textures have changed by then. */
		glBitmap(draw_int(0, 16), draw_int(0, 8), 1, 1, draw_float(), draw_float(), noise);
		glFlush();
	}
}

/* Before vertices. In draws of arrays Mesa (22.3) does not see that current values change, and draws the next vertices
 * with older ones, unless one changes after it. */
static void renew_current(void) {
	static GLfloat times;
	keep_values_apart();
	glVertexAttrib4f(15, ++times, 0, 0, 1);
}

static void primitive(void) {
	static const GLenum modes[] = {GL_POINTS,         GL_LINES,        GL_LINE_LOOP, GL_LINE_STRIP, GL_TRIANGLES,
								   GL_TRIANGLE_STRIP, GL_TRIANGLE_FAN, GL_QUADS,     GL_QUAD_STRIP, GL_POLYGON};
	GLenum mode = draw_bad(PICK(modes));
	unsigned vertices = draw_below(10);
	bool odd = one_in(12);
	say("glBegin(0x%x), %u vertices%s", mode, vertices, odd ? ", a call that may not be there" : "");
	renew_current();
	glBegin(mode);
	for (unsigned i = 0; i < vertices; i++) {
		if (one_in(2))
			current();
		switch (draw_below(4)) {
		case 0:
			glVertex2f(draw_float(), draw_float());
			break;
		case 1:
			glVertex3d((GLdouble)draw_float(), (GLdouble)draw_float(), (GLdouble)draw_float());
			break;
		case 2:
			glVertex4s((GLshort)draw_int(-2, 2), (GLshort)draw_int(-2, 2), 0, (GLshort)draw_int(1, 3));
			break;
		default:
			glVertex3f(draw_float(), draw_float(), draw_float());
		}
	}
	if (odd)
		matrix();
	glEnd();
	keep_values_apart(); /* where glBegin was refused, the vertices are none */
}

static void rectangle(void) {
	say("glRect");
	renew_current();
	glRectf(draw_float(), draw_float(), draw_float(), draw_float());
}

void set_evaluated(void) {
	glColor4f(draw_unit(), draw_unit(), draw_unit(), draw_unit());
	glNormal3f(draw_float(), draw_float(), draw_float());
	glTexCoord2f(draw_float(), draw_float());
}

static void evaluators(void) {
	GLfloat points[4 * 4 * 4];
	unsigned which = draw_below(7);
	say("evaluators %u", which);
	for (size_t i = 0; i < COUNT(points); i++)
		points[i] = draw_float();
	switch (which) {
	case 0:
		glMap1f(GL_MAP1_VERTEX_3, 0, 1, draw_int(3, 5), draw_int(0, 4), points);
		return;
	case 1:
		glMap2f(GL_MAP2_VERTEX_3, 0, 1, 3, 4, 0, 1, 12, draw_int(1, 4), points);
		return;
	case 2:
		glMap2f(draw_bad(GL_MAP2_COLOR_4), 0, 1, 4, draw_int(1, 4), 0, 1, 16, 4, points);
		return;
	case 3:
		glMapGrid2f(draw_int(0, 5), 0, 1, draw_int(1, 5), 0, 1);
		return;
	case 4:
		renew_current();
		glEvalMesh2(one_in(2) ? GL_FILL : draw_bad(GL_LINE), 0, draw_int(0, 4), 0, 3);
		set_evaluated();
		return;
	case 5:
		glMapGrid1d(draw_int(1, 9), 0, 1);
		return;
	default:
		renew_current();
		glBegin(GL_LINE_STRIP);
		for (int i = 0; i < 5; i++)
			glEvalCoord1f((GLfloat)i / 4);
		glEnd();
		set_evaluated();
	}
}

static const struct call calls[] = {{matrix, 5},    {light, 4},           {fog_and_texture_environment, 3},
									{current, 5},   {raster_position, 2}, {primitive, 8},
									{rectangle, 1}, {evaluators, 1}};
const struct calls fixed_calls = {calls, COUNT(calls)};
