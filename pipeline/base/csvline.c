#include "csvline.h"
#include "err.h"
#include <csv.h>
#include <stdlib.h>

struct csvline {
    struct csv_parser parser;
    struct buf bytes; /* libcsv's own copy of a field lives until the next one */
    size_t *end;      /* of each field in bytes */
    size_t capacity, n;
    bool whole;
};

static int no_space(unsigned char c)
{
    (void) c;
    return 0;
}

/* csv_init fails for a NULL parser alone. */
static void start(struct csvline *c)
{
    (void) csv_init(&c->parser, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_space_func(&c->parser, no_space);
}

struct csvline *csvline_new(void)
{
    struct csvline *c = mem_zero(sizeof *c);
    start(c);
    return c;
}

void csvline_free(struct csvline *c)
{
    if (!c)
        return;
    csv_free(&c->parser);
    buf_release(&c->bytes);
    free(c->end);
    free(c);
}

static void on_field(void *bytes, size_t n, void *context)
{
    struct csvline *c = context;
    buf_add(&c->bytes, n > 0 ? bytes : "", n);
    c->end = mem_grow(c->end, &c->capacity, c->n + 1, sizeof *c->end);
    c->end[c->n++] = c->bytes.len;
}

static void on_row(int terminator, void *context)
{
    (void) terminator;
    struct csvline *c = context;
    c->whole = true;
}

size_t csvline_split(struct csvline *c, struct text line, struct text *fields, size_t max)
{
    c->n = 0;
    c->whole = false;
    buf_clear(&c->bytes);
    bool good = csv_parse(&c->parser, line.at, line.len, on_field, on_row, c) == line.len;
    good = csv_fini(&c->parser, on_field, on_row, c) == 0 && good && c->whole;
    if (!good) { /* only a new parser forgets an error */
        csv_free(&c->parser);
        start(c);
        return 0;
    }
    for (size_t i = 0, from = 0; i < c->n && i < max; from = c->end[i], i++)
        fields[i] = (struct text){ c->bytes.at + from, c->end[i] - from };
    return c->n;
}
