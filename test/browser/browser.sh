#!/bin/sh
# browser.sh: runs suites of the browser tests, when what they stand on is there.
#
# usage: browser.sh PROGRAM RULES SUITE…. Speaks TAP.
set -u
here=$(dirname "$0")
[ -d "$here/node_modules/playwright-core" ] || {
    echo 'Bail out! the browser tests are not installed: sh tool/need test'
    exit 1
}
exec node "$here/run.mjs" "$@"
