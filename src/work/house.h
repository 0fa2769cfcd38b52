/* house.h: the nodes that one process hosts: each with its folder, its lock, its writer thread, and
 * readers for whoever looks.
 *
 * A data folder holds one folder per node: node.db, blobs/, keys/ (mode 0600), lock. A node that
 * one process has open cannot be opened by another. */
#ifndef TB_HOUSE_H
#define TB_HOUSE_H
#include "command/command.h"
#include "store/backup_record.h"
#include "work/outlet.h"
#include "work/shelf.h"

enum { HOUSE_NODES_MAX = 64, HOUSE_READERS_MAX = 16 };

struct house;
struct printing;
struct viewing;
struct post; /* one hosted node */

/* An act on its way to the writer. The submitter owns it and everything in it until `done`. */
struct job {
    struct act act;
    struct outcome outcome; /* texts live until `done` returns: copy what is needed */
    struct text receipt;    /* with wants_receipt, of an accepted act; "" otherwise */
    bool wants_receipt;
    /* Called on the writer thread, after the checkpoint over the act is signed; must not block. */
    void (*done)(struct job *job);
    void *of;
    struct job *next;
};

struct house_options {
    const char *data;  /* folder; made if missing */
    const char *rules; /* folder; NULL: as rule_folder_find */
    const struct world *world;
    int readers; /* threads that look (HTTP loops); each gets readers of its own */
    /* How messages to people leave, one for each way (work/outlet.h); NULL: none does. They outlive
     * the house. */
    const struct outlet_settings *outlets;
    const char *public_url;  /* where people reach this house; NULL: messages name no address */
    const char *program;     /* the file of this program, for the press; NULL: as it runs */
    const char *scanner;     /* socket of clamd; NULL: files are not scanned */
    const char *paper_fonts; /* families for Chinese on paper; NULL: the default ones */
};

/* Opens every node of the data folder and starts their writers. NULL with `fault` set: another
 * process has a node, a database is damaged, rules have mistakes (printed to standard error). */
struct house *house_open(const struct house_options *options, struct fault *fault);
/* Lets writers finish what waits, stops them, closes everything. NULL is allowed. */
void house_close(struct house *house);

const struct rulebook *house_rules(const struct house *house);
const struct world *house_world(const struct house *house);
/* How many messages to people went this way and ended so since the start. */
int64_t house_messages(const struct house *house, enum message_way way, enum message_end end);
/* As it was given; NULL: none. */
const char *house_scanner(const struct house *house);
const char *house_data(const struct house *house);
int house_count(const struct house *house);
struct post *house_at(struct house *house, int place);
/* By node id or by node code; NULL where this process does not host it. */
struct post *house_post(struct house *house, struct text id);
struct post *house_post_by_code(struct house *house, struct text code);
/* The public desk, and the hub; NULL where they are not hosted here. */
struct post *house_desk(struct house *house);
struct post *house_hub(struct house *house);
/* Starts and stops the courier and the clock: delivery between nodes, periods that run out. */
bool house_start_work(struct house *house);
/* The same in the caller's thread, until nothing is due; never after house_start_work. */
void house_settle(struct house *house);

struct text post_id(const struct post *post);
/* A reader's connection for a thread that looks, numbered from 0. Never use one from two threads.
 */
struct store *post_reader(struct post *post, int thread);
/* A connection that only reads, for a thread that has none; the caller closes it. NULL: a fault. */
struct store *post_open_reader(const struct post *post, struct fault *fault);
/* The directory in force, as one moment; stays valid until the house closes. May be NULL. */
const struct network *post_network(const struct post *post);
/* The newest signed checkpoint, copied. Empty before the first event. */
struct text post_checkpoint(struct post *post, struct arena *arena, uint64_t *size);
struct printing *post_printing(struct post *post);     /* printing.h */
struct viewing *house_viewing(struct house *house);    /* viewing.h */
const char *post_blob_folder(const struct post *post); /* .../blobs */
/* Where a file of that digest lies, or would. */
const char *post_blob_path(const struct post *post, struct text sha256, struct arena *arena);
const char *post_upload_folder(const struct post *post); /* .../uploads: parts, not yet named */
struct shelf *post_shelf(struct post *post);             /* files that come in piece by piece */

/* For seal.h: what this node keeps of numbers and secrets. */
const unsigned char *post_seal_key(const struct post *post);

/* Queues an act; the writer takes all that wait. False when more than 10 000 wait: answer 503. */
bool post_submit(struct post *post, struct job *job);
/* The same and waits for it, for commands of the terminal and for start-up; texts of the outcome
 * are copied into `arena`. */
void post_run(struct post *post, struct job *job, struct arena *arena);

/* What is worth knowing of a node's health. */
struct post_health {
    int64_t waiting;                                                       /* acts in the queue */
    int64_t outbox_open;                                                   /* promises not kept */
    int64_t outbox_oldest_ms;                                              /* since when; 0 none */
    int64_t messages_open[MESSAGE_WAYS], messages_oldest_ms[MESSAGE_WAYS]; /* the same to people */
    int64_t size;                                                          /* events */
    int64_t checkpoint_ms; /* when the newest checkpoint was signed */
    int64_t alarms;
    int64_t backup_ms;     /* when the newest copy of it was taken; 0: none is known */
    int64_t backup_events; /* how many events that has */
    bool backup_is_verified;
    bool is_stopped, is_read_only, clock_is_doubted;
    const char *why; /* of is_stopped; "" otherwise */
};
struct post_health post_health(struct post *post);
/* The newest copy that was made of this node, as far as its folder knows of one that is a copy of
 * the record as it stands. `reader` is one of the post's. */
bool post_backup(const struct post *post, struct store *reader, struct arena *arena,
                 struct backup_record *record);

/* A look at a matter, allowed or refused: written down in batches. Texts are copied. */
void post_log_look(struct post *post, struct text matter_id, struct text account, struct text role,
                   struct text reason, bool allowed);

/* A browser that is signed in was seen: written down in batches, where `seen_ms` of its row is
 * older than POST_SEEN_MS. */
enum { POST_SEEN_MS = 2 * 60 * 1000 };
void post_see_session(struct post *post, const struct digest *digest, int64_t now_ms);

#endif
