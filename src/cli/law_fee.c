/* law_fee.c: between the terminal and what reckons fees (view/costing.h). */
#include "cli/law_fee.h"

#include "cli/law_options.h"
#include "rule/fee_rule.h"
#include "rule/network_rule.h"
#include "rule/policy_rule.h"
#include "rule/source_rule.h"
#include "view/costing.h"

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
    const struct law_fee *law = of;
    costing_answer(&law->costing, json, arena, answer, error);
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
print_help(const void *of, struct arena *arena, FILE *out)
{
    const struct law_fee *law = of;
    (void)arena;
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

static bool
court_is_known(const char *court, const char *folder, struct arena *arena,
               struct mistakes *mistakes)
{
    const struct network *network = network_rule_load(
        text_format(arena, "%s/network/yanbian.yaml", folder).bytes, arena, mistakes);
    if (network == NULL || network_find(network, text_of(court)) != NULL)
        return network != NULL;
    fprintf(stderr, "tongban law: no court `%s` in network/yanbian.yaml\n", court);
    return false;
}

static bool
load(const struct law_options *options, const char *folder, struct arena *arena,
     struct mistakes *mistakes, void *place)
{
    struct law_fee *law = place;
    law->costing = (struct costing){&law->rules, text_of(options->own), options->language};
    return source_rule_load(folder, arena, mistakes, &law->sources) &&
           policy_rule_load(folder, &law->sources, arena, mistakes, &law->policies) &&
           fee_rule_load(folder, &law->sources, &law->policies, arena, mistakes, &law->rules) &&
           (options->own[0] == '\0' || court_is_known(options->own, folder, arena, mistakes));
}

static const struct law_question question = {
    .name = "fee",
    .own_option = "court",
    .law_bytes = sizeof(struct law_fee),
    .load = load,
    .help = print_help,
    .answer = answer_line,
};

int
law_fee_main(int argc, char **argv)
{
    return law_options_main(&question, argc, argv);
}
