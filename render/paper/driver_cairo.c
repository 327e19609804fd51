#include "driver_cairo.h"
#include "drawing/fonts.h"
#include "words/number.h"
#include "words/palette.h"
#include <cairo-pdf.h>
#include <errno.h>
#include <hb.h>
#include <pango/pangocairo.h>
#include <poppler.h>
#include <stdlib.h>

#define FAMILY "Inter"
#define FACE FAMILY ",Noto Sans,Noto Sans CJK SC"

struct driver_cairo {
    struct driver base;
    cairo_surface_t *surface;
    cairo_t *cr;
    PangoLayout *layout;
    FILE *out;       /* NULL: nowhere */
    int write_error; /* errno of the first write that failed */
    bool page_open;
    const char *file; /* pdf_words.file */
    struct err failed;
};

static struct driver_cairo *self(struct driver *d)
{
    return (struct driver_cairo *) d;
}

static cairo_status_t write_bytes(void *driver, const unsigned char *bytes, unsigned n)
{
    struct driver_cairo *c = driver;
    errno = 0;
    if (c->out == NULL || fwrite(bytes, 1, n, c->out) == n)
        return CAIRO_STATUS_SUCCESS;
    c->write_error = c->write_error == 0 ? errno : c->write_error;
    return CAIRO_STATUS_WRITE_ERROR;
}

static void add_attribute(PangoAttrList *list, PangoAttribute *attribute, size_t from, size_t to)
{
    attribute->start_index = (guint) from;
    attribute->end_index = (guint) to;
    pango_attr_list_insert(list, attribute);
}

static PangoAttribute *colour_attribute(unsigned colour)
{
    return pango_attr_foreground_new((guint16) ((colour >> 16 & 0xff) * 257), (guint16) ((colour >> 8 & 0xff) * 257),
                                     (guint16) ((colour & 0xff) * 257));
}

static void add_run(PangoAttrList *list, const struct rich_run *run)
{
    if (run->look & RICH_BOLD)
        add_attribute(list, pango_attr_weight_new(PANGO_WEIGHT_SEMIBOLD), run->from, run->to);
    if (run->look & RICH_ITALIC)
        add_attribute(list, pango_attr_style_new(PANGO_STYLE_ITALIC), run->from, run->to);
    if (run->look & RICH_FINE)
        add_attribute(list, pango_attr_scale_new(.82), run->from, run->to);
    if (run->look & (RICH_LIGHT | RICH_LINK))
        add_attribute(list, colour_attribute(run->look & RICH_LINK ? LINK_INK : INK_2), run->from, run->to);
}

static void keep(PangoAttrList *list, size_t from, size_t n)
{
    add_attribute(list, pango_attr_allow_breaks_new(FALSE), from, from + n);
}

/* A range such as 76.2–82.4 is not broken at its dash, nor a p such as .013 behind its point. */
static void keep_numbers(PangoAttrList *list, const char *text)
{
    for (const char *at = strstr(text, EN_DASH); at != NULL; at = strstr(at + 3, EN_DASH))
        if (at > text && at[-1] != ' ' && at[3] != ' ' && at[3] != '\0')
            keep(list, (size_t) (at - text), 4);
    for (const char *at = strchr(text, '.'); at != NULL; at = strchr(at + 1, '.'))
        if (at[1] >= '0' && at[1] <= '9')
            keep(list, (size_t) (at - text), 2);
}

/* The driver's one layout, set to TEXT. */
static PangoLayout *set(struct driver_cairo *c, enum type t, const struct rich *text, double width)
{
    const struct type_style *style = type_style(t);
    PangoFontDescription *font = pango_font_description_from_string(FACE);
    PangoAttrList *list = pango_attr_list_new();
    pango_font_description_set_absolute_size(font, style->size * PANGO_SCALE);
    pango_font_description_set_weight(font, style->bold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(c->layout, font);
    pango_font_description_free(font);
    add_attribute(list, pango_attr_font_features_new("tnum=1"), 0, G_MAXUINT);
    add_attribute(list, pango_attr_insert_hyphens_new(FALSE), 0, G_MAXUINT);
    for (size_t i = 0; i < text->n_runs; i++)
        add_run(list, &text->runs[i]);
    keep_numbers(list, rich_text(text));
    if (!g_utf8_validate(rich_text(text), -1, NULL))
        err_set(&c->failed, "error: a text is no UTF-8: %.40s", rich_text(text));
    pango_layout_set_text(c->layout, c->failed.set ? "" : rich_text(text), -1);
    pango_layout_set_attributes(c->layout, list);
    pango_attr_list_unref(list);
    pango_layout_set_wrap(c->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(c->layout, width < 0 ? -1 : (int) (width * PANGO_SCALE));
    return c->layout;
}

static size_t cairo_lines(struct driver *d, enum type t, const struct rich *text, double width)
{
    return (size_t) pango_layout_get_line_count(set(self(d), t, text, width));
}

static double cairo_width(struct driver *d, enum type t, const struct rich *text)
{
    PangoRectangle logical;
    pango_layout_get_extents(set(self(d), t, text, -1), NULL, &logical);
    return (double) logical.width / PANGO_SCALE;
}

static void set_colour(struct driver_cairo *c, unsigned colour)
{
    cairo_set_source_rgb(c->cr, (colour >> 16 & 0xff) / 255., (colour >> 8 & 0xff) / 255., (colour & 0xff) / 255.);
}

/* --- lines ---------------------------------------------------------------------- */

static void set_run_colour(struct driver_cairo *c, const PangoItem *item, unsigned colour)
{
    set_colour(c, colour);
    for (const GSList *at = item->analysis.extra_attrs; at != NULL; at = at->next) {
        const PangoAttribute *attribute = at->data;
        if (attribute->klass->type == PANGO_ATTR_FOREGROUND) {
            const PangoColor *own = &((const PangoAttrColor *) at->data)->color;
            cairo_set_source_rgb(c->cr, own->red / 65535., own->green / 65535., own->blue / 65535.);
        }
    }
}

/* The space at which a line was broken is an empty glyph, which cairo marks as content by itself; poppler takes the end of that for the end of
   the paragraph, and whoever listens to the page hears its first line alone.  So it becomes a space again, still without width. */
static void mend_broken_space(PangoGlyphItem *run, const char *text)
{
    const PangoItem *item = run->item;
    bool leftward = item->analysis.level % 2 != 0;
    PangoGlyphInfo *last = &run->glyphs->glyphs[leftward ? 0 : run->glyphs->num_glyphs - 1];
    hb_codepoint_t space;
    if (item->length > 0 && text[item->offset + item->length - 1] == ' ' && last->glyph == PANGO_GLYPH_EMPTY &&
        hb_font_get_nominal_glyph(pango_font_get_hb_font(item->analysis.font), ' ', &space))
        last->glyph = space;
}

static void show_line(struct driver_cairo *c, PangoLayoutLine *line, double x, double baseline, unsigned colour)
{
    const char *text = pango_layout_get_text(c->layout);
    for (GSList *at = line->runs; at != NULL; at = at->next) {
        PangoGlyphItem *run = at->data;
        set_run_colour(c, run->item, colour);
        cairo_move_to(c->cr, x, baseline);
        x += (double) pango_glyph_string_get_width(run->glyphs) / PANGO_SCALE;
        mend_broken_space(run, text);
        pango_cairo_show_glyph_item(c->cr, text, run);
    }
}

static void draw_text(struct driver *d, enum type t, const struct rich *text, double x, double y, double width,
                      enum align align, size_t from, size_t to)
{
    struct driver_cairo *c = self(d);
    const struct type_style *style = type_style(t);
    PangoLayout *layout = set(c, t, text, width);
    size_t n = (size_t) pango_layout_get_line_count(layout);
    for (size_t i = from; i < to && i < n; i++) {
        PangoLayoutLine *line = pango_layout_get_line(layout, (int) i);
        PangoRectangle logical;
        pango_layout_line_get_extents(line, NULL, &logical);
        double left = align == ALIGN_LEFT ? x : x + width - (double) logical.width / PANGO_SCALE;
        double baseline = y + (double) (i - from) * style->leading + style->leading / 2 + style->size * .36;
        show_line(c, line, left, baseline, style->colour);
    }
}

static void draw_rect(struct driver *d, double x, double y, double width, double height, unsigned colour)
{
    set_colour(self(d), colour);
    cairo_rectangle(self(d)->cr, x, y, width, height);
    cairo_fill(self(d)->cr);
}

static void draw_dot(struct driver *d, double x, double y, double radius, unsigned colour)
{
    set_colour(self(d), colour);
    cairo_new_path(self(d)->cr);
    cairo_arc(self(d)->cr, x, y, radius, 0, 2 * G_PI);
    cairo_fill(self(d)->cr);
}

static void begin_page(struct driver *d, double width, double height)
{
    struct driver_cairo *c = self(d);
    if (c->page_open)
        cairo_show_page(c->cr);
    cairo_pdf_surface_set_size(c->surface, width, height);
    c->page_open = true;
}

/* The first page of a PDF file, the caller's to unref. */
static PopplerPage *open_figure(const char *path, struct err *err)
{
    GError *error = NULL;
    char *full = realpath(path, NULL);
    char *uri = full == NULL ? NULL : g_filename_to_uri(full, NULL, NULL);
    PopplerDocument *pdf = uri == NULL ? NULL : poppler_document_new_from_file(uri, NULL, &error);
    PopplerPage *page = pdf == NULL ? NULL : poppler_document_get_page(pdf, 0);
    if (full == NULL)
        err_errno(err, "%s", path);
    else if (page == NULL)
        err_set(err, "%s: error: found no PDF page%s%s", path, error == NULL ? "" : ": ",
                error == NULL ? "" : error->message);
    g_clear_error(&error);
    g_clear_object(&pdf);
    g_free(uri);
    free(full);
    return page;
}

static bool figure_size(struct driver *d, const char *path, double *width, double *height, struct err *err)
{
    PopplerPage *page = open_figure(path, err);
    (void) d;
    if (page == NULL)
        return false;
    poppler_page_get_size(page, width, height);
    g_object_unref(page);
    return true;
}

static bool draw_figure(struct driver *d, const char *path, double x, double y, struct err *err)
{
    struct driver_cairo *c = self(d);
    PopplerPage *page = open_figure(path, err);
    if (page == NULL)
        return false;
    cairo_save(c->cr);
    cairo_translate(c->cr, x, y);
    poppler_page_render_for_printing(page, c->cr);
    cairo_restore(c->cr);
    g_object_unref(page);
    return true;
}

/* Names are the program's own: letters, digits and dashes; addresses hold no quotation mark (rich_is_address). */
static void begin_tag(struct driver *d, const char *tag, const char *target)
{
    struct buf attributes = BUF_INIT;
    if (target != NULL && rich_is_address(target))
        buf_add_format(&attributes, "uri='%s'", target);
    else if (target != NULL && self(d)->file != NULL)
        buf_add_format(&attributes, "uri='%s#nameddest=%s'", self(d)->file, target);
    else if (target != NULL)
        buf_add_format(&attributes, "dest='%s'", target);
    cairo_tag_begin(self(d)->cr, tag, attributes.at);
    buf_release(&attributes);
}

static void end_tag(struct driver *d, const char *tag)
{
    cairo_tag_end(self(d)->cr, tag);
}

static void set_target(struct driver *d, const char *name, double x, double y)
{
    struct buf attributes = BUF_INIT;
    buf_add_format(&attributes, "name='%s' x=%.2f y=%.2f", name, x, y < 20 ? 0 : y - 20);
    cairo_tag_begin(self(d)->cr, CAIRO_TAG_DEST, attributes.at);
    cairo_tag_end(self(d)->cr, CAIRO_TAG_DEST);
    buf_release(&attributes);
}

static void set_bookmark(struct driver *d, const char *title, const char *target)
{
    struct buf attributes = BUF_INIT;
    buf_add_format(&attributes, "dest='%s'", target);
    cairo_pdf_surface_add_outline(self(d)->surface, CAIRO_PDF_OUTLINE_ROOT, title, attributes.at, 0);
    buf_release(&attributes);
}

static const struct driver_class cairo_class = {
    .lines = cairo_lines,
    .width = cairo_width,
    .figure_size = figure_size,
    .page = begin_page,
    .text = draw_text,
    .rect = draw_rect,
    .dot = draw_dot,
    .figure = draw_figure,
    .begin = begin_tag,
    .end = end_tag,
    .target = set_target,
    .bookmark = set_bookmark,
};

static void describe(cairo_surface_t *surface, const struct pdf_words *words)
{
    char stamp[WHEN_TEXT + 1];
    when_write(when_floor(words->made, WHEN_SECOND), stamp);
    memcpy(stamp + 19, "Z", 2); /* whole seconds: 2016-05-04T05:23:46Z */
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, words->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, words->author);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, words->subject);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_KEYWORDS, words->keywords);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, words->creator);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, stamp);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, stamp);
}

/* Widths as on paper, not as on a screen's grid. */
static PangoLayout *new_layout(cairo_t *cr)
{
    PangoLayout *layout = pango_cairo_create_layout(cr);
    PangoContext *context = pango_layout_get_context(layout);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_layout_set_auto_dir(layout, FALSE); /* our sentences run to the right, whatever script the name has that begins one */
    pango_layout_context_changed(layout);
    return layout;
}

static bool is_there(PangoContext *context, PangoWeight weight, PangoStyle style)
{
    PangoFontDescription *wanted = pango_font_description_from_string(FACE);
    pango_font_description_set_weight(wanted, weight);
    pango_font_description_set_style(wanted, style);
    PangoFont *font = pango_context_load_font(context, wanted);
    PangoFontDescription *found = font == NULL ? NULL : pango_font_describe(font);
    bool there = found != NULL && g_strcmp0(pango_font_description_get_family(found), FAMILY) == 0 &&
                 pango_font_description_get_weight(found) == weight && pango_font_description_get_style(found) == style;
    pango_font_description_free(found);
    g_clear_object(&font);
    pango_font_description_free(wanted);
    return there;
}

/* Pango takes another face for one that is not installed, and says nothing. */
static bool faces_are_there(struct err *err)
{
    static const struct {
        const char *name;
        PangoWeight weight;
        PangoStyle style;
    } faces[] = {
        { "Regular", PANGO_WEIGHT_NORMAL, PANGO_STYLE_NORMAL },
        { "Semi Bold", PANGO_WEIGHT_SEMIBOLD, PANGO_STYLE_NORMAL },
        { "Italic", PANGO_WEIGHT_NORMAL, PANGO_STYLE_ITALIC },
    };
    PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    bool good = true;
    for (size_t i = 0; i < sizeof faces / sizeof *faces && good; i++)
        if (!is_there(context, faces[i].weight, faces[i].style))
            good = err_set(err, "error: pages are set in " FAMILY " %s, and the system has no such font: is it installed?", faces[i].name);
    g_object_unref(context);
    return good;
}

struct driver *driver_cairo_new(FILE *out, const struct pdf_words *words, struct err *err)
{
    if (!faces_are_there(err))
        return NULL;
    struct driver_cairo *c = mem_zero(sizeof *c);
    c->base.class = &cairo_class;
    c->out = out;
    c->file = words->file;
    c->surface = cairo_pdf_surface_create_for_stream(write_bytes, c, 210 / 25.4 * 72, 297 / 25.4 * 72);
    cairo_status_t status = cairo_surface_status(c->surface);
    if (status != CAIRO_STATUS_SUCCESS) {
        err_set(err, "error: cairo: %s", cairo_status_to_string(status));
        cairo_surface_destroy(c->surface);
        free(c);
        return NULL;
    }
    c->cr = cairo_create(c->surface);
    c->layout = new_layout(c->cr);
    describe(c->surface, words);
    return &c->base;
}

struct driver *driver_cairo_measure(struct err *err)
{
    static const struct pdf_words none = { .title = "", .author = "", .subject = "", .keywords = "", .creator = "" };
    return driver_cairo_new(NULL, &none, err);
}

bool driver_cairo_close(struct driver *d, struct err *err)
{
    struct driver_cairo *c = self(d);
    if (c->page_open)
        cairo_show_page(c->cr);
    cairo_status_t drawn = cairo_status(c->cr);
    g_object_unref(c->layout);
    cairo_destroy(c->cr);
    cairo_surface_finish(c->surface);
    cairo_status_t finished = cairo_surface_status(c->surface);
    cairo_surface_destroy(c->surface);
    cairo_status_t status = drawn != CAIRO_STATUS_SUCCESS ? drawn : finished;
    if (c->failed.set)
        err_set(err, "%s", c->failed.text);
    else if (c->write_error != 0)
        err_set(err, "error: the report was not written: %s", strerror(c->write_error));
    else if (status != CAIRO_STATUS_SUCCESS)
        err_set(err, "error: the PDF was not made: %s", cairo_status_to_string(status));
    free(c);
    return !err->set && fonts_sound(err);
}

const char *driver_cairo_versions(void)
{
    static char text[128];
    snprintf(text, sizeof text, "cairo %s, pango %s, poppler %s", cairo_version_string(), pango_version_string(),
             poppler_get_version());
    return text;
}
