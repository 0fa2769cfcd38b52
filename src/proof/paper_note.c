/* paper_note.c: a signed note folded into one line that a square code holds in print. */
#include "proof/paper_note.h"

#include <string.h>

enum { CODE_SIGNS = 11, WORDS = 8, FACTS_MAX = 160, NUMBER_BYTES_MAX = 60 };

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; /* no I, L, O, U */

/* ---- the short code ---- */

/* Luhn modulo 32: finds every wrong sign and every swap of neighbours but one pair. */
static int
check_sign(const int *values)
{
    int sum = 0;
    for (int i = 0; i < CODE_SIGNS; i++) {
        int add = values[i] * ((CODE_SIGNS - i) % 2 == 1 ? 2 : 1);
        sum += add / 32 + add % 32;
    }
    return (32 - sum % 32) % 32;
}

static struct text
write_code(const int *values, struct arena *arena)
{
    char signs[CODE_SIGNS + 1];
    for (int i = 0; i < CODE_SIGNS; i++)
        signs[i] = alphabet[values[i]];
    signs[CODE_SIGNS] = alphabet[check_sign(values)];
    return text_format(arena, "%.4s-%.4s-%.4s", signs, signs + 4, signs + 8);
}

struct text
paper_code_of(struct text signed_text, struct arena *arena)
{
    struct digest digest = digest_of(signed_text);
    uint64_t bits = 0;
    int values[CODE_SIGNS];
    for (int i = 0; i < 8; i++)
        bits = bits << 8 | digest.bytes[i];
    for (int i = 0; i < CODE_SIGNS; i++)
        values[i] = (int)(bits >> (59 - 5 * i) & 31);
    return write_code(values, arena);
}

static int
sign_value(char c)
{
    if (c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
    const char *at = c == '\0' ? NULL : strchr(alphabet, c);
    return at == NULL ? -1 : (int)(at - alphabet);
}

bool
paper_code_read(struct text written, struct arena *arena, struct text *code)
{
    struct text folded = text_fold(written, arena);
    int values[CODE_SIGNS + 1], count = 0;
    for (size_t i = 0; i < folded.length; i++) {
        int value = sign_value(folded.bytes[i]);
        if (folded.bytes[i] == '-')
            continue;
        if (value < 0 || count == CODE_SIGNS + 1)
            return false;
        values[count++] = value;
    }
    if (count != CODE_SIGNS + 1 || values[CODE_SIGNS] != check_sign(values))
        return false;
    *code = write_code(values, arena);
    return true;
}

/* ---- facts ---- */

/* Something that stands as one word: printable ASCII without blanks. */
static bool
is_word(struct text text, size_t most)
{
    bool is_fit = text.length > 0 && text.length <= most;
    for (size_t i = 0; i < text.length; i++)
        is_fit &= text.bytes[i] > ' ' && text.bytes[i] <= '~';
    return is_fit;
}

/* NODE.stream.seq.kind */
static bool
read_id(struct paper_note *paper)
{
    struct text rest = paper->id;
    if (!is_word(paper->id, PAPER_ID_MAX))
        return false;
    struct text node = text_cut(&rest, '.'), stream = text_cut(&rest, '.');
    struct text seq = text_cut(&rest, '.');
    int64_t number;
    paper->node = node;
    paper->kind = rest;
    return key_name_is_fit(node) && !text_is_empty(stream) && text_number(seq, &number) &&
           !text_is_empty(rest) && memchr(rest.bytes, '.', rest.length) == NULL;
}

static struct text
facts_text(const struct paper_note *paper, struct arena *arena)
{
    struct buffer facts = buffer_open(arena, 100);
    if (!date_is_none(paper->due)) {
        buffer_add_text(&facts, TEXT("due:"));
        buffer_add_text(&facts, date_text(paper->due, arena));
    }
    if (!text_is_empty(paper->case_number)) {
        buffer_add_text(&facts, facts.length > 0 ? TEXT(",no:") : TEXT("no:"));
        buffer_add_text(&facts, base64_of(paper->case_number, arena));
    }
    if (facts.length == 0)
        buffer_add_text(&facts, TEXT("-"));
    return buffer_text(&facts);
}

/* Only what facts_text would write again: one form for one meaning. */
static bool
read_facts(struct text facts, struct arena *arena, struct paper_note *paper)
{
    struct text rest = facts;
    paper->due = DATE_NONE;
    paper->case_number = TEXT("");
    if (text_starts_with(rest, "due:")) {
        struct text due = text_cut(&rest, ',');
        due = (struct text){due.bytes + 4, due.length - 4};
        if (!date_parse(due, &paper->due))
            return false;
    }
    if (text_starts_with(rest, "no:") &&
        (!base64_read((struct text){rest.bytes + 3, rest.length - 3}, arena, &paper->case_number) ||
         paper->case_number.length > NUMBER_BYTES_MAX || !text_is_utf8(paper->case_number) ||
         text_has_hidden(paper->case_number) ||
         memchr(paper->case_number.bytes, '\n', paper->case_number.length) != NULL))
        return false;
    return text_equal(facts, facts_text(paper, arena));
}

static struct text
signed_text(const struct paper_note *paper, struct arena *arena)
{
    struct text digest =
        base64_of((struct text){(const char *)paper->content.bytes, DIGEST_BYTES}, arena);
    return text_format(arena, PAPER_KIND "\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n", TEXT_ARGS(paper->id),
                       TEXT_ARGS(paper->matter), TEXT_ARGS(date_text(paper->day, arena)),
                       TEXT_ARGS(facts_text(paper, arena)), TEXT_ARGS(digest));
}

static bool
facts_are_fit(struct paper_note *paper)
{
    return read_id(paper) && is_word(paper->matter, 40) && !date_is_none(paper->day) &&
           paper->case_number.length <= NUMBER_BYTES_MAX;
}

bool
paper_note_code(struct paper_note *paper, struct arena *arena)
{
    if (!facts_are_fit(paper))
        return false;
    paper->code = paper_code_of(signed_text(paper, arena), arena);
    return true;
}

/* ---- writing and reading ---- */

struct text
paper_note_sign(struct paper_note *paper, const struct signing_key *key, struct arena *arena)
{
    unsigned char bytes[KEY_HASH_BYTES + KEY_SIGNATURE_BYTES];
    if (!paper_note_code(paper, arena) || !is_word(key->public.name, KEY_NAME_MAX))
        return TEXT("");
    struct text text = signed_text(paper, arena);
    memcpy(bytes, key->public.hash, KEY_HASH_BYTES);
    key_sign(key, text, bytes + KEY_HASH_BYTES);
    struct buffer line = buffer_open(arena, PAPER_NOTE_BYTES_MAX);
    buffer_add_text(&line, text);
    for (size_t i = 0; i < line.length; i++)
        line.bytes[i] = line.bytes[i] == '\n' ? ' ' : line.bytes[i];
    buffer_add_text(&line, key->public.name);
    buffer_add_text(&line, TEXT(" "));
    buffer_add_text(&line, base64_of((struct text){(const char *)bytes, sizeof bytes}, arena));
    return line.length <= PAPER_NOTE_BYTES_MAX ? buffer_text(&line) : TEXT("");
}

static enum flaw
read_signature(struct text name, struct text base64, struct arena *arena, struct note *note)
{
    struct text bytes;
    if (!key_name_is_fit(name) || !base64_read(base64, arena, &bytes) ||
        bytes.length != KEY_HASH_BYTES + KEY_SIGNATURE_BYTES)
        return SIGNATURE_MUST_BE_WELL_FORMED;
    note->count = 1;
    note->signatures[0].name = name;
    memcpy(note->signatures[0].hash, bytes.bytes, KEY_HASH_BYTES);
    note->signatures[0].bytes =
        (struct text){bytes.bytes + KEY_HASH_BYTES, bytes.length - KEY_HASH_BYTES};
    return NO_FLAW;
}

static bool
read_digest(struct text base64, struct arena *arena, struct digest *digest)
{
    struct text bytes;
    if (!base64_read(base64, arena, &bytes) || bytes.length != DIGEST_BYTES)
        return false;
    memcpy(digest->bytes, bytes.bytes, DIGEST_BYTES);
    return true;
}

enum flaw
paper_note_read(struct text bytes, struct arena *arena, struct paper_note *paper)
{
    struct text words[WORDS];
    *paper = (struct paper_note){.day = DATE_NONE, .due = DATE_NONE};
    while (bytes.length > 0 && strchr(" \r\n\t", bytes.bytes[bytes.length - 1]) != NULL)
        bytes.length--;
    if (bytes.length > PAPER_NOTE_BYTES_MAX)
        return FILE_MUST_NOT_BE_TOO_LARGE;
    struct text rest = bytes;
    for (int i = 0; i < WORDS; i++) {
        words[i] = text_cut(&rest, ' ');
        if (!is_word(words[i], PAPER_NOTE_BYTES_MAX))
            return PAPER_MUST_BE_WELL_FORMED;
    }
    paper->id = words[1];
    paper->matter = words[2];
    if (!text_is_empty(rest) || !text_is(words[0], PAPER_KIND) ||
        !date_parse(words[3], &paper->day) || !read_facts(words[4], arena, paper) ||
        !read_digest(words[5], arena, &paper->content) || !paper_note_code(paper, arena))
        return PAPER_MUST_BE_WELL_FORMED;
    paper->note.text = signed_text(paper, arena);
    return read_signature(words[6], words[7], arena, &paper->note);
}

enum flaw
paper_note_check(const struct paper_note *paper, const struct trust *trust,
                 struct trust_answer *signer)
{
    struct trust_question question = {
        .use = KEY_FOR_PAPER,
        .at_ms = instant_of(date_add_days(paper->day, 1), 0, CHINA_OFFSET_MINUTES) - 1,
    };
    return trust_check(trust, &paper->note, &question, signer);
}
