/* floor.c -- what no program that reads, keeps and writes every byte can beat: standard
   input to standard output in blocks, each copied once on its way. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BLOCK ((size_t) 256 << 10)

static int fail(const char *what)
{
    perror(what);
    return 1;
}

static int write_all(const char *at, size_t n)
{
    while (n > 0) {
        ssize_t done = write(STDOUT_FILENO, at, n);
        if (done < 0 && errno != EINTR)
            return -1;
        if (done > 0) {
            at += done;
            n -= (size_t) done;
        }
    }
    return 0;
}

int main(void)
{
    char *in = malloc(BLOCK), *out = malloc(BLOCK);
    if (!in || !out)
        return fail("floor");
    ssize_t n;
    while ((n = read(STDIN_FILENO, in, BLOCK)) != 0) {
        if (n < 0)
            return fail("floor: cannot read");
        memcpy(out, in, (size_t) n);
        if (write_all(out, (size_t) n) != 0)
            return fail("floor: cannot write");
    }
    free(in);
    free(out);
    return 0;
}
