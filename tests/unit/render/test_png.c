/* A page as PNG: what comes out is what was drawn, at the size that was asked for. */

#include "unit.h"

#include "drawing/png.h"
#include <cairo-pdf.h>

static cairo_status_t take(void *to, const unsigned char *bytes, unsigned n)
{
    buf_add(to, (const char *) bytes, n);
    return CAIRO_STATUS_SUCCESS;
}

struct source {
    const struct buf *from;
    size_t at;
};

static cairo_status_t give(void *source, unsigned char *to, unsigned n)
{
    struct source *s = source;
    if (n > s->from->len - s->at)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(to, s->from->at + s->at, n);
    s->at += n;
    return CAIRO_STATUS_SUCCESS;
}

/* 40 by 20 points, the left half blue. */
static void make_pdf(struct buf *pdf)
{
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(take, pdf, 40, 20);
    cairo_t *cr = cairo_create(surface);
    cairo_set_source_rgb(cr, 0, 0, 1);
    cairo_rectangle(cr, 0, 0, 20, 20);
    cairo_fill(cr);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
}

/* Read back by libpng, through cairo. */
static cairo_surface_t *read_png(const struct buf *png)
{
    struct source s = { .from = png };
    cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(give, &s);
    assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    assert_int_equal(s.at, png->len);
    return surface;
}

static unsigned pixel(cairo_surface_t *surface, int x, int y)
{
    const unsigned char *line = cairo_image_surface_get_data(surface) + (size_t) y * (size_t) cairo_image_surface_get_stride(surface);
    return ((const unsigned *) (const void *) line)[x] & 0xffffff;
}

static void a_page_keeps_its_colours_and_size(void **state)
{
    struct err err = { .set = false };
    struct buf pdf = BUF_INIT, png = BUF_INIT;
    (void) state;
    make_pdf(&pdf);
    assert_worked(png_at((struct text){ pdf.at, pdf.len }, "x.pdf", 300, &png, &err));
    cairo_surface_t *surface = read_png(&png);
    assert_int_equal(cairo_image_surface_get_width(surface), 167);
    assert_int_equal(cairo_image_surface_get_height(surface), 83);
    assert_int_equal(pixel(surface, 40, 40), 0x0000ff);
    assert_int_equal(pixel(surface, 130, 40), 0xffffff);
    /* 11811 pixels a metre, in a chunk behind the header. */
    assert_memory_equal(png.at + 33, "\0\0\0\x09pHYs\0\0\x2e\x23\0\0\x2e\x23\x01\x78\xa5\x3f\x76", 21);
    cairo_surface_destroy(surface);
    buf_release(&png);
    buf_release(&pdf);
}

static void a_fitted_page_stands_in_the_middle(void **state)
{
    struct err err = { .set = false };
    struct buf pdf = BUF_INIT, png = BUF_INIT;
    (void) state;
    make_pdf(&pdf);
    assert_worked(png_fit((struct text){ pdf.at, pdf.len }, "x.pdf", 200, 200, &png, &err));
    cairo_surface_t *surface = read_png(&png);
    assert_int_equal(cairo_image_surface_get_width(surface), 200);
    assert_int_equal(pixel(surface, 2, 100), 0xffffff); /* the margin */
    assert_int_equal(pixel(surface, 50, 100), 0x0000ff);
    assert_int_equal(pixel(surface, 50, 30), 0xffffff);
    assert_int_equal(pixel(surface, 50, 170), 0xffffff);
    cairo_surface_destroy(surface);
    buf_release(&png);
    buf_release(&pdf);
}

static void what_is_no_pdf_is_an_error(void **state)
{
    struct err err = { .set = false };
    struct buf png = BUF_INIT;
    (void) state;
    assert_false(png_at(TEXT("%PDF-1.5 no"), "x.pdf", 300, &png, &err));
    assert_non_null(strstr(err.text, "x.pdf: error: no PDF with a page"));
    assert_int_equal(png.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_keeps_its_colours_and_size),
        cmocka_unit_test(a_fitted_page_stands_in_the_middle),
        cmocka_unit_test(what_is_no_pdf_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
