/* calendar_change.h: what else changes the calendar of a court than somebody who asks for it. */
#ifndef TB_CALENDAR_CHANGE_H
#define TB_CALENDAR_CHANGE_H
#include "command/command.h"

/* A rule file of the calendar is in use for the first time. New periods are counted by it; whether
 * those that run already are counted again somebody decides, where any runs. */
void calendar_change_by_files(struct corridor *corridor, const struct author *author,
                              struct text name, struct arena *arena);

#endif
