/* number_fuzz.c: the numbers people write on papers, and citations: what is accepted has one form,
 * which is accepted again. */
#include "fuzz.h"
#include "law/case_number.h"
#include "law/citation.h"
#include "law/credit_code.h"
#include "law/draft_code.h"
#include "law/resident_id.h"
#include "law/tracking_number.h"

static void
cases(struct text input, struct arena *arena)
{
    struct case_number number, again;
    if (case_number_read(input, arena, &number) != NUMBER_IS_VALID)
        return;
    struct text text = case_number_text(&number, arena);
    MUST(case_number_read(text, arena, &again) == NUMBER_IS_VALID);
    MUST(text_equal(case_number_text(&again, arena), text));
    MUST(again.year == number.year && again.serial == number.serial);
}

static void
persons(struct text input, struct arena *arena)
{
    struct resident_id id, same_id;
    struct credit_code code, same_code;
    if (resident_id_read(input, DATE_NONE, arena, &id) == NUMBER_IS_VALID) {
        MUST(resident_id_read(id.text, DATE_NONE, arena, &same_id) == NUMBER_IS_VALID);
        MUST(text_equal(id.text, same_id.text) && id.text.length == 18);
    }
    if (credit_code_read(input, arena, &code) == NUMBER_IS_VALID) {
        MUST(credit_code_read(code.text, arena, &same_code) == NUMBER_IS_VALID);
        MUST(text_equal(code.text, same_code.text) && code.text.length == 18);
    }
}

FUZZ(input, arena)
{
    struct tracking_number tracking, again;
    struct citation citation, same;
    struct draft_code code, same_code;
    cases(input, arena);
    persons(input, arena);
    if (tracking_number_read(input, arena, &tracking) == NUMBER_IS_VALID) {
        MUST(tracking_number_read(tracking.text, arena, &again) == NUMBER_IS_VALID);
        MUST(text_equal(again.text, tracking.text));
    }
    if (draft_code_read(input, arena, &code)) {
        MUST(draft_code_read(code.text, arena, &same_code));
        MUST(text_equal(code.text, same_code.text));
    }
    if (citation_parse(input, &citation)) {
        struct text text = citation_text(citation, arena);
        MUST(citation_parse(text, &same) && citation_equal(same, citation));
    }
}
