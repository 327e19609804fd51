/* wide.h -- sixteen bytes at a time: the compiler has an instruction for it, or several.

   Compare a `wide' with a byte (x == ',', x < ' ', unsigned) and ask wide_mask of the result: bit i of it is
   byte i, the lowest the first in memory. */

#ifndef DIELOG_WIDE_H
#define DIELOG_WIDE_H

#include <endian.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define WIDE 16

typedef unsigned char wide __attribute__((vector_size(WIDE)));
typedef uint64_t wide_words __attribute__((vector_size(WIDE)));

static inline wide wide_load(const char *at)
{
    wide x;
    memcpy(&x, at, sizeof x);
    return x;
}

static inline void wide_store(char *at, wide x) { memcpy(at, &x, sizeof x); }

/* Eight bytes twice: the first and the last of 8 to 16 that stand at AT. */
static inline wide wide_load_ends(const char *at, size_t n)
{
    wide_words x;
    memcpy(&x, at, 8);
    memcpy((char *) &x + 8, at + n - 8, 8);
    return (wide) x;
}

static inline void wide_store_ends(char *at, size_t n, wide x)
{
    wide_words two = (wide_words) x;
    memcpy(at, &two, 8);
    memcpy(at + n - 8, (const char *) &two + 8, 8);
}

#define WIDE_ALL 0xffffu

/* Of bytes that are 0 or 255, as comparisons give them. */
static inline unsigned wide_mask(wide hits)
{
#ifdef __SSE2__
    return (unsigned) _mm_movemask_epi8((__m128i) hits);
#else
    /* The product brings the lowest bit of each byte into the highest byte, in order. */
    const uint64_t ones = UINT64_C(0x0101010101010101), gather = UINT64_C(0x0102040810204080);
    wide_words x = (wide_words) hits;
    uint64_t low = (le64toh(x[0]) & ones) * gather >> 56, high = (le64toh(x[1]) & ones) * gather >> 56;
    return (unsigned) (low | high << 8);
#endif
}

#endif
