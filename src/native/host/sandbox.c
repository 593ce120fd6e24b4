#include "host/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host/log.h"

/* linux/landlock.h, here because the kernel headers of the build machine may be older than the kernel that runs. */
struct ruleset_attr {
	uint64_t handled_access_fs, handled_access_net, scoped;
};

struct path_rule {
	uint64_t allowed;
	int32_t fd;
} __attribute__((packed));

struct port_rule {
	uint64_t allowed, port;
};

#define CREATE_RULESET_VERSION 1u
#define RULE_PATH_BENEATH 1
#define RULE_NET_PORT 2
#define SCOPE_SIGNAL (1u << 1) /* not the abstract sockets: X servers listen there */

#define FS_EXECUTE (1u << 0)
#define FS_WRITE_FILE (1u << 1)
#define FS_READ_FILE (1u << 2)
#define FS_READ_DIR (1u << 3)
#define FS_TRUNCATE (1u << 14)
#define FS_OF_FILES (FS_EXECUTE | FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE)
#define FS_ABI_1 ((1u << 13) - 1) /* everything up to making symbolic links */
#define FS_REFER (1u << 13)
#define NET_BIND_TCP (1u << 0)
#define NET_CONNECT_TCP (1u << 1)

#define READ (FS_EXECUTE | FS_READ_FILE | FS_READ_DIR)
#define DEVICE (READ | FS_WRITE_FILE)
#define EVERYTHING UINT64_MAX

/* Displays :0 to :255, those that ssh forwards (from :10 on) included. */
#define X_PORT 6000
#define X_DISPLAYS 256

struct files {
	int ruleset;
	uint64_t handled;
};

static void allow_path(const struct files *files, const char *path, uint64_t access) {
	struct path_rule rule = {.fd = open(path, O_PATH | O_CLOEXEC)};
	struct stat info;
	if (rule.fd < 0)
		return; /* not on this machine */
	rule.allowed = access & files->handled;
	if (fstat(rule.fd, &info) == 0 && !S_ISDIR(info.st_mode))
		rule.allowed &= FS_OF_FILES;
	if (rule.allowed != 0 && syscall(SYS_landlock_add_rule, files->ruleset, RULE_PATH_BENEATH, &rule, 0) != 0)
		vmgl_log("sandbox: %s cannot be allowed (%s)", path, strerror(errno));
	close(rule.fd);
}

static void allow_pattern(const struct files *files, const char *pattern, uint64_t access) {
	glob_t found;
	if (glob(pattern, GLOB_NOSORT | GLOB_BRACE, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++)
			allow_path(files, found.gl_pathv[i], access);
	globfree(&found);
}

/* Directories and files that a variable of the loader or of a driver names, separated by colons. */
static void allow_list(const struct files *files, const char *variable) {
	const char *list = getenv(variable);
	char *copy = list != NULL ? strdup(list) : NULL, *rest = NULL;
	for (char *one = copy ? strtok_r(copy, ":", &rest) : NULL; one != NULL; one = strtok_r(NULL, ":", &rest))
		allow_path(files, one, READ);
	free(copy);
}

/* Where vmgl's own libraries are: for a dynamic linker that `vmgl install --system-wide` has told of them. */
static void allow_own(const struct files *files) {
	char path[4096];
	const ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash = length > 0 ? memrchr(path, '/', (size_t)length) : NULL;
	if (slash == NULL || slash == path)
		return;
	*slash = '\0';
	allow_path(files, path, READ);
}

static void allow_authority(const struct files *files) {
	const char *named = getenv("XAUTHORITY"), *home = getenv("HOME");
	char path[4096];
	if (named != NULL && named[0] != '\0')
		allow_path(files, named, FS_READ_FILE);
	else if (home != NULL && (size_t)snprintf(path, sizeof(path), "%s/.Xauthority", home) < sizeof(path))
		allow_path(files, path, FS_READ_FILE);
}

/* The user's own cache holds code that other programs will run: a renderer shall not be able to write there. */
static void choose_shader_cache(const struct files *files) {
	const char *home = getenv("HOME"), *cache = getenv("XDG_CACHE_HOME"), *ours = getenv("VMGL_CACHE_DIR");
	char path[4096];
	int bytes = -1;
	if (ours != NULL && ours[0] == '/')
		bytes = snprintf(path, sizeof(path), "%s/shaders", ours);
	else if (cache != NULL && cache[0] == '/')
		bytes = snprintf(path, sizeof(path), "%s/vmgl/shaders", cache);
	else if (home != NULL && home[0] == '/')
		bytes = snprintf(path, sizeof(path), "%s/.cache/vmgl/shaders", home);
	if (bytes > 0 && (size_t)bytes < sizeof(path)) {
		for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
			*slash = '\0';
			mkdir(path, 0700);
			*slash = '/';
		}
		mkdir(path, 0700);
		setenv("MESA_SHADER_CACHE_DIR", path, 0);
		setenv("__GL_SHADER_DISK_CACHE_PATH", path, 0);
	}
	for (size_t i = 0; i < 2; i++) {
		const char *chosen = getenv(i == 0 ? "MESA_SHADER_CACHE_DIR" : "__GL_SHADER_DISK_CACHE_PATH");
		if (chosen != NULL)
			allow_path(files, chosen, EVERYTHING);
	}
}

void vmgl_sandbox_files(const char *driver_path) {
	const long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, CREATE_RULESET_VERSION);
	if (abi < 1) {
		vmgl_log("sandbox: this kernel does not limit files (Landlock: %s)", strerror(errno));
		return;
	}
	struct ruleset_attr attr = {.handled_access_fs = FS_ABI_1};
	size_t size = sizeof(attr.handled_access_fs);
	if (abi >= 2)
		attr.handled_access_fs |= FS_REFER;
	if (abi >= 3)
		attr.handled_access_fs |= FS_TRUNCATE;
	if (abi >= 4) {
		attr.handled_access_net = NET_BIND_TCP | NET_CONNECT_TCP;
		size += sizeof(attr.handled_access_net);
	}
	if (abi >= 6) {
		attr.scoped = SCOPE_SIGNAL;
		size += sizeof(attr.scoped);
	}
	const struct files files = {.ruleset = (int)syscall(SYS_landlock_create_ruleset, &attr, size, 0),
								.handled = attr.handled_access_fs};
	if (files.ruleset < 0) {
		vmgl_log("sandbox: files cannot be limited (%s)", strerror(errno));
		return;
	}

	/* Of /proc, other processes' memory and environment stay closed: Landlock refuses to trace them. */
	static const char *const system[] = {"/usr",
										 "/lib*",
										 "/opt",
										 "/nix/store",
										 "/gnu/store",
										 "/sys",
										 "/proc",
										 "/run/udev",
										 "/run/opengl-driver*",
										 "/run/systemd/resolve",
										 "/dev/urandom",
										 "/dev/random",
										 "/etc/{ld.so*,alternatives,drirc,glvnd,egl,vulkan,nvidia*,X11,localtime}",
										 "/etc/{hosts,host.conf,resolv.conf,nsswitch.conf,gai.conf,passwd}"};
	static const char *const devices[] = {"/dev/dri",     "/dev/nvidia*", "/dev/kfd",  "/dev/dxg",     "/dev/mali*",
										  "/dev/udmabuf", "/dev/null",    "/dev/zero", "/dev/dma_heap"};
	static const char *const lists[] = {"LD_LIBRARY_PATH",           "LIBGL_DRIVERS_PATH",
										"GBM_BACKENDS_PATH",         "DRIRC_CONFIGDIR",
										"__EGL_VENDOR_LIBRARY_DIRS", "__EGL_VENDOR_LIBRARY_FILENAMES"};
	for (size_t i = 0; i < sizeof(system) / sizeof(*system); i++)
		allow_pattern(&files, system[i], READ);
	for (size_t i = 0; i < sizeof(devices) / sizeof(*devices); i++)
		allow_pattern(&files, devices[i], DEVICE);
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		allow_list(&files, lists[i]);
	allow_path(&files, "/dev/shm", EVERYTHING);
	if (driver_path != NULL)
		allow_path(&files, driver_path, READ);
	allow_own(&files);
	allow_authority(&files);
	choose_shader_cache(&files);
	for (uint64_t i = 0; abi >= 4 && i < X_DISPLAYS; i++) {
		const struct port_rule rule = {.allowed = NET_CONNECT_TCP, .port = X_PORT + i};
		syscall(SYS_landlock_add_rule, files.ruleset, RULE_NET_PORT, &rule, 0);
	}
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || syscall(SYS_landlock_restrict_self, files.ruleset, 0) != 0)
		vmgl_log("sandbox: files cannot be limited (%s)", strerror(errno));
	close(files.ruleset);
}

/* A list of what is refused, not of what is allowed: drivers differ, and change. What is here changes the machine,
 * other processes, or this process's own sandbox, or is a large part of the kernel that no driver calls. */
static const int refused[] = {
	SCMP_SYS(execve),
	SCMP_SYS(execveat),
	SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev),
	SCMP_SYS(process_madvise),
	SCMP_SYS(pidfd_getfd),
	SCMP_SYS(pidfd_send_signal),
	SCMP_SYS(tkill),
	SCMP_SYS(kcmp),
	SCMP_SYS(mount),
	SCMP_SYS(umount2),
	SCMP_SYS(pivot_root),
	SCMP_SYS(chroot),
	SCMP_SYS(move_mount),
	SCMP_SYS(open_tree),
	SCMP_SYS(fsopen),
	SCMP_SYS(fsmount),
	SCMP_SYS(fsconfig),
	SCMP_SYS(fspick),
	SCMP_SYS(mount_setattr),
	SCMP_SYS(unshare),
	SCMP_SYS(setns),
	SCMP_SYS(open_by_handle_at),
	SCMP_SYS(name_to_handle_at),
	SCMP_SYS(init_module),
	SCMP_SYS(finit_module),
	SCMP_SYS(delete_module),
	SCMP_SYS(kexec_load),
	SCMP_SYS(kexec_file_load),
	SCMP_SYS(reboot),
	SCMP_SYS(swapon),
	SCMP_SYS(swapoff),
	SCMP_SYS(sethostname),
	SCMP_SYS(setdomainname),
	SCMP_SYS(acct),
	SCMP_SYS(quotactl),
	SCMP_SYS(syslog),
	SCMP_SYS(settimeofday),
	SCMP_SYS(clock_settime),
	SCMP_SYS(adjtimex),
	SCMP_SYS(clock_adjtime),
	SCMP_SYS(bpf),
	SCMP_SYS(perf_event_open),
	SCMP_SYS(userfaultfd),
	SCMP_SYS(io_uring_setup),
	SCMP_SYS(io_uring_enter),
	SCMP_SYS(io_uring_register),
	SCMP_SYS(add_key),
	SCMP_SYS(request_key),
	SCMP_SYS(keyctl),
	SCMP_SYS(iopl),
	SCMP_SYS(ioperm),
	SCMP_SYS(modify_ldt),
	SCMP_SYS(setuid),
	SCMP_SYS(setgid),
	SCMP_SYS(setreuid),
	SCMP_SYS(setregid),
	SCMP_SYS(setresuid),
	SCMP_SYS(setresgid),
	SCMP_SYS(setgroups),
	SCMP_SYS(capset),
	SCMP_SYS(mknod),
	SCMP_SYS(mknodat),
	SCMP_SYS(vhangup),
	SCMP_SYS(fanotify_init),
};

void vmgl_sandbox_calls(bool displays) {
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	int result = filter != NULL ? seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) : -ENOMEM;
	for (size_t i = 0; result == 0 && i < sizeof(refused) / sizeof(*refused); i++)
		result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), refused[i], 0);
	/* Landlock keeps signals in since Linux 6.12 only. This process may send itself some: abort() does. */
	static const int signals[] = {SCMP_SYS(kill), SCMP_SYS(tgkill), SCMP_SYS(rt_sigqueueinfo),
								  SCMP_SYS(rt_tgsigqueueinfo)};
	for (size_t i = 0; result == 0 && i < sizeof(signals) / sizeof(*signals); i++)
		result =
			seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), signals[i], 1, SCMP_A0_32(SCMP_CMP_NE, (uint32_t)getpid()));
	if (result == 0)
		result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(prlimit64), 1, SCMP_A0_32(SCMP_CMP_NE, 0));
	/* Landlock has no say over local sockets (the user's agents and buses listen on them), nor over UDP. */
	if (result == 0 && !displays)
		result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), 0);
	if (result == 0 && displays)
		result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_GT, AF_INET6));
	if (result == 0)
		result = seccomp_load(filter);
	if (result != 0)
		vmgl_log("sandbox: system calls cannot be limited (%s)", strerror(-result));
	if (filter != NULL)
		seccomp_release(filter);
}
