/* scratch.h -- a file with given content for a test, removed by scratch_remove. */

#ifndef DIELOG_TEST_SCRATCH_H
#define DIELOG_TEST_SCRATCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SCRATCH_PATH 64

/* Writes CONTENT to a new file and its name into PATH. */
static inline void scratch_write(char path[SCRATCH_PATH], const char *content)
{
    snprintf(path, SCRATCH_PATH, "%s", "/tmp/dielog-unit.XXXXXX");
    int fd = mkstemp(path);
    size_t n = strlen(content);
    if (fd < 0 || write(fd, content, n) != (ssize_t)n || close(fd) != 0) {
        perror(path);
        exit(1);
    }
}

static inline void scratch_remove(const char *path)
{
    unlink(path);
}

#endif
