/* Whole pictures, and those that are not. */

#include "picture.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* One grey pixel, by Python's zlib: chunks IHDR, IDAT, IEND. */
static const unsigned char pixel[] = {
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52,
    0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3a, 0x7e, 0x9b,
    0x55, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xa8, 0x07, 0x00, 0x00,
    0x81, 0x00, 0x80, 0xd3, 0x94, 0x53, 0x4a, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae,
    0x42, 0x60, 0x82,
};

static bool is_whole(const void *at, size_t n)
{
    struct err err = { .set = false };
    return picture_check_png((struct text){ at, n }, "pixel.png", &err);
}

static void a_png_is_whole_to_its_last_byte(void **state)
{
    unsigned char more[sizeof pixel + 1] = { 0 };
    (void) state;
    assert_true(is_whole(pixel, sizeof pixel));
    for (size_t n = 0; n < sizeof pixel; n++)
        assert_false(is_whole(pixel, n));
    memcpy(more, pixel, sizeof pixel);
    assert_false(is_whole(more, sizeof more));
}

static void a_png_with_another_byte_is_none(void **state)
{
    unsigned char other[sizeof pixel];
    (void) state;
    for (size_t i = 0; i < sizeof pixel; i++) {
        memcpy(other, pixel, sizeof pixel);
        other[i] ^= 4;
        assert_false(is_whole(other, sizeof other));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_png_is_whole_to_its_last_byte),
        cmocka_unit_test(a_png_with_another_byte_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
