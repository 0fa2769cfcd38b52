/* outlet.c: which way a message goes is the settings' choice; every way gives the same answers. */
#include "work/outlet.h"

#include "work/mail_letter.h"
#include "work/send_mail.h"
#include "work/send_spool.h"
#include "work/send_text.h"

#include <stdlib.h>

struct outlet {
    const struct outlet_settings *settings;
    struct transfer_line line; /* of a server */
};

struct outlet *
outlet_open(const struct outlet_settings *settings, const atomic_bool *is_closing,
            struct fault *fault)
{
    if (settings->kind == OUTLET_SPOOL && !send_spool_open(&settings->spool, fault))
        return NULL;
    struct outlet *outlet = calloc(1, sizeof *outlet);
    if (outlet == NULL)
        abort();
    outlet->settings = settings;
    outlet->line.why = "";
    if (settings->kind == OUTLET_SERVER &&
        !transfer_line_open(&outlet->line, settings, is_closing)) {
        fault_set(fault, "libcurl cannot be used");
        outlet_close(outlet);
        return NULL;
    }
    return outlet;
}

void
outlet_close(struct outlet *outlet)
{
    if (outlet != NULL)
        transfer_line_close(&outlet->line);
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
        .domain = mail->domain,
        .id = message->id,
        .subject = message->subject,
        .content = message->content,
        .at_ms = message->made_ms,
    };
    return mail_letter(&letter, arena);
}

enum sent
outlet_send(struct outlet *outlet, const struct message *message, struct arena *arena)
{
    const struct outlet_settings *settings = outlet->settings;
    bool is_mail = message->way == MESSAGE_MAIL;
    struct text letter = is_mail ? letter_of(&settings->mail, message, arena) : TEXT("");
    if (settings->kind == OUTLET_SPOOL)
        return send_spool(&settings->spool, message, letter, arena);
    return is_mail ? send_mail(&outlet->line, &settings->mail, message, letter, arena)
                   : send_text(&outlet->line, &settings->gateway, message, arena);
}

const char *
outlet_why(const struct outlet *outlet)
{
    if (outlet->settings->kind == OUTLET_SPOOL)
        return "the folder cannot be written";
    return outlet->line.why[0] != '\0' ? outlet->line.why : "the other side does not take it";
}
