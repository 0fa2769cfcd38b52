/* erase_story.c: what people said of themselves goes by law; that it was there stays and proves
 * itself, and whoever holds a copy is told. */
#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char GROUND[] =
    "{\"ground\":\"误录他人信息，依申请删除\",\"rests_on\":\"PIPL2021:47\"}";

static int64_t
count(struct stage *stage, const char *node, const char *query)
{
    return stage_number(stage, node, query);
}

static bool
lies_on_disk(struct stage *stage, const char *node, const char *words)
{
    struct stage_node *at = stage_node(stage, node);
    struct arena *arena = arena_open();
    store_checkpoint(at->node->store, true);
    struct text file = disk_file(stage->disk, at->database, arena);
    const char *log_name = text_format(arena, "%s-wal", at->database).bytes;
    struct text log = disk_file(stage->disk, log_name, arena);
    bool lies = memmem(file.bytes, file.length, words, strlen(words)) != NULL ||
                (log.length > 0 && memmem(log.bytes, log.length, words, strlen(words)) != NULL);
    arena_close(arena);
    return lies;
}

static void
expect_empty(struct stage *stage, const char *node)
{
    assert_int_equal(count(stage, node,
                           "SELECT COUNT(*) FROM party_rows WHERE court_id = $1"
                           " AND matter_id = $2"),
                     0);
    assert_int_equal(count(stage, node,
                           "SELECT COUNT(*) FROM document_rows WHERE court_id = $1"
                           " AND matter_id = $2"),
                     0);
    assert_int_equal(count(stage, node,
                           "SELECT COUNT(*) FROM journal WHERE court_id = $1 AND matter_id = $2"
                           " AND private IS NOT NULL AND stream <> 'erasure'"),
                     0);
    stage_expect_text(stage_words(stage, node,
                                  "SELECT title FROM matter_rows WHERE court_id = $1"
                                  " AND matter_id = $2"),
                      "-");
    assert_false(lies_on_disk(stage, node, "当事人"));
    assert_false(lies_on_disk(stage, node, "13900000001"));
    assert_false(lies_on_disk(stage, node, "54046"));
}

static void
told_erased(struct stage *stage)
{
    stage_hand_in(stage);
    stage_settle(stage);
    stage_step(stage, "filing_officer@JL7505", "open", "{}");
    stage_step(stage, "filing_officer@JL7505", "note", "{\"text\":\"与当事人甲通话\"}");
    stage_settle(stage);
    assert_true(lies_on_disk(stage, "JL7505", "当事人"));
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_ERASE, "judge@JL7505", "", "%s", GROUND);
    stage_refused(stage, GROUND_MUST_BE_GIVEN, VERB_ERASE, "security_admin@JL7505", "",
                  "{\"ground\":\"\",\"rests_on\":\"PIPL2021:47\"}");
    struct text matter = stage->matter;
    stage->matter = TEXT("7502-00000-00000-00");
    stage_refused(stage, MATTER_MUST_EXIST, VERB_ERASE, "security_admin@JL7505", "", "%s", GROUND);
    stage->matter = matter;
    struct digest leaf_before = stage_node(stage, "JL7505")->node->block[0];
    stage_act(stage, VERB_ERASE, "security_admin@JL7505", "", "%s", GROUND);
    expect_empty(stage, "JL7505");
    stage_expect_state(stage, "JL7505", "under_review");
    assert_true(digest_equal(&leaf_before, &stage_node(stage, "JL7505")->node->block[0]));
    assert_int_equal(count(stage, "JL7505",
                           "SELECT COUNT(*) FROM journal WHERE court_id = $1 AND matter_id = $2"
                           " AND kind = 'erased/1'"),
                     1);
    stage_audit(stage);
}

/* The owner's order reaches whoever holds a copy, also the court the matter came from. */
static void
told_to_holders(struct stage *stage)
{
    stage_hand_in(stage);
    stage_settle(stage);
    stage_step(stage, "filing_officer@JL7505", "open", "{}");
    stage_step(stage, "judge@JL7505", "offer_transfer",
               "{\"court\":\"JL7504\",\"reason\":\"designated\",\"explanation\":\"集中\"}");
    stage_settle(stage);
    stage_step(stage, "judge@JL7504", "accept_transfer", "{}");
    stage_settle(stage);
    stage_step(stage, "filing_officer@JL7504", "open", "{}");
    stage_settle(stage);
    stage_try_post(stage);
    stage_act(stage, VERB_ERASE, "security_admin@JL7504", "", "%s", GROUND);
    stage_settle(stage);
    expect_empty(stage, "JL7504");
    expect_empty(stage, "JL7502");
    expect_empty(stage, "JL7505");
    assert_int_equal(count(stage, "JL7502",
                           "SELECT COUNT(*) FROM journal WHERE court_id = $1 AND matter_id = $2"
                           " AND kind = 'erased/1' AND body LIKE '%\"from\":\"JL7504\"%'"),
                     1);
    stage_expect_state(stage, "JL7502", "under_review");
    /* Work goes on, and what is said from now on is kept. */
    stage_step(stage, "counter@JL7502", "supplement",
               "{\"materials\":[{\"item\":\"evidence\",\"paper\":true}]}");
    stage_settle(stage);
    assert_int_equal(count(stage, "JL7504",
                           "SELECT COUNT(*) FROM document_rows WHERE court_id = $1"
                           " AND matter_id = $2"),
                     1);
}

/* The desk erases what was said there. The court is told, and decides about its own file. */
static void
told_to_the_owner(struct stage *stage)
{
    stage_hand_in_at(stage, "party@DESK", "JL7505");
    stage_settle(stage);
    stage_act(stage, VERB_ERASE, "security_admin@DESK", "", "%s", GROUND);
    int64_t position = stage->outcome.position;
    stage_settle(stage);
    expect_empty(stage, "DESK");
    assert_int_equal(count(stage, "JL7505",
                           "SELECT COUNT(*) FROM party_rows WHERE court_id = $1"
                           " AND matter_id = $2"),
                     2);
    assert_true(stage_newest(stage, "JL7505", "erasure_told/1") >= 0);
    assert_int_equal(count(stage, "DESK",
                           "SELECT COUNT(*) FROM outbox WHERE court_id = $1 AND status = 1"
                           " AND kind = 'erasure/1'"),
                     1);
    /* Somebody whom the matter does not concern, as far as is known here, orders nothing. */
    struct stage_node *stranger = stage_node(stage, "JL7501");
    struct text order =
        stage_envelope(stage, stage_node(stage, "DESK"), ENVELOPE_ERASURE, position, "JL7505");
    stage_deliver(stage, "JL7505",
                  stage_forge(stage, order, "\"from\":\"DESK\"", "\"from\":\"JL7501\"",
                              &stranger->exchange_key));
    stage_expect_text(stage_answer(stage, "disposition"), "held");
    assert_true(stage->outcome.position <= 0);
    /* A court that knows nothing of the matter has nothing to erase. */
    stage_deliver(
        stage, "JL7504",
        stage_envelope(stage, stage_node(stage, "DESK"), ENVELOPE_ERASURE, position, "JL7504"));
    stage_expect_text(stage_answer(stage, "disposition"), "received");
}

static void
write_file(const char *path, const char *content)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(content, 1, strlen(content), file), strlen(content));
    assert_int_equal(fclose(file), 0);
}

/* A folder for the files of the court, and files that were sent to it. */
static struct node *
open_folder(struct stage *stage, char *folder)
{
    struct node *node = stage_node(stage, "JL7505")->node;
    assert_non_null(mkdtemp(folder));
    node->folder = folder;
    assert_int_equal(mkdir(text_format(stage->arena, "%s/blobs", folder).bytes, 0700), 0);
    return node;
}

static const char *
keep_file(struct stage *stage, struct node *node, const char *folder, const char *content,
          const char **sha256)
{
    struct digest digest = digest_of(text_of(content));
    *sha256 = digest_hex(&digest, stage->arena).bytes;
    const char *path = node_blob_path(node, text_of(*sha256), stage->arena);
    mkdir(text_format(stage->arena, "%s/blobs/%.2s", folder, *sha256).bytes, 0700);
    write_file(path, content);
    stage_act(stage, VERB_KEEP_FILE, "counter@JL7505", "",
              "{\"bytes\":%zu,\"media\":\"text/plain\",\"sha256\":\"%s\"}", strlen(content),
              *sha256);
    return path;
}

static void
close_folder(struct stage *stage, const char *folder, const char *const digests[2])
{
    for (int i = 0; i < 2; i++)
        rmdir(text_format(stage->arena, "%s/blobs/%.2s", folder, digests[i]).bytes);
    rmdir(text_format(stage->arena, "%s/blobs", folder).bytes);
    assert_int_equal(rmdir(folder), 0);
}

/* Files go with their matter, unless another speaks of them. */
static void
told_files(struct stage *stage)
{
    static const char *const contents[] = {"only here", "also there"};
    char folder[] = "/tmp/tongban-erase-XXXXXX";
    const char *paths[2], *digests[2];
    struct node *node = open_folder(stage, folder);
    for (int i = 0; i < 2; i++)
        paths[i] = keep_file(stage, node, folder, contents[i], &digests[i]);
    stage_hand_in_at(stage, "counter@JL7505", "JL7505");
    stage_step(stage, "counter@JL7505", "supplement",
               "{\"materials\":[{\"item\":\"evidence\",\"file\":\"%s\",\"title\":\"1\"}]}",
               digests[1]);
    struct text other = stage->matter;
    stage_hand_in_at(stage, "counter@JL7505", "JL7505");
    stage_step(stage, "counter@JL7505", "supplement",
               "{\"materials\":[{\"item\":\"evidence\",\"file\":\"%s\",\"title\":\"1\"},"
               "{\"item\":\"evidence\",\"file\":\"%s\",\"title\":\"2\"}]}",
               digests[0], digests[1]);
    stage_act(stage, VERB_ERASE, "president@JL7505", "", "%s", GROUND);
    assert_int_not_equal(access(paths[0], F_OK), 0);
    assert_int_equal(access(paths[1], F_OK), 0);
    assert_int_equal(count(stage, "JL7505", "SELECT COUNT(*) FROM blob WHERE court_id = $1"), 1);
    stage->matter = other;
    stage_act(stage, VERB_ERASE, "president@JL7505", "", "%s", GROUND);
    assert_int_not_equal(access(paths[1], F_OK), 0);
    close_folder(stage, folder, digests);
}

static void
require_correction(struct stage *stage)
{
    stage_step(stage, "filing_officer@JL7505", "open", "{}");
    stage_step(
        stage, "filing_officer@JL7505", "check_items",
        "{\"verdicts\":[{\"item\":\"complaint\",\"verdict\":\"ok\"},"
        "{\"item\":\"identity\",\"verdict\":\"ok\"},{\"item\":\"copies\",\"verdict\":\"ok\"},"
        "{\"item\":\"address_confirmation\",\"verdict\":\"ok\"},"
        "{\"item\":\"evidence\",\"verdict\":\"missing\",\"ground\":\"没有转账凭证\"}]}");
    stage_step(stage, "filing_officer@JL7505", "require_correction",
               "{\"defects\":[{\"item\":\"evidence\",\"ground\":\"没有转账凭证\"}],\"days\":5}");
}

/* What was photographed at the door goes with its matter as well, and stays while the attempt of
 * another matter shows it. */
static void
told_files_of_service(struct stage *stage)
{
    static const char *const contents[] = {"this door", "both doors"};
    static const char *const served[] = {"[{\"file\":\"%s\"}]",
                                         "[{\"file\":\"%s\"},{\"file\":\"%s\"}]"};
    char folder[] = "/tmp/tongban-erase-XXXXXX";
    const char *paths[2], *digests[2];
    struct text matters[2];
    struct arena *arena = stage->arena;
    struct node *node = open_folder(stage, folder);
    struct date day = date_of_instant(stage->world.wall_ms(stage->world.of), CHINA_OFFSET_MINUTES);
    for (int i = 0; i < 2; i++)
        paths[i] = keep_file(stage, node, folder, contents[i], &digests[i]);
    for (int i = 0; i < 2; i++) {
        stage_hand_in_at(stage, "counter@JL7505", "JL7505");
        matters[i] = text_copy(stage->matter, arena);
        require_correction(stage);
        struct text files = text_format(arena, served[i], digests[1], digests[0]);
        stage_act(stage, VERB_RECORD_ATTEMPT, "filing_officer@JL7505", "",
                  "{\"service\":\"%.*s\",\"mode\":\"D1a\",\"facts\":{\"receiver\":\"self\"},"
                  "\"dates\":{\"signed\":\"%s\"},\"received_by\":\"当事人甲\",\"evidence\":%.*s}",
                  TEXT_ARGS(stage_words(stage, "JL7505",
                                        "SELECT service_id FROM service_rows WHERE court_id = $1"
                                        " AND matter_id = $2")),
                  date_text(day, arena).bytes, TEXT_ARGS(files));
    }
    stage_act(stage, VERB_ERASE, "president@JL7505", "", "%s", GROUND);
    assert_int_not_equal(access(paths[0], F_OK), 0);
    assert_int_equal(access(paths[1], F_OK), 0);
    stage->matter = matters[0];
    stage_act(stage, VERB_ERASE, "president@JL7505", "", "%s", GROUND);
    assert_int_not_equal(access(paths[1], F_OK), 0);
    assert_int_equal(count(stage, "JL7505", "SELECT COUNT(*) FROM blob WHERE court_id = $1"), 0);
    close_folder(stage, folder, digests);
}

#define STORY(name, nodes, faults)                                                                 \
    static void test_erase__##name(void **state)                                                   \
    {                                                                                              \
        (void)state;                                                                               \
        stage_tell(nodes, told_##name, faults);                                                    \
    }
STORY(erased, "JL75 JL7502 JL7505", STAGE_FAULTS_OF_PEOPLE)
STORY(to_holders, "JL7502 JL7504 JL7505", STAGE_FAULTS_OF_PEOPLE)
STORY(to_the_owner, "DESK JL7501 JL7504 JL7505", STAGE_FAULTS_OF_PEOPLE)
STORY(files, "JL7505", STAGE_FAULTS_OF_PEOPLE)
STORY(files_of_service, "JL7505", STAGE_FAULTS_OF_PEOPLE)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_erase__erased),           cmocka_unit_test(test_erase__to_holders),
        cmocka_unit_test(test_erase__to_the_owner),     cmocka_unit_test(test_erase__files),
        cmocka_unit_test(test_erase__files_of_service),
    };
    return cmocka_run_group_tests_name("erase", tests, NULL, NULL);
}
