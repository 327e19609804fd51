#include "picture.h"
#include "base/when.h"
#include <glib.h>
#include <poppler.h>
#include <stdio.h>

/* CRC-32 of RFC 2083 (PNG), annex 3.4; by hand, for to decode every picture only to see that it is whole took a
   third of the time that drawing took. */
static uint32_t crc_of(const unsigned char *at, size_t n)
{
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < n; i++) {
        crc ^= at[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

static uint32_t big_endian(const unsigned char *at)
{
    return (uint32_t) at[0] << 24 | (uint32_t) at[1] << 16 | (uint32_t) at[2] << 8 | at[3];
}

/* Chunks are length, type, content and the CRC of the last two; IEND is the last. */
bool picture_check_png(struct text content, const char *path, struct err *err)
{
    const unsigned char *bytes = (const unsigned char *) content.at;
    size_t at = 8;
    bool whole = content.len > at && memcmp(bytes, "\x89PNG\r\n\x1a\n", at) == 0, last = false;
    while (whole && !last) {
        size_t length = content.len - at >= 12 ? big_endian(bytes + at) : SIZE_MAX;
        whole = content.len - at >= 12 && length <= content.len - at - 12 &&
                crc_of(bytes + at + 4, length + 4) == big_endian(bytes + at + 8 + length);
        last = whole && memcmp(bytes + at + 4, "IEND", 4) == 0;
        at += whole ? length + 12 : 0;
    }
    return (whole && at == content.len) || err_set(err, "%s: error: no whole PNG", path);
}

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

bool picture_check_pdf(struct text content, const char *path, struct err *err)
{
    GError *error = NULL;
    GBytes *bytes = g_bytes_new_static(content.at, content.len);
    PopplerDocument *pdf = ends_whole(content) ? poppler_document_new_from_bytes(bytes, NULL, &error) : NULL;
    bool good = pdf != NULL && poppler_document_get_n_pages(pdf) == 1;
    if (!good)
        err_set(err, "%s: error: no whole PDF of one page%s%s", path, error == NULL ? "" : ": ",
                error == NULL ? "" : error->message);
    g_clear_object(&pdf);
    g_clear_error(&error);
    g_bytes_unref(bytes);
    return good;
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

void picture_resolution_png(struct buf *content)
{
    /* Length 9, pHYs, 11811 pixels a metre in x and y, unit metre, CRC-32 of type and data. */
    static const unsigned char chunk[21] = {
        0, 0, 0, 9, 'p', 'H', 'Y', 's', 0, 0, 0x2e, 0x23, 0, 0, 0x2e, 0x23, 1, 0x78, 0xa5, 0x3f, 0x76,
    };
    const size_t header = 8 + 25; /* signature, IHDR */
    if (content->len < header || memmem(content->at, content->len, "pHYs", 4) != NULL)
        return;
    size_t tail = content->len - header;
    buf_add(content, (const char *) chunk, sizeof chunk);
    memmove(content->at + header + sizeof chunk, content->at + header, tail);
    memcpy(content->at + header, chunk, sizeof chunk);
}
