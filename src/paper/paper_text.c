/* paper_text.c: what a court says on paper is text that lawyers can read and change. */
#include "paper/paper_text.h"

#include <assert.h>
#include <string.h>

extern const char papers_zh[], papers_ko[];

void
paper_place(struct paper_places *places, const char *name, struct text value)
{
    assert(places->count < PAPER_PLACES_MAX);
    places->values[places->count++] = (struct wording_value){name, text_trim(value)};
}

void
paper_place_if(struct paper_places *places, const char *name, bool is_so)
{
    paper_place(places, name, is_so ? TEXT("1") : TEXT(""));
}

/* ---- sections ---- */

static struct text
find_section(struct text all, const char *name)
{
    while (!text_is_empty(all)) {
        struct text line = text_trim(text_cut(&all, '\n'));
        size_t length = strlen(name);
        if (line.length != length + 2 || line.bytes[0] != '[' || line.bytes[length + 1] != ']' ||
            memcmp(line.bytes + 1, name, length) != 0)
            continue;
        struct text section = {all.bytes, 0};
        while (!text_is_empty(all) && all.bytes[0] != '[')
            section.length += text_cut(&all, '\n').length + 1;
        size_t most = (size_t)(all.bytes - section.bytes);
        section.length = text_is_empty(all) || section.length > most ? most : section.length;
        return section;
    }
    return TEXT("");
}

struct text
paper_text_find(struct text own, const char *name, enum language language)
{
    struct text section = find_section(own, name);
    if (text_is_empty(section))
        section = find_section(text_of(language == LANGUAGE_KO ? papers_ko : papers_zh), name);
    return section;
}

/* ---- places ---- */

struct filling {
    struct canon *canon;
    const struct paper_places *places;
    enum language language;
    struct arena *arena;
    /* Of the row a line is repeated for; NULL otherwise. */
    const struct paper_list_place *list;
    size_t row;
};

static struct text
value_of(const struct filling *filling, struct text name)
{
    const struct paper_list_place *list = filling->list;
    for (size_t i = 0; list != NULL && i < list->columns_count; i++) {
        if (text_is(name, list->columns[i]))
            return list->values[filling->row * list->columns_count + i];
    }
    for (size_t i = 0; i < filling->places->count; i++) {
        if (text_is(name, filling->places->values[i].name))
            return filling->places->values[i].value;
    }
    return TEXT("");
}

/* What is only added to another place. */
static bool
may_be_empty(struct text name)
{
    static const struct text end = TEXT_INIT("_after");
    return name.length > end.length &&
           memcmp(name.bytes + name.length - end.length, end.bytes, end.length) == 0;
}

static bool
lacks_a_place(const struct filling *filling, struct text line)
{
    while (!text_is_empty(line)) {
        text_cut(&line, '{');
        if (text_is_empty(line))
            return false;
        struct text place = text_cut(&line, '}'), name = text_cut(&place, ':');
        if (text_is_empty(value_of(filling, name)) && !may_be_empty(name))
            return true;
    }
    return false;
}

static struct text
fill(const struct filling *filling, struct text line)
{
    struct wording_value values[PAPER_PLACES_MAX + PAPER_COLUMNS_MAX];
    size_t count = 0;
    const struct paper_list_place *list = filling->list;
    for (size_t i = 0; list != NULL && i < list->columns_count; i++)
        values[count++] = (struct wording_value){
            list->columns[i], list->values[filling->row * list->columns_count + i]};
    for (size_t i = 0; i < filling->places->count; i++)
        values[count++] = filling->places->values[i];
    return wording_fill_in(line, filling->language, values, count, filling->arena);
}

static const struct paper_list_place *
find_list(const struct filling *filling, struct text name)
{
    for (size_t i = 0; i < filling->places->lists_count; i++) {
        if (text_is(name, filling->places->lists[i].name))
            return &filling->places->lists[i];
    }
    return NULL;
}

/* ---- blocks ---- */

static void
put_block(const struct filling *filling, const char *kind, struct text text)
{
    canon_begin_object(filling->canon);
    canon_member_text(filling->canon, "kind", text_of(kind));
    canon_member_text(filling->canon, "language", text_of(language_code(filling->language)));
    canon_member_text(filling->canon, "text", text);
    canon_end_object(filling->canon);
}

/* Each line of what was filled in becomes a block. */
static void
put_lines(const struct filling *filling, const char *kind, struct text line)
{
    if (lacks_a_place(filling, line))
        return;
    struct text rest = fill(filling, line);
    while (!text_is_empty(rest)) {
        struct text one = text_trim(text_cut(&rest, '\n'));
        if (!text_is_empty(one))
            put_block(filling, kind, one);
    }
}

struct column {
    int64_t width;
    struct text head, cell;
};

static size_t
read_columns(struct text rest, struct column *columns)
{
    size_t count = 0;
    while (!text_is_empty(rest) && count < PAPER_COLUMNS_MAX) {
        struct text one = text_trim(text_cut(&rest, ';'));
        struct column *column = &columns[count++];
        if (!text_number(text_cut(&one, ':'), &column->width) || column->width < 1 ||
            column->width > 100)
            column->width = 10;
        column->head = text_cut(&one, ':');
        column->cell = one;
    }
    return count;
}

static void
put_table(struct filling *filling, struct text rest)
{
    struct column columns[PAPER_COLUMNS_MAX] = {0};
    const struct paper_list_place *list = find_list(filling, text_cut(&rest, ' '));
    size_t count = read_columns(rest, columns);
    struct canon *canon = filling->canon;
    if (list == NULL || list->rows == 0)
        return;
    canon_begin_object(canon);
    canon_key(canon, "columns");
    canon_begin_array(canon);
    for (size_t i = 0; i < count; i++) {
        canon_begin_object(canon);
        canon_member_text(canon, "head", columns[i].head);
        canon_member_integer(canon, "width", columns[i].width);
        canon_end_object(canon);
    }
    canon_end_array(canon);
    canon_member_text(canon, "kind", TEXT("table"));
    canon_member_text(canon, "language", text_of(language_code(filling->language)));
    canon_key(canon, "rows");
    canon_begin_array(canon);
    filling->list = list;
    for (filling->row = 0; filling->row < list->rows; filling->row++) {
        canon_begin_array(canon);
        for (size_t i = 0; i < count; i++)
            canon_put_text(canon, text_trim(fill(filling, columns[i].cell)));
        canon_end_array(canon);
    }
    filling->list = NULL;
    canon_end_array(canon);
    canon_end_object(canon);
}

/* The last line is the date. */
static void
put_sign(const struct filling *filling, struct text rest, bool has_seal)
{
    struct canon *canon = filling->canon;
    struct text lines[PAPER_COLUMNS_MAX];
    size_t count = 0;
    while (!text_is_empty(rest) && count < PAPER_COLUMNS_MAX) {
        struct text line = text_trim(text_cut(&rest, ';'));
        if (!lacks_a_place(filling, line))
            lines[count++] = fill(filling, line);
    }
    if (count == 0)
        return;
    canon_begin_object(canon);
    canon_member_text(canon, "date", lines[count - 1]);
    canon_member_text(canon, "kind", TEXT("sign"));
    canon_member_text(canon, "language", text_of(language_code(filling->language)));
    canon_key(canon, "lines");
    canon_begin_array(canon);
    for (size_t i = 0; i + 1 < count; i++)
        canon_put_text(canon, lines[i]);
    canon_end_array(canon);
    canon_member_boolean(canon, "seal", has_seal);
    canon_end_object(canon);
}

static struct text
after(struct text line, size_t bytes)
{
    return text_trim((struct text){line.bytes + bytes, line.length - bytes});
}

static void put_line(struct filling *filling, struct text line);

static void
put_each(struct filling *filling, struct text rest)
{
    const struct paper_list_place *list = find_list(filling, text_cut(&rest, ' '));
    size_t rows = list == NULL ? 0 : list->rows;
    filling->list = list;
    for (filling->row = 0; filling->row < rows; filling->row++)
        put_line(filling, rest);
    filling->list = NULL;
}

static void
put_if(struct filling *filling, struct text rest)
{
    bool is_not = text_starts_with(rest, "!");
    if (is_not)
        rest = after(rest, 1);
    struct text name = text_cut(&rest, ' ');
    if (text_is_empty(value_of(filling, name)) == is_not)
        put_line(filling, text_trim(rest));
}

/* Recurses once for each mark in front of a line. */
static void
put_line(struct filling *filling, struct text line)
{
    static const struct {
        const char *mark, *kind;
    } kinds[] = {{"## ", "title"}, {"# ", "court"},   {"> ", "right"},
                 {"| ", "line"},   {"! ", "heading"}, {"- ", "small"}};
    if (text_is_empty(line) || line.bytes[0] == '%')
        return;
    if (text_is(line, "---")) {
        canon_begin_object(filling->canon);
        canon_member_text(filling->canon, "kind", TEXT("rule"));
        canon_end_object(filling->canon);
    } else if (text_starts_with(line, "@table "))
        put_table(filling, after(line, 7));
    else if (text_starts_with(line, "@each "))
        put_each(filling, after(line, 6));
    else if (text_starts_with(line, "@sign "))
        put_sign(filling, after(line, 6), false);
    else if (text_starts_with(line, "@seal "))
        put_sign(filling, after(line, 6), true);
    else if (line.bytes[0] == '?')
        put_if(filling, after(line, 1));
    else {
        for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
            if (text_starts_with(line, kinds[i].mark)) {
                put_lines(filling, kinds[i].kind, after(line, strlen(kinds[i].mark)));
                return;
            }
        }
        put_lines(filling, "text", line);
    }
}

void
paper_text_fill(struct canon *canon, struct text section, const struct paper_places *places,
                enum language language, struct arena *arena)
{
    struct filling filling = {
        .canon = canon, .places = places, .language = language, .arena = arena};
    while (!text_is_empty(section))
        put_line(&filling, text_trim(text_cut(&section, '\n')));
}
