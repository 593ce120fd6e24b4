#!/bin/sh
# `npm test`: everything, from a fresh Debian 12 on. Words after it choose parts of scripts/test.ts.
set -eu

main() {
	case " $* " in *' --help '* | *' -h '*)
		echo 'usage: npm test -- [--no-build] [native] [ts]'
		return
		;;
	esac
	here=$(cd "$(dirname "$0")" && pwd)
	"$here/setup.sh" build run test
	cd "$here/.."
	# Not the Node that runs npm: the one that package.json pins.
	PATH="$PWD/node_modules/.bin:$PATH"
	export PATH
	exec node scripts/test.ts "$@"
}

main "$@"
