#include "picture.h"
#include "base/when.h"
#include "words/svg.h"
#include <glib.h>
#include <poppler.h>
#include <stdio.h>

static void see_element(GMarkupParseContext *context, const gchar *name, const gchar **names,
                        const gchar **values, gpointer seen_svg, GError **error)
{
    (void) context, (void) names, (void) values, (void) error;
    if (strcmp(name, "svg") == 0)
        *(bool *) seen_svg = true;
}

bool picture_check_svg(struct text content, const char *path, struct err *err)
{
    static const GMarkupParser parser = { .start_element = see_element };
    bool seen_svg = false;
    GError *error = NULL;
    GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, &seen_svg, NULL);
    bool good = g_markup_parse_context_parse(context, content.at, (gssize) content.len, &error) &&
                g_markup_parse_context_end_parse(context, &error);
    g_markup_parse_context_free(context);
    if (!good)
        err_set(err, "%s: error: no whole SVG: %s", path, error->message);
    else if (!seen_svg)
        good = err_set(err, "%s: error: no whole SVG: no svg element", path);
    g_clear_error(&error);
    return good;
}

/* A PDF that was cut short can still be opened by guessing; its last line tells. */
static bool ends_whole(struct text content)
{
    static const char end[] = "%%EOF\n";
    return content.len >= sizeof end - 1 &&
           memcmp(content.at + content.len - (sizeof end - 1), end, sizeof end - 1) == 0;
}

/* The names of the fonts in PDF, each behind a newline and before one. */
static bool list_fonts(PopplerDocument *pdf, const char *path, struct buf *names, struct err *err)
{
    PopplerFontInfo *info = poppler_font_info_new(pdf);
    PopplerFontsIter *at = NULL;
    bool good = true;
    buf_add_char(names, '\n');
    for (bool more = poppler_font_info_scan(info, 1, &at); more && good; more = poppler_fonts_iter_next(at)) {
        const char *name = poppler_fonts_iter_get_name(at);
        buf_add_format(names, "%s\n", name == NULL ? "?" : name);
        if (!poppler_fonts_iter_is_embedded(at))
            good = err_set(err, "%s: error: a font is not in the PDF: %s", path, name == NULL ? "?" : name);
    }
    poppler_fonts_iter_free(at);
    g_object_unref(info);
    return good;
}

static bool check_fonts(PopplerDocument *pdf, const char *path, const char *const *faces, struct err *err)
{
    struct buf names = BUF_INIT, wanted = BUF_INIT;
    bool good = list_fonts(pdf, path, &names, err);
    for (; *faces != NULL && good; faces++) {
        buf_clear(&wanted);
        buf_add_format(&wanted, "\n%s\n", *faces);
        if (strstr(names.at, wanted.at) == NULL)
            good = err_set(err, "%s: error: nothing is drawn in %s: is the font installed, and can it be read?", path, *faces);
    }
    buf_release(&names);
    buf_release(&wanted);
    return good;
}

bool picture_check_pdf(struct text content, const char *path, const char *const *faces, struct err *err)
{
    GError *error = NULL;
    GBytes *bytes = g_bytes_new_static(content.at, content.len);
    PopplerDocument *pdf = ends_whole(content) ? poppler_document_new_from_bytes(bytes, NULL, &error) : NULL;
    bool good = pdf != NULL && poppler_document_get_n_pages(pdf) == 1;
    if (!good)
        err_set(err, "%s: error: no whole PDF of one page%s%s", path, error == NULL ? "" : ": ",
                error == NULL ? "" : error->message);
    good = good && check_fonts(pdf, path, faces, err);
    g_clear_object(&pdf);
    g_clear_error(&error);
    g_bytes_unref(bytes);
    return good;
}

/* Puts TEXT between START and END, instead of what stands there or before it. */
static void say_element(struct buf *content, const char *start, const char *end, const char *text, bool instead)
{
    struct buf after = BUF_INIT;
    char *from = content->len > 0 ? strstr(content->at, start) : NULL, *to = from == NULL ? NULL : strstr(from, end);
    if (to == NULL)
        return;
    const char *rest = instead ? to : from + strlen(start);
    buf_add_text(&after, rest);
    content->len = (size_t) (from - content->at) + strlen(start);
    svg_text(content, text_of(text));
    buf_add_text(content, instead ? "" : " ");
    buf_add(content, after.at, after.len);
    buf_release(&after);
}

void picture_say_svg(struct buf *content, const char *title, const char *description)
{
    say_element(content, "<title>", "</title>", title, true);
    say_element(content, "<desc>", "</desc>", description, false); /* gnuplot's version stands there */
}

void picture_date_pdf(struct buf *content, int64_t seconds)
{
    static const char key[] = "/CreationDate (D:";
    char stamp[32];
    int year, month, day;
    char *at = memmem(content->at, content->len, key, sizeof key - 1);
    if (at == NULL || (size_t) (at - content->at) + sizeof key + 14 > content->len)
        return;
    int64_t days = when_day_of(seconds * WHEN_SECOND);
    int second = (int) (seconds - days * 86400);
    when_civil(days, &year, &month, &day);
    snprintf(stamp, sizeof stamp, "%04d%02d%02d%02d%02d%02d", year % 10000, month, day,
             second / 3600, second / 60 % 60, second % 60);
    memcpy(at + sizeof key - 1, stamp, 14);
}
