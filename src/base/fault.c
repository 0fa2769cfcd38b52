/* fault.c: the first fault is the cause; what follows from it is noise. */
#include "base/fault.h"

#include <stdarg.h>
#include <stdio.h>

void
fault_set(struct fault *fault, const char *format, ...)
{
    if (fault->is_set)
        return;
    va_list args;
    va_start(args, format);
    vsnprintf(fault->what, sizeof fault->what, format, args);
    va_end(args);
    fault->is_set = true;
}
