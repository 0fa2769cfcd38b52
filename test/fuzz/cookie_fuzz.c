/* cookie_fuzz.c: cookies, tokens of forms, origins, telephone numbers and codes, as any browser or
 * no browser writes them. */
#include "fuzz.h"
#include "http/csrf.h"
#include "http/entry.h"

FUZZ(input, arena)
{
    static const unsigned char key[CSRF_KEY_BYTES] = {1}, pad[CSRF_PAD_BYTES] = {2};
    struct text node, secret, rest = input, first = text_cut(&rest, '\n');
    if (session_cookie_read(input, &node, &secret)) {
        struct text again = session_cookie_set(node, secret, 0, arena), same_node, same_secret;
        struct text alone = text_cut(&again, ';');
        MUST(session_cookie_read(alone, &same_node, &same_secret));
        MUST(text_equal(node, same_node) && text_equal(secret, same_secret));
    }
    MUST(session_cookie(input, "p").length <= input.length);
    MUST(text_is_empty(first) || csrf_fits(first, csrf_token(first, pad, arena)));
    if (csrf_fits(first, rest))
        MUST(rest.length == CSRF_TOKEN_LENGTH);
    MUST(!csrf_visitor_fits(key, first, 0, rest) || rest.length == CSRF_TOKEN_LENGTH);
    if (csrf_origin_is_own(TEXT(""), first, rest))
        MUST(first.length > rest.length && !text_is_empty(rest));
    struct text phone = entry_phone(input, arena), code = totp_recovery_fold(input, arena);
    MUST(text_equal(entry_phone(phone, arena), phone) && phone.length <= 16);
    MUST(text_equal(totp_recovery_fold(code, arena), code));
    MUST(entry_label(input, arena).length < 40);
}
