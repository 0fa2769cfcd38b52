/* wording.c: looks a sentence up and fills its places. Particles are chosen here and not by
 * translators, because they depend on a name nobody knew when the sentence was written. */
#include "paper/wording.h"

#include <string.h>

enum { WEIGHT_MAX = 1000, HANGUL_FIRST = 0xAC00, HANGUL_LAST = 0xD7A3, FINALS = 28, FINAL_L = 8 };

const char *
language_tag(enum language language)
{
    static const char *const tags[LANGUAGE_COUNT] = {"zh-CN", "ko", "en"};
    return tags[language];
}

/* Weight of one range in thousandths ("q=0.8" is 800); 0, never wanted, for one that is malformed.
 */
static int
weight_of(struct text parameters)
{
    parameters = text_trim(parameters);
    if (text_is_empty(parameters))
        return WEIGHT_MAX;
    if (parameters.length < 3 || (parameters.bytes[0] | 0x20) != 'q' || parameters.bytes[1] != '=')
        return 0;
    int weight = 0, unit = WEIGHT_MAX;
    for (size_t i = 2; i < parameters.length && i < 7; i++) {
        char c = parameters.bytes[i];
        if (i == 3 && c == '.')
            continue;
        if (c < '0' || c > '9')
            return 0;
        weight += (c - '0') * unit;
        unit /= 10;
    }
    return weight > WEIGHT_MAX ? WEIGHT_MAX : weight;
}

/* True when `range` is `code` or begins with it and a hyphen, in any case. */
static bool
range_is(struct text range, const char *code)
{
    size_t length = strlen(code);
    if (range.length < length || (range.length > length && range.bytes[length] != '-'))
        return false;
    for (size_t i = 0; i < length; i++) {
        if ((range.bytes[i] | 0x20) != code[i])
            return false;
    }
    return true;
}

enum language
language_from_header(struct text accept_language)
{
    enum language best = LANGUAGE_ZH;
    int best_weight = 0;
    while (!text_is_empty(accept_language)) {
        struct text parameters = text_cut(&accept_language, ',');
        struct text range = text_trim(text_cut(&parameters, ';'));
        int weight = weight_of(parameters);
        for (int i = 0; i < LANGUAGE_COUNT && weight > best_weight; i++) {
            if (range_is(range, language_code((enum language)i))) {
                best = (enum language)i;
                best_weight = weight;
            }
        }
    }
    return best;
}

struct text
wording(const char *key, enum language language)
{
    size_t low = 0, high = wording_table_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(wording_table[middle].key, key);
        if (order == 0)
            return wording_table[middle].in[language];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return text_of(key);
}

enum ending { ENDS_OPEN, ENDS_CLOSED, ENDS_IN_L, ENDS_UNKNOWN };

/* How the last sound of a value ends, brackets and quotation marks set aside. Figures are read as
 * numbers: yeong il i sam sa o yuk chil pal gu; a last zero belongs to sip, baek, cheon, man, which
 * all end closed. */
static enum ending
ending_of(struct text value)
{
    static const enum ending figures[10] = {ENDS_CLOSED, ENDS_IN_L, ENDS_OPEN,   ENDS_CLOSED,
                                            ENDS_OPEN,   ENDS_OPEN, ENDS_CLOSED, ENDS_IN_L,
                                            ENDS_IN_L,   ENDS_OPEN};
    static const uint32_t closers[] = {')',    ']',    '"',    '\'',   0x2019, 0x201D,
                                       0x3009, 0x300B, 0x300D, 0x300F, 0xFF09};
    uint32_t last = 0;
    for (size_t at = 0; at < value.length;) {
        uint32_t c = text_next(value, &at);
        bool closes = false;
        for (size_t i = 0; i < sizeof closers / sizeof closers[0]; i++)
            closes = closes || c == closers[i];
        if (!closes)
            last = c;
    }
    if (last >= '0' && last <= '9')
        return figures[last - '0'];
    if (last < HANGUL_FIRST || last > HANGUL_LAST)
        return ENDS_UNKNOWN;
    uint32_t final = (last - HANGUL_FIRST) % FINALS;
    return final == 0 ? ENDS_OPEN : final == FINAL_L ? ENDS_IN_L : ENDS_CLOSED;
}

/* `forms` is "after a closed sound/after an open one". 으로/로 alone counts a final l as open. */
static void
add_particle(struct buffer *filled, struct text value, struct text forms)
{
    struct text open = forms;
    struct text closed = text_cut(&open, '/');
    bool is_toward = text_is(open, "로");
    enum ending ending = ending_of(value);

    if (ending == ENDS_UNKNOWN && is_toward)
        buffer_add_text(filled, TEXT("(으)로"));
    else if (ending == ENDS_UNKNOWN)
        buffer_add_format(filled, "%.*s(%.*s)", TEXT_ARGS(closed), TEXT_ARGS(open));
    else if (ending == ENDS_OPEN || (ending == ENDS_IN_L && is_toward))
        buffer_add_text(filled, open);
    else
        buffer_add_text(filled, closed);
}

static void
add_counted(struct buffer *filled, struct text value, struct text forms)
{
    struct text several = forms;
    struct text one = text_cut(&several, '/');
    buffer_add_text(filled, TEXT(" "));
    buffer_add_text(filled, text_is(value, "1") ? one : several);
}

static const struct wording_value *
value_named(const struct wording_value *values, size_t count, struct text name)
{
    for (size_t i = 0; i < count; i++) {
        if (text_is(name, values[i].name))
            return &values[i];
    }
    return NULL;
}

/* One place, without its braces: "name" or "name:forms". */
static void
add_place(struct buffer *filled, struct text place, enum language language,
          const struct wording_value *values, size_t count)
{
    struct text forms = place;
    const struct wording_value *found = value_named(values, count, text_cut(&forms, ':'));
    if (found == NULL) {
        buffer_add_format(filled, "{%.*s}", TEXT_ARGS(place));
        return;
    }
    buffer_add_text(filled, found->value);
    if (!text_is_empty(forms) && language == LANGUAGE_KO)
        add_particle(filled, found->value, forms);
    else if (!text_is_empty(forms) && language == LANGUAGE_EN)
        add_counted(filled, found->value, forms);
}

struct text
wording_fill_in(struct text sentence, enum language language, const struct wording_value *values,
                size_t count, struct arena *arena)
{
    struct buffer filled = buffer_open(arena, sentence.length * 2);
    for (size_t at = 0; at < sentence.length;) {
        const char *here = sentence.bytes + at;
        size_t left = sentence.length - at;
        const char *end = *here == '{' ? memchr(here, '}', left) : NULL;
        bool is_doubled = left > 1 && (*here == '{' || *here == '}') && here[1] == *here;

        if (is_doubled || end == NULL) {
            buffer_add(&filled, here, 1);
            at += is_doubled ? 2 : 1;
        } else {
            struct text place = {here + 1, (size_t)(end - here) - 1};
            add_place(&filled, place, language, values, count);
            at += place.length + 2;
        }
    }
    return buffer_text(&filled);
}

struct text
wording_fill(const char *key, enum language language, const struct wording_value *values,
             size_t count, struct arena *arena)
{
    return wording_fill_in(wording(key, language), language, values, count, arena);
}
