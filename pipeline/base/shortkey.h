/* shortkey.h -- a text of up to sixteen bytes as two words and its length: equal keys are equal texts.  For tables that
   are asked the same short texts, such as clients, once a line. */

#ifndef DIELOG_SHORTKEY_H
#define DIELOG_SHORTKEY_H

#include "buf.h"
#include <stdint.h>

#define SHORTKEY_MOST 16

struct shortkey {
    uint64_t first, last;
    size_t len;
};

/* T has at most SHORTKEY_MOST bytes.  Long ones are two words that may overlap, shorter ones two halves of words, or
   the first, middle and last byte. */
static inline struct shortkey shortkey_of(struct text t)
{
    struct shortkey k = { 0, 0, t.len };
    if (t.len >= 8) {
        memcpy(&k.first, t.at, 8);
        memcpy(&k.last, t.at + t.len - 8, 8);
    } else if (t.len >= 4) {
        uint32_t first, last;
        memcpy(&first, t.at, 4);
        memcpy(&last, t.at + t.len - 4, 4);
        k.first = first;
        k.last = last;
    } else if (t.len > 0) {
        k.first = (unsigned char) t.at[0] | (uint64_t) (unsigned char) t.at[t.len / 2] << 8;
        k.last = (unsigned char) t.at[t.len - 1];
    }
    return k;
}

static inline bool shortkey_same(const struct shortkey *a, const struct shortkey *b)
{
    return ((a->first ^ b->first) | (a->last ^ b->last) | (a->len ^ b->len)) == 0;
}

/* What was said of a key: two that share a place do not drive each other out. */
struct shortmemo {
    struct shortkey key; /* of an empty text: nothing */
    size_t value;
};

/* Of 2^BITS memos, zero to begin with, that of the key; or one that is free now, its key empty, for the caller to fill
   in: the one that was there longest is forgotten. */
static inline struct shortmemo *shortmemo_find(struct shortmemo *memos, int bits, const struct shortkey *k)
{
    uint64_t mixed = (31 * k->first + k->last + k->len) * UINT64_C(0x9e3779b97f4a7c15);
    struct shortmemo *m = memos + 2 * (mixed >> (65 - bits));
    if (shortkey_same(&m[0].key, k))
        return &m[0];
    if (shortkey_same(&m[1].key, k))
        return &m[1];
    m[1] = m[0];
    m[0].key.len = 0;
    return m;
}

#endif
