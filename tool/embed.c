/* embed.c: turns text files into C constants at build time.
 *   embed OUTPUT NAME FILE [NAME FILE ...] */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

static void
embed(FILE *out, const char *name, const char *path)
{
    FILE *in = fopen(path, "rb");
    if (in == NULL) {
        perror(path);
        exit(1);
    }
    fprintf(out, "const char %s[] = {", name);
    int c, column = 0;
    while ((c = fgetc(in)) != EOF)
        fprintf(out, "%s%d,", column++ % 20 == 0 ? "\n    " : "", (signed char)c);
    fprintf(out, "\n    0};\n");
    fclose(in);
}

int
main(int argc, char **argv)
{
    if (argc < 4 || argc % 2 != 0) {
        fputs("usage: embed OUTPUT NAME FILE [NAME FILE ...]\n", stderr);
        return 2;
    }
    FILE *out = fopen(argv[1], "w");
    if (out == NULL) {
        perror(argv[1]);
        return 1;
    }
    for (int i = 2; i < argc; i += 2)
        fprintf(out, "extern const char %s[];\n", argv[i]);
    for (int i = 2; i < argc; i += 2)
        embed(out, argv[i], argv[i + 1]);
    return fclose(out) == 0 ? 0 : 1;
}
