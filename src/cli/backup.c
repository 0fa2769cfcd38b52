/* backup.c: copies of a node that can be put back: the database as one moment, its files by digest,
 * and what was erased since. A node that comes back and finds that others have seen more of it than
 * it knows itself stays read-only until a person answers for the loss. */
#include "cli/backup.h"

#include "cli/audit_command.h"
#include "cli/options.h"
#include "store/backup_record.h"
#include "store/erasure.h"
#include "store/node.h"
#include "work/house.h"
#include "work/system_world.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { SAME_SECOND_MAX = 99, NODES_MAX = 64, CHUNK_BYTES = 1 << 16 };

/* a/b or a/b/c */
static const char *
path_of(struct arena *arena, const char *a, const char *b, const char *c)
{
    return text_format(arena, "%s/%s%s%s", a, b, c[0] == '\0' ? "" : "/", c).bytes;
}

static bool
say(const char *what, const char *path)
{
    fprintf(stderr, "tongban: %s %s: %s\n", what, path, strerror(errno));
    return false;
}

static bool
make_folder(const char *path)
{
    return mkdir(path, 0700) == 0 || errno == EEXIST || say("cannot make", path);
}

/* Folders of `data` that hold a database. */
static int
list_nodes(const char *data, struct arena *arena, const char *names[NODES_MAX])
{
    int count = 0;
    DIR *folder = opendir(data);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        const char *path = path_of(arena, data, entry->d_name, "node.db");
        if (entry->d_name[0] != '.' && count < NODES_MAX && access(path, R_OK) == 0)
            names[count++] = text_copy(text_of(entry->d_name), arena).bytes;
    }
    if (folder != NULL)
        closedir(folder);
    return count;
}

/* ---- files ---- */

static bool
copy_file(const char *from, const char *to)
{
    unsigned char chunk[CHUNK_BYTES];
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = in < 0 ? -1 : open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool is_copied = out >= 0 || (in >= 0 && errno == EEXIST);
    ssize_t count = 0;
    while (out >= 0 && is_copied && (count = read(in, chunk, sizeof chunk)) > 0)
        is_copied = write(out, chunk, (size_t)count) == count;
    is_copied = is_copied && count >= 0 && (out < 0 || fsync(out) == 0);
    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
    return is_copied || say("cannot copy", from);
}

/* The files that the copied database speaks of; a second name where the disk allows it. */
static bool
copy_files(struct store *copy, struct text node, const char *from, const char *to)
{
    bool is_good = true;
    struct arena *arena = arena_open();
    struct sql *rows = sql(copy, "SELECT sha256 FROM blob WHERE court_id = $1");
    sql_text(rows, 1, node);
    while (is_good && sql_next(rows)) {
        struct text sha256 = sql_column(rows, 0, arena);
        const char *folder = text_format(arena, "%s/blobs/%.2s", to, sha256.bytes).bytes;
        const char *source =
            text_format(arena, "%s/blobs/%.2s/%s", from, sha256.bytes, sha256.bytes).bytes;
        const char *target = path_of(arena, folder, sha256.bytes, "");
        is_good = make_folder(folder) &&
                  (link(source, target) == 0 || errno == EEXIST || copy_file(source, target));
        arena_reset(arena);
    }
    sql_end(rows);
    arena_close(arena);
    return is_good;
}

/* ---- erasures ---- */

/* Adds what this node has erased to the list beside the backups, once each. */
static bool
note_erasures(struct store *store, struct text node, const char *folder)
{
    struct arena *arena = arena_open();
    const char *path = path_of(arena, folder, "erasures", "");
    FILE *list = fopen(path, "a+");
    if (list == NULL) {
        say("cannot open", path);
        arena_close(arena);
        return false;
    }
    struct sql *rows = sql(store, "SELECT erasure.position, journal.leaf FROM erasure JOIN journal"
                                  " ON journal.court_id = $1"
                                  " AND journal.position = erasure.position"
                                  " WHERE erasure.court_id = $1 ORDER BY erasure.position");
    sql_text(rows, 1, node);
    while (sql_next(rows)) {
        char wanted[200], line[200];
        bool is_noted = false;
        struct text leaf = hex_of(sql_column_here(rows, 1), arena);
        snprintf(wanted, sizeof wanted, "%.*s %lld %.*s\n", TEXT_ARGS(node),
                 (long long)sql_column_integer(rows, 0), TEXT_ARGS(leaf));
        rewind(list);
        while (!is_noted && fgets(line, sizeof line, list) != NULL)
            is_noted = strcmp(line, wanted) == 0;
        if (!is_noted)
            fputs(wanted, list);
    }
    bool is_good = fflush(list) == 0 && fsync(fileno(list)) == 0;
    is_good = fclose(list) == 0 && is_good;
    arena_close(arena);
    return is_good;
}

/* False where another event stands in this place by now: a node that lost its newest events may
 * have gone on differently. */
static bool
is_that_event(struct store *store, struct text node, int64_t position, const char *leaf,
              struct arena *arena)
{
    struct event event;
    return journal_read(store, node, position, arena, &event) &&
           text_is(digest_hex(&event.leaf, arena), leaf);
}

static void
erase_again(struct store *store, struct text node, const char *place, int64_t position,
            struct arena *arena)
{
    struct erased_files files;
    erasure_of_event(store, node, position, arena, &files);
    for (int i = 0; i < files.count; i++)
        unlink(text_format(arena, "%s/blobs/%.2s/%.*s", place, files.digests[i].bytes,
                           TEXT_ARGS(files.digests[i]))
                   .bytes);
}

/* What was erased after this backup was made must not come back with it. */
static bool
apply_erasures(const char *place, const char *node, const char *stamp_folder)
{
    char line[200], name[64], leaf[DIGEST_HEX_LENGTH + 1];
    long long position;
    struct fault fault = {0};
    struct arena *arena = arena_open();
    FILE *list = fopen(path_of(arena, stamp_folder, "../erasures", ""), "r");
    if (list == NULL) {
        arena_close(arena);
        return true;
    }
    struct store_options use = {.use = STORE_WRITES, .is_alone = true};
    struct store *store = store_open(path_of(arena, place, "node.db", ""), &use, &fault);
    bool is_good = store != NULL && store_begin(store);
    while (is_good && fgets(line, sizeof line, list) != NULL) {
        if (sscanf(line, "%63s %lld %64s", name, &position, leaf) == 3 && strcmp(name, node) == 0 &&
            is_that_event(store, text_of(node), position, leaf, arena))
            erase_again(store, text_of(node), place, position, arena);
    }
    is_good = is_good && store_commit(store);
    store_close(store);
    arena_close(arena);
    fclose(list);
    if (!is_good)
        fprintf(stderr, "tongban: the list of erasures could not be applied to %s\n", place);
    return is_good;
}

/* ---- backup ---- */

static int64_t
bytes_of(struct store *copy, struct text node, const char *database)
{
    struct stat stat_of = {0};
    struct sql *row = sql(copy, "SELECT SUM(bytes) FROM blob WHERE court_id = $1");
    sql_text(row, 1, node);
    int64_t bytes = sql_next(row) ? sql_column_integer(row, 0) : 0;
    sql_end(row);
    return stat(database, &stat_of) == 0 ? bytes + stat_of.st_size : bytes;
}

/* What is to be said of the copy later, in the copy and beside what it was made from. */
static bool
record_copy(struct store *copy, const char *node, const char *place, const char *live,
            int64_t taken_ms, struct arena *arena)
{
    char whole[PATH_MAX];
    struct backup_record record = {.taken_ms = taken_ms}, before;
    if (realpath(place, whole) == NULL)
        return say("cannot find", place);
    *strrchr(whole, '/') = '\0'; /* restore is told the stamp, not the node */
    record.place = text_of(whole);
    record.bytes = bytes_of(copy, text_of(node), path_of(arena, place, "node.db", ""));
    backup_record_end(copy, text_of(node), &record);
    if (!backup_record_write(place, &record))
        return say("cannot write into", place);
    /* A copy that was found sound is not hidden by one nobody has looked at yet. Where the record
     * cannot be written the copy is good all the same. */
    bool has_sound = backup_record_read(live, arena, &before) && before.verified_ms > 0;
    if (!has_sound && !backup_record_write(live, &record))
        say("the copy is made, but it is not known to the pages: cannot write into", live);
    return true;
}

/* Reads the copy from its first event to its last, as `tongban audit` does. */
static bool
verify_copies(const char *data, const char *stamped, struct arena *arena)
{
    const char *names[NODES_MAX];
    int count = list_nodes(stamped, arena, names);
    bool is_sound = true;
    for (int i = 0; i < count; i++) {
        struct backup_record record;
        const char *place = path_of(arena, stamped, names[i], "");
        const char *live = path_of(arena, data, names[i], "");
        if (!audit_folders(stamped, names[i]) || !backup_record_read(place, arena, &record)) {
            fprintf(stderr, "tongban: the copy of %s is not sound; keep the one before\n",
                    names[i]);
            is_sound = false;
            continue;
        }
        record.verified_ms = (int64_t)time(NULL) * 1000;
        is_sound &= (backup_record_write(place, &record) || say("cannot write into", place)) &&
                    (backup_record_write(live, &record) || say("cannot write into", live));
    }
    return is_sound;
}

static bool
back_up_node(const char *data, const char *node, const char *to, const char *root)
{
    struct fault fault = {0};
    struct arena *arena = arena_open();
    const char *place = path_of(arena, to, node, "");
    const char *copy_path = path_of(arena, place, "node.db", "");
    struct store_options use = {.use = STORE_READS};
    int64_t taken_ms = (int64_t)time(NULL) * 1000; /* what comes later is not in it */
    bool is_good = make_folder(place) && make_folder(path_of(arena, place, "blobs", ""));
    struct store *live =
        is_good ? store_open(path_of(arena, data, node, "node.db"), &use, &fault) : NULL;
    is_good =
        live != NULL && store_copy_to(live, copy_path) && note_erasures(live, text_of(node), root);
    store_close(live);
    struct store *copy = is_good ? store_open(copy_path, &use, &fault) : NULL;
    is_good = copy != NULL &&
              copy_files(copy, text_of(node), path_of(arena, data, node, ""), place) &&
              record_copy(copy, node, place, path_of(arena, data, node, ""), taken_ms, arena);
    store_close(copy);
    if (!is_good)
        fprintf(stderr, "tongban: %s was not backed up%s%s\n", node, fault.is_set ? ": " : "",
                fault.what);
    arena_close(arena);
    return is_good;
}

/* DIR/20261123T090000Z, or NULL. */
static const char *
back_up(const char *data, const char *to, struct arena *arena)
{
    char stamp[40];
    const char *names[NODES_MAX];
    int count = list_nodes(data, arena, names);
    time_t now = time(NULL);
    struct tm utc;
    strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%SZ", gmtime_r(&now, &utc));
    const char *stamped = path_of(arena, to, stamp, "");
    if (count == 0) {
        fprintf(stderr, "tongban: no node in %s\n", data);
        return NULL;
    }
    if (!make_folder(to))
        return NULL;
    for (int again = 2; mkdir(stamped, 0700) != 0; again++) {
        if (errno != EEXIST || again > SAME_SECOND_MAX) {
            say("cannot make", stamped);
            return NULL;
        }
        stamped = text_format(arena, "%s/%s-%d", to, stamp, again).bytes;
    }
    for (int i = 0; i < count; i++) {
        if (!back_up_node(data, names[i], stamped, to))
            return NULL;
    }
    printf("%d nodes are backed up in %s. Keys are not in it: keep them apart.\n", count, stamped);
    return stamped;
}

int
backup_main(int argc, char **argv)
{
    const char *data = NULL, *to = NULL;
    struct option_row rows[] = {
        {"data", "DIR", &data, NULL, "the data folder (required)"},
        {"to", "DIR", &to, NULL, "where backups are kept (required)"},
        {0},
    };
    if (!options_read(argc, argv, "backup --data DIR --to DIR", rows, NULL, 0, NULL))
        return 2;
    if (data == NULL || to == NULL) {
        fputs("tongban: backup needs --data and --to\n", stderr);
        return 2;
    }
    struct arena *arena = arena_open();
    const char *stamped = back_up(data, to, arena);
    bool is_good = stamped != NULL && verify_copies(data, stamped, arena);
    arena_close(arena);
    return is_good ? 0 : 1;
}

/* ---- restore ---- */

/* A node that comes back knows of the copy it came from, and of no later one. */
static bool
record_origin(const char *source, const char *from, const char *place, struct arena *arena)
{
    char whole[PATH_MAX];
    struct backup_record record;
    if (!backup_record_read(source, arena, &record))
        return backup_record_drop(place) || say("cannot clean", place);
    if (realpath(from, whole) == NULL)
        return say("cannot find", from);
    record.place = text_of(whole);
    return backup_record_write(place, &record) || say("cannot write into", place);
}

static bool
restore_node(const char *from, const char *data, const char *node)
{
    struct fault fault = {0};
    struct arena *arena = arena_open();
    const char *place = path_of(arena, data, node, "");
    const char *database = path_of(arena, place, "node.db", "");
    const char *source = path_of(arena, from, node, "node.db");
    bool is_good = access(database, F_OK) != 0;
    if (!is_good)
        fprintf(stderr, "tongban: %s exists; move it away first, so that nothing is overwritten\n",
                database);
    is_good = is_good && make_folder(data) && make_folder(place) &&
              make_folder(path_of(arena, place, "blobs", "")) && copy_file(source, database);
    struct store_options use = {.use = STORE_READS};
    struct store *copy = is_good ? store_open(source, &use, &fault) : NULL;
    is_good = copy != NULL &&
              copy_files(copy, text_of(node), path_of(arena, from, node, ""), place) &&
              apply_erasures(place, node, from) &&
              record_origin(path_of(arena, from, node, ""), from, place, arena);
    store_close(copy);
    arena_close(arena);
    return is_good;
}

static bool
run_act(struct post *post, enum verb verb, struct text input, struct arena *arena)
{
    struct job job = {
        .act = {.verb = verb,
                .asker = {.role = ROLE_SYSTEM_ADMIN, .account = TEXT("terminal")},
                .input = value_read_canonical(input, arena),
                .if_version = -1,
                .claimed_ms = -1,
                .counter_ms = -1},
    };
    post_run(post, &job, arena);
    if (!job.outcome.is_fault && job.outcome.refusal == ALLOWED)
        return true;
    fprintf(stderr, "tongban: %.*s could not record it\n", TEXT_ARGS(post_id(post)));
    return false;
}

/* Peers hold receipts for what is gone; they send it again. What nobody else holds stays lost, and
 * the record says that somebody answered for it. */
static bool
recover_from_peers(struct house *house, struct post *post, struct arena *arena)
{
    struct canon input = canon_open(arena, 60);
    canon_begin_object(&input);
    canon_member_text(&input, "node", post_id(post));
    canon_member_integer(&input, "size", post_health(post).size);
    canon_end_object(&input);
    struct text said = canon_text(&input);
    for (int i = 0; i < house_count(house); i++) {
        struct post *peer = house_at(house, i);
        if (peer != post && !run_act(peer, VERB_PROMISE_AGAIN, said, arena))
            return false;
    }
    return true;
}

/* A person answers for going on with less than others have seen. */
static bool
accept_loss(const char *data, const char *node, const char *reason)
{
    struct fault fault = {0};
    struct house_options options = {
        .data = data, .rules = NULL, .world = system_world(), .readers = 1};
    struct house *house = house_open(&options, &fault);
    struct post *post = house == NULL ? NULL : house_post(house, text_of(node));
    struct arena *arena = arena_open();
    bool is_good = false;
    if (post != NULL) {
        struct canon input = canon_open(arena, 200);
        canon_begin_object(&input);
        canon_member_text(&input, "reason", text_of(reason));
        canon_end_object(&input);
        is_good = recover_from_peers(house, post, arena) &&
                  run_act(post, VERB_RECORD_RESTORE, canon_text(&input), arena);
    }
    if (is_good)
        house_settle(house);
    else if (post == NULL)
        fprintf(stderr, "tongban: %s\n", fault.is_set ? fault.what : "no such node here");
    arena_close(arena);
    house_close(house);
    return is_good;
}

int
restore_main(int argc, char **argv)
{
    const char *data = NULL, *from = NULL, *node = NULL, *reason = NULL;
    struct option_row rows[] = {
        {"data", "DIR", &data, NULL, "the data folder (required)"},
        {"from", "DIR", &from, NULL, "one backup: DIR/STAMP"},
        {"node", "ID", &node, NULL, "only this node"},
        {"accept-loss", "REASON", &reason, NULL,
         "with --node: go on although others have seen more of it"},
        {0},
    };
    if (!options_read(argc, argv, "restore --data DIR --from DIR/STAMP [--node ID]", rows, NULL, 0,
                      NULL))
        return 2;
    if (data == NULL || (from == NULL) == (reason == NULL) || (reason != NULL && node == NULL)) {
        fputs("tongban: restore needs --data with --from, or with --node and --accept-loss\n",
              stderr);
        return 2;
    }
    if (reason != NULL)
        return accept_loss(data, node, reason) ? 0 : 1;
    const char *names[NODES_MAX];
    struct arena *arena = arena_open();
    int count = list_nodes(from, arena, names), restored = 0;
    bool is_good = true;
    for (int i = 0; is_good && i < count; i++) {
        if (node != NULL && strcmp(names[i], node) != 0)
            continue;
        is_good = restore_node(from, data, names[i]);
        restored++;
    }
    arena_close(arena);
    if (!is_good)
        return 1;
    printf("%d nodes are restored in %s. Put their keys back (NODE/keys, mode 0600), then start:"
           " a node stays read-only while others have seen more of it.\n",
           restored, data);
    return restored > 0 ? 0 : 1;
}

/* ---- upgrade ---- */

static bool
migrate_node(const char *data, const char *node)
{
    struct fault fault = {0};
    struct arena *arena = arena_open();
    struct store_options use = {.use = STORE_WRITES};
    struct store *store = store_open(path_of(arena, data, node, "node.db"), &use, &fault);
    bool is_good = store != NULL && node_migrate(store, text_of(node), &fault);
    store_close(store);
    arena_close(arena);
    if (!is_good)
        fprintf(stderr, "tongban: %s: %s\n", node, fault.what);
    return is_good;
}

int
upgrade_main(int argc, char **argv)
{
    const char *data = NULL, *to = NULL, *names[NODES_MAX];
    struct option_row rows[] = {
        {"data", "DIR", &data, NULL, "the data folder (required)"},
        {"to", "DIR", &to, NULL, "where the backup before it is kept (required)"},
        {0},
    };
    if (!options_read(argc, argv, "upgrade --data DIR --to DIR", rows, NULL, 0, NULL))
        return 2;
    if (data == NULL || to == NULL) {
        fputs("tongban: upgrade needs --data and --to\n", stderr);
        return 2;
    }
    struct arena *arena = arena_open();
    bool is_good = back_up(data, to, arena) != NULL;
    int count = list_nodes(data, arena, names);
    for (int i = 0; is_good && i < count; i++)
        is_good = migrate_node(data, names[i]);
    arena_close(arena);
    return is_good && audit_folders(data, NULL) ? 0 : 1;
}
