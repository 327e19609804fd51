/* fuzz.c -- the target of libFuzzer for every dialect: FUZZ_DIALECT says which.  An input
   is read in one setup, which its length chooses: one after the other is too slow, and
   replay.c reads what is found in all. */

#include "laws.h"
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void) argc;
    (void) argv;
    struct err err = { 0 };
    const char *name = getenv("FUZZ_DIALECT");
    const struct dialect *d = format_find(name ? name : "", &err);
    if (!d) {
        fprintf(stderr, "fuzz: FUZZ_DIALECT: %s\n", err.text);
        exit(2);
    }
    laws_begin(d);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    laws_hold_in(n % laws_setups(), (const char *) bytes, n);
    return 0;
}
