/* Is a PDF drawn in the faces that were asked for? */

#include "unit.h"

#include "drawing/picture.h"
#include <cairo-pdf.h>
#include <pango/pangocairo.h>

static cairo_status_t take(void *to, const unsigned char *bytes, unsigned n)
{
    buf_add(to, (const char *) bytes, n);
    return CAIRO_STATUS_SUCCESS;
}

/* A page with TEXT in FONT; FONT NULL: an empty one. */
static void make_pdf(struct buf *pdf, const char *font, const char *text)
{
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(take, pdf, 400, 20);
    cairo_t *cr = cairo_create(surface);
    if (font != NULL) {
        PangoLayout *layout = pango_cairo_create_layout(cr);
        PangoFontDescription *description = pango_font_description_from_string(font);
        pango_layout_set_font_description(layout, description);
        pango_layout_set_text(layout, text, -1);
        pango_cairo_show_layout(cr, layout);
        pango_font_description_free(description);
        g_object_unref(layout);
    }
    cairo_show_page(cr);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
}

static bool passes(const char *font, const char *text, const char *face, struct err *err)
{
    const char *const faces[] = { face, NULL };
    struct buf pdf = BUF_INIT;
    *err = (struct err){ .set = false };
    make_pdf(&pdf, font, text);
    bool good = picture_check_pdf((struct text){ pdf.at, pdf.len }, "x.pdf", faces, err);
    buf_release(&pdf);
    return good;
}

static void the_face_that_was_asked_for(void **state)
{
    (void) state;
    struct err err;
    assert_true(passes("Inter 7", "North", "Inter-Regular", &err));
    assert_true(passes("Inter Bold 7", "North", "Inter-Bold", &err));
    assert_true(passes("Inter Bold 7", "North, Ж \xe6\x97\xa5\xe6\x9c\xac \xd8\xb9\xd8\xb1\xd8\xa8 \xe0\xb9\x84\xe0\xb8\x97\xe0\xb8\xa2 \xf0\x9f\x99\x82 1\xef\xb8\x8f\xe2\x83\xa3", "Inter-Bold", &err));
    assert_true(passes(NULL, NULL, NULL, &err));
}

static void another_or_none(void **state)
{
    (void) state;
    struct err err;
    assert_false(passes("Inter 7", "North", "Inter-Bold", &err));
    assert_string_equal(err.text, "x.pdf: error: nothing is drawn in Inter-Bold: is the font installed, and can it be read?");
    assert_false(passes("Noto Sans 7", "North", "Inter-Regular", &err));
    assert_false(passes(NULL, NULL, "Inter-Regular", &err));
}

/* A PDF that leaves the font to whoever shows it. */
static void a_font_that_is_not_in_the_file(void **state)
{
    (void) state;
    static const char *const objects[] = {
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 40 20]/Resources<</Font<</F 4 0 R>>>>>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Inter-Regular>>",
    };
    const char *const faces[] = { "Inter-Regular", NULL };
    struct err err = { .set = false };
    struct buf pdf = BUF_INIT, table = BUF_INIT;
    buf_add_text(&pdf, "%PDF-1.4\n");
    for (size_t i = 0; i < 4; i++) {
        buf_add_format(&table, "%010zu 00000 n \n", pdf.len);
        buf_add_format(&pdf, "%zu 0 obj\n%s\nendobj\n", i + 1, objects[i]);
    }
    size_t at = pdf.len;
    buf_add_format(&pdf, "xref\n0 5\n0000000000 65535 f \n%strailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n", table.at, at);
    assert_false(picture_check_pdf((struct text){ pdf.at, pdf.len }, "x.pdf", faces, &err));
    assert_string_equal(err.text, "x.pdf: error: a font is not in the PDF: Inter-Regular");
    buf_release(&pdf);
    buf_release(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_face_that_was_asked_for),
        cmocka_unit_test(another_or_none),
        cmocka_unit_test(a_font_that_is_not_in_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
