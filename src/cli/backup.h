/* backup.h: `tongban backup`, `restore` and `upgrade`.
 *
 * A backup is a folder: DIR/STAMP/NODE/{node.db, blobs/}, and beside the stamps DIR/erasures, the
 * list of what was erased by law, which every restore applies first. Private keys are never in it.
 * Each copy is audited once it is whole, and what came of it is kept in the copy and beside the
 * node (store/backup_record.h). `upgrade` leaves that out: its copy has the tables of the version
 * before.
 */
#ifndef TB_BACKUP_H
#define TB_BACKUP_H

int backup_main(int argc, char **argv);
int restore_main(int argc, char **argv);
int upgrade_main(int argc, char **argv);

#endif
