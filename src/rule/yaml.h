/* yaml.h: a rule file as a tree that remembers where everything stands.
 *
 * The part of YAML that reads the same to everybody: maps, lists and scalars, in block or flow
 * form,
 * `|` and `>` texts, comments. Refused, each with its place: duplicate keys, tabs, anchors,
 * aliases, tags and directives, a second document, keys that are no scalar, nesting beyond
 * YAML_DEPTH_MAX, files beyond YAML_BYTES_MAX, maps beyond YAML_MAP_MAX entries, bytes that are not
 * UTF-8, characters nobody can see. A scalar is text; what it means is the schema's affair, so `no`
 * is never false. */
#ifndef TB_YAML_H
#define TB_YAML_H
#include "base/digest.h"
#include "rule/mistakes.h"

enum { YAML_DEPTH_MAX = 16, YAML_BYTES_MAX = 1024 * 1024, YAML_MAP_MAX = 4096 };

enum yaml_type { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml {
    enum yaml_type type;
    struct text text; /* YAML_SCALAR */
    struct text key;  /* its name within the map that holds it */
    int line, column; /* of the value; 1 is the first, columns count characters */
    int key_line, key_column;
    bool is_quoted;           /* in quotes or a `|` or `>` text: never a number or true */
    const struct yaml *first; /* first child of a list or map */
    const struct yaml *next;  /* next child of the same parent, as written */
    size_t count;             /* children */
};

/* Reads one document; lives as long as the arena and copies what it keeps. NULL when the file
 * cannot be read to its end; what could be found by then is in `mistakes`. A tree with mistakes in
 * it is still given, so that the schema can add its own. `file` is only for the sentences. */
const struct yaml *yaml_read(const char *file, struct text bytes, struct arena *arena,
                             struct mistakes *mistakes);

/* The same from disk. `digest`, unless NULL, becomes that of the bytes. */
const struct yaml *yaml_read_file(const char *path, struct arena *arena, struct mistakes *mistakes,
                                  struct digest *digest);

/* NULL where missing; takes NULL and nodes that are no map. */
const struct yaml *yaml_member(const struct yaml *map, const char *key);

#endif
