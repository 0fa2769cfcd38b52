/* schema.h: a map of a rule file into a C struct, by a table of its fields.
 *
 * Every mistake is named with its place: an unknown key (with the one that was probably meant), a
 * missing key, a value of the wrong kind. Decoding goes on after a mistake, so that one run names
 * them all; a struct with a mistake in it holds zeros there and is never used. */
#ifndef TB_SCHEMA_H
#define TB_SCHEMA_H
#include "law/source.h"
#include "rule/yaml.h"

enum schema_type {
    SCHEMA_TEXT,      /* struct text, one line or more, not empty */
    SCHEMA_INTEGER,   /* int, least to most */
    SCHEMA_BOOLEAN,   /* bool, `true` or `false` */
    SCHEMA_DATE,      /* struct date, YYYY-MM-DD; DATE_NONE when left out */
    SCHEMA_MONEY,     /* struct money, yuan as 54046.50 */
    SCHEMA_CHOICE,    /* int, one of `choices` */
    SCHEMA_CHOICES,   /* uint32_t, bit 1 << value for each; a single one may stand without a list */
    SCHEMA_WORDS,     /* struct words, all three languages */
    SCHEMA_CITATION,  /* struct citation that resolves */
    SCHEMA_CITATIONS, /* array of them; a single one may stand without a list */
    SCHEMA_TEXTS,     /* array of struct text; a single one may stand without a list */
    SCHEMA_MAP,       /* a struct of its own inside this one, zeros when left out */
    SCHEMA_LIST,      /* array of structs, from a list of maps */
    SCHEMA_NAMED, /* array of structs, from a map of maps; the key goes into the struct's name */
    SCHEMA_OWN,   /* whatever `decode` makes of it */
};

struct schema_choice {
    const char *word; /* NULL ends the table */
    int value;
};

struct schema_context {
    const char *file;
    struct arena *arena; /* of what is decoded */
    struct mistakes *mistakes;
    const struct source_list *sources; /* what citations must resolve to; NULL: not checked */
};

struct schema;

struct schema_field {
    const char *key;
    enum schema_type type;
    size_t offset;       /* of the value; for arrays of the pointer to the first */
    size_t count_offset; /* arrays: of the size_t that counts them */
    bool is_required;
    int otherwise;                       /* integer, boolean, choice: when left out */
    int least, most;                     /* integer: bounds. Text: characters. Array: items. Both 0:
                                            any integer, 1 to 4000 characters, 1 to 4096 items */
    const struct schema_choice *choices; /* SCHEMA_CHOICE, SCHEMA_CHOICES (values 0 to 31) */
    const struct schema *of;             /* SCHEMA_MAP, SCHEMA_LIST, SCHEMA_NAMED */
    bool (*decode)(const struct yaml *value, const struct schema_context *context, void *place);
};

struct schema {
    const char *what;   /* in sentences: "a step" */
    size_t bytes;       /* of the struct */
    size_t name_offset; /* SCHEMA_NAMED: of the struct text that takes the key */
    const struct schema_field *fields;
    size_t count;
};

/* Decodes `map` into the zeroed struct at `place`; what it points to lives in the context's arena.
 * False when a mistake was added. Items of an array stand in the order of the file, one for each,
 * also where one has a mistake, so that the n-th child of the node is the n-th item. */
bool schema_decode(const struct schema *schema, const struct yaml *map,
                   const struct schema_context *context, void *place);

/* A mistake at the value of a node, or at the key that names it. Both give false. */
bool schema_mistake(const struct schema_context *context, const struct yaml *node,
                    const char *format, ...) __attribute__((format(printf, 3, 4)));
bool schema_key_mistake(const struct schema_context *context, const struct yaml *node,
                        const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The readers of single values, for `decode` functions. */
bool schema_text(const struct yaml *, const struct schema_context *, struct text *);
bool schema_integer(const struct yaml *, const struct schema_context *, int least, int most, int *);
bool schema_date(const struct yaml *, const struct schema_context *, struct date *);
bool schema_citation(const struct yaml *, const struct schema_context *, struct citation *);
bool schema_words(const struct yaml *, const struct schema_context *, struct words *);
/* One of the words of the table; otherwise the sentence lists them. */
bool schema_choice(const struct yaml *, const struct schema_context *, const struct schema_choice *,
                   int *);

#endif
