#include "dayrow.h"

/* With the NULs between them, and one at the end. */
static size_t texts_length(const struct text texts[DAYROW_TEXTS])
{
    size_t n = 0, all = 0;
    for (int i = 0; i < DAYROW_TEXTS; i++) {
        all |= texts[i].len;
        n += texts[i].len + 1;
    }
    return all < DAYROW_LONGEST ? n : DAYROW_LONGEST;
}

size_t dayrow_size(const struct text texts[DAYROW_TEXTS])
{
    size_t n = texts_length(texts);
    return n < DAYROW_LONGEST ? (sizeof(struct dayrow) + n + 7) / 8 * 8 : 0;
}

/* Do they stand behind each other already, as the fields of a line do? */
static bool adjacent(const struct text texts[DAYROW_TEXTS])
{
    bool all = true;
    for (int i = 1; i < DAYROW_TEXTS; i++)
        all &= texts[i].at == texts[i - 1].at + texts[i - 1].len + 1;
    return all;
}

static void copy_texts(struct dayrow *row, const struct text texts[DAYROW_TEXTS])
{
    for (int i = 0; i < DAYROW_TEXTS; i++) {
        char *end = row->text + row->end[i];
        memcpy(end - texts[i].len, texts[i].at, texts[i].len);
        *end = '\0';
    }
}

void dayrow_pack(struct dayrow *row, size_t size, const struct text texts[DAYROW_TEXTS])
{
    uint32_t n = 0;
    row->size = (uint32_t) size;
    for (int i = 0; i < DAYROW_TEXTS; i++, n++)
        row->end[i] = n += (uint32_t) texts[i].len;
    if (adjacent(texts))
        memcpy(row->text, texts[0].at, n);
    else
        copy_texts(row, texts);
}

struct text dayrow_text(const struct dayrow *row, int i)
{
    uint32_t from = i > 0 ? row->end[i - 1] + 1 : 0;
    return (struct text){ row->text + from, row->end[i] - from };
}

int dayrow_compare(const struct dayrow *a, const struct dayrow *b)
{
    if (a->time != b->time)
        return a->time < b->time ? -1 : 1;
    uint32_t m = a->end[DAYROW_TEXTS - 1], n = b->end[DAYROW_TEXTS - 1];
    int order = memcmp(a->text, b->text, m < n ? m : n);
    if (order || m != n)
        return order ? order : (m > n) - (m < n);
    return (a->bytes > b->bytes) - (a->bytes < b->bytes);
}

int dayrow_compare_batch(const struct dayrow *a, const struct dayrow *b)
{
    int order = dayrow_compare(a, b);
    return order ? order : (a->batch > b->batch) - (a->batch < b->batch);
}
