/* derivation_words.c: law decides in values; here they become sentences, so that a party can follow
 * the count in his own language and a judge can check it. */
#include "paper/derivation_words.h"

#include "law/period.h"
#include "paper/wording.h"

static const char *const weekdays[] = {
    [MONDAY] = "weekday.monday",       [TUESDAY] = "weekday.tuesday",
    [WEDNESDAY] = "weekday.wednesday", [THURSDAY] = "weekday.thursday",
    [FRIDAY] = "weekday.friday",       [SATURDAY] = "weekday.saturday",
    [SUNDAY] = "weekday.sunday"};

static const char *const lengths[LENGTH_UNIT_COUNT] = {
    [LENGTH_DAYS] = "length.days",     [LENGTH_WORKING_DAYS] = "length.working_days",
    [LENGTH_MONTHS] = "length.months", [LENGTH_YEARS] = "length.years",
    [LENGTH_HOURS] = "length.hours",   [LENGTH_OFFICE_MINUTES] = "length.office_minutes"};

static const char *const sentences[DERIVATION_COUNT] = {
#define DERIVATION(name, key, ...) [DERIVATION_##name] = "derivation." key,
#include "law/derivation.def"
#undef DERIVATION
};

struct text
derivation_words_day(struct date date, enum language language, struct arena *arena)
{
    struct wording_value values[] = {
        {"day", date_text(date, arena)},
        {"weekday", wording(weekdays[date_weekday(date)], language)},
    };
    return wording_fill("weekday.day", language, values, 2, arena);
}

struct text
derivation_words_length(struct text length, enum language language, struct arena *arena)
{
    enum length_unit unit;
    struct text rest = length, count = text_cut(&rest, ' ');
    if (!period_unit_parse(rest, &unit))
        return length;
    struct wording_value values[] = {{"count", count}};
    return wording_fill(lengths[unit], language, values, 1, arena);
}

/* One value as people write it. */
static struct text
value_words(enum derivation_type type, struct text value, enum language language,
            struct arena *arena)
{
    struct date date;
    switch (type) {
    case DERIVATION_DAY:
        return date_parse(value, &date) ? derivation_words_day(date, language, arena) : value;
    case DERIVATION_INSTANT: {
        struct text clock = value, day = text_cut(&clock, 'T');
        return text_format(arena, "%.*s %.*s", TEXT_ARGS(day), TEXT_ARGS(clock));
    }
    case DERIVATION_LENGTH: return derivation_words_length(value, language, arena);
    default: return value;
    }
}

struct text
derivation_words(const struct derivation_step *step, enum language language, struct arena *arena)
{
    struct wording_value values[DERIVATION_VALUES_MAX + 1];
    size_t count = 0;
    for (int i = 0; i < DERIVATION_VALUES_MAX; i++) {
        struct derivation_place place = derivation_place(step->key, i);
        if (place.name != NULL)
            values[count++] = (struct wording_value){
                place.name, value_words(place.type, step->values[i], language, arena)};
    }
    values[count++] = (struct wording_value){"words", step->words.in[language]};
    return wording_fill(sentences[step->key], language, values, count, arena);
}
