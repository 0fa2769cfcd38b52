/* send_text.c: the gateway's own words are never read, only its status. */
#include "work/send_text.h"

#include "work/fill_in.h"

enum sent
send_text_meaning(const struct gateway_settings *gateway, long status)
{
    for (int i = 0; i < gateway->accepted_count; i++) {
        if (gateway->accepted[i] == status)
            return SENT;
    }
    switch (status) {
    case 400:
    case 404:
    case 410:
    case 413:
    case 422: return SENT_REFUSED;
    case 408:
    case 409:
    case 425: return SENT_LATER;
    default: return SENT_NOT_NOW; /* busy, ill, or it does not know us */
    }
}

static struct curl_slist *
headers_of(const struct gateway_settings *gateway, const struct fill_in *with, struct arena *arena)
{
    struct curl_slist *list = NULL;
    if (!text_is_empty(gateway->body))
        list = curl_slist_append(
            list, text_format(arena, "Content-Type: %.*s", TEXT_ARGS(gateway->content_type)).bytes);
    list = curl_slist_append(list, "Expect:");
    for (size_t i = 0; i < gateway->headers_count; i++)
        list = curl_slist_append(
            list,
            text_terminated(fill_in(gateway->headers[i], FILL_IN_HEADER, with, arena), arena));
    return list;
}

enum sent
send_text(struct transfer_line *line, const struct gateway_settings *gateway,
          const struct message *message, struct arena *arena)
{
    struct fill_in with = {message->to, message->content, message->id, gateway->token};
    const char *authority = text_is_empty(gateway->authority_file)
                                ? NULL
                                : text_terminated(gateway->authority_file, arena);
    struct text url = fill_in(gateway->url, FILL_IN_URL, &with, arena);
    struct text body =
        fill_in(gateway->body, fill_in_place_of(gateway->content_type), &with, arena);
    long status;
    transfer_line_begin(line, "http,https", authority);
    struct curl_slist *headers = headers_of(gateway, &with, arena);
    curl_easy_setopt(line->curl, CURLOPT_URL, text_terminated(url, arena));
    curl_easy_setopt(line->curl, CURLOPT_HTTPHEADER, headers);
    if (!text_is_empty(body)) {
        curl_easy_setopt(line->curl, CURLOPT_POSTFIELDSIZE, (long)body.length);
        curl_easy_setopt(line->curl, CURLOPT_POSTFIELDS, body.bytes);
    }
    curl_easy_setopt(line->curl, CURLOPT_CUSTOMREQUEST, text_terminated(gateway->method, arena));
    CURLcode code = transfer_line_run(line, &status);
    curl_slist_free_all(headers);
    return code == CURLE_OK ? send_text_meaning(gateway, status) : SENT_NOT_NOW;
}
