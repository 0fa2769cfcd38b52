#!/bin/sh
# outgoing.sh: text messages and mails leave the real program over a real mail server and a real
# gateway, on good days and on bad ones: what is promised arrives, in the ordinary case once.
#
# usage: outgoing.sh PROGRAM RULES PYTHON. Speaks TAP.
set -u
program=$(realpath "$1") rules=$2 python=$3
work=$(mktemp -d) || exit 1
server='' helpers='' api='' count=0

finish() {
    for one in $server $helpers; do
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
    tail -n 5 "$work/mails" "$work/texts" "$work/mail_tries" "$work/log" 2>/dev/null | sed 's/^/# /'
}

# Asks again until it holds, for a minute at most.
await() { # a command
    end=$(($(date +%s) + 60))
    until "$@" >/dev/null 2>&1; do
        [ "$(date +%s)" -lt $end ] || return 1
        curl -sS -o /dev/null "${api:-http://127.0.0.1:9}/openapi.json" 2>/dev/null
    done
    return 0
}

lines() { wc -l 2>/dev/null <"$work/$1" || echo 0; }
has_lines() { [ "$(lines "$1")" -ge "$2" ]; }
mode() { echo "$2" >"$work/$1_mode"; }

serve() {
    mkfifo "$work/said"
    "$program" serve --data "$work/data" --rules "$rules" --listen 127.0.0.1:0 \
        --notices "$work/notices.yaml" --public-url https://tongban.example.cn/ \
        >"$work/said" 2>>"$work/log" &
    server=$!
    while read -r line; do
        case $line in *http://*) api=${line##* }api/v1 && break ;; esac
    done <"$work/said"
    rm "$work/said"
    [ -n "$api" ] && return
    sed 's/^/# /' "$work/log"
    echo 'Bail out! the program did not start'
    exit 1
}

token_of() { # node, sign-in
    jq -n --arg node "$1" --arg who "$2" \
        '{node: $node, sign_in: $who, password: "tongban-demo-2026"}' |
        curl -sS --json @- "$api/sign-in" | jq -r .token
}

post() { # token, path, body; further arguments go to curl
    token=$1 path=$2 body=$3
    shift 3
    curl -sS -H "Authorization: Bearer $token" -H 'X-Role: counter' \
        -H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" "$@" --json "$body" "$api/$path"
}

hand_in() { # phone, mail; the number of the matter
    body=$(jq -n --arg phone "$1" --arg mail "$2" '{procedure: "civil_filing", owner: "JL7505",
        acted_for: "当事人甲", fields: {
        parties: [{position: "plaintiff", kind: "person", name: "当事人甲", phone: $phone,
                   email: $mail},
                  {position: "defendant", kind: "person", name: "当事人乙", phone: "13999999999"}],
        cause: "民间借贷纠纷", claims: "返还借款。", facts: "未还。",
        materials: [{item: "complaint", paper: true}, {item: "identity", paper: true},
                    {item: "evidence", paper: true},
                    {item: "address_confirmation", paper: true}]}}')
    post "$counter" matters "$body" | jq -r .matter
}

begin_review() { # matter
    curl -sS -H "Authorization: Bearer $officer" -H 'If-Match: *' \
        -H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" --json '{"fields":{}}' \
        "$api/matters/$1/steps/open" | jq -e '.state == "under_review"' >/dev/null
}

unreached() {
    curl -sS -H "Authorization: Bearer $counter" "$api/notices/unreached" | jq -e "$1"
}

# ---- the stage ----

mode mail ok
mode text ok
certificate() { # file
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
        -subj /CN=mail.example.cn -addext subjectAltName=IP:127.0.0.2 \
        -keyout "$work/key" -out "$work/certificate" 2>/dev/null
    cat "$work/key" "$work/certificate" >"$work/$1"
}
certificate server.pem
cp "$work/certificate" "$work/authority.pem"
certificate stranger.pem
"$python" "$(dirname "$0")/outgoing_servers.py" "$work" 2>"$work/servers.log" &
helpers=$!
if ! await test -s "$work/ports"; then
    sed 's/^/# /' "$work/servers.log"
    echo 'Bail out! no servers'
    exit 1
fi
read -r mail_port text_port closed_port <"$work/ports"
umask 077
echo secret-of-the-gateway >"$work/token"
echo secret-of-the-mail-server >"$work/password"
texts_go() {
    cat <<YAML
text:
  url: http://127.0.0.1:$text_port/send
  body: '{"to":"{phone}","says":"{text}","id":"{id}"}'
  headers: ["Authorization: Bearer {token}"]
  accepted: [200, 202]
  token_file: $work/token
YAML
}
mails_go() { # server; further lines
    printf 'mail:\n  server: %s\n  from: notice@court.example\n' "$1"
    printf '  name: 延边林区两级法院\n  reply_to: office@court.example\n'
    printf '  connect_seconds: 2\n  whole_seconds: 2\n'
    shift
    [ $# = 0 ] || printf '  %s\n' "$@"
}
{ texts_go; mails_go "smtp://127.0.0.1:$mail_port"; } >"$work/notices.yaml"
"$program" demo --data "$work/data" --rules "$rules" --prepare >/dev/null 2>"$work/log"
serve
counter=$(token_of JL7502 counter@7502)
officer=$(token_of JL7505 officer@7505)

# ---- a good day ----

matter=$(hand_in '139 0000 0000' jia@example.cn)
await grep -q '"to": "13900000000"' "$work/texts" # the demo has one under way to somebody else
say 'a text message arrives' $?
await has_lines mails 1
say 'a mail arrives' $?
jq -es '[.[] | select(.to == "13900000000")] | .[0] | (.says | length) <= 70
    and (.says | test("^【白河林区基层法院】已收到材料，最晚[0-9]+月[0-9]+日（星期.）答复。"))
    and (.says | test("，tongban.example.cn$")) and .token == "Bearer secret-of-the-gateway"' \
    "$work/texts" >/dev/null
say 'it says court, what, last day and where to read on, in 70 characters' $?
jq -es --arg number "$matter" '.[0] | .to == ["jia@example.cn"] and .from == "notice@court.example"
    and (.subject | test("^【白河林区基层法院】已收到材料")) and .auto == "auto-generated"
    and (.id | test("^<[0-9a-f]{32}@court.example>$")) and .reply_to == "office@court.example"
    and (.text | contains($number)) and (.text | contains("https://tongban.example.cn/"))
    and (.text | contains("民间借贷") | not)' "$work/mails" >/dev/null
say 'the mail says the same facts and nothing of the dispute' $?

# ---- a mail server that hangs delays nobody ----

mode mail hang
begin_review "$matter"
say 'the officer is not kept waiting' $?
await grep -q '"mode": "hang"' "$work/mail_tries"
second=$(hand_in 13900000002 '')
await grep -q '"to": "13900000002"' "$work/texts"
say 'a text message goes out while the mail server hangs' $?
grep -q '"mode": "hang"' "$work/mail_tries" && [ "$(lines mails)" = 1 ]
say 'the mail has not gone' $?
mode mail ok
await has_lines mails 2
say 'it goes once the server is well again' $?
grep -q 'no messages (mail) go out at present' "$work/log"
say 'the operator was told' $?

# ---- a line that is cut in the middle of a letter ----

third=$(hand_in 13900000003 bing@example.cn)
await has_lines mails 3
mode mail cut
begin_review "$third"
await grep -q '"mode": "cut"' "$work/mail_tries"
mode mail ok
await has_lines mails 4
say 'a letter that was cut off is sent again, whole' $?

# ---- a mailbox that is none ----

mode mail refuse
fourth=$(hand_in '' nobody@example.cn)
await unreached '.unreached | length == 1'
say 'whom no message reached is on the list of the counter' $?
line=$(unreached '.unreached[0]')
echo "$line" | jq -e --arg matter "$fourth" '.matter == $matter and .reason == "address"
    and .way == "mail" and .name == "当事人甲" and .recipient == "party/0"' >/dev/null
say 'with the reason as one word' $?
post "$counter" notices/told "$(echo "$line" | jq '{matter, notice, of, recipient,
    how: "telephone"}')" | jq -e .done >/dev/null
say 'the counter notes how he was told' $?
unreached '.unreached == []' >/dev/null
say 'and he is off the list' $?
tries=$(grep -c nobody@example.cn "$work/mail_tries")
mode mail ok
[ "$tries" = 1 ]
say 'a refusal for good is not tried again' $?

# ---- killed between promise and sending ----

mode text busy
before=$(lines texts)
fifth=$(hand_in 13900000005 '')
[ -n "$fifth" ] && await grep -q busy "$work/text_tries"
kill -9 "$server"
wait "$server" 2>/dev/null
mode text ok
serve
await has_lines texts $((before + 1))
say 'what was promised before a kill is sent after it' $?
counter=$(token_of JL7502 counter@7502)
hand_in 13900000006 '' >/dev/null
await grep -q 13900000006 "$work/texts"
say 'and work goes on' $?

# ---- a mail server that hangs while the program is killed ----

mode mail hang
before=$(lines mails)
hand_in '' geng@example.cn >/dev/null
await grep -q '"geng@example.cn", "mode": "hang"' "$work/mail_tries"
kill -9 "$server"
wait "$server" 2>/dev/null
mode mail ok
serve
await has_lines mails $((before + 1))
say 'a mail that hung when the program was killed goes after it' $?
counter=$(token_of JL7502 counter@7502)

# ---- STARTTLS, on another machine than this one, is demanded ----

again() { # the program, with another way for mails
    kill "$server"
    wait "$server" 2>/dev/null
    { texts_go; mails_go "$@"; } >"$work/notices.yaml"
    outages=$(grep -c 'no messages (mail) go out at present' "$work/log")
    serve
    counter=$(token_of JL7502 counter@7502)
}
is_out() { [ "$(grep -c 'no messages (mail) go out at present' "$work/log")" -gt "$outages" ]; }

again "smtp://127.0.0.2:$mail_port"
hand_in '' xin@example.cn >/dev/null
await is_out
say 'to a server without STARTTLS nothing goes, and the operator is told' $?
again "smtp://127.0.0.2:$closed_port" "authority_file: $work/stranger.pem" 'user: notice' \
    "password_file: $work/password"
await is_out
say 'nor to one whose certificate nobody we trust has signed' $?
! grep -q xin@example.cn "$work/mail_tries"
say 'neither of them was told to whom we write' $?
again "smtp://127.0.0.2:$closed_port" "authority_file: $work/authority.pem" 'user: notice' \
    "password_file: $work/password"
await grep -q xin@example.cn "$work/mails"
say 'over STARTTLS and with the password the letter goes; it was not lost' $?
jq -es '[.[] | select(.to == ["xin@example.cn"])] | length == 1 and .[0].tls and
    .[0].user == "notice"' "$work/mails" >/dev/null
say 'once, encrypted, and by who may' $?

# ---- in all of it ----

[ -z "$(jq -r .id "$work/texts" | sort | uniq -d)" ] && [ -z "$(jq -r .id "$work/mails" | sort | uniq -d)" ]
say 'nobody was told anything twice' $?
! grep -q 13999999999 "$work/texts"
say 'a defendant is told nothing before he is served' $?
! grep -qE '1390000000|example.cn|当事人|民间' "$work/log"
say 'no address and no name is in the log' $?
[ -n "$second" ] && curl -sS "${api%/api/v1}/metrics" |
    grep -qE '^tongban_messages\{way="mail",outcome="sent"\} [1-9]'
say 'what went out is counted' $?
echo "1..$count"
