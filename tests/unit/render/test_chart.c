/* What the charts describe and the summary says, from small result tables. */

#include "unit.h"

#include "base/outfile.h"
#include "chart.h"
#include "charts.h"
#include "number.h"
#include "summary.h"

static char folder[64];

static void put(const char *name, const char *content)
{
    struct err err = { .set = false };
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_worked(outfile_write(path, text_of(content), false, &err));
}

#define SHARE_HEAD "by,key,count,raw,n,n_raw,share,wilson_lo,wilson_hi,boot_lo,boot_hi,share_raw\n"

/* A case of two weeks from Monday 6 June 2016: two parties, two events, a silence. */
static int make_case(void **state)
{
    (void) state;
    snprintf(folder, sizeof folder, "/tmp/dielog-chart.XXXXXX");
    if (mkdtemp(folder) == NULL)
        return -1;
    put("case.ini", "[case]\ntitle = T\nbin = 10m\n");
    put("share.csv", SHARE_HEAD "party,south,10,11,40,42,.25,.2,.3,.19,.33,.26\nparty,north,30,31,40,42,.75,.7,.8,.68,.81,.74\n");
    put("parties.csv", "prefix,party,label,zone,reference,note\n192.0.2.1,north,Northern,Europe/Moscow,,\n192.0.2.2,south,,,,\n");
    put("events.csv", "event,start,end,label,group,source\nb,2016-06-10T00:00:00.000000Z,2016-06-11T00:00:00.000000Z,Second,x,\n"
                      "a,2016-06-07T12:00:00.000000Z,2016-06-07T18:00:00.000000Z,First,x,\n");
    put("observed.csv", "start,end\n2016-06-06T00:00:00.000000Z,2016-06-20T00:00:00.000000Z\n");
    put("inputs.csv", "batch,sensor,path,lines,kept,rejected,first,last\nx,ns1,x,42,42,0,2016-06-06T00:00:00.000000Z,2016-06-19T01:00:00.000000Z\n");
    put("records.csv", "time,party,count\n2016-06-06T03:30:00.000000Z,north,1\n2016-06-08T12:00:00.000000Z,south,1\n");
    put("coverage.csv", "series,start,end,duration_s,expected,p_value,p_adjusted,verdict,scope\n"
                        "all,2016-06-14T18:00:00.000000Z,2016-06-15T06:00:00.000000Z,43200,20,.0001,.0003,silence,all\n"
                        "north,2016-06-16T00:00:00.000000Z,2016-06-16T06:00:00.000000Z,21600,2,.5,.9,as expected,\n");
    return 0;
}

static int remove_case(void **state)
{
    static const char *const names[] = { "case.ini", "share.csv", "parties.csv", "events.csv", "observed.csv", "inputs.csv",
                                         "records.csv", "coverage.csv", "window.csv", "daily.csv" };
    char path[128];
    (void) state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    return rmdir(folder);
}

static struct facts *the_facts(void)
{
    struct err err = { .set = false };
    char path[128];
    snprintf(path, sizeof path, "%s/case.ini", folder);
    struct facts *f = facts_read(path, folder, &err);
    if (f == NULL)
        fail_msg("%s", err.text);
    return f;
}

static struct plot *the_chart(const struct facts *f, const char *name)
{
    struct err err = { .set = false };
    struct plot *p = chart_find(name)(f, folder, &err);
    if (p == NULL)
        fail_msg("%s", err.text);
    return p;
}

static void facts_agree_on_order_and_colour(void **state)
{
    struct facts *f = the_facts();
    (void) state;
    assert_int_equal(f->n_parties, 2);
    assert_string_equal(f->parties[0].id, "north"); /* most records first */
    assert_string_equal(f->parties[0].name, "Northern");
    assert_string_equal(f->parties[1].name, "south"); /* no label: the id */
    assert_int_equal(f->parties[0].colour, 0x0072B2);
    assert_true(f->parties[0].zone_h == 3);
    assert_string_equal(f->events[0].id, "a"); /* in order of time */
    assert_int_equal(facts_event(f, "b")->number, 2);
    assert_int_equal(facts_days(f), 14);
    facts_free(f);
}

static void the_raster_has_a_mark_a_record(void **state)
{
    struct facts *f = the_facts();
    struct plot *p = the_chart(f, "raster");
    (void) state;
    assert_int_equal(plot_rows(p, "marks"), 2);
    assert_true(plot_cell(p, "marks", 0, 0) == 3.5);  /* hour */
    assert_true(floor(plot_cell(p, "marks", 1, 1)) == 2); /* 8 June is the third row */
    assert_true(plot_cell(p, "marks", 0, 3) == 0x0072B2);
    assert_true(plot_cell(p, "marks", 0, 2) != plot_cell(p, "marks", 1, 2)); /* shape says it too */
    size_t silent = 0, weekend = 0, black = 0;
    for (size_t i = 0; i < plot_rows(p, "under_rects"); i++) {
        silent += plot_cell(p, "under_rects", i, 4) == SILENCE;
        weekend += plot_cell(p, "under_rects", i, 4) == NIGHT;
        black += plot_cell(p, "under_rects", i, 4) == INK;
    }
    assert_int_equal(silent, 2);  /* one silence, on two days */
    assert_int_equal(weekend, 4); /* two weekends */
    assert_int_equal(black, 2);   /* two events */
    assert_non_null(strstr(plot_said(p, PLOT_CAPTION), "First"));
    plot_free(p);
    facts_free(f);
}

static void events_keep_apart(void **state)
{
    double at[] = { 10, 10.5, 11, 50, 99.5, 99.8 };
    (void) state;
    chart_spread(at, 6, 3, 0, 100);
    for (int i = 1; i < 6; i++)
        assert_true(at[i] - at[i - 1] >= 3 - 1e-9);
    assert_true(at[5] <= 100 && at[0] >= 0 && at[3] == 50);
    assert_int_equal(chart_numbered(6, 3, 100), 1);
    assert_int_equal(chart_numbered(40, 3, 60), 2);
    assert_int_equal(chart_numbered(0, 3, 1), 1);
}

static void nothing_to_draw_is_said(void **state)
{
    struct facts *f = the_facts();
    static const char *const names[] = { "week", "daily", "autocorrelation", "zone", "window" };
    (void) state;
    for (size_t i = 0; i < 5; i++) {
        struct plot *p = the_chart(f, names[i]);
        assert_true(plot_is_empty(p));
        assert_true(strlen(plot_said(p, PLOT_EMPTY)) > 10);
        plot_free(p);
    }
    facts_free(f);
}

static void the_forest_keeps_to_its_axis(void **state)
{
    put("window.csv", "group,event,label,start,end,observed,expected,ratio,lo95,hi95,p_holm,mdr,verdict\n"
                      "north,a,First,,,0,4.2,0,0,900,.2,9,consistent with no change\n"
                      "north,b,Second,,,50,10,5,3,8,.0001,2,more than expected\n");
    struct facts *f = the_facts();
    struct plot *p = the_chart(f, "window");
    (void) state;
    double x0 = plot_get(p, "panel_x0"), x1 = plot_get(p, "panel_x1");
    assert_true(x0 > 0 && x1 <= 20);
    for (size_t i = 0; i < plot_rows(p, "dots"); i++)
        assert_true(plot_cell(p, "dots", i, 0) >= x0 && plot_cell(p, "dots", i, 0) <= x1);
    assert_int_equal(plot_rows(p, "dots"), 2);
    plot_free(p);
    facts_free(f);
}

static void a_broken_cell_is_an_error(void **state)
{
    struct err err = { .set = false };
    (void) state;
    put("daily.csv", "start,series,kind,count,raw,exposure_s\n2016-06-06T00:00:00.000000Z,north,party,many,1,86400\n");
    struct facts *f = the_facts();
    assert_null(chart_daily(f, folder, &err));
    assert_non_null(strstr(err.text, "daily.csv:2: error: column count: found \"many\", expected a number"));
    facts_free(f);
}

static void the_summary_speaks_with_care(void **state)
{
    struct err err = { .set = false };
    struct results r = { 0 };
    struct summary s;
    struct buf lines = BUF_INIT;
    (void) state;
    struct facts *f = the_facts();
    assert_worked(results_read(&r, folder, &err));
    summary_init(&s, f, &r);
    assert_string_equal(s.findings[0].id, "share");
    assert_string_equal(rich_text(&s.findings[0].text),
                        "Northern made 75.0" NARROW_SPACE "% of the 40 records (68.0" EN_DASH "81.0" NARROW_SPACE
                        "%) and south 25.0" NARROW_SPACE "% (19.0" EN_DASH "33.0" NARROW_SPACE "%).");
    assert_true(s.findings[0].evidence[0].line == 2);
    assert_string_equal(s.findings[s.n - 1].id, "silence");
    assert_non_null(strstr(rich_text(&s.findings[s.n - 1].text), "All parties fell silent for 12" NARROW_SPACE "h"));
    summary_lines(&s, f, &lines);
    size_t n = 0;
    for (size_t i = 0; i < lines.len; i++)
        n += lines.at[i] == '\n';
    assert_int_equal(n, 5);
    buf_release(&lines);
    summary_release(&s);
    results_release(&r);
    facts_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_agree_on_order_and_colour), cmocka_unit_test(the_raster_has_a_mark_a_record),
        cmocka_unit_test(events_keep_apart),               cmocka_unit_test(nothing_to_draw_is_said),
        cmocka_unit_test(the_forest_keeps_to_its_axis),    cmocka_unit_test(a_broken_cell_is_an_error),
        cmocka_unit_test(the_summary_speaks_with_care),
    };
    return cmocka_run_group_tests(tests, make_case, remove_case);
}
