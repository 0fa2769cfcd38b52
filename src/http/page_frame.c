/* page_frame.c: menus hang on roles; nothing here decides what somebody may see, the pages do. */
#include "http/page_frame.h"

#include "paper/wording.h"

/* ---- menus of the desk ---- */

enum nav_who {
    NAV_COUNTER = 1 << 0,
    NAV_OFFICER = 1 << 1, /* who decides at a court: officers, judges, heads of division */
    NAV_HUB = 1 << 2,
    NAV_SYSTEM = 1 << 3, /* administrators, never in one hand */
    NAV_SECURITY = 1 << 4,
    NAV_AUDIT = 1 << 5,
    NAV_HEAD = 1 << 6, /* heads of division and presidents */
    NAV_SERVER = 1 << 7,
    NAV_ALL = (1 << 8) - 1
};

static const struct {
    const char *address, *key, *icon;
    unsigned who;
} nav_rows[] = {
    {"/desk/serving", "serving.title", "phone", NAV_SERVER},
    {"/desk", "nav.queue", "list", NAV_COUNTER | NAV_OFFICER | NAV_SERVER},
    {"/desk/service", "service.waiting", "swap", NAV_COUNTER | NAV_OFFICER | NAV_SERVER},
    {"/desk/new", "nav.new", "pencil", NAV_COUNTER},
    {"/desk/enquiry", "nav.enquiry", "search", NAV_COUNTER},
    {"/desk/people", "nav.people", "people", NAV_COUNTER},
    {"/desk/find", "nav.find", "search", NAV_OFFICER | NAV_SERVER},
    {"/desk/stopwatch", "stopwatch.title", "clock", NAV_COUNTER | NAV_OFFICER},
    {"/hub", "nav.hub", "globe", NAV_HUB},
    {"/hub/late", "nav.late", "clock", NAV_HUB},
    {"/desk/accounts", "accounts.title", "people", NAV_SYSTEM | NAV_AUDIT},
    {"/desk/security", "security.title", "people", NAV_SECURITY},
    {"/desk/calendar", "calendar.title", "today", NAV_SYSTEM | NAV_AUDIT | NAV_HEAD},
    {"/desk/directory", "directory.title", "place", NAV_SYSTEM | NAV_AUDIT | NAV_HUB | NAV_HEAD},
    {"/desk/words", "words.title", "pencil", NAV_SYSTEM | NAV_AUDIT | NAV_HEAD},
    {"/desk/rules", "rules.title", "list", NAV_SYSTEM | NAV_AUDIT | NAV_HEAD},
    {"/desk/system", "system.title", "court", NAV_SYSTEM | NAV_AUDIT},
    {"/desk/log", "log.title", "eye", NAV_AUDIT},
    {"/account", "nav.account", "lock", NAV_ALL},
};

static unsigned
nav_of(enum role role)
{
    switch (role) {
    case ROLE_COUNTER: return NAV_COUNTER;
    case ROLE_FILING_OFFICER:
    case ROLE_JUDGE: return NAV_OFFICER;
    case ROLE_SUPERVISOR:
    case ROLE_PRESIDENT: return NAV_OFFICER | NAV_HEAD;
    case ROLE_SERVER: return NAV_SERVER;
    case ROLE_HUB_OFFICER: return NAV_HUB;
    case ROLE_SYSTEM_ADMIN: return NAV_SYSTEM;
    case ROLE_SECURITY_ADMIN: return NAV_SECURITY;
    case ROLE_AUDIT_ADMIN: return NAV_AUDIT;
    default: return 0;
    }
}

static void
fill_nav(struct page_call *call, enum role role)
{
    bool is_at_hub = call->session.post == house_hub(call->api.api->house);
    bool oversees = role == ROLE_SUPERVISOR || role == ROLE_PRESIDENT;
    unsigned who = nav_of(role) | (is_at_hub && oversees ? NAV_HUB : 0);
    for (size_t i = 0; i < sizeof nav_rows / sizeof nav_rows[0]; i++) {
        if ((nav_rows[i].who & who) == 0 && nav_rows[i].who != NAV_ALL)
            continue;
        call->nav[call->frame.nav_count++] = (struct page_link){
            .address = text_of(nav_rows[i].address),
            .label = wording(nav_rows[i].key, call->api.language),
            .icon = nav_rows[i].icon,
        };
    }
    call->frame.nav = call->nav;
}

void
page_frame_area(struct page_call *call, const char *area)
{
    call->frame.area = area;
    for (int i = 0; i < call->frame.nav_count; i++)
        call->nav[i].is_current = text_is(call->nav[i].address, area);
}

/* ---- the reader ---- */

static void
fill_reader(struct page_call *call)
{
    const struct session *session = &call->session;
    struct page_frame *frame = &call->frame;
    frame->is_signed_in = true;
    frame->is_staff = session_is_staff(&session->account);
    frame->who = session->account.name;
    frame->idle_seconds = (int)(session->row.idle_ms / 1000);
    if (!session->has_role)
        return;
    struct words words = role_words(session->role);
    frame->role = view_words(&call->view, &words);
    if (frame->is_staff) {
        frame->court = view_court_name(&call->view, post_id(call->session.post));
        fill_nav(call, session->role);
    }
}

/* What was done just before, by the word in the address; a word nobody wrote says nothing. */
static void
fill_flash(struct page_call *call)
{
    struct text done = request_query(call->api.request, "done");
    for (size_t i = 0; i < done.length; i++) {
        if ((done.bytes[i] < 'a' || done.bytes[i] > 'z') && done.bytes[i] != '-')
            return;
    }
    if (text_is_empty(done) || done.length > 40)
        return;
    const char *key = text_format(call->api.arena, "flash.%.*s", TEXT_ARGS(done)).bytes;
    struct text said = wording(key, call->api.language);
    if (said.bytes != key) {
        call->frame.flash = said;
        call->frame.flash_kind = "good";
    }
}

static struct text
path_and_query(const struct request *request, struct arena *arena)
{
    struct buffer buffer = buffer_open(arena, 200);
    buffer_add_text(&buffer, request->path);
    bool is_first = true;
    for (size_t i = 0; i < request->query_count; i++) {
        const struct pair *pair = &request->query[i];
        if (text_is(pair->name, "done") || text_is(pair->name, "hl"))
            continue;
        buffer_add_text(&buffer, is_first ? TEXT("?") : TEXT("&"));
        is_first = false;
        for (int part = 0; part < 2; part++) {
            struct text text = part == 0 ? pair->name : pair->value;
            if (part == 1)
                buffer_add_text(&buffer, TEXT("="));
            for (size_t k = 0; k < text.length; k++) {
                unsigned char c = (unsigned char)text.bytes[k];
                bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                                (c >= 'A' && c <= 'Z') || strchr("-._~", c) != NULL;
                buffer_add_format(&buffer, is_plain && c != 0 ? "%c" : "%%%02X", c);
            }
        }
    }
    return buffer_text(&buffer);
}

/* Whose words a page speaks: those of the court somebody signed in at; to everybody else those of
 * the hub, or of the only court there is. */
static const struct own_words *
own_words_of(const struct page_call *call)
{
    struct house *house = call->api.api->house;
    bool is_staff = call->is_signed_in && session_is_staff(&call->session.account);
    struct post *post = is_staff ? call->session.post : house_hub(house);
    if (post == NULL && house_count(house) == 1)
        post = house_at(house, 0);
    return post == NULL ? NULL : rulebook_own_words(api_rules(&call->api), post_id(post));
}

void
page_frame_fill(struct page_call *call, const struct page_prefs *prefs)
{
    struct api_call *api = &call->api;
    struct page_frame *frame = &call->frame;
    struct post *post = api->post != NULL ? api->post : house_desk(api->api->house);
    const struct network *network = post == NULL ? NULL : post_network(post);
    call->view = (struct view){.language = api->language,
                               .network = network,
                               .arena = api->arena,
                               .forms = &api_rules(api)->forms,
                               .own = own_words_of(call)};
    frame->lang = language_tag(api->language);
    frame->theme = theme_word(prefs->theme);
    frame->size = type_size_word(prefs->size);
    frame->keys_are_on = !prefs->keys_are_off;
    frame->network = network == NULL ? TEXT("Tongban") : view_words(&call->view, &network->name);
    frame->path = path_and_query(api->request, api->arena);
    frame->area = "";
    frame->flash_kind = "";
    frame->today = date_of_instant(api->now_ms, CHINA_OFFSET_MINUTES);
    frame->now_ms = api->now_ms;
    frame->support_phone = TEXT("12368");
    if (call->is_signed_in)
        fill_reader(call);
    fill_flash(call);
}
