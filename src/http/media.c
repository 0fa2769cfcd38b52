/* media.c: looks for the marks every file of a kind must have at its beginning and its end. It is
 * no virus scanner: it keeps honest mistakes (half a download, the wrong file) from becoming
 * filings. */
#include "http/media.h"

#include <string.h>
#include <strings.h>

enum { TAIL_BYTES = 2048, NAMES_BYTES = 64 * 1024 };

static const char *const types[] = {
#define MEDIA(name, type) type,
#include "http/media.def"
#undef MEDIA
    "application/octet-stream",
};

const char *
media_type(enum media media)
{
    return types[media];
}

enum media
media_parse(struct text content_type)
{
    struct text given = content_type;
    given = text_trim(text_cut(&given, ';'));
    for (int media = 0; media < MEDIA_UNKNOWN; media++) {
        struct text type = text_of(types[media]);
        type = text_cut(&type, ';');
        if (given.length == type.length && strncasecmp(given.bytes, type.bytes, type.length) == 0)
            return (enum media)media;
    }
    return MEDIA_UNKNOWN;
}

static bool
begins(struct text bytes, const char *mark, size_t length, size_t at)
{
    return bytes.length >= at + length && memcmp(bytes.bytes + at, mark, length) == 0;
}

static bool
holds(struct text bytes, const char *word)
{
    return memmem(bytes.bytes, bytes.length, word, strlen(word)) != NULL;
}

static struct text
tail_of(struct text bytes, size_t most)
{
    size_t length = bytes.length < most ? bytes.length : most;
    return (struct text){bytes.bytes + bytes.length - length, length};
}

/* A ZIP file ends with its directory; the names in it tell what it is. */
static enum media
media_of_zip(struct text bytes)
{
    struct text names = tail_of(bytes, NAMES_BYTES);
    if (!holds(names, "PK\x05\x06"))
        return MEDIA_UNKNOWN;
    if (holds(names, "word/document.xml"))
        return MEDIA_DOCX;
    return holds(names, "OFD.xml") ? MEDIA_OFD : MEDIA_UNKNOWN;
}

/* Boxes of ISO 14496-12: the first names the brand. */
static enum media
media_of_boxes(struct text bytes)
{
    static const char *const pictures[] = {"heic", "heix", "mif1", "msf1", "hevc"};
    static const char *const films[] = {"isom", "iso2", "mp41", "mp42", "avc1", "M4V "};
    for (size_t i = 0; i < sizeof pictures / sizeof pictures[0]; i++) {
        if (begins(bytes, pictures[i], 4, 8))
            return MEDIA_HEIC;
    }
    for (size_t i = 0; i < sizeof films / sizeof films[0]; i++) {
        if (begins(bytes, films[i], 4, 8))
            return MEDIA_MP4;
    }
    return MEDIA_UNKNOWN;
}

/* A byte order mark and carriage returns are what some editors write; nothing else is hidden. */
static bool
is_plain_text(struct text bytes)
{
    if (begins(bytes, "\xEF\xBB\xBF", 3, 0))
        bytes = (struct text){bytes.bytes + 3, bytes.length - 3};
    if (text_is_empty(text_trim(bytes)) || !text_is_utf8(bytes))
        return false;
    while (!text_is_empty(bytes)) {
        if (text_has_hidden(text_cut(&bytes, '\r')))
            return false;
    }
    return true;
}

enum media
media_of(struct text bytes)
{
    if (begins(bytes, "%PDF-", 5, 0))
        return holds(tail_of(bytes, TAIL_BYTES), "%%EOF") ? MEDIA_PDF : MEDIA_UNKNOWN;
    if (begins(bytes, "\xFF\xD8\xFF", 3, 0))
        return holds(tail_of(bytes, TAIL_BYTES), "\xFF\xD9") ? MEDIA_JPEG : MEDIA_UNKNOWN;
    if (begins(bytes, "\x89PNG\r\n\x1A\n", 8, 0))
        return holds(tail_of(bytes, TAIL_BYTES), "IEND") ? MEDIA_PNG : MEDIA_UNKNOWN;
    if (begins(bytes, "PK\x03\x04", 4, 0))
        return media_of_zip(bytes);
    if (begins(bytes, "ftyp", 4, 4))
        return media_of_boxes(bytes);
    return is_plain_text(bytes) ? MEDIA_TEXT : MEDIA_UNKNOWN;
}
