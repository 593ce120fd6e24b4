#!/bin/sh
# Builds vmgl and installs it: ./install.sh [--prefix DIR] | ./install.sh --uninstall [--prefix DIR]
set -eu

usage() {
	cat <<'END'
usage: ./install.sh [--prefix DIRECTORY]      build vmgl and install it
       ./install.sh --uninstall [--prefix DIRECTORY]

The prefix is /usr/local for root and ~/.local otherwise. Only PREFIX/bin/vmgl is written there: one file that
carries everything. Debian packages that are missing are installed when root runs this, and named otherwise.
END
}

err() {
	echo "vmgl: error: $1" >&2
	exit 1
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
	./scripts/setup.sh build run
	npm run --silent package || err "The build failed; the reason is above."
	mkdir -p "$1/bin" || err "The directory ($1/bin) cannot be made. Give --prefix, or run as root."
	# A running vmgl keeps its old file; the new one appears whole.
	cp dist/vmgl "$1/bin/.vmgl.new" || err "The file ($1/bin/vmgl) cannot be written. Give --prefix, or run as root."
	chmod 755 "$1/bin/.vmgl.new"
	mv "$1/bin/.vmgl.new" "$1/bin/vmgl"
	say "installed $1/bin/vmgl: $("$1/bin/vmgl" version)"
	case ":$PATH:" in
	*":$1/bin:"*) say "now try: vmgl demo" ;;
	*) say "$1/bin is not in your PATH; now try: $1/bin/vmgl demo" ;;
	esac
}

uninstall_vmgl() {
	[ -e "$1/bin/vmgl" ] || err "There is no vmgl in $1/bin. Give the --prefix that it was installed to."
	rm "$1/bin/vmgl"
	say "removed $1/bin/vmgl"
	cache="${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/vmgl"
	if [ -d "$cache" ]; then
		rm -rf "$cache"
		say "removed $cache"
	fi
}

main() {
	prefix=
	action=install_vmgl
	while [ $# -gt 0 ]; do
		case $1 in
		--prefix)
			[ $# -ge 2 ] || err "--prefix needs a directory."
			prefix=$2
			shift
			;;
		--prefix=*) prefix=${1#--prefix=} ;;
		--uninstall) action=uninstall_vmgl ;;
		-h | --help)
			usage
			return 0
			;;
		*)
			usage >&2
			err "The option ($1) is unknown."
			;;
		esac
		shift
	done
	case $prefix in
	'') prefix=$(default_prefix) ;;
	/*) ;;
	*) prefix=$PWD/$prefix ;;
	esac
	$action "$prefix"
}

main "$@" || exit 1
