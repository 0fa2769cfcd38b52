/* embed_assets.c: writes the table of src/view/asset.h from files that tool/pack_assets prepared.
 * Strings compile many times faster than lists of numbers.
 *
 * Usage: embed_assets OUT.c FOLDER { NAME FILE MEDIA PATH }...
 * FOLDER holds FILE, FILE.br and FILE.gz. */
#include <stdio.h>
#include <stdlib.h>

enum { ROW_ARGUMENTS = 4, BYTES_A_LINE = 400 };

static void
stop(const char *what)
{
    perror(what);
    exit(1);
}

/* Digits after an octal escape would join it, so every escape has three. A question mark would
 * begin a trigraph. */
static void
write_byte(FILE *out, int byte)
{
    if (byte == '"' || byte == '\\')
        fprintf(out, "\\%c", byte);
    else if (byte >= ' ' && byte <= '~' && byte != '?')
        fputc(byte, out);
    else
        fprintf(out, "\\%03o", (unsigned)byte);
}

static void
write_text(FILE *out, const char *member, const char *folder, const char *file, const char *ending)
{
    char path[1024];
    size_t length = 0;
    int byte;
    if (snprintf(path, sizeof path, "%s/%s%s", folder, file, ending) >= (int)sizeof path) {
        fprintf(stderr, "embed_assets: path too long: %s\n", file);
        exit(1);
    }
    FILE *in = fopen(path, "rb");
    if (in == NULL)
        stop(path);
    fprintf(out, "        .%s = {\n            \"", member);
    for (; (byte = getc(in)) != EOF; length++) {
        if (length > 0 && length % BYTES_A_LINE == 0)
            fputs("\"\n            \"", out);
        write_byte(out, byte);
    }
    fprintf(out, "\",\n            %zu},\n", length);
    if (ferror(in) || fclose(in) != 0)
        stop(path);
}

int
main(int argc, char **argv)
{
    if (argc < 3 || (argc - 3) % ROW_ARGUMENTS != 0) {
        fputs("usage: embed_assets OUT.c FOLDER { NAME FILE MEDIA PATH }...\n", stderr);
        return 2;
    }
    FILE *out = fopen(argv[1], "w");
    if (out == NULL)
        stop(argv[1]);
    fputs("#include \"view/asset.h\"\n\nconst struct asset asset_table[ASSET_COUNT] = {\n", out);
    for (int i = 3; i < argc; i += ROW_ARGUMENTS) {
        const char *name = argv[i], *file = argv[i + 1], *media = argv[i + 2], *path = argv[i + 3];
        fprintf(out, "    [ASSET_%s] = {\n        .name = \"%s\",\n        .path = \"%s\",\n", name,
                file, path);
        fprintf(out, "        .media = \"%s\",\n", media);
        write_text(out, "plain", argv[2], file, "");
        write_text(out, "brotli", argv[2], file, ".br");
        write_text(out, "gzip", argv[2], file, ".gz");
        fputs("    },\n", out);
    }
    fputs("};\n", out);
    if (fclose(out) != 0)
        stop(argv[1]);
    return 0;
}
