/* people_page.c: who somebody is, and in which roles he may sign in, for those who see to it. */
#include "view/people_page.h"

#include "paper/wording.h"

static struct text
say(const struct view *view, const char *key)
{
    return wording(key, view->language);
}

/* ---- at the counter ---- */

struct plain_form *
people_form(const struct view *view, const struct person_typed *typed)
{
    struct plain_form *form = plain_form_open(view);
    struct form_field *name = plain_form_add(form, CONTROL_TEXT, "name", say(view, "people.name"),
                                             say(view, "people.name-hint"), typed->name);
    name->is_required = true;
    struct form_field *number = plain_form_add(form, CONTROL_TEXT, "number",
                                               say(view, "people.number"), TEXT(""), typed->number);
    number->check = TEXT("resident-id");
    number->is_required = true;
    struct form_field *phone =
        plain_form_add(form, CONTROL_TEXT, "phone", say(view, "people.phone"),
                       say(view, "people.phone-hint"), typed->phone);
    phone->type = TEXT("tel");
    phone->inputmode = TEXT("tel");
    phone->is_required = true;
    plain_form_add(form, CONTROL_TEXT, "matter", say(view, "people.matter"),
                   say(view, "people.matter-hint"), typed->matter);
    return form;
}

/* ---- accounts ---- */

static struct text
role_label(const struct view *view, enum role role, struct text place)
{
    struct words words = role_words(role);
    const struct network_place *known =
        text_is_empty(place) ? NULL : network_place(view->network, place);
    struct text name = view_words(view, &words);
    if (text_is_empty(place))
        return name;
    return text_format(view->arena, "%.*s · %.*s", TEXT_ARGS(name),
                       TEXT_ARGS(known == NULL ? place : view_words(view, &known->name)));
}

static struct text
roles_of(const struct view *view, const struct account *account)
{
    struct buffer roles = buffer_open(view->arena, 80);
    for (int i = 0; i < account->roles_count; i++) {
        if (i > 0)
            buffer_add_text(&roles, view->language == LANGUAGE_ZH ? TEXT("、") : TEXT(", "));
        buffer_add_text(&roles, role_label(view, account->roles[i].role, account->roles[i].place));
    }
    return buffer_text(&roles);
}

static struct text
address_of(const struct view *view, const char *list, const struct account *account,
           const char *what)
{
    return text_format(view->arena, "/desk/%s/%.*s%s", list, TEXT_ARGS(account->id), what);
}

void
accounts_page_fill(const struct view *view, enum role reader, struct text own,
                   const struct account *accounts, int count, bool more, struct accounts_page *page)
{
    struct account_row *rows = ARENA_MANY(view->arena, (size_t)count + 1, struct account_row);
    for (int i = 0; i < count; i++) {
        const struct account *from = &accounts[i];
        struct account_row *row = &rows[i];
        *row = (struct account_row){.name = from->name,
                                    .sign_in = from->sign_in,
                                    .roles = roles_of(view, from),
                                    .is_active = from->is_active,
                                    .is_own = text_equal(from->id, own)};
        if (row->is_own)
            continue;
        if (reader == ROLE_SYSTEM_ADMIN)
            row->change_address = address_of(view, "accounts", from, "");
        if (reader == ROLE_SECURITY_ADMIN) {
            row->unlock_address = address_of(view, "security", from, "/unlock");
            row->reset_address = address_of(view, "security", from, "/reset");
        }
    }
    page->rows = rows;
    page->rows_count = count;
    page->may_change = reader == ROLE_SYSTEM_ADMIN;
    page->is_security = reader == ROLE_SECURITY_ADMIN;
    if (more && count > 0)
        page->older = text_format(view->arena, "/desk/%s?after=%.*s",
                                  page->is_security ? "security" : "accounts",
                                  TEXT_ARGS(accounts[count - 1].id));
}

/* ---- one account ---- */

static struct text
role_value(enum role role, struct text place, struct arena *arena)
{
    if (text_is_empty(place))
        return role_word(role);
    return text_format(arena, "%.*s@%.*s", TEXT_ARGS(role_word(role)), TEXT_ARGS(place));
}

struct account_typed
account_typed_of(const struct account *known, struct arena *arena)
{
    struct account_typed typed = {.name = known->name,
                                  .sign_in = known->sign_in,
                                  .phone = known->phone,
                                  .roles_count = known->roles_count,
                                  .is_seen = known->identity >= IDENTITY_SEEN,
                                  .is_active = known->is_active};
    for (int i = 0; i < known->roles_count; i++)
        typed.roles[i] = role_value(known->roles[i].role, known->roles[i].place, arena);
    return typed;
}

static bool
has_role(const struct account_typed *typed, struct text value)
{
    for (int i = 0; i < typed->roles_count; i++) {
        if (text_equal(typed->roles[i], value))
            return true;
    }
    return false;
}

/* Roles of the machine nobody holds, and parties make their own accounts. */
static void
add_roles(struct plain_form *form, const struct account *known, const struct account_typed *typed)
{
    const struct view *view = form->view;
    struct form_field *roles =
        plain_form_add(form, CONTROL_MANY, "roles", say(view, "accounts.roles"),
                       say(view, "accounts.roles-hint"), TEXT(""));
    roles->is_required = true;
    for (int role = ROLE_AGENT; role < ROLE_CLOCK; role++) {
        if (role == ROLE_HELPER) /* by the code of a party alone */
            continue;
        plain_form_choice(form, roles, role_word((enum role)role),
                          role_label(view, (enum role)role, TEXT("")),
                          has_role(typed, role_word((enum role)role)));
    }
    for (int i = 0; known != NULL && i < known->roles_count; i++) {
        const struct account_role *own = &known->roles[i];
        struct text value = role_value(own->role, own->place, view->arena);
        if (!text_is_empty(own->place) || own->role == ROLE_PARTY || own->role == ROLE_HELPER)
            plain_form_choice(form, roles, value, role_label(view, own->role, own->place),
                              has_role(typed, value));
    }
}

static void
add_tick(struct plain_form *form, const char *name, const char *label, const char *hint, bool is_on)
{
    const struct view *view = form->view;
    struct form_field *tick =
        plain_form_add(form, CONTROL_CHECKBOX, name, say(view, label), say(view, hint), TEXT(""));
    plain_form_choice(form, tick, TEXT("true"), tick->label, is_on);
}

struct plain_form *
account_form(const struct view *view, const struct account *known,
             const struct account_typed *typed)
{
    struct plain_form *form = plain_form_open(view);
    struct form_field *name = plain_form_add(form, CONTROL_TEXT, "name", say(view, "accounts.name"),
                                             TEXT(""), typed->name);
    name->is_required = true;
    struct form_field *sign_in =
        plain_form_add(form, CONTROL_TEXT, "sign_in", say(view, "accounts.sign-in"),
                       say(view, "accounts.sign-in-hint"), typed->sign_in);
    sign_in->is_required = true;
    struct form_field *phone = plain_form_add(form, CONTROL_TEXT, "phone",
                                              say(view, "accounts.phone"), TEXT(""), typed->phone);
    phone->type = TEXT("tel");
    phone->inputmode = TEXT("tel");
    add_roles(form, known, typed);
    struct form_field *password = plain_form_add(
        form, CONTROL_TEXT, "new_password", say(view, "accounts.password"),
        say(view, known == NULL ? "accounts.password-hint" : "accounts.password-kept"), TEXT(""));
    password->type = TEXT("password");
    password->autocomplete = TEXT("new-password");
    password->is_required = known == NULL;
    add_tick(form, "seen", "accounts.seen", "accounts.seen-hint", typed->is_seen);
    if (known != NULL)
        add_tick(form, "active", "accounts.active", "accounts.active-hint", typed->is_active);
    return form;
}

/* ---- security ---- */

void
security_confirm_fill(const struct view *view, bool resets, const struct account *account,
                      struct confirm_view *confirm)
{
    struct summary_row *rows = ARENA_MANY(view->arena, 3, struct summary_row);
    rows[0] = (struct summary_row){.label = say(view, "accounts.name"), .value = account->name};
    rows[1] =
        (struct summary_row){.label = say(view, "accounts.sign-in"), .value = account->sign_in};
    rows[2] = (struct summary_row){.label = say(view, "accounts.roles"),
                                   .value = roles_of(view, account)};
    const char *what = resets ? "security.reset" : "security.unlock";
    *confirm = (struct confirm_view){
        .title = say(view, what),
        .effect = say(view, resets ? "security.reset-effect" : "security.unlock-effect"),
        .action = address_of(view, "security", account, resets ? "/reset" : "/unlock"),
        .button = say(view, what),
        .back = TEXT("/desk/security"),
        .facts = {rows, 3, false},
        .is_danger = resets,
    };
}
