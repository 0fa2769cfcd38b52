/* rule_draft.c: a mistake in one file often shows in another, so all of them are read. */
#include "rule/rule_draft.h"

#include "rule/rule_check.h"
#include "rule/rule_folder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool
is_drafted(const struct rule_draft *drafts, int count, struct text name)
{
    for (int i = 0; i < count; i++) {
        if (text_equal(drafts[i].name, name))
            return true;
    }
    return false;
}

static bool
write_all(const char *folder, const struct rulebook *rules, const struct rule_draft *drafts,
          int count, struct arena *arena, struct fault *fault)
{
    for (size_t i = 0; i < rules->files_count; i++) {
        const struct rulebook_file *file = &rules->files[i];
        if (!is_drafted(drafts, count, file->name) &&
            !rule_folder_write(folder, file->name, file->content, false, arena, fault))
            return false;
    }
    for (int i = 0; i < count; i++) {
        if (!rule_folder_write(folder, drafts[i].name, drafts[i].content, false, arena, fault))
            return false;
    }
    return true;
}

const char *
rule_draft_lay_out(const struct rulebook *rules, const struct rule_draft *drafts, int count,
                   struct arena *arena, struct fault *fault)
{
    static const char template[] = "/tmp/tongban-rules-XXXXXX";
    char *folder = arena_take_raw(arena, sizeof template);
    memcpy(folder, template, sizeof template);
    if (mkdtemp(folder) == NULL) {
        fault_set(fault, "cannot make %s: %s", folder, strerror(errno));
        return NULL;
    }
    if (write_all(folder, rules, drafts, count, arena, fault))
        return folder;
    rule_draft_clear(folder, rules, drafts, count, arena);
    return NULL;
}

/* The file of that name, or the folder it lies in; what is not there, or not empty, stays. */
static void
clear_one(const char *folder, struct text name, bool is_of_folder, struct arena *arena)
{
    struct text file = name, inner = text_cut(&file, '/');
    if (!is_of_folder)
        unlink(text_format(arena, "%s/%.*s", folder, TEXT_ARGS(name)).bytes);
    else if (!text_is_empty(file))
        rmdir(text_format(arena, "%s/%.*s", folder, TEXT_ARGS(inner)).bytes);
}

void
rule_draft_clear(const char *folder, const struct rulebook *rules, const struct rule_draft *drafts,
                 int count, struct arena *arena)
{
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < rules->files_count; i++)
            clear_one(folder, rules->files[i].name, pass == 1, arena);
        for (int i = 0; i < count; i++)
            clear_one(folder, drafts[i].name, pass == 1, arena);
    }
    rmdir(folder);
}

void
rule_draft_check_folder(const char *folder, struct arena *arena, struct mistakes *mistakes)
{
    struct checked_rules rules;
    struct mistakes found = mistakes_open(arena);
    size_t before = strlen(folder) + 1;
    rule_check(folder, arena, &found, &rules);
    for (const struct mistake *one = found.first; one != NULL; one = one->next) {
        struct text file = one->file;
        if (text_starts_with(file, folder) && file.length > before) {
            file.bytes += before;
            file.length -= before;
        }
        mistakes_add(mistakes, text_terminated(file, arena), one->line, one->column, "%.*s",
                     TEXT_ARGS(one->what));
    }
    mistakes->count += found.count > MISTAKES_KEPT_MAX ? found.count - MISTAKES_KEPT_MAX : 0;
}

bool
rule_draft_check(const struct rulebook *rules, const struct rule_draft *drafts, int count,
                 struct arena *arena, struct mistakes *mistakes, struct fault *fault)
{
    const char *folder = rule_draft_lay_out(rules, drafts, count, arena, fault);
    if (folder == NULL)
        return false;
    rule_draft_check_folder(folder, arena, mistakes);
    rule_draft_clear(folder, rules, drafts, count, arena);
    return true;
}

/* As the rules that were read have it. A fault of this is not told: the first one is. */
static void
put_back(const char *folder, const struct rulebook *rules, struct text name, struct arena *arena)
{
    struct fault fault = {0};
    const struct rulebook_file *file = rulebook_file(rules, name);
    if (file == NULL)
        rule_folder_remove(folder, name, arena);
    else
        rule_folder_write(folder, name, file->content, true, arena, &fault);
}

bool
rule_draft_put(const char *folder, const struct rulebook *rules, const struct rule_draft *drafts,
               int count, struct arena *arena, struct fault *fault)
{
    int prepared = 0, placed = 0;
    while (prepared < count && rule_folder_prepare(folder, drafts[prepared].name,
                                                   drafts[prepared].content, true, arena, fault))
        prepared++;
    while (prepared == count && placed < count &&
           rule_folder_place(folder, drafts[placed].name, true, arena, fault))
        placed++;
    if (placed == count)
        return true;
    for (int i = 0; i < prepared; i++) {
        if (i < placed)
            put_back(folder, rules, drafts[i].name, arena);
        else
            rule_folder_drop(folder, drafts[i].name, arena);
    }
    return false;
}
