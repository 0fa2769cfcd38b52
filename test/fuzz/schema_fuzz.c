/* schema_fuzz.c: rule files into a struct that has a field of every type: it is taken, or there is
 * a mistake that can be read. */
#include "base/money.h"
#include "fuzz.h"
#include "rule/schema.h"

struct row {
    struct text name;
    int seats;
};
struct file {
    struct text title;
    struct date from;
    struct money fee;
    struct words words;
    struct citation rests_on;
    const struct citation *also;
    const struct text *papers;
    const struct row *list, *named;
    size_t also_count, papers_count, list_count, named_count;
    int days, stage;
    uint32_t by;
    bool is_open;
};

static const struct schema_choice choices[] = {{"draft", 0}, {"open", 5}, {"party", 31}, {0}};
static const struct schema_field row_fields[] = {
    {.key = "seats", .type = SCHEMA_INTEGER, .offset = offsetof(struct row, seats)}};
static const struct schema row_schema = {"a bench", sizeof(struct row), 0, row_fields, 1};

#define AT(member)    .offset = offsetof(struct file, member)
#define COUNT(member) .count_offset = offsetof(struct file, member)
static const struct schema_field fields[] = {
    {.key = "title", .type = SCHEMA_TEXT, AT(title), .is_required = true},
    {.key = "days", .type = SCHEMA_INTEGER, AT(days), .least = 1, .most = 365},
    {.key = "is_open", .type = SCHEMA_BOOLEAN, AT(is_open)},
    {.key = "from", .type = SCHEMA_DATE, AT(from)},
    {.key = "fee", .type = SCHEMA_MONEY, AT(fee)},
    {.key = "stage", .type = SCHEMA_CHOICE, AT(stage), .choices = choices},
    {.key = "by", .type = SCHEMA_CHOICES, AT(by), .choices = choices},
    {.key = "words", .type = SCHEMA_WORDS, AT(words)},
    {.key = "rests_on", .type = SCHEMA_CITATION, AT(rests_on)},
    {.key = "also", .type = SCHEMA_CITATIONS, AT(also), COUNT(also_count)},
    {.key = "papers", .type = SCHEMA_TEXTS, AT(papers), COUNT(papers_count)},
    {.key = "list", .type = SCHEMA_LIST, AT(list), COUNT(list_count), .of = &row_schema},
    {.key = "named", .type = SCHEMA_NAMED, AT(named), COUNT(named_count), .of = &row_schema},
};
static const struct schema schema = {"a file", sizeof(struct file), 0, fields,
                                     sizeof fields / sizeof fields[0]};

FUZZ(input, arena)
{
    struct mistakes mistakes = mistakes_open(arena);
    struct schema_context context = {"fuzz.yaml", arena, &mistakes, NULL};
    struct file file = {0};
    const struct yaml *tree = yaml_read("fuzz.yaml", input, arena, &mistakes);
    if (tree == NULL)
        return;
    size_t before = mistakes.count;
    bool is_good = schema_decode(&schema, tree, &context, &file);
    MUST(is_good == (mistakes.count == before));
    MUST(text_is_utf8(mistakes_text(&mistakes, arena)));
    MUST(!is_good || (file.title.length > 0 && (file.days == 0 || file.days <= 365)));
}
