/* Contexts that share objects, in threads: one uploads, the other draws; what is shared and what is not;
 * deletes seen from the other side; a context handed from thread to thread. */
#include <pthread.h>
#include <semaphore.h>

#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

static GLXContext worker_context;
static GLXPbuffer pbuffer;
static sem_t uploaded, drawn;
static GLuint texture, array_buffer, program, list;

static void *upload(void *unused) {
	if (!glXMakeContextCurrent(window.display, pbuffer, pbuffer, worker_context))
		report("worker cannot make its context current");
	for (int round = 0; round < 8; round++) {
		static GLubyte texels[32 * 32 * 4];
		for (int i = 0; i < 32 * 32 * 4; i++)
			texels[i] = (GLubyte)((i * (round + 3)) >> (round & 3));
		glBindTexture(GL_TEXTURE_2D, texture);
		glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 32, 32, 0, GL_RGBA, GL_UNSIGNED_BYTE, texels);
		GLfloat corners[8] = {-1, -1, 1, -1, 1, 1, -1, 1};
		for (int i = 0; i < 8; i++)
			corners[i] *= 0.4f + 0.07f * (float)round;
		glBindBuffer(GL_ARRAY_BUFFER, array_buffer);
		glBufferData(GL_ARRAY_BUFFER, sizeof(corners), corners, GL_STREAM_DRAW);
		if (round == 3) {
			program = shader_program(
				"from the worker", "void main() { gl_TexCoord[0] = gl_Vertex * 0.5 + 0.5; gl_Position = gl_Vertex; }",
				"uniform sampler2D image; void main() { gl_FragColor = texture2D(image, gl_TexCoord[0].st).bgra; }");
		}
		if (round == 5) {
			list = glGenLists(1);
			glNewList(list, GL_COMPILE);
			glColor3f(1, 1, 0);
			glRectf(-0.1f, -0.1f, 0.1f, 0.1f);
			glEndList();
		}
		glFinish();
		sem_post(&uploaded);
		sem_wait(&drawn);
	}
	glXMakeContextCurrent(window.display, None, None, NULL);
	return unused;
}

static void *elsewhere(void *unused) {
	report("handed over: %d", glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context));
	report("current: %d", glXGetCurrentContext() == window.context && glXGetCurrentDrawable() == window.drawable);
	glClearColor(0.2f, 0.6f, 0.9f, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	report_pixels("another thread");
	glXMakeContextCurrent(window.display, None, None, NULL);
	return unused;
}

int main(void) {
	window_open_compat();
	worker_context = window_new_context(window.context);
	GLXContext stranger = window_new_context(NULL);
	pbuffer = glXCreatePbuffer(window.display, window.config,
							   (const int[]){GLX_PBUFFER_WIDTH, 16, GLX_PBUFFER_HEIGHT, 16, None});
	glGenTextures(1, &texture);
	glGenBuffers(1, &array_buffer);
	glBindTexture(GL_TEXTURE_2D, texture);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
	glFinish();
	sem_init(&uploaded, 0, 0);
	sem_init(&drawn, 0, 0);
	pthread_t thread;
	pthread_create(&thread, NULL, upload, NULL);
	glEnableClientState(GL_VERTEX_ARRAY);
	const GLshort st[] = {0, 0, 1, 0, 1, 1, 0, 1};
	glEnableClientState(GL_TEXTURE_COORD_ARRAY);
	glTexCoordPointer(2, GL_SHORT, 0, st);
	glEnable(GL_TEXTURE_2D);
	for (int round = 0; round < 8; round++) {
		sem_wait(&uploaded);
		/* Changes of another context are seen from the next bind on. */
		glBindTexture(GL_TEXTURE_2D, texture);
		glBindBuffer(GL_ARRAY_BUFFER, array_buffer);
		glVertexPointer(2, GL_FLOAT, 0, NULL);
		glBindBuffer(GL_ARRAY_BUFFER, 0);
		glUseProgram(round >= 3 && round & 1 ? program : 0);
		glClear(GL_COLOR_BUFFER_BIT);
		glColor3f(1, 1, 1);
		glDrawArrays(GL_QUADS, 0, 4);
		if (list)
			glCallList(list);
		report_pixels("round");
		sem_post(&drawn);
	}
	pthread_join(thread, NULL);
	report_error("rounds");
	glUseProgram(0);
	glDisable(GL_TEXTURE_2D);

	/* Not shared: vertex arrays, framebuffers, queries. A stranger shares nothing. */
	GLuint vertex_array, query;
	glGenVertexArrays(1, &vertex_array);
	glBindVertexArray(vertex_array);
	glGenQueries(1, &query);
	glBeginQuery(GL_SAMPLES_PASSED, query);
	glEndQuery(GL_SAMPLES_PASSED);
	glFlush();
	GLXContext others[] = {worker_context, stranger};
	for (int i = 0; i < 2; i++) {
		glXMakeContextCurrent(window.display, pbuffer, pbuffer, others[i]);
		report("texture %d, buffer %d, program %d, list %d", glIsTexture(texture), glIsBuffer(array_buffer),
			   glIsProgram(program), glIsList(list));
		/* (Framebuffers are not shared either, but Mesa shares them.) */
		report("vertex array %d, query %d", glIsVertexArray(vertex_array), glIsQuery(query));
		GLuint same[2];
		glGenTextures(2, same);
		glBindTexture(GL_TEXTURE_2D, same[0]);
		glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, 2, 2, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL);
		GLint width;
		glGetTexLevelParameteriv(GL_TEXTURE_2D, 0, GL_TEXTURE_WIDTH, &width);
		report("own texture: width %d, name differs: %d", width, i == 1 || same[0] != texture);
		report_error("other context");
		if (i == 0)
			glDeleteTextures(1, &texture);
		glFinish();
	}
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
	/* Deleted in the other context, still bound here: it lives until it is unbound. */
	GLint width = -1;
	glGetTexLevelParameteriv(GL_TEXTURE_2D, 0, GL_TEXTURE_WIDTH, &width);
	report("deleted elsewhere: is a texture %d, width %d", glIsTexture(texture), width);
	glGetIntegerv(GL_TEXTURE_BINDING_2D, &width);
	report("still bound: %d", width == (GLint)texture);
	glBindTexture(GL_TEXTURE_2D, 0);

	glXMakeContextCurrent(window.display, None, None, NULL);
	pthread_create(&thread, NULL, elsewhere, NULL);
	pthread_join(thread, NULL);
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
	report_pixels("back again");
	/* A context may be destroyed while its objects are used by others. */
	glXDestroyContext(window.display, worker_context);
	glXDestroyContext(window.display, stranger);
	report("buffer after its maker went: %d", glIsBuffer(array_buffer));
	glCallList(list);
	report_pixels("list after its maker went");
	/* What only a context used goes with it, at once. */
	int left = 0;
	for (int round = 0; round < 30; round++) {
		GLXContext user = window_new_context(window.context);
		GLuint used = shader_program("used", "void main() { gl_Position = ftransform(); }\n",
									 "void main() { gl_FragColor = vec4(1); }\n");
		glXMakeContextCurrent(window.display, pbuffer, pbuffer, user);
		glUseProgram(used);
		glDeleteProgram(used);
		glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
		glXDestroyContext(window.display, user);
		left += glIsProgram(used);
	}
	report("programs after their users went: %d", left);
	glXDestroyPbuffer(window.display, pbuffer);
	return window_finish();
}
