/* send_mail.c: a refusal counts against the addressee only once the server spoke of him; whatever
 * it says before is about us, and concerns every letter alike. */
#include "work/send_mail.h"

#include <string.h>

struct reading {
    struct text letter;
    size_t at;
};

static size_t
give_letter(char *bytes, size_t size, size_t count, void *of)
{
    struct reading *reading = of;
    size_t left = reading->letter.length - reading->at;
    size_t taken = size * count < left ? size * count : left;
    memcpy(bytes, reading->letter.bytes + reading->at, taken);
    reading->at += taken;
    return taken;
}

/* Notes that the addressee was named; what passes is looked at and not kept. */
static int
watch(CURL *curl, curl_infotype type, char *bytes, size_t length, void *of)
{
    bool *has_named = of;
    (void)curl;
    if (type == CURLINFO_HEADER_OUT && length >= 5 && memcmp(bytes, "RCPT ", 5) == 0)
        *has_named = true;
    return 0;
}

static enum sent
meaning(CURLcode code, long status, bool has_named)
{
    if (code == CURLE_OK)
        return SENT;
    if (!has_named || code == CURLE_OPERATION_TIMEDOUT || code == CURLE_ABORTED_BY_CALLBACK ||
        status == 421)
        return SENT_NOT_NOW;
    if (status == 550 || status == 551 || status == 553)
        return SENT_NO_PLACE;
    return status >= 500 && status < 600 ? SENT_REFUSED : SENT_LATER;
}

enum sent
send_mail(struct transfer_line *line, const struct mail_settings *mail,
          const struct message *message, struct text letter, struct arena *arena)
{
    struct reading reading = {letter, 0};
    bool has_named = false;
    long status;
    const char *authority =
        text_is_empty(mail->authority_file) ? NULL : text_terminated(mail->authority_file, arena);
    struct curl_slist *to =
        curl_slist_append(NULL, text_format(arena, "<%.*s>", TEXT_ARGS(message->to)).bytes);
    transfer_line_begin(line, "smtp,smtps", authority);
    CURL *curl = line->curl;
    curl_easy_setopt(
        curl, CURLOPT_URL,
        text_format(arena, "%.*s/%.*s", TEXT_ARGS(mail->server), TEXT_ARGS(mail->domain)).bytes);
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
                     mail->may_be_plain ? (long)CURLUSESSL_TRY : (long)CURLUSESSL_ALL);
    if (!text_is_empty(mail->user)) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, text_terminated(mail->user, arena));
        curl_easy_setopt(curl, CURLOPT_PASSWORD, text_terminated(mail->password, arena));
    }
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM,
                     text_format(arena, "<%.*s>", TEXT_ARGS(mail->from)).bytes);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_letter);
    curl_easy_setopt(curl, CURLOPT_READDATA, &reading);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, watch);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &has_named);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    CURLcode code = transfer_line_run(line, &status);
    curl_slist_free_all(to);
    return meaning(code, status, has_named);
}
