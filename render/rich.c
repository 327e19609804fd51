#include "rich.h"
#include "base/err.h"
#include <glib.h>
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

/* --- scripts that are written from right to left ---------------------------------------- */

static bool is_leftward(gunichar c)
{
    return (c >= 0x590 && c <= 0x8ff) || (c >= 0xfb1d && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfefc) ||
           (c >= 0x10800 && c <= 0x10fff) || (c >= 0x1e800 && c <= 0x1efff);
}

/* Past the last leftward letter of the run that begins at TEXT; blanks and dashes may stand between. */
static const char *run_end(const char *text)
{
    const char *end = text;
    for (const char *at = text; *at != '\0';) {
        gunichar c = g_utf8_get_char(at);
        at = g_utf8_next_char(at);
        if (is_leftward(c))
            end = at;
        else if (!g_unichar_isspace(c) && !g_unichar_ismark(c) && g_unichar_type(c) != G_UNICODE_DASH_PUNCTUATION)
            break;
    }
    return end;
}

/* Such a run is isolated, or it would draw the numbers behind it over to its other side. */
static void add_isolated(struct buf *b, const char *text)
{
    while (*text != '\0') {
        const char *next = g_utf8_next_char(text);
        if (is_leftward(g_utf8_get_char(text))) {
            next = run_end(text);
            buf_add_text(b, RICH_ISOLATE);
            buf_add(b, text, (size_t) (next - text));
            buf_add_text(b, RICH_ISOLATE_END);
        } else
            buf_add(b, text, (size_t) (next - text));
        text = next;
    }
}

void rich_add(struct rich *r, unsigned look, const char *text)
{
    size_t from = r->text.len;
    add_isolated(&r->text, text);
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

void rich_words(const struct rich *r, struct buf *b)
{
    const char *at = rich_text(r), *end = at + r->text.len;
    while (at < end) {
        bool isolate = strncmp(at, RICH_ISOLATE, 3) == 0 || strncmp(at, RICH_ISOLATE_END, 3) == 0;
        if (!isolate)
            buf_add_char(b, *at);
        at += isolate ? 3 : 1;
    }
}
