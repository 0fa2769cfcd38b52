/* account.c: before anybody can sign in, somebody must be let in: by whoever runs the machine. The
 * password is read from standard input, never from the command line. */
#include "cli/account.h"

#include "cli/options.h"
#include "store/account_rows.h"
#include "work/password.h"
#include "work/seal.h"
#include "work/system_world.h"

#include <stdio.h>
#include <string.h>

static void
write_roles(struct canon *canon, struct text roles)
{
    canon_key(canon, "roles");
    canon_begin_array(canon);
    while (!text_is_empty(roles)) {
        struct text one = text_cut(&roles, ','), place = one;
        struct text role = text_cut(&place, '@');
        canon_begin_object(canon);
        canon_member_text_if(canon, "place", place);
        canon_member_text(canon, "role", role);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

bool
account_put(struct post *post, const struct account_wish *wish)
{
    struct arena *arena = arena_open();
    struct account known;
    bool exists = account_rows_by_sign_in(post_reader(post, 0), post_id(post),
                                          text_of(wish->sign_in), arena, &known);
    struct canon input = canon_open(arena, 400);
    canon_begin_object(&input);
    if (exists)
        canon_member_text(&input, "account", known.id);
    canon_member_boolean(&input, "active", !wish->is_off);
    canon_member_integer(&input, "identity", wish->identity);
    canon_member_text(&input, "name", text_of(wish->name));
    if (wish->password_hash != NULL)
        canon_member_text(&input, "password_hash", text_of(wish->password_hash));
    else if (wish->password != NULL)
        canon_member_text(&input, "password_hash", password_hash(text_of(wish->password), arena));
    if (wish->phone != NULL)
        canon_member_text(&input, "phone", text_of(wish->phone));
    else if (exists)
        canon_member_text_if(&input, "phone", known.phone);
    write_roles(&input, text_of(wish->roles));
    canon_member_text(&input, "sign_in", text_of(wish->sign_in));
    canon_end_object(&input);
    struct job job = {
        .act = {.verb = VERB_ENROL,
                .asker = {.role = ROLE_SYSTEM_ADMIN, .account = TEXT("terminal")},
                .input = value_read_canonical(canon_text(&input), arena),
                .if_version = -1,
                .claimed_ms = -1,
                .counter_ms = -1},
    };
    post_run(post, &job, arena);
    bool is_put = !job.outcome.is_fault && job.outcome.refusal == ALLOWED;
    if (!is_put)
        fprintf(
            stderr, "tongban: account %s: %.*s\n", wish->sign_in,
            TEXT_ARGS(job.outcome.is_fault ? TEXT("the node cannot write") : job.outcome.answer));
    arena_close(arena);
    return is_put;
}

static bool
read_password(char *password, size_t size)
{
    if (fgets(password, (int)size, stdin) == NULL)
        return false;
    password[strcspn(password, "\r\n")] = '\0';
    return password_is_strong(text_of(password));
}

/* Whoever runs the machine stands in for the security administrator who has locked himself out. */
static bool
guard(struct post *post, const char *sign_in, enum verb verb)
{
    struct account known;
    struct arena *arena = arena_open();
    bool exists = account_rows_by_sign_in(post_reader(post, 0), post_id(post), text_of(sign_in),
                                          arena, &known);
    struct digest subject = seal_hash(post_seal_key(post), "attempt", text_of(sign_in));
    struct canon input = canon_open(arena, 200);
    canon_begin_object(&input);
    canon_member_text(&input, "account", exists ? known.id : TEXT("-"));
    canon_member_text(&input, "subject", digest_hex(&subject, arena));
    canon_end_object(&input);
    struct job job = {
        .act = {.verb = verb,
                .asker = {.role = ROLE_SECURITY_ADMIN, .account = TEXT("terminal")},
                .input = value_read_canonical(canon_text(&input), arena),
                .if_version = -1,
                .claimed_ms = -1,
                .counter_ms = -1},
    };
    if (exists)
        post_run(post, &job, arena);
    bool is_done = exists && !job.outcome.is_fault && job.outcome.refusal == ALLOWED;
    if (!is_done)
        fprintf(stderr, "tongban: account %s: %s\n", sign_in,
                exists ? "the node cannot write" : "there is none of that name");
    arena_close(arena);
    return is_done;
}

/* What is asked of one account. */
struct errand {
    struct account_wish wish;
    bool unlocks, resets_factor;
};

static bool
run_errand(struct post *post, const struct errand *errand)
{
    if (errand->unlocks || errand->resets_factor)
        return (!errand->unlocks || guard(post, errand->wish.sign_in, VERB_UNLOCK)) &&
               (!errand->resets_factor || guard(post, errand->wish.sign_in, VERB_RESET_FACTOR));
    return account_put(post, &errand->wish);
}

static int
put(const char *data, const char *rules, const char *node, const struct errand *errand)
{
    struct fault fault = {0};
    struct house_options options = {
        .data = data, .rules = rules, .world = system_world(), .readers = 1};
    struct house *house = house_open(&options, &fault);
    struct post *post = house == NULL ? NULL : house_post(house, text_of(node));
    bool is_put = false;
    if (post == NULL)
        fprintf(stderr, "tongban: %s\n", house == NULL ? fault.what : "no such node here");
    else
        is_put = run_errand(post, errand);
    house_close(house);
    return is_put ? 0 : 1;
}

int
account_main(int argc, char **argv)
{
    const char *data = NULL, *rules = NULL, *node = NULL, *identity = "1";
    bool is_off = false, keeps_password = false;
    char password[PASSWORD_BYTES_MAX + 2];
    struct errand errand = {.unlocks = false};
    struct account_wish wish = {0};
    struct option_row rows[] = {
        {"data", "DIR", &data, NULL, "the data folder (required)"},
        {"node", "ID", &node, NULL, "the node that keeps the account (required)"},
        {"sign-in", "NAME", &wish.sign_in, NULL, "what the person types (required)"},
        {"name", "NAME", &wish.name, NULL, "the person's name"},
        {"roles", "LIST", &wish.roles, NULL, "counter,filing_officer@PLACE,... (required)"},
        {"identity", "0|1|2", &identity, NULL, "declared, seen [1], vouched for by a provider"},
        {"phone", "NUMBER", &wish.phone, NULL, "the person's telephone"},
        {"unlock", NULL, NULL, &errand.unlocks, "let somebody who failed too often try again"},
        {"reset-second-factor", NULL, NULL, &errand.resets_factor,
         "take a lost second factor away and end what is open"},
        {"off", NULL, NULL, &is_off, "the account may no longer sign in"},
        {"keep-password", NULL, NULL, &keeps_password, "change roles only"},
        {"rules", "DIR", &rules, NULL, "the rules [beside the program]"},
        {0},
    };
    if (!options_read(argc, argv,
                      "account --data DIR --node ID --sign-in NAME --roles LIST | --unlock", rows,
                      NULL, 0, NULL))
        return 2;
    bool only_guards = errand.unlocks || errand.resets_factor;
    if (data == NULL || node == NULL || wish.sign_in == NULL ||
        (wish.roles == NULL && !only_guards)) {
        fputs("tongban: account needs --data, --node, --sign-in and --roles\n", stderr);
        return 2;
    }
    if (!keeps_password && !is_off && !only_guards) {
        if (!read_password(password, sizeof password)) {
            fprintf(stderr, "tongban: give a password of %d to %d bytes on standard input\n",
                    PASSWORD_BYTES_MIN, PASSWORD_BYTES_MAX);
            return 2;
        }
        wish.password = password;
    }
    wish.name = wish.name == NULL ? wish.sign_in : wish.name;
    wish.identity = identity[0] == '2' ? 2 : identity[0] == '0' ? 0 : 1;
    wish.is_off = is_off;
    errand.wish = wish;
    return put(data, rules, node, &errand);
}
