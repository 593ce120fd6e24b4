#!/bin/sh
# Writes support/entry_points.inc: what the programs call that is newer than the GL 1.3 of the Linux ABI.
set -eu
cd "$(dirname "$0")"
# Programs of EGL and GLES link what they use.
find . ../random support/window.c support/report.c support/shader.c -maxdepth 1 -name '*.c' ! -name 'egl_*' ! -name 'es[0-9]*' \
	-exec grep -oh '\bgl[A-Z][A-Za-z0-9_]*\b' {} + | grep -v '^glX' | sort -u |
while read -r name; do
	upper=$(printf %s "$name" | tr '[:lower:]' '[:upper:]')
	if grep -q "\\b$name *(" /usr/include/GL/gl.h; then continue; fi
	if grep -q "PFN${upper}PROC" /usr/include/GL/glext.h; then echo "ENTRY_POINT(PFN${upper}PROC, $name)"; fi
done >support/entry_points.inc
