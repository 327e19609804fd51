/* JSON's two pieces: what comes in is hostile, what goes out is JSON. */
#include "unit.h"

#include "base/json.h"

static void assert_text(struct text t, const char *want)
{
    struct buf b = BUF_INIT;
    json_text(&b, t);
    assert_string_equal(b.at, want);
    assert_int_equal(b.len, strlen(want));
    buf_release(&b);
}

static void assert_number(double x, const char *want)
{
    struct buf b = BUF_INIT;
    json_number(&b, x);
    assert_string_equal(b.at, want);
    buf_release(&b);
}

/* RFC 8259, section 7: what must be escaped, and no more. */
static void test_text(void **state)
{
    (void) state;
    assert_text(TEXT(""), "\"\"");
    assert_text(TEXT("=cmd(\"a\\b\")/'"), "\"=cmd(\\\"a\\\\b\\\")/'\"");
    assert_text(TEXT("a\tb\r\n\x1b[1m\x7f"), "\"a\\u0009b\\u000d\\u000a\\u001b[1m\\u007f\"");
    assert_text(TEXT("a\0b"), "\"a\\u0000b\"");
    assert_text(TEXT("\u8a3a \U0001F4A3"), "\"\u8a3a \U0001F4A3\"");
}

/* A byte that begins nothing, an overlong slash, a sequence that is cut short. */
static void test_no_utf8(void **state)
{
    (void) state;
    assert_text(TEXT("a\xff" "b"), "\"a\ufffdb\"");
    assert_text(TEXT("\xc0\xaf"), "\"\ufffd\ufffd\"");
    assert_text(TEXT("\xe8\xa8"), "\"\ufffd\ufffd\"");
}

static void test_number(void **state)
{
    (void) state;
    assert_number(2.385, "2.3849999999999998");
    assert_number(-1e300, "-1.0000000000000001e+300");
    assert_number(NAN, "null");
    assert_number(INFINITY, "null");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_no_utf8),
        cmocka_unit_test(test_number),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
