/* scanner_test.c: an emulator on a socket of its own speaks what clamd(8) documents for INSTREAM,
 * rightly and wrongly. Silence is tried with a patience of a few milliseconds. */
#include "work/scanner.h"

#include "work/system_world.h"

#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

enum { FILE_BYTES = 300 * 1024 + 7, PATIENCE_MS = 10000, SHORT_MS = 30 };

struct emulator {
    char path[64];
    int listening, visitor;
    pthread_t thread;
    const char *answer; /* NULL: says nothing, and keeps the line */
    size_t answer_length;
    long bytes_max; /* what it takes before it answers; -1: all of it */
    bool was_asked_rightly;
    unsigned char *heard;
    size_t heard_length;
};

static bool
read_all(int socket, void *bytes, size_t length)
{
    for (size_t done = 0; done < length;) {
        ssize_t got = read(socket, (char *)bytes + done, length - done);
        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

static void
hear_chunks(struct emulator *one)
{
    unsigned char head[4];
    while (read_all(one->visitor, head, sizeof head)) {
        size_t length =
            (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
        if (length == 0)
            return;
        assert_true(one->heard_length + length <= FILE_BYTES);
        if (!read_all(one->visitor, one->heard + one->heard_length, length))
            return;
        one->heard_length += length;
        if (one->bytes_max >= 0 && one->heard_length > (size_t)one->bytes_max)
            return;
    }
}

static void *
serve(void *of)
{
    struct emulator *one = of;
    char command[10];
    one->visitor = accept(one->listening, NULL, NULL);
    one->was_asked_rightly = read_all(one->visitor, command, sizeof command) &&
                             memcmp(command, "zINSTREAM", sizeof command) == 0;
    hear_chunks(one);
    if (one->answer != NULL) {
        assert_int_equal(write(one->visitor, one->answer, one->answer_length), one->answer_length);
        close(one->visitor);
    }
    return NULL;
}

static void
open_emulator(struct emulator *one, const char *answer, size_t length, long bytes_max)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    *one = (struct emulator){.answer = answer, .answer_length = length, .bytes_max = bytes_max};
    snprintf(one->path, sizeof one->path, "/tmp/tongban-clamd-%d.sock", (int)getpid());
    unlink(one->path);
    memcpy(address.sun_path, one->path, strlen(one->path) + 1);
    one->heard = malloc(FILE_BYTES);
    one->listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(one->listening, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(one->listening, 1), 0);
    assert_int_equal(pthread_create(&one->thread, NULL, serve, one), 0);
}

static void
close_emulator(struct emulator *one)
{
    if (one->answer == NULL)
        close(one->visitor);
    close(one->listening);
    unlink(one->path);
    free(one->heard);
}

static unsigned char file_bytes[FILE_BYTES];

static int
make_file(void)
{
    char path[] = "/tmp/tongban-scan-XXXXXX";
    int file = mkstemp(path);
    unlink(path);
    for (size_t i = 0; i < FILE_BYTES; i++)
        file_bytes[i] = (unsigned char)(i * 7 + i / 251);
    assert_int_equal(write(file, file_bytes, FILE_BYTES), FILE_BYTES);
    return file;
}

static enum scan_end
ask(const char *answer, size_t length, long bytes_max, int patience_ms)
{
    struct emulator one;
    int file = make_file();
    open_emulator(&one, answer, length, bytes_max);
    enum scan_end end = scanner_ask(one.path, file, system_world(), patience_ms);
    pthread_join(one.thread, NULL);
    assert_true(one.was_asked_rightly);
    if (bytes_max < 0) {
        assert_int_equal(one.heard_length, FILE_BYTES);
        assert_memory_equal(one.heard, file_bytes, FILE_BYTES);
    }
    close_emulator(&one);
    close(file);
    return end;
}

#define ASK(literal) ask(literal, sizeof(literal), -1, PATIENCE_MS)

static void
test_scanner__shows_every_byte_and_hears_the_answer(void **state)
{
    (void)state;
    assert_int_equal(ASK("stream: OK"), SCAN_IS_CLEAN);
    assert_int_equal(ASK("stream: Win.Test.EICAR_HDB-1 FOUND"), SCAN_FOUND);
    assert_int_equal(ASK("stream: a name with OK FOUND"), SCAN_FOUND);
}

static void
test_scanner__what_is_no_answer_is_none(void **state)
{
    (void)state;
    assert_int_equal(ASK("stream: Something ERROR"), SCAN_UNREACHED);
    assert_int_equal(ASK("stream: OK and more"), SCAN_UNREACHED);
    assert_int_equal(ASK("OK"), SCAN_UNREACHED);
    assert_int_equal(ASK(" FOUND"), SCAN_UNREACHED);
    assert_int_equal(ASK(""), SCAN_UNREACHED);
    assert_int_equal(ask("stream: OK", sizeof "stream: OK" - 1, -1, PATIENCE_MS), SCAN_UNREACHED);
}

static void
test_scanner__one_that_takes_no_more_has_not_looked(void **state)
{
    static const char answer[] = "INSTREAM size limit exceeded. ERROR";
    (void)state;
    assert_int_equal(ask(answer, sizeof answer, 100 * 1024, PATIENCE_MS), SCAN_UNREACHED);
}

static void
test_scanner__waits_no_longer_than_it_may(void **state)
{
    (void)state;
    assert_int_equal(ask(NULL, 0, -1, SHORT_MS), SCAN_UNREACHED);
}

static void
test_scanner__none_is_none(void **state)
{
    char path[300];
    int file = make_file();
    (void)state;
    memset(path, 'x', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    assert_int_equal(scanner_ask("/nonexistent/clamd.sock", file, system_world(), PATIENCE_MS),
                     SCAN_UNREACHED);
    assert_int_equal(scanner_ask(path, file, system_world(), PATIENCE_MS), SCAN_UNREACHED);
    close(file);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scanner__shows_every_byte_and_hears_the_answer),
        cmocka_unit_test(test_scanner__what_is_no_answer_is_none),
        cmocka_unit_test(test_scanner__one_that_takes_no_more_has_not_looked),
        cmocka_unit_test(test_scanner__waits_no_longer_than_it_may),
        cmocka_unit_test(test_scanner__none_is_none),
    };
    return cmocka_run_group_tests_name("scanner", tests, NULL, NULL);
}
