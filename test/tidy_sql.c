/* tidy_sql.c: one schema and one set of statements for every engine a court may run.
 *
 * Every file of schema/ and every SQL literal of src/ is cut into tokens and held to rules that
 * SQLite, PostgreSQL and its relatives agree on: the court comes first in every key and is named in
 * every statement, numbers come from us and not from sequences, nothing is decided by a function of
 * the engine. What only one engine needs goes to a file named after it, such as schema/sqlite.sql.
 */
#include "tidy.h"

#include <stdio.h>
#include <string.h>

enum { TOKENS_MAX = 4096, IDENTIFIER_BYTES_MAX = 30, TABLES_MAX = 200 };

enum token_type { TOKEN_WORD, TOKEN_NUMBER, TOKEN_STRING, TOKEN_PARAMETER, TOKEN_SIGN };

struct token {
    enum token_type type;
    struct text text;
    int line;
};

struct statement_tokens {
    const struct source_file *file;
    struct token *tokens;
    size_t count;
};

/* Tables whose rows belong to a court. */
struct tables {
    struct text name[TABLES_MAX];
    size_t count;
};

static bool
is_letter(char c)
{
    return c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
same_word(struct text a, const char *b)
{
    size_t length = strlen(b);
    if (a.length != length)
        return false;
    for (size_t i = 0; i < length; i++) {
        char c = a.bytes[i] >= 'A' && a.bytes[i] <= 'Z' ? (char)(a.bytes[i] | 0x20) : a.bytes[i];
        if (c != b[i])
            return false;
    }
    return true;
}

/* Length of the token at the start of `rest`, which is no blank and no comment. */
static size_t
token_length(struct text rest, enum token_type *type)
{
    size_t length = 1;
    char first = rest.bytes[0];
    if (is_letter(first)) {
        *type = TOKEN_WORD;
        while (length < rest.length &&
               (is_letter(rest.bytes[length]) || is_digit(rest.bytes[length])))
            length++;
    } else if (is_digit(first) || first == '$' || first == '?') {
        *type = is_digit(first) ? TOKEN_NUMBER : TOKEN_PARAMETER;
        while (length < rest.length && is_digit(rest.bytes[length]))
            length++;
    } else if (first == '\'') {
        *type = TOKEN_STRING;
        while (length < rest.length && rest.bytes[length] != '\'')
            length++;
        length += length < rest.length;
    } else {
        *type = TOKEN_SIGN;
        if (rest.length > 1 && (first == '|' || first == ':') && rest.bytes[1] == first)
            length = 2;
    }
    return length;
}

static void
read_tokens(struct statement_tokens *statement, struct text text, int line, struct arena *arena)
{
    statement->tokens = ARENA_MANY(arena, TOKENS_MAX, struct token);
    statement->count = 0;
    while (!text_is_empty(text) && statement->count < TOKENS_MAX) {
        enum token_type type;
        if (text_starts_with(text, "--")) {
            text_cut(&text, '\n');
            line++;
            continue;
        }
        if (strchr(" \t\n", text.bytes[0])) {
            line += text.bytes[0] == '\n';
            text.bytes++;
            text.length--;
            continue;
        }
        size_t length = token_length(text, &type);
        statement->tokens[statement->count++] = (struct token){type, {text.bytes, length}, line};
        text.bytes += length;
        text.length -= length;
    }
}

static bool
is_word(const struct statement_tokens *statement, size_t at, const char *word)
{
    return at < statement->count && same_word(statement->tokens[at].text, word);
}

#define SAY(statement, at, ...)                                                                    \
    complain((statement)->file->path, (statement)->tokens[at].line, __VA_ARGS__)

/* Rules 5, 7, 16, 19 of portability: words no shared statement may hold. A word marked with ( only
 * counts where it is called. */
static void
check_words(const struct statement_tokens *statement)
{
    static const char *const never[] = {"autoincrement", "serial",       "bigserial",
                                        "identity",      "generated",    "sequence",
                                        "nextval",       "trigger",      "inherits",
                                        "exclude",       "deferrable",   "listen",
                                        "notify",        "unlisten",     "virtual",
                                        "current_date",  "current_time", "current_timestamp",
                                        "ilike",         "truncate",     "fetch",
                                        "collate",       "glob",         "regexp",
                                        "pragma",        "without",      "enum",
                                        "interval",      "returning",    "share"};
    static const char *const never_called[] = {
        "now",        "random",       "randomblob", "datetime", "date",    "time",
        "strftime",   "julianday",    "unixepoch",  "greatest", "least",   "concat",
        "string_agg", "group_concat", "ifnull",     "iif",      "changes", "last_insert_rowid",
        "printf",     "typeof",       "zeroblob",   "hex"};
    for (size_t i = 0; i < statement->count; i++) {
        const struct token *token = &statement->tokens[i];
        if (token->type == TOKEN_SIGN && text_is(token->text, "||"))
            SAY(statement, i, "|| is OR in one engine: put strings together in C");
        if (token->type == TOKEN_SIGN && text_is(token->text, "::"))
            SAY(statement, i, ":: casts are one engine's: write CAST");
        if (token->type == TOKEN_SIGN && strchr("\"[`", token->text.bytes[0]))
            SAY(statement, i, "names are never quoted");
        if (token->type == TOKEN_STRING && text_is(token->text, "''"))
            SAY(statement, i, "the empty string is NULL in one engine: use '-' or NULL");
        if (token->type != TOKEN_WORD)
            continue;
        for (size_t n = 0; n < sizeof never / sizeof never[0]; n++) {
            if (same_word(token->text, never[n]))
                SAY(statement, i, "%.*s does not run on every engine", TEXT_ARGS(token->text));
        }
        for (size_t n = 0; n < sizeof never_called / sizeof never_called[0]; n++) {
            if (same_word(token->text, never_called[n]) && is_word(statement, i + 1, "("))
                SAY(statement, i, "%.*s() does not run, or differs, on some engine: do it in C",
                    TEXT_ARGS(token->text));
        }
        if (is_word(statement, i, "for") && is_word(statement, i + 1, "update"))
            SAY(statement, i, "FOR UPDATE: there is one writer");
        if (is_word(statement, i, "lock") && is_word(statement, i + 1, "table"))
            SAY(statement, i, "LOCK TABLE: there is one writer");
        if (is_word(statement, i, "nulls") && is_word(statement, i + 1, "not"))
            SAY(statement, i, "NULLS NOT DISTINCT runs on one engine");
    }
}

/* Rule 12. */
static void
check_identifier(const struct statement_tokens *statement, size_t at)
{
    static const char *const reserved[] = {
        "user",       "order",     "group",     "table",    "end",          "offset",  "limit",
        "default",    "check",     "all",       "any",      "case",         "column",  "desc",
        "asc",        "distinct",  "do",        "else",     "for",          "from",    "grant",
        "having",     "in",        "into",      "leading",  "not",          "null",    "on",
        "only",       "or",        "primary",   "select",   "some",         "then",    "to",
        "union",      "unique",    "using",     "when",     "where",        "window",  "with",
        "references", "analyze",   "both",      "cast",     "current_user", "except",  "foreign",
        "fetch",      "intersect", "symmetric", "trailing", "variadic",     "verbose", "and",
        "as",         "array",     "initially", "lateral",  "like",         "natural", "returning",
        "true",       "false"};
    struct text name;
    if (at >= statement->count)
        return;
    name = statement->tokens[at].text;
    if (name.length > IDENTIFIER_BYTES_MAX)
        SAY(statement, at, "%.*s is longer than %d bytes", TEXT_ARGS(name), IDENTIFIER_BYTES_MAX);
    for (size_t i = 0; i < name.length; i++) {
        if (name.bytes[i] >= 'A' && name.bytes[i] <= 'Z') {
            SAY(statement, at, "%.*s: names are lower case", TEXT_ARGS(name));
            break;
        }
    }
    for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++) {
        if (same_word(name, reserved[i]))
            SAY(statement, at, "%.*s is a reserved word", TEXT_ARGS(name));
    }
}

/* The token after the bracket at or after `at`: the first column of a key. Rule 1. */
static void
check_first_column(const struct statement_tokens *statement, size_t at, const char *what)
{
    while (at < statement->count && !text_is(statement->tokens[at].text, "("))
        at++;
    if (at + 1 < statement->count && !text_is(statement->tokens[at + 1].text, "court_id"))
        SAY(statement, at + 1, "court_id is the first column of every %s", what);
}

/* One column or constraint: tokens from `at` up to `end`. Rules 1, 6, 12. */
static void
check_item(const struct statement_tokens *statement, size_t at, size_t end, bool *has_key)
{
    static const char *const types[] = {"text", "bigint", "smallint", "blob", "bytea"};
    bool is_known = false;
    if (is_word(statement, at, "primary") || is_word(statement, at, "unique") ||
        is_word(statement, at, "foreign")) {
        *has_key = *has_key || is_word(statement, at, "primary");
        check_first_column(statement, at, "key");
        return;
    }
    if (is_word(statement, at, "check"))
        return;
    check_identifier(statement, at);
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        is_known = is_known || (at + 1 < end && is_word(statement, at + 1, types[i]));
    if (!is_known)
        SAY(statement, at, "%.*s: columns are TEXT, BIGINT, SMALLINT or BYTEA",
            TEXT_ARGS(statement->tokens[at].text));
    for (size_t i = at; i < end; i++) {
        if (is_word(statement, i, "primary") || is_word(statement, i, "unique") ||
            is_word(statement, i, "references"))
            SAY(statement, i, "keys stand in a line of their own and begin with court_id");
    }
}

static void
check_table(const struct statement_tokens *statement, struct tables *tables)
{
    size_t at = 2, depth = 0, start;
    bool has_key = false;
    if (is_word(statement, at, "if"))
        at += 3;
    check_identifier(statement, at);
    if (tables->count < TABLES_MAX && at < statement->count)
        tables->name[tables->count++] = statement->tokens[at].text;
    start = at + 2;
    for (at = start; at < statement->count; at++) {
        if (text_is(statement->tokens[at].text, "("))
            depth++;
        bool is_end = depth == 0 && text_is(statement->tokens[at].text, ")");
        if (is_end || (depth == 0 && text_is(statement->tokens[at].text, ","))) {
            check_item(statement, start, at, &has_key);
            start = at + 1;
        }
        if (is_end)
            break;
        if (text_is(statement->tokens[at].text, ")"))
            depth--;
    }
    if (!has_key)
        SAY(statement, 0, "a table has a primary key that begins with court_id");
}

static void
check_index(const struct statement_tokens *statement)
{
    for (size_t i = 0; i < statement->count; i++) {
        if (is_word(statement, i, "index"))
            check_identifier(statement, i + 1);
        if (is_word(statement, i, "where"))
            SAY(statement, i, "indexes cover the whole table");
    }
    check_first_column(statement, 0, "index");
}

/* Rule 13: parameters are $1, $2 ... numbered in the order they first appear, because SQLite
 * numbers them so; nothing is printed into a statement. */
static void
check_parameters(const struct statement_tokens *statement)
{
    int64_t highest = 0, number;
    for (size_t i = 0; i < statement->count; i++) {
        struct text text = statement->tokens[i].text;
        if (text_is(text, "%"))
            SAY(statement, i, "values are bound, never printed into a statement");
        if (statement->tokens[i].type != TOKEN_PARAMETER)
            continue;
        struct text digits = {text.bytes + 1, text.length - 1};
        if (text.bytes[0] != '$' || !text_number(digits, &number) || number > highest + 1)
            SAY(statement, i, "parameters are $1, $2 ... in the order they first appear");
        else if (number > highest)
            highest = number;
    }
}

static bool
names_court_table(const struct statement_tokens *statement, const struct tables *tables)
{
    for (size_t i = 0; i < statement->count; i++) {
        for (size_t n = 0; n < tables->count; n++) {
            if (text_equal(statement->tokens[i].text, tables->name[n]))
                return true;
        }
    }
    return false;
}

/* Rule 14: a WHERE that names the court; an INSERT gives it. */
static void
check_court(const struct statement_tokens *statement)
{
    bool is_insert = is_word(statement, 0, "insert"), has_where = is_insert;
    for (size_t i = 0; i < statement->count; i++) {
        has_where = has_where || is_word(statement, i, "where");
        if (has_where && is_word(statement, i, "court_id") &&
            (is_insert || is_word(statement, i + 1, "=")))
            return;
    }
    SAY(statement, 0, "one statement, one court: WHERE court_id = $n");
}

static void
check_statement(const struct statement_tokens *statement, struct tables *tables)
{
    if (statement->count == 0)
        return;
    check_words(statement);
    if (is_word(statement, 0, "create") && is_word(statement, 1, "table")) {
        check_table(statement, tables);
    } else if (is_word(statement, 0, "create")) {
        check_index(statement);
    } else {
        check_parameters(statement);
        if (names_court_table(statement, tables))
            check_court(statement);
    }
}

static void
check_schema_file(const struct tree *tree, const struct source_file *file, struct tables *tables)
{
    struct statement_tokens all = {.file = file};
    size_t start = 0;
    read_tokens(&all, file->content, 1, tree->arena);
    for (size_t i = 0; i < all.count; i++) {
        if (!text_is(all.tokens[i].text, ";"))
            continue;
        struct statement_tokens one = {file, all.tokens + start, i - start};
        check_statement(&one, tables);
        start = i + 1;
    }
    if (start < all.count)
        complain(file->path, all.tokens[start].line, "a statement without its semicolon");
}

static bool
is_sql(struct text literal)
{
    static const char *const starts[] = {"SELECT ", "INSERT ",  "UPDATE ", "DELETE ", "CREATE ",
                                         "WITH ",   "REPLACE ", "DROP ",   "ALTER "};
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        if (text_starts_with(literal, starts[i]))
            return true;
    }
    return false;
}

static void
check_source_file(const struct tree *tree, const struct source_file *file, struct tables *tables)
{
    struct text literal;
    size_t at = 0;
    int line;
    while (next_literal(file->content, &at, &literal, &line, tree->arena)) {
        struct statement_tokens statement = {.file = file};
        /* The engine's own catalogue is asked by the engine's own file. */
        if (!is_sql(literal) || memmem(literal.bytes, literal.length, "sqlite_", 7))
            continue;
        read_tokens(&statement, literal, line, tree->arena);
        for (size_t i = 0; i < statement.count; i++)
            statement.tokens[i].line = line;
        check_statement(&statement, tables);
    }
}

void
check_sql(const struct tree *tree)
{
    struct tables tables = {.count = 0};
    for (size_t i = 0; i < tree->count; i++) {
        const struct source_file *file = &tree->files[i];
        if (has_prefix(file->path, "schema/") && has_suffix(file->name, ".sql") &&
            strcmp(file->name, "sqlite.sql") != 0 && strcmp(file->name, "postgres.sql") != 0)
            check_schema_file(tree, file, &tables);
    }
    if (tables.count == 0)
        complain("schema", 1, "holds no table");
    for (size_t i = 0; i < tables.count; i++) {
        struct text quoted = text_format(tree->arena, "`%.*s`", TEXT_ARGS(tables.name[i]));
        const struct source_file *page = tree_find(tree, "doc/TABLES.md");
        if (page == NULL ||
            !memmem(page->content.bytes, page->content.length, quoted.bytes, quoted.length))
            complain("doc/TABLES.md", 1, "does not say what %s is for", quoted.bytes);
    }
    for (size_t i = 0; i < tree->count; i++) {
        const struct source_file *file = &tree->files[i];
        if (has_prefix(file->path, "src/") && has_suffix(file->name, ".c"))
            check_source_file(tree, file, &tables);
    }
}
