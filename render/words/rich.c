#include "rich.h"
#include "base/err.h"
#include "label.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void rich_release(struct rich *r)
{
    buf_release(&r->text);
    free(r->runs);
    r->runs = NULL;
    r->n_runs = 0;
}

void rich_add(struct rich *r, unsigned look, const char *text)
{
    size_t from = r->text.len;
    label_isolate(&r->text, text);
    if (look == RICH_PLAIN || r->text.len == from)
        return;
    r->runs = mem_resize(r->runs, (r->n_runs + 1) * sizeof *r->runs);
    r->runs[r->n_runs++] = (struct rich_run){ .from = from, .to = r->text.len, .look = look };
}

void rich_add_format(struct rich *r, unsigned look, const char *format, ...)
{
    va_list arguments;
    char *text;
    va_start(arguments, format);
    int n = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (n < 0)
        return;
    rich_add(r, look, text);
    free(text);
}

const char *rich_text(const struct rich *r)
{
    return r->text.at == NULL ? "" : r->text.at;
}

struct rich rich_move(struct rich *r)
{
    struct rich moved = *r;
    *r = (struct rich) RICH_INIT;
    return moved;
}

struct rich rich_of(unsigned look, const char *text)
{
    struct rich r = RICH_INIT;
    rich_add(&r, look, text);
    return r;
}

void rich_copy(struct rich *to, const struct rich *from)
{
    buf_add(&to->text, rich_text(from), from->text.len);
    to->n_runs = from->n_runs;
    to->runs = mem_alloc(from->n_runs * sizeof *to->runs + 1);
    if (from->n_runs > 0)
        memcpy(to->runs, from->runs, from->n_runs * sizeof *to->runs);
}

/* Where PLACE of the text lies when what stood from AT on, LONG bytes, became NOW bytes; an end within it becomes its end. */
static size_t moved(size_t place, size_t at, size_t length, size_t now)
{
    return place >= at + length ? place - length + now : place > at ? at + now : place;
}

static void replace_at(struct rich *r, size_t at, size_t length, const struct buf *to)
{
    struct buf text = BUF_INIT;
    buf_add(&text, r->text.at, at);
    buf_add(&text, to->at, to->len);
    buf_add_text(&text, r->text.at + at + length);
    buf_release(&r->text);
    r->text = text;
    for (size_t i = 0; i < r->n_runs; i++) {
        r->runs[i].from = moved(r->runs[i].from, at, length, to->len);
        r->runs[i].to = moved(r->runs[i].to, at, length, to->len);
    }
}

void rich_replace(struct rich *r, const char *from, const char *to)
{
    struct buf old = BUF_INIT, new = BUF_INIT;
    label_isolate(&old, from);
    label_isolate(&new, to);
    for (size_t at = 0; old.len > 0 && new.len > 0;) {
        const char *found = strstr(rich_text(r) + at, old.at);
        if (found == NULL)
            break;
        at = (size_t) (found - r->text.at);
        replace_at(r, at, old.len, &new);
        at += new.len;
    }
    buf_release(&old);
    buf_release(&new);
}

void rich_words(const struct rich *r, struct buf *b)
{
    const char *at = rich_text(r), *end = at + r->text.len;
    while (at < end) {
        bool isolate = strncmp(at, LABEL_ISOLATE, 3) == 0 || strncmp(at, LABEL_ISOLATE_END, 3) == 0;
        if (!isolate)
            buf_add_char(b, *at);
        at += isolate ? 3 : 1;
    }
}

/* The mark ' ends a text in cairo's attributes. */
bool rich_is_address(const char *text)
{
    static const char fine[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#[]@!$&()*+,;=%";
    size_t scheme = strncmp(text, "https://", 8) == 0 ? 8 : strncmp(text, "http://", 7) == 0 ? 7 : 0;
    return scheme > 0 && text[scheme] != '\0' && text[strspn(text, fine)] == '\0';
}

const char *rich_address(const struct rich *r)
{
    bool whole = r->n_runs == 1 && r->runs[0].from == 0 && r->runs[0].to == r->text.len && (r->runs[0].look & RICH_LINK);
    return whole && rich_is_address(rich_text(r)) ? rich_text(r) : NULL;
}
