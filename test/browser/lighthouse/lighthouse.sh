#!/bin/sh
# lighthouse.sh: runs Lighthouse over the key pages, when what it stands on is there.
#
# usage: lighthouse.sh PROGRAM RULES. Speaks TAP.
set -u
here=$(dirname "$0")
[ -d "$here/node_modules/lighthouse" ] || {
    echo 'Bail out! Lighthouse is not installed: sh tool/need soak'
    exit 1
}
exec node "$here/run.mjs" "$@"
