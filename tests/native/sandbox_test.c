/* A renderer in its sandbox must not reach the user's files, processes and network, and must reach what drivers need.
 * Every attempt is made by a forked child, sandboxed as a renderer is, with a second thread that existed before. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/sandbox.h"

static char home[] = "/tmp/vmgl-sandbox-XXXXXX";
static int failures;

static const char *in_home(const char *name) {
	static char path[256];
	snprintf(path, sizeof(path), "%s/%s", home, name);
	return path;
}

static int error_of(long result) {
	return result < 0 ? errno : 0;
}

static int open_for(const char *path, int flags) {
	int fd = open(path, flags | O_CLOEXEC, 0600);
	int error = error_of(fd);
	if (fd >= 0)
		close(fd);
	return error;
}

static int read_secret(void) {
	return open_for(in_home("secret"), O_RDONLY);
}

static int read_authority(void) {
	return open_for(in_home(".Xauthority"), O_RDONLY);
}

static int write_home(void) {
	return open_for(in_home("new"), O_WRONLY | O_CREAT);
}

static int write_cache(void) {
	return open_for(in_home(".cache/vmgl/shaders/entry"), O_WRONLY | O_CREAT);
}

static int write_driver(void) {
	return open_for(in_home("driver/libGL.so.1"), O_WRONLY);
}

static int read_driver(void) {
	return open_for(in_home("driver/libGL.so.1"), O_RDONLY);
}

static int read_shadow(void) {
	return open_for("/etc/shadow", O_RDONLY);
}

static int read_library(void) {
	return open_for("/usr/lib", O_RDONLY | O_DIRECTORY);
}

static int read_parent(void) {
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/mem", getppid());
	return open_for(path, O_RDONLY);
}

static int execute(void) {
	return error_of(execl("/bin/true", "true", (char *)NULL));
}

static int trace_parent(void) {
	return error_of(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL));
}

static int signal_parent(void) {
	return error_of(kill(getppid(), 0));
}

static int limit_parent(void) {
	const struct rlimit limit = {.rlim_cur = 1 << 20, .rlim_max = 1 << 20};
	return error_of(prlimit(getppid(), RLIMIT_CORE, &limit, NULL));
}

/* What abort() and the C library do. */
static int signal_itself(void) {
	struct rlimit limit;
	return kill(getpid(), 0) != 0                 ? errno
		   : pthread_kill(pthread_self(), 0) != 0 ? EPERM
												  : error_of(getrlimit(RLIMIT_CORE, &limit));
}

static int make_local_socket(void) {
	return error_of(socket(AF_UNIX, SOCK_STREAM, 0));
}

static int make_packet_socket(void) {
	return error_of(socket(AF_PACKET, SOCK_RAW, 0));
}

static int connect_to(uint16_t port) {
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	return fd < 0 ? errno : error_of(connect(fd, (struct sockaddr *)&address, sizeof(address)));
}

static int connect_to_ssh(void) {
	return connect_to(22);
}

static int connect_to_display(void) {
	return connect_to(6199);
}

static int make_shared_memory(void) {
	int fd = memfd_create("vmgl", MFD_CLOEXEC);
	if (fd < 0 || ftruncate(fd, 4096) != 0)
		return errno;
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_SHARED, fd, 0) == MAP_FAILED ? errno : 0;
}

static void *nothing(void *argument) {
	return argument;
}

static int make_thread(void) {
	pthread_t thread;
	int error = pthread_create(&thread, NULL, nothing, NULL);
	return error != 0 ? error : pthread_join(thread, NULL);
}

static int (*asked)(void);
static int answer;
static pthread_barrier_t go;

/* A thread of the driver: there before system calls are limited. */
static void *older_thread(void *argument) {
	pthread_barrier_wait(&go);
	answer = asked();
	return argument;
}

static int execute_in_older_thread(void) {
	asked = execute;
	pthread_barrier_wait(&go);
	while (answer == 0)
		usleep(1000);
	return answer;
}

/* The errno that `attempt` ends with in a sandbox; -1 when the child did not come that far. */
static int sandboxed(int (*attempt)(void), bool displays) {
	int ends[2], error = -1;
	if (pipe(ends) != 0)
		abort();
	pid_t child = fork();
	if (child == 0) {
		vmgl_sandbox_files(in_home("driver"));
		pthread_t thread;
		pthread_barrier_init(&go, NULL, 2);
		pthread_create(&thread, NULL, older_thread, NULL);
		vmgl_sandbox_calls(displays);
		error = attempt();
		_exit(write(ends[1], &error, sizeof(error)) == sizeof(error) ? 0 : 1);
	}
	close(ends[1]);
	if (read(ends[0], &error, sizeof(error)) != sizeof(error))
		error = -1;
	close(ends[0]);
	waitpid(child, NULL, 0);
	return error;
}

static void expect(const char *name, int (*attempt)(void), bool displays, int expected) {
	int error = sandboxed(attempt, displays);
	if (error == expected)
		return;
	fprintf(stderr, "%s: %s, expected %s\n", name, error < 0 ? "no answer" : strerror(error), strerror(expected));
	failures++;
}

static void make_file(const char *name) {
	if (open_for(in_home(name), O_WRONLY | O_CREAT) != 0)
		abort();
}

int main(void) {
	if (mkdtemp(home) == NULL || mkdir(in_home("driver"), 0700) != 0)
		return 1;
	setenv("HOME", home, 1);
	unsetenv("XAUTHORITY");
	unsetenv("XDG_CACHE_HOME");
	unsetenv("VMGL_CACHE_DIR");
	unsetenv("MESA_SHADER_CACHE_DIR");
	unsetenv("__GL_SHADER_DISK_CACHE_PATH");
	make_file("secret");
	make_file(".Xauthority");
	make_file("driver/libGL.so.1");

	const long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, 1u);
	if (abi >= 1) {
		expect("reading a secret", read_secret, true, EACCES);
		expect("reading /etc/shadow", read_shadow, true, EACCES);
		expect("reading another process", read_parent, true, EACCES);
		expect("writing into the home", write_home, true, EACCES);
		expect("writing the driver", write_driver, true, EACCES);
	} else
		fprintf(stderr, "this kernel has no Landlock: nothing about files is tested\n");
	if (abi >= 4)
		expect("connecting to a service", connect_to_ssh, true, EACCES);
	expect("reading the X authority", read_authority, true, 0);
	expect("reading the driver", read_driver, true, 0);
	expect("reading libraries", read_library, true, 0);
	expect("writing the shader cache", write_cache, true, 0);
	expect("connecting to a display", connect_to_display, true, ECONNREFUSED);
	expect("making a local socket for displays", make_local_socket, true, 0);
	expect("making shared memory", make_shared_memory, true, 0);
	expect("making a thread", make_thread, true, 0);

	expect("executing", execute, true, EPERM);
	expect("executing in an older thread", execute_in_older_thread, true, EPERM);
	expect("tracing", trace_parent, true, EPERM);
	expect("signalling", signal_parent, true, EPERM);
	expect("limiting another process", limit_parent, true, EPERM);
	expect("signalling itself", signal_itself, true, 0);
	expect("making a local socket", make_local_socket, false, EPERM);
	expect("making a packet socket", make_packet_socket, true, EPERM);

	char command[512];
	snprintf(command, sizeof(command), "rm -r '%s'", home);
	return system(command) != 0 || failures != 0;
}
