/* paper_places.c: everything of a matter that can stand on a paper, under the name the texts use.
 * What is protected is never looked at. */
#include "paper/paper_places.h"

#include "law/derivation.h"
#include "paper/amount_capitals.h"
#include "paper/derivation_words.h"
#include "paper/paper_elements.h"

#include <assert.h>

enum { ENTRIES_MAX = 500, NAMES_MAX = 20 };

struct filler {
    const struct paper_source *source;
    struct paper_places places;
    enum language language;
    struct arena *arena;
    const struct field_rule *parties; /* NULL: the procedure names none */
};

static bool
is_korean(const struct filler *filler)
{
    return filler->language == LANGUAGE_KO;
}

static struct text
either(const struct filler *filler, const char *zh, const char *ko)
{
    return text_of(is_korean(filler) ? ko : zh);
}

static struct text
said(const struct filler *filler, const struct words *words)
{
    return words->in[filler->language];
}

/* ---- days ---- */

struct text
paper_day(struct date date, enum language language, struct arena *arena)
{
    if (date_is_none(date))
        return TEXT("");
    struct civil civil = date_civil(date);
    return text_format(arena, language == LANGUAGE_KO ? "%d년 %d월 %d일" : "%d年%d月%d日",
                       civil.year, civil.month, civil.day);
}

/* 二〇二六年十一月二十七日 */
static struct text
day_in_numerals(struct date date, struct arena *arena)
{
    static const char *const digits[] = {"〇", "一", "二", "三", "四",
                                         "五", "六", "七", "八", "九"};
    struct civil civil = date_civil(date);
    struct buffer day = buffer_open(arena, 64);
    for (int part = 1000; part > 0; part /= 10)
        buffer_add_text(&day, text_of(digits[civil.year / part % 10]));
    buffer_add_format(&day, "年%.*s月%.*s日", TEXT_ARGS(source_numeral(civil.month, arena)),
                      TEXT_ARGS(source_numeral(civil.day, arena)));
    return buffer_text(&day);
}

static struct date
day_of(int64_t at_ms)
{
    return date_of_instant(at_ms, CHINA_OFFSET_MINUTES);
}

static int64_t
received_ms(const struct act_times *times)
{
    return times->counter_ms > 0 ? times->counter_ms : times->entered_ms;
}

static void
put_days(struct filler *filler)
{
    const struct paper_source *source = filler->source;
    struct arena *arena = filler->arena;
    struct date day = day_of(source->times.entered_ms);
    int64_t at_ms = received_ms(&source->times);
    int minute = minute_of_instant(at_ms, CHINA_OFFSET_MINUTES);
    struct text received = paper_day(day_of(at_ms), filler->language, arena);
    paper_place(&filler->places, "day", paper_day(day, filler->language, arena));
    paper_place(&filler->places, "day_signed",
                is_korean(filler) ? paper_day(day, LANGUAGE_KO, arena)
                                  : day_in_numerals(day, arena));
    paper_place(&filler->places, "received_day", received);
    paper_place(
        &filler->places, "received",
        is_korean(filler)
            ? text_format(arena, "%.*s %02d:%02d", TEXT_ARGS(received), minute / 60, minute % 60)
            : text_format(arena, "%.*s%d时%02d分", TEXT_ARGS(received), minute / 60, minute % 60));
    paper_place(&filler->places, "filed_day",
                paper_day(day_of(source->opened_ms), filler->language, arena));
}

/* ---- courts, numbers ---- */

static struct text
court_name(const struct filler *filler, struct text id)
{
    const struct network_node *node = network_find(filler->source->network, id);
    return node == NULL ? id : said(filler, &node->name);
}

static void
put_courts(struct filler *filler)
{
    const struct paper_source *source = filler->source;
    const struct network_node *node = network_find(source->network, source->node);
    const struct network_node *owner = network_find(source->network, source->owner);
    const struct network_place *place = network_place(source->network, source->receiving_place);
    bool has_superior = owner != NULL && !text_is_empty(owner->superior);
    /* What is handed in on the web is received for the court that decides. */
    bool is_desk = node != NULL && node->kind == NODE_DESK;
    struct paper_places *places = &filler->places;
    paper_place(places, "court", court_name(filler, is_desk ? source->owner : source->node));
    paper_place(places, "owner_court", court_name(filler, source->owner));
    paper_place(places, "receiving_court", court_name(filler, source->receiving));
    paper_place(places, "receiving_place",
                place != NULL ? said(filler, &place->name)
                : is_desk     ? said(filler, &node->name)
                              : TEXT(""));
    paper_place(places, "superior",
                has_superior ? court_name(filler, owner->superior)
                             : either(filler, "上一级人民法院", "상급 인민법원"));
}

static void
put_numbers(struct filler *filler)
{
    const struct paper_source *source = filler->source;
    struct paper_places *places = &filler->places;
    struct text matter =
        text_format(filler->arena, is_korean(filler) ? "등록번호 %.*s" : "登记编号：%.*s",
                    TEXT_ARGS(source->matter_id));
    paper_place(places, "matter", source->matter_id);
    paper_place(places, "case_number", source->case_number);
    paper_place(places, "claim_code", source->claim_code);
    paper_place(places, "number_line",
                text_is_empty(source->case_number) ? matter : source->case_number);
}

/* ---- citations, reasons ---- */

static struct text
citation_said(const struct filler *filler, struct citation citation)
{
    if (citation_is_none(citation) || filler->source->sources == NULL)
        return TEXT("");
    return source_citation_text(filler->source->sources, citation, filler->language, filler->arena);
}

static const struct field_rule *
field_of(const struct step *step, const char *name)
{
    for (size_t i = 0; step != NULL && i < step->fields_count; i++) {
        if (text_is(step->fields[i].name, name))
            return &step->fields[i];
    }
    return NULL;
}

static const struct choice *
choice_of(const struct filler *filler, const struct field_rule *field, struct text name)
{
    size_t count = 0;
    const struct choice *choices =
        field == NULL ? NULL : procedure_choices(filler->source->procedure, field, &count);
    for (size_t i = 0; i < count; i++) {
        if (text_equal(choices[i].name, name))
            return &choices[i];
    }
    return NULL;
}

/* The reason that was chosen; one in own words stands under another name. */
static void
put_reason(struct filler *filler)
{
    const struct paper_source *source = filler->source;
    struct paper_places *places = &filler->places;
    const struct field_rule *field = field_of(source->step, "reason");
    struct text name = value_member_text(source->fields, "reason");
    bool is_choice = field != NULL && field->type == FIELD_CHOICE;
    const struct choice *choice = is_choice ? choice_of(filler, field, name) : NULL;
    struct text explanation = value_member_text(source->fields, "explanation");
    paper_place(places, "reason", choice == NULL ? TEXT("") : said(filler, &choice->words));
    paper_place(places, "reason_rests_on",
                choice == NULL ? TEXT("") : citation_said(filler, choice->rests_on));
    paper_place(places, "reason_text", is_choice ? TEXT("") : name);
    paper_place(places, "explanation", explanation);
}

/* ---- what was filled in ---- */

static struct text
money_said(const struct filler *filler, struct text yuan)
{
    struct money money;
    if (!money_parse(yuan, &money))
        return yuan;
    return is_korean(filler)
               ? text_format(filler->arena, "%.*s위안", TEXT_ARGS(money_text(money, filler->arena)))
               : text_format(filler->arena, "%.*s元（%.*s）",
                             TEXT_ARGS(money_text(money, filler->arena)),
                             TEXT_ARGS(amount_capitals(money, filler->arena)));
}

/* A field as people read it; empty for what does not stand on a paper. */
static struct text
value_said(const struct filler *filler, const struct field_rule *field, const struct value *value)
{
    struct date date;
    const struct choice *choice;
    if (value == NULL || field->is_protected)
        return TEXT("");
    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_LONG_TEXT:
    case FIELD_NUMBER:
    case FIELD_RESIDENT_ID:
    case FIELD_CREDIT_CODE: return value_text(value);
    case FIELD_INTEGER:
        return text_format(filler->arena, "%lld", (long long)value_integer(value, 0));
    case FIELD_MONEY: return money_said(filler, value_text(value));
    case FIELD_DATE:
        return date_parse(value_text(value), &date)
                   ? paper_day(date, filler->language, filler->arena)
                   : value_text(value);
    case FIELD_BOOLEAN: return value_is_true(value) ? either(filler, "是", "예") : TEXT("");
    case FIELD_TICK:
    case FIELD_CHOICE:
        choice = choice_of(filler, field, value_text(value));
        return choice == NULL ? value_text(value) : said(filler, &choice->words);
    case FIELD_COURT: return court_name(filler, value_text(value));
    default: return TEXT("");
    }
}

static struct paper_list_place *
add_list(struct filler *filler, const char *name)
{
    struct paper_places *places = &filler->places;
    assert(places->lists_count < PAPER_LISTS_MAX);
    struct paper_list_place *list = &places->lists[places->lists_count++];
    list->name = name;
    return list;
}

/* Label and value of every plain field. */
static void
put_fields(struct filler *filler, const char *name, const struct step *step,
           const struct value *fields)
{
    struct paper_list_place *list = add_list(filler, name);
    size_t most = step == NULL ? 0 : step->fields_count;
    struct text *values = ARENA_MANY(filler->arena, most * 2 + 1, struct text);
    list->columns[0] = "label";
    list->columns[1] = "value";
    list->columns_count = 2;
    list->values = values;
    for (size_t i = 0; i < most; i++) {
        const struct field_rule *field = &step->fields[i];
        struct text text = value_said(filler, field, value_member_named(fields, field->name));
        if (text_is_empty(text))
            continue;
        values[list->rows * 2] = said(filler, &field->words);
        values[list->rows * 2 + 1] = text;
        list->rows++;
    }
}

static void
put_texts(struct filler *filler)
{
    static const char *const of_step[] = {"note", "new_ground", "statement", "annotation"};
    static const char *const of_opening[] = {"cause", "claims", "facts", "requests"};
    const struct paper_source *source = filler->source;
    struct paper_places *places = &filler->places;
    struct money money;
    for (size_t i = 0; i < sizeof of_step / sizeof of_step[0]; i++)
        paper_place(places, of_step[i], value_member_text(source->fields, of_step[i]));
    for (size_t i = 0; i < sizeof of_opening / sizeof of_opening[0]; i++)
        paper_place(places, of_opening[i], value_member_text(source->opening, of_opening[i]));
    struct text target = value_member_text(source->fields, "court_name");
    struct text court = value_member_text(source->fields, "court");
    if (text_is_empty(target) && !text_is_empty(court))
        target = court_name(filler, court);
    paper_place(places, "court_name", target);
    bool has_amount = money_parse(value_member_text(source->opening, "amount"), &money);
    paper_place(places, "amount", has_amount ? money_text(money, filler->arena) : TEXT(""));
    paper_place(places, "amount_capitals",
                has_amount ? amount_capitals(money, filler->arena) : TEXT(""));
    paper_place_if(places, "insists", value_member_is_true(source->fields, "insists"));
}

/* ---- parties ---- */

static const struct field_rule *
member_of(const struct field_rule *list, const char *name)
{
    for (size_t i = 0; list != NULL && i < list->members_count; i++) {
        if (text_is(list->members[i].name, name))
            return &list->members[i];
    }
    return NULL;
}

static struct text
member_said(const struct filler *filler, const struct value *party, const char *name)
{
    const struct field_rule *member = member_of(filler->parties, name);
    return member == NULL ? TEXT("") : value_said(filler, member, value_member(party, name));
}

/* Particulars as a ruling begins with them. `for_court`: also how to reach him, which is nobody
 * else's business. */
static struct text
particulars(const struct filler *filler, const struct value *party, bool for_court)
{
    static const struct {
        const char *name, *zh, *ko;
        bool for_court;
    } rows[] = {
        {"sex", "%.*s", "%.*s", false},
        {"born", "%.*s出生", "%.*s 출생", false},
        {"ethnicity", "%.*s", "%.*s", false},
        {"occupation", "职业：%.*s", "직업: %.*s", false},
        {"workplace", "工作单位：%.*s", "근무처: %.*s", false},
        {"address", "住址（住所地）：%.*s", "주소(소재지): %.*s", false},
        {"resident_id", "公民身份号码：%.*s", "주민신분증 번호: %.*s", false},
        {"other_id", "证件号码：%.*s", "증명서 번호: %.*s", false},
        {"credit_code", "统一社会信用代码：%.*s", "통일사회신용코드: %.*s", false},
        {"representative", "法定代表人：%.*s", "법정대표자: %.*s", false},
        {"agent", "诉讼代理人：%.*s", "소송대리인: %.*s", false},
        {"phone", "联系电话：%.*s", "전화: %.*s", true},
    };
    struct buffer all = buffer_open(filler->arena, 200);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct text text =
            rows[i].for_court && !for_court ? TEXT("") : member_said(filler, party, rows[i].name);
        if (text_is_empty(text))
            continue;
        if (all.length > 0)
            buffer_add_text(&all, either(filler, "，", ", "));
        const char *format = is_korean(filler) ? rows[i].ko : rows[i].zh;
        buffer_add_format(&all, format, TEXT_ARGS(text));
    }
    return buffer_text(&all);
}

static const struct choice *
position_of(const struct filler *filler, const struct value *party)
{
    return choice_of(filler, member_of(filler->parties, "position"),
                     value_member_text(party, "position"));
}

static void
add_name(const struct filler *filler, struct buffer *names, int *count, struct text name)
{
    if (*count == NAMES_MAX)
        buffer_add_text(names, either(filler, "等", " 등"));
    if ((*count)++ >= NAMES_MAX)
        return;
    if (names->length > 0)
        buffer_add_text(names, either(filler, "、", ", "));
    buffer_add_text(names, name);
}

struct sides {
    struct buffer first, second;
    int first_count, second_count;
    struct text first_position, second_position;
};

/* Who asks; and the first kind of party that does not. */
static void
take_side(const struct filler *filler, struct sides *sides, const struct value *party)
{
    const struct choice *position = position_of(filler, party);
    struct text name = value_member_text(party, "name");
    if (position == NULL)
        return;
    struct text word = said(filler, &position->words);
    if (position->acts) {
        if (text_is_empty(sides->first_position))
            sides->first_position = word;
        add_name(filler, &sides->first, &sides->first_count, name);
        return;
    }
    if (text_is_empty(sides->second_position))
        sides->second_position = word;
    if (text_equal(sides->second_position, word))
        add_name(filler, &sides->second, &sides->second_count, name);
}

static bool
is_civil(const struct filler *filler)
{
    return text_starts_with(filler->source->procedure->case_kind, "civil_");
}

static void
put_parties(struct filler *filler)
{
    const struct value *parties = value_member(filler->source->opening, "parties");
    size_t most = value_is(parties, VALUE_ARRAY) ? parties->count : 0;
    most = most > ENTRIES_MAX ? ENTRIES_MAX : most;
    struct text *all = ARENA_MANY(filler->arena, most * 4 + 1, struct text);
    struct text *acting = ARENA_MANY(filler->arena, most * 3 + 1, struct text);
    struct paper_list_place *list = add_list(filler, "parties"), *few = add_list(filler, "acting");
    struct sides sides = {.first = buffer_open(filler->arena, 200),
                          .second = buffer_open(filler->arena, 200)};
    *list = (struct paper_list_place){
        "parties", {"position", "name", "particulars", "particulars_after"}, 4, all, 0};
    *few = (struct paper_list_place){
        "acting", {"position_of_suit", "name", "particulars_after"}, 3, acting, 0};
    for (const struct value *party = most == 0 ? NULL : parties->first;
         party != NULL && list->rows < most; party = party->next) {
        const struct choice *position = position_of(filler, party);
        struct text word = position == NULL ? TEXT("") : said(filler, &position->words);
        struct text name = value_member_text(party, "name");
        struct text short_form = particulars(filler, party, false);
        struct text comma = either(filler, "，", ", ");
        struct text tail =
            text_is_empty(short_form)
                ? TEXT("")
                : text_format(filler->arena, "%.*s%.*s", TEXT_ARGS(comma), TEXT_ARGS(short_form));
        struct text *row = all + list->rows++ * 4;
        row[0] = word;
        row[1] = name;
        row[2] = particulars(filler, party, true);
        row[3] = tail;
        take_side(filler, &sides, party);
        if (position == NULL || !position->acts)
            continue;
        row = acting + few->rows++ * 3;
        row[0] = is_civil(filler) ? either(filler, "起诉人", "제소인") : word;
        row[1] = name;
        row[2] = tail;
    }
    paper_place(&filler->places, "plaintiffs", buffer_text(&sides.first));
    paper_place(&filler->places, "defendants", buffer_text(&sides.second));
    paper_place(&filler->places, "addressee", buffer_text(&sides.first));
    paper_place(&filler->places, "first_position", sides.first_position);
    paper_place(&filler->places, "second_position", sides.second_position);
}

/* Where papers reach who asks. An address under protection is kept by the court, not on paper. */
static void
put_addresses(struct filler *filler)
{
    const struct value *parties = value_member(filler->source->opening, "parties");
    struct paper_list_place *list = add_list(filler, "addresses");
    size_t most = value_is(parties, VALUE_ARRAY) ? parties->count : 0;
    struct text *values = ARENA_MANY(filler->arena, most * 8 + 1, struct text);
    *list = (struct paper_list_place){"addresses", {"label", "value"}, 2, values, 0};
    for (const struct value *party = most == 0 ? NULL : parties->first; party != NULL;
         party = party->next) {
        const struct choice *position = position_of(filler, party);
        if (position == NULL || !position->acts || list->rows >= ENTRIES_MAX)
            continue;
        struct text rows[][2] = {
            {either(filler, "受送达人", "수송달인"), member_said(filler, party, "name")},
            {either(filler, "送达地址", "송달주소"), member_said(filler, party, "address")},
            {either(filler, "联系电话", "전화"), member_said(filler, party, "phone")},
            {either(filler, "代理人（代收人）", "대리인(대리 수령인)"),
             member_said(filler, party, "agent")},
        };
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
            struct text *row = values + list->rows++ * 2;
            row[0] = rows[i][0];
            row[1] = rows[i][1];
        }
    }
}

/* ---- lists of papers ---- */

static struct text
form_said(const struct filler *filler, const struct value *material)
{
    if (value_member_is_true(material, "original"))
        return either(filler, "原件", "원본");
    if (!text_is_empty(value_member_text(material, "file")))
        return either(filler, "电子文件", "전자 파일");
    return either(filler, "纸质", "종이");
}

static struct text
item_said(const struct filler *filler, struct text name)
{
    const struct item_rule *item = procedure_item(filler->source->procedure, name);
    return item == NULL ? name : said(filler, &item->words);
}

/* `only`: an item; NULL all. */
static size_t
put_materials(struct filler *filler, const char *list_name, const struct value *materials,
              const char *only)
{
    struct paper_list_place *list = add_list(filler, list_name);
    size_t most = value_is(materials, VALUE_ARRAY) ? materials->count : 0;
    struct text *values = ARENA_MANY(filler->arena, most * 5 + 1, struct text);
    *list = (struct paper_list_place){
        list_name, {"no", "item", "title", "form", "pages"}, 5, values, 0};
    for (const struct value *one = most == 0 ? NULL : materials->first;
         one != NULL && list->rows < ENTRIES_MAX; one = one->next) {
        struct text item = value_member_text(one, "item");
        int64_t pages = value_member_integer(one, "pages", 0);
        if (only != NULL && !text_is(item, only))
            continue;
        struct text *row = values + list->rows++ * 5;
        struct text title = value_member_text(one, "title");
        row[0] = text_format(filler->arena, "%zu", list->rows);
        row[1] = item_said(filler, item);
        row[2] = text_is_empty(title) && only != NULL ? row[1] : title;
        row[3] = form_said(filler, one);
        row[4] = pages > 0 ? text_format(filler->arena, "%lld", (long long)pages) : TEXT("");
    }
    return list->rows;
}

static void
put_all_materials(struct filler *filler)
{
    const struct paper_source *source = filler->source;
    const struct value *materials = value_member(source->fields, "materials");
    const struct value *first = value_member(source->opening, "materials");
    bool goes_along = text_is(source->kind, "transfer_letter");
    size_t count = put_materials(filler, "materials", goes_along ? first : materials, NULL);
    size_t evidence = put_materials(filler, "evidence", first, "evidence");
    paper_place(&filler->places, "materials_count",
                count == 0 ? TEXT("") : text_format(filler->arena, "%zu", count));
    paper_place_if(&filler->places, "evidence_count", evidence > 0);
}

static void
put_defects(struct filler *filler)
{
    const struct value *defects = value_member(filler->source->fields, "defects");
    struct paper_list_place *list = add_list(filler, "defects");
    size_t most = value_is(defects, VALUE_ARRAY) ? defects->count : 0;
    struct text *values = ARENA_MANY(filler->arena, most * 4 + 1, struct text);
    *list =
        (struct paper_list_place){"defects", {"no", "item", "ground", "rests_on"}, 4, values, 0};
    for (const struct value *one = most == 0 ? NULL : defects->first;
         one != NULL && list->rows < ENTRIES_MAX; one = one->next) {
        struct text name = value_member_text(one, "item");
        const struct item_rule *item = procedure_item(filler->source->procedure, name);
        struct text *row = values + list->rows++ * 4;
        row[0] = text_format(filler->arena, "%zu", list->rows);
        row[1] = item_said(filler, name);
        row[2] = value_member_text(one, "ground");
        row[3] = item == NULL ? TEXT("") : citation_said(filler, item->rests_on);
    }
}

/* ---- periods ---- */

const struct effect *
paper_period(const struct paper_source *source)
{
    for (int i = 0; i < source->effects_count; i++) {
        const struct effect *effect = &source->effects[i];
        if (effect->kind != EFFECT_PERIOD_STARTED && effect->kind != EFFECT_PERIOD_EXTENDED &&
            effect->kind != EFFECT_PERIOD_RESUMED)
            continue;
        const struct period_rule *rule = procedure_period(source->procedure, effect->name);
        if (rule != NULL && rule->concerns_party && !date_is_none(effect->period.last_day))
            return effect;
    }
    return NULL;
}

/* 2026-12-05 as people write it on paper, which also breaks between lines. */
static struct text
with_days_in_words(const struct filler *filler, struct text text)
{
    struct buffer all = buffer_open(filler->arena, text.length * 2);
    for (size_t i = 0; i < text.length;) {
        struct date date;
        struct text ten = {text.bytes + i, text.length - i < 10 ? 0 : 10};
        if (ten.length == 10 && date_parse(ten, &date)) {
            buffer_add_text(&all, paper_day(date, filler->language, filler->arena));
            i += 10;
        } else {
            buffer_add(&all, text.bytes + i++, 1);
        }
    }
    return buffer_text(&all);
}

static struct text
derivation_said(const struct filler *filler, struct text json)
{
    struct derivation *derivation = ARENA_NEW(filler->arena, struct derivation);
    const struct value *kept =
        text_is_empty(json) ? NULL : value_read_canonical(json, filler->arena);
    struct buffer all = buffer_open(filler->arena, 400);
    if (kept == NULL || !derivation_read(kept, derivation) || derivation->count == 0)
        return TEXT("");
    buffer_add_text(&all, either(filler, "计算方法：", "계산 방법:"));
    for (size_t i = 0; i < derivation->count; i++) {
        if (is_korean(filler))
            buffer_add_text(&all, TEXT(" "));
        buffer_add_text(&all,
                        derivation_words(&derivation->steps[i], filler->language, filler->arena));
    }
    return with_days_in_words(filler, buffer_text(&all));
}

/* What the person was told when he handed it in; a calendar that changed since changes nothing. */
static bool
read_promised(const struct filler *filler, struct period_found *found)
{
    const struct value *promised = filler->source->promised;
    const struct value *derivation = value_member(promised, "derivation");
    if (!date_parse(value_member_text(promised, "last_day"), &found->last_day))
        return false;
    if (derivation != NULL) {
        struct canon canon = canon_open(filler->arena, 400);
        canon_put(&canon, derivation);
        found->derivation = canon_text(&canon);
    }
    return true;
}

/* The period of the court that decides, counted as if it received the papers on the same day. */
static void
put_next(struct filler *filler)
{
    const struct paper_source *source = filler->source;
    struct paper_places *places = &filler->places;
    const struct period_rule *rule = procedure_period(source->procedure, TEXT("filing_decision"));
    struct period_found found = {.last_day = DATE_NONE};
    bool is_opening = rule != NULL && source->step == source->opening_step;
    bool was_promised = is_opening && read_promised(filler, &found);
    bool is_counted =
        was_promised ||
        (is_opening && procedure_expected(source->procedure, source->rules, source->owner,
                                          received_ms(&source->times), filler->arena, &found));
    paper_place(places, "next_period", is_counted ? said(filler, &rule->words) : TEXT(""));
    paper_place(places, "next_rests_on",
                is_counted ? citation_said(filler, rule->rests_on) : TEXT(""));
    paper_place(places, "next_last_day",
                is_counted ? paper_day(found.last_day, filler->language, filler->arena) : TEXT(""));
    paper_place(places, "next_derivation",
                is_counted ? derivation_said(filler, found.derivation) : TEXT(""));
}

static void
put_periods(struct filler *filler)
{
    const struct paper_source *source = filler->source;
    struct paper_places *places = &filler->places;
    const struct effect *effect = paper_period(source);
    int64_t days = value_member_integer(source->fields, "days", 0);
    struct date last_day = effect == NULL ? DATE_NONE : effect->period.last_day;
    struct date originals_day = DATE_NONE;
    for (int i = 0; i < source->effects_count; i++) {
        if (source->effects[i].kind == EFFECT_PERIOD_STARTED &&
            text_is(source->effects[i].name, "originals"))
            originals_day = source->effects[i].period.last_day;
    }
    paper_place(places, "days",
                days > 0 ? text_format(filler->arena, "%lld", (long long)days) : TEXT(""));
    paper_place(places, "last_day", paper_day(last_day, filler->language, filler->arena));
    paper_place(places, "derivation",
                effect == NULL ? TEXT("") : derivation_said(filler, effect->derivation));
    paper_place(places, "originals_day", paper_day(originals_day, filler->language, filler->arena));
    put_next(filler);
}

/* ---- what a complaint says beside its claims ---- */

/* Where papers reach who asks, and whether they may come electronically: as it was filled in. */
static void
put_confirmed(struct filler *filler)
{
    const struct step *step = filler->source->opening_step;
    struct paper_list_place *list = add_list(filler, "service");
    size_t most = step == NULL ? 0 : step->fields_count;
    struct text *values = ARENA_MANY(filler->arena, most * 2 + 1, struct text);
    *list = (struct paper_list_place){"service", {"label", "value"}, 2, values, 0};
    for (size_t i = 0; i < most; i++) {
        const struct field_rule *field = &step->fields[i];
        if (!text_starts_with(field->name, "service_") &&
            !text_starts_with(field->name, "electronic_"))
            continue;
        struct text text =
            value_said(filler, field, value_member_named(filler->source->opening, field->name));
        if (text_is_empty(text))
            continue;
        values[list->rows * 2] = said(filler, &field->words);
        values[list->rows++ * 2 + 1] = text;
    }
    paper_place_if(&filler->places, "service_count", list->rows > 0);
}

/* The entries of a list of the complaint: agents, and what proves what. */
static void
put_entries(struct filler *filler, const char *name)
{
    static const struct {
        const char *name, *field;
        const char *columns[4];
    } lists[] = {
        {"agents", "agents", {"name", "for", "kind", "authority"}},
        {"proofs", "evidence", {"name", "proves", "source", "form"}},
    };
    const bool is_agents = strcmp(name, lists[0].name) == 0;
    const size_t which = is_agents ? 0 : 1;
    const struct field_rule *field = field_of(filler->source->opening_step, lists[which].field);
    const struct value *entries = value_member(filler->source->opening, lists[which].field);
    struct paper_list_place *list = add_list(filler, name);
    size_t most = value_is(entries, VALUE_ARRAY) && field != NULL ? entries->count : 0;
    struct text *values = ARENA_MANY(filler->arena, most * 5 + 1, struct text);
    *list = (struct paper_list_place){name, {"no"}, 5, values, 0};
    for (size_t k = 0; k < 4; k++)
        list->columns[k + 1] = lists[which].columns[k];
    for (const struct value *one = most == 0 ? NULL : entries->first;
         one != NULL && list->rows < ENTRIES_MAX; one = one->next) {
        struct text *row = values + list->rows++ * 5;
        row[0] = text_format(filler->arena, "%zu", list->rows);
        for (size_t k = 0; k < 4; k++) {
            const struct field_rule *member = member_of(field, lists[which].columns[k]);
            row[k + 1] = member == NULL ? TEXT("")
                                        : value_said(filler, member,
                                                     value_member(one, lists[which].columns[k]));
        }
    }
    paper_place_if(&filler->places, is_agents ? "agents_count" : "proofs_count", list->rows > 0);
}

/* ---- service ---- */

/* What is filled in now, or was when the court was asked first. */
static struct text
said_now_or_first(const struct filler *filler, const char *name)
{
    const struct paper_source *source = filler->source;
    struct text now =
        value_said(filler, field_of(source->step, name), value_member(source->fields, name));
    return text_is_empty(now) ? value_said(filler, field_of(source->opening_step, name),
                                           value_member(source->opening, name))
                              : now;
}

static struct text
day_said(const struct filler *filler, struct text day)
{
    struct date date;
    return date_parse(day, &date) ? paper_day(date, filler->language, filler->arena) : TEXT("");
}

/* Who is to be served with what, and what the law says of it. */
static void
put_service(struct filler *filler)
{
    static const char *const names[] = {"recipient", "address", "document", "court", "failure",
                                        "by",        "record",  "people",   "where"};
    const struct paper_source *source = filler->source;
    struct paper_places *places = &filler->places;
    const struct value *judged = NULL;
    for (int i = 0; i < source->effects_count; i++)
        if (source->effects[i].kind == EFFECT_SERVICE_JUDGED)
            judged = source->effects[i].memory;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        paper_place(places, text_format(filler->arena, "served_%s", names[i]).bytes,
                    said_now_or_first(filler, names[i]));
    paper_place(places, "suit_number", value_member_text(source->opening, "case_number"));
    paper_place(places, "served_on", day_said(filler, value_member_text(judged, "served_on")));
    size_t count =
        put_materials(filler, "papers", value_member(source->opening, "materials"), "papers");
    paper_place_if(places, "papers_count", count > 0);
}

/* ---- all of it ---- */

static void
put_names(struct filler *filler)
{
    const struct paper_source *source = filler->source;
    struct paper_places *places = &filler->places;
    const struct paper_rule *rule = paper_content_rule(source);
    struct words title = paper_content_title(source), role = role_words(source->role);
    struct text kind = source->procedure->case_kind;
    bool is_administrative = text_starts_with(kind, "administrative_");
    paper_place(places, "title", said(filler, &title));
    paper_place(places, "procedure", said(filler, &source->procedure->title));
    paper_place(places, "step",
                source->step == NULL ? TEXT("") : said(filler, &source->step->words));
    paper_place(places, "role", said(filler, &role));
    paper_place(places, "rests_on",
                rule == NULL ? TEXT("") : citation_said(filler, rule->rests_on));
    paper_place(places, "ruling",
                is_civil(filler)    ? either(filler, "民事", "민사")
                : is_administrative ? either(filler, "行政", "행정")
                                    : TEXT(""));
    paper_place_if(places, "appeals", is_civil(filler) || is_administrative);
    paper_place_if(places, "is_of_party", rule == NULL);
    if (source->step != NULL)
        paper_place(places,
                    text_format(filler->arena, "step_%.*s", TEXT_ARGS(source->step->name)).bytes,
                    TEXT("1"));
}

/* What an application is about, for those who take it in. */
static void
put_particulars(struct filler *filler)
{
    struct paper_list_place *list = add_list(filler, "particulars");
    struct text *values = ARENA_MANY(filler->arena, 16, struct text);
    const struct paper_source *source = filler->source;
    struct text rows[][2] = {
        {either(filler, "申请事项", "신청 사항"), said(filler, &source->procedure->title)},
        {either(filler, "案由", "사건명"), value_member_text(source->opening, "cause")},
        {either(filler, "收件法院", "접수 법원"), court_name(filler, source->receiving)},
        {either(filler, "管辖法院", "관할 법원"), court_name(filler, source->owner)},
        {either(filler, "收件时间", "접수 시각"), TEXT("")},
    };
    for (size_t i = 0; i < filler->places.count; i++) {
        if (strcmp(filler->places.values[i].name, "received") == 0)
            rows[4][1] = filler->places.values[i].value;
    }
    *list = (struct paper_list_place){"particulars", {"label", "value"}, 2, values, 0};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (text_is_empty(rows[i][1]))
            continue;
        values[list->rows * 2] = rows[i][0];
        values[list->rows++ * 2 + 1] = rows[i][1];
    }
}

static struct text
court_named(const void *of, struct text node)
{
    return court_name(of, node);
}

struct paper_places
paper_places_fill(const struct paper_source *source, enum language language, struct arena *arena)
{
    struct filler *filler = ARENA_NEW(arena, struct filler);
    filler->source = source;
    filler->language = language;
    filler->arena = arena;
    for (size_t i = 0; source->opening_step != NULL && i < source->opening_step->fields_count;
         i++) {
        if (source->opening_step->fields[i].type == FIELD_PARTIES)
            filler->parties = &source->opening_step->fields[i];
    }
    put_names(filler);
    put_days(filler);
    put_courts(filler);
    put_numbers(filler);
    put_reason(filler);
    put_texts(filler);
    put_parties(filler);
    put_addresses(filler);
    put_all_materials(filler);
    put_defects(filler);
    put_service(filler);
    put_periods(filler);
    put_particulars(filler);
    put_confirmed(filler);
    put_entries(filler, "agents");
    put_entries(filler, "proofs");
    paper_elements_put(&filler->places, source, language, arena);
    if (source->service != NULL)
        paper_service_put(source->service, language, court_named, filler, arena, &filler->places);
    put_fields(filler, "filing", source->opening_step, source->opening);
    size_t at = filler->places.lists_count;
    bool is_opening = source->step == source->opening_step;
    put_fields(filler, "fields", is_opening ? NULL : source->step, source->fields);
    paper_place_if(&filler->places, "fields_count", filler->places.lists[at].rows > 0);
    return filler->places;
}
