#!/bin/sh
# api_walk.sh: runs every block of a page like doc/API.md, in order and in one shell, against the real
# program on fresh demo data, and holds what comes out against the text block that follows.
#
# usage: api_walk.sh PROGRAM RULES PAGE. Speaks TAP: one case for each block.
set -u
program=$(realpath "$1") rules=$2 page=$3
# shellcheck source=test/story/door.sh
. "$(dirname "$0")/door.sh"

# N.sh and N.text for the N-th block; a text line is a pattern in which … stands for anything.
awk -v work="$work" '
    /^```sh$/ { blocks++; out = work "/" blocks ".sh"; next }
    /^```text$/ { out = work "/" blocks ".text"; next }
    /^```$/ { out = ""; next }
    out != "" { print > out }
    END { print blocks > (work "/blocks") }' "$page"
blocks=$(cat "$work/blocks")
echo "1..$blocks"

door_open

# One shell for all of them, which says where one ends and with which status.
i=1
while [ "$i" -le "$blocks" ]; do
    echo "exec >'$work/$i.out' 2>'$work/$i.err'"
    cat "$work/$i.sh"
    echo "echo \$? >'$work/$i.status'"
    i=$((i + 1))
done >"$work/walk.sh"
mkdir "$work/here"
(cd "$work/here" && API=$api TONGBAN=$program sh -eu "$work/walk.sh")

# A line that is expected stands in the output, after the one before it.
holds() { # block
    [ -f "$work/$1.text" ] || return 0
    exec 3<"$work/$1.out"
    while IFS= read -r wanted; do
        pattern=$(printf '%s' "$wanted" | sed 's/[][\\*?]/\\&/g; s/…/*/g')
        found=
        while [ -z "$found" ] && IFS= read -r line <&3; do
            # shellcheck disable=SC2254
            case $line in $pattern) found=yes ;; esac
        done
        [ -n "$found" ] || {
            echo "# not said: $wanted"
            return 1
        }
    done <"$work/$1.text"
}

failed=0 i=1
while [ "$i" -le "$blocks" ]; do
    name=$(grep -v '^[}{ ]' "$work/$i.sh" | grep -v '^$' | head -1 | cut -c1-60 | tr -d '#')
    if [ "$(cat "$work/$i.status" 2>/dev/null)" = 0 ] && holds "$i"; then
        echo "ok $i - block $i: $name"
    else
        echo "not ok $i - block $i: $name"
        sed 's/^/#   /' "$work/$i.out" "$work/$i.err" 2>/dev/null | head -40
        failed=1
    fi
    i=$((i + 1))
done
exit "$failed"
