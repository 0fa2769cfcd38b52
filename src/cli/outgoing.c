/* outgoing.c: every mistake of the file is named at once, before the first message is lost to it.
 */
#include "cli/outgoing.h"

#include "rule/schema.h"
#include "work/fill_in.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECRET_BYTES_MAX = 4096, CONNECT_SECONDS = 10, WHOLE_SECONDS = 120 };

struct way_entry {
    struct text spool, authority_file;
    struct text server, from, name, reply_to, user, password_file;
    struct text url, method, content_type, body, token_file;
    const struct text *headers, *accepted;
    size_t headers_count, accepted_count;
    int connect_seconds, whole_seconds;
};

#define WAY(member) offsetof(struct way_entry, member)
#define SECONDS                                                                                    \
    {.key = "connect_seconds",                                                                     \
     .type = SCHEMA_INTEGER,                                                                       \
     .offset = WAY(connect_seconds),                                                               \
     .otherwise = CONNECT_SECONDS,                                                                 \
     .least = 1,                                                                                   \
     .most = 60},                                                                                  \
    {                                                                                              \
        .key = "whole_seconds", .type = SCHEMA_INTEGER, .offset = WAY(whole_seconds),              \
        .otherwise = WHOLE_SECONDS, .least = 1, .most = 600                                        \
    }

static const struct schema_field text_fields[] = {
    {.key = "spool", .type = SCHEMA_TEXT, .offset = WAY(spool)},
    {.key = "url", .type = SCHEMA_TEXT, .offset = WAY(url)},
    {.key = "method", .type = SCHEMA_TEXT, .offset = WAY(method), .least = 3, .most = 8},
    {.key = "content_type", .type = SCHEMA_TEXT, .offset = WAY(content_type)},
    {.key = "body", .type = SCHEMA_TEXT, .offset = WAY(body)},
    {.key = "headers",
     .type = SCHEMA_TEXTS,
     .offset = WAY(headers),
     .count_offset = WAY(headers_count),
     .least = 1,
     .most = 16},
    {.key = "accepted",
     .type = SCHEMA_TEXTS,
     .offset = WAY(accepted),
     .count_offset = WAY(accepted_count),
     .least = 1,
     .most = OUTLET_ACCEPTED_MAX},
    {.key = "token_file", .type = SCHEMA_TEXT, .offset = WAY(token_file)},
    {.key = "authority_file", .type = SCHEMA_TEXT, .offset = WAY(authority_file)},
    SECONDS,
};
static const struct schema_field mail_fields[] = {
    {.key = "spool", .type = SCHEMA_TEXT, .offset = WAY(spool)},
    {.key = "server", .type = SCHEMA_TEXT, .offset = WAY(server)},
    {.key = "from", .type = SCHEMA_TEXT, .offset = WAY(from), .is_required = true},
    {.key = "name", .type = SCHEMA_TEXT, .offset = WAY(name), .least = 1, .most = 80},
    {.key = "reply_to", .type = SCHEMA_TEXT, .offset = WAY(reply_to)},
    {.key = "user", .type = SCHEMA_TEXT, .offset = WAY(user)},
    {.key = "password_file", .type = SCHEMA_TEXT, .offset = WAY(password_file)},
    {.key = "authority_file", .type = SCHEMA_TEXT, .offset = WAY(authority_file)},
    SECONDS,
};
static const struct schema text_schema = {"the way of text messages", sizeof(struct way_entry), 0,
                                          text_fields, sizeof text_fields / sizeof text_fields[0]};
static const struct schema mail_schema = {"the way of mails", sizeof(struct way_entry), 0,
                                          mail_fields, sizeof mail_fields / sizeof mail_fields[0]};

struct file_entry {
    struct way_entry ways[MESSAGE_WAYS];
};

static const struct schema_field file_fields[] = {
    {.key = "text",
     .type = SCHEMA_MAP,
     .offset = offsetof(struct file_entry, ways[MESSAGE_TEXT]),
     .of = &text_schema},
    {.key = "mail",
     .type = SCHEMA_MAP,
     .offset = offsetof(struct file_entry, ways[MESSAGE_MAIL]),
     .of = &mail_schema},
};
static const struct schema file_schema = {"the file of notices", sizeof(struct file_entry), 0,
                                          file_fields, sizeof file_fields / sizeof file_fields[0]};

/* What is being read: a way of the file, and where mistakes of it are named. */
struct reading {
    const struct schema_context *context;
    const struct yaml *map;
};

static bool
wrong(const struct reading *reading, const char *key, const char *what)
{
    const struct yaml *place = yaml_member(reading->map, key);
    return schema_mistake(reading->context, place != NULL ? place : reading->map, "`%s`: %s", key,
                          what);
}

/* The first line of a file that only its owner may read. */
static bool
read_secret(const struct reading *reading, const char *key, struct text path, struct text *secret)
{
    struct arena *arena = reading->context->arena;
    struct stat about;
    if (text_is_empty(path))
        return true;
    int file = open(text_terminated(path, arena), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return wrong(reading, key, strerror(errno));
    char *bytes = arena_take(arena, SECRET_BYTES_MAX);
    ssize_t length = read(file, bytes, SECRET_BYTES_MAX);
    bool is_closed = fstat(file, &about) == 0 && (about.st_mode & 077) == 0;
    close(file);
    if (!is_closed)
        return wrong(reading, key, "the file must be for its owner alone: chmod 600");
    struct text rest = {bytes, length < 0 ? 0 : (size_t)length};
    *secret = text_trim(text_cut(&rest, '\n'));
    if (text_is_empty(*secret) || text_has_hidden(*secret))
        return wrong(reading, key, "the file must hold one line");
    return true;
}

/* What stands between "https://" and the next slash, without the port. */
static struct text
host_of(struct text url)
{
    size_t start = 0;
    while (start + 3 <= url.length && memcmp(url.bytes + start, "://", 3) != 0)
        start++;
    if (start + 3 > url.length)
        return TEXT("");
    struct text host = {url.bytes + start + 3, 0};
    size_t left = url.length - start - 3;
    bool is_bracketed = left > 0 && host.bytes[0] == '[';
    while (host.length < left && host.bytes[host.length] != '/' && host.bytes[host.length] != '?' &&
           (host.bytes[host.length] != ':' || is_bracketed)) {
        is_bracketed = is_bracketed && host.bytes[host.length] != ']';
        host.length++;
    }
    return host;
}

static bool
is_this_machine(struct text host)
{
    return text_is(host, "localhost") || text_is(host, "127.0.0.1") || text_is(host, "[::1]");
}

static bool
host_is_fit(struct text host)
{
    for (size_t i = 0; i < host.length; i++) {
        if (host.bytes[i] == '{' || host.bytes[i] == '@' || host.bytes[i] == '#')
            return false;
    }
    return host.length > 0;
}

static bool
read_accepted(const struct reading *reading, const struct way_entry *entry,
              struct gateway_settings *gateway)
{
    gateway->accepted[0] = 200;
    gateway->accepted_count = 1;
    for (size_t i = 0; i < entry->accepted_count; i++) {
        int64_t status;
        if (!text_number(entry->accepted[i], &status) || status < 200 || status > 299)
            return wrong(reading, "accepted", "status codes from 200 to 299");
        gateway->accepted[i] = (int)status;
        gateway->accepted_count = (int)i + 1;
    }
    return true;
}

static bool
headers_are_fit(const struct reading *reading, const struct way_entry *entry)
{
    for (size_t i = 0; i < entry->headers_count; i++) {
        struct text rest = entry->headers[i];
        struct text name = text_cut(&rest, ':');
        if (text_is_empty(name) || text_is_empty(text_trim(rest)) || text_has_hidden(rest) ||
            fill_in_names(entry->headers[i], "text"))
            return wrong(reading, "headers", "lines such as \"Authorization: Bearer {token}\"");
    }
    return true;
}

static bool
gateway_settings_of(const struct reading *reading, const struct way_entry *entry,
                    struct gateway_settings *gateway)
{
    struct text host = host_of(entry->url);
    *gateway = (struct gateway_settings){
        .url = entry->url,
        .method = text_is_empty(entry->method) ? TEXT("POST") : entry->method,
        .content_type =
            text_is_empty(entry->content_type) ? TEXT("application/json") : entry->content_type,
        .body = entry->body,
        .headers = entry->headers,
        .headers_count = entry->headers_count,
        .authority_file = entry->authority_file,
    };
    if (!host_is_fit(host) || !(text_starts_with(entry->url, "https://") ||
                                (text_starts_with(entry->url, "http://") && is_this_machine(host))))
        return wrong(reading, "url", "https://HOST/…, or http:// to this machine");
    if (!text_is(gateway->method, "POST") && !text_is(gateway->method, "PUT") &&
        !text_is(gateway->method, "GET"))
        return wrong(reading, "method", "POST, PUT or GET");
    if (text_has_hidden(gateway->content_type))
        return wrong(reading, "content_type", "a media type");
    if (!(fill_in_names(entry->url, "phone") || fill_in_names(entry->body, "phone")) ||
        !(fill_in_names(entry->url, "text") || fill_in_names(entry->body, "text")))
        return wrong(reading, "body", "{phone} and {text} must stand in it, or in the url");
    return headers_are_fit(reading, entry) && read_accepted(reading, entry, gateway) &&
           read_secret(reading, "token_file", entry->token_file, &gateway->token);
}

static struct text
domain_of(struct text address)
{
    struct text rest = address;
    text_cut(&rest, '@');
    return rest;
}

static bool
mail_settings_of(const struct reading *reading, const struct way_entry *entry,
                 struct mail_settings *mail)
{
    struct text host = host_of(entry->server);
    *mail = (struct mail_settings){
        .server = entry->server,
        .from = entry->from,
        .name = entry->name,
        .reply_to = entry->reply_to,
        .domain = domain_of(entry->from),
        .user = entry->user,
        .authority_file = entry->authority_file,
        .may_be_plain = is_this_machine(host) && text_starts_with(entry->server, "smtp://"),
    };
    if (!message_is_mail_address(entry->from))
        return wrong(reading, "from", "a mail address");
    if (!text_is_empty(entry->reply_to) && !message_is_mail_address(entry->reply_to))
        return wrong(reading, "reply_to", "a mail address");
    if (!text_is_empty(entry->spool))
        return true;
    if (!host_is_fit(host) || !(text_starts_with(entry->server, "smtp://") ||
                                text_starts_with(entry->server, "smtps://")))
        return wrong(reading, "server", "smtp://HOST:PORT or smtps://HOST:PORT");
    if (text_is_empty(entry->user) != text_is_empty(entry->password_file))
        return wrong(reading, "user", "goes with password_file");
    return read_secret(reading, "password_file", entry->password_file, &mail->password);
}

static bool
settings_of(const struct reading *reading, const struct way_entry *entry, enum message_way way,
            struct outlet_settings *outlet)
{
    struct arena *arena = reading->context->arena;
    bool has_server = !text_is_empty(way == MESSAGE_TEXT ? entry->url : entry->server);
    bool has_spool = !text_is_empty(entry->spool);
    *outlet = (struct outlet_settings){
        .kind = has_spool ? OUTLET_SPOOL : OUTLET_SERVER,
        .spool.folder = has_spool ? text_terminated(entry->spool, arena) : NULL,
        .connect_seconds = entry->connect_seconds,
        .whole_seconds = entry->whole_seconds,
    };
    if (has_spool == has_server)
        return wrong(reading, "spool",
                     way == MESSAGE_TEXT ? "either this or `url`" : "either this or `server`");
    if (way == MESSAGE_MAIL)
        return mail_settings_of(reading, entry, &outlet->mail);
    return has_spool || gateway_settings_of(reading, entry, &outlet->gateway);
}

bool
outgoing_read(const char *path, struct arena *arena, struct mistakes *mistakes,
              struct outlet_settings outlets[static MESSAGE_WAYS])
{
    static const char *const keys[MESSAGE_WAYS] = {"text", "mail"};
    struct file_entry entry = {0};
    struct schema_context context = {path, arena, mistakes, NULL};
    const struct yaml *tree = yaml_read_file(path, arena, mistakes, NULL);
    for (int i = 0; i < MESSAGE_WAYS; i++)
        outlets[i] = (struct outlet_settings){.kind = OUTLET_NONE};
    if (tree == NULL || !schema_decode(&file_schema, tree, &context, &entry))
        return false;
    bool is_good = true;
    for (int i = 0; i < MESSAGE_WAYS; i++) {
        struct reading reading = {&context, yaml_member(tree, keys[i])};
        if (reading.map != NULL)
            is_good &= settings_of(&reading, &entry.ways[i], (enum message_way)i, &outlets[i]);
    }
    return is_good && mistakes->count == 0;
}

void
outgoing_spool(const char *folder, struct outlet_settings outlets[static MESSAGE_WAYS])
{
    for (int i = 0; i < MESSAGE_WAYS; i++)
        outlets[i] = (struct outlet_settings){
            .kind = OUTLET_SPOOL,
            .spool.folder = folder,
            .mail = {.from = TEXT("tongban@localhost"), .domain = TEXT("localhost")},
        };
}
