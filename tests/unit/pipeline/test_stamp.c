/* Stamps: scanners, zones, the repeated hour, the gap, years, resolution. */

#include "unit.h"

#include "base/tz.h"
#include "lines/stamp.h"


static when_t when(const char *text)
{
    struct err err = { 0 };
    when_t t = 0;
    assert_worked(when_parse(text_of(text), &t, &err));
    return t;
}

static struct stamper *new_stamper(const char *zone, const char *start)
{
    struct err err = { 0 };
    int64_t day = STAMP_NO_START;
    if (start)
        assert_worked(when_parse_day(text_of(start), &day, &err));
    struct stamper *s = stamper_new(zone, day, &err);
    assert_non_null(s);
    return s;
}

/* Any style, the whole text. */
static enum stamp_verdict take(struct stamper *s, const char *text, when_t *out)
{
    struct text t = text_of(text);
    struct stamp stamp;
    size_t n = stamp_scan_bind(s, t, &stamp);
    if (n == 0)
        n = stamp_scan_iso(s, t, &stamp);
    if (n == 0)
        n = stamp_scan_yearless(t, &stamp);
    if (n == 0)
        n = stamp_scan_epoch(t, &stamp);
    assert_int_equal(n, t.len);
    return stamp_resolve(s, &stamp, out);
}

static void reads_as(struct stamper *s, const char *text, const char *want)
{
    when_t got = 0;
    char shown[WHEN_TEXT + 1];
    assert_int_equal(take(s, text, &got), STAMP_GOOD);
    when_write(got, shown);
    assert_string_equal(shown, want);
}

static void styles(void **state)
{
    (void) state;
    struct stamper *s = new_stamper("Asia/Kolkata", "2026-11-23");
    reads_as(s, "23-Nov-2026 17:56:22.880", "2026-11-23T12:26:22.880000Z");
    reads_as(s, "23-Nov-2026 17:56:22", "2026-11-23T12:26:22.000000Z");
    reads_as(s, "2026-11-23T17:56:22.880", "2026-11-23T12:26:22.880000Z");
    reads_as(s, "2026-11-23 17:56", "2026-11-23T12:26:00.000000Z");
    reads_as(s, "2026-11-23T17:56:22.880Z", "2026-11-23T17:56:22.880000Z");
    reads_as(s, "2026-11-23T17:56:22.1234567+02:00", "2026-11-23T15:56:22.123456Z");
    reads_as(s, "2026-11-23T17:56:22-0330", "2026-11-23T21:26:22.000000Z");
    reads_as(s, "2026-11-23T17:56:22+01", "2026-11-23T16:56:22.000000Z");
    reads_as(s, "Nov 23 17:56:22.651", "2026-11-23T12:26:22.651000Z");
    reads_as(s, "Dec  1 00:00:00", "2026-11-30T18:30:00.000000Z");
    reads_as(s, "1795436837.5", "2026-11-23T12:27:17.500000Z"); /* date -u -d @1795436837 */
    reads_as(s, "0", "1970-01-01T00:00:00.000000Z");
    reads_as(s, "-0.25", "1969-12-31T23:59:59.750000Z");
    stamper_free(s);
}

static void no_stamps(void **state)
{
    (void) state;
    static const char *const texts[] = { "", "x", "23-Nov-2026", "31-Nov-2026 10:00:00", "23-Nov-2026 24:00:00",
                                         "23-nov-2026 10:00:00.1", "2026-02-29T00:00:00Z", "2026-11-23T1:00:00Z",
                                         "2026-11-23T10:60:00Z", "2026-11-23T10:00:61Z", "2026-11-23T10:00:00+99",
                                         "2026-11-23T10:00:00+1", "Nov 31 10:00:00", "Feb 30 10:00:00",
                                         "Xxx 10 10:00:00", "-", ".5", "99999999999999" };
    struct stamper *s = new_stamper("UTC", NULL);
    struct stamp stamp;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct text t = text_of(texts[i]);
        if (stamp_scan_bind(s, t, &stamp) || stamp_scan_iso(s, t, &stamp) || stamp_scan_yearless(t, &stamp) ||
            (t.len > 0 && stamp_scan_epoch(t, &stamp) == t.len))
            fail_msg("'%s' was taken for a stamp", texts[i]);
    }
    stamper_free(s);
}

static void layouts(void **state)
{
    (void) state;
    struct stamp stamp;
    struct stamper *s = new_stamper("UTC", "1995-08-01");
    when_t t;
    struct text apache = TEXT("01/Aug/1995:00:00:01 -0400");
    assert_int_equal(stamp_scan_layout(apache, "%d/%b/%Y:%H:%M:%S %z", &stamp), apache.len);
    assert_int_equal(stamp_resolve(s, &stamp, &t), STAMP_GOOD);
    assert_int_equal(t, when("1995-08-01T04:00:01Z"));
    struct text fraction = TEXT("1995.08.01 10h00:01.25");
    assert_int_equal(stamp_scan_layout(fraction, "%Y.%m.%d %Hh%M:%S", &stamp), fraction.len);
    assert_int_equal(stamp_resolve(s, &stamp, &t), STAMP_GOOD);
    assert_int_equal(t, when("1995-08-01T10:00:01.25Z"));
    assert_int_equal(stamp_scan_layout(TEXT("Aug 2 10:00"), "%b %d %H:%M", &stamp), 11);
    assert_int_equal(stamp_resolve(s, &stamp, &t), STAMP_GOOD);
    assert_int_equal(t, when("1995-08-02T10:00:00Z"));
    assert_int_equal(stamp_scan_layout(TEXT("31/Feb/1995"), "%d/%b/%Y", &stamp), 0);
    assert_int_equal(stamp_scan_layout(TEXT("01/Aug/1995 x"), "%d/%b/%Y", &stamp), 0);
    stamper_free(s);
}

static void what_was_not_stated(void **state)
{
    (void) state;
    when_t t;
    struct stamper *s = new_stamper(NULL, NULL);
    assert_int_equal(take(s, "23-Nov-2026 17:56:22.880", &t), STAMP_NO_ZONE);
    assert_int_equal(take(s, "2026-11-23T17:56:22.880Z", &t), STAMP_GOOD);
    stamper_free(s);
    s = new_stamper("UTC", NULL);
    assert_int_equal(take(s, "Nov 23 17:56:22", &t), STAMP_NO_YEAR);
    stamper_free(s);
}

/* Europe/Berlin, 27 March 2016: 02:00 to 03:00 does not exist (zdump -v). */
static void gap(void **state)
{
    (void) state;
    when_t t;
    struct stamper *s = new_stamper("Europe/Berlin", NULL);
    reads_as(s, "27-Mar-2016 01:59:59.999", "2016-03-27T00:59:59.999000Z");
    assert_int_equal(take(s, "27-Mar-2016 02:00:00.000", &t), STAMP_GAP);
    assert_int_equal(take(s, "27-Mar-2016 02:59:59.999", &t), STAMP_GAP);
    reads_as(s, "27-Mar-2016 03:00:00.000", "2016-03-27T01:00:00.000000Z");
    stamper_free(s);
}

static int64_t ambiguous(const struct stamper *s)
{
    struct stamp_summary m;
    stamper_summary(s, &m);
    return m.ambiguous;
}

/* The same day in autumn: 02:00 to 03:00 occurs twice, the first time at UTC+2. */
static void repeated_hour(void **state)
{
    (void) state;
    struct stamper *s = new_stamper("Europe/Berlin", NULL);
    reads_as(s, "30-Oct-2016 02:30:00", "2016-10-30T00:30:00.000000Z");
    assert_int_equal(ambiguous(s), 1); /* as far as is known */
    reads_as(s, "30-Oct-2016 02:29:30", "2016-10-30T00:29:30.000000Z"); /* jitter, no step of the clock */
    reads_as(s, "30-Oct-2016 02:05:00", "2016-10-30T01:05:00.000000Z");
    assert_int_equal(ambiguous(s), 0);
    reads_as(s, "30-Oct-2016 02:59:00", "2016-10-30T01:59:00.000000Z");
    reads_as(s, "30-Oct-2016 03:00:00", "2016-10-30T02:00:00.000000Z");
    reads_as(s, "30-Oct-2016 02:59:59", "2016-10-30T01:59:59.000000Z");
    assert_int_equal(ambiguous(s), 0);
    reads_as(s, "29-Oct-2017 02:10:00", "2017-10-29T00:10:00.000000Z"); /* a year later: anew */
    reads_as(s, "29-Oct-2017 03:10:00", "2017-10-29T02:10:00.000000Z");
    assert_int_equal(ambiguous(s), 1);
    stamper_restart(s);
    assert_int_equal(ambiguous(s), 0);
    stamper_free(s);
}

static void disorder_decides_nothing(void **state)
{
    (void) state;
    struct stamper *s = new_stamper("Europe/Berlin", NULL);
    reads_as(s, "30-Oct-2016 01:30:00", "2016-10-29T23:30:00.000000Z");
    reads_as(s, "30-Oct-2016 01:00:00", "2016-10-29T23:00:00.000000Z");
    reads_as(s, "30-Oct-2016 02:30:00", "2016-10-30T00:30:00.000000Z");
    reads_as(s, "30-Oct-2016 02:05:00", "2016-10-30T01:05:00.000000Z");
    assert_int_equal(ambiguous(s), 2);
    stamper_free(s);
}

/* A law: the stamps of a clock that never stands still for ten minutes come back
   exactly, in every zone, through years of changes. */
static void local_clock_comes_back(void **state)
{
    (void) state;
    static const char *const zones[] = { "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata",
                                         "Africa/Casablanca", "America/Sao_Paulo", "Pacific/Apia" };
    unsigned seed = 20161030;
    print_message("# seed %u\n", seed);
    for (size_t z = 0; z < sizeof zones / sizeof *zones; z++) {
        struct err err = { 0 };
        struct stamper *s = new_stamper(zones[z], NULL);
        struct tz *tz = tz_open(zones[z], &err);
        assert_non_null(tz);
        when_t utc = when("2010-06-01T00:00:00Z");
        for (int i = 0; i < 400000; i++) {
            seed = seed * 1103515245 + 12345;
            utc += 1000 * (1 + (int64_t) (seed >> 12 & 0x7ffff)); /* up to 524 s */
            struct stamp stamp = { .seconds = utc / WHEN_SECOND + tz_offset(tz, utc / WHEN_SECOND),
                                   .micros = (int32_t) (utc % WHEN_SECOND), .digits = 3 };
            when_t got = 0;
            if (stamp_resolve(s, &stamp, &got) != STAMP_GOOD || got != utc)
                fail_msg("%s: %lld came back as %lld", zones[z], (long long) utc, (long long) got);
        }
        struct stamp_summary m;
        stamper_summary(s, &m);
        assert_int_equal(m.ambiguous, 0);
        assert_int_equal(m.steps_back, 0);
        assert_int_equal(m.resolution_us, 1000);
        tz_free(tz);
        stamper_free(s);
    }
}

static void years(void **state)
{
    (void) state;
    struct stamper *s = new_stamper("UTC", "2015-12-30");
    reads_as(s, "Dec 31 23:59:59", "2015-12-31T23:59:59.000000Z");
    reads_as(s, "Jan  1 00:00:00", "2016-01-01T00:00:00.000000Z");
    reads_as(s, "Dec 31 23:59:59", "2015-12-31T23:59:59.000000Z");
    reads_as(s, "Feb 29 00:00:00", "2016-02-29T00:00:00.000000Z");
    reads_as(s, "Aug 20 00:00:00", "2016-08-20T00:00:00.000000Z");
    reads_as(s, "Feb  1 00:00:00", "2017-02-01T00:00:00.000000Z");
    stamper_restart(s); /* the next file goes on from there */
    reads_as(s, "Jun  1 00:00:00", "2017-06-01T00:00:00.000000Z");
    stamper_free(s);
}

static int64_t resolution_of(int64_t step, int n, int digits)
{
    struct stamper *s = new_stamper("UTC", NULL);
    for (int i = 0; i < n; i++) {
        struct stamp stamp = { .seconds = (i * i * step) / WHEN_SECOND, .micros = (int32_t) ((i * i * step) % WHEN_SECOND),
                               .digits = (int8_t) digits, .zoned = true };
        when_t t;
        assert_int_equal(stamp_resolve(s, &stamp, &t), STAMP_GOOD);
    }
    struct stamp_summary m;
    stamper_summary(s, &m);
    stamper_free(s);
    return m.resolution_us;
}

static void resolution(void **state)
{
    (void) state;
    assert_int_equal(resolution_of(60000000, 30, 0), 60000000);
    assert_int_equal(resolution_of(1000000, 30, 0), 1000000);
    assert_int_equal(resolution_of(100000, 30, 3), 100000);
    assert_int_equal(resolution_of(4000, 30, 3), 4000);
    assert_int_equal(resolution_of(3000, 30, 3), 1000);
    assert_int_equal(resolution_of(1, 30, 6), 1);
    assert_int_equal(resolution_of(60000000, 5, 0), 1000000); /* too few to say more than was written */
    assert_int_equal(resolution_of(4000, 5, 3), 1000);
    assert_int_equal(resolution_of(60000000, 5, -1), 60000000);
    assert_int_equal(resolution_of(1, 0, 6), 0);
}

static void order(void **state)
{
    (void) state;
    struct stamper *s = new_stamper("UTC", NULL);
    reads_as(s, "100", "1970-01-01T00:01:40.000000Z");
    reads_as(s, "99.0", "1970-01-01T00:01:39.000000Z");
    reads_as(s, "50", "1970-01-01T00:00:50.000000Z");
    reads_as(s, "120", "1970-01-01T00:02:00.000000Z");
    struct stamp_summary m;
    stamper_summary(s, &m);
    assert_int_equal(m.n, 4);
    assert_int_equal(m.steps_back, 1); /* by more than a second */
    assert_int_equal(m.first, 50 * WHEN_SECOND);
    assert_int_equal(m.last, 120 * WHEN_SECOND);
    stamper_free(s);
}

static void reads(struct stamper *s, size_t n, const char *text, const struct stamp *stamp, const char *wanted)
{
    when_t t = 0;
    if (n != strlen(text))
        fail_msg("%s: read %zu bytes", text, n);
    assert_int_equal(stamp_resolve(s, stamp, &t), STAMP_GOOD);
    char got[WHEN_TEXT + 1];
    when_write(t, got);
    assert_string_equal(got, wanted);
}

static void web_and_asctime(void **state)
{
    (void) state;
    struct stamper *s = new_stamper("America/New_York", "2026-05-04");
    struct stamp stamp;
    const char *web = "17/May/2015:10:05:03 -0130", *bare = "29/Feb/2016:23:59:60.250";
    reads(s, stamp_scan_web(s, text_of(web), &stamp), web, &stamp, "2015-05-17T11:35:03.000000Z");
    reads(s, stamp_scan_web(s, text_of(bare), &stamp), bare, &stamp, "2016-03-01T05:00:00.250000Z");
    assert_int_equal(stamp_scan_web(s, TEXT("30/Feb/2016:23:59:60 +0000"), &stamp), 0);
    assert_int_equal(stamp_scan_web(s, TEXT("17/May/2015 10:05:03 +0000"), &stamp), 0);
    const char *asctime = "Mon Nov 23 17:56:22 2026", *padded = "Tue May  4 07:06:05 2027";
    reads(s, stamp_scan_asctime(text_of(asctime), &stamp), asctime, &stamp, "2026-11-23T22:56:22.000000Z");
    reads(s, stamp_scan_asctime(text_of(padded), &stamp), padded, &stamp, "2027-05-04T11:06:05.000000Z");
    assert_int_equal(stamp_scan_asctime(TEXT("Sun Feb 29 17:56:22 2026"), &stamp), 0);
    assert_int_equal(stamp_scan_asctime(TEXT("Mon Nov 23 17:56:22 20x6"), &stamp), 0);
    stamper_free(s);
}

static void months_of_other_languages(void **state)
{
    (void) state;
    struct stamper *s = new_stamper("UTC", "2026-05-04");
    struct stamp stamp;
    const char *german = "Mai 04 07:27:29", *french = "f\xc3\xa9vr. 01 07:27:29", *finnish = "touko  4 07:27:29.5";
    reads(s, stamp_scan_foreign(text_of(german), &stamp), german, &stamp, "2026-05-04T07:27:29.000000Z");
    reads(s, stamp_scan_foreign(text_of(finnish), &stamp), finnish, &stamp, "2026-05-04T07:27:29.500000Z");
    reads(s, stamp_scan_foreign(text_of(french), &stamp), french, &stamp, "2026-02-01T07:27:29.000000Z");
    assert_int_equal(stamp_scan_foreign(TEXT("Mai 32 07:27:29"), &stamp), 0);
    assert_int_equal(stamp_scan_foreign(TEXT("Mayo 04 07:27:29"), &stamp), 0);
    assert_int_equal(stamp_scan_foreign(TEXT("Mai 04 07:2"), &stamp), 0);
    assert_int_equal(stamp_scan_foreign(TEXT(""), &stamp), 0);
    stamper_free(s);
}

/* What the line before left behind decides nothing. */
static void second_of_the_line_before(void **state)
{
    (void) state;
    static const char *const texts[] = {
        "04-May-2016 00:00:00.039 x", "04-May-2016 00:00:00.5", "04-May-2016 00:00:00", "04-May-2016 00:00:00.x",
        "04-May-2016 00:00:00,123456789", "04-May-2016 00:00:0", "04-May-2016 00:00 x", "04-May-2016 00:00:01.1",
        "05-May-2016 00:00:01.1", "05-May-2016 00:00:61.1", "31-Jun-2016 00:00:01.1",
    };
    struct stamper *s = new_stamper("UTC", NULL);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct stamper *fresh = new_stamper("UTC", NULL);
        for (int again = 0; again < 2; again++) {
            struct stamp got = { 0 }, want = { 0 };
            size_t n = stamp_scan_bind(fresh, text_of(texts[i]), &want);
            stamper_free(fresh);
            fresh = new_stamper("UTC", NULL);
            assert_int_equal(stamp_scan_bind(s, text_of(texts[i]), &got), n);
            if (n > 0)
                assert_true(got.seconds == want.seconds && got.micros == want.micros && got.digits == want.digits);
        }
        stamper_free(fresh);
    }
    stamper_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(styles),        cmocka_unit_test(no_stamps),
        cmocka_unit_test(layouts),       cmocka_unit_test(what_was_not_stated),
        cmocka_unit_test(gap),           cmocka_unit_test(repeated_hour),
        cmocka_unit_test(disorder_decides_nothing), cmocka_unit_test(local_clock_comes_back),
        cmocka_unit_test(years),         cmocka_unit_test(resolution),
        cmocka_unit_test(order),         cmocka_unit_test(web_and_asctime),
        cmocka_unit_test(months_of_other_languages), cmocka_unit_test(second_of_the_line_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
