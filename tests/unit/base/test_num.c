/* Numbers come through one door: what is one, what is not, and what is out of range. */
#include "unit.h"
#include "base/num.h"

static void whole_numbers(void **state)
{
    (void) state;
    struct err err = { 0 };
    int64_t x = 0;
    assert_worked(num_int(TEXT("-37"), -100, 100, &x, &err));
    assert_int_equal(x, -37);
    assert_worked(num_int(TEXT("9223372036854775807"), INT64_MIN, INT64_MAX, &x, &err));
    assert_int_equal(x, INT64_MAX);
    const char *bad[] = { "", " 1", "1 ", "1x", "0x10", "1.5", "--1", "+", "1e3", "one", "१" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_says(num_int(text_of(bad[i]), -100, 100, &x, &err), "expected a whole number");
    assert_says(num_int(TEXT("101"), -100, 100, &x, &err), "out of range");
    assert_says(num_int(TEXT("9223372036854775808"), INT64_MIN, INT64_MAX, &x, &err), "out of range");
    assert_says(num_int((struct text){ "1\0002", 3 }, 0, 100, &x, &err), "expected a whole number");
}

static void real_numbers(void **state)
{
    (void) state;
    struct err err = { 0 };
    double x = 0;
    assert_worked(num_double(TEXT("2.385e-3"), 0, 1, &x, &err));
    assert_true(x == 2.385e-3);
    const char *bad[] = { "", "nan", "inf", "-inf", "0x1p3", "1,5", "1e", ".", "1 " };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_says(num_double(text_of(bad[i]), -10, 10, &x, &err), "expected a number");
    assert_says(num_double(TEXT("1e999"), -10, 10, &x, &err), "out of range");
}

static void shares(void **state)
{
    (void) state;
    struct err err = { 0 };
    static const char *const good[] = { "0.25", "25%", "25 %" };
    double x;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_worked(num_share(text_of(good[i]), &x, &err));
        assert_true(x == .25);
    }
    static const char *const bad[] = { "", "%", "101%", "1.5", "-1%", "0.25 ", "lots" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_says(num_share(text_of(bad[i]), &x, &err), "expected a share such as 1% or 0.01");
}

static void durations(void **state)
{
    (void) state;
    struct err err = { 0 };
    struct { const char *text; double seconds; } good[] = {
        { "90", 90 }, { "10m", 600 }, { "1.5h", 5400 }, { "7d", 604800 }, { "2w", 1209600 }, { "0.25s", .25 },
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        double x = -1;
        assert_worked(num_duration(text_of(good[i].text), 0, 1e9, &x, &err));
        assert_true(x == good[i].seconds);
    }
    double x;
    assert_says(num_duration(TEXT("h"), 0, 1e9, &x, &err), "expected a duration");
    assert_says(num_duration(TEXT("10 m"), 0, 1e9, &x, &err), "expected a duration");
    assert_says(num_duration(TEXT("-1s"), 0, 1e9, &x, &err), "out of range");
}

/* What is written with 17 digits comes back as the same double. */
static void round_trip(void **state)
{
    (void) state;
    uint64_t bits = 20160504;
    struct buf b = BUF_INIT;
    for (int i = 0; i < 2000; i++) {
        bits = bits * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        double x, y;
        memcpy(&x, &bits, sizeof x);
        if (!isfinite(x))
            continue;
        struct err err = { 0 };
        buf_clear(&b);
        num_put(&b, x);
        assert_worked(num_double((struct text){ b.at, b.len }, -1.7976931348623157e308, 1.7976931348623157e308, &y, &err));
        assert_memory_equal(&x, &y, sizeof x);
    }
    buf_clear(&b);
    num_put(&b, NAN);
    num_put(&b, INFINITY);
    assert_int_equal(b.len, 0);
    buf_release(&b);
}

static void sizes(void **state)
{
    (void) state;
    struct err err = { 0 };
    double x = 0;
    assert_worked(num_size(TEXT("1536"), 0, 1e12, &x, &err));
    assert_true(x == 1536);
    assert_worked(num_size(TEXT("1.5K"), 0, 1e12, &x, &err));
    assert_true(x == 1536);
    assert_worked(num_size(TEXT("64M"), 0, 1e12, &x, &err));
    assert_true(x == 67108864);
    assert_worked(num_size(TEXT("3G"), 0, 1e12, &x, &err));
    assert_true(x == 3221225472);
    const char *bad[] = { "", "M", "1 M", "1m", "1MB", "-1", "much" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_says(num_size(text_of(bad[i]), 0, 1e12, &x, &err), "expected a size");
    assert_says(num_size(TEXT("1K"), 2048, 1e12, &x, &err), "out of range");
}

static void digits_of_whole_numbers(void **state)
{
    (void) state;
    int64_t numbers[] = { 0, 1, -1, 9, 10, -10, 99999, 1000000, INT64_MAX, INT64_MIN };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char got[NUM_INT_TEXT], want[NUM_INT_TEXT];
        snprintf(want, sizeof want, "%lld", (long long) numbers[i]);
        assert_int_equal(num_int_text(numbers[i], got), strlen(want));
        assert_string_equal(got, want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_numbers),
        cmocka_unit_test(real_numbers),
        cmocka_unit_test(shares), cmocka_unit_test(durations), cmocka_unit_test(sizes),
        cmocka_unit_test(digits_of_whole_numbers),
        cmocka_unit_test(round_trip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
