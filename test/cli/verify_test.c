/* verify_test.c: what people read when they check a file, and what programs read. */
#include "base/value.h"
#include "cli/verify.h"
#include "harness/evidence.h"
#include "proof/receipt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static struct evidence evidence;
static char folder[] = "/tmp/tongban-verify-XXXXXX";

static const char *
path_of(const char *name)
{
    return text_format(arena, "%s/%s", folder, name).bytes;
}

static void
put_file(const char *name, struct text bytes)
{
    FILE *file = fopen(path_of(name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.bytes, 1, bytes.length, file), bytes.length);
    assert_int_equal(fclose(file), 0);
}

static int
set_up(void **state)
{
    (void)state;
    arena = arena_open();
    evidence = evidence_make(arena);
    if (mkdtemp(folder) == NULL)
        return 1;
    put_file("trust", evidence.trust);
    put_file("trust_next", evidence.trust_next);
    put_file("trust_short", evidence.trust_short);
    put_file("receipt", evidence.receipt);
    put_file("receipt_bare", evidence.receipt_bare);
    put_file("checkpoint", evidence.checkpoint);
    put_file("envelope", evidence.envelope);
    put_file("refusal", evidence.refusal);
    return 0;
}

static int
tear_down(void **state)
{
    static const char *const names[] = {"trust",   "trust_next",   "trust_short",
                                        "receipt", "checkpoint",   "envelope",
                                        "refusal", "receipt_bare", "spoiled"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        unlink(path_of(names[i]));
    int status = rmdir(folder);
    arena_close(arena);
    return status;
}

/* Runs with up to two options; the answer in `said`. */
static int
verify(const char *name, const char *trust, const char *option, const char *value,
       const char **said)
{
    const char *words[] = {"verify", path_of(name), path_of(trust), option, value};
    char *argv[5], *answer = NULL, *usage = NULL;
    size_t answer_bytes, usage_bytes;
    int argc = 0;
    for (; argc < 5 && words[argc] != NULL; argc++)
        argv[argc] = (char *)text_terminated(text_of(words[argc]), arena);
    FILE *to = open_memstream(&answer, &answer_bytes);
    FILE *usage_to = open_memstream(&usage, &usage_bytes);
    int status = verify_run(argc, argv, to, usage_to);
    fclose(to);
    fclose(usage_to);
    *said = text_terminated(text_of(status == 2 ? usage : answer), arena);
    free(answer);
    free(usage);
    return status;
}

static void
assert_says(const char *said, const char *part)
{
    if (strstr(said, part) == NULL)
        fail_msg("no \"%s\" in:\n%s", part, said);
}

static void
test_verify__receipt_is_told_in_plain_words(void **state)
{
    const char *said;
    (void)state;
    assert_int_equal(verify("receipt", "trust", NULL, NULL, &said), 0);
    assert_says(said, "有效");
    assert_says(said, "甲林区法院 (JL7501)");
    assert_says(said, "林区法院网, 7");
    assert_says(said, "7501-4K2M9-71");
    assert_says(said, "2026-01-05T09:30:01.000+08:00");
    assert_says(said, "在记录中的位置：13\n");
    assert_says(said, "记录共有事件：21\n");
    assert_says(said, "\"what\":\"起诉状\"}");
    assert_says(said, "{\"name\":\"当事人甲\"}");
    assert_says(said, "内容与记入的承诺一致");
    assert_int_equal(verify("receipt_bare", "trust", NULL, NULL, &said), 0);
    assert_says(said, "没有出示内容");
    assert_int_equal(verify("receipt", "trust", "--language", "ko", &said), 0);
    assert_says(said, "유효");
    assert_says(said, "갑림구법원 (JL7501)");
    assert_int_equal(verify("receipt", "trust", "--language", "en", &said), 0);
    assert_says(said, "Court A (JL7501)");
    assert_says(said, "Place in the record: 13\n");
}

static void
test_verify__every_kind_of_file_is_known(void **state)
{
    const char *said;
    (void)state;
    assert_int_equal(verify("envelope", "trust", "--language", "en", &said), 0);
    assert_says(said, "To: JL7502\n");
    assert_int_equal(verify("refusal", "trust", "--language", "en", &said), 0);
    assert_says(said, "STEP_MUST_BE_OPEN");
    assert_says(said, "CPL-2023:126");
    assert_int_equal(verify("checkpoint", "trust", "--language", "en", &said), 0);
    assert_says(said, "tongban/JL7501/log1");
    assert_int_equal(verify("trust_next", "trust", "--language", "en", &said), 0);
    assert_says(said, "Version: 8\n");
    assert_int_equal(verify("trust", "trust", "--language", "en", &said), 0);
    assert_says(said, "the very trust list at hand");
}

static const struct value *
read_json(const char *said)
{
    struct value_mistake mistake;
    const struct value *object = value_read(text_of(said), arena, &mistake);
    assert_non_null(object);
    return object;
}

static void
test_verify__programs_read_one_object(void **state)
{
    const char *said;
    (void)state;
    assert_int_equal(verify("receipt", "trust", "--json", NULL, &said), 0);
    const struct value *object = read_json(said);
    assert_true(value_member_is_true(object, "valid"));
    assert_true(text_is(value_member_text(object, "kind"), "receipt"));
    assert_int_equal(value_member_integer(object, "index", -1), 13);
    assert_true(text_is(value_member_text(object, "node"), "JL7501"));
    assert_null(value_member(object, "flaw"));

    assert_int_equal(verify("trust_short", "trust", "--json", NULL, &said), 1);
    object = read_json(said);
    assert_false(value_member_is_true(object, "valid"));
    assert_true(text_is(value_member_text(object, "flaw"), "TRUST_MUST_REACH_ITS_QUORUM"));
    assert_true(value_member_text(object, "reason").length > 0);
    assert_null(value_member(object, "version"));
}

static void
test_verify__what_is_wrong_is_named(void **state)
{
    static const struct {
        const char *file, *trust, *part;
    } cases[] = {
        {"trust", "trust_next", "旧名单"},
        {"trust_short", "trust", "不够法定数目"},
        {"receipt", "trust_short", "信任名单不可用"},
        {"receipt", "receipt", "信任名单不可用"},
        {"receipt", "missing", "信任名单不可用"},
        {"missing", "trust", "读不到文件"},
        {".", "trust", "读不到文件"},
    };
    const char *said;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(verify(cases[i].file, cases[i].trust, NULL, NULL, &said), 1);
        assert_says(said, cases[i].part);
    }
}

/* The evidence with `wanted` replaced by something of the same length. */
static struct text
spoiled(struct text genuine, const char *wanted, const char *replacement)
{
    struct text copy = text_copy(genuine, arena);
    char *found = strstr((char *)copy.bytes, wanted);
    assert_non_null(found);
    assert_int_equal(strlen(wanted), strlen(replacement));
    memcpy(found, replacement, strlen(replacement));
    return copy;
}

static void
test_verify__a_spoiled_file_says_how(void **state)
{
    const struct {
        struct text bytes;
        const char *part;
    } cases[] = {
        {TEXT(""), "不是本程序认识的种类"},
        {TEXT("\x89PNG\r\n"), "不是本程序认识的种类"},
        {{evidence.receipt.bytes, evidence.receipt.length - 20}, "不完整"},
        {spoiled(evidence.receipt, "counter-3", "counter-4"), "被改动过"},
        {spoiled(evidence.receipt, "body ey", "body eH"), "不是当时记入的内容"},
        {spoiled(evidence.receipt, "\n21\n", "\n22\n"), "签名与内容不符"},
        {spoiled(evidence.refusal, "MUST_BE_OPEN", "MUST_BE_SHUT"), "签名与内容不符"},
        {spoiled(evidence.envelope, "JL7502", "JL7503"), "签名与内容不符"},
        {spoiled(evidence.checkpoint, "— JL7501/log1", "— JL7502/log1"), "没有签署这份文件的密钥"},
        {spoiled(evidence.checkpoint, "tongban/JL7501", "tongban/JL7502"), "签名与内容不符"},
    };
    const char *said;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        put_file("spoiled", cases[i].bytes);
        assert_int_equal(verify("spoiled", "trust", NULL, NULL, &said), 1);
        assert_says(said, "无效");
        assert_says(said, cases[i].part);
    }
}

/* The body of a receipt is whatever bytes the event had. */
static void
test_verify__a_file_cannot_steer_the_terminal(void **state)
{
    struct hasher *hasher = hasher_open(arena);
    const struct signing_key *by = &evidence.log_key;
    struct receipt receipt;
    const char *said;
    (void)state;
    assert_int_equal(receipt_read(evidence.receipt, arena, &receipt), NO_FLAW);
    receipt.body = TEXT("a\x1b[2J\nb\x7f\xC2\x9B"
                        "2J\xE2\x80\xAEz\xff");
    receipt.said.commitment = statement_commitment(hasher, receipt.salt, receipt.body);
    receipt.statement = statement_text(&receipt.said, arena);
    receipt.index = receipt.path.count = 0;
    receipt.private_salt = TEXT("");
    struct digest leaf = statement_leaf(hasher, receipt.statement);
    receipt.checkpoint =
        note_sign(checkpoint_text(receipt.head.origin, 1, &leaf, arena), &by, 1, arena);
    put_file("spoiled", receipt_write(&receipt, arena));
    assert_int_equal(verify("spoiled", "trust", NULL, NULL, &said), 0);
    assert_says(said, "内容：a�[2J�b��2J�z�\n");
    assert_int_equal(verify("spoiled", "trust", "--json", NULL, &said), 0);
    assert_true(text_is(value_member_text(read_json(said), "content"), "a�[2J�b��2J�z�"));
}

static void
test_verify__a_huge_file_is_not_read_to_its_end(void **state)
{
    const char *said;
    (void)state;
    put_file("spoiled", TEXT("tongban/receipt/v1\n"));
    assert_int_equal(truncate(path_of("spoiled"), (off_t)1 << 40), 0);
    assert_int_equal(verify("spoiled", "trust", NULL, NULL, &said), 1);
    assert_says(said, "超过允许的大小");
}

static void
test_verify__usage_is_told(void **state)
{
    static const char *const bad[][5] = {
        {"verify"},
        {"verify", "a"},
        {"verify", "a", "b", "c"},
        {"verify", "a", "b", "--what"},
        {"verify", "a", "b", "--language"},
        {"verify", "a", "b", "--language", "fr"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char *argv[5], *usage = NULL;
        size_t usage_bytes;
        int argc = 0;
        for (; argc < 5 && bad[i][argc] != NULL; argc++)
            argv[argc] = (char *)text_terminated(text_of(bad[i][argc]), arena);
        FILE *to = open_memstream(&usage, &usage_bytes);
        assert_int_equal(verify_run(argc, argv, stdout, to), 2);
        fclose(to);
        assert_says(usage, "tongban verify");
        free(usage);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_verify__receipt_is_told_in_plain_words),
        cmocka_unit_test(test_verify__every_kind_of_file_is_known),
        cmocka_unit_test(test_verify__programs_read_one_object),
        cmocka_unit_test(test_verify__what_is_wrong_is_named),
        cmocka_unit_test(test_verify__a_spoiled_file_says_how),
        cmocka_unit_test(test_verify__a_file_cannot_steer_the_terminal),
        cmocka_unit_test(test_verify__a_huge_file_is_not_read_to_its_end),
        cmocka_unit_test(test_verify__usage_is_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
