/* directory_entry.c: people type office hours and telephone numbers in many ways; one way is kept.
 */
#include "rule/directory_entry.h"

#include "base/canon.h"

#include <string.h>

enum {
    MINUTES_OF_DAY = 24 * 60,
    DASH = 0x2013,
    LONG_DASH = 0x2014,
    UNTIL = 0x81F3,
    COMMA = 0x3001
};

/* ---- in the network ---- */

bool
directory_entry_find(const struct network *network, struct text id, struct directory_entry *entry)
{
    const struct network_node *node = network_find(network, id);
    const struct network_place *place = node == NULL ? network_place(network, id) : NULL;
    if (node != NULL)
        *entry = (struct directory_entry){node->id,      false,           node->name,
                                          node->address, node->telephone, node->office};
    else if (place != NULL)
        *entry = (struct directory_entry){
            place->id, true, place->name, place->address, place->telephone, place->office};
    return node != NULL || place != NULL;
}

static struct network_place *
places_with(const struct network_node *node, const struct directory_entry *entry,
            struct arena *arena)
{
    struct network_place *places = ARENA_MANY(arena, node->places_count + 1, struct network_place);
    for (size_t i = 0; i < node->places_count; i++) {
        places[i] = node->places[i];
        if (!text_equal(places[i].id, entry->id))
            continue;
        places[i].name = entry->name;
        places[i].address = entry->address;
        places[i].telephone = entry->telephone;
        places[i].office = entry->office;
    }
    return places;
}

const struct network *
directory_entry_apply(const struct network *network, const struct directory_entry *entry,
                      struct arena *arena)
{
    struct network *changed = ARENA_NEW(arena, struct network);
    struct network_node *nodes = ARENA_MANY(arena, network->nodes_count + 1, struct network_node);
    *changed = *network;
    changed->nodes = nodes;
    for (size_t i = 0; i < network->nodes_count; i++) {
        nodes[i] = network->nodes[i];
        nodes[i].places = places_with(&network->nodes[i], entry, arena);
        if (!text_equal(nodes[i].id, entry->id))
            continue;
        nodes[i].name = entry->name;
        nodes[i].address = entry->address;
        nodes[i].telephone = entry->telephone;
        nodes[i].office = entry->office;
    }
    return changed;
}

/* ---- office hours ---- */

static bool
read_digits(struct text text, size_t *at, int least, int most, int *number)
{
    int digits = 0;
    *number = 0;
    while (digits < most && *at < text.length && text.bytes[*at] >= '0' && text.bytes[*at] <= '9') {
        *number = *number * 10 + (text.bytes[(*at)++] - '0');
        digits++;
    }
    return digits >= least;
}

static bool
read_clock(struct text text, size_t *at, int *minute)
{
    int hour, minutes;
    if (!read_digits(text, at, 1, 2, &hour) || *at >= text.length || text.bytes[(*at)++] != ':' ||
        !read_digits(text, at, 2, 2, &minutes) || minutes > 59)
        return false;
    *minute = hour * 60 + minutes;
    return *minute <= MINUTES_OF_DAY;
}

/* One or more of these signs; false where none stands there. */
static bool
skip(struct text text, size_t *at, const uint32_t *signs, size_t count)
{
    bool has_one = false;
    for (size_t next = *at; next < text.length; *at = next) {
        uint32_t sign = text_next(text, &next);
        bool is_one = false;
        for (size_t i = 0; i < count; i++)
            is_one |= signs[i] == sign;
        if (!is_one)
            break;
        has_one = true;
    }
    return has_one;
}

bool
office_hours_read(struct text typed, struct office_hours *hours, struct arena *arena)
{
    static const uint32_t dashes[] = {'-', '~', DASH, LONG_DASH, UNTIL},
                          commas[] = {',', ';', COMMA};
    struct text text = text_fold(typed, arena); /* blanks go: a minute has two digits */
    int before = -1;
    *hours = (struct office_hours){0};
    for (size_t at = 0; at < text.length;) {
        int from, to;
        if (!read_clock(text, &at, &from) || !skip(text, &at, dashes, 5) ||
            !read_clock(text, &at, &to) || to <= from || from <= before ||
            hours->count == OFFICE_SPANS_MAX)
            return false;
        hours->spans[hours->count++] = (struct office_span){from, to};
        before = to;
        skip(text, &at, commas, 3);
    }
    return true;
}

struct text
office_hours_write(const struct office_hours *hours, struct arena *arena)
{
    struct buffer buffer = buffer_open(arena, 64);
    for (size_t i = 0; i < hours->count; i++)
        buffer_add_format(&buffer, "%s%02d:%02d-%02d:%02d", i > 0 ? " " : "",
                          hours->spans[i].from_minute / 60, hours->spans[i].from_minute % 60,
                          hours->spans[i].to_minute / 60, hours->spans[i].to_minute % 60);
    return buffer_text(&buffer);
}

/* ---- as JSON ---- */

static void
put_words(struct canon *canon, const char *key, const struct words *words)
{
    canon_key(canon, key);
    canon_begin_object(canon);
    canon_member_text_if(canon, "en", words->in[LANGUAGE_EN]);
    canon_member_text_if(canon, "ko", words->in[LANGUAGE_KO]);
    canon_member_text_if(canon, "zh", words->in[LANGUAGE_ZH]);
    canon_end_object(canon);
}

struct text
directory_entry_write(const struct directory_entry *entry, struct arena *arena)
{
    struct canon canon = canon_open(arena, 400);
    canon_begin_object(&canon);
    put_words(&canon, "address", &entry->address);
    put_words(&canon, "name", &entry->name);
    canon_member_text(&canon, "office", office_hours_write(&entry->office, arena));
    canon_member_text(&canon, "telephone", entry->telephone);
    canon_end_object(&canon);
    return canon_text(&canon);
}

static void
slip(struct directory_slips *slips, enum refusal refusal, const char *field)
{
    slips->all[slips->count++] = (struct directory_slip){refusal, field};
}

/* One line in each language, where there is one in any. */
static void
read_words(const struct value *typed, const char *const fields[LANGUAGE_COUNT], struct words *words,
           struct directory_slips *slips)
{
    struct text zh = text_trim(value_member_text(typed, "zh"));
    bool has_any = false;
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        struct text one = text_trim(value_member_text(typed, language_code((enum language)i)));
        has_any |= !text_is_empty(one);
        words->in[i] = text_is_empty(one) ? zh : one;
        if (text_characters(one) > DIRECTORY_WORDS_MAX || text_has_hidden(one) ||
            text_has_unseen(one) || memchr(one.bytes, '\n', one.length) != NULL ||
            memchr(one.bytes, '\t', one.length) != NULL)
            slip(slips, FIELD_MUST_BE_IN_BOUNDS, fields[i]);
    }
    if (has_any && text_is_empty(zh))
        slip(slips, FIELD_MUST_BE_GIVEN, fields[LANGUAGE_ZH]);
}

static bool
is_telephone(struct text text)
{
    int digits = 0;
    for (size_t i = 0; i < text.length; i++) {
        bool is_digit = text.bytes[i] >= '0' && text.bytes[i] <= '9';
        digits += is_digit;
        if (!is_digit && memchr("+-() /,", text.bytes[i], 7) == NULL)
            return false;
    }
    return text.length == 0 || digits >= 3;
}

bool
directory_entry_read(const struct value *typed, struct directory_entry *entry,
                     struct directory_slips *slips, struct arena *arena)
{
    static const char *const names[] = {"name_zh", "name_ko", "name_en"};
    static const char *const addresses[] = {"address_zh", "address_ko", "address_en"};
    const struct value *name = value_member(typed, "name");
    *slips = (struct directory_slips){.count = 0};
    read_words(name, names, &entry->name, slips);
    if (text_is_empty(entry->name.in[LANGUAGE_ZH]) && slips->count == 0)
        slip(slips, FIELD_MUST_BE_GIVEN, names[LANGUAGE_ZH]);
    entry->telephone = text_trim(value_member_text(typed, "telephone"));
    if (!office_hours_read(value_member_text(typed, "office"), &entry->office, arena))
        slip(slips, OFFICE_HOURS_MUST_BE_SPANS, "office");
    else if (entry->office.count == 0 && !entry->is_place)
        slip(slips, FIELD_MUST_BE_GIVEN, "office");
    if (entry->telephone.length > DIRECTORY_TELEPHONE_MAX)
        slip(slips, FIELD_MUST_BE_IN_BOUNDS, "telephone");
    else if (!is_telephone(entry->telephone))
        slip(slips, TELEPHONE_MUST_BE_A_NUMBER, "telephone");
    read_words(value_member(typed, "address"), addresses, &entry->address, slips);
    return slips->count == 0;
}
