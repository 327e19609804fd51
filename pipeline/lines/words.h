/* words.h -- a text word by word, for long lines of many words: the blanks of 64 bytes are looked up at once, so that
   finding the end of a word need not wait for the end of the one before. */

#ifndef DIELOG_WORDS_H
#define DIELOG_WORDS_H

#include "cursor.h"

#define WORDS_AT_ONCE 64

struct words {
    struct text rest;         /* what was not taken yet */
    const char *begin, *from; /* of the text; of the bytes that were looked up last */
    uint64_t blanks;          /* bit i: FROM[i] is a blank of the rest */
};

static inline uint64_t words_sixteen(const char *at) { return wide_mask((wide) (wide_load(at) == ' ')); }

/* The blanks of the N bytes AT, fewer than 64; as many as BEFORE stand before them in the text. */
static inline uint64_t words_few(const char *at, size_t n, size_t before)
{
    uint64_t blanks = 0;
    size_t i = 0;
    for (; i + WIDE <= n; i += WIDE)
        blanks |= words_sixteen(at + i) << i;
    if (i < n && before + n >= WIDE) /* those before came already, and are shifted out */
        return blanks | words_sixteen(at + n - WIDE) >> (WIDE - (n - i)) << i;
    for (; i < n; i++)
        blanks |= (uint64_t) (at[i] == ' ') << i;
    return blanks;
}

/* Looks up the next blanks, from FROM on. */
static inline void words_look(struct words *w, const char *from)
{
    size_t n = (size_t) (w->rest.at + w->rest.len - from);
    w->from = from;
    if (n >= WORDS_AT_ONCE)
        w->blanks = words_sixteen(from) | words_sixteen(from + 16) << 16 | words_sixteen(from + 32) << 32 |
                    words_sixteen(from + 48) << 48;
    else
        w->blanks = words_few(from, n, (size_t) (from - w->begin));
}

static inline void words_begin(struct words *w, struct text t)
{
    w->rest = t;
    w->begin = t.at;
    words_look(w, t.at);
}

/* Goes on to bytes that hold a blank; false when there are none. */
__attribute__((noinline, unused)) static bool words_go_on(struct words *w)
{
    const char *end = w->rest.at + w->rest.len;
    while (w->blanks == 0 && end - w->from > WORDS_AT_ONCE)
        words_look(w, w->from + WORDS_AT_ONCE);
    return w->blanks != 0;
}

/* Cuts the word up to the next blank off, the blank too; all of the rest when there is none. */
static inline struct text words_take(struct words *w)
{
    struct text word = w->rest;
    if (w->blanks == 0 && !words_go_on(w)) {
        w->rest = behind(w->rest, w->rest.len);
        return word;
    }
    word.len = (size_t) (w->from + __builtin_ctzll(w->blanks) - word.at);
    w->blanks &= w->blanks - 1;
    w->rest = behind(w->rest, word.len + 1);
    return word;
}

/* Where BYTE stands in a word of W, or its length. */
static inline size_t words_find(const struct words *w, struct text word, char byte)
{
    if (w->rest.at + w->rest.len - word.at < WIDE) /* the text goes on behind nearly every word */
        return find_byte(word.at, word.len, byte);
    unsigned found = wide_mask((wide) (wide_load(word.at) == (unsigned char) byte));
    size_t n = found ? (size_t) __builtin_ctz(found) : word.len < WIDE ? word.len : find_byte(word.at, word.len, byte);
    return n < word.len ? n : word.len;
}

#endif
