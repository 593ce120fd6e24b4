/* vmgl-exec [--set NAME=VALUE]... [--private SOCKET --renderer N WORD... --stub N WORD...] PROGRAM ARGV0 [ARG...]
 *
 * Becomes PROGRAM, as a shell would have started it: Node ignores SIGPIPE and SIGXFSZ, and what is ignored stays
 * ignored across execve(); a program started that way would survive `| head`.
 *
 * With --private it first starts what serves this one program: a renderer, and the stub that guests connect to.
 * Both load while the program does. The socket listens before the program starts, so that it can connect at once.
 * The environment that --set makes is the program's alone. Static, so that LD_PRELOAD does not reach this process. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* Most descriptors that a child gets. The stub: its listening socket as 3, its end of the renderer's control socket as
 * 4, where its lines go as 5 (src/private-stub.ts); the renderer: the other end of the control socket as 3. */
#define INHERITED_FDS 3

/* Words of a command that vmgl-exec appends to: the renderer's --control-fd, the stub's --private-for. */
#define WORDS_MAX 64

struct words {
	char **first;
	int count;
};

static void fail(const char *what, const char *value) {
	fprintf(stderr, "vmgl: error: %s (%s): %s.\n", what, value, strerror(errno));
	exit(125);
}

static int listen_on(const char *path) {
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof(address.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(address.sun_path, path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	mode_t before = umask(077);
	unlink(path);
	int result = fd < 0 ? -1 : bind(fd, (const struct sockaddr *)&address, sizeof(address));
	umask(before);
	return result == 0 && listen(fd, 128) == 0 ? fd : -1;
}

static int open_null(void) {
	return open("/dev/null", O_RDWR | O_CLOEXEC);
}

/* Executes `command` with `more` appended, `fds` as descriptors 3 and up, `errors` as 2, and no other input than
 * /dev/null. */
static void execute(struct words command, char *const *more, const int *fds, int fd_count, int errors) {
	char *words[WORDS_MAX];
	int count = 0;
	for (int i = 0; i < command.count && count < WORDS_MAX - 8; i++)
		words[count++] = command.first[i];
	for (; *more != NULL && count < WORDS_MAX - 1; more++)
		words[count++] = *more;
	words[count] = NULL;
	int moved[INHERITED_FDS];
	for (int i = 0; i < fd_count; i++)
		moved[i] = fcntl(fds[i], F_DUPFD_CLOEXEC, 16); /* out of the way of the numbers that are wanted */
	int own_errors = fcntl(2, F_DUPFD_CLOEXEC, 16);
	dup2(errors, 2);
	int null = open_null();
	dup2(null, 0);
	dup2(null, 1);
	for (int i = 0; i < fd_count; i++)
		dup2(moved[i], 3 + i);
	execv(words[0], words);
	int error = errno;
	dup2(own_errors, 2);
	errno = error;
	fail("The program cannot be executed", words[0]);
}

static void start_private(const char *path, struct words renderer, struct words stub) {
	int pair[2];
	int listener = listen_on(path);
	if (listener < 0)
		fail("The socket of a private stub cannot be made", path);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		fail("The private stub cannot be started", "socketpair");
	char program[16];
	snprintf(program, sizeof(program), "%d", (int)getpid());
	/* The program must not find children that it did not start: whoever adopts orphans gets them. */
	pid_t middle = fork();
	if (middle < 0)
		fail("The private stub cannot be started", "fork");
	if (middle > 0) {
		waitpid(middle, NULL, 0);
		close(listener);
		close(pair[0]);
		close(pair[1]);
		return;
	}
	setsid(); /* Ctrl-C is the program's */
	pid_t orphan = fork();
	if (orphan != 0)
		_exit(orphan < 0);
	/* Node would make a pipe that it finds as its stderr non-blocking, for the program as well: the stub gets it under
	 * a number that Node does not look at. */
	pid_t child = fork();
	if (child == 0)
		execute(renderer, (char *[]){"--control-fd", "3", NULL}, &pair[1], 1, 2);
	close(pair[1]);
	char renderer_pid[16];
	snprintf(renderer_pid, sizeof(renderer_pid), "%d", (int)child);
	execute(stub, (char *[]){"--private-for", program, "--renderer", renderer_pid, NULL}, (int[]){listener, pair[0], 2},
			3, open_null());
}

static char **take_words(char **at, struct words *words) {
	words->count = atoi(*at++);
	words->first = at;
	return at + words->count;
}

int main(int argc, char **argv) {
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	const char *private = NULL;
	struct words renderer = {0}, stub = {0};
	char **settings = calloc((size_t)argc + 1, sizeof(*settings));
	int setting_count = 0;
	char **at = argv + 1;
	while (settings != NULL && at[0] != NULL && strncmp(at[0], "--", 2) == 0 && at[1] != NULL) {
		const char *name = *at++;
		if (strcmp(name, "--set") == 0)
			settings[setting_count++] = *at++;
		else if (strcmp(name, "--private") == 0)
		private = *at++;
		else at = take_words(at, strcmp(name, "--stub") == 0 ? &stub : &renderer);
	}
	if (settings == NULL || at[0] == NULL || at[1] == NULL) {
		fputs("vmgl-exec is started by `vmgl run`; it is of no use by itself.\n", stderr);
		return 125;
	}
	if (private != NULL)
		start_private(private, renderer, stub);
	for (int i = 0; i < setting_count; i++)
		putenv(settings[i]);
	free(settings);
	/* execvp() rather than execve(): a script without "#!" is run by /bin/sh. */
	execvp(at[0], at + 1);
	int error = errno;
	fprintf(stderr, "vmgl: error: The program (%s) cannot be executed: %s.\n", at[0], strerror(error));
	return error == ENOENT ? 127 : 126;
}
