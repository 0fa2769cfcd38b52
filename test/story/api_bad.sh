#!/bin/sh
# api_bad.sh: every row of api_bad.cases against the real program on fresh demo data. One case a row.
#
# usage: api_bad.sh PROGRAM RULES CASES. Speaks TAP.
set -u
program=$(realpath "$1") rules=$2 cases=$3
# shellcheck source=test/story/door.sh
. "$(dirname "$0")/door.sh"

# ---- files that rows name ----

make_files() {
    jq -n '{procedure: "civil_filing", owner: "JL7505", acted_for: "当事人甲", fields: {
        parties: [{position: "plaintiff", kind: "person", name: "当事人甲"},
                  {position: "defendant", kind: "person", name: "当事人乙",
                   protected_address: "保密地址"}],
        cause: "民间借贷纠纷", claims: "返还借款。", facts: "未还。", amount: "54046.00",
        materials: [{item: "complaint", paper: true}, {item: "identity", paper: true},
                    {item: "evidence", paper: true}, {item: "address_confirmation", paper: true}]}}' \
        >"$work/good"
    jq '.fields.amount = "５４０４６．５０"' "$work/good" >"$work/wide"
    jq '.fields.parties[0].name = ("甲" * 201)' "$work/good" >"$work/long"
    jq '.fields.parties[0].name = "甲\u0007乙"' "$work/good" >"$work/control"
    jq '.fields.parties[0].name = "甲\u202e乙"' "$work/good" >"$work/bidi"
    jq '.fields.materials[0] = {item: "complaint", file: ("0" * 64)}' "$work/good" >"$work/nofile"
    jq -n '{fields: {facts: ("一" * 400000)}}' >"$work/large"
    { printf '%.0s[' 1 2 3 4 5 6 7 8 && :; } >"$work/eight"
    for _ in 1 2 3 4 5; do cat "$work/eight"; done >"$work/brackets"
    { printf '{"fields":' && cat "$work/brackets" && tr '[' ']' <"$work/brackets" && printf '}'; } \
        >"$work/deep"
    : >"$work/empty"
    printf '\211PNG\r\n\032\n....IHDR....IEND\256B`\202' >"$work/png"
    printf '%%PDF-1.4\n1 0 obj\n' >"$work/halfpdf"
    printf '%%PDF-1.4\n1 0 obj\nendobj\ntrailer\n%%%%EOF\n' >"$work/pdf"
    printf '\177ELF\002\001\001' >"$work/program"
    truncate -s 52428801 "$work/huge"
}

# ---- people ----

token_of() { # sign-in
    case $1 in
    -) return ;;
    forged) echo tb1_7502_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA && return ;;
    *@75) node=JL75 ;;
    *@*) node=JL${1#*@} ;;
    *) node=DESK ;;
    esac
    [ -f "$work/token.$1" ] || jq -n --arg node "$node" --arg who "$1" \
        '{node: $node, sign_in: $who, password: "tongban-demo-2026"}' |
        curl -sS --json @- "$api/sign-in" | jq -r .token >"$work/token.$1"
    cat "$work/token.$1"
}

key() { cat /proc/sys/kernel/random/uuid; }

post() { # who, path, file; further arguments go to curl
    who=$1 path=$2 file=$3
    shift 3
    curl -sS -H "Authorization: Bearer $(token_of "$who")" -H "Idempotency-Key: $(key)" "$@" \
        --json "@$file" "$api/$path"
}

# A matter handed in at one court and received by another.
hand_in() { # at, for
    jq --arg owner "JL$2" '.owner = $owner' "$work/good" >"$work/filing"
    no=$(post "counter@$1" matters "$work/filing" | jq -r .matter)
    tries=0
    until [ "$(curl -sS -H "Authorization: Bearer $(token_of "officer@$2")" "$api/matters/$no" |
        jq -r .custody.state)" = received ]; do
        tries=$((tries + 1))
        [ $tries -lt 500 ] || break
    done
    echo "$no"
}

# ---- rows ----

# The shell's own means only: with a program for every column the rows take minutes.
trim() { # sets $trimmed
    trimmed=${1#"${1%%[! ]*}"}
    trimmed=${trimmed%"${trimmed##*[! ]}"}
}

write_header() { # as written in a row; the configuration of curl wants " with a \ before it
    rest=$1 quoted=
    while [ "$rest" != "${rest#*\"}" ]; do
        quoted=$quoted${rest%%\"*}\\\" rest=${rest#*\"}
    done
    printf 'header = "%s"\n' "$quoted$rest"
}

write_headers() { # separated by ;;
    left=$1
    while [ -n "$left" ]; do
        trim "${left%%;;*}"
        case $left in
        *';;'*) left=${left#*;;} ;;
        *) left= ;;
        esac
        case $trimmed in
        '' | 'no key') ;;
        *) write_header "$trimmed" ;;
        esac
    done
}

# Puts the arguments of curl into $work/arguments, one to a line of its configuration.
write_request() { # who, request, headers, body
    [ "$1" = - ] || [ -f "$work/token.$1" ] || token_of "$1" >/dev/null
    token=
    case $1 in
    -) ;;
    forged) token=$(token_of forged) ;;
    *) read -r token <"$work/token.$1" ;;
    esac
    headers=$3 body=$4 type=application/json
    {
        [ -z "$token" ] || printf 'header = "Authorization: Bearer %s"\n' "$token"
        case $headers in
        *'no key'* | *Idempotency-Key*) ;;
        *) read -r uuid </proc/sys/kernel/random/uuid && printf 'header = "Idempotency-Key: %s"\n' "$uuid" ;;
        esac
        case $headers in *Content-Type*) type= ;; esac
        write_headers "$headers"
        case $2 in
        POST* | PUT*)
            [ -z "$type" ] || printf 'header = "Content-Type: %s"\n' "$type"
            printf 'data-binary = "@%s"\n' "$work/body"
            ;;
        esac
        printf 'request = "%s"\n' "${2%% *}"
        printf 'url = "%s/%s"\n' "$api" "${2#* }"
    } >"$work/arguments"
    case $body in
    @*) ln -sf "$work/${body#@}" "$work/body" ;;
    .) rm -f "$work/body" && printf '{}' >"$work/body" ;;
    *) rm -f "$work/body" && printf '%b' "$body" >"$work/body" ;;
    esac
}

run_row() { # status, jq expression
    got=$(curl -sS --path-as-is -K "$work/arguments" -o "$work/answer" -w '%{http_code}' 2>"$work/curl")
    case $2 in
    text:*) [ "$got" = "$1" ] && jq -R -s -e "${2#text:}" "$work/answer" >/dev/null 2>&1 && return ;;
    *) [ "$got" = "$1" ] && jq -e "$2" "$work/answer" >/dev/null 2>&1 && return ;;
    esac
    echo "#   $got $(cut -c1-400 "$work/answer" | head -3)"
    return 1
}

make_files
door_open
new=$(hand_in 7502 7505)
theirs=$(hand_in 7502 7505)
sealed=$(hand_in 7502 7505)
ours=$(hand_in 75 75)
position_of() { # who
    curl -sS -H "Authorization: Bearer $(token_of "$1")" "$api/matters/$theirs/events" |
        jq '.events[0].position'
}
there=$(position_of counter@7502)
here=$(position_of officer@7505)
printf '{"fields":{"sealed":true,"reason":"涉及未成年人"}}' >"$work/seal"
post head@7505 "matters/$sealed/steps/seal" "$work/seal" -H 'If-Match: *' >"$work/sealed"

grep -v '^ *#' "$cases" | grep -v '^ *$' >"$work/rows"
echo "1..$(($(wc -l <"$work/rows") + 1))"
number=0 failed=0
# \| within a column is a |; it stands for itself until the columns are apart.
bar=$(printf '\001')
sed "s/{new}/$new/g; s/{theirs}/$theirs/g; s/{sealed}/$sealed/g; s/{ours}/$ours/g; s/{there}/$there/g; s/{here}/$here/g; s/\\\\|/$bar/g" "$work/rows" >"$work/filled"
while IFS='|' read -r name who request headers body status holds; do
    number=$((number + 1))
    trim "$name" && name=$trimmed
    trim "$who" && who=$trimmed
    trim "$request" && request=$trimmed
    trim "$headers" && headers=$trimmed
    trim "$body" && body=$trimmed
    trim "$status" && status=$trimmed
    trim "$holds" && holds=$trimmed
    case $holds in *"$bar"*) holds=$(printf '%s' "$holds" | tr '\001' '|') ;; esac
    write_request "$who" "$request" "$headers" "$body"
    if run_row "$status" "$holds"; then
        echo "ok $number - $name"
    else
        echo "not ok $number - $name"
        failed=1
    fi
done <"$work/filled"

# ---- what takes many tries ----

guess() {
    curl -sS -o "$work/answer" -w '%{http_code}' --json \
        '{"node":"JL7504","sign_in":"judge@7504","password":"another guess"}' "$api/sign-in"
}
tries=0 got=401
while [ "$got" = 401 ] && [ $tries -lt 20 ]; do
    got=$(guess)
    tries=$((tries + 1))
done
number=$((number + 1))
if [ "$got" = 429 ] && jq -e '.refusal == "ATTEMPTS_MUST_BE_FEWER"' "$work/answer" >/dev/null; then
    echo "ok $number - guessing a password is slowed after a few tries"
else
    echo "not ok $number - guessing a password is slowed after a few tries"
    failed=1
fi
exit "$failed"
