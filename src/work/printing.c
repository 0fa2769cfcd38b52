/* printing.c: puts together what the press needs to know, and remembers what it drew last. */
#include "work/printing.h"

#include "base/canon.h"
#include "paper/wording.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEALS_MAX = 64, SEAL_BYTES_MAX = 512 * 1024, TEXT_BYTES_MAX = 256 * 1024 };

#define FONTS_ZH "Noto Serif CJK SC, AR PL UMing CN, HanaMinB"
#define FONTS_KO "Noto Serif CJK KR, Noto Serif CJK SC, HanaMinB"

struct court_seal {
    struct text court, base64;
};

struct kept {
    struct digest made_of;
    char *bytes, *missing;
    size_t length;
    uint64_t used;
};

struct printing {
    struct arena *arena;
    struct press *press;
    const struct signing_key *key;
    struct text fonts;
    struct text texts[LANGUAGE_COUNT];
    struct court_seal seals[SEALS_MAX];
    int seals_count;
    pthread_mutex_t lock; /* over what is kept */
    struct kept kept[PRINTING_KEPT];
    size_t kept_bytes;
    uint64_t uses;
};

/* ---- what a court configures ---- */

/* Empty where there is none. */
static bool
read_file(const char *path, size_t most, struct arena *arena, struct text *bytes,
          struct fault *fault)
{
    FILE *file = fopen(path, "rb");
    *bytes = TEXT("");
    if (file == NULL && errno == ENOENT)
        return true;
    if (file == NULL) {
        fault_set(fault, "%s cannot be read: %s", path, strerror(errno));
        return false;
    }
    char *content = arena_take(arena, most + 1);
    size_t length = fread(content, 1, most + 1, file);
    bool is_good = !ferror(file) && length <= most;
    fclose(file);
    if (!is_good)
        fault_set(fault, "%s cannot be read or has more than %zu bytes", path, most);
    *bytes = (struct text){content, length};
    return is_good;
}

static bool
is_png(struct text bytes)
{
    return bytes.length > 8 && memcmp(bytes.bytes, "\x89PNG\r\n\x1a\n", 8) == 0;
}

static bool
read_seal(struct printing *printing, const char *folder, const char *name, struct fault *fault)
{
    struct text png, court = text_of(name);
    const char *path = text_format(printing->arena, "%s/seals/%s", folder, name).bytes;
    if (court.length < 5 || strcmp(name + court.length - 4, ".png") != 0 || name[0] == '.')
        return true;
    if (!read_file(path, SEAL_BYTES_MAX, printing->arena, &png, fault))
        return false;
    if (!is_png(png) || printing->seals_count == SEALS_MAX) {
        fault_set(fault, "%s is no PNG, or there are more than %d seals", path, SEALS_MAX);
        return false;
    }
    court.length -= 4;
    printing->seals[printing->seals_count++] =
        (struct court_seal){text_copy(court, printing->arena), base64_of(png, printing->arena)};
    return true;
}

static bool
read_seals(struct printing *printing, const char *folder, struct fault *fault)
{
    const char *path = text_format(printing->arena, "%s/seals", folder).bytes;
    DIR *seals = opendir(path);
    bool is_read = true;
    if (seals == NULL)
        return true;
    for (struct dirent *one; is_read && (one = readdir(seals)) != NULL;)
        is_read = read_seal(printing, folder, one->d_name, fault);
    closedir(seals);
    return is_read;
}

static bool
read_texts(struct printing *printing, const char *folder, struct fault *fault)
{
    static const enum language languages[] = {LANGUAGE_ZH, LANGUAGE_KO};
    for (size_t i = 0; i < 2; i++) {
        struct text *text = &printing->texts[languages[i]];
        const char *path =
            text_format(printing->arena, "%s/papers.%s", folder, language_code(languages[i])).bytes;
        if (!read_file(path, TEXT_BYTES_MAX, printing->arena, text, fault))
            return false;
        if (!text_is_empty(*text) && !text_is_utf8(*text)) {
            fault_set(fault, "%s is not UTF-8", path);
            return false;
        }
    }
    return true;
}

struct printing *
printing_open(struct press *press, const char *folder, struct text fonts,
              const struct signing_key *key, struct fault *fault)
{
    struct printing *printing = calloc(1, sizeof *printing);
    if (printing == NULL)
        abort();
    printing->arena = arena_open();
    printing->press = press;
    printing->key = key;
    printing->fonts = fonts;
    pthread_mutex_init(&printing->lock, NULL);
    if (read_seals(printing, folder, fault) && read_texts(printing, folder, fault))
        return printing;
    printing_close(printing);
    return NULL;
}

static void
forget(struct printing *printing, struct kept *kept)
{
    printing->kept_bytes -= kept->length;
    free(kept->bytes);
    free(kept->missing);
    *kept = (struct kept){0};
}

void
printing_close(struct printing *printing)
{
    if (printing == NULL)
        return;
    for (int i = 0; i < PRINTING_KEPT; i++)
        forget(printing, &printing->kept[i]);
    pthread_mutex_destroy(&printing->lock);
    arena_close(printing->arena);
    free(printing);
}

/* ---- the job ---- */

static struct text
seal_of(const struct printing *printing, struct text court)
{
    for (int i = 0; i < printing->seals_count; i++) {
        if (text_equal(printing->seals[i].court, court))
            return printing->seals[i].base64;
    }
    return TEXT("");
}

static void
put_mark(struct canon *canon, const struct printed *printed, const struct paper_source *source,
         struct arena *arena)
{
    static const enum language languages[] = {LANGUAGE_ZH, LANGUAGE_KO};
    struct wording_value values[] = {
        {"code", printed->note.code}, {"id", source->id}, {"matter", source->matter_id}};
    canon_begin_object(canon);
    canon_member_text(canon, "code", printed->note.code);
    canon_key(canon, "lines");
    canon_begin_array(canon);
    canon_put_text(canon, wording_fill("paper.mark.code", LANGUAGE_ZH, values, 3, arena));
    canon_put_text(canon, wording_fill("paper.mark.id", LANGUAGE_ZH, values, 3, arena));
    for (size_t i = 0; i < (source->wants_korean ? 2 : 1); i++)
        canon_put_text(canon, wording("paper.mark.how", languages[i]));
    canon_end_array(canon);
    canon_member_text(canon, "qr", printed->line);
    canon_end_object(canon);
}

static struct text
write_job(const struct printing *printing, const struct printed *printed,
          const struct paper_source *source, struct text content, struct arena *arena)
{
    struct canon canon = canon_open(arena, content.length + 4096);
    struct text own = printing->fonts;
    canon_begin_object(&canon);
    canon_key(&canon, "content");
    canon_put_canonical(&canon, content);
    canon_key(&canon, "draft");
    canon_begin_array(&canon);
    canon_put_text(&canon, wording("paper.draft", LANGUAGE_ZH));
    canon_put_text(&canon, wording("paper.draft", LANGUAGE_EN));
    canon_end_array(&canon);
    canon_key(&canon, "fonts");
    canon_begin_object(&canon);
    canon_member_text(&canon, "ko", TEXT(FONTS_KO));
    canon_member_text(&canon, "zh",
                      text_is_empty(own) ? TEXT(FONTS_ZH)
                                         : text_format(arena, "%.*s, " FONTS_ZH, TEXT_ARGS(own)));
    canon_end_object(&canon);
    if (!source->is_unmarked) {
        canon_key(&canon, "mark");
        put_mark(&canon, printed, source, arena);
    }
    canon_member_text(&canon, "missing", wording("paper.missing", LANGUAGE_ZH));
    canon_member_text(&canon, "pages", wording("paper.pages", LANGUAGE_ZH));
    canon_member_text_if(&canon, "seal", seal_of(printing, source->node));
    canon_end_object(&canon);
    return canon_text(&canon);
}

bool
printing_note(struct printing *printing, struct paper_source *source, struct arena *arena,
              struct printed *printed, struct text *job)
{
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        source->own[language] = printing->texts[language];
    struct text content = paper_content(source, arena);
    *printed = (struct printed){
        .note = {.id = source->id,
                 .matter = source->matter_id,
                 .day = date_of_instant(paper_content_issued_ms(source), CHINA_OFFSET_MINUTES),
                 .due = paper_content_due(source),
                 .case_number = source->case_number,
                 .content = digest_of(content)},
    };
    printed->line = paper_note_sign(&printed->note, printing->key, arena);
    if (text_is_empty(printed->line))
        return false;
    *job = write_job(printing, printed, source, content, arena);
    printed->made_of = digest_of(*job);
    return true;
}

/* ---- what is kept ---- */

static bool
take_kept(struct printing *printing, struct arena *arena, struct printed *printed)
{
    bool is_kept = false;
    pthread_mutex_lock(&printing->lock);
    for (int i = 0; i < PRINTING_KEPT && !is_kept; i++) {
        struct kept *kept = &printing->kept[i];
        is_kept = kept->bytes != NULL && digest_equal(&kept->made_of, &printed->made_of);
        if (is_kept) {
            printed->bytes = text_copy((struct text){kept->bytes, kept->length}, arena);
            printed->missing = text_copy(text_of(kept->missing), arena);
            kept->used = ++printing->uses;
        }
    }
    pthread_mutex_unlock(&printing->lock);
    return is_kept;
}

/* The place of the one that was not used for the longest time; free ones were never used. */
static struct kept *
oldest(struct printing *printing)
{
    struct kept *found = &printing->kept[0];
    for (int i = 1; i < PRINTING_KEPT; i++) {
        if (printing->kept[i].used < found->used)
            found = &printing->kept[i];
    }
    return found;
}

static void
keep(struct printing *printing, const struct printed *printed)
{
    size_t length = printed->bytes.length;
    if (length > PRINTING_KEPT_BYTES / 4)
        return;
    pthread_mutex_lock(&printing->lock);
    struct kept *kept = oldest(printing);
    forget(printing, kept);
    while (printing->kept_bytes + length > PRINTING_KEPT_BYTES) {
        struct kept *least = NULL;
        for (int i = 0; i < PRINTING_KEPT; i++) {
            struct kept *one = &printing->kept[i];
            if (one->bytes != NULL && (least == NULL || one->used < least->used))
                least = one;
        }
        forget(printing, least);
    }
    kept->bytes = malloc(length);
    kept->missing = strndup(printed->missing.bytes, printed->missing.length);
    if (kept->bytes == NULL || kept->missing == NULL)
        abort();
    memcpy(kept->bytes, printed->bytes.bytes, length);
    kept->length = length;
    kept->made_of = printed->made_of;
    kept->used = ++printing->uses;
    printing->kept_bytes += length;
    pthread_mutex_unlock(&printing->lock);
}

bool
printing_press(struct printing *printing, struct text job, struct arena *arena,
               struct printed *printed, struct fault *fault)
{
    struct pressed pressed;
    if (take_kept(printing, arena, printed))
        return true;
    if (!press_run(printing->press, job, arena, &pressed, fault))
        return false;
    printed->bytes = pressed.bytes;
    printed->missing = pressed.missing;
    keep(printing, printed);
    return true;
}
