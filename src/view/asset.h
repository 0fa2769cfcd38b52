/* asset.h: style sheets, scripts and icons, compressed, hashed and inside the program.
 *
 * tool/pack_assets makes the table from pages/ at build time. An address holds the digest of what
 * it leads to, so an answer may be kept for ever and a new build never meets an old sheet. */
#ifndef TB_ASSET_H
#define TB_ASSET_H
#include "base/text.h"

/* One of src/view/asset.def; a template that names another does not compile. */
enum asset_name {
#define ASSET(name, file, media) ASSET_##name,
#include "view/asset.def"
#undef ASSET
    ASSET_COUNT
};

/* Everything lives for ever. Texts are UTF-8. */
struct asset {
    const char *name;  /* "citizen.css" */
    const char *path;  /* "/a/citizen-3f2a9c0d51be.css": 12 hex digits of the SHA-256 of `plain` */
    const char *media; /* "text/css" */
    struct text plain;
    struct text brotli; /* what `Accept-Encoding: br` gets */
    struct text gzip;   /* without a time, so that the same sheet is the same bytes */
};
extern const struct asset asset_table[ASSET_COUNT];

/* The asset at an address of this build, such as "/a/desk-0c1d2e3f4a5b.js"; NULL for any other. */
const struct asset *asset_find(struct text path);

#endif
