#include "label.h"
#include "base/err.h"
#include <glib.h>

/* Bidirectional controls, zero-width characters, line and paragraph separators, the byte
   order mark, interlinear marks, tags and the non-characters. */
static bool is_invisible(gunichar c)
{
    return (c >= 0x80 && c < 0xa0) || c == 0xad || c == 0x61c || c == 0x180e ||
           (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xfff0 && c <= 0xfffb) ||
           (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef) || (c >= 0xe0000 && c <= 0xe0fff);
}

/* One character of AT (N bytes left): appends it, returns the bytes it took. */
static size_t add_character(struct buf *b, const char *at, size_t n)
{
    gunichar c = g_utf8_get_char_validated(at, (gssize) n);
    unsigned byte = (unsigned char) *at;
    if (byte < 0x20 || byte == 0x7f || c == (gunichar) -1 || c == (gunichar) -2) {
        buf_add_format(b, "\\x%02x", byte);
        return 1;
    }
    size_t length = (size_t) (g_utf8_next_char(at) - at);
    if (is_invisible(c))
        buf_add_format(b, "\\u%04x", (unsigned) c);
    else
        buf_add(b, at, length);
    return length;
}

void label_add(struct buf *b, struct text t, size_t limit)
{
    size_t i = 0, shown = 0, cut = b->len;
    while (i < t.len) {
        if (limit > 0 && shown + 1 == limit)
            cut = b->len;
        if (limit > 0 && shown == limit) {
            b->len = cut;
            buf_add_text(b, "\xe2\x80\xa6");
            return;
        }
        i += add_character(b, t.at + i, t.len - i);
        shown++;
    }
}

static size_t columns_of(gunichar c) { return g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1; }

static size_t columns(const char *text)
{
    size_t n = 0;
    for (; *text != '\0'; text = g_utf8_next_char(text))
        n += columns_of(g_utf8_get_char(text));
    return n;
}

/* The end of what TEXT begins with, N columns at most. */
static const char *head_end(const char *text, size_t n)
{
    size_t taken = 0;
    while (*text != '\0' && taken + columns_of(g_utf8_get_char(text)) <= n) {
        taken += columns_of(g_utf8_get_char(text));
        text = g_utf8_next_char(text);
    }
    return text;
}

/* The beginning of what TEXT ends with, N columns at most; a mark does not stand there without its letter. */
static const char *tail_start(const char *text, size_t n)
{
    size_t left = columns(text);
    while (left > n || (*text != '\0' && columns_of(g_utf8_get_char(text)) == 0)) {
        left -= columns_of(g_utf8_get_char(text));
        text = g_utf8_next_char(text);
    }
    return text;
}

char *label_middle(const char *text, size_t most)
{
    size_t tail = g_str_has_suffix(text, "\xe2\x80\xa6") ? 0 : (most - 1) / 2;
    struct buf b = BUF_INIT;
    if (columns(text) <= most)
        return mem_text(text);
    const char *end = head_end(text, most - 1 - tail), *rest = tail_start(text, tail);
    while (end > text && end[-1] == ' ')
        end--;
    buf_add(&b, text, (size_t) (end - text));
    buf_add_text(&b, "\xe2\x80\xa6");
    buf_add_text(&b, rest + strspn(rest, " "));
    return buf_detach(&b);
}

char *label_new(const char *text, size_t limit)
{
    struct buf b = BUF_INIT;
    label_add(&b, text_of(text), limit);
    return buf_detach(&b);
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

void label_isolate(struct buf *b, const char *text)
{
    while (*text != '\0') {
        const char *next = g_utf8_next_char(text);
        if (is_leftward(g_utf8_get_char(text))) {
            next = run_end(text);
            buf_add_text(b, LABEL_ISOLATE);
            buf_add(b, text, (size_t) (next - text));
            buf_add_text(b, LABEL_ISOLATE_END);
        } else
            buf_add(b, text, (size_t) (next - text));
        text = next;
    }
}
