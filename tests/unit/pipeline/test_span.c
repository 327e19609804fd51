/* When sensors watched: stated, shown, bridged, united; the days that makes. */

#include "unit.h"

#include "case/span.h"

#define DAY WHEN_DAY

static when_t when(const char *text)
{
    struct err err = { 0 };
    when_t t = 0;
    assert_worked(when_parse(text_of(text), &t, &err));
    return t;
}

static void show(struct span *s, const char *sensor, const char *start, const char *end)
{
    span_show(s, text_of(sensor), when(start), when(end));
}

static void settled(struct span *s, const char *sensors, const char *observed, const char *make)
{
    struct err err = { 0 };
    struct buf b = BUF_INIT;
    assert_worked(span_settle(s, 7 * DAY, &err));
    span_put_sensors(s, &b);
    assert_string_equal(b.at, sensors);
    buf_clear(&b);
    span_put_observed(s, &b);
    assert_string_equal(b.at, observed);
    buf_clear(&b);
    span_put_make(s, &b);
    assert_string_equal(b.at, make);
    buf_release(&b);
    span_free(s);
}

static void nothing(void **state)
{
    (void)state;
    settled(span_new(), "sensor,start,end\n", "start,end\n", "days :=\nrecent :=\nclosed :=\n");
}

static void bridged(void **state)
{
    (void)state;
    struct span *s = span_new();
    show(s, "b", "2016-05-04T22:00:00Z", "2016-05-04T23:00:00Z");
    show(s, "a", "2016-05-04T01:00:00Z", "2016-05-04T02:00:00.5Z");
    show(s, "a", "2016-05-20T00:00:00Z", "2016-05-20T00:00:01Z"); /* too far away */
    show(s, "b", "2016-05-05T01:00:00Z", "2016-05-05T02:00:00Z");
    span_day(s, when_days(2016, 6, 1)); /* records that nobody watched */
    settled(s,
            "sensor,start,end\n"
            "a,2016-05-04T01:00:00.000000Z,2016-05-04T02:00:00.500000Z\n"
            "a,2016-05-20T00:00:00.000000Z,2016-05-20T00:00:01.000000Z\n"
            "b,2016-05-04T22:00:00.000000Z,2016-05-05T02:00:00.000000Z\n",
            "start,end\n"
            "2016-05-04T01:00:00.000000Z,2016-05-04T02:00:00.500000Z\n"
            "2016-05-04T22:00:00.000000Z,2016-05-05T02:00:00.000000Z\n"
            "2016-05-20T00:00:00.000000Z,2016-05-20T00:00:01.000000Z\n",
            "days := 2016-05-04 2016-05-05 2016-05-20 2016-06-01\n"
            "recent := 2016-05-04 2016-05-05 2016-05-20 2016-06-01\n"
            "closed := 2016-05-04 2016-05-05 2016-05-20 2016-06-01\n"
            "observed-2016-05-04 := 3600-7200.500000,79200-86400\n"
            "observed-2016-05-05 := 0-7200\n"
            "observed-2016-05-20 := 0-1\n"
            "observed-2016-06-01 :=\n");
}

/* What is stated counts, not what the batches show, and is not bridged. */
static void stated(void **state)
{
    (void)state;
    struct span *s = span_new();
    show(s, "a", "2016-05-01T00:00:00Z", "2016-06-01T00:00:00Z");
    span_state(s, TEXT("a"), when("2016-05-04T00:00:00Z"), when("2016-05-05T00:00:00Z"));
    span_state(s, TEXT("a"), when("2016-05-06T00:00:00Z"), when("2016-05-06T12:00:00Z"));
    span_state(s, TEXT("a"), when("2016-05-06T06:00:00Z"), when("2016-05-06T08:00:00Z"));
    settled(s,
            "sensor,start,end\n"
            "a,2016-05-04T00:00:00.000000Z,2016-05-05T00:00:00.000000Z\n"
            "a,2016-05-06T00:00:00.000000Z,2016-05-06T12:00:00.000000Z\n",
            "start,end\n"
            "2016-05-04T00:00:00.000000Z,2016-05-05T00:00:00.000000Z\n"
            "2016-05-06T00:00:00.000000Z,2016-05-06T12:00:00.000000Z\n",
            "days := 2016-05-04 2016-05-06\n"
            "recent := 2016-05-04 2016-05-06\n"
            "closed := 2016-05-04 2016-05-06\n"
            "observed-2016-05-04 := 0-86400\n"
            "observed-2016-05-06 := 0-43200\n");
}

static void too_long(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct span *s = span_new();
    show(s, "a", "1900-01-01T00:00:00Z", "2016-06-01T00:00:00Z");
    assert_says(span_settle(s, 0, &err), "state when the sensors watched");
    span_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing),
        cmocka_unit_test(bridged),
        cmocka_unit_test(stated),
        cmocka_unit_test(too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
