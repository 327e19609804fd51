#include "cells.h"
#include "words/label.h"
#include "words/number.h"
#include <math.h>

static void put(struct table *t, unsigned look, struct buf *b)
{
    table_cell(t, look, b->at == NULL ? "" : b->at);
    buf_release(b);
}

void cell_count(struct table *t, double n)
{
    struct buf b = BUF_INIT;
    if (isfinite(n))
        number_count(&b, (int64_t) n);
    put(t, RICH_PLAIN, &b);
}

void cell_fixed(struct table *t, double x, int decimals)
{
    struct buf b = BUF_INIT;
    if (isfinite(x))
        number_fixed(&b, x, decimals);
    put(t, RICH_PLAIN, &b);
}

void cell_significant(struct table *t, double x, int digits)
{
    struct buf b = BUF_INIT;
    if (isfinite(x))
        number_significant(&b, x, digits);
    put(t, RICH_PLAIN, &b);
}

void cell_percent(struct table *t, double fraction)
{
    struct buf b = BUF_INIT;
    if (isfinite(fraction)) {
        number_fixed(&b, fraction * 100, fraction < .0995 ? 2 : 1);
        buf_add_text(&b, NARROW_SPACE "%");
    }
    put(t, RICH_PLAIN, &b);
}

void cell_interval(struct table *t, double lo, double hi, double scale, int decimals)
{
    struct buf b = BUF_INIT;
    if (isfinite(lo) && isfinite(hi)) {
        number_fixed(&b, lo * scale, decimals);
        buf_add_text(&b, lo < 0 ? " to " : EN_DASH);
        number_fixed(&b, hi * scale, decimals);
    }
    put(t, RICH_LIGHT, &b);
}

void cell_p(struct table *t, double p)
{
    struct buf b = BUF_INIT;
    if (isfinite(p))
        number_p_bare(&b, p);
    put(t, p <= .05 ? RICH_BOLD : RICH_PLAIN, &b);
}

void cell_label(struct table *t, unsigned look, const char *text, size_t limit)
{
    struct buf b = BUF_INIT;
    label_add(&b, text_of(text), limit);
    put(t, look, &b);
}

void cell_group(struct table *t, const struct facts *f, const char *group)
{
    cell_label(t, RICH_PLAIN, facts_group_name(f, group), 22);
}

void cell_moment(struct table *t, when_t when)
{
    struct buf b = BUF_INIT;
    if (when != WHEN_MIN)
        number_moment(&b, when);
    put(t, RICH_PLAIN, &b);
}

void cell_offset(struct table *t, double hours)
{
    struct buf b = BUF_INIT;
    if (isfinite(hours))
        number_offset(&b, hours);
    put(t, RICH_PLAIN, &b);
}

void cell_offsets(struct table *t, double lo, double hi)
{
    struct buf b = BUF_INIT;
    if (isfinite(lo) && isfinite(hi)) {
        number_offset(&b, lo);
        buf_add_text(&b, " to ");
        number_offset(&b, hi);
    }
    put(t, RICH_LIGHT, &b);
}
