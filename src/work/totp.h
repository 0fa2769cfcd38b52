/* totp.h: the second factor: codes of six digits that change every 30 seconds (RFC 6238, HMAC with
 * SHA-1 as every authenticator has it), and the codes on paper for when the telephone is lost.
 * Pure. */
#ifndef TB_TOTP_H
#define TB_TOTP_H
#include "base/text.h"

enum {
    TOTP_SECRET_BYTES = 20,
    TOTP_STEP_MS = 30 * 1000,
    TOTP_DIGITS = 6,
    TOTP_RECOVERY_CODES = 8,
    TOTP_RECOVERY_BYTES = 10, /* of randomness; of each five bits are used */
    TOTP_RECOVERY_LENGTH = 10
};

/* The code of a step, 0 to 999 999. */
int totp_code(struct text secret, int64_t step);

/* Is `code` that of this step, the one before or the one after? Steps up to `last_step` have been
 * used and count no more. `*step` gets the step whose code it was. Compares in constant time. */
bool totp_fits(struct text secret, struct text code, int64_t now_ms, int64_t last_step,
               int64_t *step);

/* RFC 4648, capitals, without padding: as a person may type a secret into an authenticator. */
struct text totp_base32(struct text bytes, struct arena *arena);

/* otpauth://totp/ISSUER:NAME?secret=…: what the square to be photographed holds. */
struct text totp_address(struct text issuer, struct text name, struct text secret,
                         struct arena *arena);

/* "7K3QW-9XTA2": without signs that are taken for one another; and any spelling of one folded to
 * its ten signs, empty when it is none. */
struct text totp_recovery_code(const unsigned char random[static TOTP_RECOVERY_BYTES],
                               struct arena *arena);
struct text totp_recovery_fold(struct text written, struct arena *arena);

#endif
