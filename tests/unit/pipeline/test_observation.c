/* The record as a CSV row. */

#include "unit.h"

#include "base/csv.h"
#include "lines/observation.h"

static void header(void **state)
{
    (void)state;
    struct buf b = BUF_INIT;
    observation_put_header(&b);
    assert_string_equal(b.at, "time,sensor,client,action,target,status,transport,bytes,count\n");
    buf_release(&b);
    assert_int_equal(observation_find_column("time"), OBSERVATION_TIME);
    assert_int_equal(observation_find_column("count"), OBSERVATION_COUNT);
    assert_int_equal(observation_find_column("party"), -1);
}

static void row_is(const struct observation *o, const char *want)
{
    struct buf b = BUF_INIT;
    observation_put(&b, o);
    b.at[b.len] = '\0';
    assert_string_equal(b.at, want);
    buf_release(&b);
}

static void rows(void **state)
{
    (void)state;
    struct observation o = { .time = INT64_C(1462339426123456),
                             .sensor = TEXT("ns1"),
                             .client = TEXT("192.0.2.1"),
                             .action = TEXT("A"),
                             .target = TEXT("www.example.com"),
                             .bytes = OBSERVATION_NO_BYTES,
                             .count = 1 };
    row_is(&o, "2016-05-04T05:23:46.123456Z,ns1,192.0.2.1,A,www.example.com,,,,1\n");
    o.time += 1; /* the second's text is cached, the fraction is not */
    o.target = TEXT("a,b\"c\" d");
    o.status = TEXT(" x ");
    o.bytes = 0;
    o.count = 12;
    row_is(&o, "2016-05-04T05:23:46.123457Z,ns1,192.0.2.1,A,\"a,b\"\"c\"\" d\",\" x \",,0,12\n");
    o.time = -1;
    o.sensor = o.client = o.action = o.target = o.status = TEXT("");
    row_is(&o, "1969-12-31T23:59:59.999999Z,,,,,,,0,12\n");
    o.time = WHEN_MIN;
    row_is(&o, "0001-01-01T00:00:00.000000Z,,,,,,,0,12\n");
}

/* A field is what csv_quote makes of it, whatever its length and wherever the byte stands that needs care. */
static void fields(void **state)
{
    (void) state;
    static const char bytes[] = " \",\t\r!-+.aZ\x7f\xc3\xbc\x01";
    struct buf want = BUF_INIT;
    for (size_t len = 0; len <= 20; len++) {
        for (size_t where = 0; where < (len > 0 ? len : 1); where++) {
            for (const char *odd = bytes; *odd; odd++) {
                char field[21] = "abcdefghijklmnopqrst";
                if (len > 0)
                    field[where] = *odd;
                struct observation o = { .target = { field, len }, .bytes = OBSERVATION_NO_BYTES, .count = 1,
                                         .sensor = TEXT(""), .client = TEXT(""), .action = TEXT(""),
                                         .status = TEXT(""), .transport = TEXT("") };
                buf_clear(&want);
                buf_add_text(&want, "1970-01-01T00:00:00.000000Z,,,,");
                csv_quote(&want, o.target);
                buf_add_text(&want, ",,,,1\n");
                row_is(&o, want.at);
            }
        }
    }
    buf_release(&want);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(header), cmocka_unit_test(rows), cmocka_unit_test(fields) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
