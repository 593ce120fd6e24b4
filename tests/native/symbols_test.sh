#!/bin/sh
# The guest library loads into old programs and old systems: it needs no symbol newer than glibc 2.28, shows nothing
# but OpenGL, GLX and its own mark, and the sonames of programs lead to it.
# usage: symbols_test.sh libvmgl.so libGL.so.1 [more thin libraries]
fault=0
library=$1
shift
new=$(objdump -T "$library" | grep -oE '\(GLIBC_2\.(29|[3-9][0-9])[^)]*\).*')
if [ -n "$new" ]; then
	echo "needs symbols newer than glibc 2.28 (src/native/guest/glibc.h can ask for older ones): $new"
	fault=1
fi
other=$(objdump -T "$library" | awk '$4 != "*UND*" && / g +DF? / { print $NF }' | grep -vE '^(gl[A-Z]|vmgl_guest_library$)')
if [ -n "$other" ]; then
	echo "shows what is not OpenGL: $other"
	fault=1
fi
for thin in "$@"; do
	if ! objdump -p "$thin" | grep -q 'NEEDED *libvmgl.so'; then
		echo "$thin does not need libvmgl.so"
		fault=1
	fi
done
exit $fault
