/* test_glyphs.c -- what reaches gnuplot is what a font can draw. */

#include "drawing/glyphs.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

static void is_after(const char *before, const char *after)
{
    struct buf b = BUF_INIT;
    buf_add_text(&b, before);
    glyphs_replace(&b);
    assert_int_equal(b.len, strlen(after));
    assert_memory_equal(b.at, after, b.len);
    buf_release(&b);
}

static void plain_text_stays(void **state)
{
    (void) state;
    is_after("1\t2\t\"Zürich\"\n", "1\t2\t\"Zürich\"\n");
    is_after("\xff\xc3", "\xff\xc3");
}

/* U+10FFFD is for private use in the last plane: no font has it. */
static void what_no_font_has_becomes_a_question(void **state)
{
    (void) state;
    is_after("a\xf4\x8f\xbf\xbd" "b", "a?b");
}

/* U+2009, a thin space, has no outline. */
static void odd_spaces_become_no_break_spaces(void **state)
{
    (void) state;
    is_after("a\xe2\x80\x89" "b", "a\xc2\xa0" "b");
}

static void empty_stays_empty(void **state)
{
    struct buf b = BUF_INIT;
    (void) state;
    glyphs_replace(&b);
    assert_int_equal(b.len, 0);
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_stays),
        cmocka_unit_test(what_no_font_has_becomes_a_question),
        cmocka_unit_test(odd_spaces_become_no_break_spaces),
        cmocka_unit_test(empty_stays_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
