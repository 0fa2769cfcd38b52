/* transcripts.c: one matter a line, files by digest in a folder beside. Importing lists every row
 * that cannot be taken in and takes the others; a second time changes nothing. */
#include "cli/transcripts.h"

#include "cli/options.h"
#include "store/transcript.h"
#include "work/house.h"
#include "work/system_world.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINE_BYTES_MAX = 4 * 1024 * 1024, CHUNK_BYTES = 1 << 16, FILE_BYTES_MAX = 50 * 1024 * 1024 };

/* ---- files ---- */

/* Copies and syncs; a file that is there already stays as it is. False when it could not be done or
 * the bytes are not those of the digest. */
static bool
copy_by_digest(const char *from, const char *to, struct text sha256, int64_t *bytes)
{
    unsigned char chunk[CHUNK_BYTES];
    struct arena *arena = arena_open();
    struct hasher *hasher = hasher_open(arena);
    int in = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    int out = in < 0 ? -1 : open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool is_copied = in >= 0 && (out >= 0 || errno == EEXIST), exists = in >= 0 && out < 0;
    ssize_t count = 0;
    *bytes = 0;
    hasher_begin(hasher);
    while (is_copied && (count = read(in, chunk, sizeof chunk)) > 0) {
        hasher_add(hasher, chunk, (size_t)count);
        *bytes += count;
        is_copied =
            *bytes <= FILE_BYTES_MAX && (out < 0 || write(out, chunk, (size_t)count) == count);
    }
    struct digest digest = hasher_end(hasher);
    is_copied = is_copied && count == 0 && (out < 0 || fsync(out) == 0) &&
                text_equal(digest_hex(&digest, arena), sha256);
    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
    if (!is_copied && !exists && out >= 0)
        unlink(to);
    arena_close(arena);
    return is_copied;
}

static bool
make_folder(const char *path)
{
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

/* ---- export ---- */

static bool
export_files(const struct value *matter, const char *blobs, const char *files, struct arena *arena)
{
    const struct value *documents = value_member(matter, "documents");
    const struct value *item = value_is(documents, VALUE_ARRAY) ? documents->first : NULL;
    int64_t bytes;
    for (; item != NULL; item = item->next) {
        struct text sha256 = value_member_text(item, "sha256");
        if (sha256.length != DIGEST_HEX_LENGTH)
            continue;
        const char *from =
            text_format(arena, "%s/%.2s/%.*s", blobs, sha256.bytes, TEXT_ARGS(sha256)).bytes;
        const char *to = text_format(arena, "%s/%.*s", files, TEXT_ARGS(sha256)).bytes;
        if (!copy_by_digest(from, to, sha256, &bytes)) {
            fprintf(stderr, "tongban: file %.*s is missing or damaged\n", TEXT_ARGS(sha256));
            return false;
        }
    }
    return true;
}

static bool
export_matter(struct store *store, struct text node, struct text matter_id, const char *blobs,
              const char *files)
{
    struct arena *arena = arena_open();
    struct text line;
    bool is_good = transcript_write(store, node, matter_id, arena, &line);
    if (is_good && files != NULL)
        is_good = export_files(value_read_canonical(line, arena), blobs, files, arena);
    if (is_good)
        printf("%.*s\n", TEXT_ARGS(line));
    else
        fprintf(stderr, "tongban: matter %.*s was not written\n", TEXT_ARGS(matter_id));
    arena_close(arena);
    return is_good;
}

static int
export_all(struct store *store, struct text node, const char *only, const char *blobs,
           const char *files)
{
    struct arena *arena = arena_open();
    bool is_good = true;
    int count = 0;
    store_begin_read(store);
    struct sql *rows =
        sql(store, "SELECT matter_id FROM matter_rows WHERE court_id = $1 ORDER BY matter_id");
    sql_text(rows, 1, node);
    while (is_good && sql_next(rows)) {
        struct text matter_id = sql_column(rows, 0, arena);
        if (only != NULL && !text_is(matter_id, only))
            continue;
        is_good = export_matter(store, node, matter_id, blobs, files);
        count++;
    }
    sql_end(rows);
    store_end_read(store);
    arena_close(arena);
    fprintf(stderr, "%d matters written\n", count);
    return is_good && (only == NULL || count == 1) ? 0 : 1;
}

int
export_main(int argc, char **argv)
{
    const char *data = NULL, *node = NULL, *matter = NULL, *files = NULL;
    struct option_row rows[] = {
        {"data", "DIR", &data, NULL, "the data folder (required)"},
        {"node", "ID", &node, NULL, "the node (required)"},
        {"matter", "NUMBER", &matter, NULL, "only this matter"},
        {"files", "DIR", &files, NULL, "where its files are put, by digest"},
        {0},
    };
    if (!options_read(argc, argv, "export --data DIR --node ID > FILE", rows, NULL, 0, NULL))
        return 2;
    if (data == NULL || node == NULL) {
        fputs("tongban: export needs --data and --node\n", stderr);
        return 2;
    }
    struct fault fault = {0};
    struct arena *arena = arena_open();
    const char *database = text_format(arena, "%s/%s/node.db", data, node).bytes;
    const char *blobs = text_format(arena, "%s/%s/blobs", data, node).bytes;
    struct store_options use = {.use = STORE_READS, .cache_kib = 4096};
    struct store *store = store_open(database, &use, &fault);
    int status = 1;
    if (store == NULL)
        fprintf(stderr, "tongban: %s: %s\n", database, fault.what);
    else if (files != NULL && !make_folder(files))
        fprintf(stderr, "tongban: %s cannot be made: %s\n", files, strerror(errno));
    else
        status = export_all(store, text_of(node), matter, blobs, files);
    store_close(store);
    arena_close(arena);
    return status;
}

/* ---- import ---- */

struct importing {
    struct post *post;
    const char *files;
    bool is_dry;
    int imported, known, rejected;
};

static struct outcome
run_act(struct importing *importing, enum verb verb, const struct value *input, struct arena *arena)
{
    struct job job = {
        .act = {.verb = verb,
                .asker = {.role = ROLE_SYSTEM_ADMIN, .account = TEXT("terminal")},
                .input = input,
                .if_version = -1,
                .claimed_ms = -1,
                .counter_ms = -1},
    };
    post_run(importing->post, &job, arena);
    return job.outcome;
}

/* The files a row speaks of, put where the node keeps its files. */
static void
bring_files(struct importing *importing, const struct value *matter, struct arena *arena)
{
    const struct value *documents = value_member(matter, "documents");
    const struct value *item = value_is(documents, VALUE_ARRAY) ? documents->first : NULL;
    for (; item != NULL && importing->files != NULL; item = item->next) {
        struct text sha256 = value_member_text(item, "sha256");
        struct digest digest;
        int64_t bytes;
        if (!digest_parse(sha256, &digest))
            continue;
        const char *folder =
            text_format(arena, "%s/%.2s", post_blob_folder(importing->post), sha256.bytes).bytes;
        const char *from = text_format(arena, "%s/%.*s", importing->files, TEXT_ARGS(sha256)).bytes;
        const char *to = post_blob_path(importing->post, sha256, arena);
        if (!make_folder(folder) || !copy_by_digest(from, to, sha256, &bytes))
            continue; /* the row is refused for it, by name */
        struct canon input = canon_open(arena, 200);
        canon_begin_object(&input);
        canon_member_integer(&input, "bytes", bytes);
        canon_member_text(&input, "media", value_member_text(item, "media"));
        canon_member_text(&input, "sha256", sha256);
        canon_end_object(&input);
        run_act(importing, VERB_KEEP_FILE, value_read_canonical(canon_text(&input), arena), arena);
    }
}

/* Do all files of a row lie ready beside it? */
static bool
files_lie_ready(const struct importing *importing, const struct value *matter, struct arena *arena)
{
    const struct value *documents = value_member(matter, "documents");
    const struct value *item = value_is(documents, VALUE_ARRAY) ? documents->first : NULL;
    for (; item != NULL && importing->files != NULL; item = item->next) {
        struct text sha256 = value_member_text(item, "sha256");
        const char *path = text_format(arena, "%s/%.*s", importing->files, TEXT_ARGS(sha256)).bytes;
        if (sha256.length == DIGEST_HEX_LENGTH && access(path, R_OK) != 0)
            return false;
    }
    return importing->files != NULL;
}

static void
import_line(struct importing *importing, struct text line, int number)
{
    struct arena *arena = arena_open();
    struct value_mistake mistake;
    const struct value *matter = value_read(line, arena, &mistake);
    if (matter == NULL) {
        printf("%d: not JSON: %s\n", number, mistake.what);
        importing->rejected++;
        arena_close(arena);
        return;
    }
    if (!importing->is_dry)
        bring_files(importing, matter, arena);
    struct canon input = canon_open(arena, line.length + 100);
    canon_begin_object(&input);
    canon_member_boolean(&input, "dry_run", importing->is_dry);
    canon_member_boolean(&input, "files_follow",
                         importing->is_dry && files_lie_ready(importing, matter, arena));
    canon_member(&input, "matter", matter);
    canon_end_object(&input);
    struct outcome outcome = run_act(importing, VERB_IMPORT_MATTER,
                                     value_read_canonical(canon_text(&input), arena), arena);
    const struct value *answer = value_read_canonical(outcome.answer, arena);
    if (outcome.is_fault || outcome.refusal != ALLOWED) {
        printf("%d: %.*s: %.*s %.*s\n", number, TEXT_ARGS(value_member_text(matter, "matter")),
               TEXT_ARGS(outcome.is_fault ? TEXT("FAULT") : refusal_name(outcome.refusal)),
               TEXT_ARGS(value_member_text(answer, "detail")));
        importing->rejected++;
    } else if (value_member_is_true(answer, "imported")) {
        importing->imported++;
    } else {
        importing->known++;
    }
    arena_close(arena);
}

static bool
import_file(struct importing *importing, const char *path)
{
    FILE *file = fopen(path, "rb");
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    if (file == NULL) {
        fprintf(stderr, "tongban: %s cannot be read: %s\n", path, strerror(errno));
        return false;
    }
    for (int number = 1; (length = getline(&line, &size, file)) >= 0; number++) {
        while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
            length--;
        if (length > LINE_BYTES_MAX) {
            printf("%d: the line is longer than %d bytes\n", number, LINE_BYTES_MAX);
            importing->rejected++;
        } else {
            import_line(importing, (struct text){line, (size_t)length}, number);
        }
    }
    free(line);
    fclose(file);
    printf("%d %s, %d here already, %d rejected\n", importing->imported,
           importing->is_dry ? "would be imported" : "imported", importing->known,
           importing->rejected);
    return importing->rejected == 0;
}

int
import_main(int argc, char **argv)
{
    const char *data = NULL, *node = NULL, *rules = NULL, *path = NULL;
    int words = 0;
    struct importing importing = {0};
    struct option_row rows[] = {
        {"data", "DIR", &data, NULL, "the data folder (required)"},
        {"node", "ID", &node, NULL, "the node that takes them in (required)"},
        {"files", "DIR", &importing.files, NULL, "where their files lie, by digest"},
        {"dry-run", NULL, NULL, &importing.is_dry, "say what would be rejected; change nothing"},
        {"rules", "DIR", &rules, NULL, "the rules [beside the program]"},
        {0},
    };
    if (!options_read(argc, argv, "import --data DIR --node ID FILE", rows, &path, 1, &words))
        return 2;
    if (data == NULL || node == NULL || words != 1) {
        fputs("tongban: import needs --data, --node and a file\n", stderr);
        return 2;
    }
    struct fault fault = {0};
    struct house_options options = {
        .data = data, .rules = rules, .world = system_world(), .readers = 1};
    struct house *house = house_open(&options, &fault);
    importing.post = house == NULL ? NULL : house_post(house, text_of(node));
    bool is_good = false;
    if (importing.post == NULL)
        fprintf(stderr, "tongban: %s\n", house == NULL ? fault.what : "no such node here");
    else
        is_good = import_file(&importing, path);
    house_close(house);
    return is_good ? 0 : 1;
}
