/* outlet.c: which way a message goes is the settings' choice; every way gives the same answers. */
#include "work/outlet.h"

#include "work/mail_letter.h"
#include "work/send_spool.h"

#include <stdlib.h>

struct outlet {
    enum message_way way;
    const struct outlet_settings *settings;
    const atomic_bool *is_closing;
};

struct outlet *
outlet_open(enum message_way way, const struct outlet_settings *settings,
            const atomic_bool *is_closing, struct fault *fault)
{
    if (settings->kind == OUTLET_SPOOL && !send_spool_open(&settings->spool, fault))
        return NULL;
    struct outlet *outlet = calloc(1, sizeof *outlet);
    if (outlet == NULL)
        abort();
    *outlet = (struct outlet){way, settings, is_closing};
    return outlet;
}

void
outlet_close(struct outlet *outlet)
{
    free(outlet);
}

static struct text
letter_of(const struct mail_settings *mail, const struct message *message, struct arena *arena)
{
    struct letter letter = {
        .from = mail->from,
        .name = mail->name,
        .to = message->to,
        .reply_to = mail->reply_to,
        .authority = mail->authority,
        .id = message->id,
        .subject = message->subject,
        .content = message->content,
        .at_ms = message->made_ms,
    };
    return mail_letter(&letter, arena);
}

enum sent
outlet_send(struct outlet *outlet, const struct message *message, int64_t now_ms,
            struct arena *arena)
{
    const struct outlet_settings *settings = outlet->settings;
    struct text letter =
        message->way == MESSAGE_MAIL ? letter_of(&settings->mail, message, arena) : TEXT("");
    (void)now_ms;
    return send_spool(&settings->spool, message, letter, arena);
}
