#include "svg.h"
#include "base/outfile.h"
#include "palette.h"
#include <glib.h>
#include <string.h>

#define SVG_LIMIT ((size_t) 64 << 20)

void svg_text(struct buf *b, struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c == '&')
            buf_add_text(b, "&amp;");
        else if (c == '<')
            buf_add_text(b, "&lt;");
        else if (c == '>')
            buf_add_text(b, "&gt;");
        else if (c == '"')
            buf_add_text(b, "&quot;");
        else
            buf_add_char(b, c);
    }
}

/* --- a figure ------------------------------------------------------------------------ */

struct filter {
    struct buf *to;
    const char *prefix, *seen;
    int depth, left_out; /* the depth of the element that is left out with all it holds, or 0 */
    bool in_text, root;
};

static bool is_one_of(const char *name, const char *const *names)
{
    while (*names != NULL && strcmp(name, *names) != 0)
        names++;
    return *names != NULL;
}

static bool is_kept(const char *element)
{
    static const char *const kept[] = {
        "svg", "g", "defs", "path", "polygon", "polyline", "line", "rect", "circle", "ellipse", "use", "clipPath", "text", "tspan", NULL,
    };
    return is_one_of(element, kept);
}

static void attribute(struct buf *b, const char *name, const char *value)
{
    buf_add_format(b, " %s=\"", name);
    svg_text(b, text_of(value));
    buf_add_char(b, '"');
}

/* Shapes that others use have names "gp..."; gnuplot numbers its groups, too, for scripts that we have not. */
static void named(struct filter *f, const char *name, const char *value)
{
    static const struct {
        const char *name, *start, *end, *as;
        size_t skip;
    } forms[] = {
        { "id", "gp", "", "id=\"", 0 },
        { "xlink:href", "#", "", "href=\"#", 1 },
        { "clip-path", "url(#", ")", "clip-path=\"url(#", 5 },
    };
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        size_t start = strlen(forms[i].start);
        if (strcmp(name, forms[i].name) != 0 || strncmp(value, forms[i].start, start) != 0 ||
            strcmp(value + start + strspn(value + start, plain), forms[i].end) != 0)
            continue;
        buf_add_format(f->to, " %s%s-", forms[i].as, f->prefix);
        svg_text(f->to, text_of(value + forms[i].skip));
        buf_add_char(f->to, '"');
    }
}

static void add_attributes(struct filter *f, const gchar **names, const gchar **values)
{
    static const char *const kept[] = {
        "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "d", "points", "width", "height", "viewBox",
        "transform", "fill", "fill-opacity", "fill-rule", "color", "opacity", "stroke", "stroke-width", "stroke-linecap",
        "stroke-linejoin", "stroke-dasharray", "stroke-opacity", "shape-rendering", "font-family", "font-size", "font-weight",
        "font-style", "text-anchor", "xml:space", NULL,
    };
    for (size_t i = 0; names[i] != NULL; i++)
        if (is_one_of(names[i], kept) && strcasestr(values[i], "url(") == NULL) /* what it names lies elsewhere */
            attribute(f->to, names[i], values[i]);
        else
            named(f, names[i], values[i]);
}

static void start_element(GMarkupParseContext *context, const gchar *name, const gchar **names, const gchar **values, gpointer data,
                          GError **error)
{
    struct filter *f = data;
    (void) context, (void) error;
    f->depth++;
    if (f->left_out == 0 && !is_kept(name))
        f->left_out = f->depth;
    if (f->left_out > 0)
        return;
    buf_add_format(f->to, "<%s", name);
    if (!f->root) {
        attribute(f->to, "role", "img");
        attribute(f->to, "aria-label", f->seen);
    }
    f->root = true;
    f->in_text = f->in_text || strcmp(name, "text") == 0;
    add_attributes(f, names, values);
    buf_add_char(f->to, '>');
}

static void end_element(GMarkupParseContext *context, const gchar *name, gpointer data, GError **error)
{
    struct filter *f = data;
    (void) context, (void) error;
    if (f->left_out == 0)
        buf_add_format(f->to, "</%s>", name);
    if (f->left_out == f->depth)
        f->left_out = 0;
    if (strcmp(name, "text") == 0)
        f->in_text = false;
    f->depth--;
}

static void see_text(GMarkupParseContext *context, const gchar *text, gsize n, gpointer data, GError **error)
{
    struct filter *f = data;
    (void) context, (void) error;
    if (f->left_out == 0 && f->in_text)
        svg_text(f->to, (struct text){ text, n });
}

static bool filter_svg(struct filter *f, const struct buf *svg, const char *path, struct err *err)
{
    static const GMarkupParser parser = { .start_element = start_element, .end_element = end_element, .text = see_text };
    GError *error = NULL;
    GMarkupParseContext *context = g_markup_parse_context_new(&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, f, NULL);
    bool good = g_markup_parse_context_parse(context, svg->at, (gssize) svg->len, &error) &&
                g_markup_parse_context_end_parse(context, &error);
    g_markup_parse_context_free(context);
    if (!good)
        err_set(err, "%s: error: no whole SVG: %s", path, error->message);
    g_clear_error(&error);
    return good;
}

bool svg_inline(struct buf *b, const char *path, const char *prefix, const char *seen, struct err *err)
{
    struct buf svg = BUF_INIT;
    struct filter f = { .to = b, .prefix = prefix, .seen = seen };
    bool good = file_read(path, SVG_LIMIT, &svg, err) && filter_svg(&f, &svg, path, err);
    buf_release(&svg);
    return good;
}

/* --- a sketch ------------------------------------------------------------------------- */

/* Ink is light where the page is dark; the parties keep their colours. */
static void add_fill(struct buf *b, unsigned colour)
{
    if (colour == INK)
        buf_add_text(b, " fill=\"var(--ink)\"/>");
    else if (colour == INK_2)
        buf_add_text(b, " fill=\"var(--ink-2)\"/>");
    else if (colour == HAIRLINE || colour == NULL_BAND)
        buf_add_text(b, " fill=\"var(--hairline)\"/>");
    else
        buf_add_format(b, " fill=\"#%06X\"/>", colour);
}

void svg_sketch(struct buf *b, const struct sketch *s)
{
    buf_add_format(b, "<svg class=\"sketch\" aria-hidden=\"true\" viewBox=\"0 0 %g %g\">", SKETCH_WIDTH, SKETCH_HEIGHT);
    for (size_t i = 0; i < s->n; i++) {
        const struct sketch_shape *shape = &s->shapes[i];
        if (shape->dot)
            buf_add_format(b, "<circle cx=\"%.4g\" cy=\"%.4g\" r=\"%.4g\"", shape->x, shape->y, shape->width);
        else
            buf_add_format(b, "<rect x=\"%.4g\" y=\"%.4g\" width=\"%.4g\" height=\"%.4g\"", shape->x, shape->y, shape->width, shape->height);
        add_fill(b, shape->colour);
    }
    buf_add_text(b, "</svg>");
}
