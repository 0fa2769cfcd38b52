/* own_wording.c: a sentence that lost a place would tell a party nothing of the court or the day,
 * and one that invented a place would show its braces; both are found before anybody reads them. */
#include "paper/own_wording.h"

#include "paper/wording.h"

#include <string.h>

static const struct own_kind {
    const char *beginning;
    size_t longer;
    const char *group;
} kinds[] = {
#define OWN_WORD(beginning, longer, group) {beginning, longer, group},
#include "paper/own_word.def"
#undef OWN_WORD
};

static const struct own_kind *
kind_of(struct text key)
{
    const struct own_kind *best = NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (text_starts_with(key, kinds[i].beginning) &&
            (best == NULL || strlen(kinds[i].beginning) > strlen(best->beginning)))
            best = &kinds[i];
    }
    return best;
}

size_t
own_wording_most(struct text key, struct text product)
{
    const struct own_kind *kind = kind_of(key);
    return text_characters(product) + (kind == NULL ? 0 : kind->longer);
}

/* ---- which there are ---- */

struct text
own_wording_topic_key(struct text topic, const char *member, size_t number, struct arena *arena)
{
    return number == 0 ? text_format(arena, "topic.%.*s.%s", TEXT_ARGS(topic), member)
                       : text_format(arena, "topic.%.*s.%s.%zu", TEXT_ARGS(topic), member, number);
}

struct listing {
    struct own_sentence *all;
    size_t count, most;
    struct arena *arena;
};

static void
add(struct listing *listing, struct text key, const struct words *product)
{
    const struct own_kind *kind = kind_of(key);
    if (kind != NULL && !text_is_empty(product->in[LANGUAGE_ZH]) && listing->count < listing->most)
        listing->all[listing->count++] = (struct own_sentence){key, *product, kind->group};
}

static void
add_lines(struct listing *listing, struct text topic, const char *member,
          const struct guide_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        add(listing, own_wording_topic_key(topic, member, i + 1, listing->arena), &lines->lines[i]);
}

static void
add_topic(struct listing *listing, const struct guide_topic *topic)
{
    const struct {
        const char *member;
        const struct words *words;
    } single[] = {{"title", &topic->title},
                  {"line", &topic->line},
                  {"what", &topic->what},
                  {"cost", &topic->cost},
                  {"helps", &topic->helps}};
    for (size_t i = 0; i < sizeof single / sizeof single[0]; i++)
        add(listing, own_wording_topic_key(topic->id, single[i].member, 0, listing->arena),
            single[i].words);
    add_lines(listing, topic->id, "steps", &topic->steps);
    add_lines(listing, topic->id, "papers", &topic->papers);
}

size_t
own_wording_list(const struct guide *guide, struct arena *arena,
                 const struct own_sentence **sentences)
{
    struct listing listing = {.most = wording_table_count, .arena = arena};
    for (size_t i = 0; i < guide->count; i++)
        listing.most += 5 + guide->topics[i].steps.count + guide->topics[i].papers.count;
    listing.all = ARENA_MANY(arena, listing.most + 1, struct own_sentence);
    for (size_t kind = 0; kind < sizeof kinds / sizeof kinds[0]; kind++) {
        for (size_t i = 0; i < wording_table_count; i++) {
            struct text key = text_of(wording_table[i].key);
            struct words words;
            memcpy(words.in, wording_table[i].in, sizeof words.in);
            if (kind_of(key) == &kinds[kind])
                add(&listing, key, &words);
        }
    }
    for (size_t i = 0; i < guide->count; i++)
        add_topic(&listing, &guide->topics[i]);
    *sentences = listing.all;
    return listing.count;
}

const struct own_sentence *
own_wording_among(const struct own_sentence *sentences, size_t count, struct text key)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(sentences[i].key, key))
            return &sentences[i];
    }
    return NULL;
}

bool
own_wording_find(const struct guide *guide, struct text key, struct arena *arena,
                 struct own_sentence *sentence)
{
    const struct own_sentence *all = NULL;
    size_t count = kind_of(key) == NULL ? 0 : own_wording_list(guide, arena, &all);
    const struct own_sentence *found = own_wording_among(all, count, key);
    if (found != NULL)
        *sentence = *found;
    return found != NULL;
}

/* ---- what they must keep ---- */

struct place {
    struct text whole, name, forms; /* whole: with its braces */
};

enum found { NO_PLACE, A_PLACE, A_BROKEN_PLACE };

/* The next place from `*at` on. A brace that opens or closes none is broken. */
static enum found
next_place(struct text sentence, size_t *at, struct place *place)
{
    while (*at < sentence.length && sentence.bytes[*at] != '{' && sentence.bytes[*at] != '}')
        ++*at;
    if (*at == sentence.length)
        return NO_PLACE;
    size_t left = sentence.length - *at;
    const char *here = sentence.bytes + *at, *end = memchr(here, '}', left);
    place->whole = (struct text){here, end == NULL ? 1 : (size_t)(end - here) + 1};
    *at += place->whole.length;
    if (*here == '}' || end == NULL || memchr(here + 1, '{', (size_t)(end - here) - 1) != NULL)
        return A_BROKEN_PLACE;
    place->forms = (struct text){here + 1, (size_t)(end - here) - 1};
    place->name = text_cut(&place->forms, ':');
    return A_PLACE;
}

/* The first place of that name, with forms if one has them. */
static bool
find_place(struct text sentence, struct text name, struct place *found)
{
    struct place place;
    bool is_there = false;
    for (size_t at = 0; next_place(sentence, &at, &place) == A_PLACE;) {
        if (text_equal(place.name, name) && (!is_there || !text_is_empty(place.forms))) {
            *found = place;
            is_there = true;
        }
    }
    return is_there;
}

/* Two forms to choose from: those of Korean that the sound decides, or one and several. */
static bool
are_forms(struct text forms, enum language language)
{
    static const char *const particles[] = {"은/는",   "이/가",   "을/를",   "과/와",  "으로/로",
                                            "이라/라", "이나/나", "이며/며", "이고/고"};
    struct text several = forms, one = text_cut(&several, '/');
    if (language == LANGUAGE_EN)
        return !text_is_empty(one) && !text_is_empty(several) &&
               memchr(several.bytes, '/', several.length) == NULL;
    for (size_t i = 0; i < sizeof particles / sizeof particles[0] && language == LANGUAGE_KO; i++) {
        if (text_is(forms, particles[i]))
            return true;
    }
    return false;
}

static int
count_places(struct text sentence, struct text name)
{
    struct place place;
    int count = 0;
    for (size_t at = 0; next_place(sentence, &at, &place) == A_PLACE;)
        count += text_equal(place.name, name);
    return count;
}

/* `is_full`: it may not grow, and what is filled in twice grows unseen. */
static enum refusal
check_places(struct text product, struct text said, enum language language, bool is_full,
             struct text *place)
{
    struct place one, other;
    enum found found;
    for (size_t at = 0; (found = next_place(said, &at, &one)) != NO_PLACE;) {
        *place = one.whole;
        if (found == A_BROKEN_PLACE || !find_place(product, one.name, &other))
            return PLACE_MUST_BE_ONE_OF_THE_SENTENCE;
        if (is_full && count_places(said, one.name) > count_places(product, one.name))
            return PLACE_MUST_BE_ONE_OF_THE_SENTENCE;
        if (!text_is_empty(one.forms) && !are_forms(one.forms, language))
            return PLACE_MUST_KEEP_ITS_FORMS;
    }
    for (size_t at = 0; next_place(product, &at, &one) == A_PLACE;) {
        *place = one.whole;
        if (!find_place(said, one.name, &other))
            return PLACE_MUST_BE_KEPT;
        if (!text_is_empty(one.forms) && text_is_empty(other.forms))
            return PLACE_MUST_KEEP_ITS_FORMS;
    }
    *place = TEXT("");
    return ALLOWED;
}

static bool
is_plain(struct text said)
{
    return memchr(said.bytes, '<', said.length) == NULL &&
           memchr(said.bytes, '>', said.length) == NULL &&
           memchr(said.bytes, '\n', said.length) == NULL &&
           memchr(said.bytes, '\t', said.length) == NULL && !text_has_hidden(said) &&
           !text_has_unseen(said);
}

enum refusal
own_wording_check(struct text key, struct text product, struct text said, enum language language,
                  struct text *place)
{
    *place = TEXT("");
    if (text_is_empty(said))
        return FIELD_MUST_BE_GIVEN;
    size_t most = own_wording_most(key, product);
    if (text_characters(said) > most)
        return FIELD_MUST_BE_IN_BOUNDS;
    return is_plain(said)
               ? check_places(product, said, language, most == text_characters(product), place)
               : WORDS_MUST_BE_PLAIN;
}
