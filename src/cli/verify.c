/* verify.c: says in plain words who signed a file, what it proves, and what was checked; or the
 * first thing that is wrong with it. Nothing of the file reaches the terminal that could steer it.
 */
#include "cli/verify.h"

#include "base/canon.h"
#include "base/date.h"
#include "paper/wording.h"
#include "proof/envelope_note.h"
#include "proof/receipt.h"
#include "proof/refusal_note.h"

#include <inttypes.h>
#include <string.h>

enum { FILE_BYTES_MAX = RECEIPT_BYTES_MAX };

enum fact {
#define FACT(name, member, key) FACT_##name,
#include "cli/verify.def"
#undef FACT
    FACT_COUNT
};

static const struct {
    const char *member, *key;
} facts[FACT_COUNT] = {
#define FACT(name, member, key) {member, key},
#include "cli/verify.def"
#undef FACT
};

struct options {
    const char *file, *trust;
    enum language language;
    bool as_json;
};

struct report {
    struct arena *arena;
    struct hasher *hasher;
    enum language language;
    const char *kind;       /* "receipt"; NULL while it is not known */
    const char *verdict;    /* key of the first sentence when all is good */
    const char *checked[2]; /* keys of what was checked; NULL where nothing follows */
    struct text values[FACT_COUNT];
    bool is_said[FACT_COUNT], is_number[FACT_COUNT];
};

/* ---- gathering ---- */

/* A terminal obeys control characters, and a body may be any bytes: what is no plain text is shown
 * as a mark. */
static struct text
shown(struct text text, struct arena *arena)
{
    struct buffer plain = buffer_open(arena, text.length + 1);
    for (size_t at = 0; at < text.length;) {
        size_t before = at;
        uint32_t c = text_next(text, &at);
        struct text character = {text.bytes + before, at - before};
        bool is_plain = c != 0 && c != '\n' && c != '\t' && text_is_utf8(character) &&
                        !text_has_hidden(character);
        buffer_add_text(&plain, is_plain ? character : TEXT("\xEF\xBF\xBD"));
    }
    return buffer_text(&plain);
}

static void
say(struct report *report, enum fact fact, struct text value)
{
    report->values[fact] = shown(value, report->arena);
    report->is_said[fact] = value.length > 0;
}

static void
say_number(struct report *report, enum fact fact, int64_t number)
{
    say(report, fact, text_format(report->arena, "%" PRId64, number));
    report->is_number[fact] = true;
}

static void
say_time(struct report *report, enum fact fact, int64_t at_ms)
{
    /* Beyond the calendar a time has no name; the number is still true. */
    const int64_t year_9999_ms = INT64_C(253370764800000);
    if (at_ms > year_9999_ms)
        say_number(report, fact, at_ms);
    else if (at_ms >= 0)
        say(report, fact, instant_text(at_ms, CHINA_OFFSET_MINUTES, report->arena));
}

static void
say_digest(struct report *report, enum fact fact, const struct digest *digest)
{
    say(report, fact, digest_hex(digest, report->arena));
}

static void
say_signer(struct report *report, const struct trust *trust, const struct trust_answer *signer)
{
    struct text name = signer->node->name.in[report->language];
    say(report, FACT_SIGNER,
        text_format(report->arena, "%.*s (%.*s)", TEXT_ARGS(name), TEXT_ARGS(signer->node->id)));
    say(report, FACT_KEY, key_id(&signer->key->public, report->arena));
    say(report, FACT_TRUST,
        text_format(report->arena, "%.*s, %" PRId64, TEXT_ARGS(trust->network), trust->version));
}

static void
say_statement(struct report *report, const struct statement *said)
{
    say(report, FACT_NODE, said->node);
    say(report, FACT_MATTER, text_is(said->matter, "-") ? TEXT("") : said->matter);
    say(report, FACT_EVENT, said->kind);
    say(report, FACT_STREAM, said->stream);
    say_number(report, FACT_SEQ, said->seq);
    say(report, FACT_ACT, said->act);
    say(report, FACT_ACTOR, said->actor);
    say(report, FACT_ROLE, said->role);
    say_time(report, FACT_CLAIMED, said->claimed_ms);
    say_time(report, FACT_COUNTER, said->counter_ms);
    say_time(report, FACT_OWNER, said->owner_ms);
    say_time(report, FACT_ENTERED, said->entered_ms);
}

/* ---- one function per kind of file ---- */

static enum flaw
check_receipt(struct report *report, struct text bytes, const struct trust *trust)
{
    struct trust_answer signer;
    struct receipt *receipt = ARENA_NEW(report->arena, struct receipt);
    enum flaw flaw = receipt_read(bytes, report->arena, receipt);
    if (flaw == NO_FLAW)
        flaw = receipt_check(receipt, trust, report->hasher, &signer);
    if (flaw != NO_FLAW)
        return flaw;
    say_signer(report, trust, &signer);
    say_statement(report, &receipt->said);
    say_number(report, FACT_INDEX, (int64_t)receipt->index);
    say_number(report, FACT_SIZE, (int64_t)receipt->head.size);
    say(report, FACT_CONTENT, receipt->body);
    say(report, FACT_PRIVATE, receipt->private);
    report->verdict = "verify.valid.receipt";
    report->checked[0] = "verify.checked.receipt";
    report->checked[1] =
        receipt->salt.length > 0 ? "verify.checked.content" : "verify.checked.no-content";
    return NO_FLAW;
}

static enum flaw
check_envelope(struct report *report, struct text bytes, const struct trust *trust)
{
    struct trust_answer signer;
    struct envelope_note *envelope = ARENA_NEW(report->arena, struct envelope_note);
    enum flaw flaw = envelope_note_read(bytes, report->arena, envelope);
    if (flaw == NO_FLAW)
        flaw = envelope_note_check(envelope, trust, TEXT(""), &signer);
    if (flaw != NO_FLAW)
        return flaw;
    say_signer(report, trust, &signer);
    say(report, FACT_FROM, envelope->from);
    say(report, FACT_TO, envelope->to);
    say(report, FACT_ID, envelope->id);
    say_time(report, FACT_MADE, envelope->made_ms);
    say(report, FACT_CONTENT, envelope->read.json);
    report->verdict = "verify.valid.envelope";
    report->checked[0] = "verify.checked.signed";
    return NO_FLAW;
}

static enum flaw
check_refusal(struct report *report, struct text bytes, const struct trust *trust)
{
    struct trust_answer signer;
    struct refusal_note *refusal = ARENA_NEW(report->arena, struct refusal_note);
    enum flaw flaw = refusal_note_read(bytes, report->arena, refusal);
    if (flaw == NO_FLAW)
        flaw = refusal_note_check(refusal, trust, &signer);
    if (flaw != NO_FLAW)
        return flaw;
    say_signer(report, trust, &signer);
    say(report, FACT_NODE, refusal->node);
    say(report, FACT_ACT, refusal->act);
    say(report, FACT_ACTOR, refusal->actor);
    say(report, FACT_ROLE, refusal->role);
    say(report, FACT_COMMAND, refusal->command);
    say(report, FACT_MATTER, refusal->matter);
    say(report, FACT_REFUSAL, refusal->refusal);
    say(report, FACT_RESTS_ON, refusal->rests_on);
    say_digest(report, FACT_REQUEST, &refusal->request);
    say_time(report, FACT_REFUSED, refusal->refused_ms);
    report->verdict = "verify.valid.refusal";
    report->checked[0] = "verify.checked.signed";
    return NO_FLAW;
}

static enum flaw
check_checkpoint(struct report *report, struct text bytes, const struct trust *trust)
{
    struct trust_question question = {.use = KEY_FOR_LOG, .at_ms = -1};
    struct trust_answer signer;
    struct checkpoint checkpoint;
    struct note *note = ARENA_NEW(report->arena, struct note);
    enum flaw flaw = note_read(bytes, report->arena, note);
    if (flaw == NO_FLAW)
        flaw = checkpoint_read(note->text, report->arena, &checkpoint);
    if (flaw != NO_FLAW)
        return flaw;
    question.size = checkpoint.size;
    flaw = trust_check(trust, note, &question, &signer);
    if (flaw != NO_FLAW)
        return flaw;
    if (!checkpoint_is_of(&checkpoint, signer.key->public.name))
        return CHECKPOINT_MUST_BE_OF_ITS_SIGNER;
    say_signer(report, trust, &signer);
    say(report, FACT_ORIGIN, checkpoint.origin);
    say_number(report, FACT_SIZE, (int64_t)checkpoint.size);
    say_digest(report, FACT_ROOT, &checkpoint.root);
    report->verdict = "verify.valid.checkpoint";
    report->checked[0] = "verify.checked.checkpoint";
    return NO_FLAW;
}

static enum flaw
check_trust(struct report *report, struct text bytes, const struct trust *trust)
{
    struct trust *newer = ARENA_NEW(report->arena, struct trust);
    enum flaw flaw = trust_read(bytes, report->arena, newer);
    bool is_same = flaw == NO_FLAW && text_equal(newer->note.text, trust->note.text);
    if (flaw == NO_FLAW && !is_same)
        flaw = trust_follows(trust, newer);
    if (flaw != NO_FLAW)
        return flaw;
    say(report, FACT_NETWORK, newer->network);
    say_number(report, FACT_VERSION, newer->version);
    say_time(report, FACT_ISSUED, newer->issued_ms);
    say_number(report, FACT_QUORUM, (int64_t)newer->quorum);
    say_number(report, FACT_NODES, (int64_t)newer->node_count);
    report->verdict = is_same ? "verify.valid.trust-same" : "verify.valid.trust";
    report->checked[0] = "verify.checked.trust";
    return NO_FLAW;
}

static const struct kind {
    const char *first_line, *name;
    enum flaw (*check)(struct report *report, struct text bytes, const struct trust *trust);
} kinds[] = {
    {RECEIPT_KIND, "receipt", check_receipt},
    {ENVELOPE_KIND, "envelope", check_envelope},
    {REFUSAL_KIND, "refusal", check_refusal},
    {TRUST_KIND, "trust", check_trust},
};

static enum flaw
check_file(struct report *report, struct text bytes, const struct trust *trust)
{
    struct text rest = bytes, line = text_cut(&rest, '\n');
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (text_is(line, kinds[i].first_line)) {
            report->kind = kinds[i].name;
            return kinds[i].check(report, bytes, trust);
        }
    }
    /* A checkpoint begins with the name of its log and goes on with a number. */
    line = text_cut(&rest, '\n');
    if (!text_starts_with(bytes, "tongban/") || line.length == 0 || line.bytes[0] < '0' ||
        line.bytes[0] > '9')
        return FILE_MUST_BE_OF_A_KNOWN_KIND;
    report->kind = "checkpoint";
    return check_checkpoint(report, bytes, trust);
}

/* ---- speaking ---- */

static void
print_line(FILE *to, struct text line)
{
    fprintf(to, "%.*s\n", TEXT_ARGS(line));
}

static void
print_filled(const struct report *report, FILE *to, const char *key, const char *name,
             struct text value)
{
    struct wording_value place = {name, value};
    print_line(to, wording_fill(key, report->language, &place, 1, report->arena));
}

static void
print_report(const struct report *report, FILE *to)
{
    print_line(to, wording(report->verdict, report->language));
    for (int fact = 0; fact < FACT_COUNT; fact++) {
        if (report->is_said[fact])
            print_filled(report, to, facts[fact].key, "value", report->values[fact]);
    }
    for (size_t i = 0; i < 2 && report->checked[i] != NULL; i++)
        print_line(to, wording(report->checked[i], report->language));
}

static void
add_member(struct value *object, struct value **last, struct value *member, const char *key)
{
    member->key = text_of(key);
    if (*last == NULL)
        object->first = member;
    else
        (*last)->next = member;
    *last = member;
    object->count++;
}

static struct value *
value_of_text(struct text text, struct arena *arena)
{
    struct value *value = ARENA_NEW(arena, struct value);
    value->type = VALUE_TEXT;
    value->text = text;
    return value;
}

static struct value *
value_of_fact(const struct report *report, int fact)
{
    struct value *value = value_of_text(report->values[fact], report->arena);
    if (report->is_number[fact] && text_number(value->text, &value->integer))
        value->type = VALUE_INTEGER;
    return value;
}

/* One object: valid, kind, flaw and reason, and the facts. */
static void
print_json(const struct report *report, FILE *to, const char *flaw, struct text reason)
{
    struct arena *arena = report->arena;
    struct value object = {.type = VALUE_OBJECT}, *last = NULL;
    struct value *valid = ARENA_NEW(arena, struct value);
    valid->type = flaw == NULL ? VALUE_TRUE : VALUE_FALSE;
    add_member(&object, &last, valid, "valid");
    if (report->kind != NULL)
        add_member(&object, &last, value_of_text(text_of(report->kind), arena), "kind");
    if (flaw != NULL) {
        add_member(&object, &last, value_of_text(text_of(flaw), arena), "flaw");
        add_member(&object, &last, value_of_text(reason, arena), "reason");
    }
    for (int fact = 0; flaw == NULL && fact < FACT_COUNT; fact++) {
        if (report->is_said[fact])
            add_member(&object, &last, value_of_fact(report, fact), facts[fact].member);
    }
    struct canon canon = canon_open(arena, 1024);
    canon_put(&canon, &object);
    print_line(to, canon_text(&canon));
}

/* Says what is wrong; `sentence` has a place for the reason. */
static int
print_wrong(const struct report *report, const struct options *options, FILE *to,
            const char *sentence, const char *flaw, const char *key)
{
    struct text reason = wording(key, report->language);
    if (options->as_json)
        print_json(report, to, flaw, reason);
    else
        print_filled(report, to, sentence, "reason", reason);
    return 1;
}

/* ---- running ---- */

/* The whole file, or one byte more than any file may have. */
static bool
read_file(const char *path, struct arena *arena, struct text *bytes)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return false;
    char *content = arena_take(arena, FILE_BYTES_MAX + 1);
    size_t length = fread(content, 1, FILE_BYTES_MAX + 1, file);
    bool is_read = !ferror(file);
    fclose(file);
    *bytes = (struct text){content, length};
    return is_read;
}

static bool
read_options(int argc, char **argv, struct options *options)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0)
            options->as_json = true;
        else if (strcmp(argv[i], "--language") == 0) {
            if (++i == argc || !language_parse(text_of(argv[i]), &options->language))
                return false;
        } else if (argv[i][0] == '-' && argv[i][1] != '\0')
            return false;
        else if (options->file == NULL)
            options->file = argv[i];
        else if (options->trust == NULL)
            options->trust = argv[i];
        else
            return false;
    }
    return options->trust != NULL;
}

static int
check_and_say(struct report *report, const struct options *options, FILE *to)
{
    struct text bytes, trust_bytes;
    struct trust trust;
    if (!read_file(options->trust, report->arena, &trust_bytes))
        return print_wrong(report, options, to, "verify.invalid-trust", "TRUST_MUST_BE_READABLE",
                           "verify.unreadable");
    enum flaw flaw = trust_read(trust_bytes, report->arena, &trust);
    if (flaw != NO_FLAW)
        return print_wrong(report, options, to, "verify.invalid-trust", flaw_name(flaw),
                           flaw_key(flaw));
    if (!read_file(options->file, report->arena, &bytes))
        return print_wrong(report, options, to, "verify.invalid", "FILE_MUST_BE_READABLE",
                           "verify.unreadable");
    flaw = check_file(report, bytes, &trust);
    if (flaw != NO_FLAW)
        return print_wrong(report, options, to, "verify.invalid", flaw_name(flaw), flaw_key(flaw));
    if (options->as_json)
        print_json(report, to, NULL, TEXT(""));
    else
        print_report(report, to);
    return 0;
}

int
verify_run(int argc, char **argv, FILE *answer, FILE *usage)
{
    struct options options = {.language = LANGUAGE_ZH};
    if (!read_options(argc, argv, &options)) {
        print_line(usage, wording("verify.usage", options.language));
        return 2;
    }
    struct arena *arena = arena_open();
    struct report report = {
        .arena = arena, .hasher = hasher_open(arena), .language = options.language};
    int status = check_and_say(&report, &options, answer);
    arena_close(arena);
    return fflush(answer) == 0 ? status : 1;
}

int
verify_main(int argc, char **argv)
{
    return verify_run(argc, argv, stdout, stderr);
}
