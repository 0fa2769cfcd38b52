#!/bin/sh
# paper_walk.sh: papers from the event that issued them to a stranger who checks one with a phone: every
# paper is drawn by the real program, read back with pdftotext, and its square code with zbarimg.
#
# usage: paper_walk.sh PROGRAM RULES. Speaks TAP.
set -u
program=$(realpath "$1") rules=$2
# shellcheck source=test/story/door.sh
. "$(dirname "$0")/door.sh"
echo 1..24
door_open
number=0 failed=0
case_is() { # status, name
    number=$((number + 1))
    if [ "$1" = 0 ]; then echo "ok $number - $2"; else
        echo "not ok $number - $2"
        failed=1
    fi
}
token() {
    jq -n --arg node "$1" --arg who "$2" \
        '{node: $node, sign_in: $who, password: "tongban-demo-2026"}' |
        curl -sS --json @- "$api/sign-in" | jq -r .token
}
ask() { curl -sS --fail -H "Authorization: Bearer $1" "$api/$2"; }
keys=0
send() { # token, path, JSON
    keys=$((keys + 1))
    curl -sS --fail-with-body -H "Authorization: Bearer $1" -H "Idempotency-Key: k$keys" -H 'If-Match: *' \
        --json "$3" "$api/$2"
}
paper() { # token, matter, end of its id: into paper.pdf and paper.txt
    id=$(ask "$1" "matters/$2/papers" | jq -r --arg tail "$3" '[.papers[].paper | select(endswith($tail))][0]')
    ask "$1" "matters/$2/papers/$id" >"$work/paper.pdf" || return 1
    pdftotext -layout "$work/paper.pdf" - >"$work/laid.txt"
    pdftotext "$work/paper.pdf" - | tr -d ' \n\f' >"$work/paper.txt"
}
says() {
    for what in "$@"; do
        grep -qF -- "$what" "$work/paper.txt" || {
            echo "# not on the paper: $what"
            return 1
        }
    done
}
arrives() { # token, matter: until the other court knows of it
    for _ in $(seq 200); do
        ask "$1" "matters/$2" >/dev/null 2>&1 && return 0
        ask "$counter" health >/dev/null 2>&1
    done
    return 1
}
counter=$(token JL7502 counter@7502) officer=$(token JL7505 officer@7505)
judge=$(token JL7505 judge@7505) third=$(token JL7503 counter@7503)

# A filing that is hard to print: rare characters, a long name, Korean, 200 materials, a secret.
long=$(printf '长%.0s' $(seq 100))
jq -n --arg long "$long" '{procedure: "civil_filing", owner: "JL7505", acted_for: "李𠮷", fields: {
    parties: [{position: "plaintiff", kind: "person", name: "李𠮷", phone: "13900000001", sex: "female",
               born: "1980-01-02", address: "和龙市某街三号", protected_address: "避难所九号"},
              {position: "defendant", kind: "organisation", name: ($long + "公司")},
              {position: "third_person", kind: "person", name: "박서준"}],
    cause: "民间借贷纠纷", claims: "判令被告返还借款54046元。\n判令被告承担诉讼费。",
    facts: "被告𬭬某借款未还。", amount: "54046", language: "ko", on_paper: true,
    materials: ([{item: "complaint", paper: true}, {item: "identity", paper: true},
        {item: "copies", paper: true}, {item: "address_confirmation", paper: true}] +
        [range(196) | {item: "evidence", paper: true, title: "第\(. + 1)份证据", pages: 3}])}}' >"$work/filing"
no=$(send "$counter" matters "$(cat "$work/filing")" | jq -r .matter)

paper "$counter" "$no" .acknowledgement && says 诉讼材料收件回执 "登记编号：$no" 李𠮷 收到的材料（共200项） \
    第196份证据 第一百二十六条 未盖章草稿 "소송자료접수증" "중문본이정본입니다"
case_is $? 'an acknowledgement lists 200 materials, in Chinese and Korean'
heads=$(grep -c '序号' "$work/laid.txt") pages=$(pdfinfo "$work/paper.pdf" | sed -n 's/^Pages: *//p')
[ "$heads" -ge 5 ] && [ "$pages" -ge 12 ] && [ "$(grep -c '第196份证据' "$work/laid.txt")" = 2 ]
case_is $? 'the head of the table stands on every page it reaches, and no row is lost'
cp "$work/paper.pdf" "$work/first.pdf"
paper "$counter" "$no" .acknowledgement && cmp -s "$work/first.pdf" "$work/paper.pdf"
case_is $? 'the same paper has the same bytes'
# Another process, other memory: what is kept in memory must not be what makes them equal.
[ "$(pdfinfo "$work/paper.pdf" | grep -c 'CreationDate: ')" = 1 ] && ! grep -aq '/ID *\[ *<' "$work/paper.pdf"
case_is $? 'its date is that of the event and it has no random number'
etag=$(curl -sSI -H "Authorization: Bearer $counter" "$api/matters/$no/papers/$id" | tr -d '\r' |
    sed -n 's/^[Ee][Tt]ag: //p')
[ -n "$etag" ] && [ "$(curl -sS -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $counter" \
    -H "If-None-Match: $etag" "$api/matters/$no/papers/$id")" = 304 ]
case_is $? 'a program that has it already is told so'

# What a phone makes of it.
last=$(pdfinfo "$work/paper.pdf" | sed -n 's/^Pages: *//p')
pdftoppm -r 150 -gray -f "$last" -l "$last" "$work/paper.pdf" "$work/page"
zbarimg -q --nodbus --raw -Sdisable -Sqrcode.enable "$work"/page*.pgm >"$work/scanned"
curl -sS "$api/trust-list?node=JL7502" >"$work/trust"
[ "$(wc -c <"$work/scanned")" -le 331 ] && "$program" verify "$work/scanned" "$work/trust" >"$work/told" &&
    grep -q "案件查询号：$no" "$work/told" && grep -q 诉讼材料收件回执 "$work/told" && code=$(sed -n 's/^核验码：//p' \
    "$work/told") && says "$code"
case_is $? 'the square code is read from the page and verified offline'
"$program" verify "$work/scanned" "$work/trust" --matter "$no" --code "$code" >/dev/null &&
    ! "$program" verify "$work/scanned" "$work/trust" --matter 7502-00000-00000-00 >"$work/told" &&
    grep -q 另一个事项 "$work/told" &&
    ! "$program" verify "$work/scanned" "$work/trust" --code 0000-0000-0000 --language ko >"$work/told" &&
    grep -q 'QR 코드와 다릅니다' "$work/told"
case_is $? 'the code of another paper is told apart'
typed() { # code
    jq -n --arg code "$1" --arg matter "$no" '{code: $code, matter: $matter}' |
        curl -sS --json @- "$api/verify"
}
typed "$(echo "$code" | tr 'A-Z' 'a-z')" | jq -e --arg id "$id" '.valid and .paper_id == $id' >/dev/null &&
    typed 0000-0000-0000 | jq -e '.flaw == "PAPER_MUST_BE_FOUND_HERE"' >/dev/null
case_is $? 'the short code is typed and the paper found'
sed 's/acknowledgement/correction_notic/' "$work/scanned" >"$work/forged"
! "$program" verify "$work/forged" "$work/trust" --language en >"$work/told" &&
    jq -n --rawfile text "$work/forged" '{text: $text}' | curl -sS --json @- "$api/verify" |
    jq -e '.valid == false and .flaw == "SIGNATURE_MUST_FIT"' >/dev/null
case_is $? 'a forged one is found out, here and by the court'

arrives "$officer" "$no"
paper "$counter" "$no" .complaint && says 民事起诉状 李𠮷 公司 박서준 13900000001 1980年1月2日出生 \
    人民币伍万肆仟零肆拾陆元整 𬭬某 判令被告承担诉讼费 和龙市某街三号 && ! grep -q 避难所 "$work/paper.txt"
case_is $? 'the complaint says all but the address under protection'

# The same complaint by an element form: its answers instead of claims and facts.
jq --slurpfile loan "$(dirname "$0")/private_loan.json" \
    '.fields |= (del(.claims, .facts, .amount) + {elements: $loan[0]})' "$work/filing" >"$work/elements"
keys=100 # what a subshell counts is forgotten
send "$counter" matters "$(cat "$work/elements")" >"$work/sent"
loan=$(jq -r .matter "$work/sent")
paper "$counter" "$loan" .complaint && says '民事起诉状（民间借贷纠纷）' 特别提示 李𠮷 当事人信息 '1.本金' \
    '请求归还本金：☑是□否' '截至哪一天：2026年3月1日' '尚欠本金：50000.00元' '标的额：50000.50元（人民币伍万元伍角整）' \
    '约定管辖和诉前保全' '已经到期：□是☑否□不清楚' '（1）时间：2025年3月2日；金额：50000.00元；方式：转账' \
    对纠纷解决方式的意愿 '具状人（签名或者盖章）' 第196份证据 && ! grep -q 避难所 "$work/paper.txt"
case_is $? 'a complaint by an element form is printed part by part, with what was ticked'
cp "$work/paper.pdf" "$work/first.pdf"
paper "$counter" "$loan" .complaint && cmp -s "$work/first.pdf" "$work/paper.pdf" &&
    last=$(pdfinfo "$work/paper.pdf" | sed -n 's/^Pages: *//p') && rm -f "$work"/page*.pgm &&
    pdftoppm -r 150 -gray -f "$last" -l "$last" "$work/paper.pdf" "$work/page" &&
    zbarimg -q --nodbus --raw -Sdisable -Sqrcode.enable "$work"/page*.pgm >"$work/scanned" &&
    "$program" verify "$work/scanned" "$work/trust" | grep -q "案件查询号：$loan"
case_is $? 'it has the same bytes again, and its square code is verified offline'
jq '.fields.elements.total = "50000.49"' "$work/elements" >"$work/wrong"
send "$counter" matters "$(cat "$work/wrong")" >"$work/no" 2>/dev/null
jq -e '.fields == [{field: "elements.total", mistake: "TOTAL_MUST_AGREE_OR_BE_EXPLAINED",
    sentence: .fields[0].sentence}] and (.fields[0].sentence | contains("50000.50"))' "$work/no" >/dev/null
case_is $? 'a total that is one fen off is named with what its items come to'
arrives "$officer" "$loan" && ask "$officer" "matters/$loan" >"$work/matter" &&
    jq -e --slurpfile loan "$(dirname "$0")/private_loan.json" \
        '[.. | objects | .elements? // empty][0] | .edition == "2025" and .other_claims == $loan[0].other_claims' \
        "$work/matter" >/dev/null
case_is $? 'the court that decides reads every answer, and of which edition'
paper "$officer" "$no" .address_confirmation && says 送达地址确认书 和龙市某街三号 电子送达 &&
    ! grep -q 避难所 "$work/paper.txt"
case_is $? 'nor does the confirmation of the address, not even for the officer'
cp "$work/paper.pdf" "$work/first.pdf"
paper "$counter" "$no" .address_confirmation
paper_here=$(cat "$work/paper.txt")
pdftotext "$work/first.pdf" - | tr -d ' \n\f' >"$work/other.txt"
# The two nodes sign with their own keys: all but the short text beside the code is the same.
[ "$(wc -c <"$work/other.txt")" = "$(printf '%s' "$paper_here" | wc -c)" ]
case_is $? 'both courts print the same words'
! ask "$third" "matters/$no/papers" >/dev/null 2>&1 &&
    ! ask "$third" "matters/$no/papers/$id" >/dev/null 2>&1 &&
    ! ask "$counter" "matters/$no/papers/JL7502.intake.9.complaint" >/dev/null 2>&1
case_is $? 'a third court sees none of them'

send "$officer" "matters/$no/steps/open" '{"fields":{}}' >/dev/null
send "$officer" "matters/$no/steps/check_items" '{"fields":{"verdicts":[
    {"item":"complaint","verdict":"defective","ground":"没有写明利息"},{"item":"identity","verdict":"ok"},
    {"item":"evidence","verdict":"missing","ground":"没有借条"},{"item":"copies","verdict":"ok"},
    {"item":"address_confirmation","verdict":"ok"}]}}' >/dev/null
send "$officer" "matters/$no/steps/require_correction" '{"fields":{"days":5,"defects":[
    {"item":"complaint","ground":"没有写明利息"},{"item":"evidence","ground":"没有借条"}]}}' >/dev/null
paper "$officer" "$no" .correction_notice && says 立案材料补正告知书 没有写明利息 没有借条 第四条 送达之日的次日起5日内 \
    次日起重新计算 退回诉状并记录在册 "보정통지서" "보정하지않으면"
case_is $? 'a notice to correct names every defect, from when its time runs and what follows, in two languages'
last=$(pdfinfo "$work/paper.pdf" | sed -n 's/^Pages: *//p')
rm -f "$work"/page*
pdftoppm -r 150 -gray -f "$last" -l "$last" "$work/paper.pdf" "$work/page"
zbarimg -q --nodbus --raw -Sdisable -Sqrcode.enable "$work"/page*.pgm >"$work/scanned"
"$program" verify "$work/scanned" "$work/trust" --json | jq -e '.valid and (.due == null)' >/dev/null
case_is $? 'its square code says no last day: nobody knows yet when it is served'

# It is handed over, and papers say so.
of_service() { # kind: into paper.txt
    service=$(ask "$officer" "matters/$no/services" | jq '.services[0]')
    ask "$officer" "matters/$no/papers/$(echo "$service" | jq -r .place).$1" >"$work/paper.pdf" || return 1
    pdftotext "$work/paper.pdf" - | tr -d ' \n\f' >"$work/paper.txt"
}
of_service service_return && says 送达回证 "回证编号：$no/$(echo "$service" | jq -r .service)" 立案材料补正告知书 \
    受送达人签名或者盖章 && of_service service_certificate && says 尚未送达
case_is $? 'a form of return bears its number, and nothing is certified as served'
today=$(TZ=Asia/Shanghai date +%F)
send "$officer" "matters/$no/services/$(echo "$service" | jq -r .service)/attempts" "$(jq -n --arg today "$today" \
    --arg receipt "$no/$(echo "$service" | jq -r .service)" '{mode: "D1a", facts: {receiver: "self"},
    dates: {signed: $today}, received_by: "李𠮷", receipt: $receipt}')" | jq -e '.outcome == "served"' >/dev/null &&
    of_service service_certificate && says 已于 送达 当事人到法院领取 李𠮷 第八十八条 &&
    ! of_service electronic_voucher 2>/dev/null &&
    ask "$officer" "matters/$no" | jq -e --arg today "$today" '[.periods[] | select(.period == "correction")] |
        .[0].status == "running" and .[0].started == $today' >/dev/null
case_is $? 'a certificate lists the attempt with its evidence and articles, and the time to correct runs'

# The matters of the demo: a ruling, an acceptance.
every() { # token, kind: the first matter of that court that has one
    for each in $(ask "$1" matters | jq -r '.[]?[]?.matter' 2>/dev/null) $(ls "$work/data/JL7505" >/dev/null &&
        python3 -c "import sqlite3,sys
for r in sqlite3.connect(sys.argv[1]).execute('select matter_id from matter_rows'): print(r[0])" \
            "$work/data/JL7505/node.db"); do
        paper "$1" "$each" "$2" 2>/dev/null && return 0
    done
    return 1
}
every "$judge" .refusal_ruling && says 民事裁定书 起诉人：当事人甲 向本院提出诉讼请求 \
    本院认为，原告与被告签订的合同第十二条约定 第一百二十七条第（二）项 裁定如下 本院不予受理 十日内 吉林省延边林区中级法院 审判员
case_is $? 'a ruling has its parties, grounds, articles and the way to appeal'
every "$officer" .acceptance_notice && says 受理案件通知书 民初 第五十二条
case_is $? 'an acceptance has its number'
every "$officer" .risk_notice && says 诉讼风险告知书 && every "$officer" .evidence_notice && says 举证通知书 &&
    every "$officer" .originals_list && says 诉讼材料收取清单 &&
    every "$officer" .service_application && says 跨域诉讼服务申请表
case_is $? 'the other papers of the journey are there'
exit "$failed"
