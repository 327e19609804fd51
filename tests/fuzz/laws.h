/* laws.h -- any bytes through a dialect, and the laws that must hold then.

   A log of text is read line by line as normalize reads it, and again with the same
   state until no line may need new memory.  A binary one is read from a file in memory.
   The setups of a dialect are what it offers (lookups, orders of dates, with its
   header line before the first or not), so a new dialect needs nothing here.  Laws:
   those of formats.h for the verdicts, and a record is clean UTF-8 with a client, a time
   that can be written and a count.

   A broken law ends the program by abort(), with one line on standard error. */

#ifndef DIELOG_FUZZ_LAWS_H
#define DIELOG_FUZZ_LAWS_H

#include "lines/formats.h"

/* Begins with another dialect; laws_end frees what is kept from input to input. */
void laws_begin(const struct dialect *d);
void laws_end(void);

/* In every setup, or in one of them: below laws_setups. */
void laws_hold(const char *bytes, size_t n);
void laws_hold_in(size_t setup, const char *bytes, size_t n);
size_t laws_setups(void);

/* Allocations by this thread so far (allocations.c): linked with
   --wrap=malloc,calloc,realloc, so that calls from within shared libraries do not
   count. */
int64_t allocations(void);

#endif
