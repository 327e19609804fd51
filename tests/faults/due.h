/* due.h -- which call is to fail.
   FAULT=NAME:N the N-th of this name, FAULT=NAME:N+ every one from the N-th on.
   FAULT_IN=PROGRAM: in that program alone.
   FAULT_SEEN=FILE is created when the fault was given, so that a test knows that N was reached. */

#ifndef DIELOG_DUE_H
#define DIELOG_DUE_H

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int due(const char *name)
{
    static long count;
    const char *fault = getenv("FAULT");
    const char *where = getenv("FAULT_IN");
    size_t n = strlen(name);
    if (where && strcmp(where, program_invocation_short_name) != 0)
        return 0;
    if (!fault || strncmp(fault, name, n) != 0 || fault[n] != ':')
        return 0;
    char *end;
    long nth = strtol(fault + n + 1, &end, 10), now = __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED);
    if (now != nth && !(now > nth && *end == '+'))
        return 0;
    const char *seen = getenv("FAULT_SEEN");
    int fd = seen ? open(seen, O_WRONLY | O_CREAT, 0666) : -1;
    if (fd >= 0)
        close(fd);
    return 1;
}

#endif
