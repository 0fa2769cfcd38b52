/* volume.c: written and synced, kept apart. A test that pulls the plug has only this to tell it
 * what a disk would still hold; it is deliberately no kinder than a disk may be. */
#include "harness/volume.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *
memory_or_stop(void *memory)
{
    if (memory == NULL) {
        fputs("test: out of memory\n", stderr);
        abort();
    }
    return memory;
}

struct piece *
piece_of(const void *bytes, size_t length)
{
    struct piece *piece = memory_or_stop(malloc(sizeof *piece + length + 1));
    piece->holders = 1;
    piece->length = length;
    memcpy(piece->bytes, bytes, length);
    piece->bytes[length] = '\0';
    return piece;
}

void
piece_drop(struct piece *piece)
{
    if (piece != NULL && --piece->holders == 0)
        free(piece);
}

static struct block *
block_new(const struct block *from)
{
    struct block *block = memory_or_stop(malloc(sizeof *block));
    if (from != NULL)
        memcpy(block->bytes, from->bytes, sizeof block->bytes);
    else
        memset(block->bytes, 0, sizeof block->bytes);
    block->holders = 1;
    block->fingerprint = 0;
    return block;
}

static void
block_drop(struct block *block)
{
    if (block != NULL && --block->holders == 0)
        free(block);
}

static void
content_drop(struct content *content)
{
    for (size_t i = 0; i < content->block_count; i++)
        block_drop(content->blocks[i]);
    free(content->blocks);
    *content = (struct content){0};
}

static struct content
content_copy(const struct content *from)
{
    struct content copy = *from;
    if (from->block_count == 0)
        return (struct content){.size = from->size};
    copy.blocks = memory_or_stop(malloc(from->block_count * sizeof *copy.blocks));
    for (size_t i = 0; i < from->block_count; i++) {
        copy.blocks[i] = from->blocks[i];
        if (copy.blocks[i] != NULL)
            copy.blocks[i]->holders++;
    }
    return copy;
}

size_t
content_read(const struct content *content, size_t offset, void *bytes, size_t count)
{
    unsigned char *to = bytes;
    size_t there = offset >= content->size ? 0 : content->size - offset;
    there = there < count ? there : count;
    for (size_t done = 0; done < there;) {
        size_t at = offset + done, within = at % VOLUME_BLOCK_BYTES;
        size_t step = VOLUME_BLOCK_BYTES - within;
        step = step < there - done ? step : there - done;
        size_t number = at / VOLUME_BLOCK_BYTES;
        if (number < content->block_count && content->blocks[number] != NULL)
            memcpy(to + done, content->blocks[number]->bytes + within, step);
        else
            memset(to + done, 0, step);
        done += step;
    }
    memset(to + there, 0, count - there);
    return there;
}

static void
content_reach(struct content *content, size_t blocks)
{
    if (blocks <= content->block_count)
        return;
    content->blocks = memory_or_stop(realloc(content->blocks, blocks * sizeof *content->blocks));
    for (size_t i = content->block_count; i < blocks; i++)
        content->blocks[i] = NULL;
    content->block_count = blocks;
}

/* The block for writing: nobody else's copy may change with it. */
static struct block *
content_own_block(struct content *content, size_t number)
{
    struct block *block = content->blocks[number];
    if (block == NULL || block->holders > 1) {
        content->blocks[number] = block_new(block);
        block_drop(block);
    }
    content->blocks[number]->fingerprint = 0;
    return content->blocks[number];
}

void
content_write(struct content *content, size_t offset, const void *bytes, size_t count)
{
    const unsigned char *from = bytes;
    if (count == 0)
        return;
    content_reach(content, (offset + count - 1) / VOLUME_BLOCK_BYTES + 1);
    for (size_t done = 0; done < count;) {
        size_t at = offset + done, within = at % VOLUME_BLOCK_BYTES;
        size_t step = VOLUME_BLOCK_BYTES - within;
        step = step < count - done ? step : count - done;
        struct block *block = content_own_block(content, at / VOLUME_BLOCK_BYTES);
        memcpy(block->bytes + within, from + done, step);
        done += step;
    }
    if (content->size < offset + count)
        content->size = offset + count;
}

void
content_truncate(struct content *content, size_t size)
{
    size_t blocks = (size + VOLUME_BLOCK_BYTES - 1) / VOLUME_BLOCK_BYTES;
    for (size_t i = blocks; i < content->block_count; i++)
        block_drop(content->blocks[i]);
    if (blocks < content->block_count)
        content->block_count = blocks;
    size_t within = size % VOLUME_BLOCK_BYTES;
    if (size < content->size && within > 0 && blocks <= content->block_count &&
        content->blocks[blocks - 1] != NULL)
        memset(content_own_block(content, blocks - 1)->bytes + within, 0,
               VOLUME_BLOCK_BYTES - within);
    content->size = size;
}

static uint64_t
stir(uint64_t sum, uint64_t word)
{
    sum = (sum ^ word) * 0x9FB21C651E98DF25u;
    return sum ^ (sum >> 29);
}

static uint64_t
block_fingerprint(struct block *block)
{
    if (block->fingerprint == 0) {
        uint64_t sum = 1, word;
        for (size_t at = 0; at < VOLUME_BLOCK_BYTES; at += sizeof word) {
            memcpy(&word, block->bytes + at, sizeof word);
            sum = stir(sum, word);
        }
        block->fingerprint = sum | 1;
    }
    return block->fingerprint;
}

uint64_t
content_fingerprint(const struct content *content)
{
    uint64_t sum = stir(3, content->size);
    for (size_t i = 0; i < content->block_count; i++)
        sum = stir(sum, content->blocks[i] == NULL ? 0 : block_fingerprint(content->blocks[i]));
    return sum;
}

struct inode *
inode_new(uint64_t number)
{
    struct inode *inode = memory_or_stop(calloc(1, sizeof *inode));
    inode->holders = 1;
    inode->number = number;
    return inode;
}

void
inode_drop(struct inode *inode)
{
    if (inode == NULL || --inode->holders > 0)
        return;
    assert(inode->attached == NULL);
    content_drop(&inode->written);
    content_drop(&inode->durable);
    free(inode);
}

static void
folder_drop(struct folder *folder)
{
    for (size_t i = 0; i < folder->count; i++)
        free(folder->entries[i].name);
    free(folder->entries);
    *folder = (struct folder){0};
}

static struct entry *
folder_find(const struct folder *folder, const char *name)
{
    for (size_t i = 0; i < folder->count; i++)
        if (strcmp(folder->entries[i].name, name) == 0)
            return &folder->entries[i];
    return NULL;
}

/* `inode` NULL takes the name away. Entries borrow inodes; the volume's list holds them. */
static void
folder_set(struct folder *folder, const char *name, struct inode *inode)
{
    struct entry *entry = folder_find(folder, name);
    if (entry != NULL && inode != NULL) {
        entry->inode = inode;
    } else if (entry != NULL) {
        free(entry->name);
        *entry = folder->entries[--folder->count];
    } else if (inode != NULL) {
        folder->entries =
            memory_or_stop(realloc(folder->entries, (folder->count + 1) * sizeof *entry));
        folder->entries[folder->count++] =
            (struct entry){.name = memory_or_stop(strdup(name)), .inode = inode};
    }
}

struct inode *
volume_find(const struct volume *volume, const char *name)
{
    const struct entry *entry = folder_find(&volume->written, name);
    return entry != NULL ? entry->inode : NULL;
}

struct inode *
volume_inode(const struct volume *volume, uint64_t number)
{
    for (size_t i = 0; i < volume->inode_count; i++)
        if (volume->inodes[i]->number == number)
            return volume->inodes[i];
    return NULL;
}

static struct inode *
volume_add_inode(struct volume *volume, struct inode *inode)
{
    volume->inodes =
        memory_or_stop(realloc(volume->inodes, (volume->inode_count + 1) * sizeof(struct inode *)));
    return volume->inodes[volume->inode_count++] = inode;
}

void
volume_close(struct volume *volume)
{
    folder_drop(&volume->written);
    folder_drop(&volume->durable);
    for (size_t i = 0; i < volume->pending_count; i++)
        piece_drop(volume->pending[i].piece);
    for (size_t i = 0; i < volume->inode_count; i++)
        inode_drop(volume->inodes[i]);
    free(volume->pending);
    free(volume->inodes);
    *volume = (struct volume){0};
}

static void
folder_copy(struct folder *to, const struct folder *from, const struct volume *volume)
{
    for (size_t i = 0; i < from->count; i++)
        folder_set(to, from->entries[i].name, volume_inode(volume, from->entries[i].inode->number));
}

static void
volume_wait(struct volume *volume, const struct change *change)
{
    if (volume->pending_count == volume->pending_capacity) {
        volume->pending_capacity = 2 * volume->pending_capacity + 16;
        volume->pending =
            memory_or_stop(realloc(volume->pending, volume->pending_capacity * sizeof *change));
    }
    if (change->piece != NULL)
        change->piece->holders++;
    volume->pending[volume->pending_count++] = *change;
}

struct volume
volume_copy(const struct volume *volume)
{
    struct volume copy = {0};
    for (size_t i = 0; i < volume->inode_count; i++) {
        const struct inode *from = volume->inodes[i];
        struct inode *inode = volume_add_inode(&copy, inode_new(from->number));
        inode->has_lost = from->has_lost;
        inode->written = content_copy(&from->written);
        inode->durable = content_copy(&from->durable);
    }
    folder_copy(&copy.written, &volume->written, &copy);
    folder_copy(&copy.durable, &volume->durable, &copy);
    for (size_t i = 0; i < volume->pending_count; i++)
        volume_wait(&copy, &volume->pending[i]);
    return copy;
}

static bool
is_of_folder(const struct change *change)
{
    return change->kind == CHANGE_CREATE || change->kind == CHANGE_DELETE;
}

static void
content_do(struct content *content, const struct change *change)
{
    if (change->kind == CHANGE_WRITE)
        content_write(content, change->offset, change->piece->bytes, change->piece->length);
    else if (change->kind == CHANGE_TRUNCATE)
        content_truncate(content, change->offset);
}

static void
folder_do(struct folder *folder, const struct change *change, const struct volume *volume)
{
    const char *name = (const char *)change->piece->bytes;
    folder_set(folder, name,
               change->kind == CHANGE_CREATE ? volume_inode(volume, change->file) : NULL);
}

/* Makes what one write wrote the same in both contents; cheap, for blocks are shared. */
static void
share_range(struct content *to, const struct content *from, size_t offset, size_t count)
{
    if (count == 0 || offset >= from->size)
        return;
    content_reach(to, from->block_count);
    size_t last = (offset + count - 1) / VOLUME_BLOCK_BYTES;
    for (size_t i = offset / VOLUME_BLOCK_BYTES; i <= last && i < from->block_count; i++) {
        if (to->blocks[i] == from->blocks[i])
            continue;
        block_drop(to->blocks[i]);
        to->blocks[i] = from->blocks[i];
        if (to->blocks[i] != NULL)
            to->blocks[i]->holders++;
    }
}

/* The file is durable as it is written: by what changed, or whole after it was cut. */
static void
inode_settle(struct inode *inode, const struct change *changes, size_t count)
{
    bool was_cut = false;
    for (size_t i = 0; i < count && !was_cut; i++)
        was_cut = changes[i].file == inode->number && changes[i].kind == CHANGE_TRUNCATE;
    if (was_cut) {
        content_drop(&inode->durable);
        inode->durable = content_copy(&inode->written);
        return;
    }
    for (size_t i = 0; i < count; i++)
        if (changes[i].file == inode->number && changes[i].kind == CHANGE_WRITE)
            share_range(&inode->durable, &inode->written, changes[i].offset,
                        changes[i].piece->length);
    inode->durable.size = inode->written.size;
}

/* Moves the pending changes that `sync` is about out of the list; lost ones stay. */
static void
volume_settle(struct volume *volume, const struct change *sync, struct inode *inode)
{
    size_t kept = 0;
    if (inode != NULL && sync->kind == CHANGE_SYNC && !inode->has_lost)
        inode_settle(inode, volume->pending, volume->pending_count);
    for (size_t i = 0; i < volume->pending_count; i++) {
        struct change *change = &volume->pending[i];
        bool is_meant = inode == NULL ? is_of_folder(change)
                                      : !is_of_folder(change) && change->file == sync->file;
        if (is_meant && sync->kind == CHANGE_SYNC_FAILED)
            change->is_lost = inode->has_lost = true;
        if (!is_meant || change->is_lost) {
            volume->pending[kept++] = *change;
            continue;
        }
        if (inode == NULL)
            folder_do(&volume->durable, change, volume);
        else if (inode->has_lost)
            content_do(&inode->durable, change);
        piece_drop(change->piece);
    }
    volume->pending_count = kept;
}

/* Files that no name, no pending change and no open handle leads to any more. */
static void
volume_forget_unreachable(struct volume *volume)
{
    size_t kept = 0;
    for (size_t i = 0; i < volume->inode_count; i++) {
        struct inode *inode = volume->inodes[i];
        bool is_reachable = inode->holders > 1;
        for (size_t j = 0; j < volume->written.count && !is_reachable; j++)
            is_reachable = volume->written.entries[j].inode == inode;
        for (size_t j = 0; j < volume->durable.count && !is_reachable; j++)
            is_reachable = volume->durable.entries[j].inode == inode;
        for (size_t j = 0; j < volume->pending_count && !is_reachable; j++)
            is_reachable = volume->pending[j].kind == CHANGE_CREATE &&
                           volume->pending[j].file == inode->number;
        if (is_reachable) {
            volume->inodes[kept++] = inode;
            continue;
        }
        size_t still = 0;
        for (size_t j = 0; j < volume->pending_count; j++) {
            if (!is_of_folder(&volume->pending[j]) && volume->pending[j].file == inode->number)
                piece_drop(volume->pending[j].piece);
            else
                volume->pending[still++] = volume->pending[j];
        }
        volume->pending_count = still;
        inode_drop(inode);
    }
    volume->inode_count = kept;
}

void
volume_do(struct volume *volume, const struct change *change)
{
    struct inode *inode = volume_inode(volume, change->file);
    switch (change->kind) {
    case CHANGE_CREATE:
        assert(inode == NULL);
        volume_add_inode(volume, inode_new(change->file));
        folder_do(&volume->written, change, volume);
        volume_wait(volume, change);
        break;
    case CHANGE_DELETE:
        folder_do(&volume->written, change, volume);
        volume_wait(volume, change);
        break;
    case CHANGE_WRITE:
    case CHANGE_TRUNCATE:
        if (inode == NULL) /* Deleted, synced and forgotten; nobody can read it again. */
            break;
        content_do(&inode->written, change);
        volume_wait(volume, change);
        break;
    case CHANGE_SYNC:
    case CHANGE_SYNC_FAILED:
        if (inode != NULL)
            volume_settle(volume, change, inode);
        break;
    case CHANGE_SYNC_FOLDER:
        volume_settle(volume, change, NULL);
        volume_forget_unreachable(volume);
        break;
    }
}

/* A write of which each sector had its own luck. */
static void
content_tear(struct content *content, const struct change *change, struct rng *rng)
{
    size_t length = change->piece->length;
    for (size_t done = 0; done < length;) {
        size_t step = VOLUME_SECTOR_BYTES - (change->offset + done) % VOLUME_SECTOR_BYTES;
        step = step < length - done ? step : length - done;
        if (rng_chance(rng, 500))
            content_write(content, change->offset + done, change->piece->bytes + done, step);
        done += step;
    }
}

/* How many of the last pending writes are torn: mostly the last one alone. */
static size_t
torn_from(const struct volume *volume, struct rng *rng)
{
    size_t from = volume->pending_count, torn = 1 + rng_below(rng, 4);
    while (from > 0 && torn > 0)
        if (volume->pending[--from].kind == CHANGE_WRITE)
            torn--;
    return from;
}

static void
land_pending(struct volume *after, const struct volume *volume, enum crash_kind kind,
             struct rng *rng)
{
    static const unsigned odds[] = {120, 500, 880};
    unsigned luck = odds[rng_below(rng, 3)];
    size_t torn = kind == TORN_512 ? torn_from(volume, rng) : volume->pending_count;
    for (size_t i = 0; i < volume->pending_count; i++) {
        const struct change *change = &volume->pending[i];
        struct inode *inode = volume_inode(after, change->file);
        if (kind == RANDOM_SUBSET && !rng_chance(rng, luck))
            continue;
        if (is_of_folder(change))
            folder_do(&after->written, change, after);
        else if (inode == NULL)
            continue;
        else if (i >= torn && change->kind == CHANGE_WRITE)
            content_tear(&inode->written, change, rng);
        else
            content_do(&inode->written, change);
    }
}

struct volume
volume_after_cut(const struct volume *volume, enum crash_kind kind, struct rng *rng)
{
    struct volume after = {0};
    for (size_t i = 0; i < volume->inode_count; i++) {
        const struct inode *from = volume->inodes[i];
        struct inode *inode = volume_add_inode(&after, inode_new(from->number));
        inode->written = content_copy(kind == EVERYTHING ? &from->written : &from->durable);
    }
    folder_copy(&after.written, kind == EVERYTHING ? &volume->written : &volume->durable, &after);
    if (kind == RANDOM_SUBSET || kind == TORN_512)
        land_pending(&after, volume, kind, rng);
    for (size_t i = 0; i < after.inode_count; i++)
        after.inodes[i]->durable = content_copy(&after.inodes[i]->written);
    folder_copy(&after.durable, &after.written, &after);
    volume_forget_unreachable(&after);
    return after;
}
