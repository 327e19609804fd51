/* What ini_put writes, ini_read gives back; the rest of ini.h is tested through case.ini. */

#include "unit.h"

#include "base/ini.h"
#include "scratch.h"

static void comes_back(const char *value)
{
    struct err err = { 0 };
    struct buf b = BUF_INIT;
    char path[SCRATCH_PATH];
    buf_add_text(&b, "[input]\n");
    assert_worked(ini_put(&b, "pattern", value, &err));
    assert_worked(ini_put(&b, "next", "x", &err));
    scratch_write(path, b.at);
    struct ini *ini = ini_read(path, &err);
    assert_worked(ini != NULL);
    assert_string_equal(ini_text(ini, "input", "pattern", "-"), value);
    assert_string_equal(ini_text(ini, "input", "next", "-"), "x");
    ini_free(ini);
    scratch_remove(path);
    buf_release(&b);
}

static void round_trip(void **state)
{
    (void)state;
    comes_back("short");
    comes_back("^(?<time>\\S+ \\S+) = [x] : y");
    char value[1000] = "";
    for (int i = 0; i < 100; i++)
        strcat(value, i % 7 == 0 ? "key = a  b" : i % 3 ? "word " : "(?<x>[^;]) ");
    strcat(value, "end");
    comes_back(value);
    for (size_t n = 150; n < 400; n++) {
        memset(value, 'x', n);
        value[n] = '\0';
        value[100] = ' ';
        for (size_t at = 171; at < n; at += 171)
            value[at] = ' ';
        if (value[n - 1] != ' ')
            comes_back(value);
    }
}

static void unbreakable(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct buf b = BUF_INIT;
    char value[300];
    memset(value, 'x', sizeof value - 1);
    value[sizeof value - 1] = '\0';
    assert_says(ini_put(&b, "pattern", value, &err), "the value of pattern has no single blank");
    assert_says(ini_put(&b, "pattern", "a ;b", &err), "a comment");
    assert_says(ini_put(&b, "pattern", ";b", &err), "a comment");
    assert_says(ini_put(&b, "pattern", "a\nb", &err), "a line's end");
    assert_says(ini_put(&b, "pattern", "a ", &err), "blanks at an end");
    assert_says(ini_put(&b, "pattern", "\va", &err), "blanks at an end");
    assert_says(ini_put(&b, "pattern", "a\r", &err), "blanks at an end");
    buf_release(&b);
}

/* libinih would cut them without a word. */
static void long_names(void **state)
{
    (void) state;
    struct err err = { 0 };
    char path[SCRATCH_PATH], text[200];
    snprintf(text, sizeof text, "[input %060d]\nkey = 1\n", 1);
    scratch_write(path, text);
    assert_says(ini_read(path, &err) != NULL, ":2: error: the name of a section or key is longer than 48 bytes");
    scratch_remove(path);
}

static void messages_are_lines_of_utf8(void **state)
{
    (void) state;
    struct err err = { 0 };
    assert_says(err_set(&err, "found \xff\xc2\x9b\xc3\xa9\xe2\x82\n"), "found \\377\\302\\233\xc3\xa9\\342\\202\\012");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(round_trip), cmocka_unit_test(unbreakable), cmocka_unit_test(long_names), cmocka_unit_test(messages_are_lines_of_utf8) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
