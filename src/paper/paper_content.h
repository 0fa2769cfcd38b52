/* paper_content.h: what a paper says, from the event that issued it and the matter it belongs to.
 * Pure: who reads it makes no difference, so that a paper has one content and one digest; but to a
 * helper what adds the matter to an account is left out.
 *
 * An address under protection stands on no paper, nor does anything of the inside of a court. */
#ifndef TB_PAPER_CONTENT_H
#define TB_PAPER_CONTENT_H
#include "law/network.h"
#include "law/procedure.h"
#include "law/source.h"
#include "paper/paper_service.h"

/* Papers of a party, made from what was handed in; no step issues them. */
#define PAPER_COMPLAINT            "complaint"
#define PAPER_ADDRESS_CONFIRMATION "address_confirmation"

/* Whose note proves that the matter is one's own (command/claim.c). */
#define PAPER_ACKNOWLEDGEMENT "acknowledgement"

/* Everything is borrowed; what is not known is empty or NULL. */
struct paper_source {
    struct text id;   /* NODE.stream.seq.kind */
    struct text kind; /* a name of `papers:`, or one of the above */
    const struct procedure *procedure;
    const struct network *network;
    const struct source_list *sources;
    const struct rule_set *rules;    /* counts the period that comes next; NULL: it is not said */
    struct text own[LANGUAGE_COUNT]; /* a court's own texts (paper_text.h) */

    struct text matter_id, case_number; /* as it was known with the event */
    struct text owner, receiving, receiving_place;
    bool wants_korean;      /* the party asked for it */
    struct text claim_code; /* adds the matter to an account at the desk (exchange/claim_code.h) */
    bool is_unmarked;       /* its signed note would do the same: it bears none */

    struct text node; /* where the event happened */
    const struct step *step;
    const struct value *fields; /* of the step */
    const struct effect *effects;
    int effects_count;
    const struct value *promised; /* {last_day, derivation?} as the event has it; NULL: counted */
    struct act_times times;
    enum role role; /* of who took the step */

    const struct paper_service *service; /* of papers about a service; NULL otherwise */

    const struct step *opening_step;
    const struct value *opening; /* what was filled in when the matter was handed in */
    int64_t opened_ms;
};

/* Its name: of the rule, or of the two above. */
struct words paper_content_title(const struct paper_source *source);
/* The rule of its name; NULL for the two above. */
const struct paper_rule *paper_content_rule(const struct paper_source *source);

/* What stands in the note (proof/paper_note.h) beside the digest. */
int64_t paper_content_issued_ms(const struct paper_source *source);
struct date paper_content_due(const struct paper_source *source); /* DATE_NONE: sets no day */

/* Canonical JSON (paper/pdf.h). */
struct text paper_content(const struct paper_source *source, struct arena *arena);

#endif
