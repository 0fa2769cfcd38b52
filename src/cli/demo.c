/* demo.c: the demo is the product on made-up data; serving is the same in both. */
#include "cli/demo.h"

#include "cli/demo_play.h"
#include "cli/options.h"
#include "cli/serve.h"
#include "rule/rule_folder.h"
#include "work/system_world.h"
#include "work/totp.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void
print_people(struct arena *arena)
{
    puts("账号（口令均为 " DEMO_PASSWORD "） / sign-ins (one password):");
    for (size_t i = 0; demo_person(i) != NULL; i++) {
        const struct demo_person *person = demo_person(i);
        printf("  %-7s %-14s %-16s %s\n", person->node, person->sign_in, person->roles,
               person->name);
    }
    struct text secret = totp_base32(TEXT(DEMO_FACTOR_SECRET), arena);
    printf("其中 " DEMO_FACTOR_SIGN_IN " 另需动态码，密钥 / its authenticator's secret: %.*s\n",
           TEXT_ARGS(secret));
}

int
demo_main(int argc, char **argv)
{
    const char *data = NULL, *network = NULL, *rules = NULL, *listen = "127.0.0.1:8080";
    bool prepares = false;
    struct option_row rows[] = {
        {"data", "DIR", &data, NULL, "the data folder; made and filled if missing (required)"},
        {"listen", "HOST:PORT", &listen, NULL, "[127.0.0.1:8080]; port 0: any free one"},
        {"network", "FILE", &network, NULL, "the network [rules/network/yanbian.yaml]"},
        {"rules", "DIR", &rules, NULL, "the rules [beside the program]"},
        {"prepare", NULL, NULL, &prepares, "make the data and end"},
        {0},
    };
    if (!options_read(argc, argv, "demo --data DIR [--listen HOST:PORT]", rows, NULL, 0, NULL))
        return 2;
    if (data == NULL) {
        fputs("tongban: demo needs --data DIR\n", stderr);
        return 2;
    }
    struct arena *arena = arena_open();
    struct fault fault = {0};
    struct text folder = rule_folder_find(rules, getenv("TONGBAN_RULES"), arena);
    if (network == NULL)
        network = text_format(arena, "%.*s/network/yanbian.yaml", TEXT_ARGS(folder)).bytes;
    bool is_ready =
        access(data, F_OK) == 0 || demo_play(data, network, rules, system_world(), &fault);
    if (!is_ready)
        fprintf(stderr, "tongban: %s\n", fault.what);
    else
        print_people(arena);
    const char *outgoing = text_format(arena, "%s/outgoing", data).bytes;
    if (is_ready)
        printf("短信和邮件写入文件夹 / text messages and mails are put in: %s\n", outgoing);
    fflush(stdout);
    int status = is_ready ? 0 : 1;
    struct serve_options options = {
        .data = data,
        .listen = listen,
        .rules = rules,
        .outgoing = outgoing,
        .is_demo = true,
    };
    if (is_ready && !prepares)
        status = serve_run(&options);
    arena_close(arena);
    return status;
}
