/* note_test.c: keys and signed notes, with the published vectors and with what a forger would try.
 */
#include "base/digest.h"
#include "proof/note.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* The example of the signed note convention. */
static const char neumann_secret[] =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
static const char neumann_public[] =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
static const char neumann_note[] =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpR"
    "Zb6KE6RyyBwJnAM=\n";

static struct arena *arena;

static int
open_arena(void **state)
{
    (void)state;
    arena = arena_open();
    return 0;
}

static int
close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static struct signing_key
key_numbered(const char *name, unsigned char number)
{
    unsigned char seed[KEY_SEED_BYTES] = {number};
    return key_make(text_of(name), seed);
}

static void
test_key__published_key_is_read_and_written(void **state)
{
    struct signing_key key;
    struct public_key public;
    (void)state;
    assert_int_equal(key_read_text(text_of(neumann_secret), arena, &key), NO_FLAW);
    assert_int_equal(key_read_public(text_of(neumann_public), arena, &public), NO_FLAW);
    assert_memory_equal(key.public.bytes, public.bytes, KEY_BYTES);
    assert_string_equal(key_write_text(&key, arena).bytes, neumann_secret);
    assert_string_equal(key_public_text(&key.public, arena).bytes, neumann_public);
    assert_string_equal(key_id(&public, arena).bytes, "PeterNeumann+c74f20a3");
    key_wipe(&key);
    for (size_t i = 0; i < sizeof key; i++)
        assert_int_equal(((const unsigned char *)&key)[i], 0);
}

static void
test_key__names_without_blanks_and_plus(void **state)
{
    static const char *const bad[] = {"",     "a b",   "a+b",  "a\nb",     "a　b",
                                      "a\tb", "a\x01", "\xff", "a\xC2\xA0"};
    char long_name[KEY_NAME_MAX + 2];
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(key_name_is_fit(text_of(bad[i])));
    memset(long_name, 'a', sizeof long_name);
    assert_true(key_name_is_fit((struct text){long_name, KEY_NAME_MAX}));
    assert_false(key_name_is_fit((struct text){long_name, KEY_NAME_MAX + 1}));
    assert_true(key_name_is_fit(TEXT("JL7501/log1")));
    assert_true(key_name_is_fit(TEXT("林区法院/证1")));
}

static void
test_key__damaged_texts_are_refused(void **state)
{
    struct text whole = text_of(neumann_public), secret = text_of(neumann_secret);
    struct signing_key key;
    struct public_key public;
    char changed[160];
    (void)state;
    for (size_t length = 0; length < whole.length; length++)
        assert_int_equal(key_read_public((struct text){whole.bytes, length}, arena, &public),
                         KEY_MUST_BE_WELL_FORMED);
    for (size_t length = 0; length < secret.length; length++)
        assert_int_equal(key_read_text((struct text){secret.bytes, length}, arena, &key),
                         KEY_MUST_BE_WELL_FORMED);
    for (size_t bit = 0; bit < whole.length * 8; bit++) {
        memcpy(changed, whole.bytes, whole.length);
        changed[bit / 8] ^= (char)(1 << bit % 8);
        assert_int_equal(key_read_public((struct text){changed, whole.length}, arena, &public),
                         KEY_MUST_BE_WELL_FORMED);
    }
    /* another algorithm's mark */
    assert_int_equal(
        key_read_public(TEXT("PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
                        arena, &public),
        KEY_MUST_BE_WELL_FORMED);
}

/* A public key's text with the right hash, whatever its bytes are. */
static struct text
text_of_point(const char *hex)
{
    unsigned char raw[KEY_BYTES + 3] = "x\n\x01";
    assert_true(hex_read(text_of(hex), raw + 3, KEY_BYTES));
    struct digest digest = digest_of((struct text){(const char *)raw, sizeof raw});
    struct text hash = hex_of((struct text){(const char *)digest.bytes, 4}, arena);
    struct text base64 = base64_of((struct text){(const char *)raw + 2, KEY_BYTES + 1}, arena);
    return text_format(arena, "x+%.*s+%.*s", TEXT_ARGS(hash), TEXT_ARGS(base64));
}

static void
test_key__points_of_small_order_or_written_twice_are_refused(void **state)
{
    static const char *const bad[] = {
        /* the eight points of small order */
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        /* y = p, p + 1, 2^255 - 1: not reduced */
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        /* not on the curve */
        "0200000000000000000000000000000000000000000000000000000000000000",
    };
    struct public_key public;
    (void)state;
    assert_int_equal(
        key_read_public(
            text_of_point("1a5cd907143c384c41e830c5bce12aa8817ec5649aaabf2c31388b35b2d744d6"),
            arena, &public),
        NO_FLAW);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(key_read_public(text_of_point(bad[i]), arena, &public),
                         KEY_MUST_BE_WELL_FORMED);
        /* and if one were pinned some other way, it verifies nothing */
        unsigned char signature[KEY_SIGNATURE_BYTES] = {1};
        assert_true(hex_read(text_of(bad[i]), public.bytes, KEY_BYTES));
        assert_false(key_verify(&public, TEXT("anything"), signature));
    }
}

static void
test_key__signature_with_unreduced_half_is_refused(void **state)
{
    static const unsigned char order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a,       0x63,
                                            0x12, 0x58, 0xd6, 0x9c, 0xf7,       0xa2,
                                            0xde, 0xf9, 0xde, 0x14, [31] = 0x10};
    struct signing_key key = key_numbered("JL7501/log1", 7);
    unsigned char signature[KEY_SIGNATURE_BYTES];
    unsigned carry = 0;
    (void)state;
    key_sign(&key, TEXT("text"), signature);
    assert_true(key_verify(&key.public, TEXT("text"), signature));
    assert_false(key_verify(&key.public, TEXT("tex"), signature));
    for (int i = 0; i < 32; i++) {
        carry += signature[32 + i] + (unsigned)order[i];
        signature[32 + i] = (unsigned char)carry;
        carry >>= 8;
    }
    assert_false(key_verify(&key.public, TEXT("text"), signature));
}

/* RFC 8032, 7.1, test 3 */
static void
test_key__published_signature_is_made(void **state)
{
    unsigned char seed[KEY_SEED_BYTES], signature[KEY_SIGNATURE_BYTES];
    (void)state;
    assert_true(hex_read(TEXT("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"),
                         seed, sizeof seed));
    struct signing_key key = key_make(TEXT("rfc8032"), seed);
    key_sign(&key, (struct text){"\xaf\x82", 2}, signature);
    assert_string_equal(
        hex_of((struct text){(const char *)signature, sizeof signature}, arena).bytes,
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
}

static void
test_note__published_note_is_made_and_checked(void **state)
{
    struct signing_key key;
    struct note note;
    (void)state;
    assert_int_equal(key_read_text(text_of(neumann_secret), arena, &key), NO_FLAW);
    assert_int_equal(note_read(text_of(neumann_note), arena, &note), NO_FLAW);
    assert_int_equal(note.count, 1);
    assert_int_equal(note_check(&note, &key.public), NO_FLAW);
    const struct signing_key *keys[] = {&key};
    assert_string_equal(note_sign(note.text, keys, 1, arena).bytes, neumann_note);
}

static void
test_note__several_keys_sign_side_by_side(void **state)
{
    struct signing_key a = key_numbered("a", 1), b = key_numbered("b", 2), c = key_numbered("c", 3);
    struct signing_key other = key_numbered("a", 9);
    const struct signing_key *keys[] = {&a, &b};
    struct text signed_text = note_sign(TEXT("one\n\ntwo\n"), keys, 2, arena);
    struct note note;
    (void)state;
    assert_int_equal(note_read(signed_text, arena, &note), NO_FLAW);
    assert_true(text_is(note.text, "one\n\ntwo\n"));
    assert_int_equal(note_check(&note, &a.public), NO_FLAW);
    assert_int_equal(note_check(&note, &b.public), NO_FLAW);
    assert_int_equal(note_check(&note, &c.public), SIGNER_MUST_BE_KNOWN);
    /* the same name with another key is another signer */
    assert_int_equal(note_check(&note, &other.public), SIGNER_MUST_BE_KNOWN);

    signed_text = note_add_signature(signed_text, &c, arena);
    assert_int_equal(note_read(signed_text, arena, &note), NO_FLAW);
    assert_int_equal(note.count, 3);
    assert_int_equal(note_check(&note, &c.public), NO_FLAW);
}

static void
test_note__duplicate_name_and_unknown_algorithm_are_passed_over(void **state)
{
    struct signing_key key = key_numbered("a", 1), other = key_numbered("a", 9);
    const struct signing_key *keys[] = {&other, &key, &key};
    struct buffer bytes = buffer_open(arena, 8192);
    char raw[KEY_HASH_BYTES + NOTE_SIGNATURE_BYTES_MAX] = {'\xff'};
    struct note note;
    (void)state;
    buffer_add_text(&bytes, note_sign(TEXT("text\n"), keys, 3, arena));
    buffer_add_text(&bytes, TEXT("— pq/1 "));
    buffer_add_text(&bytes, base64_of((struct text){raw, sizeof raw}, arena));
    buffer_add_text(&bytes, TEXT("\n— sm2/1 AAAAAAE=\n"));
    assert_int_equal(note_read(buffer_text(&bytes), arena, &note), NO_FLAW);
    assert_int_equal(note.count, 5);
    assert_int_equal(note_check(&note, &key.public), NO_FLAW);
    assert_int_equal(note_check(&note, &other.public), NO_FLAW);
}

static void
test_note__a_wrong_signature_beside_a_right_one_is_refused(void **state)
{
    struct signing_key key = key_numbered("a", 1);
    const struct signing_key *keys[] = {&key};
    struct text right = note_sign(TEXT("text\n"), keys, 1, arena);
    struct text wrong = note_sign(TEXT("other\n"), keys, 1, arena);
    struct buffer both = buffer_open(arena, 1024);
    struct note note;
    (void)state;
    buffer_add_text(&both, right);
    buffer_add_text(&both, (struct text){wrong.bytes + 7, wrong.length - 7});
    assert_int_equal(note_read(buffer_text(&both), arena, &note), NO_FLAW);
    assert_int_equal(note.count, 2);
    assert_int_equal(note_check(&note, &key.public), SIGNATURE_MUST_FIT);
}

static void
test_note__limits_hold(void **state)
{
    struct signing_key key = key_numbered("a", 1);
    const struct signing_key *keys[NOTE_SIGNATURES_MAX];
    char raw[KEY_HASH_BYTES + NOTE_SIGNATURE_BYTES_MAX + 1] = {0};
    struct buffer bytes = buffer_open(arena, 16384);
    struct note note;
    (void)state;
    for (size_t i = 0; i < NOTE_SIGNATURES_MAX; i++)
        keys[i] = &key;
    struct text full = note_sign(TEXT("text\n"), keys, NOTE_SIGNATURES_MAX, arena);
    assert_int_equal(note_read(full, arena, &note), NO_FLAW);
    assert_null(note_add_signature(full, &key, arena).bytes);
    buffer_add_text(&bytes, full);
    buffer_add_text(&bytes, TEXT("— a AAAAAAE=\n"));
    assert_int_equal(note_read(buffer_text(&bytes), arena, &note), NOTE_MUST_HAVE_FEW_SIGNATURES);

    bytes = buffer_open(arena, 16384);
    buffer_add_text(&bytes, TEXT("text\n\n— pq/1 "));
    buffer_add_text(&bytes, base64_of((struct text){raw, sizeof raw}, arena));
    buffer_add_text(&bytes, TEXT("\n"));
    assert_int_equal(note_read(buffer_text(&bytes), arena, &note), SIGNATURE_MUST_BE_WELL_FORMED);

    char *text = arena_take(arena, NOTE_TEXT_BYTES_MAX + 1);
    memset(text, 'x', NOTE_TEXT_BYTES_MAX);
    text[NOTE_TEXT_BYTES_MAX - 1] = '\n';
    assert_true(note_text_is_fit((struct text){text, NOTE_TEXT_BYTES_MAX}));
    assert_int_equal(note_read(note_sign((struct text){text, NOTE_TEXT_BYTES_MAX}, keys, 1, arena),
                               arena, &note),
                     NO_FLAW);
    text[NOTE_TEXT_BYTES_MAX - 1] = 'x';
    text[NOTE_TEXT_BYTES_MAX] = '\n';
    assert_false(note_text_is_fit((struct text){text, NOTE_TEXT_BYTES_MAX + 1}));
}

static void
test_note__malformed_notes_are_refused(void **state)
{
    static const struct {
        const char *bytes;
        enum flaw flaw;
    } cases[] = {
        {"", NOTE_MUST_END_IN_SIGNATURES},
        {"\n", NOTE_MUST_END_IN_SIGNATURES},
        {"\n\n", NOTE_MUST_END_IN_SIGNATURES},
        {"text\n", NOTE_MUST_END_IN_SIGNATURES},
        {"text\n\n", NOTE_MUST_END_IN_SIGNATURES},
        {"text\n— a AAAAAAE=\n", NOTE_MUST_END_IN_SIGNATURES},
        {"text\n\n— a AAAAAAE=", NOTE_MUST_END_IN_SIGNATURES},
        {"text\n\n- a AAAAAAE=\n", SIGNATURE_MUST_BE_WELL_FORMED},
        {"text\n\n—a AAAAAAE=\n", SIGNATURE_MUST_BE_WELL_FORMED},
        {"text\n\n—  AAAAAAE=\n", SIGNATURE_MUST_BE_WELL_FORMED},
        {"text\n\n— a  AAAAAAE=\n", SIGNATURE_MUST_BE_WELL_FORMED},
        {"text\n\n— a+b AAAAAAE=\n", SIGNATURE_MUST_BE_WELL_FORMED},
        {"text\n\n— a AAAAAAE= \n", SIGNATURE_MUST_BE_WELL_FORMED},
        {"text\n\n— a AAAAAAF=\n", SIGNATURE_MUST_BE_WELL_FORMED}, /* stray last bits */
        {"text\n\n— a AAAAAA==\n", SIGNATURE_MUST_BE_WELL_FORMED}, /* a key hash and nothing */
        {"text\n\n— a AAAA\n", SIGNATURE_MUST_BE_WELL_FORMED},
        {"text\n\n— a\n", SIGNATURE_MUST_BE_WELL_FORMED},
        {"text\n\n— a AAAAAAE=\nmore\n", SIGNATURE_MUST_BE_WELL_FORMED},
        {"te\txt\n\n— a AAAAAAE=\n", NOTE_MUST_BE_PLAIN_TEXT},
        {"te\rxt\n\n— a AAAAAAE=\n", NOTE_MUST_BE_PLAIN_TEXT},
        {"te\xC0\x80xt\n\n— a AAAAAAE=\n", NOTE_MUST_BE_PLAIN_TEXT},
        {"te\xED\xA0\x80xt\n\n— a AAAAAAE=\n", NOTE_MUST_BE_PLAIN_TEXT},
        {"text\n\n— a AAAAAAE=\n", NO_FLAW},
        {"\n\n\n— a AAAAAAE=\n", NO_FLAW},
    };
    struct note note;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum flaw flaw = note_read(text_of(cases[i].bytes), arena, &note);
        if (flaw != cases[i].flaw)
            fail_msg("case %zu: %s, not %s", i, flaw_name(flaw), flaw_name(cases[i].flaw));
    }
    assert_int_equal(note_read((struct text){"te\0xt\n\n— a AAAAAAE=\n", 22}, arena, &note),
                     NOTE_MUST_BE_PLAIN_TEXT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_key__published_key_is_read_and_written),
        cmocka_unit_test(test_key__names_without_blanks_and_plus),
        cmocka_unit_test(test_key__damaged_texts_are_refused),
        cmocka_unit_test(test_key__points_of_small_order_or_written_twice_are_refused),
        cmocka_unit_test(test_key__signature_with_unreduced_half_is_refused),
        cmocka_unit_test(test_key__published_signature_is_made),
        cmocka_unit_test(test_note__published_note_is_made_and_checked),
        cmocka_unit_test(test_note__several_keys_sign_side_by_side),
        cmocka_unit_test(test_note__duplicate_name_and_unknown_algorithm_are_passed_over),
        cmocka_unit_test(test_note__a_wrong_signature_beside_a_right_one_is_refused),
        cmocka_unit_test(test_note__limits_hold),
        cmocka_unit_test(test_note__malformed_notes_are_refused),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
