/* framing.c: refuses every header that RFC 9112 forbids, and some that it allows and nobody honest
 * sends: chunked bodies, lists where one value is meant, a length with leading zeros. */
#include "http/framing.h"

#include <string.h>
#include <strings.h>

enum { HOST_BYTES_MAX = 255, LENGTH_DIGITS_MAX = 18 };

static bool
is_token(struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (c == 0 || (!is_letter && strchr("!#$%&'*+-.^_`|~", c) == NULL))
            return false;
    }
    return text.length > 0;
}

/* No control character; beyond ASCII only UTF-8. */
static bool
is_value(struct text text)
{
    bool is_ascii = true;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        if ((c < ' ' && c != '\t') || c == 0x7f)
            return false;
        is_ascii &= c < 0x80;
    }
    return is_ascii || text_is_utf8(text);
}

static enum breach
check_fields(const struct request *request)
{
    static const char *const singles[] = {"Authorization",   "Content-Type",   "Content-Encoding",
                                          "Idempotency-Key", "If-Match",       "If-None-Match",
                                          "Origin",          "X-Real-IP",      "Upload-Offset",
                                          "Upload-Length",   "Sec-Fetch-Site", "Expect"};
    for (size_t i = 0; i < request->header_count; i++) {
        if (!is_token(request->headers[i].name) || !is_value(request->headers[i].value))
            return HEADER_MUST_BE_CLEAR;
    }
    for (size_t i = 0; i < sizeof singles / sizeof singles[0]; i++) {
        if (request_header_count(request, singles[i]) > 1)
            return HEADER_MUST_BE_GIVEN_ONCE;
    }
    return BREACH_NONE;
}

static enum breach
check_host(struct request *request, bool is_http_1_1)
{
    size_t count = request_header_count(request, "Host");
    request->host = request_header(request, "Host");
    if (count > 1 || (count == 0 && is_http_1_1) || request->host.length > HOST_BYTES_MAX ||
        (count == 1 && request->host.length == 0))
        return HOST_MUST_BE_GIVEN_ONCE;
    for (size_t i = 0; i < request->host.length; i++) {
        char c = request->host.bytes[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (c == 0 || (!is_letter && strchr("-.:[]_", c) == NULL))
            return HOST_MUST_BE_GIVEN_ONCE;
    }
    return BREACH_NONE;
}

/* Any Transfer-Encoding is refused; the status tells an honest client what to change. */
static enum breach
check_coding(const struct request *request, bool is_http_1_1)
{
    struct text coding = request_header(request, "Transfer-Encoding");
    size_t count = request_header_count(request, "Transfer-Encoding");
    if (count == 0)
        return BREACH_NONE;
    if (count > 1 || !is_http_1_1 || request_has_header(request, "Content-Length"))
        return LENGTH_MUST_BE_CLEAR;
    if (coding.length == 7 && strncasecmp(coding.bytes, "chunked", 7) == 0)
        return LENGTH_MUST_BE_GIVEN;
    return TRANSFER_CODING_MUST_BE_KNOWN;
}

static enum breach
check_length(struct request *request)
{
    size_t count = request_header_count(request, "Content-Length");
    struct text length = request_header(request, "Content-Length");
    uint64_t number = 0;
    if (count == 0)
        return BREACH_NONE;
    if (count > 1 || length.length == 0 || length.length > LENGTH_DIGITS_MAX ||
        (length.length > 1 && length.bytes[0] == '0'))
        return LENGTH_MUST_BE_CLEAR;
    for (size_t i = 0; i < length.length; i++) {
        if (length.bytes[i] < '0' || length.bytes[i] > '9')
            return LENGTH_MUST_BE_CLEAR;
        number = number * 10 + (uint64_t)(length.bytes[i] - '0');
    }
    request->has_body = number > 0;
    request->body_declared = number;
    return BREACH_NONE;
}

static enum breach
check_expectation(const struct request *request, bool is_http_1_1, bool *expects_continue)
{
    struct text expect = request_header(request, "Expect");
    bool is_continue = expect.length == 12 && strncasecmp(expect.bytes, "100-continue", 12) == 0;
    *expects_continue = is_continue && is_http_1_1;
    return is_continue || !request_has_header(request, "Expect") ? BREACH_NONE
                                                                 : EXPECTATION_MUST_BE_KNOWN;
}

enum breach
framing_read(struct request *request, bool is_http_1_1, bool *expects_continue)
{
    enum breach breach = check_fields(request);
    if (breach == BREACH_NONE)
        breach = check_coding(request, is_http_1_1);
    if (breach == BREACH_NONE)
        breach = check_length(request);
    if (breach == BREACH_NONE)
        breach = check_host(request, is_http_1_1);
    if (breach == BREACH_NONE)
        breach = check_expectation(request, is_http_1_1, expects_continue);
    return breach;
}
