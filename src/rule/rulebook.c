/* rulebook.c: opens every rule file at once and answers for them; the law of procedure asks the law
 * of time through one function here. */
#include "rule/rulebook.h"

#include "law/deadline.h"
#include "law/service_told.h"
#include "rule/case_kind_rule.h"
#include "rule/case_type_rule.h"
#include "rule/cause_rule.h"
#include "rule/element_form_rule.h"
#include "rule/fee_rule.h"
#include "rule/guide_rule.h"
#include "rule/jurisdiction_rule.h"
#include "rule/policy_rule.h"
#include "rule/rule_folder.h"
#include "rule/service_rule.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_BYTES_MAX = 1024 * 1024 };

/* ---- the law of time, asked by the engine ---- */

static struct period_length
length_of(const struct period_asked *asked)
{
    static const enum length_unit units[] = {
        [UNIT_DAYS] = LENGTH_DAYS,     [UNIT_WORKING_DAYS] = LENGTH_WORKING_DAYS,
        [UNIT_MONTHS] = LENGTH_MONTHS, [UNIT_YEARS] = LENGTH_YEARS,
        [UNIT_HOURS] = LENGTH_HOURS,   [UNIT_OFFICE_MINUTES] = LENGTH_OFFICE_MINUTES,
    };
    return (struct period_length){(int)asked->length, units[asked->unit]};
}

static struct text
name_of_rule(const struct period_asked *asked, struct arena *arena)
{
    if (asked->unit != UNIT_CATALOGUE)
        return TEXT("length");
    return text_format(arena, "%.*s/%.*s", TEXT_ARGS(asked->catalogue),
                       TEXT_ARGS(text_is_empty(asked->variant) ? TEXT("default") : asked->variant));
}

static bool
is_instant(const struct rulebook *rules, const struct period_asked *asked)
{
    if (asked->unit == UNIT_HOURS || asked->unit == UNIT_OFFICE_MINUTES)
        return true;
    if (asked->unit != UNIT_CATALOGUE)
        return false;
    const struct period *period = period_find(&rules->time.periods, asked->catalogue);
    const struct period_variant *variant =
        period == NULL ? NULL : period_variant_find(period, asked->variant, asked->from);
    return variant != NULL && period_unit_is_clock(variant->length.unit);
}

static const struct network_node *
court_of(const struct rulebook *rules, struct text id)
{
    return network_find(atomic_load(&((struct rulebook *)rules)->network), id);
}

static struct calendar
calendar_at_seat(const struct rulebook *rules, struct text id)
{
    const struct network_node *court = court_of(rules, id);
    struct calendar calendar;
    if (!calendar_of_seat(&rules->time.calendars, court != NULL ? court->seat : TEXT(""),
                          &calendar))
        calendar_of_seat(&rules->time.calendars, TEXT(""), &calendar);
    return calendar;
}

struct calendar
rulebook_calendar(const struct rulebook *rules, struct text id)
{
    struct calendar calendar = calendar_at_seat(rules, id);
    const struct rulebook_court *court = atomic_load(&((struct rulebook *)rules)->courts);
    while (court != NULL && !text_equal(court->court, id))
        court = court->next;
    if (court != NULL)
        calendar.decided = court->decided;
    return calendar;
}

struct office_hours
rulebook_hours(const struct rulebook *rules, struct text id)
{
    const struct network_node *court = court_of(rules, id);
    return court != NULL ? court->office : office_hours_usual();
}

static bool
count_period(const struct rulebook *rules, const struct calendar *calendar,
             const struct period_asked *asked, struct arena *arena, struct period_found *found)
{
    struct office_hours hours = rulebook_hours(rules, asked->court);
    struct deadline deadline;
    bool counts_instant = is_instant(rules, asked);
    struct deadline_request request = {
        .from = counts_instant ? DATE_NONE : asked->from,
        .from_ms = asked->from_ms,
    };
    if (asked->unit == UNIT_CATALOGUE) {
        request.period = asked->catalogue;
        request.variant = asked->variant;
    } else {
        request.length = length_of(asked);
    }
    if (!deadline_for_period(&rules->time.periods, calendar, &hours, &request, arena, &deadline))
        return false;
    *found = (struct period_found){
        .nominal = deadline.nominal,
        .last_day = deadline.last_day,
        .due_ms = deadline.due_ms,
        .calendar_missing = deadline.calendar_missing,
        .counts_court_days = deadline.variant != NULL
                                 ? deadline.variant->length.unit == LENGTH_WORKING_DAYS
                                 : request.length.unit == LENGTH_WORKING_DAYS,
        .rule = name_of_rule(asked, arena),
        .rules_digest = rules->time_digest,
        .derivation = derivation_json(&deadline.derivation, arena),
    };
    return true;
}

static bool
find_period(const void *of, const struct period_asked *asked, struct arena *arena,
            struct period_found *found)
{
    struct calendar calendar = rulebook_calendar(of, asked->court);
    return count_period(of, &calendar, asked, arena, found);
}

static bool
preview_period(const void *of, const struct period_asked *asked, struct arena *arena,
               struct period_found *found)
{
    const struct rulebook_preview *preview = of;
    struct calendar calendar = rulebook_calendar(preview->rules, asked->court);
    if (text_equal(asked->court, preview->court))
        calendar.decided = preview->decided;
    return count_period(preview->rules, &calendar, asked, arena, found);
}

/* What no field of the step says may be remembered from an earlier one: of which kind the paper is,
 * for instance. */
static void
read_attempt(const struct rulebook *rules, const struct service_asked *asked,
             struct service_attempt *attempt)
{
    int now = service_date_at(&rules->service, TEXT("now"));
    int letter = service_date_at(&rules->service, TEXT("letter_received"));
    for (int i = 0; i < asked->memories_count; i++)
        service_told_put(&rules->service, asked->memories[i].name, asked->memories[i].value,
                         attempt);
    for (const struct value *one = asked->fields == NULL ? NULL : asked->fields->first; one != NULL;
         one = one->next)
        service_told_put(&rules->service, one->key, one, attempt);
    if (letter >= 0 && !date_is_none(asked->letter_received))
        attempt->dates[letter].day = asked->letter_received;
    if (now >= 0)
        attempt->dates[now] = (struct service_time){
            date_of_instant(asked->now_ms, CHINA_OFFSET_MINUTES), asked->now_ms, true};
}

static bool
find_verdict(const void *of, const struct service_asked *asked, struct arena *arena,
             struct service_judgment *found)
{
    const struct rulebook *rules = of;
    struct calendar calendar = rulebook_calendar(rules, asked->court);
    struct office_hours hours = rulebook_hours(rules, asked->court);
    struct service_counting counting = {&rules->time.periods, &calendar, &hours};
    const struct service_mode *mode = service_mode_find(&rules->service, asked->mode);
    struct service_attempt *attempt = ARENA_NEW(arena, struct service_attempt);
    if (mode == NULL)
        return false;
    service_attempt_open(&rules->service, mode, attempt);
    read_attempt(rules, asked, attempt);
    const struct service_verdict *verdict =
        service_decide(&rules->service, &counting, attempt, arena);
    bool is_wanting =
        verdict->outcome == SERVICE_MISSING || verdict->outcome == SERVICE_CONTRADICTED;
    *found = (struct service_judgment){
        .outcome = service_outcome_text(verdict->outcome),
        .used = service_told_used(&rules->service, attempt),
        .served_on = verdict->served_on,
        .closed_on = verdict->closed_on,
        .rule = service_told_rule(verdict),
        .detail = is_wanting ? service_told_wanting(verdict, arena) : service_told_rule(verdict),
        .derivation = service_told_derivation(verdict, arena),
        .rules_digest = rules->service_digest,
        .is_late = verdict->is_late,
    };
    return true;
}

struct rule_set
rulebook_preview(const struct rulebook_preview *preview)
{
    struct rule_set set = preview->rules->rule_set;
    set.period = preview_period;
    set.of = preview;
    set.serve = NULL; /* nobody serves in a preview */
    return set;
}

/* ---- files ---- */

static struct text
read_whole(const char *path, struct arena *arena)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return TEXT("");
    char *bytes = arena_take(arena, FILE_BYTES_MAX + 1);
    size_t length = fread(bytes, 1, FILE_BYTES_MAX, file);
    fclose(file);
    return (struct text){bytes, length};
}

struct keeping {
    struct rulebook *rules;
    struct rulebook_file *files;
    const char *folder;
};

static int
by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static bool
is_yaml(const char *name)
{
    size_t length = strlen(name);
    return name[0] != '.' && length > 5 && strcmp(name + length - 5, ".yaml") == 0;
}

static void
keep_files(struct keeping *keeping, const char *below)
{
    struct rulebook *rules = keeping->rules;
    struct dirent **names = NULL;
    const char *place = text_format(rules->arena, "%s/%s", keeping->folder, below).bytes;
    int count = scandir(place, &names, NULL, by_name);
    struct arena *scratch = arena_open();
    for (int i = 0; i < count; i++) {
        if (is_yaml(names[i]->d_name) && rules->files_count < RULEBOOK_FILES_MAX) {
            struct rulebook_file *file = &keeping->files[rules->files_count++];
            file->name = text_format(rules->arena, "%s%s%s", below, below[0] == '\0' ? "" : "/",
                                     names[i]->d_name);
            const char *path = text_format(scratch, "%s/%s", place, names[i]->d_name).bytes;
            file->content = text_copy(read_whole(path, scratch), rules->arena);
            file->digest = digest_of(file->content);
            arena_reset(scratch);
        }
        free(names[i]);
    }
    free(names);
    arena_close(scratch);
}

static struct text
digest_of_folders(const struct rulebook *rules, const char *one, const char *other)
{
    struct hasher *hasher = hasher_open(rules->arena);
    hasher_begin(hasher);
    for (size_t i = 0; i < rules->files_count; i++) {
        const struct rulebook_file *file = &rules->files[i];
        if (text_starts_with(file->name, one) || text_starts_with(file->name, other))
            hasher_add(hasher, file->digest.bytes, DIGEST_BYTES);
    }
    struct digest digest = hasher_end(hasher);
    return digest_hex(&digest, rules->arena);
}

/* Every folder that is read; "" holds the files there is one of. */
static const char *const folders[] = {"",      "calendar", "period", "procedure",
                                      "cause", "form",     "fee",    "service"};

static bool
ends_as_yaml(struct text name)
{
    struct text ending = TEXT(".yaml");
    return name.length > ending.length &&
           memcmp(name.bytes + name.length - ending.length, ending.bytes, ending.length) == 0;
}

const struct rulebook_file *
rulebook_file(const struct rulebook *rules, struct text name)
{
    for (size_t i = 0; i < rules->files_count; i++) {
        if (text_equal(rules->files[i].name, name))
            return &rules->files[i];
    }
    return NULL;
}

bool
rulebook_may_hold(const struct rulebook *rules, struct text name)
{
    struct text file = name, folder = text_cut(&file, '/');
    if (!rule_folder_is_plain(name) || name.length > RULEBOOK_NAME_BYTES_MAX)
        return false;
    for (size_t i = 1; i < sizeof folders / sizeof folders[0]; i++) {
        if (text_is(folder, folders[i]))
            return ends_as_yaml(file);
    }
    return rulebook_file(rules, name) != NULL;
}

struct rulebook *
rulebook_open(const char *folder, struct mistakes *mistakes)
{
    struct arena *arena = arena_open();
    struct rulebook *rules = ARENA_NEW(arena, struct rulebook);
    rules->arena = arena;
    struct rulebook_file *files = ARENA_MANY(arena, RULEBOOK_FILES_MAX, struct rulebook_file);
    struct keeping keeping = {rules, files, folder};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        keep_files(&keeping, folders[i]);
    rules->files = files;
    rules->time_digest = digest_of_folders(rules, "calendar/", "period/");
    rules->service_digest = digest_of_folders(rules, "service/", "service/");
    bool is_good = time_rule_load(folder, arena, mistakes, &rules->time);
    const struct source_list *sources = &rules->time.sources;
    is_good &= case_type_rule_load(folder, sources, arena, mistakes, &rules->case_types);
    is_good &= case_kind_rule_load(folder, sources, arena, mistakes, &rules->case_kinds);
    is_good &= cause_rule_load(folder, sources, arena, mistakes, &rules->causes);
    is_good &=
        element_form_rule_load(folder, sources, &rules->causes, arena, mistakes, &rules->forms);
    is_good &= jurisdiction_rule_load(folder, sources, NULL, arena, mistakes, &rules->jurisdiction);
    is_good &= jurisdiction_rule_check_causes(&rules->jurisdiction, &rules->causes, mistakes);
    is_good &= policy_rule_load(folder, sources, arena, mistakes, &rules->policies);
    is_good &= fee_rule_load(folder, sources, &rules->policies, arena, mistakes, &rules->fees);
    is_good &= procedure_rule_load(folder, sources, arena, mistakes, &rules->procedures);
    is_good &=
        service_rule_load(folder, sources, &rules->time.periods, arena, mistakes, &rules->service);
    is_good &= guide_rule_load(folder, sources, &rules->time.periods, &rules->procedures, arena,
                               mistakes, &rules->guide);
    rules->rule_set =
        (struct rule_set){&rules->policies, find_period, rules, &rules->forms, find_verdict};
    if (is_good)
        return rules;
    arena_close(arena);
    return NULL;
}

void
rulebook_close(struct rulebook *rules)
{
    if (rules == NULL)
        return;
    for (struct rulebook_court *court = atomic_load(&rules->courts), *next; court != NULL;
         court = next) {
        next = court->next;
        arena_close(court->arena);
    }
    for (struct rulebook_words *words = atomic_load(&rules->words), *next; words != NULL;
         words = next) {
        next = words->next;
        arena_close(words->arena);
    }
    arena_close(rules->arena);
}

void
rulebook_use_network(struct rulebook *rules, const struct network *network)
{
    atomic_store(&rules->network, network);
}

static bool
are_same_days(const struct calendar_decisions *a, const struct calendar_decisions *b)
{
    bool is_same = a->count == b->count;
    for (size_t i = 0; is_same && i < a->count; i++) {
        const struct calendar_decided *one = &a->days[i], *other = &b->days[i];
        is_same = date_compare(one->span.first, other->span.first) == 0 &&
                  date_compare(one->span.last, other->span.last) == 0 &&
                  one->is_work == other->is_work &&
                  text_equal(one->span.words.in[0], other->span.words.in[0]);
    }
    return is_same;
}

void
rulebook_use_decisions(const struct rulebook *rules, struct text id,
                       const struct calendar_decisions *decided)
{
    struct calendar now = rulebook_calendar(rules, id);
    if (are_same_days(&now.decided, decided))
        return;
    struct arena *arena = arena_open();
    struct rulebook_court *court = ARENA_NEW(arena, struct rulebook_court);
    struct calendar_decided *days = ARENA_MANY(arena, decided->count + 1, struct calendar_decided);
    for (size_t i = 0; i < decided->count; i++) {
        days[i] = decided->days[i];
        days[i].notice = text_copy(decided->days[i].notice, arena);
        for (int language = 0; language < LANGUAGE_COUNT; language++)
            days[i].span.words.in[language] =
                text_copy(decided->days[i].span.words.in[language], arena);
    }
    _Atomic(struct rulebook_court *) *courts = &((struct rulebook *)rules)->courts;
    *court = (struct rulebook_court){
        arena, text_copy(id, arena), {days, decided->count}, atomic_load(courts)};
    while (!atomic_compare_exchange_weak(courts, &court->next, court))
        continue;
}

/* ---- what courts say in their own words ---- */

/* The newest of a court; NULL none. */
static const struct rulebook_words *
words_of(const struct rulebook *rules, struct text id)
{
    const struct rulebook_words *words =
        atomic_load(&((struct rulebook *)rules)->words); /* C17 has no const load */
    while (words != NULL && !text_equal(words->court, id))
        words = words->next;
    return words;
}

const struct own_words *
rulebook_own_words(const struct rulebook *rules, struct text id)
{
    const struct rulebook_words *words = words_of(rules, id);
    return words == NULL || words->own.count == 0 ? NULL : &words->own;
}

static bool
are_same_words(const struct own_words *a, const struct own_words *b)
{
    bool is_same = a->count == b->count;
    for (size_t i = 0; is_same && i < a->count; i++) {
        is_same = text_equal(a->words[i].key, b->words[i].key);
        for (int language = 0; language < LANGUAGE_COUNT; language++)
            is_same =
                is_same && text_equal(a->words[i].said.in[language], b->words[i].said.in[language]);
    }
    return is_same;
}

void
rulebook_use_words(const struct rulebook *rules, struct text id, const struct own_words *own)
{
    const struct rulebook_words *now = words_of(rules, id);
    static const struct own_words none = {0};
    if (are_same_words(now == NULL ? &none : &now->own, own))
        return;
    struct arena *arena = arena_open();
    struct rulebook_words *words = ARENA_NEW(arena, struct rulebook_words);
    struct own_word *copies = ARENA_MANY(arena, own->count + 1, struct own_word);
    for (size_t i = 0; i < own->count; i++) {
        copies[i].key = text_copy(own->words[i].key, arena);
        for (int language = 0; language < LANGUAGE_COUNT; language++)
            copies[i].said.in[language] = text_copy(own->words[i].said.in[language], arena);
    }
    _Atomic(struct rulebook_words *) *all = &((struct rulebook *)rules)->words;
    *words = (struct rulebook_words){
        arena, text_copy(id, arena), {copies, own->count}, atomic_load(all)};
    while (!atomic_compare_exchange_weak(all, &words->next, words))
        continue;
}

/* ---- procedures ---- */

bool
rulebook_learn(struct rulebook *rules, const char *const names[], const struct text bytes[],
               size_t count)
{
    struct procedure_list list;
    struct mistakes mistakes = mistakes_open(rules->arena);
    if (!procedure_rule_read(names, bytes, count, &rules->time.sources, rules->arena, &mistakes,
                             &list))
        return false;
    for (size_t i = 0; i < list.count && rules->learnt_count < RULEBOOK_LEARNT_MAX; i++) {
        const struct procedure *procedure = &list.files[i].procedure;
        if (rulebook_procedure(rules, procedure->name,
                               digest_hex(&procedure->digest, rules->arena)) == NULL)
            rules->learnt[rules->learnt_count++] = procedure;
    }
    return true;
}

static bool
has_digest(const struct procedure *procedure, struct text name, const struct digest *digest)
{
    return text_equal(procedure->name, name) && digest_equal(&procedure->digest, digest);
}

const struct procedure *
rulebook_procedure(const struct rulebook *rules, struct text name, struct text digest_hex)
{
    struct digest digest;
    if (!digest_parse(digest_hex, &digest))
        return NULL;
    for (size_t i = 0; i < rules->procedures.count; i++) {
        if (has_digest(&rules->procedures.files[i].procedure, name, &digest))
            return &rules->procedures.files[i].procedure;
    }
    for (size_t i = 0; i < rules->learnt_count; i++) {
        if (has_digest(rules->learnt[i], name, &digest))
            return rules->learnt[i];
    }
    return NULL;
}

const struct procedure *
rulebook_procedure_in_force(const struct rulebook *rules, struct text name, struct date on)
{
    const struct procedure *found = NULL;
    for (size_t i = 0; i < rules->procedures.count; i++) {
        const struct procedure *procedure = &rules->procedures.files[i].procedure;
        if (text_equal(procedure->name, name) &&
            date_in_span(on, procedure->in_force, procedure->until) &&
            (found == NULL || procedure->version > found->version))
            found = procedure;
    }
    return found;
}

bool
rulebook_kind_is_open(const struct rulebook *rules, const struct procedure *procedure,
                      struct text court, struct date on)
{
    /* What is no filing is not among the kinds; its procedure says whether it is open. */
    if (case_kind_find(&rules->case_kinds, procedure->case_kind) == NULL)
        return true;
    return case_kind_is_open(&rules->case_kinds, &rules->policies, procedure->case_kind, court, on);
}
