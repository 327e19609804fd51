#include "png.h"
#include <math.h>
#include <poppler.h>
#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

#define LEVEL 3 /* of zlib: four takes a third longer, for a tenth less */
#define ROOM 65536u
#define POINTS 72
#define MARGIN .03 /* of a picture that is fitted, on each side */
#define INCHES_A_METRE (1 / .0254)

/* --- the file ---------------------------------------------------------------------------- */

static void add_32(struct buf *b, uint32_t x)
{
    buf_add(b, (char[]){ (char) (x >> 24), (char) (x >> 16), (char) (x >> 8), (char) x }, 4);
}

/* Length, type, content, and the CRC of the last two (PNG, 2nd edition, 5.3). */
static void add_chunk(struct buf *png, const char *type, struct text content)
{
    add_32(png, (uint32_t) content.len);
    size_t from = png->len;
    buf_add(png, type, 4);
    buf_add(png, content.at, content.len);
    add_32(png, (uint32_t) crc32(0, (const Bytef *) png->at + from, (uInt) (png->len - from)));
}

static void add_header(struct buf *png, int width, int height)
{
    struct buf b = BUF_INIT;
    buf_add(png, "\x89PNG\r\n\x1a\n", 8);
    add_32(&b, (uint32_t) width);
    add_32(&b, (uint32_t) height);
    buf_add(&b, "\x08\x02\0\0\0", 5); /* eight bits, RGB */
    add_chunk(png, "IHDR", (struct text){ b.at, b.len });
    buf_release(&b);
}

static void add_resolution(struct buf *png, double dpi)
{
    struct buf b = BUF_INIT;
    uint32_t a_metre = (uint32_t) lround(dpi * INCHES_A_METRE);
    add_32(&b, a_metre);
    add_32(&b, a_metre);
    buf_add_char(&b, 1);
    add_chunk(png, "pHYs", (struct text){ b.at, b.len });
    buf_release(&b);
}

/* A filter byte (none), then red, green, blue of each pixel. */
static void unpack(const uint32_t *from, int width, Bytef *to)
{
    *to++ = 0;
    for (int x = 0; x < width; x++, to += 3) {
        to[0] = (Bytef) (from[x] >> 16);
        to[1] = (Bytef) (from[x] >> 8);
        to[2] = (Bytef) from[x];
    }
}

/* Packs what stands in IN, all of it, to the end of OUT. */
static bool pack(z_stream *z, int flush, struct buf *out)
{
    int status = Z_OK;
    do {
        buf_need(out, ROOM);
        z->next_out = (Bytef *) out->at + out->len;
        z->avail_out = ROOM;
        status = deflate(z, flush);
        out->len += ROOM - z->avail_out;
    } while (status == Z_OK && z->avail_out == 0);
    return status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR;
}

static bool pack_lines(z_stream *z, cairo_surface_t *surface, struct buf *out)
{
    int width = cairo_image_surface_get_width(surface), height = cairo_image_surface_get_height(surface);
    int stride = cairo_image_surface_get_stride(surface);
    size_t length = 3 * (size_t) width + 1;
    Bytef *line = mem_alloc(length);
    bool good = true;
    for (int y = 0; y < height && good; y++) {
        unpack((const uint32_t *) (const void *) (cairo_image_surface_get_data(surface) + (size_t) y * (size_t) stride), width, line);
        z->next_in = line;
        z->avail_in = (uInt) length;
        good = pack(z, y + 1 < height ? Z_NO_FLUSH : Z_FINISH, out);
    }
    free(line);
    return good;
}

static bool add_pixels(struct buf *png, cairo_surface_t *surface, const char *path, struct err *err)
{
    z_stream z = { .zalloc = Z_NULL };
    struct buf out = BUF_INIT;
    bool good = deflateInit(&z, LEVEL) == Z_OK && pack_lines(&z, surface, &out);
    deflateEnd(&z);
    if (good)
        add_chunk(png, "IDAT", (struct text){ out.at, out.len });
    buf_release(&out);
    return good || err_set(err, "%s: error: cannot be packed as a PNG", path);
}

static bool write_png(cairo_surface_t *surface, const char *path, double dpi, struct buf *png, struct err *err)
{
    add_header(png, cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface));
    if (dpi > 0)
        add_resolution(png, dpi);
    if (!add_pixels(png, surface, path, err))
        return false;
    add_chunk(png, "IEND", TEXT(""));
    return true;
}

/* --- the page ---------------------------------------------------------------------------- */

/* SCALE pixels a point, the page in the middle of WIDTH by HEIGHT pixels. */
static bool draw(PopplerPage *page, double scale, int width, int height, const char *path, double dpi, struct buf *png, struct err *err)
{
    double across, down;
    poppler_page_get_size(page, &across, &down);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo_t *cr = cairo_create(surface);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_translate(cr, (width - across * scale) / 2, (height - down * scale) / 2);
    cairo_scale(cr, scale, scale);
    poppler_page_render(page, cr);
    cairo_surface_flush(surface);
    cairo_status_t status = cairo_status(cr);
    bool good = status == CAIRO_STATUS_SUCCESS ? write_png(surface, path, dpi, png, err)
                                               : err_set(err, "%s: error: %s", path, cairo_status_to_string(status));
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    return good;
}

/* The first page, or NULL; the caller unrefs it and DOCUMENT. */
static PopplerPage *open_page(struct text pdf, const char *path, PopplerDocument **document, struct err *err)
{
    GError *error = NULL;
    GBytes *bytes = g_bytes_new_static(pdf.at, pdf.len);
    *document = poppler_document_new_from_bytes(bytes, NULL, &error);
    g_bytes_unref(bytes);
    PopplerPage *page = *document == NULL ? NULL : poppler_document_get_page(*document, 0);
    if (page == NULL)
        err_set(err, "%s: error: no PDF with a page%s%s", path, error == NULL ? "" : ": ", error == NULL ? "" : error->message);
    g_clear_error(&error);
    return page;
}

bool png_at(struct text pdf, const char *path, double dpi, struct buf *png, struct err *err)
{
    PopplerDocument *document;
    PopplerPage *page = open_page(pdf, path, &document, err);
    double across = 0, down = 0, scale = dpi / POINTS;
    if (page != NULL)
        poppler_page_get_size(page, &across, &down);
    bool good = page != NULL && draw(page, scale, (int) lround(across * scale), (int) lround(down * scale), path, dpi, png, err);
    g_clear_object(&page);
    g_clear_object(&document);
    return good;
}

bool png_fit(struct text pdf, const char *path, int width, int height, struct buf *png, struct err *err)
{
    PopplerDocument *document;
    PopplerPage *page = open_page(pdf, path, &document, err);
    double across = 1, down = 1;
    if (page != NULL)
        poppler_page_get_size(page, &across, &down);
    bool good = page != NULL && draw(page, (1 - 2 * MARGIN) * fmin(width / across, height / down), width, height, path, 0, png, err);
    g_clear_object(&page);
    g_clear_object(&document);
    return good;
}
