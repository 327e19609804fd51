/* Which days a night looks at: by hand, and by law for all numbers of days. */

#include "unit.h"

#include "case/lookback.h"

static void looked(size_t n, size_t look_back, size_t from, size_t close)
{
    struct lookback l = lookback_of(n, look_back);
    assert_int_equal(l.from, from);
    assert_int_equal(l.close, close);
}

static void by_hand(void **state)
{
    (void)state;
    looked(0, 42, 0, 0);
    looked(1, 42, 0, 1);
    looked(6, 42, 0, 6);
    looked(7, 42, 0, 6); /* the seventh day goes on */
    looked(13, 42, 0, 12);
    looked(14, 42, 0, 12); /* each second day now */
    looked(15, 42, 0, 14);
    looked(43, 42, 0, 42);
    looked(49, 42, 0, 42); /* each seventh */
    looked(50, 42, 7, 49);
    looked(1000, 42, 952, 994);
    looked(1000, 0, 0, 1000); /* a report: all */
    looked(10, 2, 7, 9);
}

/* More days never open one again; what is looked at is as long as was asked; the closing day lags by a part. */
static void laws(void **state)
{
    (void)state;
    for (size_t look_back = 1; look_back < 400; look_back += 13) {
        struct lookback before = { 0, 0 };
        size_t turns = 0;
        for (size_t n = 1; n < 1500; n++) {
            struct lookback l = lookback_of(n, look_back);
            size_t part = look_back / LOOKBACK_PARTS > 1 ? look_back / LOOKBACK_PARTS : 1;
            assert_true(l.close >= before.close && l.from >= before.from && l.close <= n && l.from < l.close);
            assert_true(l.close - l.from == (l.close < look_back ? l.close : look_back));
            assert_true(n - l.close <= part && LOOKBACK_PARTS * (n - l.close) <= LOOKBACK_PARTS + n);
            turns += l.close != before.close && n > look_back;
            before = l;
        }
        assert_true(turns <= (1500 - look_back) / (look_back < 2 * LOOKBACK_PARTS ? 1 : look_back / LOOKBACK_PARTS) + 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(laws),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
