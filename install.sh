#!/bin/sh
# Builds vmgl and installs it: ./install.sh [OPTIONS] | ./install.sh --uninstall [--prefix DIR]
set -eu

usage() {
	cat <<'END'
usage: ./install.sh [--guest] [--host] [--prefix DIRECTORY] [--system-wide] [--xorg]
                                              build vmgl and install it
       ./install.sh --uninstall [--guest] [--host] [--prefix DIRECTORY]

Builds the one executable and lets it install itself: `vmgl install --help` says what goes where. Without --guest and
--host both sides are installed. The prefix is /usr/local for root and ~/.local otherwise. Debian packages that are
missing are installed when root runs this, and named otherwise.
END
}

err() {
	echo "vmgl: error: $1" >&2
	exit "${2:-1}"
}

say() {
	echo "vmgl: $1"
}

default_prefix() {
	if [ "$(id -u)" -eq 0 ]; then
		echo /usr/local
	else
		[ -n "${HOME:-}" ] || err "There is no HOME. Give --prefix."
		echo "$HOME/.local"
	fi
}

install_vmgl() {
	case $(uname -s) in
	Linux) ;;
	*) err "This system ($(uname -s)) is not Linux." ;;
	esac
	cd "$(dirname "$0")"
	./scripts/setup.sh build run || exit 1
	npm run --silent package || err "The build failed; the reason is above."
	for side in $sides; do
		more=
		if [ "$side" = guest ]; then more=$guest_options; fi
		# shellcheck disable=SC2086 # one word per option
		dist/vmgl install "--$side" --prefix "$prefix" $more || exit 1
	done
	case ":$PATH:" in
	*":$prefix/bin:"*) say "now try: vmgl demo" ;;
	*) say "now try: $prefix/bin/vmgl demo" ;;
	esac
}

uninstall_vmgl() {
	found=
	for side in $sides; do
		[ -e "${DESTDIR:-}$prefix/lib/vmgl/manifest-$side.json" ] || continue
		found=$side
		"${DESTDIR:-}$prefix/bin/vmgl" uninstall "--$side" --prefix "$prefix" || exit 1
	done
	[ -n "$found" ] || err "There is no vmgl in ${DESTDIR:-}$prefix. Give the --prefix that it was installed to."
}

main() {
	prefix=
	sides=
	guest_options=
	action=install_vmgl
	while [ $# -gt 0 ]; do
		case $1 in
		--prefix)
			[ $# -ge 2 ] || err "--prefix needs a directory." 2
			prefix=$2
			shift
			;;
		--prefix=*) prefix=${1#--prefix=} ;;
		--guest | --host) sides="$sides ${1#--}" ;;
		--system-wide | --xorg) guest_options="$guest_options $1" ;;
		--uninstall) action=uninstall_vmgl ;;
		-h | --help)
			usage
			return 0
			;;
		*)
			err "The option ($1) is unknown. ./install.sh --help says what there is." 2
			;;
		esac
		shift
	done
	[ -n "$sides" ] || sides='guest host'
	[ -n "$prefix" ] || prefix=${VMGL_PREFIX:-${INSTALLPATH:-${VMGLPATH:-}}}
	[ -n "$prefix" ] || prefix=$(default_prefix) || exit 1
	case $prefix in
	/*) ;;
	*) prefix=$PWD/$prefix ;;
	esac
	$action
}

main "$@" || exit 1
