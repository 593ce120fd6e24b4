/* vmgl-renderer: started by the stub, one per guest process. docs/wire-format.md, "Handing over". */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "host/platform/platform.h"
#include "host/sandbox.h"
#include "host/session/session.h"
#include "wire/diagnose.h"

static const struct option options[] = {
	{"control-fd", required_argument, NULL, 'c'},  {"display", required_argument, NULL, 'd'},
	{"headless", no_argument, NULL, 'h'},          {"gpu", required_argument, NULL, 'g'},
	{"driver-path", required_argument, NULL, 'p'}, {"max-memory", required_argument, NULL, 'm'},
	{"no-sandbox", no_argument, NULL, 's'},        {"trust", no_argument, NULL, 't'},
	{"version", no_argument, NULL, 'V'},           {NULL, 0, NULL, 0},
};

static bool parse_number(const char *text, uint64_t *value) {
	char *end;
	errno = 0;
	*value = strtoull(text, &end, 10);
	return errno == 0 && text[0] >= '0' && text[0] <= '9' && *end == '\0';
}

static int usage(void) {
	fprintf(stderr,
			"vmgl-renderer is started by `vmgl stub`; it is of no use by itself.\n"
			"usage: vmgl-renderer --control-fd N [--display NAME | --headless] [--gpu GPU] [--driver-path DIR]\n"
			"                     [--max-memory BYTES] [--no-sandbox] [--trust]\n");
	return 2;
}

int main(int argc, char **argv) {
	struct vmgl_renderer_options renderer = {.display = getenv("DISPLAY"), .driver_path = getenv("CR_SYSTEM_GL_PATH")};
	uint64_t control_fd = UINT64_MAX;
	bool headless = false, sandbox = true, trust = false, named = false;
	/* Where guest and host are one machine, the system's GL may be set up to send calls here (guest/glvnd). */
	setenv("VMGL_NATIVE", "1", 1);
	for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		switch (option) {
		case 'c':
			if (!parse_number(optarg, &control_fd))
				return usage();
			break;
		case 'd':
			renderer.display = optarg;
			named = true;
			break;
		case 'h':
			headless = true;
			break;
		case 'g':
			renderer.gpu = optarg;
			break;
		case 'p':
			renderer.driver_path = optarg;
			break;
		case 'm':
			if (!parse_number(optarg, &renderer.max_memory))
				return usage();
			break;
		case 's':
			sandbox = false;
			break;
		case 't':
			trust = true;
			break;
		case 'V':
			puts(VMGL_VERSION);
			return 0;
		default:
			return usage();
		}
	}
	if (optind != argc || control_fd > 1 << 20 || fcntl((int)control_fd, F_SETFD, FD_CLOEXEC) != 0)
		return usage();
	if (headless || (renderer.display != NULL && renderer.display[0] == '\0'))
		renderer.display = NULL;
	if (renderer.driver_path != NULL && renderer.driver_path[0] == '\0')
		renderer.driver_path = NULL;

	/* The guest's end, or the stub's word, ends a renderer; a Ctrl-C in the terminal that all of them were
	 * started from must not come before the program's own handling of it. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	vmgl_diagnose_open();
	if (sandbox)
		vmgl_sandbox_files(renderer.driver_path);

	/* Private memory: heap, stacks, what the driver maps for textures. A driver that gets none raises
	 * GL_OUT_OF_MEMORY or ends this renderer; no other session notices. */
	struct rlimit limit = {.rlim_cur = renderer.max_memory, .rlim_max = renderer.max_memory};
	if (renderer.max_memory != 0 && setrlimit(RLIMIT_DATA, &limit) != 0)
		vmgl_log("memory cannot be limited to %llu bytes (%s)", (unsigned long long)renderer.max_memory,
				 strerror(errno));

	struct vmgl_platform_options platform = {
		.display = renderer.display, .gpu = renderer.gpu, .trust = trust, .driver_path = renderer.driver_path};
	char error[512] = "";
	bool started = vmgl_platform_start(&platform, error, sizeof(error));
	if (!started && renderer.display != NULL && !named) {
		/* TightVNC's X server has no GLX, and with `ssh -X` the guest's own display may show none. */
		vmgl_log("%s. Rendering without an X display.", error);
		platform.display = renderer.display = NULL;
		started = vmgl_platform_start(&platform, error, sizeof(error));
	}
	if (!started) {
		vmgl_log("%s", error);
		vmgl_session_report_failed((int)control_fd, error);
		return 1;
	}
	if (sandbox)
		vmgl_sandbox_calls(renderer.display != NULL);
	vmgl_diagnose("ready: %s, OpenGL %s, on %s", vmgl_platform_renderer(), vmgl_platform_version(),
				  renderer.display == NULL ? "no display" : renderer.display);
	vmgl_session_report_ready((int)control_fd);

	struct vmgl_session session;
	if (!vmgl_session_init(&session, &renderer, (int)control_fd))
		return 1;
	enum vmgl_session_end end = vmgl_session_run(&session);
	if (end == VMGL_SESSION_STUCK)
		_exit(0);
	vmgl_platform_stop();
	return end == VMGL_SESSION_FAULT ? 1 : 0;
}
