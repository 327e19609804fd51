/* Event times by group from CSV; visits; streams of random numbers. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "numbers/stream.h"
#include "rows/series.h"
#include "scratch.h"

#define S WHEN_SECOND

static struct series_set *read_text(const char *content, struct series_source source, struct err *err)
{
    char path[SCRATCH_PATH];
    scratch_write(path, content);
    const char *files[] = { path };
    source.files = files;
    source.n_files = 1;
    struct series_set *s = series_read(&source, err);
    scratch_remove(path);
    return s;
}

static void test_groups(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct series_set *s =
        read_text("time,party,count\n30,b,2\n10.5,a,1\n20,b,0\n5,b,1\n",
                  (struct series_source){ .time = "time", .group = "party", .with_all = true }, &err);
    assert_non_null(s);
    assert_int_equal(series_count(s), 3);
    assert_string_equal(series_at(s, 0)->name, "all");
    assert_string_equal(series_at(s, 1)->name, "a");
    assert_string_equal(series_at(s, 2)->name, "b");
    const struct series *all = series_at(s, 0), *b = series_at(s, 2);
    assert_int_equal(all->n, 4);
    assert_int_equal(all->times[0], 5 * S);
    assert_int_equal(all->times[1], 10 * S + S / 2);
    assert_int_equal(all->times[3], 30 * S);
    assert_int_equal(b->n, 3);
    assert_int_equal(b->times[0], 5 * S);
    assert_int_equal(b->times[1], b->times[2]);
    struct observed span;
    observed_init(&span);
    series_span(s, &span);
    assert_int_equal(observed_start(&span), 5 * S);
    assert_int_equal(observed_end(&span), 30 * S + 1);
    observed_release(&span);
    series_free(s);
}

static void test_plain(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct series_set *s = read_text("when\tx\n2016-05-04T00:00:01Z\t1\n2016-05-04T02:00:00+02:00\t2\n",
                                     (struct series_source){ .time = "when", .separator = '\t' }, &err);
    assert_non_null(s);
    assert_int_equal(series_count(s), 1);
    assert_string_equal(series_at(s, 0)->name, "all");
    assert_int_equal(series_at(s, 0)->times[1] - series_at(s, 0)->times[0], S);
    series_free(s);
    s = read_text("time,x\n", (struct series_source){ .time = "time" }, &err);
    assert_non_null(s);
    assert_int_equal(series_count(s), 0);
    struct observed span;
    observed_init(&span);
    series_span(s, &span);
    assert_int_equal(span.n, 0);
    series_free(s);
}

static void test_refuses(void **state)
{
    (void)state;
    static const struct {
        const char *csv;
        struct series_source source;
        const char *says;
    } bad[] = {
        { "time,n\n1,-1\n", { .time = "time", .count = "n" }, ":2: error: column n: a count lies between" },
        { "time,count\n1,1\n2,1.5\n", { .time = "time" }, ":3: " },
        { "time\n2016-05-04T00:00:00\n", { .time = "time" }, ":2: error: '2016-05-04T00:00:00' has no zone" },
        { "time\n1\n", { .time = "t" }, "t" },
        { "time\n1\n", { .time = "time", .group = "g" }, "g" },
        { "time\n1\n", { .time = "time", .count = "n" }, "n" },
        { "time,count\n1,4000000000\n", { .time = "time" }, ":2: error: more than" },
        { "time,g\n1,all\n", { .time = "time", .group = "g", .with_all = true }, "named \"all\"" },
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct err err = { 0 };
        assert_null(read_text(bad[i].csv, bad[i].source, &err));
        assert_true(err.set);
        if (strstr(err.text, bad[i].says) == NULL) {
            fail_msg("case %zu says \"%s\"", i, err.text);
        }
    }
}

static void test_list_of_files(void **state)
{
    (void)state;
    char one[SCRATCH_PATH], two[SCRATCH_PATH], list[SCRATCH_PATH], lines[2 * SCRATCH_PATH + 8];
    scratch_write(one, "time\n1\n");
    scratch_write(two, "x,time\n7,2\n");
    snprintf(lines, sizeof lines, "%s\n\n%s", one, two); /* a blank line; no final newline */
    scratch_write(list, lines);
    struct err err = { 0 };
    struct series_source source = { .files_from = list, .time = "time" };
    struct series_set *s = series_read(&source, &err);
    assert_non_null(s);
    assert_int_equal(series_at(s, 0)->n, 2);
    series_free(s);
    scratch_remove(one);
    scratch_remove(two);
    assert_null(series_read(&source, &err));
    scratch_remove(list);
}

/* A burst is held together by its own gaps, not by the distance from its start. */
static void test_visits(void **state)
{
    (void)state;
    const when_t times[] = { 0, S, 3 * S, 5 * S, 8 * S, 8 * S, 10 * S + 1 };
    when_t out[7];
    assert_int_equal(series_visits(times, 7, 2 * S, out), 3);
    assert_int_equal(out[0], 0);
    assert_int_equal(out[1], 8 * S);
    assert_int_equal(out[2], 10 * S + 1);
    assert_int_equal(series_visits(times, 0, 2 * S, out), 0);
    assert_int_equal(series_visits(times, 7, 0, out), 6);
}

static void test_streams(void **state)
{
    (void)state;
    gsl_rng *a = stream_new(1, "p", "s"), *b = stream_new(1, "p", "s"), *c = stream_new(1, "p", "t"),
            *d = stream_new(UINT64_C(1) << 40, "p", "s");
    unsigned long x = gsl_rng_get(a);
    assert_int_equal(x, gsl_rng_get(b));
    assert_int_not_equal(x, gsl_rng_get(c));
    assert_int_not_equal(x, gsl_rng_get(d));
    gsl_rng_free(a);
    gsl_rng_free(b);
    gsl_rng_free(c);
    gsl_rng_free(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_groups),        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_refuses),       cmocka_unit_test(test_list_of_files),
        cmocka_unit_test(test_visits),        cmocka_unit_test(test_streams),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
