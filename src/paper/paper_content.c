/* paper_content.c: the Chinese text first and always; the Korean one below it where the party asked
 * for it and the rules have the paper in two languages. */
#include "paper/paper_content.h"

#include "paper/paper_places.h"

const struct paper_rule *
paper_content_rule(const struct paper_source *source)
{
    return procedure_paper(source->procedure, source->kind);
}

struct words
paper_content_title(const struct paper_source *source)
{
    static const struct words complaint = {
        {TEXT_INIT("民事起诉状"), TEXT_INIT("민사 소장"), TEXT_INIT("Civil complaint")}};
    static const struct words address = {{TEXT_INIT("送达地址确认书"), TEXT_INIT("송달주소 확인서"),
                                          TEXT_INIT("Confirmation of the address for service")}};
    const struct paper_rule *rule = paper_content_rule(source);
    struct words service;
    if (rule != NULL)
        return rule->words;
    if (paper_service_title(source->kind, &service))
        return service;
    return text_is(source->kind, PAPER_COMPLAINT) ? complaint : address;
}

int64_t
paper_content_issued_ms(const struct paper_source *source)
{
    return source->times.entered_ms;
}

struct date
paper_content_due(const struct paper_source *source)
{
    const struct effect *period = paper_period(source);
    return period == NULL ? DATE_NONE : period->period.last_day;
}

/* The text of this procedure's paper, of every procedure's paper of that name, or of any paper. */
static struct text
find_text(const struct paper_source *source, enum language language, struct arena *arena)
{
    struct text own = source->own[language];
    const char *kind = text_terminated(source->kind, arena);
    struct text name = text_format(arena, "%.*s.%s", TEXT_ARGS(source->procedure->name), kind);
    struct text text = paper_text_find(own, name.bytes, language);
    if (text_is_empty(text))
        text = paper_text_find(own, kind, language);
    return text_is_empty(text) ? paper_text_find(own, "general", language) : text;
}

static void
put_language(struct canon *canon, const struct paper_source *source, enum language language,
             struct arena *arena)
{
    struct paper_places places = paper_places_fill(source, language, arena);
    paper_text_fill(canon, find_text(source, language, arena), &places, language, arena);
}

struct text
paper_content(const struct paper_source *source, struct arena *arena)
{
    struct canon canon = canon_open(arena, 8192);
    const struct paper_rule *rule = paper_content_rule(source);
    const struct network_node *node = network_find(source->network, source->node);
    struct paper_places none = {.count = 0};
    struct words title = paper_content_title(source);
    bool is_bilingual = rule != NULL && rule->is_bilingual && source->wants_korean;
    canon_begin_object(&canon);
    canon_key(&canon, "blocks");
    canon_begin_array(&canon);
    if (is_bilingual)
        paper_text_fill(&canon, paper_text_find(TEXT(""), "authoritative", LANGUAGE_ZH), &none,
                        LANGUAGE_ZH, arena);
    put_language(&canon, source, LANGUAGE_ZH, arena);
    if (is_bilingual) {
        paper_text_fill(&canon, paper_text_find(TEXT(""), "translation", LANGUAGE_KO), &none,
                        LANGUAGE_KO, arena);
        put_language(&canon, source, LANGUAGE_KO, arena);
    }
    canon_end_array(&canon);
    canon_member_text(&canon, "court", node == NULL ? source->node : node->name.in[LANGUAGE_ZH]);
    canon_member_text(&canon, "id", source->id);
    canon_member_integer(&canon, "issued", paper_content_issued_ms(source));
    canon_member_text(&canon, "kind", source->kind);
    canon_member_text(&canon, "matter", source->matter_id);
    canon_member_text(&canon, "title", title.in[LANGUAGE_ZH]);
    canon_end_object(&canon);
    return canon_text(&canon);
}
