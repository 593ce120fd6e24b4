#!/bin/sh
# Proves `vmgl install` and `vmgl uninstall` as people use them: a guest and a host, each with a root file system and a
# network of its own, GL programs without a launcher, an upgrade under a running stub, both sides on one machine, and
# nothing left at the end.
#
#   scripts/install-roots.sh [--debootstrap DIRECTORY] [VMGL]
#
# The roots are layers over this machine's own, which is quick and is what the tests do. With --debootstrap they are
# fresh Debian 12 ones, made in DIRECTORY the first time (minutes; DEBIAN_MIRROR, default: Debian's own), with only what a
# guest and a host need. VMGL is the executable, dist/vmgl by default. Needs root. Exit code 77: not possible here.
set -eu

usage='usage: scripts/install-roots.sh [--debootstrap DIRECTORY] [VMGL]'
say() { printf 'install-roots: %s\n' "$*"; }
die() { printf 'vmgl: error: %s\n' "$1" >&2; exit "${2:-1}"; }
skip() { printf 'install-roots: not possible here: %s\n' "$*" >&2; exit 77; }

# A root for `debootstrap` with more packages: fresh NAME PACKAGES...
fresh() {
	name=$1
	shift
	[ -e "$fresh/$name.done" ] && return
	command -v debootstrap >/dev/null || die "There is no debootstrap. Install it: apt-get install debootstrap"
	mkdir -p "$fresh"
	say "makes a Debian 12 $name in $fresh/$name (log: $fresh/$name.log)"
	rm -rf --one-file-system "${fresh:?}/$name"
	include=$(printf '%s,' "$@")
	debootstrap --variant=minbase --include="${include%,}" bookworm "$fresh/$name" \
		"${DEBIAN_MIRROR:-http://deb.debian.org/debian}" >"$fresh/$name.log" 2>&1 || die "debootstrap failed. Its log is $fresh/$name.log"
	: >"$fresh/$name.done"
}

# The lower file system of a side.
base() {
	if [ -n "$fresh" ]; then echo "$fresh/$1"; else echo /; fi
}

mount_root() {
	mkdir -p "$work/$1/upper" "$work/$1/overlay" "$work/$1/root"
	mount -t overlay overlay "$work/$1/root" \
		-o "lowerdir=$(base "$1"),upperdir=$work/$1/upper,workdir=$work/$1/overlay" || skip "no overlay file systems"
	mount -t proc proc "$work/$1/root/proc"
	mount --rbind /dev "$work/$1/root/dev"
	for place in tmp run; do mount -t tmpfs -o mode=1777 tmpfs "$work/$1/root/$place"; done
	mkdir -m 700 "$work/$1/root/run/user-0"
	cp "$vmgl" "$work/$1/root/tmp/new"
	# An older one, as far as an installation can tell.
	cp "$vmgl" "$work/$1/root/tmp/old"
	echo >>"$work/$1/root/tmp/old"
}

# Waits at most 20 seconds: eventually 'WHAT IS WRONG' LOG COMMAND...
eventually() {
	wrong=$1
	log=$2
	shift 2
	tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ $tries -lt 200 ] || die "$wrong: $(cat "$log")"
		sleep 0.1
	done
}

has_own_network() {
	[ "$(readlink "/proc/$1/ns/net")" != "$(readlink /proc/self/ns/net)" ]
}

# A network namespace for each side lives as long as a process in it.
networks() {
	unshare --net sleep 1000 &
	net_guest=$!
	unshare --net sleep 1000 &
	net_host=$!
	ip link add v-guest type veth peer name v-host 2>/dev/null || skip "no network devices of one's own"
	number=1
	for side in host guest; do
		if [ "$side" = guest ]; then pid=$net_guest; else pid=$net_host; fi
		eventually "the $side gets no network of its own" /dev/null has_own_network "$pid"
		ip link set "v-$side" netns "$pid"
		nsenter -t "$pid" -n sh -c "ip link set lo up; ip addr add 10.77.0.$number/24 dev v-$side; ip link set v-$side up"
		number=$((number + 1))
	done
}

# inside SIDE COMMAND...: there, as a new login of root with nothing in its environment; `settings` adds to it.
settings=
inside() {
	where=$1
	shift
	if [ "$where" = guest ]; then pid=$net_guest; else pid=$net_host; fi
	# shellcheck disable=SC2086 # one word per variable
	nsenter -t "$pid" -n chroot "$work/$where/root" /usr/bin/env -i HOME=/root LANG=C.UTF-8 LIBGL_ALWAYS_SOFTWARE=1 \
		XDG_RUNTIME_DIR=/run/user-0 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin $settings "$@"
}

# Everything that was changed on a side since its root was mounted, with what is in it.
changes() {
	lower=$(base "$1")
	(
		cd "$work/$1/upper"
		find . -mindepth 1 | grep -vE '^\./(etc/ld\.so\.cache|var/cache/ldconfig|root/\.cache)(/|$)' | while read -r one; do
			if [ -d "$one" ] && [ -d "$lower/$one" ]; then continue; fi
			printf '%s ' "$one"
			if [ -f "$one" ] && [ ! -L "$one" ]; then sha256sum <"$one"; else stat -c '%F %N' "$one"; fi
		done | sort
	)
	inside "$1" ldconfig -p
}

renderer() {
	inside guest glxinfo -B 2>"$work/said" | sed -n 's/^OpenGL renderer string: //p'
}

expect() {
	# shellcheck disable=SC2254 # a pattern
	case $2 in
	$3) say "ok: $1: $2" ;;
	*) die "$1: found ($2), expected ($3); on stderr: $(cat "$work/said" 2>/dev/null)" ;;
	esac
}

start_stub() {
	: >"$work/stub.log"
	inside host vmgl stub --headless --listen 10.77.0.1:7000 --token-file /tmp/token >"$work/stub.log" 2>&1 &
	eventually 'the stub does not start' "$work/stub.log" grep -q 'Set GLSTUB' "$work/stub.log"
}

start_display() {
	inside guest Xvfb -displayfd 3 -screen 0 640x480x24 -nolisten tcp 3>"$work/display" >"$work/xvfb.log" 2>&1 &
	eventually 'Xvfb does not start' "$work/xvfb.log" test -s "$work/display"
	display=:$(cat "$work/display")
}

# A program of tests/programs, native and through the stub, without a launcher.
compare() {
	program=build/native/tests/programs/$1
	[ -x "$program" ] || return 0
	cp "$program" "$work/guest/root/tmp/program"
	settings="DISPLAY=$display VMGL_NATIVE=1"
	inside guest /tmp/program >"$work/native" 2>&1 || die "$1 fails natively: $(cat "$work/native")"
	settings="DISPLAY=$display GLSTUB=10.77.0.1:7000 VMGL_TOKEN=sesame-open"
	inside guest /tmp/program >"$work/ours" 2>&1 || die "$1 fails through vmgl: $(cat "$work/ours")"
	cmp -s "$work/native" "$work/ours" || die "$1 differs from native: $(diff "$work/native" "$work/ours")"
	grep -q 'started: program ' "$work/stub.log" || die "$1 did not use the stub"
	: >"$work/stub.log"
	say "ok: $1 is the same as natively"
}

# Xorg, with a screen that is only memory, loads the extension that --xorg has put into its directory.
xorg_loads_it() {
	cat >"$work/guest/root/tmp/dummy.conf" <<-'END'
		Section "ServerFlags"
			Option "AutoAddDevices" "false"
		EndSection
		Section "Device"
			Identifier "dummy"
			Driver "dummy"
		EndSection
		Section "Screen"
			Identifier "screen"
			Device "dummy"
		EndSection
	END
	inside guest vmgl xorg enable-ext
	inside guest Xorg -displayfd 3 -config /tmp/dummy.conf -logfile /tmp/Xorg.log -noreset -novtswitch -nolisten tcp \
		3>"$work/xorg" >"$work/xorg.log" 2>&1 &
	server=$!
	eventually 'Xorg does not start' "$work/xorg.log" test -s "$work/xorg"
	settings="DISPLAY=:$(cat "$work/xorg")"
	expect 'Xorg with vmgl xorg enable-ext' "$(inside guest vmgl xorg status --json)" '*"extension":true*'
	kill $server
	wait $server || :
	inside guest vmgl xorg disable-ext
}

prove() {
	for side in guest host; do
		mount_root "$side"
	done
	networks
	echo sesame-open >"$work/host/root/tmp/token"
	chmod 600 "$work/host/root/tmp/token"
	# What this machine has installed for itself.
	for side in guest host; do
		for other in guest host; do
			if [ -e "$work/$side/root/usr/local/lib/vmgl/manifest-$other.json" ]; then inside "$side" vmgl uninstall "--$other"; fi
		done
		inside "$side" ldconfig
		changes "$side" >"$work/$side/before"
	done
	xorg=
	if [ -e "$work/guest/root/usr/lib/xorg/modules/drivers/dummy_drv.so" ]; then xorg=--xorg; fi

	inside host /tmp/old install --host
	inside guest /tmp/old install --guest --system-wide $xorg
	start_stub
	start_display
	settings="DISPLAY=$display"
	expect 'no stub' "$(renderer)" 'llvmpipe*'
	expect 'said' "$(cat "$work/said")" "vmgl: *This machine's own OpenGL is used."
	settings="DISPLAY=$display GLSTUB=10.77.0.1:7000 VMGL_TOKEN=sesame-open"
	expect 'GLSTUB, no launcher' "$(renderer)" 'VMGL (*'
	expect 'said' "$(cat "$work/said")" ''
	expect 'vmgl run' "$(inside guest vmgl run --quiet glxinfo -B | sed -n 's/^OpenGL renderer string: //p')" 'VMGL (*'
	expect 'vmgl doctor' "$(inside guest vmgl doctor | grep installation)" 'ok  installation *guest in /usr/local, for all GL programs'
	if [ -n "$xorg" ]; then xorg_loads_it; fi
	compare immediate
	compare glx_calls
	compare es2_draw

	say 'upgrade, while the stub runs'
	inside guest /tmp/new install --guest
	inside host /tmp/new install --host
	settings="DISPLAY=$display GLSTUB=10.77.0.1:7000 VMGL_TOKEN=sesame-open"
	expect 'after the upgrade' "$(renderer)" 'VMGL (*'
	compare uniforms

	say 'the other side too, in the guest'
	inside guest vmgl install --host
	settings="DISPLAY=$display"
	expect 'a private stub beside --system-wide' \
		"$(inside guest vmgl run --quiet --stub private glxinfo -B | sed -n 's/^OpenGL renderer string: //p')" 'VMGL (llvmpipe*'
	inside guest vmgl uninstall --guest
	expect 'after --guest is gone' "$(renderer)" 'llvmpipe*'
	expect 'said' "$(cat "$work/said")" ''
	inside guest glstub -help >/dev/null || die 'the host side does not work any more'
	inside guest vmgl uninstall --host
	inside host vmgl uninstall --host
	settings=
	for side in guest host; do
		changes "$side" >"$work/$side/after"
		diff "$work/$side/before" "$work/$side/after" >"$work/difference" ||
			die "something is left in the $side: $(cat "$work/difference")"
		say "ok: nothing is left in the $side"
	done
	say passed
}

main() {
	fresh=
	vmgl=
	while [ $# -gt 0 ]; do
		case $1 in
		--debootstrap)
			[ $# -ge 2 ] || die "--debootstrap needs a directory. $usage" 2
			fresh=$(realpath -m "$2")
			shift
			;;
		-h | --help)
			echo "$usage"
			return
			;;
		-*) die "The option ($1) is unknown. $usage" 2 ;;
		*) vmgl=$(realpath "$1") ;;
		esac
		shift
	done
	[ "$(id -u)" = 0 ] || skip "needs root"
	cd "$(dirname "$0")/.."
	vmgl=${vmgl:-$PWD/dist/vmgl}
	[ -x "$vmgl" ] || die "There is no executable ($vmgl). Make it: npm run package"
	if [ -n "$fresh" ]; then
		fresh guest libgl1 libglx-mesa0 libgl1-mesa-dri libegl1 libegl-mesa0 libgles2 mesa-utils xvfb
		fresh host libegl1 libegl-mesa0 libgl1-mesa-dri
	fi
	if [ -z "${INSTALL_ROOTS_INSIDE:-}" ]; then
		# Mounts, networks and processes end with this one, whatever happens.
		export INSTALL_ROOTS_INSIDE=1
		exec unshare --mount --pid --ipc --net --fork --kill-child --mount-proc "$0" \
			${fresh:+--debootstrap "$fresh"} "$vmgl"
	fi
	work=$(mktemp -d /var/tmp/vmgl-install-roots.XXXXXX)
	trap 'umount -l -R "$work" || :; rmdir "$work" || :' EXIT
	mount -t tmpfs tmpfs "$work"
	prove
}

main "$@"
