/* main.c: reads the first word and hands over. */
#include <stdio.h>

int
main(void)
{
    fputs("tongban: no command\n", stderr);
    return 2;
}
