/* transfer_line.c: what both ways of sending over a network share. */
#include "work/transfer_line.h"

bool
transfer_line_open(struct transfer_line *line, const struct outlet_settings *settings,
                   const atomic_bool *is_closing)
{
    *line = (struct transfer_line){
        .is_closing = is_closing,
        .connect_seconds = settings->connect_seconds,
        .whole_seconds = settings->whole_seconds,
        .why = "",
    };
    curl_global_init(CURL_GLOBAL_DEFAULT);
    line->curl = curl_easy_init();
    return line->curl != NULL;
}

void
transfer_line_close(struct transfer_line *line)
{
    if (line->curl != NULL)
        curl_easy_cleanup(line->curl);
    line->curl = NULL;
}

static size_t
drop(char *bytes, size_t size, size_t count, void *of)
{
    (void)bytes;
    (void)of;
    return size * count;
}

/* Called about once a second, also while nothing moves. */
static int
is_over(void *of, curl_off_t down_all, curl_off_t down, curl_off_t up_all, curl_off_t up)
{
    const struct transfer_line *line = of;
    (void)down_all;
    (void)down;
    (void)up_all;
    (void)up;
    return atomic_load(line->is_closing);
}

void
transfer_line_begin(struct transfer_line *line, const char *protocols, const char *authority)
{
    CURL *curl = line->curl;
    curl_easy_reset(curl);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, protocols);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)line->connect_seconds);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)line->whole_seconds);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, is_over);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, line);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    if (authority != NULL)
        curl_easy_setopt(curl, CURLOPT_CAINFO, authority);
}

CURLcode
transfer_line_run(struct transfer_line *line, long *status)
{
    CURLcode code = curl_easy_perform(line->curl);
    *status = 0;
    curl_easy_getinfo(line->curl, CURLINFO_RESPONSE_CODE, status);
    line->why = code == CURLE_OK ? "" : curl_easy_strerror(code);
    return code;
}
