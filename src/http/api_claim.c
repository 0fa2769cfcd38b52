/* api_claim.c: adding a matter to an account, for programs. */
#include "http/api_routes.h"
#include "law/tracking_number.h"
#include "proof/paper_note.h"
#include "query/claim_list.h"

static bool
read_number(struct api_call *call, struct tracking_number *number)
{
    return tracking_number_read(api_segment(call, "no"), call->arena, number) == NUMBER_IS_VALID;
}

static struct answer
answer_claimed(struct api_call *call, const struct outcome *outcome)
{
    return api_json(call, 202, text_copy(outcome->answer, call->arena));
}

enum completion
api_claim(struct api_call *call)
{
    static const char *const keys[] = {"code", "role"};
    struct tracking_number number;
    struct api *api = call->api;
    int64_t wait_ms;
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    api_take_role(call, api_text(call, "role", API_ID_CHARACTERS_MAX, false), TEXT(""));
    api_text(call, "code", PAPER_NOTE_BYTES_MAX, true);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (!read_number(call, &number))
        return api_not_found(call);
    if (!limiter_try(api->draft_codes, call->account.id, api->world->steady_ms(api->world->of),
                     &wait_ms))
        return api_answer(call, problem_too_many(call->request, wait_ms));
    struct act act = {
        .verb = VERB_CLAIM,
        .matter_id = number.text,
        .input = call->body,
        .if_version = -1,
        .claimed_ms = -1,
    };
    return api_submit(call, act, TEXT(""), answer_claimed);
}

enum completion
api_show_claim(struct api_call *call)
{
    static const char *const words[] = {
        [CLAIM_ASKED] = "asked", [CLAIM_GRANTED] = "added", [CLAIM_REFUSED] = "refused"};
    struct tracking_number number;
    struct claim claim;
    api_take_role(call, TEXT(""), TEXT(""));
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (!read_number(call, &number))
        return api_not_found(call);
    struct look look = api_look(call);
    claim_list_newest(&look, number.text, &claim);
    if (api_look_failed(call))
        return api_obstruct(call, LOOK_MUST_SUCCEED);
    if (claim.status == CLAIM_NONE)
        return api_not_found(call);
    struct canon canon = canon_open(call->arena, 120);
    canon_begin_object(&canon);
    canon_member_text(&canon, "asked", claim.asked);
    canon_member_text(&canon, "status", text_of(words[claim.status]));
    canon_member_text_if(&canon, "why", claim.why);
    canon_end_object(&canon);
    return api_give(call, 200, canon_text(&canon));
}
