/* enrol.c: who may sign in here and in which roles; passwords and tokens, which are no history, lie
 * beside the journal. System, security and audit administration are never in one hand. */
#include "command/enrol.h"

#include "command/drafts.h"
#include "command/factor.h"
#include "command/security.h"
#include "command/sessions.h"
#include "command/verbs.h"

static bool
is_administrator(enum role role)
{
    return role == ROLE_SYSTEM_ADMIN || role == ROLE_SECURITY_ADMIN || role == ROLE_AUDIT_ADMIN;
}

/* Roles exist, nobody holds a role of the machine, and no two administrations in one hand. */
static enum refusal
check_roles(const struct value *roles)
{
    int administrations = 0;
    size_t count = 0;
    if (!value_is(roles, VALUE_ARRAY))
        return FIELD_MUST_BE_OF_ITS_TYPE;
    for (const struct value *item = roles->first; item != NULL; item = item->next, count++) {
        enum role role;
        if (!role_parse(value_member_text(item, "role"), &role) || role == ROLE_CLOCK ||
            role == ROLE_EXCHANGE)
            return FIELD_MUST_BE_ONE_OF_THE_CHOICES;
        administrations += is_administrator(role);
    }
    if (count == 0 || count > ACCOUNT_ROLES_MAX)
        return FIELD_MUST_HAVE_ENOUGH_ENTRIES;
    if (administrations > 1 || (administrations == 1 && count > 1))
        return ROLES_MUST_BE_SEPARATE;
    return ALLOWED;
}

struct text
enrol_new_id(struct node *node, struct arena *arena)
{
    unsigned char random[10];
    node->world->random(node->world->of, random, sizeof random);
    return text_format(arena, "a%.*s",
                       TEXT_ARGS(hex_of((struct text){(const char *)random, 10}, arena)));
}

int64_t
enrol_append(struct corridor *corridor, const struct author *author, enum event_kind kind,
             const struct enrolment *enrolment, struct arena *arena)
{
    struct node *node = corridor->node;
    struct canon private = canon_open(arena, 200);
    canon_begin_object(&private);
    canon_member_text(&private, "name", enrolment->name);
    canon_member_text_if(&private, "number", enrolment->number);
    canon_member_text_if(&private, "phone", enrolment->phone);
    canon_member_text(&private, "sign_in", enrolment->sign_in);
    canon_end_object(&private);
    struct text said = canon_text(&private), salt = journal_salt(node, arena);
    struct canon body = canon_open(arena, 300);
    canon_begin_object(&body);
    canon_member_text(&body, "account", enrolment->account);
    canon_member_boolean(&body, "active", enrolment->is_active);
    canon_member_integer(&body, "identity", enrolment->identity);
    canon_member_text(&body, "private", journal_private_digest(said, salt, arena));
    canon_member(&body, "roles", enrolment->roles);
    canon_end_object(&body);
    return journal_append(node, author, kind, NODE_MATTER, TEXT("accounts"), canon_text(&body),
                          said, salt, arena);
}

static void
put_role(struct canon *canon, struct text role, struct text place)
{
    canon_begin_object(canon);
    canon_member_text_if(canon, "place", place);
    canon_member_text(canon, "role", role);
    canon_end_object(canon);
}

struct enrolment
enrol_as_it_stands(const struct account *account, struct arena *arena)
{
    struct canon roles = canon_open(arena, 200);
    canon_begin_array(&roles);
    for (int i = 0; i < account->roles_count; i++)
        put_role(&roles, role_word(account->roles[i].role), account->roles[i].place);
    canon_end_array(&roles);
    return (struct enrolment){
        .account = account->id,
        .sign_in = account->sign_in,
        .name = account->name,
        .phone = account->phone,
        .number = account->number,
        .roles = value_read_canonical(canon_text(&roles), arena),
        .identity = account->identity,
        .is_active = account->is_active,
    };
}

struct text
enrol_digest(const struct account *account, struct arena *arena)
{
    struct enrolment known = enrol_as_it_stands(account, arena);
    struct canon canon = canon_open(arena, 300);
    canon_begin_array(&canon);
    canon_put_text(&canon, known.sign_in);
    canon_put_text(&canon, known.name);
    canon_put_text(&canon, known.phone);
    canon_put_text(&canon, known.number);
    canon_put(&canon, known.roles);
    canon_put_integer(&canon, known.identity);
    canon_put_boolean(&canon, known.is_active);
    canon_end_array(&canon);
    struct digest digest = digest_of(canon_text(&canon));
    return digest_hex(&digest, arena);
}

const struct value *
enrol_with_role(const struct value *roles, enum role role, struct arena *arena)
{
    struct canon canon = canon_open(arena, 200);
    canon_begin_array(&canon);
    for (const struct value *one = roles->first; one != NULL; one = one->next) {
        if (text_equal(value_member_text(one, "role"), role_word(role)))
            return roles;
        put_role(&canon, value_member_text(one, "role"), value_member_text(one, "place"));
    }
    put_role(&canon, role_word(role), TEXT(""));
    canon_end_array(&canon);
    return value_read_canonical(canon_text(&canon), arena);
}

/* Input: sign_in, name, roles, identity, active, phone?, number?, account? (to change one), seen?
 * (enrol_digest of what was changed), password_hash?, token_digest?, token_label?, token_ends? A
 * password that somebody else sets ends all that is open, and stands in the record; whose it is
 * cannot come in by the old one any more, and so learns of it. */
void
enrol_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
          struct arena *arena)
{
    struct node *node = corridor->node;
    struct text sign_in = value_member_text(act->input, "sign_in");
    struct text account_id = value_member_text(act->input, "account");
    const struct value *roles = value_member(act->input, "roles");
    struct account known;
    bool changes = !text_is_empty(account_id);
    enum refusal refusal =
        act->asker.role == ROLE_SYSTEM_ADMIN ? check_roles(roles) : ROLE_MUST_BE_ALLOWED;

    if (refusal != ALLOWED) {
        outcome_refuse(outcome, refusal, TEXT("roles"), arena);
        return;
    }
    if (sign_in.length < 2 || sign_in.length > 120 || text_has_hidden(sign_in)) {
        outcome_refuse(outcome, FIELD_MUST_BE_IN_BOUNDS, TEXT("sign_in"), arena);
        return;
    }
    if (account_rows_by_sign_in(node->store, node->id, sign_in, arena, &known) &&
        !text_equal(known.id, account_id)) {
        outcome_refuse(outcome, ACCOUNT_MUST_BE_FREE, TEXT("sign_in"), arena);
        return;
    }
    if (changes && !account_rows_load(node->store, node->id, account_id, arena, &known)) {
        outcome_refuse(outcome, ACCOUNT_MUST_EXIST, TEXT("account"), arena);
        return;
    }
    struct text seen = value_member_text(act->input, "seen");
    if (changes && !text_is_empty(seen) && !text_equal(seen, enrol_digest(&known, arena))) {
        outcome_refuse(outcome, VERSION_MUST_BE_CURRENT, TEXT(""), arena);
        return;
    }
    if (!changes)
        account_id = enrol_new_id(node, arena);
    const struct value *active = value_member(act->input, "active");
    struct enrolment enrolment = {
        .account = account_id,
        .sign_in = sign_in,
        .name = value_member_text(act->input, "name"),
        .phone = value_member_text(act->input, "phone"),
        .number = value_member_text(act->input, "number"),
        .roles = roles,
        .identity = value_member_integer(act->input, "identity", 0),
        .is_active = active == NULL || value_is_true(active),
    };
    struct author author = act_author(act, role_word(act->asker.role));
    outcome->position =
        enrol_append(corridor, &author, changes ? EVENT_ACCOUNT_CHANGED : EVENT_ACCOUNT_ENROLLED,
                     &enrolment, arena);
    if (!enrolment.is_active)
        drafts_forget_all(corridor, account_id, arena);
    struct text hash = value_member_text(act->input, "password_hash");
    if (!text_is_empty(hash))
        security_keep_password(node, account_id, hash);
    if (!text_is_empty(hash) && changes) {
        sessions_end_all(node, account_id, NULL);
        security_note(corridor, act, "password_given", account_id, TEXT(""), arena);
    }
    struct canon answer = canon_open(arena, 100);
    canon_begin_object(&answer);
    canon_member_text(&answer, "account", account_id);
    canon_end_object(&answer);
    outcome->answer = canon_text(&answer);
}

/* Input: account, token_digest (hex), label, ends, factor?, subject?. The password was checked by
 * the door; a second factor, where there is one, is used up here. */
void
sign_in_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
            struct arena *arena)
{
    struct node *node = corridor->node;
    struct digest digest, subject;
    struct account account;
    struct text account_id = value_member_text(act->input, "account"), how = TEXT("password");
    if (!account_rows_load(node->store, node->id, account_id, arena, &account) ||
        !account.is_active ||
        !digest_parse(value_member_text(act->input, "token_digest"), &digest)) {
        outcome_refuse(outcome, PASSWORD_MUST_BE_RIGHT, TEXT(""), arena);
        return;
    }
    enum refusal refusal =
        factor_show(corridor, act, account_id, value_member(act->input, "factor"), &how, arena);
    if (refusal != ALLOWED) {
        outcome_refuse(outcome, refusal, TEXT(""), arena);
        return;
    }
    if (digest_parse(value_member_text(act->input, "subject"), &subject))
        factor_forgive(node, &subject);
    struct sql *old = sql(node->store, "DELETE FROM token WHERE court_id = $1 AND ends_ms < $2");
    sql_text(old, 1, node->id);
    sql_integer(old, 2, node->now_ms);
    sql_run(old);
    struct sql *put = sql(node->store, "INSERT INTO token (court_id, digest, account_id, made_ms,"
                                       " ends_ms, label) VALUES ($1, $2, $3, $4, $5, $6)"
                                       " ON CONFLICT (court_id, digest) DO NOTHING");
    sql_text(put, 1, node->id);
    sql_blob(put, 2, digest.bytes, DIGEST_BYTES);
    sql_text(put, 3, account_id);
    sql_integer(put, 4, node->now_ms);
    sql_integer(put, 5, value_member_integer(act->input, "ends", 0));
    sql_text(put, 6, value_member_text(act->input, "label"));
    sql_run(put);
    outcome->position = security_note(corridor, act, "signed_in", account_id, how, arena);
}

/* Input: token_digest (hex). A token that is not there is as good as one that was taken away. */
void
sign_out_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
             struct arena *arena)
{
    struct node *node = corridor->node;
    struct digest digest;
    if (!digest_parse(value_member_text(act->input, "token_digest"), &digest)) {
        outcome_refuse(outcome, FIELD_MUST_BE_OF_ITS_TYPE, TEXT("token_digest"), arena);
        return;
    }
    struct sql *gone = sql(node->store, "DELETE FROM token WHERE court_id = $1 AND digest = $2"
                                        " AND account_id = $3");
    sql_text(gone, 1, node->id);
    sql_blob(gone, 2, digest.bytes, DIGEST_BYTES);
    sql_text(gone, 3, act->asker.account);
    sql_run(gone);
}
