/* asset_test.c: what is embedded is what pages/ says, decodes to itself, fits its budget, and every
 * icon a page names is in the sprite. */
#include "base/digest.h"
#include "view/asset.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { HASH_DIGITS = 12, READ_BYTES = 65536 };

static const char *pack, *embed;
static char folder[] = "/tmp/asset-XXXXXX";
static struct arena *arena;

static int
make_folder(void **state)
{
    (void)state;
    arena = arena_open();
    return mkdtemp(folder) == NULL || chdir(folder) != 0;
}

static int
remove_folder(void **state)
{
    static const char *const made[] = {"packed", "first.c", "second.c"};
    (void)state;
    for (size_t i = 0; i < sizeof made / sizeof made[0]; i++)
        unlink(made[i]);
    arena_close(arena);
    return chdir("/") != 0 || rmdir(folder) != 0;
}

static struct text
read_all(FILE *file)
{
    struct buffer buffer = buffer_open(arena, READ_BYTES);
    char piece[READ_BYTES];
    size_t got;
    assert_non_null(file);
    while ((got = fread(piece, 1, sizeof piece, file)) > 0)
        buffer_add(&buffer, piece, got);
    return buffer_text(&buffer);
}

static struct text
read_path(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct text content = read_all(file);
    fclose(file);
    return content;
}

/* What `program` makes of the packed bytes. */
static struct text
unpack(const char *program, struct text packed)
{
    FILE *file = fopen("packed", "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(packed.bytes, 1, packed.length, file), packed.length);
    assert_int_equal(fclose(file), 0);
    FILE *pipe = popen(text_format(arena, "%s -dc <packed", program).bytes, "r");
    struct text plain = read_all(pipe);
    assert_int_equal(pclose(pipe), 0);
    return plain;
}

static void
test_asset__addresses_hold_the_digest_of_what_they_lead_to(void **state)
{
    (void)state;
    for (size_t i = 0; i < ASSET_COUNT; i++) {
        const struct asset *asset = &asset_table[i];
        struct digest digest = digest_of(asset->plain);
        struct text hex = digest_hex(&digest, arena), name = text_of(asset->name);
        struct text stem = text_cut(&name, '.');
        struct text path = text_format(arena, "/a/%.*s-%.*s.%.*s", TEXT_ARGS(stem), HASH_DIGITS,
                                       hex.bytes, TEXT_ARGS(name));
        assert_string_equal(asset->path, path.bytes);
        assert_ptr_equal(asset_find(path), asset);
    }
    assert_null(asset_find(TEXT("/a/citizen.css")));
    assert_null(asset_find(TEXT("/a/citizen-000000000000.css")));
    assert_null(asset_find(TEXT("")));
}

static void
test_asset__both_packings_decode_to_the_plain_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < ASSET_COUNT; i++) {
        const struct asset *asset = &asset_table[i];
        assert_true(asset->plain.length > 0);
        assert_true(text_is_utf8(asset->plain));
        assert_true(text_equal(unpack("brotli", asset->brotli), asset->plain));
        assert_true(text_equal(unpack("gzip", asset->gzip), asset->plain));
    }
}

static size_t
packed_bytes(enum asset_name name)
{
    return asset_table[name].brotli.length;
}

/* What one page of each kind fetches, as sent with brotli. */
static void
test_asset__no_page_fetches_more_than_its_budget(void **state)
{
    const size_t scripts = packed_bytes(ASSET_BASE_JS) + packed_bytes(ASSET_FIELDS_JS);
    (void)state;
    assert_in_range(packed_bytes(ASSET_CITIZEN_CSS), 1, 7 * 1024);
    assert_in_range(packed_bytes(ASSET_DESK_CSS), 1, 7 * 1024);
    assert_in_range(packed_bytes(ASSET_BOARD_CSS), 1, 6 * 1024);
    assert_in_range(scripts, 1, 4 * 1024);
    assert_in_range(scripts + packed_bytes(ASSET_DESK_JS), 1, 20 * 1024);
    assert_in_range(packed_bytes(ASSET_ICON_SVG), 1, 1280);
}

/* Each `icon.svg"}}#name` and `icon "name"` of the pages. */
static size_t
check_icons(const char *path)
{
    static const char *const marks[] = {"icon.svg\"}}#", "{{icon \""};
    struct text content = read_path(path), sprite = asset_table[ASSET_ICON_SVG].plain;
    size_t seen = 0;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        struct text rest = content;
        const char *found;
        while ((found = memmem(rest.bytes, rest.length, marks[i], strlen(marks[i])))) {
            const char *name = found + strlen(marks[i]);
            rest.length -= (size_t)(name - rest.bytes);
            rest.bytes = name;
            if (*name == '{')
                continue; /* chosen when the page is drawn, from a list of the view */
            struct text id = text_cut(&rest, '"');
            struct text symbol = text_format(arena, "<symbol id=\"%.*s\"", TEXT_ARGS(id));
            if (memmem(sprite.bytes, sprite.length, symbol.bytes, symbol.length) == NULL)
                fail_msg("%s: no icon %.*s", path, TEXT_ARGS(id));
            seen++;
        }
    }
    return seen;
}

static void
test_asset__every_icon_a_page_names_is_in_the_sprite(void **state)
{
    struct dirent *area, *entry;
    size_t seen = 0;
    DIR *pages = opendir(PAGES);
    (void)state;
    assert_non_null(pages);
    while ((area = readdir(pages)) != NULL) {
        struct text path = text_format(arena, "%s/%s", PAGES, area->d_name);
        DIR *open = area->d_name[0] == '.' ? NULL : opendir(path.bytes);
        while (open != NULL && (entry = readdir(open)) != NULL) {
            if (strstr(entry->d_name, ".html"))
                seen += check_icons(text_format(arena, "%s/%s", path.bytes, entry->d_name).bytes);
        }
        if (open != NULL)
            closedir(open);
    }
    closedir(pages);
    assert_true(seen > 0);
}

static struct text
run_pack(const char *out)
{
    struct text line =
        text_format(arena, "sh '%s' %s '%s' '%s' '%s'", pack, out, embed, ASSET_DEF, PAGES);
    FILE *pipe = popen(line.bytes, "r");
    assert_non_null(pipe);
    assert_int_equal(pclose(pipe), 0);
    return read_path(out);
}

static void
test_asset__the_same_pages_give_the_same_bytes(void **state)
{
    (void)state;
    assert_true(text_equal(run_pack("first.c"), run_pack("second.c")));
}

/* Nothing of a page may be loaded from elsewhere, and nothing may be evaluated. */
static void
test_asset__nothing_reaches_outside(void **state)
{
    static const char *const never[] = {"http:", "https:", "eval(", "innerHTML", "@import"};
    (void)state;
    for (size_t i = 0; i < ASSET_COUNT; i++) {
        for (size_t n = 0; n < sizeof never / sizeof never[0]; n++) {
            struct text rest = asset_table[i].plain;
            const char *found = memmem(rest.bytes, rest.length, never[n], strlen(never[n]));
            /* The name of the SVG language looks like an address and is none. */
            if (found != NULL && strncmp(found, "http://www.w3.org/2000/svg", 26) != 0)
                fail_msg("%s says %s", asset_table[i].name, never[n]);
        }
    }
}

int
main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_asset__addresses_hold_the_digest_of_what_they_lead_to),
        cmocka_unit_test(test_asset__both_packings_decode_to_the_plain_bytes),
        cmocka_unit_test(test_asset__no_page_fetches_more_than_its_budget),
        cmocka_unit_test(test_asset__every_icon_a_page_names_is_in_the_sprite),
        cmocka_unit_test(test_asset__the_same_pages_give_the_same_bytes),
        cmocka_unit_test(test_asset__nothing_reaches_outside),
    };
    if (count != 3) {
        fputs("usage: asset_test pack_assets embed_assets\n", stderr);
        return 2;
    }
    pack = realpath(arguments[1], NULL);
    embed = realpath(arguments[2], NULL);
    assert_true(pack != NULL && embed != NULL);
    int failed = cmocka_run_group_tests(tests, make_folder, remove_folder);
    free((void *)(uintptr_t)pack);
    free((void *)(uintptr_t)embed);
    return failed;
}
