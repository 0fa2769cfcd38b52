/* viewing.h: pages of what was handed in, as pictures: of a PDF, of a photo.
 *
 * The viewer is a program of its own (`tongban-viewer`, src/viewer.c) in a room of its own
 * (room.h), because what it reads comes from strangers and what reads it is large. Pictures are
 * kept in memory by the digest of the file, never on disk, where a copy would outlive what the law
 * has erased. */
#ifndef TB_VIEWING_H
#define TB_VIEWING_H
#include "base/fault.h"
#include "base/text.h"

enum {
    VIEWING_MS_MAX = 12000,
    VIEWING_FILE_BYTES_MAX = 50 * 1024 * 1024,
    VIEWING_PICTURE_BYTES_MAX = 8 * 1024 * 1024,
    VIEWING_PAGES_MAX = 10000,
    VIEWING_WIDTH_MIN = 200,
    VIEWING_WIDTH_MAX = 2800,
    VIEWING_KEPT = 128,
    VIEWING_KEPT_BYTES = 32 * 1024 * 1024
};

struct viewing;

/* What is to be seen. */
struct viewing_job {
    struct text sha256, media; /* of the file */
    const char *path;
    int page;  /* from 1; 0: only how many there are */
    int width; /* of the picture, in pixels, after turning: VIEWING_WIDTH_MIN to _MAX */
    int turns; /* quarters to the right: 0 to 3 */
};

struct viewed {
    struct text bytes; /* WebP; empty where only pages were counted */
    int pages;
};

/* Can a file of this kind be seen at all? */
bool viewing_knows(struct text media);

/* `program`: the file of tongban; the viewer lies beside it. NULL: as it runs. Nothing is started
 * before the first job. */
struct viewing *viewing_open(const char *program);
/* NULL is allowed. Nobody may be in viewing_run. */
void viewing_close(struct viewing *viewing);

/* Blocks for at most VIEWING_MS_MAX: not for a loop thread. Any number of threads may call it.
 * False with `fault` set: the viewer is not there, the file is damaged or asks for too much, there
 * is no such page. */
bool viewing_run(struct viewing *viewing, const struct viewing_job *job, struct arena *arena,
                 struct viewed *viewed, struct fault *fault);

#endif
