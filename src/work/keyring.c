/* keyring.c: a key is made once, where it will be used, and leaves that place for nowhere. */
#include "work/keyring.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEY_FILE_BYTES_MAX = 512 };

static const char *
key_path(const char *folder, const char *use, struct arena *arena)
{
    return text_format(arena, "%s/keys/%s.key", folder, use).bytes;
}

static bool
write_key(const char *path, const struct signing_key *key, struct arena *arena)
{
    struct text text = key_write_text(key, arena);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return false;
    bool is_written = write(file, text.bytes, text.length) == (ssize_t)text.length &&
                      write(file, "\n", 1) == 1 && fsync(file) == 0;
    return close(file) == 0 && is_written;
}

static bool
make_key(const char *path, struct text name, const struct world *world, struct arena *arena,
         struct signing_key *key)
{
    unsigned char seed[KEY_SEED_BYTES];
    world->random(world->of, seed, sizeof seed);
    *key = key_make(name, seed);
    explicit_bzero(seed, sizeof seed);
    return write_key(path, key, arena);
}

static bool
read_key(const char *path, struct text name, struct arena *arena, struct signing_key *key,
         struct fault *fault)
{
    char bytes[KEY_FILE_BYTES_MAX];
    struct stat about;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0 || fstat(file, &about) != 0) {
        fault_set(fault, "key %s cannot be read: %s", path, strerror(errno));
        if (file >= 0)
            close(file);
        return false;
    }
    ssize_t length = read(file, bytes, sizeof bytes);
    close(file);
    if ((about.st_mode & 077) != 0) {
        fault_set(fault, "key %s can be read by others: chmod 600 it", path);
        return false;
    }
    struct text text = {bytes, length > 0 ? (size_t)length : 0};
    enum flaw flaw = key_read_text(text_copy(text_trim(text), arena), arena, key);
    explicit_bzero(bytes, sizeof bytes);
    if (flaw != NO_FLAW || !text_equal(key->public.name, name)) {
        fault_set(fault, "key %s is damaged or of another node", path);
        return false;
    }
    return true;
}

static bool
load_key(const char *folder, struct text node_id, const char *use, const struct world *world,
         bool may_make, struct arena *arena, struct signing_key *key, struct fault *fault)
{
    const char *path = key_path(folder, use, arena);
    struct text name = text_format(arena, "%.*s/%s1", TEXT_ARGS(node_id), use);
    if (access(path, F_OK) == 0 || !may_make)
        return read_key(path, name, arena, key, fault);
    if (make_key(path, name, world, arena, key))
        return true;
    fault_set(fault, "key %s cannot be written: %s", path, strerror(errno));
    return false;
}

static bool
make_seal(const char *path, const struct world *world, struct arena *arena)
{
    unsigned char seal[SEAL_KEY_BYTES];
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return false;
    world->random(world->of, seal, sizeof seal);
    struct text hex = hex_of((struct text){(const char *)seal, sizeof seal}, arena);
    bool is_written = write(file, hex.bytes, hex.length) == (ssize_t)hex.length &&
                      write(file, "\n", 1) == 1 && fsync(file) == 0;
    explicit_bzero(seal, sizeof seal);
    return close(file) == 0 && is_written;
}

static bool
load_seal(const char *folder, const struct world *world, struct arena *arena, struct keyring *keys,
          struct fault *fault)
{
    char hex[2 * SEAL_KEY_BYTES];
    struct stat about;
    const char *path = key_path(folder, "seal", arena);
    if (access(path, F_OK) != 0 && !make_seal(path, world, arena)) {
        fault_set(fault, "key %s cannot be written: %s", path, strerror(errno));
        return false;
    }
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool is_read = file >= 0 && fstat(file, &about) == 0 && (about.st_mode & 077) == 0 &&
                   read(file, hex, sizeof hex) == (ssize_t)sizeof hex &&
                   hex_read((struct text){hex, sizeof hex}, keys->seal, SEAL_KEY_BYTES);
    if (file >= 0)
        close(file);
    explicit_bzero(hex, sizeof hex);
    if (!is_read)
        fault_set(fault, "key %s is damaged or can be read by others", path);
    return is_read;
}

bool
keyring_load(const char *folder, struct text node_id, const struct world *world, bool may_make,
             struct arena *arena, struct keyring *keys, struct fault *fault)
{
    const char *place = text_format(arena, "%s/keys", folder).bytes;
    if (may_make && mkdir(place, 0700) != 0 && errno != EEXIST) {
        fault_set(fault, "%s cannot be made: %s", place, strerror(errno));
        return false;
    }
    return load_key(folder, node_id, "log", world, may_make, arena, &keys->log, fault) &&
           load_key(folder, node_id, "exchange", world, may_make, arena, &keys->exchange, fault) &&
           load_key(folder, node_id, "signer", world, may_make, arena, &keys->signer, fault) &&
           load_key(folder, node_id, "paper", world, true, arena, &keys->paper, fault) &&
           load_seal(folder, world, arena, keys, fault);
}
