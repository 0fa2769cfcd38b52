#!/bin/sh
# scan.sh: files meet the virus scanner of the machine, the real one, with a signature of our own: what it finds is
# not kept, however it comes, and while it does not answer the policy of the house decides.
#
# usage: scan.sh PROGRAM RULES CLAMD. Speaks TAP.
set -u
program=$(realpath "$1") rules=$2 clamd=$3
work=$(mktemp -d) || exit 1
server='' scanner='' count=0
mark=tongban-test-signature-1f0e2d3c

finish() {
    for one in $server $scanner; do
        kill "$one" 2>/dev/null
        wait "$one" 2>/dev/null
    done
    rm -rf "$work"
}
trap finish EXIT

say() { # what, 0 when it holds
    count=$((count + 1))
    [ "$2" = 0 ] && echo "ok $count - $1" && return
    echo "not ok $count - $1"
    tail -n 5 "$work/answer" "$work/clamd.log" "$work/log" 2>/dev/null | sed 's/^/# /'
}

start_scanner() {
    mkdir -p "$work/db"
    rm -f "$work/clamd.log"
    printf 'Tongban.Test:0:*:%s\n' "$(printf %s "$mark" | od -An -tx1 -v | tr -d ' \n')" >"$work/db/test.ndb"
    cat >"$work/clamd.conf" <<EOF
LocalSocket $work/clamd.sock
DatabaseDirectory $work/db
LogFile $work/clamd.log
Foreground yes
EOF
    "$clamd" --config-file="$work/clamd.conf" >/dev/null 2>>"$work/log" &
    scanner=$!
    # It answers once its signatures are read, and says so in its log.
    until grep -qs 'Self checking' "$work/clamd.log"; do
        kill -0 "$scanner" 2>/dev/null || { echo 'Bail out! clamd did not start' && exit 1; }
    done
}

serve() {
    api=''
    mkfifo "$work/said"
    "$program" serve --data "$work/data" --rules "$rules" --listen 127.0.0.1:0 \
        --clamd "$work/clamd.sock" >"$work/said" 2>>"$work/log" &
    server=$!
    while read -r line; do
        case $line in *http://*) origin=${line##* } && api=${origin}api/v1 && break ;; esac
    done <"$work/said"
    rm "$work/said"
    [ -n "$api" ] && return
    sed 's/^/# /' "$work/log"
    echo 'Bail out! the program did not start'
    exit 1
}

stop() {
    kill "$server"
    wait "$server"
    server=''
}

upload() { # file, status, filter
    status=$(curl -sS -o "$work/answer" -w '%{http_code}' -H "Authorization: Bearer $token" \
        -H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" -H 'Content-Type: text/plain' \
        --data-binary "@$work/$1" "$api/files")
    [ "$status" = "$2" ] && jq -e "$3" "$work/answer" >/dev/null
}

begin() { # file; its address
    curl -sS -o /dev/null -D - -X POST -H "Authorization: Bearer $token" -H 'Tus-Resumable: 1.0.0' \
        -H "Upload-Length: $(wc -c <"$work/$1")" "$api/uploads" |
        tr -d '\r' | sed -n 's/^Location: //ip'
}

piece() { # address, file; the status
    curl -sS -o "$work/answer" -w '%{http_code}' -X PATCH -H "Authorization: Bearer $token" \
        -H 'Tus-Resumable: 1.0.0' -H 'Upload-Offset: 0' -H 'Content-Type: application/offset+octet-stream' \
        --data-binary "@$work/$2" "${origin%/}$1"
}

look() { # address; the status
    curl -sS -o "$work/answer" -w '%{http_code}' -H "Authorization: Bearer $token" -H 'Tus-Resumable: 1.0.0' \
        "${origin%/}$1"
}

come_in() {
    token=$(jq -n '{node: "DESK", sign_in: "jia", password: "tongban-demo-2026"}' |
        curl -sS --json @- "$api/sign-in" | jq -r .token)
}

has_blob() { # file
    digest=$(sha256sum "$work/$1" | cut -d' ' -f1)
    find "$work/data" -path '*/blobs/*' -name "$digest" | grep -q .
}

"$program" demo --data "$work/data" --rules "$rules" --prepare >/dev/null 2>"$work/log" ||
    { echo 'Bail out! the demo was not made' && exit 1; }
echo '一份没有问题的文件' >"$work/clean"
echo "一份带有 $mark 的文件" >"$work/bad"
echo '扫描停了以后的文件' >"$work/later"
echo '先收下再扫描的文件' >"$work/taken"

start_scanner
serve
come_in
upload clean 201 '.sha256 | length == 64'
say 'a clean file is kept' $?
upload bad 422 '.refusal == "FILE_MUST_BE_CLEAN"' && ! has_blob bad
say 'what the scanner finds is not kept' $?
address=$(begin bad) && [ "$(piece "$address" bad)" = 422 ] && [ "$(look "$address")" = 404 ] && ! has_blob bad
say 'nor when it comes in pieces' $?
curl -sS "${origin}metrics" >"$work/answer"
grep -q '^tongban_files_scanned_total{outcome="found"} 2$' "$work/answer" &&
    grep -q '^tongban_files_scanned_total{outcome="clean"} 1$' "$work/answer"
say 'both are counted' $?
! grep -q "$mark\|Tongban.Test" "$work/log"
say 'the log names nothing of a file' $?

kill "$scanner" && wait "$scanner" 2>/dev/null
scanner=''
upload later 503 '.refusal == "FILE_MUST_BE_SCANNED"' && ! has_blob later
say 'while there is no scanner a file waits' $?
address=$(begin later) && [ "$(piece "$address" later)" = 503 ] && ! has_blob later
say 'one in pieces waits whole' $?
start_scanner
[ "$(look "$address")" = 200 ] && has_blob later &&
    jq -e --arg digest "$digest" '.sha256 == $digest' "$work/answer" >/dev/null
say 'and is kept once the scanner is back' $?

echo '扫描得很慢的文件' >"$work/slow"
kill -STOP "$scanner"
address=$(begin slow)
(piece "$address" slow >"$work/piece") &
sender=$!
until [ "$(look "$address")" != 200 ] || jq -e '.offset == .bytes' "$work/answer" >/dev/null; do :; done
[ "$(look "$address")" = 423 ] && ! has_blob slow
say 'while somebody looks into a whole file it is not told to be finished' $?
kill -CONT "$scanner"
wait "$sender"
[ "$(cat "$work/piece")" = 204 ] && [ "$(look "$address")" = 200 ] && has_blob slow &&
    jq -e --arg digest "$digest" '.sha256 == $digest' "$work/answer" >/dev/null
say 'and then it is' $?

kill "$scanner" && wait "$scanner" 2>/dev/null
scanner=''
stop
cp -r "$rules" "$work/rules"
sed -i '/^  unscanned_files:/,$s/{value: wait,/{value: take,/' "$work/rules/policy.yaml"
rules=$work/rules
serve
come_in
upload taken 201 '.sha256 | length == 64' && has_blob taken && [ -f "$work/data/DESK/unscanned/$digest" ]
say 'a house that takes files unscanned lists them' $?
start_scanner
upload clean 201 '.sha256 | length == 64' &&
    ! [ -e "$work/data/DESK/unscanned/$(sha256sum "$work/clean" | cut -d' ' -f1)" ]
say 'and what was scanned is not on the list' $?
stop
say 'the program ends well' $?
echo "1..$count"
