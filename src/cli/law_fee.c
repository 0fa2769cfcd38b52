/* law_fee.c: between the terminal and what reckons fees (view/costing.h). */
#include "cli/law_fee.h"

#include "rule/fee_rule.h"
#include "rule/network_rule.h"
#include "rule/policy_rule.h"
#include "rule/rule_folder.h"
#include "rule/source_rule.h"
#include "view/costing.h"

#include <getopt.h>
#include <stdlib.h>

struct law_fee {
    struct source_list sources;
    struct policy_set policies;
    struct fee_rules rules;
    struct costing costing;
};

static void
answer_line(const void *of, const struct value *json, struct arena *arena, struct canon *answer,
            struct json_lines_error *error)
{
    costing_answer(of, json, arena, answer, error);
}

/* Options and items a kind takes, its tariffs by name. */
static void
print_kind(const struct law_fee *law, enum fee_kind kind, FILE *out)
{
    struct text name = fee_kind_text(kind);
    const char *before = "";
    for (size_t i = 0; i < law->rules.tariffs_count; i++) {
        const struct fee_tariff *tariff = &law->rules.tariffs[i];
        struct text item = fee_tariff_item(tariff, kind);
        const struct words *words = &tariff->words;
        if (text_equal(tariff->name, name))
            fprintf(out, "  %-22.*s %.*s\n", TEXT_ARGS(name),
                    TEXT_ARGS(words->in[law->costing.language]));
        if (text_is_empty(item))
            continue;
        if (before[0] == '\0')
            fprintf(out, "  %.*s\n", TEXT_ARGS(name));
        fprintf(out, "    item %-19.*s %.*s\n", TEXT_ARGS(item),
                TEXT_ARGS(words->in[law->costing.language]));
        before = " ";
    }
    before = "";
    for (int i = 0; i < FEE_OPTION_COUNT; i++) {
        if ((fee_kind_options(kind) & UINT32_C(1) << i) == 0)
            continue;
        fprintf(out, "%s%.*s", before[0] == '\0' ? "    takes " : before,
                TEXT_ARGS(fee_option_text((enum fee_option)i)));
        before = ", ";
    }
    if (before[0] != '\0')
        fputc('\n', out);
}

static void
print_help(const struct law_fee *law, FILE *out)
{
    fputs(
        "usage: tongban law fee [--language zh|ko|en] [--court ID] [--rules DIR]\n\n"
        "A line holds a kind, a day, and what the kind takes:\n"
        "  kind             from the list below\n"
        "  on               the day of acceptance, as 2025-03-03: the rules of that day count\n"
        "  amount           yuan in a text, as \"123456.78\": claimed, enforced, secured, or the\n"
        "                   whole estate\n"
        "  claims           instead: a list of amounts that add up\n"
        "  shares, price    instead: so many securities at so many yuan\n"
        "  currency, rate   of an amount that is not yuan: \"USD\", and yuan for one\n"
        "  property         divorce: all that is to be divided\n"
        "  damages          personality: the damages claimed\n"
        "  other_claims     how many claims that are not about property there are\n"
        "  contested        appeal or retrial: the part that is fought over\n"
        "  base             per case, where the province or the court fixes it\n"
        "  halve            a list of summary, mediated, withdrawn, joined: halved once\n"
        "  counterclaim     the amount of a counterclaim heard together\n"
        "  change, paid     what happened after something was paid: raised, lowered,\n"
        "                   lowered_late, ordinary, unpaid, suit; and how much was\n"
        "  item             maritime: what is applied for\n"
        "The answer has fee; unrounded, a decimal, or a fraction as 700/3; derivation; rule; "
        "after\n"
        "a change top_up and refund; beside a counterclaim the same of that.\n"
        "--court takes that court's way of rounding and its fixed values.\n\n",
        out);
    for (int i = 0; i < FEE_KIND_COUNT; i++)
        print_kind(law, (enum fee_kind)i, out);
}

struct options {
    const char *rules, *court;
    enum language language;
    bool wants_help;
};

static bool
read_options(int argc, char **argv, struct options *options)
{
    static const struct option table[] = {{"rules", required_argument, NULL, 'r'},
                                          {"language", required_argument, NULL, 'l'},
                                          {"court", required_argument, NULL, 'c'},
                                          {"help", no_argument, NULL, 'h'},
                                          {0}};
    int option;
    *options = (struct options){.court = "", .language = LANGUAGE_ZH};
    optind = 1;
    while ((option = getopt_long(argc, argv, "", table, NULL)) != -1) {
        switch (option) {
        case 'r': options->rules = optarg; break;
        case 'c': options->court = optarg; break;
        case 'h': options->wants_help = true; break;
        case 'l':
            if (language_parse(text_of(optarg), &options->language))
                break;
            fprintf(stderr, "tongban law fee: --language is zh, ko or en\n");
            return false;
        default: return false;
        }
    }
    if (optind < argc)
        fprintf(stderr, "tongban law fee: `%s` is too much; questions come from standard input\n",
                argv[optind]);
    return optind == argc;
}

static bool
court_is_known(const char *court, struct text folder, struct arena *arena,
               struct mistakes *mistakes)
{
    const struct network *network = network_rule_load(
        text_format(arena, "%s/network/yanbian.yaml", folder.bytes).bytes, arena, mistakes);
    return network != NULL && network_find(network, text_of(court)) != NULL;
}

static bool
load(const struct options *options, struct arena *arena, struct law_fee *law)
{
    struct text folder = rule_folder_find(options->rules, getenv("TONGBAN_RULES"), arena);
    struct mistakes mistakes = mistakes_open(arena);
    if (text_is_empty(folder)) {
        fputs("tongban law: the rules were not found; name their folder with --rules DIR or in "
              "TONGBAN_RULES\n",
              stderr);
        return false;
    }
    if (!source_rule_load(folder.bytes, arena, &mistakes, &law->sources) ||
        !policy_rule_load(folder.bytes, &law->sources, arena, &mistakes, &law->policies) ||
        !fee_rule_load(folder.bytes, &law->sources, &law->policies, arena, &mistakes,
                       &law->rules)) {
        fputs(mistakes_text(&mistakes, arena).bytes, stderr);
        return false;
    }
    if (options->court[0] != '\0' && !court_is_known(options->court, folder, arena, &mistakes)) {
        fprintf(stderr, "tongban law: no court `%s` in network/yanbian.yaml\n", options->court);
        return false;
    }
    law->costing = (struct costing){&law->rules, text_of(options->court), options->language};
    return true;
}

int
law_fee_main(int argc, char **argv)
{
    struct options options;
    struct law_fee law = {0};
    if (!read_options(argc, argv, &options))
        return 2;
    struct arena *arena = arena_open();
    bool is_good = load(&options, arena, &law);
    if (is_good && options.wants_help)
        print_help(&law, stdout);
    else if (is_good)
        is_good = json_lines_run(stdin, stdout, answer_line, &law.costing);
    arena_close(arena);
    return is_good ? 0 : 1;
}
