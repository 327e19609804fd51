#include "glyphs.h"
#include <pango/pangocairo.h>

#define PLAIN 0x250 /* below: Latin, which Inter has whole */

static bool is_drawn(PangoLayout *layout, const char *at, size_t n)
{
    pango_layout_set_text(layout, at, (int) n);
    return pango_layout_get_unknown_glyphs_count(layout) == 0;
}

static PangoLayout *layout_new(void)
{
    PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    PangoFontDescription *font = pango_font_description_from_string("Inter 7");
    PangoLayout *layout = pango_layout_new(context);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    g_object_unref(context);
    return layout;
}

void glyphs_replace(struct buf *b)
{
    PangoLayout *layout = NULL;
    struct buf out = BUF_INIT;
    const char *at = b->at, *end = b->len > 0 ? at + b->len : at;
    while (at < end) {
        gunichar c = g_utf8_get_char_validated(at, end - at);
        size_t n = c == (gunichar) -1 || c == (gunichar) -2 ? 1 : (size_t) (g_utf8_next_char(at) - at);
        if (n > 1 && g_unichar_isspace(c))
            buf_add_text(&out, "\xc2\xa0");
        else if (n == 1 || c < PLAIN)
            buf_add(&out, at, n);
        else {
            layout = layout == NULL ? layout_new() : layout;
            if (is_drawn(layout, at, n))
                buf_add(&out, at, n);
            else
                buf_add_char(&out, '?');
        }
        at += n;
    }
    if (layout != NULL)
        g_object_unref(layout);
    buf_release(b);
    *b = out;
}
