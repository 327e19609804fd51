/* Which days a night looks at: by hand, and by law for all numbers of days. */

#include "unit.h"

#include "lookback.h"

static void looked(size_t n, size_t look_back, size_t from, size_t close)
{
    struct lookback l = lookback_of(n, look_back);
    assert_int_equal(l.from, from);
    assert_int_equal(l.close, close);
}

static void by_hand(void **state)
{
    (void)state;
    looked(0, 56, 0, 0);
    looked(1, 56, 0, 1);
    looked(8, 56, 0, 8);
    looked(9, 56, 0, 8); /* the ninth day goes on */
    looked(17, 56, 0, 16);
    looked(18, 56, 0, 16); /* each second day now */
    looked(19, 56, 0, 18);
    looked(57, 56, 0, 56);
    looked(63, 56, 0, 56); /* each seventh */
    looked(64, 56, 7, 63);
    looked(1000, 56, 938, 994);
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
            assert_true(n - l.close <= part && 8 * (n - l.close) <= 8 + n);
            turns += l.close != before.close && n > look_back;
            before = l;
        }
        assert_true(turns <= (1500 - look_back) / (look_back < 16 ? 1 : look_back / LOOKBACK_PARTS) + 1);
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
