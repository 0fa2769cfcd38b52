/* calendar_rule.c: a year is typed in once, in November, by hand; so whatever can be checked is. */
#include "rule/calendar_rule.h"

#include "rule/rule_file.h"
#include "rule/rule_folder.h"

enum { YEARS_MAX = 60, SPAN_DAYS_MAX = 31 };

/* 2026-01-01 or 2026-01-01..2026-01-03 */
static bool
read_span(const struct yaml *node, const struct schema_context *context, void *place)
{
    struct calendar_span *span = place;
    struct text text = node->type == YAML_SCALAR ? node->text : TEXT("");
    bool is_day = text.length == 10 && date_parse(text, &span->first);
    bool is_run = text.length == 22 && text.bytes[10] == '.' && text.bytes[11] == '.' &&
                  date_parse((struct text){text.bytes, 10}, &span->first) &&
                  date_parse((struct text){text.bytes + 12, 10}, &span->last);
    if (is_day)
        span->last = span->first;
    if (!is_day && !is_run)
        return schema_mistake(context, node,
                              "expected a day as 2026-01-01, or a run of days as "
                              "2026-01-01..2026-01-03");
    if (span->last.day < span->first.day || span->last.day - span->first.day >= SPAN_DAYS_MAX)
        return schema_mistake(context, node, "a run of days goes forward, for at most %d days",
                              SPAN_DAYS_MAX);
    return true;
}

static const struct schema_field span_fields[] = {
    {.key = "days", .type = SCHEMA_OWN, .decode = read_span, .is_required = true},
    {.key = "words",
     .type = SCHEMA_WORDS,
     .offset = offsetof(struct calendar_span, words),
     .is_required = true},
};
static const struct schema span_schema = {"a run of days", sizeof(struct calendar_span), 0,
                                          span_fields, 2};

/* A year as its file says, with the number that must come out. */
struct year_file {
    struct calendar_year year;
    int court_days;
};
#define AT(member) offsetof(struct year_file, member)
static const struct schema_field year_fields[] = {
    {.key = "year",
     .type = SCHEMA_INTEGER,
     .offset = AT(year.year),
     .is_required = true,
     .least = 1990,
     .most = 2200},
    {.key = "rests_on", .type = SCHEMA_CITATION, .offset = AT(year.rests_on), .is_required = true},
    {.key = "court_days",
     .type = SCHEMA_INTEGER,
     .offset = AT(court_days),
     .is_required = true,
     .least = 1,
     .most = 366},
    {.key = "off",
     .type = SCHEMA_LIST,
     .offset = AT(year.off),
     .count_offset = AT(year.off_count),
     .is_required = true,
     .of = &span_schema},
    {.key = "work",
     .type = SCHEMA_LIST,
     .offset = AT(year.work),
     .count_offset = AT(year.work_count),
     .of = &span_schema},
};
static const struct schema year_schema = {"a calendar", sizeof(struct year_file), 0, year_fields,
                                          sizeof year_fields / sizeof year_fields[0]};

#undef AT
#define AT(member) offsetof(struct calendar_local, member)
static const struct schema_field local_fields[] = {
    {.key = "words", .type = SCHEMA_WORDS, .offset = AT(words), .is_required = true},
    {.key = "rests_on", .type = SCHEMA_CITATION, .offset = AT(rests_on), .is_required = true},
    {.key = "verified", .type = SCHEMA_BOOLEAN, .offset = AT(is_verified), .is_required = true},
    {.key = "off",
     .type = SCHEMA_LIST,
     .offset = AT(off),
     .count_offset = AT(off_count),
     .is_required = true,
     .of = &span_schema},
};
static const struct schema local_schema = {"a place", sizeof(struct calendar_local), AT(seat),
                                           local_fields,
                                           sizeof local_fields / sizeof local_fields[0]};
static const struct schema_field locals_fields[] = {
    {.key = "local",
     .type = SCHEMA_NAMED,
     .offset = offsetof(struct calendar_set, locals),
     .count_offset = offsetof(struct calendar_set, local_count),
     .is_required = true,
     .of = &local_schema},
};
static const struct schema locals_schema = {"the file of local days", sizeof(struct calendar_set),
                                            0, locals_fields, 1};

/* Every span of the list lies in the year (days off: or in the December before) and apart from
 * those before it. */
static bool
check_spans(const struct yaml *list, const struct calendar_span *spans, size_t count, int year,
            const struct schema_context *context)
{
    bool is_good = true;
    const struct yaml *node = list == NULL ? NULL : list->first;
    for (size_t i = 0; i < count; i++, node = node->next) {
        struct civil first = date_civil(spans[i].first), last = date_civil(spans[i].last);
        bool reaches_back = first.year == year - 1 && first.month == 12;
        if ((first.year != year && !reaches_back) || (last.year != year && !reaches_back))
            is_good = schema_mistake(context, node, "this run of days is not in %d", year);
        if (i > 0 && spans[i].first.day <= spans[i - 1].last.day)
            is_good = schema_mistake(context, node, "this run of days is not after the one before");
    }
    return is_good;
}

static bool
is_off(const struct calendar_year *year, struct date day)
{
    for (size_t i = 0; i < year->off_count; i++) {
        if (day.day >= year->off[i].first.day && day.day <= year->off[i].last.day)
            return true;
    }
    return false;
}

/* Days worked instead of rested are Saturdays and Sundays that are not off as well. */
static bool
check_work(const struct yaml *list, const struct calendar_year *year,
           const struct schema_context *context)
{
    bool is_good = true;
    const struct yaml *node = list == NULL ? NULL : list->first;
    for (size_t i = 0; i < year->work_count; i++, node = node->next) {
        struct date day = year->work[i].first;
        for (; day.day <= year->work[i].last.day; day = date_add_days(day, 1)) {
            if (date_weekday(day) < SATURDAY)
                is_good = schema_mistake(context, node,
                                         "%s is no Saturday or Sunday, so it is worked anyway",
                                         date_text(day, context->arena).bytes);
            if (is_off(year, day))
                is_good = schema_mistake(context, node, "%s stands under `off` as well",
                                         date_text(day, context->arena).bytes);
        }
    }
    return is_good;
}

/* What is wrong with a year although each of its lines is right by itself. */
static bool
check_year(const struct rule_file *file, const struct year_file *facts,
           const struct calendar_set *set)
{
    const struct schema_context *context = &file->context;
    const struct yaml *off = yaml_member(file->tree, "off"),
                      *work = yaml_member(file->tree, "work");
    const struct calendar_year *year = &facts->year;
    bool is_good = check_spans(off, year->off, year->off_count, year->year, context);
    is_good = check_spans(work, year->work, year->work_count, year->year, context) && is_good;
    is_good = check_work(work, year, context) && is_good;
    for (size_t i = 0; i < set->year_count; i++) {
        if (set->years[i].year == year->year)
            is_good = schema_mistake(context, yaml_member(file->tree, "year"),
                                     "%d stands in another file already", year->year);
    }
    struct calendar alone = {year, 1, NULL};
    int court_days = calendar_count_court_days(&alone, year->year);
    if (is_good && court_days != facts->court_days)
        is_good = schema_mistake(context, yaml_member(file->tree, "court_days"),
                                 "%d court days come out; the file says %d", court_days,
                                 facts->court_days);
    return is_good;
}

/* One file of the folder into the set; `years` is where the set keeps them. */
static bool
load_file(const char *folder, struct text name, const struct source_list *sources,
          struct arena *arena, struct mistakes *mistakes, struct calendar_year *years,
          struct calendar_set *set)
{
    const char *path = text_format(arena, "calendar/%s", name.bytes).bytes;
    struct rule_file file;
    struct year_file facts = {0};
    int64_t year = 0;
    if (text_is(name, "local.yaml"))
        return rule_file_load(&file, folder, path, sources, arena, mistakes, &locals_schema, set);
    if (name.length != 12 || !text_starts_with(name, "cn-") ||
        !text_number((struct text){name.bytes + 3, 4}, &year) || set->year_count == YEARS_MAX) {
        mistakes_add(mistakes, text_format(arena, "%s/%s", folder, path).bytes, 0, 0,
                     "a calendar is named cn-YYYY.yaml, and there are at most %d", YEARS_MAX);
        return false;
    }
    if (!rule_file_load(&file, folder, path, sources, arena, mistakes, &year_schema, &facts))
        return false;
    bool is_good = check_year(&file, &facts, set);
    if (facts.year.year != year)
        is_good = schema_mistake(&file.context, yaml_member(file.tree, "year"),
                                 "the name of the file says %d", (int)year);
    years[set->year_count++] = facts.year;
    return is_good;
}

bool
calendar_rule_load(const char *folder, const struct source_list *sources, struct arena *arena,
                   struct mistakes *mistakes, struct calendar_set *set)
{
    size_t count;
    bool is_good = true;
    const struct text *names = rule_folder_list(folder, "calendar", arena, mistakes, &count);
    struct calendar_year *years = ARENA_MANY(arena, YEARS_MAX, struct calendar_year);
    *set = (struct calendar_set){.years = years};
    for (size_t i = 0; i < count; i++)
        is_good = load_file(folder, names[i], sources, arena, mistakes, years, set) && is_good;
    return is_good && names != NULL;
}
