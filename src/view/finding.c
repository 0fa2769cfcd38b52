/* finding.c: says in plain words who signed a file, what it proves, and what was checked; or the
 * first thing that is wrong with it. */
#include "view/finding.h"

#include "base/canon.h"
#include "base/date.h"
#include "paper/wording.h"
#include "proof/envelope_note.h"
#include "proof/paper_note.h"
#include "proof/receipt.h"
#include "proof/refusal_note.h"
#include "view/build.h"

#include <inttypes.h>
#include <string.h>

enum fact {
#define FACT(name, member, key) FACT_##name,
#include "view/finding.def"
#undef FACT
    FACT_COUNT
};

static const struct {
    const char *member, *key;
} facts[FACT_COUNT] = {
#define FACT(name, member, key) {member, key},
#include "view/finding.def"
#undef FACT
};

struct finding {
    struct arena *arena;
    struct hasher *hasher;
    enum language language;
    const char *kind;         /* "receipt"; NULL while it is not known */
    const char *sentence;     /* key of the first sentence when all is good */
    const char *checked[2];   /* keys of what was checked; NULL where nothing follows */
    struct text matter, code; /* what the holder read on a paper; may be empty */
    struct text values[FACT_COUNT];
    bool is_said[FACT_COUNT], is_number[FACT_COUNT];
};

struct finding *
finding_open(enum language language, struct arena *arena)
{
    struct finding *finding = ARENA_NEW(arena, struct finding);
    finding->arena = arena;
    finding->hasher = hasher_open(arena);
    finding->language = language;
    return finding;
}

void
finding_expect(struct finding *finding, struct text matter, struct text code)
{
    finding->matter = matter;
    finding->code = code;
}

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
say(struct finding *finding, enum fact fact, struct text value)
{
    finding->values[fact] = shown(value, finding->arena);
    finding->is_said[fact] = value.length > 0;
}

static void
say_number(struct finding *finding, enum fact fact, int64_t number)
{
    say(finding, fact, text_format(finding->arena, "%" PRId64, number));
    finding->is_number[fact] = true;
}

static void
say_time(struct finding *finding, enum fact fact, int64_t at_ms)
{
    /* Beyond the calendar a time has no name; the number is still true. */
    const int64_t year_9999_ms = INT64_C(253370764800000);
    if (at_ms > year_9999_ms)
        say_number(finding, fact, at_ms);
    else if (at_ms >= 0)
        say(finding, fact, instant_text(at_ms, CHINA_OFFSET_MINUTES, finding->arena));
}

static void
say_digest(struct finding *finding, enum fact fact, const struct digest *digest)
{
    say(finding, fact, digest_hex(digest, finding->arena));
}

static void
say_signer(struct finding *finding, const struct trust *trust, const struct trust_answer *signer)
{
    struct text name = signer->node->name.in[finding->language];
    say(finding, FACT_SIGNER,
        text_format(finding->arena, "%.*s (%.*s)", TEXT_ARGS(name), TEXT_ARGS(signer->node->id)));
    say(finding, FACT_KEY, key_id(&signer->key->public, finding->arena));
    say(finding, FACT_TRUST,
        text_format(finding->arena, "%.*s, %" PRId64, TEXT_ARGS(trust->network), trust->version));
}

static void
say_statement(struct finding *finding, const struct statement *said)
{
    say(finding, FACT_NODE, said->node);
    say(finding, FACT_MATTER, text_is(said->matter, "-") ? TEXT("") : said->matter);
    say(finding, FACT_EVENT, said->kind);
    say(finding, FACT_STREAM, said->stream);
    say_number(finding, FACT_SEQ, said->seq);
    say(finding, FACT_ACT, said->act);
    say(finding, FACT_ACTOR, said->actor);
    say(finding, FACT_ROLE, said->role);
    say_time(finding, FACT_CLAIMED, said->claimed_ms);
    say_time(finding, FACT_COUNTER, said->counter_ms);
    say_time(finding, FACT_OWNER, said->owner_ms);
    say_time(finding, FACT_ENTERED, said->entered_ms);
}

/* ---- one function per kind of file ---- */

static enum flaw
check_receipt(struct finding *finding, struct text bytes, const struct trust *trust)
{
    struct trust_answer signer;
    struct receipt *receipt = ARENA_NEW(finding->arena, struct receipt);
    enum flaw flaw = receipt_read(bytes, finding->arena, receipt);
    if (flaw == NO_FLAW)
        flaw = receipt_check(receipt, trust, finding->hasher, &signer);
    if (flaw != NO_FLAW)
        return flaw;
    say_signer(finding, trust, &signer);
    say_statement(finding, &receipt->said);
    say_number(finding, FACT_INDEX, (int64_t)receipt->index);
    say_number(finding, FACT_SIZE, (int64_t)receipt->head.size);
    say(finding, FACT_CONTENT, receipt->body);
    say(finding, FACT_PRIVATE, receipt->private);
    finding->sentence = "verify.valid.receipt";
    finding->checked[0] = "verify.checked.receipt";
    finding->checked[1] =
        receipt->salt.length > 0 ? "verify.checked.content" : "verify.checked.no-content";
    return NO_FLAW;
}

static enum flaw
check_envelope(struct finding *finding, struct text bytes, const struct trust *trust)
{
    struct trust_answer signer;
    struct envelope_note *envelope = ARENA_NEW(finding->arena, struct envelope_note);
    enum flaw flaw = envelope_note_read(bytes, finding->arena, envelope);
    if (flaw == NO_FLAW)
        flaw = envelope_note_check(envelope, trust, TEXT(""), &signer);
    if (flaw != NO_FLAW)
        return flaw;
    say_signer(finding, trust, &signer);
    say(finding, FACT_FROM, envelope->from);
    say(finding, FACT_TO, envelope->to);
    say(finding, FACT_ID, envelope->id);
    say_time(finding, FACT_MADE, envelope->made_ms);
    say(finding, FACT_CONTENT, envelope->read.json);
    finding->sentence = "verify.valid.envelope";
    finding->checked[0] = "verify.checked.signed";
    return NO_FLAW;
}

static enum flaw
check_refusal(struct finding *finding, struct text bytes, const struct trust *trust)
{
    struct trust_answer signer;
    struct refusal_note *refusal = ARENA_NEW(finding->arena, struct refusal_note);
    enum flaw flaw = refusal_note_read(bytes, finding->arena, refusal);
    if (flaw == NO_FLAW)
        flaw = refusal_note_check(refusal, trust, &signer);
    if (flaw != NO_FLAW)
        return flaw;
    say_signer(finding, trust, &signer);
    say(finding, FACT_NODE, refusal->node);
    say(finding, FACT_ACT, refusal->act);
    say(finding, FACT_ACTOR, refusal->actor);
    say(finding, FACT_ROLE, refusal->role);
    say(finding, FACT_COMMAND, refusal->command);
    say(finding, FACT_MATTER, refusal->matter);
    say(finding, FACT_REFUSAL, refusal->refusal);
    say(finding, FACT_RESTS_ON, refusal->rests_on);
    say_digest(finding, FACT_REQUEST, &refusal->request);
    say_time(finding, FACT_REFUSED, refusal->refused_ms);
    finding->sentence = "verify.valid.refusal";
    finding->checked[0] = "verify.checked.signed";
    return NO_FLAW;
}

static enum flaw
check_checkpoint(struct finding *finding, struct text bytes, const struct trust *trust)
{
    struct trust_question question = {.use = KEY_FOR_LOG, .at_ms = -1};
    struct trust_answer signer;
    struct checkpoint checkpoint;
    struct note *note = ARENA_NEW(finding->arena, struct note);
    enum flaw flaw = note_read(bytes, finding->arena, note);
    if (flaw == NO_FLAW)
        flaw = checkpoint_read(note->text, finding->arena, &checkpoint);
    if (flaw != NO_FLAW)
        return flaw;
    question.size = checkpoint.size;
    flaw = trust_check(trust, note, &question, &signer);
    if (flaw != NO_FLAW)
        return flaw;
    if (!checkpoint_is_of(&checkpoint, signer.key->public.name))
        return CHECKPOINT_MUST_BE_OF_ITS_SIGNER;
    say_signer(finding, trust, &signer);
    say(finding, FACT_ORIGIN, checkpoint.origin);
    say_number(finding, FACT_SIZE, (int64_t)checkpoint.size);
    say_digest(finding, FACT_ROOT, &checkpoint.root);
    finding->sentence = "verify.valid.checkpoint";
    finding->checked[0] = "verify.checked.checkpoint";
    return NO_FLAW;
}

static enum flaw
check_trust(struct finding *finding, struct text bytes, const struct trust *trust)
{
    struct trust *newer = ARENA_NEW(finding->arena, struct trust);
    enum flaw flaw = trust_read(bytes, finding->arena, newer);
    bool is_same = flaw == NO_FLAW && text_equal(newer->note.text, trust->note.text);
    if (flaw == NO_FLAW && !is_same)
        flaw = trust_follows(trust, newer);
    if (flaw != NO_FLAW)
        return flaw;
    say(finding, FACT_NETWORK, newer->network);
    say_number(finding, FACT_VERSION, newer->version);
    say_time(finding, FACT_ISSUED, newer->issued_ms);
    say_number(finding, FACT_QUORUM, (int64_t)newer->quorum);
    say_number(finding, FACT_NODES, (int64_t)newer->node_count);
    finding->sentence = is_same ? "verify.valid.trust-same" : "verify.valid.trust";
    finding->checked[0] = "verify.checked.trust";
    return NO_FLAW;
}

/* What it is called; kinds of other procedures go by their names. */
static struct text
paper_name(const struct finding *finding, struct text kind)
{
    const char *key = text_format(finding->arena, "paper.kind.%.*s", TEXT_ARGS(kind)).bytes;
    struct text name = wording(key, finding->language);
    return text_is(name, key)
               ? kind
               : text_format(finding->arena, "%.*s (%.*s)", TEXT_ARGS(name), TEXT_ARGS(kind));
}

/* The name of the court the id begins with, where the list has it. */
static void
say_court(struct finding *finding, const struct trust *trust, struct text id)
{
    const struct trust_node *node = trust_node(trust, id);
    struct text name = node == NULL ? TEXT("") : node->name.in[finding->language];
    say(finding, FACT_COURT,
        node == NULL ? id
                     : text_format(finding->arena, "%.*s (%.*s)", TEXT_ARGS(name), TEXT_ARGS(id)));
}

static void
say_paper(struct finding *finding, const struct paper_note *paper)
{
    say(finding, FACT_PAPER, paper_name(finding, paper->kind));
    say(finding, FACT_PAPER_ID, paper->id);
    say(finding, FACT_MATTER, paper->matter);
    say(finding, FACT_CASE_NUMBER, paper->case_number);
    say(finding, FACT_DAY, date_text(paper->day, finding->arena));
    if (!date_is_none(paper->due))
        say(finding, FACT_DUE, date_text(paper->due, finding->arena));
    say(finding, FACT_CODE, paper->code);
    say_digest(finding, FACT_DIGEST, &paper->content);
}

/* Is it the paper its holder has in his hand? */
static enum flaw
fits_what_was_read(const struct finding *finding, const struct paper_note *paper)
{
    struct text code;
    struct text matter = text_fold(finding->matter, finding->arena);
    if (!text_is_empty(matter) && !text_equal(matter, paper->matter) &&
        !text_equal(finding->matter, paper->case_number))
        return PAPER_MUST_BE_OF_THAT_MATTER;
    if (!text_is_empty(finding->code) &&
        (!paper_code_read(finding->code, finding->arena, &code) || !text_equal(code, paper->code)))
        return PAPER_MUST_HAVE_THAT_CODE;
    return NO_FLAW;
}

static enum flaw
check_paper(struct finding *finding, struct text bytes, const struct trust *trust)
{
    struct trust_answer signer;
    struct paper_note *paper = ARENA_NEW(finding->arena, struct paper_note);
    enum flaw flaw = paper_note_read(bytes, finding->arena, paper);
    if (flaw == NO_FLAW)
        flaw = paper_note_check(paper, trust, &signer);
    if (flaw == NO_FLAW)
        flaw = fits_what_was_read(finding, paper);
    if (flaw != NO_FLAW)
        return flaw;
    say_court(finding, trust, paper->node);
    say_paper(finding, paper);
    say_signer(finding, trust, &signer);
    finding->sentence = "verify.valid.paper";
    finding->checked[0] = "verify.checked.paper";
    finding->checked[1] =
        text_equal(signer.node->id, paper->node) ? NULL : "verify.checked.paper-copy";
    return NO_FLAW;
}

static const struct kind {
    const char *first_line, *name;
    enum flaw (*check)(struct finding *finding, struct text bytes, const struct trust *trust);
} kinds[] = {
    {RECEIPT_KIND, "receipt", check_receipt},
    {ENVELOPE_KIND, "envelope", check_envelope},
    {REFUSAL_KIND, "refusal", check_refusal},
    {TRUST_KIND, "trust", check_trust},
};

enum flaw
finding_check(struct finding *finding, struct text bytes, const struct trust *trust)
{
    struct text rest = bytes, line = text_cut(&rest, '\n');
    if (text_starts_with(line, PAPER_KIND " ")) {
        finding->kind = "paper";
        return check_paper(finding, bytes, trust);
    }
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (text_is(line, kinds[i].first_line)) {
            finding->kind = kinds[i].name;
            return kinds[i].check(finding, bytes, trust);
        }
    }
    /* A checkpoint begins with the name of its log and goes on with a number. */
    line = text_cut(&rest, '\n');
    if (!text_starts_with(bytes, "tongban/") || line.length == 0 || line.bytes[0] < '0' ||
        line.bytes[0] > '9')
        return FILE_MUST_BE_OF_A_KNOWN_KIND;
    finding->kind = "checkpoint";
    return check_checkpoint(finding, bytes, trust);
}

/* ---- speaking ---- */

static void
add_line(struct buffer *to, struct text line)
{
    buffer_add_text(to, line);
    buffer_add_text(to, TEXT("\n"));
}

struct text
finding_words(const struct finding *finding)
{
    struct buffer said = buffer_open(finding->arena, 1024);
    add_line(&said, wording(finding->sentence, finding->language));
    for (int fact = 0; fact < FACT_COUNT; fact++) {
        struct wording_value place = {"value", finding->values[fact]};
        if (finding->is_said[fact])
            add_line(&said,
                     wording_fill(facts[fact].key, finding->language, &place, 1, finding->arena));
    }
    for (size_t i = 0; i < 2 && finding->checked[i] != NULL; i++)
        add_line(&said, wording(finding->checked[i], finding->language));
    return buffer_text(&said);
}

static struct value *
value_of_fact(const struct finding *finding, int fact)
{
    struct text said = finding->values[fact];
    int64_t number;
    if (finding->is_number[fact] && text_number(said, &number))
        return build_integer(number, finding->arena);
    return build_text(said, finding->arena);
}

struct text
finding_json(const struct finding *finding, const char *flaw, struct text reason)
{
    struct arena *arena = finding->arena;
    struct value *object = build_object(arena);
    build_add(object, TEXT("valid"), build_boolean(flaw == NULL, arena));
    if (finding->kind != NULL)
        build_add(object, TEXT("kind"), build_text(text_of(finding->kind), arena));
    if (flaw != NULL) {
        build_add(object, TEXT("flaw"), build_text(text_of(flaw), arena));
        build_add(object, TEXT("reason"), build_text(reason, arena));
    }
    for (int fact = 0; flaw == NULL && fact < FACT_COUNT; fact++) {
        if (finding->is_said[fact])
            build_add(object, text_of(facts[fact].member), value_of_fact(finding, fact));
    }
    struct canon canon = canon_open(arena, 1024);
    canon_put(&canon, object);
    return canon_text(&canon);
}
