#include "driver_text.h"
#include "base/num.h"
#include <stdlib.h>

struct driver_text {
    struct driver base;
    struct buf said;
    int page;
};

static const char *const type_names[TYPES] = {
    "title", "question", "section", "head", "finding", "body", "note", "table", "table-head", "running",
};

static struct driver_text *self(struct driver *d)
{
    return (struct driver_text *) d;
}

/* Characters, not bytes. */
static size_t characters(const char *at, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += (at[i] & 0xc0) != 0x80;
    return count;
}

/* The bytes of AT that fit on one line of LIMIT characters; *SKIP more are a blank. */
static size_t line_length(const char *at, size_t limit, size_t *skip)
{
    size_t n = strlen(at), blank = 0, i = 0, count = 0;
    *skip = 0;
    for (; i < n && at[i] != '\n'; i++) {
        count += (at[i] & 0xc0) != 0x80;
        if (at[i] == ' ' && count <= limit + 1)
            blank = i;
        if (count > limit)
            break;
    }
    if (i == n || at[i] == '\n') {
        *skip = i < n;
        return i;
    }
    *skip = blank > 0;
    return blank > 0 ? blank : i > 0 ? i : 1;
}

static size_t limit_of(enum type t, double width)
{
    double n = width / (type_style(t)->size / 2);
    return n < 1 ? 1 : (size_t) n;
}

static size_t text_lines(struct driver *d, enum type t, const struct rich *text, double width)
{
    size_t lines = 0, skip;
    (void) d;
    for (const char *at = rich_text(text); *at != '\0'; at += skip) {
        at += line_length(at, limit_of(t, width), &skip);
        lines++;
    }
    return lines == 0 ? 1 : lines;
}

static double text_natural_width(struct driver *d, enum type t, const struct rich *text)
{
    (void) d;
    return (double) characters(rich_text(text), text->text.len) * type_style(t)->size / 2;
}

static bool text_figure_size(struct driver *d, const char *path, double *width, double *height, struct err *err)
{
    const char *name = strrchr(path, '/'), *x;
    name = name == NULL ? path : name + 1;
    x = strchr(name, 'x');
    (void) d;
    if (x == NULL || !num_double((struct text){ name, (size_t) (x - name) }, 1, 1000, width, err) ||
        !num_double((struct text){ x + 1, strcspn(x + 1, ".") }, 1, 1000, height, err))
        return err_set(err, "%s: no size in its name", path);
    *width *= MM;
    *height *= MM;
    return true;
}

static void text_page(struct driver *d, double width, double height)
{
    self(d)->page++;
    buf_add_format(&self(d)->said, "page %d, %.0f x %.0f\n", self(d)->page, width, height);
}

static void text_text(struct driver *d, enum type t, const struct rich *text, double x, double y, double width,
                      enum align align, size_t from, size_t to)
{
    size_t line = 0, skip;
    for (const char *at = rich_text(text); *at != '\0' && line < to; line++) {
        size_t n = line_length(at, limit_of(t, width), &skip);
        double left = align == ALIGN_LEFT ? x : x + width - (double) characters(at, n) * type_style(t)->size / 2;
        if (line >= from)
            buf_add_format(&self(d)->said, "p%d %.0f %.0f %s| %.*s\n", self(d)->page, left,
                           y + (double) (line - from) * type_style(t)->leading, type_names[t], (int) n, at);
        at += n + skip;
    }
}

static void text_rect(struct driver *d, double x, double y, double width, double height, unsigned colour)
{
    (void) d, (void) x, (void) y, (void) width, (void) height, (void) colour;
}

static void text_dot(struct driver *d, double x, double y, double radius, unsigned colour)
{
    (void) d, (void) x, (void) y, (void) radius, (void) colour;
}

static bool text_figure(struct driver *d, const char *path, double x, double y, struct err *err)
{
    (void) err;
    buf_add_format(&self(d)->said, "p%d %.0f %.0f figure| %s\n", self(d)->page, x, y, path);
    return true;
}

static void text_begin(struct driver *d, const char *tag, const char *target)
{
    if (target != NULL)
        buf_add_format(&self(d)->said, "p%d %s to %s\n", self(d)->page, tag, target);
}

static void text_end(struct driver *d, const char *tag)
{
    (void) d, (void) tag;
}

static void text_target(struct driver *d, const char *name, double x, double y)
{
    buf_add_format(&self(d)->said, "p%d %.0f %.0f target| %s\n", self(d)->page, x, y, name);
}

static void text_bookmark(struct driver *d, const char *title, const char *target)
{
    buf_add_format(&self(d)->said, "p%d bookmark %s: %s\n", self(d)->page, target, title);
}

static const struct driver_class text_class = {
    .lines = text_lines,
    .width = text_natural_width,
    .figure_size = text_figure_size,
    .page = text_page,
    .text = text_text,
    .rect = text_rect,
    .dot = text_dot,
    .figure = text_figure,
    .begin = text_begin,
    .end = text_end,
    .target = text_target,
    .bookmark = text_bookmark,
};

struct driver *driver_text_new(void)
{
    struct driver_text *d = mem_zero(sizeof *d);
    d->base.class = &text_class;
    return &d->base;
}

const char *driver_text_said(const struct driver *d)
{
    const struct driver_text *text = (const struct driver_text *) d;
    return text->said.at == NULL ? "" : text->said.at;
}

void driver_text_free(struct driver *d)
{
    if (d != NULL)
        buf_release(&self(d)->said);
    free(d);
}
