/* law_service.c: between the terminal and what judges service (view/serving.h). */
#include "cli/law_service.h"

#include "cli/law_options.h"
#include "rule/service_rule.h"
#include "rule/time_rule.h"
#include "view/serving.h"

struct law_service {
    struct time_rules time;
    struct service_rules rules;
    struct serving serving;
};

static void
answer_line(const void *of, const struct value *json, struct arena *arena, struct canon *answer,
            struct json_lines_error *error)
{
    const struct law_service *law = of;
    serving_answer(&law->serving, json, arena, answer, error);
}

/* ---- help ---- */

static void
print_name(const struct service_rules *rules, struct text id, enum language language,
           struct arena *arena, FILE *out)
{
    int fact = service_fact_at(rules, id), date = service_date_at(rules, id);
    struct citation rests_on =
        fact >= 0 ? rules->facts[fact].rests_on : rules->dates[date].rests_on;
    struct text words =
        fact >= 0 ? rules->facts[fact].words.in[language] : rules->dates[date].words.in[language];
    fprintf(out, "    %-22.*s %s (%s)\n", TEXT_ARGS(id), text_terminated(words, arena),
            citation_text(rests_on, arena).bytes);
    for (size_t i = 0; fact >= 0 && i < rules->facts[fact].choices_count; i++)
        fprintf(out, "      %-20.*s %.*s\n", TEXT_ARGS(rules->facts[fact].choices[i].id),
                TEXT_ARGS(rules->facts[fact].choices[i].words.in[language]));
    if (fact >= 0 && rules->facts[fact].type == SERVICE_NUMBER)
        fprintf(out, "      0 to %d\n", rules->facts[fact].most);
    if (fact >= 0 && rules->facts[fact].type == SERVICE_BOOLEAN)
        fputs("      true, false\n", out);
    if (fact >= 0 && !text_is_empty(rules->facts[fact].otherwise))
        fprintf(out, "      left out: %.*s\n", TEXT_ARGS(rules->facts[fact].otherwise));
}

static void
print_list(const char *what, struct service_names names, FILE *out)
{
    if (names.count > 0)
        fprintf(out, "    %s:", what);
    for (size_t i = 0; i < names.count; i++)
        fprintf(out, " %.*s", TEXT_ARGS(names.names[i]));
    if (names.count > 0)
        fputc('\n', out);
}

static void
print_modes(const struct service_rules *rules, enum language language, struct arena *arena,
            FILE *out)
{
    fputs("Modes, with their facts and dates:\n", out);
    for (size_t i = 0; i < rules->modes_count; i++) {
        const struct service_mode *mode = &rules->modes[i];
        fprintf(out, "  %-4.*s %.*s (%s)\n", TEXT_ARGS(mode->id),
                TEXT_ARGS(mode->words.in[language]), citation_text(mode->rests_on, arena).bytes);
        for (size_t s = 0; s < mode->sets.count; s++)
            fprintf(out, "    as %.*s, with %.*s: %.*s\n", TEXT_ARGS(mode->like),
                    TEXT_ARGS(mode->sets.tests[s].fact), TEXT_ARGS(mode->sets.tests[s].values[0]));
        print_list("facts", mode->facts, out);
        if (mode->has_channels)
            fputs("    facts: channels, a list of objects with facts and dates of this mode\n",
                  out);
        print_list("dates", mode->dates, out);
    }
    print_list("facts of every mode", rules->common_facts, out);
    print_list("dates of every mode", rules->common_dates, out);
}

static void
print_help(const void *of, struct arena *arena, FILE *out)
{
    const struct law_service *law = of;
    const struct service_rules *rules = &law->rules;
    enum language language = law->serving.language;
    fputs("usage: tongban law service [--language zh|ko|en] [--seat NAME] [--rules DIR]\n\n"
          "A line holds one attempt at service:\n"
          "  {\"mode\":\"D4\",\"facts\":{…},\"dates\":{…}}\n"
          "Dates are days, as 2026-03-02, or instants, as 2026-03-02T09:30 (Beijing time unless a\n"
          "zone follows). `now` is a date too. What is left out, or null, is not known; a fact\n"
          "that says `left out` holds so by itself.\n"
          "The answer has served; served_on, the day of service; closed_on, the day that counts\n"
          "for the trial limit where the paper ends the instance; due_on and late, the clock of a\n"
          "court that was asked to serve; outcome (served, missing, not_yet, failed, prohibited,\n"
          "contradicted); presumed, until the addressee shows otherwise; missing, the facts that\n"
          "would decide; next, what to do; and derivation.\n\n",
          out);
    print_modes(rules, language, arena, out);
    fputs("\nFacts:\n", out);
    for (size_t i = 0; i < rules->facts_count; i++)
        print_name(rules, rules->facts[i].id, language, arena, out);
    fputs("    failure                why the attempt failed, one of:\n", out);
    for (size_t i = 0; i < rules->failures_count; i++)
        fprintf(out, "      %.*s %s: %s (%s)\n", TEXT_ARGS(rules->failures[i].id),
                text_terminated(rules->failures[i].words.in[language], arena),
                text_terminated(rules->failures[i].effect.in[language], arena),
                citation_text(rules->failures[i].rests_on, arena).bytes);
    fputs("\nDates:\n", out);
    for (size_t i = 0; i < rules->dates_count; i++)
        print_name(rules, rules->dates[i].id, language, arena, out);
}

/* ---- the command line ---- */

static bool
load(const struct law_options *options, const char *folder, struct arena *arena,
     struct mistakes *mistakes, void *place)
{
    struct law_service *law = place;
    law->serving.language = options->language;
    law->serving.hours = office_hours_usual();
    law->serving.rules = &law->rules;
    law->serving.periods = &law->time.periods;
    if (!time_rule_load(folder, arena, mistakes, &law->time) ||
        !service_rule_load(folder, &law->time.sources, &law->time.periods, arena, mistakes,
                           &law->rules))
        return false;
    if (calendar_of_seat(&law->time.calendars, text_of(options->own), &law->serving.calendar))
        return true;
    fprintf(stderr, "tongban law: no seat `%s` in calendar/local.yaml\n", options->own);
    return false;
}

static const struct law_question question = {
    .name = "service",
    .own_option = "seat",
    .law_bytes = sizeof(struct law_service),
    .load = load,
    .help = print_help,
    .answer = answer_line,
};

int
law_service_main(int argc, char **argv)
{
    return law_options_main(&question, argc, argv);
}
