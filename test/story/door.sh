# door.sh: what stories told over HTTP share: a folder of their own and the real program on fresh demo
# data in it. Read with `.`; `program`, `rules` are set, `network` may be; gives `work` and `api`.
# shellcheck shell=sh disable=SC2154
work=$(mktemp -d) || exit 1
server=
api=

door_finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null
    [ -z "$server" ] || wait "$server" 2>/dev/null
    rm -rf "$work"
}
trap door_finish EXIT

# The program says where it listens; the port is any free one.
door_open() {
    mkfifo "$work/said"
    "$program" demo --data "$work/data" --rules "$rules" --listen 127.0.0.1:0 \
        --network "${network:-$rules/network/yanbian.yaml}" \
        >"$work/said" 2>"$work/log" &
    server=$!
    while read -r line; do
        case $line in *http://*) api=${line##* }api/v1 && break ;; esac
    done <"$work/said"
    [ -n "$api" ] && return
    sed 's/^/# /' "$work/log"
    echo "Bail out! the program did not start"
    exit 1
}
