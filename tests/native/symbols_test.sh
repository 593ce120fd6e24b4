#!/bin/sh
# The guest library loads into old programs and old systems: it needs no symbol newer than glibc 2.28, shows nothing
# but OpenGL, GLX and its own marks, and the sonames of programs lead to it. glvnd's vendor libraries show the one
# function that glvnd looks for, and load where libvmgl.so does not.
# usage: symbols_test.sh libvmgl.so libGL.so.1 [more thin libraries] -- [vendor libraries]
fault=0

old_glibc() {
	new=$(objdump -T "$1" | grep -oE '\(GLIBC_2\.(29|[3-9][0-9])[^)]*\).*')
	if [ -n "$new" ]; then
		echo "$1 needs symbols newer than glibc 2.28 (src/native/guest/glibc.h can ask for older ones): $new"
		fault=1
	fi
}

# shows LIBRARY PATTERN: no function but these.
shows() {
	other=$(objdump -T "$1" | awk '$4 != "*UND*" && / g +DF? / { print $NF }' | grep -vE "$2")
	if [ -n "$other" ]; then
		echo "$1 shows what it should not: $other"
		fault=1
	fi
}

old_glibc "$1"
shows "$1" '^(e?gl[A-Z]|vmgl_guest_library$|vmgl_glvnd_(egl|glx)_main$)'
shift
while [ $# -gt 0 ] && [ "$1" != -- ]; do
	if ! objdump -p "$1" | grep -q 'NEEDED *libvmgl.so'; then
		echo "$1 does not need libvmgl.so"
		fault=1
	fi
	shift
done
shift
for vendor in "$@"; do
	old_glibc "$vendor"
	shows "$vendor" '^__(egl|glx)_Main$'
	if ! objdump -T "$vendor" | grep -qE '__(egl|glx)_Main$'; then
		echo "$vendor has no main function for glvnd"
		fault=1
	fi
	if objdump -p "$vendor" | grep 'NEEDED' | grep -vE ' lib(c|dl)\.so\.|ld-linux'; then
		echo "$vendor needs more than the C library"
		fault=1
	fi
done
exit $fault
