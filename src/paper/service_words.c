/* service_words.c: a verdict that was recorded names the rules it went by; their words are looked
 * up when it is read. */
#include "paper/service_words.h"

#include "paper/derivation_words.h"
#include "paper/wording.h"

static const struct words *
choice_words(const struct service_rules *rules, struct text fact, struct text id)
{
    int at = service_fact_at(rules, fact);
    for (size_t i = 0; at >= 0 && i < rules->facts[at].choices_count; i++)
        if (text_equal(rules->facts[at].choices[i].id, id))
            return &rules->facts[at].choices[i].words;
    return NULL;
}

static struct text
name_of_failure(const struct service_words *words)
{
    struct wording_value values[] = {{"id", TEXT("failure")},
                                     {"name", wording("service.failure", words->language)}};
    return wording_fill("service.name", words->language, values, 2, words->arena);
}

struct text
service_words_name(const struct service_words *words, struct text id)
{
    const struct service_rules *rules = words->rules;
    int fact = service_fact_at(rules, id), date = service_date_at(rules, id);
    const struct service_mode *mode = service_mode_find(rules, id);
    const struct words *found = fact >= 0      ? &rules->facts[fact].words
                                : date >= 0    ? &rules->dates[date].words
                                : mode != NULL ? &mode->words
                                               : NULL;
    if (text_is(id, "failure"))
        return name_of_failure(words);
    found = found == NULL ? choice_words(rules, TEXT("channel"), id) : found;
    if (found == NULL)
        return id;
    struct wording_value values[] = {{"id", id}, {"name", found->in[words->language]}};
    return wording_fill("service.name", words->language, values, 2, words->arena);
}

struct text
service_words_names(const struct service_words *words, struct text names)
{
    struct text whole = TEXT(""), rest = names;
    while (!text_is_empty(rest)) {
        struct text name = service_words_name(words, text_cut(&rest, ' '));
        if (text_is_empty(whole)) {
            whole = name;
            continue;
        }
        struct wording_value values[] = {{"first", whole}, {"second", name}};
        whole = wording_fill("service.names", words->language, values, 2, words->arena);
    }
    return whole;
}

struct text
service_words_fill(const struct service_words *words, const struct words *sentence,
                   struct text what, struct text day)
{
    struct date date;
    struct text said =
        date_parse(day, &date) ? derivation_words_day(date, words->language, words->arena) : day;
    struct wording_value values[] = {{"what", service_words_names(words, what)}, {"day", said}};
    return wording_fill_in(sentence->in[words->language], words->language, values, 2, words->arena);
}

struct text
service_words_choice(const struct service_words *words, const char *fact, struct text choice)
{
    const struct words *found = choice_words(words->rules, text_of(fact), choice);
    return found == NULL ? choice : found->in[words->language];
}

struct text
service_words_mode(const struct service_words *words, struct text mode, struct text channel)
{
    const struct service_mode *found = service_mode_find(words->rules, mode);
    struct text name = found == NULL ? mode : found->words.in[words->language];
    if (text_is_empty(channel))
        return name;
    struct text way = service_words_choice(words, "channel", channel);
    return text_format(words->arena, "%.*s · %.*s", TEXT_ARGS(name), TEXT_ARGS(way));
}

struct text
service_words_action(const struct service_words *words, struct text action)
{
    const struct service_action *found = service_action_find(words->rules, action);
    return found == NULL ? action : found->words.in[words->language];
}

static const struct words *
find_rule(const struct service_rule *rules, size_t count, struct text name)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(rules[i].name, name))
            return &rules[i].words;
    return NULL;
}

const struct words *
service_words_rule(const struct service_rules *rules, struct text name)
{
    static const char *const notes[] = {
#define SERVICE_NOTE(name, word) word,
#include "law/service_note.def"
#undef SERVICE_NOTE
    };
    const struct words *found = find_rule(rules->common, rules->common_count, name);
    for (size_t i = 0; found == NULL && i < rules->modes_count; i++)
        found = find_rule(rules->modes[i].rules, rules->modes[i].rules_count, name);
    for (size_t i = 0; found == NULL && i < rules->failures_count; i++)
        found = find_rule(rules->failures[i].rules, rules->failures[i].rules_count, name);
    for (int i = 0; found == NULL && i < SERVICE_NOTE_COUNT; i++)
        if (text_is(name, notes[i]))
            found = &rules->notes[i].words;
    return found;
}
