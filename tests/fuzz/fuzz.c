/* fuzz.c -- the target of libFuzzer for every dialect and every other reader: FUZZ_TARGET says which.
   For a dialect an input is read in one setup, which its length chooses: one after the other is too slow,
   and replay.c reads what is found in all. */

#include "laws.h"
#include "readers.h"
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static const struct reader *reader; /* NULL: a dialect */

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void) argc;
    (void) argv;
    struct err err = { 0 };
    const char *name = getenv("FUZZ_TARGET");
    reader = reader_find(name ? name : "");
    if (reader)
        return 0;
    const struct dialect *d = format_find(name ? name : "", &err);
    if (!d) {
        fprintf(stderr, "fuzz: FUZZ_TARGET: %s\n", err.text);
        exit(2);
    }
    laws_begin(d);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    if (reader)
        reader->hold((struct text){ (const char *) bytes, n });
    else
        laws_hold_in(n % laws_setups(), (const char *) bytes, n);
    return 0;
}
