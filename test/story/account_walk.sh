#!/bin/sh
# account_walk.sh: people come in, told to the real program: a citizen by a code to his telephone, a
# clerk with a second factor, somebody who fails too often, somebody who is let in again.
#
# usage: account_walk.sh PROGRAM RULES. Speaks TAP.
set -u
program=$(realpath "$1") rules=$2
# shellcheck source=test/story/door.sh
. "$(dirname "$0")/door.sh"
count=0

# Says whether the newest answer has this status and this jq expression is true of it.
expect() { # what, status, expression
    count=$((count + 1))
    if [ "$(cat "$work/status")" = "$2" ] && jq -e "$3" "$work/answer" >/dev/null 2>&1; then
        echo "ok $count - $1"
    else
        echo "not ok $count - $1"
        echo "# $(cat "$work/status") $(cat "$work/answer")"
    fi
}

ask() { # method, path, bearer, body; the answer and its status are kept
    if [ "$1" = POST ] && [ -n "$4" ]; then
        curl -sS -o "$work/answer" -w '%{http_code}' -H "Authorization: Bearer $3" \
            -H 'Accept-Language: en' --json "$4" "$api/$2" >"$work/status"
    else
        curl -sS -X "$1" -o "$work/answer" -w '%{http_code}' -H "Authorization: Bearer $3" \
            -H 'Accept-Language: en' "$api/$2" >"$work/status"
    fi
}

said() { jq -r "$1" "$work/answer"; }

# The newest code that was sent to a number; messages leave as files. Asks until it is there.
code_to() { # number
    tries=0
    until file=$(grep -l "^$1" "$work"/data/outgoing/* 2>/dev/null | head -1) && [ -n "$file" ]; do
        tries=$((tries + 1))
        [ $tries -lt 2000 ] || return
        curl -sS -o /dev/null "$api/me"
    done
    sed -n 's/.*code is \([0-9]*\).*/\1/p' "$file"
}

# The code of an authenticator with this secret, so many half minutes from now (RFC 6238).
totp() { # base32 secret, steps ahead
    secret=$(printf '%s' "$1" | base32 -d | od -An -v -tx1 | tr -d ' \n')
    step=$(printf '%016x' $(($(date +%s) / 30 + $2)))
    for byte in $(printf '%s' "$step" | sed 's/../0x& /g'); do
        # shellcheck disable=SC2059
        printf "\\$(printf '%03o' "$byte")"
    done >"$work/step"
    hash=$(openssl dgst -sha1 -mac HMAC -macopt "hexkey:$secret" "$work/step" | sed 's/.* //')
    at=$((0x$(printf '%s' "$hash" | cut -c40) * 2 + 1))
    word=$(printf '%s' "$hash" | cut -c"$at-$((at + 7))")
    printf '%06d' $(((0x$word & 0x7fffffff) % 1000000))
}

sign_in() { # node, name, password, more
    ask POST sign-in '' "{\"node\":\"$1\",\"sign_in\":\"$2\",\"password\":\"$3\"$4}"
}

# Of all courts, one asks for a second factor.
network=$work/network.yaml
sed '/id: JL7505$/,/second_factor/{/second_factor/d}' "$rules/network/yanbian.yaml" >"$network"
door_open
password=tongban-demo-2026

# ---- a citizen and his telephone ----

ask POST codes '' '{"phone":"12345"}'
expect 'a number that is none' 422 '.refusal == "PHONE_MUST_BE_VALID"'
ask POST codes '' '{"phone":"＋86 139-0000-0009"}'
expect 'a code is sent to a number nobody has' 200 '.done'
ask POST codes '' '{"phone":"13900000009"}'
expect 'one a minute' 429 '.refusal == "ATTEMPTS_MUST_BE_FEWER"'
code=$(code_to 13900000009)
wrong=$(printf '%06d' $(((1$code + 1) % 1000000)))
ask POST codes/use '' "{\"phone\":\"13900000009\",\"code\":\"$wrong\"}"
expect 'a wrong code' 401 '.refusal == "CODE_MUST_BE_RIGHT"'
ask POST codes/use '' "{\"phone\":\"139 0000 0009\",\"code\":\"$code\",\"label\":\"test\"}"
expect 'the right one leads half-way' 200 '.stage == "sign_up"'
half=$(said .session)
ask GET me "$half" ''
expect 'half-way is not in' 401 '.refusal == "ASKER_MUST_BE_SIGNED_IN"'
ask POST sign-up "$half" '{"name":"当事人庚","number":"222401199001011231"}'
expect 'a number of a card that cannot be' 422 '.refusal == "IDENTITY_NUMBER_MUST_BE_VALID"'
ask POST sign-up "$half" '{"name":"当事人庚","password":"short"}'
expect 'a weak password' 422 '.refusal == "PASSWORD_MUST_BE_STRONG"'
ask POST sign-up "$half" '{"name":"当事人庚","password":"a long password"}'
expect 'an account' 200 '.stage == "in"'
mine=$(said .session)
ask GET me "$mine" ''
expect 'is in, by what he says of himself' 200 '.name == "当事人庚" and .identity == "declared"'
ask POST sign-up "$half" '{"name":"当事人庚"}'
expect 'half-way counts once' 401 '.refusal == "ASKER_MUST_BE_SIGNED_IN"'
ask POST codes/use '' "{\"phone\":\"13900000009\",\"code\":\"$code\"}"
expect 'a code counts once' 401 '.refusal == "CODE_MUST_BE_RIGHT"'
ask GET matters "$mine" ''
expect 'has no matters yet' 200 '.matters == []'
ask POST password "$mine" '{"old":"wrong password","password":"another password"}'
expect 'the old password is wrong' 401 '.refusal == "PASSWORD_MUST_BE_RIGHT"'
sign_in DESK '139-0000-0009' 'a long password' ''
expect 'the number and the password' 200 '.me.name == "当事人庚"'
token=$(said .token)
ask GET sessions "$mine" ''
expect 'one session' 200 '(.sessions | length) == 1 and .sessions[0].is_this'
ask POST password "$token" '{"password":"another password"}'
expect 'a token needs the old password' 401 '.refusal == "PASSWORD_MUST_BE_RIGHT"'
ask POST password "$mine" '{"password":"another password"}'
expect 'just after a code it needs none' 200 '.done'
ask GET me "$token" ''
expect 'what was open has ended' 401 '.refusal == "ASKER_MUST_BE_SIGNED_IN"'
ask GET me "$mine" ''
expect 'but this one' 200 '.account'
ask POST sign-out "$mine" ''
expect 'goes' 200 '.signed_in == false'
ask GET me "$mine" ''
expect 'is gone' 401 '.refusal == "ASKER_MUST_BE_SIGNED_IN"'

# ---- a clerk and a second factor ----

sign_in JL7502 officer@7502 "$password" ''
officer=$(said .token)
ask POST second-factor/confirm "$officer" '{"code":"123456"}'
expect 'nothing to confirm' 401 '.refusal == "CODE_MUST_BE_RIGHT"'
ask POST second-factor "$officer" ''
expect 'a secret' 200 '.address | test("^otpauth://totp/.*&digits=6&period=30$")'
secret=$(said .secret)
ask POST second-factor/confirm "$officer" "{\"code\":\"$(totp "$secret" 7)\"}"
expect 'a code of another time' 401 '.refusal == "CODE_MUST_BE_RIGHT"'
ask POST second-factor/confirm "$officer" "{\"code\":\"$(totp "$secret" -1)\"}"
expect 'confirmed, with codes for paper' 200 '(.recovery | length) == 8'
paper=$(said '.recovery[0]')
sign_in JL7502 officer@7502 "$password" ''
expect 'a password is not enough' 401 '.refusal == "SECOND_FACTOR_MUST_BE_SHOWN"'
code=$(totp "$secret" 1)
sign_in JL7502 officer@7502 "$password" ",\"code\":\"$code\""
expect 'with the code' 200 '.me.sign_in == "officer@7502"'
sign_in JL7502 officer@7502 "$password" ",\"code\":\"$code\""
expect 'once' 401 '.refusal == "CODE_MUST_BE_RIGHT"'
sign_in JL7502 officer@7502 "$password" ",\"code\":\"$paper\""
expect 'with the paper' 200 '.token'
sign_in JL7502 officer@7502 "$password" ",\"code\":\"$paper\""
expect 'once as well' 401 '.refusal == "CODE_MUST_BE_RIGHT"'
printed=$(printf 'tongban demo factor!' | base32)
sign_in JL7504 head@7504 "$password" ",\"code\":\"$(totp "$printed" 0)\""
expect 'the account of the demo that has one' 200 '.token'

sign_in JL7505 officer@7505 "$password" ''
expect 'a court that asks for one' 403 '.refusal == "SECOND_FACTOR_MUST_BE_SET_UP"'
sign_in JL7505 officer@7505 'wrong password' ''
expect 'and says so to nobody else' 401 '.refusal == "PASSWORD_MUST_BE_RIGHT"'

# ---- for whom somebody acts ----

sign_in DESK jia "$password" ''
jia=$(said .token)
sign_in DESK 13900000002 "$password" ''
piao=$(said .token)
ask GET matters "$jia" ''
theirs=$(said '.matters[0].matter')
ask GET "matters/$theirs" "$piao" ''
expect 'a stranger sees nothing' 404 '.refusal == "MATTER_MUST_EXIST"'
give() { # who, body
    curl -sS -o "$work/answer" -w '%{http_code}' -H "Authorization: Bearer $1" \
        -H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" --json "$3" "$api/$2" \
        >"$work/status"
}
give "$jia" representations '{"agent_name":"当事人戊","agent_sign_in":"13900000008","scope":"general"}'
expect 'to a number without an account' 404 '.refusal == "ACCOUNT_MUST_EXIST"'
give "$jia" representations '{"agent_sign_in":"13900000002","scope":"general"}'
expect 'a number alone names nobody' 422 '.fields[0].field == "agent_name"'
give "$jia" representations '{"agent_name":"当事人丁","agent_sign_in":"13900000002","scope":"general"}'
expect 'nor does a number of somebody else' 404 '.refusal == "ACCOUNT_MUST_EXIST"'
give "$jia" representations '{"agent_name":"当事人 戊","agent_sign_in":"13900000002","scope":"general"}'
expect 'a power of attorney' 200 '.status == "in_force"'
given=$(said .representation)
ask GET "matters/$theirs" "$piao" ''
expect 'two roles now: he must say which' 422 '.fields[0].field == "role"'
curl -sS -o "$work/answer" -w '%{http_code}' -H "Authorization: Bearer $piao" -H 'X-Role: agent' \
    "$api/matters/$theirs" >"$work/status"
expect 'as an agent he sees it' 200 '.content != null'
curl -sS -o "$work/answer" -w '%{http_code}' -H "Authorization: Bearer $piao" -H 'X-Role: agent' \
    "$api/representations" >"$work/status"
expect 'and finds it among his own' 200 '.representations[0].principal_name == "当事人甲"'
give "$jia" "representations/$given/end" '{}'
expect 'a body where none belongs' 413 '.'
curl -sS -o "$work/answer" -w '%{http_code}' -X POST -H "Authorization: Bearer $jia" \
    -H 'Idempotency-Key: end-it' "$api/representations/$given/end" >"$work/status"
expect 'taken back' 200 '.status == "ended"'
curl -sS -o "$work/answer" -w '%{http_code}' -H "Authorization: Bearer $piao" -H 'X-Role: agent' \
    "$api/matters/$theirs" >"$work/status"
expect 'sees nothing again' 404 '.refusal == "MATTER_MUST_EXIST"'

# ---- who somebody is ----

sign_in JL7503 counter@7503 "$password" ''
counter=$(said .token)
give "$counter" persons '{"name":"金某","number":"222401199001011231","phone":"13900000001"}'
expect 'a card that cannot be' 422 '.fields[0].mistake == "IDENTITY_NUMBER_MUST_BE_VALID"'
give "$counter" persons '{"name":"金明","number":"222401199001011230","phone":"139 0000 0001"}'
expect 'a counter has seen the card' 202 '.done'
sign_in DESK 13900000001 "$password" ''
jin=$(said .token)
tries=0
until [ "$(curl -sS -H "Authorization: Bearer $jin" "$api/me" | jq -r .identity)" = seen ]; do
    tries=$((tries + 1))
    [ $tries -lt 2000 ] || break
done
ask GET me "$jin" ''
expect 'the desk knows it' 200 '.identity == "seen" and .name == "金明"'

# ---- failing, and being let in again ----

sign_in JL75 security@75 "$password" ''
security=$(said .token)
sign_in JL75 judge@75 "$password" ''
judge=$(said .me.account)
for _ in 1 2 3 4; do sign_in JL75 judge@75 'wrong password' ''; done
expect 'four times wrong' 401 '.refusal == "PASSWORD_MUST_BE_RIGHT"'
sign_in JL75 judge@75 'wrong password' ''
expect 'five times is too often' 429 '.detail | test("60|1 minute")'
sign_in JL75 judge@75 "$password" ''
expect 'also with the right one' 429 '.refusal == "ATTEMPTS_MUST_BE_FEWER"'
for _ in 1 2 3 4 5; do sign_in JL75 no-such-judge 'wrong password' ''; done
expect 'whether there is such an account or not' 429 '.refusal == "ATTEMPTS_MUST_BE_FEWER"'
ask POST "accounts/$judge/unlock" "$officer" ''
expect 'not by a clerk' 403 '.refusal == "ROLE_MUST_BE_ALLOWED"'
ask POST accounts/a00000000000000000000/unlock "$security" ''
expect 'nobody of that name' 404 '.refusal == "ACCOUNT_MUST_EXIST"'
ask POST "accounts/$judge/unlock" "$security" ''
expect 'by the security administrator' 200 '.done'
sign_in JL75 judge@75 "$password" ''
expect 'in again' 200 '.token'
ask POST "accounts/$judge/reset-second-factor" "$security" ''
expect 'a factor is taken away' 200 '.done'

# ---- nothing of it is in a log ----

count=$((count + 1))
if grep -q -e 13900000009 -e "$half" -e "$secret" -e "$paper" -e 当事人庚 "$work/log"; then
    echo "not ok $count - the log names nobody and nothing"
else
    echo "ok $count - the log names nobody and nothing"
fi
echo "1..$count"
