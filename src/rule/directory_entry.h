/* directory_entry.h: what the directory says of one court or place, and may be changed alone: its
 * name, address, telephone and office hours. */
#ifndef TB_DIRECTORY_ENTRY_H
#define TB_DIRECTORY_ENTRY_H
#include "base/value.h"
#include "law/network.h"
#include "law/refusal.h"

enum { DIRECTORY_WORDS_MAX = 100, DIRECTORY_TELEPHONE_MAX = 40, DIRECTORY_SLIPS_MAX = 10 };

struct directory_entry {
    struct text id;
    bool is_place; /* of a court; may leave its office hours to it */
    struct words name, address;
    struct text telephone;
    struct office_hours office;
};

/* False where the network has no court or place of this id. */
bool directory_entry_find(const struct network *network, struct text id,
                          struct directory_entry *entry);
/* The network with this entry in the place of the one of its id. */
const struct network *directory_entry_apply(const struct network *network,
                                            const struct directory_entry *entry,
                                            struct arena *arena);

/* Canonical JSON: address {en, ko, zh}, name {…}, office, telephone. Alike where the entries are.
 */
struct text directory_entry_write(const struct directory_entry *entry, struct arena *arena);
/* From such, or from what somebody typed: name {zh, ko?, en?}, address, telephone, office. What is
 * missing in another language is said in Chinese. False with every
 * slip, each with its field as forms name it: "name_zh" and so on. */
struct directory_slip {
    enum refusal refusal;
    const char *field;
};
struct directory_slips {
    struct directory_slip all[DIRECTORY_SLIPS_MAX];
    int count;
};
bool directory_entry_read(const struct value *typed, struct directory_entry *entry,
                          struct directory_slips *slips, struct arena *arena);

/* "08:30-11:30 13:30-17:00", as people type it: full-width signs, 8:30, commas, 至. False for
 * anything else; nothing is zero spans. */
bool office_hours_read(struct text typed, struct office_hours *hours, struct arena *arena);
struct text office_hours_write(const struct office_hours *hours, struct arena *arena);

#endif
