/* asked.c: a pipe to and a pipe from a child, as a shell would make them. */
#include "asked.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { LINE_BYTES = 1 << 17 };

const char *asked_program;

/* Standard error goes where `complaints` says; -1: where the test's own goes. */
static struct asked
start(const char *const arguments[], int complaints)
{
    int in[2], out[2];
    assert_int_equal(pipe(in) | pipe(out), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        dup2(in[0], 0);
        dup2(out[1], 1);
        if (complaints >= 0)
            dup2(complaints, 2);
        close(in[0]), close(in[1]), close(out[0]), close(out[1]);
        execv(asked_program, (char *const *)arguments);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    return (struct asked){pid, fdopen(in[1], "w"), fdopen(out[0], "r")};
}

struct asked
asked_start(const char *const arguments[])
{
    return start(arguments, -1);
}

const struct value *
asked_line(struct asked *asked, struct text line, struct arena *arena)
{
    char *answer = arena_take(arena, LINE_BYTES);
    struct value_mistake mistake;
    assert_int_equal(fwrite(line.bytes, 1, line.length, asked->in), line.length);
    fputc('\n', asked->in);
    fflush(asked->in);
    assert_non_null(fgets(answer, LINE_BYTES, asked->out));
    const struct value *value = value_read(text_of(answer), arena, &mistake);
    if (value == NULL)
        fail_msg("no JSON: %s", answer);
    return value;
}

int
asked_finish(struct asked *asked)
{
    int status = 0;
    fclose(asked->in);
    fclose(asked->out);
    assert_int_equal(waitpid(asked->pid, &status, 0), asked->pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

struct text
asked_rest(FILE *file, struct arena *arena)
{
    struct buffer rest = buffer_open(arena, 8192);
    char piece[4096];
    size_t got;
    while ((got = fread(piece, 1, sizeof piece, file)) > 0)
        buffer_add(&rest, piece, got);
    return buffer_text(&rest);
}

int
asked_run(const char *const arguments[], struct arena *arena, struct text *said,
          struct text *complained)
{
    FILE *complaints = tmpfile();
    assert_non_null(complaints);
    struct asked asked = start(arguments, fileno(complaints));
    *said = asked_rest(asked.out, arena);
    int status = asked_finish(&asked);
    rewind(complaints);
    *complained = asked_rest(complaints, arena);
    fclose(complaints);
    return status;
}
