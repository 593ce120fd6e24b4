#!/bin/sh
# Proves the README's two commands on a fresh Debian 12: makes a root with debootstrap, copies what git
# tracks into it (nothing built, nothing installed), and runs the commands inside.
#
#   scripts/fresh-root.sh [--keep] [--install-only] [DIRECTORY]
#
# Needs root, debootstrap, and a Debian mirror (DEBIAN_MIRROR, default: Debian's own). A machine whose
# certificates are not Debian's own, or that configures npm for all users, passes both on.
set -eu

usage='usage: scripts/fresh-root.sh [--keep] [--install-only] [DIRECTORY]'
say() { printf 'fresh-root: %s\n' "$*"; }
die() { printf 'vmgl: error: %s\n' "$1" >&2; exit "${2:-1}"; }

unmount_all() {
	for point in run/netns dev/pts dev/shm dev sys proc; do
		if mountpoint -q "$root/$point"; then umount -l "$root/$point"; fi
	done
}

finish() {
	unmount_all
	if [ "$keep" = no ]; then rm -rf --one-file-system "$root"; fi
}

# In a mount namespace whose root it is, not by chroot: tests make machines of their own with namespaces, and entering
# one leads out of a chroot.
inside() {
	# shellcheck disable=SC2016
	unshare --mount --propagation slave sh -eu -c '
		mount --rbind "$1" "$1"
		cd "$1"
		pivot_root . mnt
		umount -l /mnt
		shift
		exec /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
			LANG=C.UTF-8 TERM=dumb "$@"' sh "$root" CI="${CI:-}" "$@"
}

main() {
	keep=no install_only=no root=
	for argument in "$@"; do
		case $argument in
			--keep) keep=yes ;;
			--install-only) install_only=yes ;;
			-h | --help)
				echo "$usage"
				return
				;;
			-*) die "The option ($argument) is unknown. $usage" 2 ;;
			*) root=$argument ;;
		esac
	done
	[ "$(id -u)" = 0 ] || die "This needs root. Run it with sudo."
	command -v debootstrap >/dev/null || die "There is no debootstrap. Install it: apt-get install debootstrap"
	top=$(git rev-parse --show-toplevel)
	[ -n "$root" ] || root=$(mktemp -d /var/tmp/vmgl-root.XXXXXX)
	trap finish EXIT
	mkdir -p "$root"
	chmod 755 "$root" # tests are other users, too
	trap 'exit 1' INT TERM

	mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
	say "making a Debian 12 root in $root"
	debootstrap --variant=minbase --include=ca-certificates bookworm "$root" "$mirror" >"$root.log" 2>&1 || die "debootstrap failed. Its log is $root.log"
	rm -f "$root.log"
	printf '127.0.0.1 localhost\n::1 localhost\n' >"$root/etc/hosts" # what an installer writes; ssh's displays need it
	cp /etc/resolv.conf "$root/etc/resolv.conf"
	cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
	echo 'cafile=/etc/ssl/certs/ca-certificates.crt' >"$root/root/.npmrc"
	mount -t proc proc "$root/proc"
	mount -t sysfs -o ro sysfs "$root/sys"
	mount --rbind /dev "$root/dev" && mount --make-rslave "$root/dev"
	mkdir -p "$root/root/vmgl"
	git -C "$top" ls-files -z | (cd "$top" && xargs -0 tar -c) | tar -x -C "$root/root/vmgl"

	say "./install.sh && vmgl demo"
	inside sh -c 'cd /root/vmgl && ./install.sh && vmgl demo --output /root/demo.png && test -s /root/demo.png'
	if [ "$install_only" = no ]; then
		say "npm test"
		inside sh -c 'cd /root/vmgl && npm test'
	fi
	say "passed"
}

main "$@"
