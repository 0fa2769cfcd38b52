/* backup_page.h: for administrators: when each node was backed up last, how far that copy goes, and
 * what a technician types to make one and to put one back. */
#ifndef TB_BACKUP_PAGE_H
#define TB_BACKUP_PAGE_H
#include "store/backup_record.h"
#include "view/parts_view.h"
#include "view/view.h"

/* What is known of one node. */
struct backup_state {
    struct text node;
    struct backup_record record; /* taken_ms 0: no copy is known */
    int64_t events;              /* in its record by now */
};

struct backup_row {
    struct text name, trouble; /* trouble: what is wrong and what to do; empty: nothing */
    struct summary_list_view facts;
    struct text restore, accept; /* commands */
};
struct backups_page {
    const struct backup_row *rows;
    int rows_count;
    struct text make; /* the command */
};

/* In one sentence what is wrong with the backups of a node; empty where nothing is. */
struct text backup_trouble(const struct view *view, int64_t taken_ms, bool is_verified,
                           int64_t now_ms);
/* `data` is the folder of all nodes, as the program was told it. */
void backups_page_fill(const struct view *view, const struct backup_state *states, int count,
                       struct text data, int64_t now_ms, struct backups_page *page);

#endif
