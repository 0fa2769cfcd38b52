/* bare.c: what this machine can do at most: the same rows, syncs and body sizes as one durable act
 * of the product, with no rights, no engine, no JSON, no tree. The product is measured beside it,
 * in one run, and only the ratio counts.
 *
 *   bare serve PORT FOLDER DATABASE NODE STATEMENT BODY FACTS ANSWER MATTER QUEUE
 *       On a copy of DATABASE, which is that NODE of the product. POST: one durable act. GET: one
 *       matter with the rows that stand on its page; of a path with `queue` in it: 50 rows along
 *       the index of deadlines. Sizes are bytes: of what is stored, of the answer to an act, to a
 *       look at a matter and at the queue. Drive it with wrk.
 *   bare copy DATABASE NODE FOLDER
 *       reads each event of a node and writes the rows it concerns into fresh tables, in the order
 *       of the events, and prints the seconds: a rebuild that had nothing to work out
 *   bare sizes DATABASE
 *       the sizes of what the newest steps of a node have stored: STATEMENT BODY FACTS ANSWER */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    GROUP_MAX = 256,
    CONNECTIONS_MAX = 4096,
    INPUT_BYTES = 16384,
    ANSWER_BYTES_MAX = 65536,
    ID_BYTES = 32
};

struct connection {
    int file;
    size_t length;
    char input[INPUT_BYTES];
    bool is_post, is_queue;
    struct connection *next;
};

static sqlite3 *database;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static struct connection *waiting, *waiting_last, *answered, *answered_last;
static int bell;
static long matters, statement_bytes, body_bytes, facts_bytes, answer_bytes, matter_bytes,
    queue_bytes;
static char *filler;
static const char *court = "B";
static char (*ids)[ID_BYTES]; /* of the matters of the court */

static void
stop(const char *what)
{
    fprintf(stderr, "bare: %s: %s\n", what, database != NULL ? sqlite3_errmsg(database) : "");
    exit(1);
}

static double
now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static uint64_t
next_random(void)
{
    static uint64_t state = 88172645463325252u;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static void
execute(sqlite3 *on, const char *text)
{
    char *what = NULL;
    if (sqlite3_exec(on, text, NULL, NULL, &what) != SQLITE_OK)
        stop(what == NULL ? text : what);
}

/* 'B' in a statement stands for the court. */
static sqlite3_stmt *
prepare(sqlite3 *on, const char *pattern)
{
    sqlite3_stmt *statement;
    char text[2048];
    size_t length = 0;
    for (const char *at = pattern; *at != '\0' && length < sizeof text - 40;) {
        if (strncmp(at, "'B'", 3) != 0) {
            text[length++] = *at++;
            continue;
        }
        length += (size_t)snprintf(text + length, 40, "'%s'", court);
        at += 3;
    }
    text[length] = '\0';
    if (sqlite3_prepare_v3(on, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
        stop(text);
    return statement;
}

static void
run(sqlite3_stmt *statement)
{
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        continue;
    if (code != SQLITE_DONE)
        stop("step");
    sqlite3_reset(statement);
}

/* The product's own tables, so that rows and indexes are the same. */
static void
make_tables(sqlite3 *on, const char *product)
{
    sqlite3 *from;
    if (sqlite3_open_v2(product, &from, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        stop(product);
    sqlite3_stmt *each = prepare(from, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
                                       " ORDER BY type DESC");
    while (sqlite3_step(each) == SQLITE_ROW)
        execute(on, (const char *)sqlite3_column_text(each, 0));
    sqlite3_finalize(each);
    sqlite3_close(from);
}

static void
bind_id(sqlite3_stmt *statement, int at, long matter)
{
    sqlite3_bind_text(statement, at, ids[matter], -1, SQLITE_STATIC);
}

static void
copy_database(const char *product)
{
    sqlite3 *from;
    if (sqlite3_open_v2(product, &from, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        stop(product);
    sqlite3_backup *backup = sqlite3_backup_init(database, "main", from, "main");
    if (backup == NULL || sqlite3_backup_step(backup, -1) != SQLITE_DONE ||
        sqlite3_backup_finish(backup) != SQLITE_OK)
        stop("copy");
    sqlite3_close(from);
}

static void
list_matters(void)
{
    sqlite3_stmt *count = prepare(database, "SELECT COUNT(*) FROM matter_rows WHERE court_id ="
                                            " 'B'");
    if (sqlite3_step(count) != SQLITE_ROW || (matters = sqlite3_column_int64(count, 0)) == 0)
        stop("no matters");
    sqlite3_finalize(count);
    ids = calloc((size_t)matters, sizeof *ids);
    sqlite3_stmt *each =
        prepare(database, "SELECT matter_id FROM matter_rows WHERE court_id = 'B'");
    for (long i = 0; i < matters && sqlite3_step(each) == SQLITE_ROW; i++)
        snprintf(ids[i], ID_BYTES, "%s", (const char *)sqlite3_column_text(each, 0));
    sqlite3_finalize(each);
}

struct act {
    sqlite3_stmt *begin, *commit, *mark, *keep, *seen, *stream, *event, *advance, *matter, *put,
        *outcome, *head, *checkpoint;
    long position;
};

static void
prepare_act(struct act *act)
{
    act->begin = prepare(database, "BEGIN IMMEDIATE");
    act->commit = prepare(database, "COMMIT");
    act->mark = prepare(database, "SAVEPOINT act");
    act->keep = prepare(database, "RELEASE act");
    act->seen = prepare(database, "SELECT request, status, position, answer FROM outcome"
                                  " WHERE court_id = 'B' AND act_id = ?1");
    act->stream = prepare(database, "SELECT next_seq, link FROM stream_rows WHERE court_id = 'B'"
                                    " AND matter_id = ?1 AND stream = 'main'");
    act->event =
        prepare(database, "INSERT INTO journal VALUES ('B', ?1, ?2, 'main', ?3, 'step_taken/1', ?4,"
                          " ?5, zeroblob(16), NULL, NULL, zeroblob(32), zeroblob(32))");
    act->advance = prepare(database, "UPDATE stream_rows SET next_seq = ?2, link = zeroblob(32)"
                                     " WHERE court_id = 'B' AND matter_id = ?1"
                                     " AND stream = 'main'");
    act->matter = prepare(database, "SELECT due_ms, facts FROM matter_rows WHERE court_id = 'B'"
                                    " AND matter_id = ?1");
    act->put = prepare(database, "UPDATE matter_rows SET state_since_ms = ?2, due_ms = ?3,"
                                 " version = ?4, facts = ?5 WHERE court_id = 'B'"
                                 " AND matter_id = ?1");
    sqlite3_stmt *size = prepare(database, "SELECT size FROM head WHERE court_id = 'B'");
    act->position = sqlite3_step(size) == SQLITE_ROW ? sqlite3_column_int64(size, 0) : 0;
    sqlite3_finalize(size);
    act->outcome =
        prepare(database, "INSERT INTO outcome VALUES ('B', ?1, zeroblob(32), 0, ?2, ?3, 1)");
    act->head = prepare(database, "UPDATE head SET size = ?1, wall_ms = 1 WHERE court_id = 'B'");
    act->checkpoint = prepare(database, "INSERT INTO checkpoint VALUES ('B', ?1, ?2, 1)"
                                        " ON CONFLICT (court_id, size) DO NOTHING");
}

static void
perform(struct act *act)
{
    char key[40];
    long matter = (long)(next_random() % (uint64_t)matters);
    run(act->mark);
    snprintf(key, sizeof key, "%016" PRIx64 "%016lx", next_random(), act->position);
    sqlite3_bind_text(act->seen, 1, key, -1, SQLITE_TRANSIENT);
    run(act->seen);
    bind_id(act->stream, 1, matter);
    if (sqlite3_step(act->stream) != SQLITE_ROW)
        stop("stream");
    long seq = sqlite3_column_int64(act->stream, 0);
    sqlite3_reset(act->stream);
    bind_id(act->matter, 1, matter);
    if (sqlite3_step(act->matter) != SQLITE_ROW)
        stop("matter");
    int64_t due_ms = sqlite3_column_int64(act->matter, 0);
    sqlite3_reset(act->matter);
    sqlite3_bind_int64(act->event, 1, act->position);
    bind_id(act->event, 2, matter);
    sqlite3_bind_int64(act->event, 3, seq);
    sqlite3_bind_text(act->event, 4, filler, (int)statement_bytes, SQLITE_STATIC);
    sqlite3_bind_text(act->event, 5, filler, (int)body_bytes, SQLITE_STATIC);
    run(act->event);
    bind_id(act->advance, 1, matter);
    sqlite3_bind_int64(act->advance, 2, seq + 1);
    run(act->advance);
    bind_id(act->put, 1, matter);
    sqlite3_bind_int64(act->put, 2, 1);
    sqlite3_bind_int64(act->put, 3, due_ms);
    sqlite3_bind_int64(act->put, 4, seq + 2);
    sqlite3_bind_text(act->put, 5, filler, (int)facts_bytes, SQLITE_STATIC);
    run(act->put);
    sqlite3_bind_text(act->outcome, 1, key, -1, SQLITE_TRANSIENT);
    sqlite3_bind_int64(act->outcome, 2, act->position);
    sqlite3_bind_text(act->outcome, 3, filler, (int)answer_bytes, SQLITE_STATIC);
    run(act->outcome);
    run(act->keep);
    act->position++;
}

static int log_pages;

static int
note_log(void *of, sqlite3 *on, const char *name, int pages)
{
    (void)of;
    (void)on;
    (void)name;
    log_pages = pages;
    return SQLITE_OK;
}

static void *
write_all(void *of)
{
    struct act act = {0};
    (void)of;
    prepare_act(&act);
    for (;;) {
        pthread_mutex_lock(&lock);
        while (waiting == NULL)
            pthread_cond_wait(&wake, &lock);
        struct connection *first = waiting, *last = first;
        for (int count = 1; count < GROUP_MAX && last->next != NULL; count++)
            last = last->next;
        waiting = last->next;
        last->next = NULL;
        pthread_mutex_unlock(&lock);
        run(act.begin);
        sqlite3_bind_int64(act.checkpoint, 1, act.position);
        sqlite3_bind_text(act.checkpoint, 2, filler, 200, SQLITE_STATIC);
        run(act.checkpoint);
        for (struct connection *one = first; one != NULL; one = one->next)
            perform(&act);
        sqlite3_bind_int64(act.head, 1, act.position);
        run(act.head);
        run(act.commit);
        if (log_pages >= 4000)
            sqlite3_wal_checkpoint_v2(database, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
        pthread_mutex_lock(&lock);
        if (answered == NULL)
            answered = first;
        else
            answered_last->next = first;
        answered_last = last;
        pthread_mutex_unlock(&lock);
        if (eventfd_write(bell, 1) != 0)
            stop("bell");
    }
    return NULL;
}

static sqlite3_stmt *read_queue;

static void
read_fifty(sqlite3 *on)
{
    if (read_queue == NULL)
        read_queue = prepare(on, "SELECT * FROM matter_rows WHERE court_id = 'B' AND next_node ="
                                 " 'B' AND next_role = 'filing_officer' ORDER BY due_ms, matter_id"
                                 " LIMIT 50");
    run(read_queue);
}

/* What stands on the page of a matter. */
static void
read_one(sqlite3 *on)
{
    static const char *const texts[] = {
        "BEGIN",
        "SELECT * FROM matter_rows WHERE court_id = 'B' AND matter_id = ?1",
        "SELECT * FROM period_rows WHERE court_id = 'B' AND matter_id = ?1 ORDER BY name",
        "SELECT * FROM party_rows WHERE court_id = 'B' AND matter_id = ?1 ORDER BY number",
        "SELECT * FROM journal WHERE court_id = 'B' AND matter_id = ?1 AND stream = 'intake'"
        " AND seq = 0",
        "SELECT * FROM document_rows WHERE court_id = 'B' AND matter_id = ?1"
        " ORDER BY document_id",
        "SELECT * FROM task_rows WHERE court_id = 'B' AND matter_id = ?1 ORDER BY name",
        "COMMIT"};
    enum { READS = sizeof texts / sizeof texts[0] };
    static sqlite3_stmt *reads[READS];
    long matter = (long)(next_random() % (uint64_t)matters);
    for (size_t i = 0; i < READS; i++) {
        if (reads[i] == NULL)
            reads[i] = prepare(on, texts[i]);
        if (i > 0 && i < READS - 1)
            bind_id(reads[i], 1, matter);
        run(reads[i]);
    }
}

static void
answer(struct connection *connection, long bytes)
{
    static char text[ANSWER_BYTES_MAX + 200];
    int length = snprintf(text, sizeof text,
                          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                          "Content-Length: %ld\r\n\r\n%.*s",
                          bytes, (int)bytes, filler);
    if (send(connection->file, text, (size_t)length, MSG_NOSIGNAL) < 0)
        return; /* the loop sees the hang-up */
}

/* Takes one whole request out of the input. */
static bool
take(struct connection *connection)
{
    char *end = memmem(connection->input, connection->length, "\r\n\r\n", 4);
    if (end == NULL)
        return false;
    size_t head = (size_t)(end - connection->input) + 4, body = 0;
    char *length = memmem(connection->input, head, "Content-Length: ", 16);
    if (length != NULL)
        body = strtoul(length + 16, NULL, 10);
    if (connection->length < head + body)
        return false;
    connection->is_post = connection->input[0] == 'P';
    connection->is_queue = memmem(connection->input, head, "queue", 5) != NULL;
    connection->length -= head + body;
    memmove(connection->input, connection->input + head + body, connection->length);
    return true;
}

static void
accept_all(int listener, int poll)
{
    int one = 1;
    for (int file; (file = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
        setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        struct connection *connection = calloc(1, sizeof *connection);
        connection->file = file;
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
        epoll_ctl(poll, EPOLL_CTL_ADD, file, &event);
    }
}

static void
answer_all(void)
{
    eventfd_t count;
    eventfd_read(bell, &count);
    pthread_mutex_lock(&lock);
    struct connection *done = answered;
    answered = NULL;
    pthread_mutex_unlock(&lock);
    while (done != NULL) {
        struct connection *next = done->next;
        done->next = NULL;
        answer(done, answer_bytes);
        done = next;
    }
}

static void
serve(int port)
{
    int poll = epoll_create1(0), one = 1;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 ||
        listen(listener, CONNECTIONS_MAX) != 0)
        stop(strerror(errno));
    bell = eventfd(0, EFD_NONBLOCK);
    pthread_t writer;
    pthread_create(&writer, NULL, write_all, NULL);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &listener}, events[256];
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
    event.data.ptr = &bell;
    epoll_ctl(poll, EPOLL_CTL_ADD, bell, &event);
    puts("ready");
    fflush(stdout);
    for (;;) {
        int count = epoll_wait(poll, events, 256, -1);
        for (int i = 0; i < count; i++) {
            struct connection *connection = events[i].data.ptr;
            if (events[i].data.ptr == &listener) {
                accept_all(listener, poll);
                continue;
            }
            if (events[i].data.ptr == &bell) {
                answer_all();
                continue;
            }
            ssize_t got = recv(connection->file, connection->input + connection->length,
                               INPUT_BYTES - connection->length, 0);
            if (got <= 0) {
                if (got == 0 || errno != EAGAIN)
                    epoll_ctl(poll, EPOLL_CTL_DEL, connection->file, NULL);
                continue;
            }
            connection->length += (size_t)got;
            if (!take(connection))
                continue;
            if (!connection->is_post) {
                if (connection->is_queue)
                    read_fifty(database);
                else
                    read_one(database);
                answer(connection, connection->is_queue ? queue_bytes : matter_bytes);
                continue;
            }
            connection->next = NULL;
            pthread_mutex_lock(&lock);
            if (waiting == NULL)
                waiting = connection;
            else
                waiting_last->next = connection;
            waiting_last = connection;
            pthread_cond_signal(&wake);
            pthread_mutex_unlock(&lock);
        }
    }
}

static void
on_signal(int number)
{
    (void)number;
    _exit(0);
}

static int
serve_main(char **argv)
{
    char path[4096];
    int port = atoi(argv[2]);
    court = argv[5];
    statement_bytes = atol(argv[6]);
    body_bytes = atol(argv[7]);
    facts_bytes = atol(argv[8]);
    answer_bytes = atol(argv[9]);
    matter_bytes = atol(argv[10]);
    queue_bytes = atol(argv[11]);
    if (answer_bytes > ANSWER_BYTES_MAX || matter_bytes > ANSWER_BYTES_MAX ||
        queue_bytes > ANSWER_BYTES_MAX)
        stop("an answer is too large");
    filler = malloc(1 << 20);
    memset(filler, 'x', 1 << 20);
    signal(SIGTERM, on_signal);
    snprintf(path, sizeof path, "%s/bare.db", argv[3]);
    unlink(path);
    if (sqlite3_open_v2(path, &database,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX,
                        NULL) != SQLITE_OK)
        stop(path);
    copy_database(argv[4]);
    execute(database, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-2048;"
                      "PRAGMA wal_autocheckpoint=0");
    sqlite3_wal_hook(database, note_log, NULL);
    list_matters();
    serve(port);
    return 0;
}

/* Rows that a step or an act of the house leaves behind, whole as they are in the end. They are
 * put in with the first event of their matter; the stream and the matter's own row with each. */
static const char *const derived[] = {"party_rows",  "period_rows",  "task_rows",   "document_rows",
                                      "person_rows", "arrival_rows", "custody_rows"};
enum { DERIVED = sizeof derived / sizeof derived[0] };

struct copy {
    sqlite3_stmt *events, *before, *rows[DERIVED], *matter, *stream;
};

static void
prepare_copy(struct copy *copy)
{
    char text[400];
    copy->events =
        prepare(database, "SELECT matter_id, stream, seq, statement, body, salt, private,"
                          " private_salt, leaf, link, position FROM live.journal"
                          " WHERE court_id = ?1 ORDER BY position");
    copy->before = prepare(database, "SELECT facts FROM main.matter_rows WHERE court_id = 'B'"
                                     " AND matter_id = ?1");
    copy->matter = prepare(
        database, "INSERT INTO main.matter_rows VALUES ('B', ?1, 'civil_filing', 'd',"
                  " 'civil_first', 'title', 'B', 'B', 1, 'held', '-', 'under_review', ?2,"
                  " 'filing_officer', 'B', '-', '-', 0, 5404600, 1, 1, 1, 1, ?3,"
                  " 'filing_decision', ?4, ?5) ON CONFLICT (court_id, matter_id) DO UPDATE SET"
                  " state_since_ms = ?2, due_ms = ?3, version = ?4, facts = ?5");
    copy->stream = prepare(database, "INSERT INTO main.stream_rows VALUES (?1, ?2, ?3, ?4, ?5)"
                                     " ON CONFLICT (court_id, matter_id, stream)"
                                     " DO UPDATE SET next_seq = ?4, link = ?5");
    for (size_t i = 0; i < DERIVED; i++) {
        snprintf(text, sizeof text,
                 "INSERT INTO main.%s SELECT * FROM live.%s WHERE court_id = ?1 AND matter_id = ?2",
                 derived[i], derived[i]);
        copy->rows[i] = prepare(database, text);
    }
}

static void
bind_both(sqlite3_stmt *statement, const char *node, sqlite3_value *matter)
{
    sqlite3_bind_text(statement, 1, node, -1, SQLITE_STATIC);
    sqlite3_bind_value(statement, 2, matter);
}

static void
copy_event(struct copy *copy, const char *node)
{
    sqlite3_value *matter = sqlite3_column_value(copy->events, 0);
    for (int column = 3; column < 10; column++)
        sqlite3_column_blob(copy->events, column);
    bind_both(copy->stream, node, matter);
    sqlite3_bind_value(copy->stream, 3, sqlite3_column_value(copy->events, 1));
    sqlite3_bind_int64(copy->stream, 4, sqlite3_column_int64(copy->events, 2) + 1);
    sqlite3_bind_value(copy->stream, 5, sqlite3_column_value(copy->events, 9));
    run(copy->stream);
    sqlite3_bind_value(copy->before, 1, matter);
    bool is_known = sqlite3_step(copy->before) == SQLITE_ROW;
    sqlite3_reset(copy->before);
    for (size_t i = 0; !is_known && i < DERIVED; i++) {
        bind_both(copy->rows[i], node, matter);
        run(copy->rows[i]);
    }
    sqlite3_bind_value(copy->matter, 1, matter);
    sqlite3_bind_int64(copy->matter, 2, 1);
    sqlite3_bind_int64(copy->matter, 3, 1790000000000 + sqlite3_column_int64(copy->events, 10));
    sqlite3_bind_int64(copy->matter, 4, sqlite3_column_int64(copy->events, 2));
    sqlite3_bind_text(copy->matter, 5, filler, (int)facts_bytes, SQLITE_STATIC);
    run(copy->matter);
}

static long
average_facts(void)
{
    sqlite3_stmt *average =
        prepare(database, "SELECT CAST(AVG(LENGTH(CAST(facts AS BLOB))) AS INTEGER)"
                          " FROM (SELECT facts FROM live.matter_rows LIMIT 1000)");
    long bytes = sqlite3_step(average) == SQLITE_ROW ? sqlite3_column_int64(average, 0) : 0;
    sqlite3_finalize(average);
    return bytes;
}

static int
copy_main(char **argv)
{
    char path[4096], text[8192];
    struct copy copy;
    court = argv[3];
    snprintf(path, sizeof path, "%s/copy.db", argv[4]);
    unlink(path);
    if (sqlite3_open(path, &database) != SQLITE_OK)
        stop(path);
    execute(database, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
                      "PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-65536");
    make_tables(database, argv[2]);
    snprintf(text, sizeof text, "ATTACH '%s' AS live", argv[2]);
    execute(database, text);
    execute(database, "PRAGMA live.cache_size=-65536");
    filler = malloc(1 << 20);
    memset(filler, 'x', 1 << 20);
    facts_bytes = average_facts();
    prepare_copy(&copy);
    double start = now();
    execute(database, "BEGIN");
    sqlite3_bind_text(copy.events, 1, argv[3], -1, SQLITE_STATIC);
    while (sqlite3_step(copy.events) == SQLITE_ROW)
        copy_event(&copy, argv[3]);
    execute(database, "INSERT INTO main.account_rows SELECT * FROM live.account_rows;"
                      "INSERT INTO main.reference_rows SELECT * FROM live.reference_rows;"
                      "INSERT INTO main.number_used SELECT * FROM live.number_used;"
                      "INSERT INTO main.number_rows SELECT * FROM live.number_rows");
    sqlite3_reset(copy.events);
    execute(database, "COMMIT");
    printf("%.6f\n", now() - start);
    return 0;
}

static int
sizes_main(char **argv)
{
    static const char *const averages[] = {
        "SELECT CAST(AVG(LENGTH(CAST(statement AS BLOB))) AS INTEGER) FROM (SELECT statement"
        " FROM journal WHERE kind = 'step_taken/1' ORDER BY position DESC LIMIT 1000)",
        "SELECT CAST(AVG(LENGTH(CAST(body AS BLOB)) + LENGTH(CAST(COALESCE(private, '') AS BLOB)))"
        " AS INTEGER) FROM (SELECT body, private FROM journal WHERE kind = 'step_taken/1'"
        " ORDER BY position DESC LIMIT 1000)",
        "SELECT CAST(AVG(LENGTH(CAST(facts AS BLOB))) AS INTEGER) FROM (SELECT facts"
        " FROM matter_rows LIMIT 1000)",
        "SELECT CAST(AVG(LENGTH(CAST(answer AS BLOB))) AS INTEGER) FROM (SELECT answer"
        " FROM outcome WHERE status = 0 ORDER BY rowid DESC LIMIT 1000)",
    };
    if (sqlite3_open_v2(argv[2], &database, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        stop(argv[2]);
    for (size_t i = 0; i < sizeof averages / sizeof averages[0]; i++) {
        sqlite3_stmt *average = prepare(database, averages[i]);
        if (sqlite3_step(average) != SQLITE_ROW)
            stop(averages[i]);
        printf("%d%c", sqlite3_column_int(average, 0), i == 3 ? '\n' : ' ');
        sqlite3_finalize(average);
    }
    sqlite3_close(database);
    return 0;
}

int
main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "sizes") == 0)
        return sizes_main(argv);
    if (argc == 12 && strcmp(argv[1], "serve") == 0)
        return serve_main(argv);
    if (argc == 5 && strcmp(argv[1], "copy") == 0)
        return copy_main(argv);
    fputs("usage: bare serve PORT FOLDER DATABASE NODE STATEMENT BODY FACTS ANSWER MATTER QUEUE\n"
          "       bare sizes DATABASE\n"
          "       bare copy DATABASE NODE FOLDER\n",
          stderr);
    return 2;
}
