/* Evaluators: one and two dimensions, floats and doubles, strides of the application, grids, and gets. */
#include "support/report.h"
#include "support/window.h"

int main(void) {
	window_open_compat();
	/* Rows of 5 numbers of which 3 are used: only strides say so. */
	GLfloat curve[4][5] = {
		{-0.9f, -0.5f, 0, 9, 9}, {-0.4f, 0.9f, 0, 9, 9}, {0.4f, -0.9f, 0, 9, 9}, {0.9f, 0.5f, 0, 9, 9}};
	glMap1f(GL_MAP1_VERTEX_3, 0, 1, 5, 4, &curve[0][0]);
	const GLfloat colors[2][4] = {{1, 0, 0, 1}, {0, 1, 1, 1}};
	glMap1f(GL_MAP1_COLOR_4, 0, 1, 4, 2, &colors[0][0]);
	glEnable(GL_MAP1_VERTEX_3);
	glEnable(GL_MAP1_COLOR_4);
	glClear(GL_COLOR_BUFFER_BIT);
	glBegin(GL_LINE_STRIP);
	for (int i = 0; i <= 30; i++)
		glEvalCoord1f((float)i / 30);
	glEnd();
	glMapGrid1f(10, 0, 1);
	glPointSize(3);
	glEvalMesh1(GL_POINT, 2, 9);
	glBegin(GL_POINTS);
	glEvalPoint1(0);
	glEvalCoord1d(0.55);
	glEvalCoord1dv((const GLdouble[]){0.65});
	glEnd();
	report_pixels("curve");

	GLdouble surface[3][4][3];
	for (int u = 0; u < 3; u++)
		for (int v = 0; v < 4; v++)
			surface[u][v][0] = -0.8 + 0.8 * u, surface[u][v][1] = -0.8 + 0.5 * v,
			surface[u][v][2] = u == 1 ? 0.4 : -0.2 * v;
	glMap2d(GL_MAP2_VERTEX_3, 0, 2, 12, 3, -1, 1, 3, 4, &surface[0][0][0]);
	GLfloat st[2][2][2] = {{{0, 0}, {0, 1}}, {{1, 0}, {1, 1}}};
	glMap2f(GL_MAP2_TEXTURE_COORD_2, 0, 2, 4, 2, -1, 1, 2, 2, &st[0][0][0]);
	glEnable(GL_MAP2_VERTEX_3);
	glEnable(GL_MAP2_TEXTURE_COORD_2);
	glEnable(GL_AUTO_NORMAL);
	glEnable(GL_LIGHTING);
	glEnable(GL_LIGHT0);
	glDisable(GL_MAP1_COLOR_4);
	glMapGrid2d(8, 0, 2, 6, -1, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	glEvalMesh2(GL_FILL, 0, 8, 0, 6);
	report_pixels("surface");
	glDisable(GL_LIGHTING);
	glColor3f(1, 0.7f, 0.3f);
	glClear(GL_COLOR_BUFFER_BIT);
	glEvalMesh2(GL_LINE, 1, 7, 0, 6);
	glBegin(GL_POINTS);
	glEvalPoint2(3, 3);
	glEvalCoord2f(0.7f, -0.3f);
	glEvalCoord2dv((const GLdouble[]){1.5, 0.4});
	glEnd();
	report_pixels("lines");
	report_error("drawn");

	GLint order[2];
	GLfloat floats[64];
	GLdouble doubles[64];
	for (int i = 0; i < 64; i++)
		floats[i] = -1, doubles[i] = -1;
	glGetMapiv(GL_MAP1_VERTEX_3, GL_ORDER, order);
	report_ints("order", 1, order);
	glGetMapiv(GL_MAP2_VERTEX_3, GL_ORDER, order);
	report_ints("order", 2, order);
	glGetMapfv(GL_MAP1_VERTEX_3, GL_COEFF, floats);
	report_floats("coefficients", 14, floats);
	glGetMapdv(GL_MAP2_VERTEX_3, GL_COEFF, doubles);
	report_bytes("coefficients", doubles, sizeof(doubles));
	glGetMapfv(GL_MAP2_VERTEX_3, GL_DOMAIN, floats);
	report_floats("domain", 4, floats);
	GETN(GL_MAP1_GRID_SEGMENTS, 1);
	GETN(GL_MAP2_GRID_SEGMENTS, 2);
	GET(GL_MAX_EVAL_ORDER);
	STEP(glMap1f(GL_MAP1_VERTEX_3, 0, 0, 3, 4, &curve[0][0]));
	STEP(glMap1f(GL_MAP1_VERTEX_3, 0, 1, 2, 4, &curve[0][0]));
	STEP(glMap1f(GL_MAP1_VERTEX_3, 0, 1, 3, 0, &curve[0][0]));
	STEP(glMap1f(GL_MAP1_VERTEX_3, 0, 1, 3, 1000, &curve[0][0]));
	STEP(glMap1f(GL_MAP2_VERTEX_3, 0, 1, 3, 4, &curve[0][0]));
	STEP(glMap1f(GL_MAP1_VERTEX_3, 0, 1, 3, 4, NULL));
	STEP(glMap1f(GL_TEXTURE_2D, 0, 1, 3, 4, &curve[0][0]));
	STEP(glMap2f(GL_MAP2_VERTEX_3, 0, 1, 3, 4, 0, 1, 12, 0, &curve[0][0]));
	STEP(glMap2f(GL_MAP2_VERTEX_3, 0, 1, 3, 4, 0, 1, 2, 1, &curve[0][0]));
	STEP(glMapGrid1f(0, 0, 1));
	STEP(glEvalMesh1(GL_FILL, 0, 3));
	STEP(glGetMapfv(GL_TEXTURE_2D, GL_COEFF, floats));
	/* What is wrong with a map is found when the list is called. */
	GLuint wrong = glGenLists(1);
	STEP(glNewList(wrong, GL_COMPILE));
	STEP(glMap1f(GL_MAP1_VERTEX_3, 0, 1, 3, 0, &curve[0][0]));
	STEP(glMap1f(GL_MAP1_VERTEX_3, 0, 1, 3, 1000, NULL));
	STEP(glMap2f(GL_MAP1_VERTEX_3, 0, 1, 3, 2, 0, 1, 6, 2, &curve[0][0]));
	STEP(glEndList());
	STEP(glCallList(wrong));
	/* The application's points may go away once the map is set, in a list too. */
	GLuint list = glGenLists(1);
	glNewList(list, GL_COMPILE);
	glMap1f(GL_MAP1_VERTEX_3, 0, 1, 5, 4, &curve[0][0]);
	glEvalMesh1(GL_LINE, 0, 10);
	glEndList();
	for (int i = 0; i < 20; i++)
		(&curve[0][0])[i] = 0;
	glClear(GL_COLOR_BUFFER_BIT);
	glCallList(list);
	report_pixels("list");
	return window_finish();
}
