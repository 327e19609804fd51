/* shortkey.h -- a text of up to fifteen bytes as two words, its length among them: equal keys are equal texts.  For
   tables that are asked the same short texts, such as clients, once a line, and should be small. */

#ifndef DIELOG_SHORTKEY_H
#define DIELOG_SHORTKEY_H

#include "buf.h"
#include <endian.h>
#include <stdint.h>

#define SHORTKEY_MOST 15

struct shortkey {
    uint64_t head, tail; /* the bytes, the first lowest, then zeros; the last byte is the length.  Both 0: an empty text */
};

static inline uint64_t shortkey_eight(const char *at)
{
    uint64_t x;
    memcpy(&x, at, 8);
    return le64toh(x);
}

static inline uint64_t shortkey_four(const char *at)
{
    uint32_t x;
    memcpy(&x, at, 4);
    return le32toh(x);
}

static inline uint64_t shortkey_byte(struct text t, size_t i) { return (uint64_t) (unsigned char) t.at[i] << 8 * i; }

/* T has at most SHORTKEY_MOST bytes.  They are read in two pieces that may overlap. */
static inline struct shortkey shortkey_of(struct text t)
{
    struct shortkey k = { 0, (uint64_t) t.len << 56 };
    if (t.len >= 8) {
        k.head = shortkey_eight(t.at);
        k.tail |= shortkey_eight(t.at + t.len - 8) >> 8 >> 8 * (15 - t.len);
    } else if (t.len >= 4) {
        k.head = shortkey_four(t.at) | shortkey_four(t.at + t.len - 4) << 8 * (t.len - 4);
    } else if (t.len > 0) {
        k.head = shortkey_byte(t, 0) | shortkey_byte(t, t.len / 2) | shortkey_byte(t, t.len - 1);
    }
    return k;
}

static inline bool shortkey_same(const struct shortkey *a, const struct shortkey *b)
{
    return ((a->head ^ b->head) | (a->tail ^ b->tail)) == 0;
}

/* The place of K, no empty text, among 2^BITS keys, which are empty to begin with.  *KNOWN says whether it is there; else the
   caller puts it there, over another one if the place and the one beside it are taken. */
static inline size_t shortkey_place(const struct shortkey *keys, int bits, const struct shortkey *k, bool *known)
{
    size_t place = (31 * k->head + k->tail) * UINT64_C(0x9e3779b97f4a7c15) >> (64 - bits), beside = place ^ 1;
    *known = true;
    if (shortkey_same(&keys[place], k))
        return place;
    if (shortkey_same(&keys[beside], k))
        return beside;
    *known = false;
    return keys[place].tail != 0 && keys[beside].tail == 0 ? beside : place;
}

#endif
