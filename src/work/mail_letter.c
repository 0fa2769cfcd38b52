/* mail_letter.c: everything that people wrote is encoded, so that nothing of it is read as a
 * header. */
#include "work/mail_letter.h"

#include "base/date.h"

enum {
    WORD_BYTES_MAX = 42, /* =?UTF-8?B?…?= of 56 characters of base64 stays below 75 */
    LINE_BYTES = 57      /* 76 characters of base64 */
};

static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void
add_base64(struct buffer *buffer, struct text bytes)
{
    for (size_t i = 0; i < bytes.length; i += 3) {
        unsigned char part[3] = {0};
        size_t left = bytes.length - i < 3 ? bytes.length - i : 3;
        for (size_t k = 0; k < left; k++)
            part[k] = (unsigned char)bytes.bytes[i + k];
        char four[4] = {
            signs[part[0] >> 2],
            signs[(part[0] & 3) << 4 | part[1] >> 4],
            left > 1 ? signs[(part[1] & 15) << 2 | part[2] >> 6] : '=',
            left > 2 ? signs[part[2] & 63] : '=',
        };
        buffer_add(buffer, four, sizeof four);
    }
}

/* Encoded words, each of whole characters, each on a line of its own. */
static void
add_words(struct buffer *buffer, struct text text)
{
    struct text rest = text;
    while (rest.length > 0) {
        size_t taken = 0;
        for (size_t at = 0; at < rest.length;) {
            text_next(rest, &at);
            if (at > WORD_BYTES_MAX && taken > 0)
                break;
            taken = at;
        }
        buffer_add_format(buffer, "%s=?UTF-8?B?", rest.bytes == text.bytes ? "" : "\r\n ");
        add_base64(buffer, (struct text){rest.bytes, taken});
        buffer_add_format(buffer, "?=");
        rest = (struct text){rest.bytes + taken, rest.length - taken};
    }
}

/* Fri, 27 Nov 2026 09:12:00 +0000 */
static void
add_date(struct buffer *buffer, int64_t at_ms)
{
    static const char days[] = "MonTueWedThuFriSatSun";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct date date = date_of_instant(at_ms, 0);
    struct civil civil = date_civil(date);
    int64_t second = at_ms / 1000 % 86400;
    buffer_add_format(buffer, "Date: %.3s, %d %.3s %04d %02d:%02d:%02d +0000\r\n",
                      days + 3 * date_weekday(date), civil.day, months + 3 * (civil.month - 1),
                      civil.year, (int)(second / 3600), (int)(second / 60 % 60),
                      (int)(second % 60));
}

struct text
mail_letter(const struct letter *letter, struct arena *arena)
{
    struct buffer buffer = buffer_open(arena, letter->content.length * 2 + 1024);
    add_date(&buffer, letter->at_ms);
    buffer_add_format(&buffer, "From: ");
    add_words(&buffer, letter->name);
    buffer_add_format(&buffer, text_is_empty(letter->name) ? "<%.*s>\r\n" : "\r\n <%.*s>\r\n",
                      TEXT_ARGS(letter->from));
    buffer_add_format(&buffer, "To: <%.*s>\r\n", TEXT_ARGS(letter->to));
    if (!text_is_empty(letter->reply_to))
        buffer_add_format(&buffer, "Reply-To: <%.*s>\r\n", TEXT_ARGS(letter->reply_to));
    buffer_add_format(&buffer, "Message-ID: <%.*s@%.*s>\r\nSubject: ", TEXT_ARGS(letter->id),
                      TEXT_ARGS(letter->domain));
    add_words(&buffer, letter->subject);
    buffer_add_format(&buffer, "\r\nAuto-Submitted: auto-generated\r\n"
                               "MIME-Version: 1.0\r\n"
                               "Content-Type: text/plain; charset=utf-8\r\n"
                               "Content-Transfer-Encoding: base64\r\n\r\n");
    for (size_t i = 0; i < letter->content.length; i += LINE_BYTES) {
        size_t left = letter->content.length - i;
        add_base64(&buffer,
                   (struct text){letter->content.bytes + i, left < LINE_BYTES ? left : LINE_BYTES});
        buffer_add_format(&buffer, "\r\n");
    }
    return buffer_text(&buffer);
}
