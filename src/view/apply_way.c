/* apply_way.c: lists the pages anew for every request, so that a page that no longer belongs to the
 * way is never asked. */
#include "view/apply_way.h"

enum { STOPS_BESIDE = 8 };

#define QUESTION "q-"

static void
add_stop(struct apply_way *way, struct apply_stop stop)
{
    ((struct apply_stop *)way->stops)[way->count++] = stop;
}

static void
add_place(struct apply_way *way, enum apply_place place, enum apply_ask ask, const char *word)
{
    add_stop(way, (struct apply_stop){.place = place, .ask = ask, .word = text_of(word)});
}

static bool
is_named(const struct cause *cause, struct text name)
{
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        if (text_equal(cause->name.in[i], name))
            return true;
    }
    return false;
}

/* The cause as the list has it; words of one's own lead to no form. */
static const struct element_form *
form_for_cause(const struct rulebook *rules, const struct procedure *procedure, struct text name,
               struct date today)
{
    const struct cause_edition *edition = cause_edition_on(&rules->causes, today);
    for (size_t i = 0; edition != NULL && i < edition->count; i++) {
        if (is_named(&edition->causes[i], name))
            return element_form_for(&rules->forms, procedure->name, edition, &edition->causes[i],
                                    today);
    }
    return NULL;
}

static void
add_claims(struct apply_way *way, struct arena *arena)
{
    if (way->offered == NULL && way->chosen == NULL) {
        add_place(way, APPLY_CLAIMS, ASK_OWN, "claims");
        return;
    }
    add_place(way, APPLY_CLAIMS, ASK_WAY, "claims");
    if (way->chosen == NULL) {
        add_place(way, APPLY_CLAIMS, ASK_OWN, "own");
        return;
    }
    for (size_t i = 0; i < way->chosen->blocks_count; i++) {
        const struct element_block *block = &way->chosen->blocks[i];
        add_stop(way, (struct apply_stop){
                          .place = APPLY_CLAIMS,
                          .ask = ASK_BLOCK,
                          .block = block,
                          .number = (int)i + 1,
                          .word = text_format(arena, QUESTION "%.*s", TEXT_ARGS(block->name))});
    }
    add_place(way, APPLY_CLAIMS, ASK_THE_REST, "rest");
}

struct apply_way
apply_way_find(const struct rulebook *rules, const struct procedure *procedure,
               const struct value *content, struct date today, struct arena *arena)
{
    struct apply_way way = {0};
    const struct value *elements = value_member(content, "elements");
    way.offered = form_for_cause(rules, procedure, value_member_text(content, "cause"), today);
    if (elements != NULL)
        way.chosen = element_form_on(&rules->forms, value_member_text(elements, "form"), today);
    way.has_own_words = !text_is_empty(value_member_text(content, "claims")) ||
                        !text_is_empty(value_member_text(content, "facts"));
    size_t blocks = way.chosen == NULL ? 0 : way.chosen->blocks_count;
    way.stops = ARENA_MANY(arena, blocks + STOPS_BESIDE, struct apply_stop);
    add_place(&way, APPLY_PARTIES, ASK_ALL, apply_place_word(APPLY_PARTIES));
    add_claims(&way, arena);
    add_place(&way, APPLY_COURT, ASK_ALL, apply_place_word(APPLY_COURT));
    add_place(&way, APPLY_MATERIALS, ASK_ALL, apply_place_word(APPLY_MATERIALS));
    add_place(&way, APPLY_CHECK, ASK_ALL, apply_place_word(APPLY_CHECK));
    return way;
}

const struct apply_stop *
apply_way_stop(const struct apply_way *way, struct text word)
{
    for (int i = 0; i < way->count; i++) {
        if (text_equal(way->stops[i].word, word))
            return &way->stops[i];
    }
    return NULL;
}

const struct apply_stop *
apply_way_same(const struct apply_way *way, const struct apply_stop *stop)
{
    for (int i = 0; stop->ask == ASK_OWN && i < way->count; i++) {
        if (way->stops[i].ask == ASK_OWN)
            return &way->stops[i];
    }
    return apply_way_stop(way, stop->word);
}

const struct apply_stop *
apply_way_next(const struct apply_way *way, const struct apply_stop *stop)
{
    return stop + 1 < way->stops + way->count ? stop + 1 : stop;
}

const struct apply_stop *
apply_way_before(const struct apply_way *way, const struct apply_stop *stop)
{
    return stop > way->stops ? stop - 1 : stop;
}

/* ---- which fields ---- */

/* The form asks for these; the cause was chosen when it was. */
static bool
is_asked_by_form(const struct apply_way *way, const char *name)
{
    bool is_own = strcmp(name, "claims") == 0 || strcmp(name, "facts") == 0;
    return strcmp(name, "cause") == 0 || (is_own && !way->has_own_words) ||
           (strcmp(name, "amount") == 0 && !text_is_empty(way->chosen->amount));
}

static const char *const *
names_of_block(const struct element_form *form, const struct element_block *block,
               struct arena *arena)
{
    const char **names = ARENA_MANY(arena, block->count + 1, const char *);
    for (size_t i = 0; i < block->count; i++)
        names[i] = text_terminated(form->fields[block->first + i].name, arena);
    return names;
}

const char *const *
apply_way_fields(const struct apply_way *way, const struct step *step,
                 const struct apply_stop *stop, struct arena *arena)
{
    static const char *const cause[] = {"cause", NULL};
    if (stop->ask == ASK_WAY)
        return cause;
    if (stop->ask == ASK_BLOCK)
        return names_of_block(way->chosen, stop->block, arena);
    const char *const *all = apply_fields(step, stop->place, arena);
    if (stop->ask != ASK_THE_REST)
        return all;
    const char **names = ARENA_MANY(arena, step->fields_count + 1, const char *);
    size_t count = 0;
    for (; *all != NULL; all++) {
        if (!is_asked_by_form(way, *all))
            names[count++] = *all;
    }
    return names;
}

static bool
asks(const struct apply_way *way, const struct step *step, const struct apply_stop *stop,
     struct text name, struct arena *arena)
{
    for (const char *const *names = apply_way_fields(way, step, stop, arena); *names != NULL;
         names++) {
        if (text_is(name, *names))
            return true;
    }
    return false;
}

const struct apply_stop *
apply_way_of_field(const struct apply_way *way, const struct step *step, struct text path,
                   struct arena *arena)
{
    size_t length = strcspn(text_terminated(path, arena), ".[");
    struct text name = {path.bytes, length};
    const struct field_rule *field = NULL;
    for (size_t i = 0; i < step->fields_count; i++) {
        if (text_equal(step->fields[i].name, name))
            field = &step->fields[i];
    }
    bool is_of_form = field != NULL && field->type == FIELD_ELEMENTS;
    if (is_of_form && length < path.length) {
        struct text rest = {path.bytes + length + 1, path.length - length - 1};
        name = (struct text){rest.bytes, strcspn(text_terminated(rest, arena), ".[")};
    }
    for (int i = 0; i < way->count; i++) {
        const struct apply_stop *stop = &way->stops[i];
        if ((stop->ask == ASK_BLOCK) == is_of_form && asks(way, step, stop, name, arena))
            return stop;
    }
    return apply_way_stop(way, TEXT("claims"));
}

/* A path without the numbers of its rows. */
static struct text
plain_path(struct text path, struct arena *arena)
{
    struct buffer plain = buffer_open(arena, path.length + 1);
    bool is_number = false;
    for (size_t i = 0; i < path.length; i++) {
        is_number = is_number ? path.bytes[i] != ']' : path.bytes[i] == '[';
        if (!is_number && path.bytes[i] != ']')
            buffer_add_text(&plain, (struct text){path.bytes + i, 1});
    }
    return buffer_text(&plain);
}

struct text
apply_way_label(const struct view *view, const struct apply_way *way, const struct step *step,
                struct text path)
{
    struct text rest = plain_path(path, view->arena), name = text_cut(&rest, '.');
    const struct words *words = NULL;
    for (size_t i = 0; i < step->fields_count; i++) {
        const struct field_rule *field = &step->fields[i];
        if (!text_equal(field->name, name))
            continue;
        bool is_of_form =
            field->type == FIELD_ELEMENTS && way->chosen != NULL && !text_is_empty(rest);
        words = is_of_form ? element_form_words(way->chosen, rest) : &field->words;
    }
    return words == NULL ? path : view_words(view, words);
}
