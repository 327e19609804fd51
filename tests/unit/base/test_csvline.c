/* One CSV line into fields: RFC 4180, and what is none of it. */

#include "unit.h"

#include "base/csvline.h"

static struct csvline *splitter;

static void splits(const char *line, size_t n, const char *const *want)
{
    struct text fields[8];
    size_t got = csvline_split(splitter, text_of(line), fields, 8);
    if (got != n)
        fail_msg("'%s' has %zu fields, expected %zu", line, got, n);
    for (size_t i = 0; i < n && want; i++) {
        if (!text_is(fields[i], want[i]))
            fail_msg("field %zu of '%s' is '%.*s', expected '%s'", i, line, (int)fields[i].len, fields[i].at, want[i]);
    }
}

static void good_lines(void **state)
{
    (void)state;
    splits("a,b,c", 3, (const char *const[]){ "a", "b", "c" });
    splits(",,", 3, (const char *const[]){ "", "", "" });
    splits("\"a,\"\"b\"\"\",c", 2, (const char *const[]){ "a,\"b\"", "c" });
    splits(",", 2, (const char *const[]){ "", "" });
    splits("a", 1, (const char *const[]){ "a" });
    splits("a,", 2, (const char *const[]){ "a", "" });
    splits("\"a\",", 2, (const char *const[]){ "a", "" });
    splits(" a ,\tb", 2, (const char *const[]){ " a ", "\tb" });
    splits("\"\"", 1, (const char *const[]){ "" });
    splits("a,b,c,d,e,f,g,h,i,j", 10, NULL); /* more than there is room for */
}

static void bad_lines(void **state)
{
    (void)state;
    static const char *const lines[] = { "", "a \" b", "\"a", "\"a\"b,c", "a,\"b" };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        splits(lines[i], 0, NULL);
        splits("x,y", 2, (const char *const[]){ "x", "y" }); /* the next line does not suffer */
    }
}

static int setup(void **state)
{
    (void)state;
    splitter = csvline_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    csvline_free(splitter);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(good_lines), cmocka_unit_test(bad_lines) };
    return cmocka_run_group_tests(tests, setup, teardown);
}
