/* message.c: the one place where an address of a person waits to be written to; nothing here is
 * part of the record. */
#include "store/message.h"

#include "store/node.h"

#include <assert.h>

enum { HOUR_MS = 60 * 60 * 1000, DIGITS_MIN = 3, DIGITS_MAX = 20 };

struct text
message_way_word(enum message_way way)
{
    return way == MESSAGE_TEXT ? TEXT("text") : TEXT("mail");
}

struct text
message_phone(struct text written, struct arena *arena)
{
    struct text folded = text_trim(text_fold(written, arena));
    struct buffer dialled = buffer_open(arena, folded.length + 1);
    size_t digits = 0;
    if (folded.length > MESSAGE_ADDRESS_BYTES_MAX)
        return TEXT("");
    for (size_t i = 0; i < folded.length; i++) {
        char c = folded.bytes[i];
        if (c >= '0' && c <= '9')
            digits++;
        else if (c == ' ' || c == '-')
            continue;
        else if (c != '+' || i > 0)
            return TEXT("");
        buffer_add(&dialled, &c, 1);
    }
    return digits < DIGITS_MIN || digits > DIGITS_MAX ? TEXT("") : buffer_text(&dialled);
}

bool
message_is_mail_address(struct text address)
{
    size_t at = 0, ats = 0;
    if (address.length < 3 || address.length > MESSAGE_ADDRESS_BYTES_MAX)
        return false;
    for (size_t i = 0; i < address.length; i++) {
        char c = address.bytes[i];
        if (c <= ' ' || c >= 0x7F || c == '<' || c == '>' || c == ',' || c == ';' || c == ':' ||
            c == '"' || c == '\\' || c == '(' || c == ')' || c == '[' || c == ']')
            return false;
        if (c == '@') {
            at = i;
            ats++;
        }
    }
    return ats == 1 && at > 0 && at + 1 < address.length && address.bytes[0] != '-' &&
           address.bytes[at + 1] != '.' && address.bytes[address.length - 1] != '.';
}

static struct text
or_dash(struct text text)
{
    return text_is_empty(text) ? TEXT("-") : text;
}

static struct text
no_dash(struct text text)
{
    return text_is(text, "-") ? TEXT("") : text;
}

void
message_promise(struct node *node, const struct message *message)
{
    struct promise made = {
        .id = message->id,
        .kind = message_way_word(message->way),
        .peer = message_way_word(message->way),
        .position = message->position,
        .promised_ms = message->made_ms,
    };
    assert(message->to.length <= MESSAGE_ADDRESS_BYTES_MAX);
    outbox_promise(node->store, node->id, &made);
    if (sql_changes(node->store) == 0)
        return; /* a repeat: what was sent is not written down to be sent again */
    struct sql *put =
        sql(node->store, "INSERT INTO message (court_id, message_id, kind, to_address, subject,"
                         " content, matter_id, notice, recipient, made_ms, ends_ms)"
                         " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
    sql_text(put, 1, node->id);
    sql_text(put, 2, message->id);
    sql_text(put, 3, made.kind);
    sql_text(put, 4, message->to);
    sql_text(put, 5, or_dash(message->subject));
    sql_text(put, 6, or_dash(message->content));
    sql_text(put, 7, or_dash(message->matter_id));
    sql_text(put, 8, or_dash(message->notice));
    sql_text(put, 9, or_dash(message->recipient));
    sql_integer(put, 10, message->made_ms);
    sql_integer(put, 11, message->ends_ms);
    sql_run(put);
    node->has_messages = true;
}

void
message_promise_unrecorded(struct node *node, enum message_way way, struct text to,
                           struct text subject, struct text content, int64_t ends_ms,
                           struct arena *arena)
{
    unsigned char random[16];
    node->world->random(node->world->of, random, sizeof random);
    struct message message = {
        .id = hex_of((struct text){(const char *)random, sizeof random}, arena),
        .way = way,
        .to = to,
        .subject = subject,
        .content = content,
        .position = -1,
        .made_ms = node->now_ms,
        .ends_ms = ends_ms,
    };
    message_promise(node, &message);
}

static struct message
take_message(struct sql *row, enum message_way way, struct arena *arena)
{
    return (struct message){
        .id = sql_column(row, 0, arena),
        .way = way,
        .position = sql_column_integer(row, 1),
        .is_erased = sql_column_is_null(row, 2),
        .to = sql_column(row, 2, arena),
        .subject = no_dash(sql_column(row, 3, arena)),
        .content = sql_column(row, 4, arena),
        .matter_id = no_dash(sql_column(row, 5, arena)),
        .notice = no_dash(sql_column(row, 6, arena)),
        .recipient = no_dash(sql_column(row, 7, arena)),
        .made_ms = sql_column_integer(row, 8),
        .ends_ms = sql_column_integer(row, 9),
    };
}

#define MESSAGE_COLUMNS                                                                            \
    "outbox.promise_id, outbox.position, message.to_address, message.subject, message.content,"    \
    " message.matter_id, message.notice, message.recipient, message.made_ms, message.ends_ms"

int
message_due(struct store *store, struct text court_id, enum message_way way, int64_t now_ms,
            int most, struct arena *arena, struct message *messages)
{
    int count = 0;
    struct sql *rows =
        sql(store, "SELECT " MESSAGE_COLUMNS " FROM outbox LEFT JOIN message"
                   " ON message.court_id = $1 AND message.message_id = outbox.promise_id"
                   " WHERE outbox.court_id = $1 AND outbox.status = 0 AND outbox.peer = $2"
                   " AND (outbox.next_try_ms <= $3 OR outbox.next_try_ms > $4)"
                   " ORDER BY message.ends_ms, outbox.promise_id LIMIT $5");
    sql_text(rows, 1, court_id);
    sql_text(rows, 2, message_way_word(way));
    sql_integer(rows, 3, now_ms);
    sql_integer(rows, 4, now_ms + 2 * HOUR_MS);
    sql_integer(rows, 5, most);
    while (count < most && sql_next(rows))
        messages[count++] = take_message(rows, way, arena);
    sql_end(rows);
    return count;
}

bool
message_load(struct store *store, struct text court_id, struct text message_id, struct arena *arena,
             struct message *message)
{
    struct sql *row = sql(store, "SELECT " MESSAGE_COLUMNS ", message.kind FROM message JOIN outbox"
                                 " ON outbox.court_id = $1"
                                 " AND outbox.promise_id = message.message_id"
                                 " AND outbox.status = 0"
                                 " WHERE message.court_id = $1 AND message.message_id = $2");
    sql_text(row, 1, court_id);
    sql_text(row, 2, message_id);
    bool is_there = sql_next(row);
    if (is_there)
        *message = take_message(
            row, text_is(sql_column_here(row, 10), "mail") ? MESSAGE_MAIL : MESSAGE_TEXT, arena);
    sql_end(row);
    return is_there;
}

void
message_close(struct store *store, struct text court_id, struct text message_id,
              enum promise_status status, struct text outcome)
{
    outbox_close(store, court_id, message_id, status, outcome);
    struct sql *gone = sql(store, "DELETE FROM message WHERE court_id = $1 AND message_id = $2");
    sql_text(gone, 1, court_id);
    sql_text(gone, 2, message_id);
    sql_run(gone);
}

void
message_forget_matter(struct store *store, struct text court_id, struct text matter_id)
{
    struct sql *gone = sql(store, "DELETE FROM message WHERE court_id = $1 AND matter_id = $2");
    sql_text(gone, 1, court_id);
    sql_text(gone, 2, matter_id);
    sql_run(gone);
}

int64_t
message_open_count(struct store *store, struct text court_id, enum message_way way,
                   int64_t *oldest_ms)
{
    struct sql *row = sql(store, "SELECT COUNT(*), MIN(promised_ms) FROM outbox"
                                 " WHERE court_id = $1 AND status = 0 AND peer = $2");
    sql_text(row, 1, court_id);
    sql_text(row, 2, message_way_word(way));
    int64_t count = sql_next(row) ? sql_column_integer(row, 0) : 0;
    *oldest_ms = count > 0 ? sql_column_integer(row, 1) : 0;
    sql_end(row);
    return count;
}
