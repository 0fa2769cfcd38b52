/* tell.c: who is told, on which ways, in which language. A defendant is told nothing before he is
 * served: only those who act in the matter, and their agents, are. */
#include "command/tell.h"

#include "paper/wording.h"
#include "store/account_rows.h"
#include "store/notice_rows.h"

#include <string.h>

enum { RECIPIENTS_MAX = 256, ID_DIGITS = 32, MESSAGE_MS = 7 * 24 * 60 * 60 * 1000 };

#define SUPPORT_PHONE TEXT("12368")

struct recipient {
    struct text who; /* account, or party/0 */
    bool is_account, by[MESSAGE_WAYS];
    bool has_language;
    enum language language;
    struct text to[MESSAGE_WAYS]; /* empty: there is none */
};

struct telling_round {
    struct corridor *corridor;
    struct matter_row row;
    const struct procedure *procedure;
    struct recipient recipients[RECIPIENTS_MAX];
    int count;
    struct arena *arena;
};

/* ---- words ---- */

static struct text
say_day(struct date day, enum language language, struct arena *arena)
{
    static const char *const weekdays[] = {
        "weekday.monday", "weekday.tuesday",  "weekday.wednesday", "weekday.thursday",
        "weekday.friday", "weekday.saturday", "weekday.sunday"};
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    if (date_is_none(day))
        return TEXT("");
    struct civil civil = date_civil(day);
    struct wording_value values[] = {
        {"day", text_format(arena, "%d", civil.day)},
        {"month", language == LANGUAGE_EN ? text_of(months[civil.month - 1])
                                          : text_format(arena, "%d", civil.month)},
        {"weekday", wording(weekdays[date_weekday(day)], language)},
    };
    return wording_fill("page.date", language, values, 3, arena);
}

static struct text
without_dashes(struct text number, struct arena *arena)
{
    struct buffer plain = buffer_open(arena, number.length + 1);
    for (size_t i = 0; i < number.length; i++) {
        if (number.bytes[i] != '-')
            buffer_add(&plain, &number.bytes[i], 1);
    }
    return buffer_text(&plain);
}

/* tongban.example.cn of https://tongban.example.cn/ */
static struct text
short_address(struct text url)
{
    const char *const schemes[] = {"https://", "http://"};
    for (size_t i = 0; i < 2; i++) {
        size_t length = strlen(schemes[i]);
        if (text_starts_with(url, schemes[i]))
            url = (struct text){url.bytes + length, url.length - length};
    }
    while (url.length > 0 && url.bytes[url.length - 1] == '/')
        url.length--;
    return url;
}

/* 请补正材料。 without its last sign. */
static struct text
without_stop(struct text sentence)
{
    if (sentence.length >= 3 && memcmp(sentence.bytes + sentence.length - 3, "。", 3) == 0)
        return (struct text){sentence.bytes, sentence.length - 3};
    if (sentence.length > 0 && sentence.bytes[sentence.length - 1] == '.')
        return (struct text){sentence.bytes, sentence.length - 1};
    return sentence;
}

/* A sentence as the court says it. */
static struct text
say(const struct telling_words *words, const char *key, const struct wording_value *values,
    size_t count, struct arena *arena)
{
    struct text sentence =
        own_words_say(words->own, text_of(key), words->language, wording(key, words->language));
    return wording_fill_in(sentence, words->language, values, count, arena);
}

static struct text
say_text(const struct telling_words *words, struct text number, const char *key,
         struct arena *arena)
{
    struct wording_value values[] = {
        {"court", words->court},
        {"number", number},
        {"phone", SUPPORT_PHONE},
        {"what", words->what},
        {"site", short_address(words->public_url)},
    };
    return say(words, key, values, 5, arena);
}

struct text
tell_text(const struct telling_words *words, struct arena *arena)
{
    size_t most =
        words->language == LANGUAGE_EN ? TELL_TEXT_CHARACTERS_LATIN : TELL_TEXT_CHARACTERS;
    /* The address leads to the matter, the telephone number is known to everybody: it goes first.
     */
    static const char *const keys[] = {"notice.text", "notice.text-site", "notice.text-bare"};
    struct text plain = without_dashes(words->number, arena), said = TEXT("");
    bool has_site = !text_is_empty(words->public_url);
    for (int try = has_site ? 0 : 4; try < 6; try++) {
        said = say_text(words, try % 2 == 0 ? words->number : plain, keys[try / 2], arena);
        if (text_characters(said) <= most)
            break;
    }
    return said;
}

static void
add_line(struct buffer *mail, const char *key, const struct telling_words *words,
         const struct wording_value *values, size_t count, struct arena *arena)
{
    buffer_add_text(mail, say(words, key, values, count, arena));
    buffer_add_format(mail, "\r\n");
}

struct text
tell_mail_subject(const struct telling_words *words, struct arena *arena)
{
    struct wording_value values[] = {{"court", words->court}, {"what", words->what}};
    return say(words, "notice.mail-subject", values, 2, arena);
}

struct text
tell_mail(const struct telling_words *words, struct arena *arena)
{
    struct buffer mail = buffer_open(arena, 1024);
    struct wording_value values[] = {
        {"court", words->court},  {"day", words->day},         {"number", words->number},
        {"phone", SUPPORT_PHONE}, {"site", words->public_url},
    };
    add_line(&mail, "notice.mail-greeting", words, values, 5, arena);
    buffer_add_format(&mail, "\r\n%.*s\r\n", TEXT_ARGS(words->sentence));
    if (!text_is_empty(words->day))
        add_line(&mail, "notice.mail-day", words, values, 5, arena);
    buffer_add_format(&mail, "\r\n");
    add_line(&mail, "notice.mail-number", words, values, 5, arena);
    add_line(&mail, "notice.mail-court", words, values, 5, arena);
    buffer_add_format(&mail, "\r\n");
    if (!text_is_empty(words->public_url))
        add_line(&mail, "notice.mail-site", words, values, 5, arena);
    add_line(&mail, "notice.mail-counter", words, values, 5, arena);
    add_line(&mail, "notice.mail-phone", words, values, 5, arena);
    buffer_add_format(&mail, "\r\n");
    add_line(&mail, "notice.mail-stop", words, values, 5, arena);
    return buffer_text(&mail);
}

/* ---- who ---- */

static struct recipient *
find_account(struct telling_round *round, struct text account)
{
    for (int i = 0; i < round->count; i++) {
        if (round->recipients[i].is_account && text_equal(round->recipients[i].who, account))
            return &round->recipients[i];
    }
    return NULL;
}

static struct recipient *
add_recipient(struct telling_round *round, struct text who, bool is_account)
{
    if (round->count == RECIPIENTS_MAX)
        return NULL;
    struct recipient *one = &round->recipients[round->count++];
    *one = (struct recipient){.who = who, .is_account = is_account, .by = {true, true}};
    return one;
}

static void
add_account(struct telling_round *round, struct text account_id)
{
    struct node *node = round->corridor->node;
    struct account account;
    struct recipient *one = add_recipient(round, account_id, true);
    if (one == NULL)
        return;
    struct ways ways = notice_rows_ways(node->store, node->id, account_id, round->arena);
    memcpy(one->by, ways.by, sizeof one->by);
    one->has_language = ways.has_language;
    one->language = ways.language;
    one->to[MESSAGE_MAIL] = ways.email;
    /* Citizens sign in with their telephone number. */
    if (account_rows_load(node->store, node->id, account_id, round->arena, &account))
        one->to[MESSAGE_TEXT] = message_phone(
            text_is_empty(account.phone) ? account.sign_in : account.phone, round->arena);
}

/* Where somebody has an account, what he chose there counts for the number he handed in as well. */
static void
add_party(struct telling_round *round, struct text who, struct text account,
          const struct value *details)
{
    struct text phone = message_phone(value_member_text(details, "phone"), round->arena);
    struct text email = text_trim(value_member_text(details, "email"));
    struct recipient *one = text_is(account, "-") ? NULL : find_account(round, account);
    for (int i = 0; one == NULL && i < round->count; i++) {
        if (!text_is_empty(phone) && text_equal(round->recipients[i].to[MESSAGE_TEXT], phone))
            one = &round->recipients[i];
    }
    if (one == NULL)
        one = add_recipient(round, who, false);
    if (one == NULL)
        return;
    if (text_is_empty(one->to[MESSAGE_TEXT]))
        one->to[MESSAGE_TEXT] = phone;
    if (text_is_empty(one->to[MESSAGE_MAIL]) && message_is_mail_address(email))
        one->to[MESSAGE_MAIL] = email;
}

static bool
follows_elsewhere(const struct matter_facts *facts, struct text account, struct text here)
{
    for (int i = 0; i < facts->followers_count; i++) {
        if (text_equal(facts->followers[i].account, account))
            return !text_equal(facts->followers[i].node, here);
    }
    return false;
}

static void
find_recipients(struct telling_round *round)
{
    struct node *node = round->corridor->node;
    const struct matter_facts *facts = &round->row.facts;
    /* Who follows the matter from elsewhere has his notices there, and is written to here at the
     * number he handed in. */
    for (int i = 0; i < facts->people_count; i++)
        if (!follows_elsewhere(facts, facts->people[i], node->id))
            add_account(round, facts->people[i]);
    struct sql *rows = sql(node->store, "SELECT number, side, account_id, details FROM party_rows"
                                        " WHERE court_id = $1 AND matter_id = $2 ORDER BY number");
    sql_text(rows, 1, node->id);
    sql_text(rows, 2, facts->id);
    while (sql_next(rows)) {
        struct arena *arena = round->arena;
        if (!procedure_position_acts(round->procedure, sql_column(rows, 1, arena)))
            continue;
        add_party(round, text_format(arena, "party/%lld", (long long)sql_column_integer(rows, 0)),
                  sql_column(rows, 2, arena),
                  value_read_canonical(sql_column(rows, 3, arena), arena));
    }
    sql_end(rows);
}

/* ---- what ---- */

static enum language
language_of(const struct telling_round *round, const struct recipient *to)
{
    enum language language;
    const struct value *wished = matter_memory(&round->row.facts, TEXT("language"));
    if (to->has_language)
        return to->language;
    return language_parse(value_text(wished), &language) ? language : LANGUAGE_ZH;
}

static struct telling_words
words_for(const struct telling_round *round, const struct notice_rule *notice,
          enum language language)
{
    struct arena *arena = round->arena;
    const struct matter_facts *facts = &round->row.facts;
    const struct network_node *court = network_find(round->corridor->network, facts->owner);
    const struct matter_period *period =
        text_is_empty(notice->last_day) ? NULL : matter_period(facts, notice->last_day);
    bool has_day = period != NULL && period->status == PERIOD_RUNNING;
    struct text day = has_day ? say_day(period->last_day, language, arena) : TEXT("");
    struct text brief = notice->brief.in[language];
    bool wants_day = brief.length > 0 && memmem(brief.bytes, brief.length, "{day}", 5) != NULL;
    struct wording_value values[] = {{"day", day}};
    struct text sentence = notice->words.in[language];
    return (struct telling_words){
        .court = court == NULL ? facts->owner : court->name.in[language],
        .number = facts->id,
        .what = text_is_empty(brief) || (wants_day && text_is_empty(day))
                    ? without_stop(sentence)
                    : wording_fill_in(brief, language, values, 1, arena),
        .sentence = sentence,
        .day = day,
        .public_url = round->corridor->telling.public_url,
        .own = rulebook_own_words(round->corridor->rules, round->corridor->node->id),
        .language = language,
    };
}

/* The same event, told again after a restore, is the same message to whoever carries it. */
static struct text
message_id(const struct telling_round *round, struct text place, struct text notice,
           struct text way, struct text who)
{
    struct text whole =
        text_format(round->arena, "%.*s|%.*s|%.*s|%.*s|%.*s|%.*s",
                    TEXT_ARGS(round->corridor->node->id), TEXT_ARGS(round->row.facts.id),
                    TEXT_ARGS(place), TEXT_ARGS(notice), TEXT_ARGS(way), TEXT_ARGS(who));
    struct digest digest = digest_of(whole);
    return (struct text){digest_hex(&digest, round->arena).bytes, ID_DIGITS};
}

static bool
was_addressed(const struct telling_round *round, int before, enum message_way way)
{
    for (int i = 0; i < before; i++) {
        if (round->recipients[i].by[way] &&
            text_equal(round->recipients[i].to[way], round->recipients[before].to[way]))
            return true;
    }
    return false;
}

static void
promise(struct telling_round *round, const struct notice_rule *notice, int64_t position,
        struct text place, const struct recipient *to, enum message_way way)
{
    struct node *node = round->corridor->node;
    struct arena *arena = round->arena;
    bool is_mail = way == MESSAGE_MAIL;
    struct telling_words words = words_for(round, notice, language_of(round, to));
    struct message message = {
        .id = message_id(round, place, notice->name, message_way_word(way), to->who),
        .way = way,
        .to = to->to[way],
        .subject = is_mail ? tell_mail_subject(&words, arena) : TEXT(""),
        .content = is_mail ? tell_mail(&words, arena) : tell_text(&words, arena),
        .matter_id = round->row.facts.id,
        .notice = notice->name,
        .recipient = to->who,
        .position = position,
        .made_ms = node->now_ms,
        .ends_ms = node->now_ms + MESSAGE_MS,
    };
    message_promise(node, &message);
}

static void
tell(struct telling_round *round, const struct notice_rule *notice, int64_t position,
     struct text place)
{
    static const enum notice_way ways[MESSAGE_WAYS] = {NOTICE_TEXT, NOTICE_MAIL};
    for (int i = 0; i < round->count; i++) {
        const struct recipient *to = &round->recipients[i];
        for (int way = 0; way < MESSAGE_WAYS; way++) {
            if (round->corridor->telling.is_open[way] && to->by[way] &&
                !text_is_empty(to->to[way]) && procedure_notice_goes(notice, ways[way]) &&
                !was_addressed(round, i, (enum message_way)way))
                promise(round, notice, position, place, to, (enum message_way)way);
        }
    }
}

/* Where the event stands with whoever wrote it: NODE/stream/seq. */
static struct text
place_of(const struct event *event, struct arena *arena)
{
    struct text statement_json = event->statement;
    if (event->kind == EVENT_EVENT_RECEIVED)
        statement_json = value_member_text(value_read_canonical(event->body, arena), "statement");
    const struct value *statement = value_read_canonical(statement_json, arena);
    return matter_rows_place(value_member_text(statement, "node"),
                             value_member_text(statement, "stream"),
                             value_member_integer(statement, "seq", 0), arena);
}

static bool
has_something_to_tell(const struct step_result *result)
{
    for (int i = 0; i < result->effects_count; i++) {
        if (result->effects[i].kind == EFFECT_NOTICE_PROMISED &&
            text_is(result->effects[i].value, "party"))
            return true;
    }
    return false;
}

void
tell_parties(struct corridor *corridor, struct text matter_id, int64_t position,
             const struct step_result *result, struct arena *arena)
{
    struct node *node = corridor->node;
    struct event event;
    if (!has_something_to_tell(result) ||
        !(corridor->telling.is_open[MESSAGE_TEXT] || corridor->telling.is_open[MESSAGE_MAIL]))
        return;
    struct telling_round *round = ARENA_NEW(arena, struct telling_round);
    round->corridor = corridor;
    round->arena = arena;
    if (!matter_row_load(node->store, node->id, matter_id, arena, &round->row) ||
        !text_equal(round->row.facts.receiving, node->id) ||
        !journal_read(node->store, node->id, position, arena, &event))
        return;
    round->procedure =
        rulebook_procedure(corridor->rules, round->row.procedure_name, round->row.procedure_digest);
    if (round->procedure == NULL)
        return;
    find_recipients(round);
    for (int i = 0; i < result->effects_count; i++) {
        const struct effect *effect = &result->effects[i];
        const struct notice_rule *notice =
            effect->kind == EFFECT_NOTICE_PROMISED && text_is(effect->value, "party")
                ? procedure_notice(round->procedure, effect->name)
                : NULL;
        if (notice != NULL)
            tell(round, notice, position, place_of(&event, arena));
    }
}
