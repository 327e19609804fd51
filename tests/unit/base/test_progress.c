/* The line that a terminal shows while one waits. */

#include "unit.h"

#include "base/progress.h"
#include <stdlib.h>

static const char *line(const char *what, int64_t done, int64_t total, double seconds, size_t columns)
{
    static struct buf b = BUF_INIT;
    buf_clear(&b);
    progress_line(&b, what, done, total, seconds, columns);
    buf_add_char(&b, '\0');
    return b.at;
}

static void lines(void **state)
{
    (void)state;
    assert_string_equal(line("normalize ns1.log", 400000000, 1000000000, 1, 79),
                        "normalize ns1.log  [========>           ]  40 %    400 MB/s   0:02 left");
    assert_string_equal(line("normalize ns1.log", 400000000, 1000000000, 1, 56), "normalize ns1.log    400 MB/s   0:02 left");
    assert_string_equal(line("normalize a/rather/long/name.log", 4, -1, 1, 79), "normalize a/rather/long/name.log    4.0 B/s");
}

static void odd(void **state)
{
    (void)state;
    assert_non_null(strstr(line("x", 0, 0, 0, 79), "0.0 B/s"));
    assert_null(strstr(line("x", 10, -1, 1, 79), "left"));
    assert_non_null(strstr(line("x", 20, 10, 1, 79), "100 %"));
    assert_non_null(strstr(line("x", 1, INT64_MAX, 1, 79), "h"));
    assert_non_null(strstr(line("a\033[31m\nb", 1, 2, 1, 79), "a?[31m?b"));
    for (size_t columns = 0; columns < 200; columns++)
        assert_true(strlen(line("a long name of a file that does not fit", 123456789, 987654321, 7, columns)) <= columns);
}

/* Tests do not run on a terminal: there is no bar, and no bar is fine. */
static void nobody_looks(void **state)
{
    (void)state;
    assert_int_equal(setenv("DIELOG_PROGRESS", "no", 1), 0);
    struct progress *p = progress_new("x", 10, false);
    assert_null(p);
    progress_at(p, 5);
    progress_free(p);
    assert_null(progress_new("x", 10, true));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(lines), cmocka_unit_test(odd), cmocka_unit_test(nobody_looks) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
