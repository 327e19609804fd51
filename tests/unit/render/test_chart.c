/* What the charts describe and the summary says, from small result tables. */

#include "unit.h"

#include "base/outfile.h"
#include "charts/chart.h"
#include "charts/charts.h"
#include "charts/heading.h"
#include "paper/driver_text.h"
#include "report/report.h"
#include "summary/summary.h"
#include "words/number.h"

static char folder[64];

static void put(const char *name, const char *content)
{
    struct err err = { .set = false };
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_worked(outfile_write(path, text_of(content), false, &err));
}

#define N_ NARROW_SPACE

static void unlink_of(const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    unlink(path);
}

#define SHARE_HEAD "by,key,count,raw,n,n_raw,share,wilson_lo,wilson_hi,boot_lo,boot_hi,share_raw\n"

#define PARTIES "prefix,party,label,zone,reference,note\n192.0.2.1,north,Northern,Europe/Moscow,,\n192.0.2.2,south,,,,\n"

/* A case of two weeks from Monday 6 June 2016: two parties, two events, a silence. */
static int make_case(void **state)
{
    (void) state;
    snprintf(folder, sizeof folder, "/tmp/dielog-chart.XXXXXX");
    if (mkdtemp(folder) == NULL)
        return -1;
    put("case.ini", "[case]\ntitle = T\nbin = 10m\n");
    put("share.csv", SHARE_HEAD "party,south,10,11,40,42,.25,.2,.3,.19,.33,.26\nparty,north,30,31,40,42,.75,.7,.8,.68,.81,.74\n");
    put("parties.csv", PARTIES);
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
                                         "records.csv", "coverage.csv", "window.csv", "epoch.csv", "epoch_test.csv", "daily.csv", "period.csv", "periodogram.csv",
                                         "weigh.csv", "weigh_pairs.csv", "mixture.csv", "mixture_pairs.csv", "mixture_propositions.csv", "mixture_time.csv",
                                         "fold.csv", "cadence.csv", "cadence_parts.csv", "cadence_gaps.csv", "cache.csv", "cache_gaps.csv",
                                         "spikes.csv", "spike_days.csv", "spike_matches.csv", "change.csv", "change_levels.csv",
                                         "service.csv", "service_days.csv", "names.csv", "couple.csv", "couple_curve.csv", "measures.csv", "rhythm.csv", "zone.csv", "zone_posterior.csv", "zone_year.csv" };
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

static void says(const struct facts *f, const char *chart, const char *title)
{
    struct plot *p = the_chart(f, chart);
    assert_string_equal(plot_said(p, PLOT_TITLE), title);
    plot_free(p);
}

static void the_raster_has_a_mark_a_record(void **state)
{
    put("measures.csv", "group,measure,value,zone\nnorth,working_hours,.9,UTC\nnorth,working_hours,.612,Europe/Moscow\nsouth,working_hours,.9,Europe/Moscow\n");
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
    assert_string_equal(plot_said(p, PLOT_TITLE), "Within 9" EN_DASH "17 h on working days: Northern 61.2" N_ "% (Moscow)"); /* nobody asks about UTC, and ten records say little */
    plot_free(p);
    put("measures.csv", "group,measure,value,zone\nnorth,working_hours,.612,Europe/Simferopol\nnorth,working_hours,.77,Asia/Tokyo\nnorth,working_hours,.8,Asia/Riyadh\n");
    says(f, "raster", "Within 9" EN_DASH "17 h on working days: Northern 61.2" N_ "% (Moscow)"); /* one clock; another is not tinted, nor a Sunday in Riyadh */
    unlink_of("measures.csv");
    says(f, "raster", "40 records on 2 of 14 days");
    facts_free(f);
}

/* A title without anything found says so, and one that cannot tell says that. */
static void titles_say_what_cannot_be_told(void **state)
{
    struct facts *f = the_facts();
    (void) state;
    says(f, "front", "Cannot tell busy hours: too few records or days");
    says(f, "week", "Cannot tell weekends from weekdays: too few weeks");
    says(f, "autocorrelation", "Cannot tell whether counts come again");
    says(f, "zone", "Cannot tell whose working hours");
    says(f, "mixture", "Cannot tell one zone from two");
    says(f, "weigh", "Cannot tell what made the visits");
    says(f, "clock", "Cannot tell by which rule the clocks change");
    says(f, "window", "Cannot tell whether visits differ in the declared windows");
    says(f, "epoch", "Cannot tell whether visits follow the events");
    says(f, "spike", "Cannot tell spikes from chance");
    says(f, "change", "Cannot tell whether a level changed");
    says(f, "answers", "Cannot tell who is answered");
    says(f, "together", "Cannot tell whether two clients come together");
    put("measures.csv", "group,measure,value,p_value,p_holm\nnorth,explained_24h_12h,.1,.04,.08\nnorth,weekend_ratio,.9,.04,.08\n");
    put("rhythm.csv", "group,weekday,hour,count,exposure_s,rate\nnorth,0,3,2,7200,1\nsouth,0,3,1,7200,.5\n");
    says(f, "front", "No hours of the day stand out"); /* p pays for two parties */
    says(f, "week", "No difference between weekends and weekdays shows");
    facts_free(f);
}

static void titles_name_who_and_when(void **state)
{
    put("measures.csv", "group,measure,value,p_holm\nnorth,explained_24h_12h,.1,.02\nnorth,most_10h_onset,20,\n"
                        "south,explained_24h_12h,.1,.001\nsouth,most_10h_onset,6,\nsouth,weekend_ratio,.213,.001\n");
    put("rhythm.csv", "group,weekday,hour,count,exposure_s,rate\nnorth,0,3,2,7200,1\nsouth,0,3,1,7200,.5\n");
    put("zone.csv", "group,offset_h,lo80_h,hi80_h,verdict,rule\nnorth,3,0,5.5,told,EU\nsouth,,,,cannot tell: too few visits,\n");
    put("zone_posterior.csv", "group,offset_h,probability,zone,members\nnorth,3,1,Europe/Moscow,Europe/Moscow\n");
    struct facts *f = the_facts();
    (void) state;
    says(f, "front", "Busiest ten hours, UTC: Northern 20" EN_DASH "06, south 06" EN_DASH "16");
    says(f, "week", "Weekend over weekday rate: south 0.21");
    says(f, "zone", "Working hours (80" N_ "%): Northern UTC to UTC+5:30");
    unlink_of("measures.csv");
    unlink_of("rhythm.csv");
    unlink_of("zone.csv");
    unlink_of("zone_posterior.csv");
    facts_free(f);
}

/* What has no room is counted. */
static void a_long_title_ends_before_the_figure(void **state)
{
    struct facts *f = the_facts();
    struct heading h;
    (void) state;
    heading_init(&h, f, 60, "Found: ", ", ");
    heading_item(&h, "a first item of a length that has no room by itself");
    heading_item(&h, "second");
    heading_item(&h, "third");
    assert_string_equal(heading_text(&h), "Found: a first item of a length that has no room by itself; 2 more");
    heading_release(&h);
    heading_init(&h, f, 60, "", ", ");
    heading_item(&h, "one");
    heading_item(&h, "two");
    assert_string_equal(heading_text(&h), "one, two");
    heading_release(&h);
    struct plot *p = chart_nothing(f, "x", "A title", "A sentence that is longer than the column in which it stands, so that it must be broken into lines, or its end would be lost.");
    assert_int_equal(plot_rows(p, "texts"), 3); /* the title, and two lines */
    assert_true(plot_height(p) > 14);
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
    static const char *const names[] = { "week", "daily", "autocorrelation", "zone", "mixture", "weigh", "window", "epoch", "period", "fold", "gaps", "parts" };
    (void) state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct plot *p = the_chart(f, names[i]);
        assert_true(plot_is_empty(p));
        assert_true(strlen(plot_said(p, PLOT_EMPTY)) > 10);
        plot_free(p);
    }
    facts_free(f);
}

static void the_forest_keeps_to_its_axis(void **state)
{
    put("window.csv", "group,event,label,start,end,status,observed,expected,ratio,lo95,hi95,p_holm,mdr,verdict\n"
                      "north,a,First,,,confirmatory,0,4.2,0,0,900,.2,9,consistent with no change\n"
                      "north,b,Second,,,exploratory,50,10,5,3,8,.0001,2,more than expected\n");
    struct facts *f = the_facts();
    struct plot *p = the_chart(f, "window");
    (void) state;
    double x0 = plot_get(p, "panel_x0"), x1 = plot_get(p, "panel_x1");
    assert_true(x0 > 0 && x1 <= 20);
    for (size_t i = 0; i < plot_rows(p, "dots"); i++)
        assert_true(plot_cell(p, "dots", i, 0) >= x0 && plot_cell(p, "dots", i, 0) <= x1);
    assert_int_equal(plot_rows(p, "dots"), 2);
    assert_string_equal(plot_said(p, PLOT_TITLE), "1 of 2 windows differs: Second, Northern 5.00 times the expected");
    plot_free(p);
    facts_free(f);
}

/* A step outside its band has a dot; one far above everything is cut at the panel's top; series that have no panel do not stretch it. */
static void steps_outside_their_band_are_marked(void **state)
{
    put("epoch.csv", "group,lag_from_s,lag_to_s,observed,expected,ratio,band95_lo,band95_hi,p_shift\n"
                     "north,-21600,0,9,10,.9,.5,1.6,.7\nnorth,0,21600,24,10,2.4,.6,1.5,.002\nnorth,21600,43200,0,0,,,,\n"
                     "nobody,0,21600,90,1,90,.6,70,.2\n");
    put("epoch_test.csv", "group,n_events,p_holm\nnorth,5,.02\n");
    struct facts *f = the_facts();
    struct plot *p = the_chart(f, "epoch");
    (void) state;
    assert_int_equal(plot_rows(p, "steps"), 2);
    assert_int_equal(plot_rows(p, "band"), 2);
    assert_int_equal(plot_rows(p, "dots"), 1);
    assert_true(fabs(plot_cell(p, "dots", 0, 0) - .125) < 1e-12 && fabs(plot_cell(p, "dots", 0, 1) - 2.4) < 1e-12);
    assert_true(plot_get(p, "panel_y1") < 5);
    assert_string_equal(plot_said(p, PLOT_TITLE), "Around 5 events Northern departs from other weeks (p" N_ "=" N_ ".020)");
    plot_free(p);
    facts_free(f);
}

static void the_best_proposition_comes_first(void **state)
{
    put("mixture.csv", "group,log10_lr,a_offset_h,b_offset_h,weight_a,verdict\nnorth,2,-4,3,.4,two zones: told\n");
    put("mixture_pairs.csv", "group,a_offset_h,b_offset_h,probability\nnorth,-4,3,.6\nnorth,-5,3,.4\n");
    put("mixture_propositions.csv", "group,zone_a,zone_b,proposition,against,log10_lr,log10_stated\n"
                                    "north,Europe/Moscow,America/New_York,A,union,-1,-1\n"
                                    "north,Europe/Moscow,America/New_York,A,flat,29,29\n"
                                    "north,Europe/Moscow,America/New_York,union,A,1,1\n"
                                    "north,Europe/Moscow,America/New_York,union,flat,30,30\n"
                                    "north,Europe/Moscow,America/New_York,flat,A,-29,-29\n"
                                    "north,Europe/Moscow,America/New_York,flat,union,-30,-30\n");
    put("mixture_time.csv", "group,zone_a,zone_b,start,end,weight_a,lo95,hi95\n");
    struct facts *f = the_facts();
    struct plot *p = the_chart(f, "mixture");
    (void) state;
    assert_string_equal(plot_said(p, PLOT_TITLE), "Two zones: Northern");
    assert_int_equal(plot_rows(p, "over_marks"), 3);
    double best = plot_cell(p, "over_marks", 0, 0), next = plot_cell(p, "over_marks", 1, 0), far = plot_cell(p, "over_marks", 2, 0);
    assert_true(best < next && next < far && far <= PLOT_WIDE_MM);
    assert_true(plot_cell(p, "over_marks", 0, 2) != plot_cell(p, "over_marks", 1, 2));
    plot_free(p);
    facts_free(f);
}

static void what_is_weighed_stays_on_its_axis(void **state)
{
    put("weigh.csv", "group,best,next,verdict\nnorth,people,timer,people\nsouth,,,cannot tell: too few visits\n");
    put("weigh_pairs.csv", "group,proposition,against,log10_lr,lo95,hi95,log10_stated,capped\n"
                           "north,people,timer,240,80,400,3,calibration\nnorth,people,chance,1.2,-.3,2.5,0,\n"
                           "north,timer,people,-240,-400,-80,-3,calibration\nnorth,people,zone-a,.3,.3,.3,.3,\n");
    struct facts *f = the_facts();
    struct plot *p = the_chart(f, "weigh");
    (void) state;
    assert_string_equal(plot_said(p, PLOT_TITLE), "Best: Northern, people at their hours");
    assert_int_equal(plot_rows(p, "over_marks"), 2); /* a zone is no rival, and what is not told has no panel */
    double far = plot_cell(p, "over_marks", 0, 0), none = plot_cell(p, "over_marks", 1, 0);
    assert_true(none < far && far < PLOT_MAIN_MM + 2);
    plot_free(p);
    facts_free(f);
}

#define PERIOD_HEAD "group,n,family,method,period_s,lo95_s,hi95_s,statistic,p_diurnal,p_cache,verdict\n"

static void periods_stand_out_by_their_verdict(void **state)
{
    put("period.csv", PERIOD_HEAD "all,90,1,h,3600,3590,3610,80,.005,,none\n"
                                  "north,70,1,h,3600,3590,3610,90,.005,.2,cache\nnorth,70,,day,86400,,,,,,rhythm\n"
                                  "south,20,1,h,700,690,710,9,.6,,diurnal\n");
    put("periodogram.csv", "group,frequency_hz,period_s,score,h,band95_diurnal,band95_cache\n"
                           "north,.0002777,3600,1,70,30,95\nnorth,.0001,10000,1,4,30,95\nsouth,.00143,700,1,9,25,\n");
    put("fold.csv", "group,period_s,phase,count,expected\nnorth,3600,0,10,30\nnorth,3600,.5,60,30\nsouth,700,0,5,5\n");
    struct facts *f = the_facts();
    struct plot *scan = the_chart(f, "period"), *fold = the_chart(f, "fold");
    (void) state;
    assert_string_equal(plot_said(scan, PLOT_TITLE), "A period of 1" NARROW_SPACE "h stands out: Northern");
    assert_int_equal(plot_rows(scan, "bars"), 3);
    assert_non_null(strstr(plot_said(scan, PLOT_CAPTION), "Dashed"));
    assert_int_equal(plot_rows(fold, "bars"), 2); /* chance makes the period of south */
    assert_string_equal(plot_said(fold, PLOT_TITLE), "Folded: the fullest bar has 2.0 times the visits expected");
    plot_free(scan);
    plot_free(fold);
    facts_free(f);
}

/* 30 gaps of an hour and a second each: one bar, one dark cell. */
static void gaps_fall_into_one_bar_and_cell(void **state)
{
    struct buf b = BUF_INIT;
    (void) state;
    buf_add_text(&b, "group,time,gap_before_s,gap_after_s\n");
    for (int i = 0; i < 30; i++)
        buf_add_format(&b, "north,2016-06-06T00:00:00.000000Z,%s,3601\n", i == 0 ? "" : "3601");
    put("cadence_gaps.csv", b.at);
    put("cache.csv", "group,n,ttl_s,share_below,verdict,ttl_from\nnorth,31,3600,0,not a cache,stated\nsouth,9,,,cannot tell,\n");
    put("cache_gaps.csv", "group,from_s,to_s,count,expected\nnorth,3600,7200,30,20\nnorth,7200,,0,10\n");
    struct facts *f = the_facts();
    struct plot *p = the_chart(f, "gaps");
    assert_string_equal(plot_said(p, PLOT_TITLE), "No series has the gaps that a cache makes of steady demand");
    assert_int_equal(plot_rows(p, "bars"), 1);
    assert_true(plot_cell(p, "bars", 0, 3) == 30);
    assert_int_equal(plot_rows(p, "tiles"), 1);
    assert_true(plot_rows(p, "over_rects") > 10); /* the TTL, and the steps */
    plot_free(p);
    facts_free(f);
    buf_release(&b);
}

static void parts_end_at_their_sums(void **state)
{
    put("cadence.csv", "group,n,period_s,share,verdict\nall,40,60,.5,machine-like\nnorth,30,3600,.8,mixed\nsouth,10,,,cannot tell\n");
    put("cadence_parts.csv", "group,date,periodic,aperiodic\nnorth,2016-06-06,3,1\nnorth,2016-06-09,24,6\nall,2016-06-06,9,9\n");
    struct facts *f = the_facts();
    struct plot *p = the_chart(f, "parts");
    (void) state;
    assert_int_equal(plot_rows(p, "lines"), 4); /* two parts, two steps; all is left away beside a party */
    assert_true(plot_cell(p, "lines", 3, 2) == 4 && plot_cell(p, "lines", 3, 3) == 24);
    assert_string_equal(plot_said(p, PLOT_TITLE), "A machine’s part: 80.0" NARROW_SPACE "% of the visits of Northern");
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
    assert_string_equal(rich_text(&s.findings[0].said.text),
                        "Northern made 75.0" NARROW_SPACE "% of the 40 records (68.0" EN_DASH "81.0" NARROW_SPACE
                        "%) and south 25.0" NARROW_SPACE "% (19.0" EN_DASH "33.0" NARROW_SPACE "%).");
    assert_true(s.findings[0].said.evidence[1].line == 2);
    assert_string_equal(s.findings[s.n - 1].id, "silence");
    assert_non_null(strstr(rich_text(&s.findings[s.n - 1].said.text), "All parties fell silent for 12" NARROW_SPACE "h"));
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

static const struct finding *find(const struct summary *s, const char *id)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->findings[i].id, id) == 0)
            return &s->findings[i];
    return NULL;
}

/* What stands beside the findings of page 1, where the two parties have these names. */
static void notes_beside(struct buf *notes, const char *north, const char *south)
{
    struct err err = { .set = false };
    struct results results = { 0 };
    struct summary summary;
    struct buf parties = BUF_INIT;
    buf_add_format(&parties, "prefix,party,label,zone,reference,note\n192.0.2.1,north,%s,,,\n192.0.2.2,south,%s,,,\n", north, south);
    put("parties.csv", parties.at);
    struct facts *f = the_facts();
    assert_worked(results_read(&results, folder, &err));
    summary_init(&summary, f, &results);
    struct report r = { .doc = doc_new(&(struct doc_words){ "T", "run", "" }), .facts = f, .results = &results, .summary = &summary,
                        .data = folder, .figures = folder, .measure = driver_text_new(), .versions = "" };
    assert_worked(report_findings(&r, &err));
    for (size_t i = 0; i < doc_blocks(r.doc); i++)
        if (doc_block(r.doc, i)->kind == BLOCK_FINDING)
            buf_add_format(notes, "%s|", rich_text(&doc_block(r.doc, i)->note));
    driver_text_free(r.measure);
    doc_free(r.doc);
    summary_release(&summary);
    results_release(&results);
    facts_free(f);
    buf_release(&parties);
}

static void what_has_room_is_measured_in_letters(void **state)
{
    struct buf latin = BUF_INIT, cyrillic = BUF_INIT;
    (void) state;
    put("cadence.csv", "group,n,period_s,q_value,lr_machine,verdict,reason,burstiness\n"
                       "north,900,2160,.0002,2000,mixed,visits that keep to a clock,.1\n"
                       "south,300,,.7,.0005,people-like,no cadence; the hours of people,.4\n");
    put("period.csv", "group,family,period_s,p_diurnal,p_cache,verdict,ttl_s,caches\nnorth,1,2160,.005,.33,cache,1800,2\n");
    notes_beside(&latin, "Bankers house of the far north", "A regional clinic for children");
    notes_beside(&cyrillic, "Банкира домик от тех дал север", "А районная клиник для малышнят");
    assert_non_null(strstr(latin.at, "p: how often"));
    assert_string_equal(cyrillic.at, latin.at);
    buf_release(&latin);
    buf_release(&cyrillic);
    put("parties.csv", PARTIES);
}

static void machines_are_told_by_kind(void **state)
{
    struct err err = { .set = false };
    struct results r = { 0 };
    struct summary s;
    (void) state;
    put("cadence.csv", "group,n,period_s,q_value,lr_machine,verdict,reason,burstiness\n"
                       "north,900,2160,.0002,2000,mixed,visits that keep to a clock,.1\n"
                       "south,300,,.7,.0005,people-like,no cadence; the hours of people,.4\n");
    put("period.csv", "group,family,period_s,p_diurnal,p_cache,verdict,ttl_s,caches\nnorth,1,2160,.005,.33,cache,1800,2\n");
    struct facts *f = the_facts();
    assert_worked(results_read(&r, folder, &err));
    summary_init(&s, f, &r);
    const struct finding *machine = find(&s, "machine");
    assert_non_null(machine);
    assert_string_equal(rich_text(&machine->said.text),
                        "The timing of Northern is a machine’s in part (a beat of 36" N_ "min, p" N_ "<" N_ ".001; the visits are 2" N_
                        "000 times more probable under a timer than without); that of south is people-like: hours, and no timer’s beat (2" N_
                        "000 times more probable so than under a timer). The visits of Northern have a cycle of 36" N_ "min that the hours of the "
                        "week do not make (p" N_ "=" N_ ".0050); steady demand behind 2 caches of 30" N_ "min makes such a cycle "
                        "by itself (p" N_ "=" N_ ".33).");
    assert_int_equal(machine->said.n_evidence, 9);
    summary_release(&s);
    results_release(&r);
    facts_free(f);
}

#define SPIKES_HEAD "spike,direction,start,end,observed,expected,ratio,q_value,maker,maker_share,verdict,scope,event,event_lag_s\n"

/* One spike of north; a quiet time that is part of the silence of 14 June; a series that was refused. */
static void put_spikes(void)
{
    put("spikes.csv", SPIKES_HEAD "1,more,2016-06-08T00:00:00.000000Z,2016-06-09T00:00:00.000000Z,40,10,4,.001,north,.9,spike,,a,21600\n"
                                  "2,fewer,2016-06-14T00:00:00.000000Z,2016-06-16T00:00:00.000000Z,0,20,0,.002,north south,1,silent,all,b,259200\n"
                                  ",,,,,,,,,,cannot tell: too few visits,,,\n");
    put("spike_days.csv", "series,start,observed,expected,lower,upper\n"
                          "all,2016-06-07T00:00:00.000000Z,9,10,3,20\nall,2016-06-08T00:00:00.000000Z,40,10,3,20\n"
                          "north,2016-06-08T00:00:00.000000Z,33,6,1,12\nsouth,2016-06-08T00:00:00.000000Z,7,4,0,9\n");
    put("spike_matches.csv", "direction,group,spikes,events,near,lag_s,expected,p_value,moves,verdict\nmore,,1,2,1,86400,.4,.05,19,nearer than chance makes them\n");
    put("change.csv", "kind,group,date,lo95,hi95,before,after,p_value,p_series,p_holm,scale,carried_by,carried_share,verdict\n"
                      "level,all,2016-06-12,2016-06-10,2016-06-13,10,25,.001,.001,.003,2,north,.95,rises\n"
                      "share,south,,,,,,,.4,1,2,,,no change\n");
    put("change_levels.csv", "kind,group,date,value,weight,level\nlevel,all,2016-06-11,9,1,10\nlevel,all,2016-06-12,26,1,25\nshare,south,2016-06-11,.4,9,.4\n");
}

/* A bar has the colour of who made the spike, in the panel of all and in that of its maker alone. */
static void spikes_have_the_colour_of_their_maker(void **state)
{
    struct facts *f = the_facts();
    (void) state;
    put_spikes();
    struct plot *p = the_chart(f, "spike");
    assert_int_equal(plot_rows(p, "bars"), 4);
    assert_true(plot_cell(p, "bars", 0, 4) != 0x0072B2 && plot_cell(p, "bars", 1, 4) == 0x0072B2);
    assert_true(plot_cell(p, "bars", 2, 4) == 0x0072B2 && plot_cell(p, "bars", 3, 4) == plot_cell(p, "bars", 0, 4));
    assert_true(plot_cell(p, "bars", 1, 0) == 2.2 && plot_cell(p, "bars", 1, 3) == 40);
    assert_non_null(strstr(plot_said(p, PLOT_CAPTION), ", Northern; 2 14"));
    assert_string_equal(plot_said(p, PLOT_TITLE), "1 spike, 1 quiet time: 8" N_ "June (Northern), 14" N_ "June to 15" N_ "June (Northern, south)");
    assert_non_null(strstr(plot_said(p, PLOT_CAPTION), ", Northern, south."));
    plot_free(p);
    p = the_chart(f, "change");
    assert_string_equal(plot_said(p, PLOT_TITLE), "From 12" N_ "June: 25.0 visits a day (All), before 10.0");
    assert_int_equal(plot_rows(p, "bands"), 1);
    assert_true(plot_cell(p, "bands", 0, 0) == 4 && plot_cell(p, "bands", 0, 1) == 8);
    assert_int_equal(plot_rows(p, "dots"), 2);
    plot_free(p);
    facts_free(f);
}

/* A quiet time that a silence holds is told once. */
static void a_silence_is_told_once(void **state)
{
    struct err err = { .set = false };
    struct results r = { 0 };
    struct summary s;
    (void) state;
    put_spikes();
    struct facts *f = the_facts();
    assert_worked(results_read(&r, folder, &err));
    summary_init(&s, f, &r);
    const struct finding *spikes = find(&s, "spikes"), *change = find(&s, "change");
    assert_non_null(spikes);
    assert_non_null(change);
    assert_null(strstr(rich_text(&spikes->said.text), "14"));
    assert_non_null(strstr(rich_text(&spikes->said.text), "4.0 times the expected, Northern"));
    assert_non_null(strstr(rich_text(&spikes->said.text), "Of 1 spike 1 lies near a declared event"));
    assert_non_null(strstr(rich_text(&change->said.text), "carried by Northern"));
    summary_release(&s);
    results_release(&r);
    facts_free(f);
}

/* Days stack up to 1, from the answered to the denied; a change has its line; nothing told, no picture. */
static void answers_are_stacked_by_day(void **state)
{
    (void) state;
    put("service.csv", "group,answered,denied,since,p_holm\nall,40,20,2016-06-10,.5\nsouth,10,20,2016-06-10,.002\nnorth,30,0,,1\n");
    put("service_days.csv", "group,day,answered,denied,failed,unsaid\nsouth,2016-06-09,0,3,1,0\nsouth,2016-06-10,4,0,0,0\nnorth,2016-06-09,2,0,0,2\n");
    struct facts *f = the_facts();
    struct plot *p = the_chart(f, "answers");
    assert_int_equal(plot_rows(p, "bars"), 5);
    assert_true(plot_cell(p, "bars", 0, 5) == 1 && plot_cell(p, "bars", 0, 3) == .5); /* north's panel comes first */
    assert_true(plot_cell(p, "bars", 2, 2) == 0 && plot_cell(p, "bars", 2, 3) == .25 && plot_cell(p, "bars", 3, 3) == 1);
    assert_true(plot_cell(p, "bars", 3, 4) == INK && plot_cell(p, "bars", 4, 3) == 1 && plot_cell(p, "bars", 4, 4) != INK);
    assert_int_equal(plot_rows(p, "over_rects"), 1);
    plot_free(p);
    put("service.csv", "group,answered,denied,since,p_holm\nall,0,0,,\nnorth,0,0,,\n");
    p = the_chart(f, "answers");
    assert_true(plot_is_empty(p));
    plot_free(p);
    facts_free(f);
}

#define SERVICE_HEAD "group,answered,denied,share,lo95,hi95,since,share_before,share_after,p_holm,clients_answered,clients_denied,lr_closed,per_day," \
                     "load_lo95,load_hi95,p_low,p_high,verdict\n"

/* Names, answers and pairs have a sentence where they say something, and none where they do not. */
static void what_was_asked_has_its_sentences(void **state)
{
    struct err err = { .set = false };
    struct results r = { 0 };
    struct summary s;
    (void) state;
    put("names.csv", "group,sessions,mail_sessions,lr_mail,scan_sessions,lr_scan,tunnel_names,lr_tunnel,verdict\n"
                     "south,13,5.4,14170,7,1e6,,,mail receivers; scan\nnorth,90,.1,.1,.1,.1,,,ordinary lookups\n");
    put("service.csv", SERVICE_HEAD "all,40,20,.67,.5,.8,2016-06-10,.5,1,.6,0,9,420,8.6,7.1,10.2,.2,.9,answered and denied; answers only those served\n"
                                    "north,30,0,1,.9,1,,,,1,1,0,,,,,,,answered\n"
                                    "south,10,20,.333,.17,.53,2016-06-10,.02,.97,.002,1,0,,,,,,,answered more often since then\n");
    put("couple.csv", "a,b,within_s,seen,expected,p_value,p_holm,verdict\n192.0.2.1,192.0.2.2,5,60,1.2,1e-4,2e-4,consistent with one machine behind both\n"
                      "192.0.2.1,192.0.2.3,5,6,5.2,.3,.6,no more than common hours\n");
    put("couple_curve.csv", "a,b,within_s,seen,mean,lo95,hi95\n192.0.2.1,192.0.2.2,2,40,.5,0,2\n192.0.2.1,192.0.2.2,5,60,1.2,0,3\n");
    struct facts *f = the_facts();
    assert_worked(results_read(&r, folder, &err));
    summary_init(&s, f, &r);
    const struct finding *names = find(&s, "names"), *service = find(&s, "service"), *pair = find(&s, "together");
    assert_true(names != NULL && service != NULL && pair != NULL);
    assert_string_equal(rich_text(&names->said.text), "Some of what south asked reads like mail receivers (5.4 of 13 sessions; 14" N_ "000 times more probable "
                                                 "with such than without) and a scan (7.0 of 13 sessions; >" N_ "10⁶ times).");
    assert_string_equal(rich_text(&service->said.text), "Of the requests that were answered or denied, answered were: south, 2.00" N_ "% before 10" N_ "June 2016 and 97.0" N_
                                                   "% since (p" N_ "=" N_ ".0020). Of the clients that are not meant to be served 0 were answered and 9 denied: "
                                                   "consistent with a service for a stated few (420 times more probable so than of a service for whoever asks).");
    assert_string_equal(rich_text(&pair->said.text), "192.0.2.1 and 192.0.2.2 come within 5" N_ "s of each other 60 times where common hours give 1.20 (0" EN_DASH
                                                "3, p" N_ "<" N_ ".001): consistent with one machine behind both.");
    assert_null(find(&s, "status"));
    summary_release(&s);
    results_release(&r);
    put("names.csv", "group,sessions,verdict\nnorth,90,ordinary lookups\n");
    put("service.csv", SERVICE_HEAD "all,40,0,1,.9,1,,,,1,0,0,,8.6,7.1,10.2,.2,.9,answered; load consistent with what is expected\n");
    put("couple.csv", "a,b,within_s,seen,expected,p_value,p_holm,verdict\n192.0.2.1,192.0.2.3,5,6,5.2,.3,.6,no more than common hours\n");
    assert_worked(results_read(&r, folder, &err));
    summary_init(&s, f, &r);
    assert_true(find(&s, "names") == NULL && find(&s, "service") == NULL && find(&s, "together") == NULL);
    summary_release(&s);
    results_release(&r);
    facts_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_agree_on_order_and_colour), cmocka_unit_test(titles_say_what_cannot_be_told),
        cmocka_unit_test(titles_name_who_and_when),
        cmocka_unit_test(a_long_title_ends_before_the_figure),
        cmocka_unit_test(the_raster_has_a_mark_a_record),
        cmocka_unit_test(events_keep_apart),               cmocka_unit_test(nothing_to_draw_is_said),
        cmocka_unit_test(the_forest_keeps_to_its_axis), cmocka_unit_test(steps_outside_their_band_are_marked), cmocka_unit_test(the_best_proposition_comes_first), cmocka_unit_test(what_is_weighed_stays_on_its_axis),    cmocka_unit_test(periods_stand_out_by_their_verdict),
        cmocka_unit_test(gaps_fall_into_one_bar_and_cell), cmocka_unit_test(parts_end_at_their_sums),
        cmocka_unit_test(a_broken_cell_is_an_error),
        cmocka_unit_test(the_summary_speaks_with_care),    cmocka_unit_test(what_has_room_is_measured_in_letters), cmocka_unit_test(machines_are_told_by_kind),
        cmocka_unit_test(spikes_have_the_colour_of_their_maker), cmocka_unit_test(a_silence_is_told_once),
        cmocka_unit_test(answers_are_stacked_by_day),      cmocka_unit_test(what_was_asked_has_its_sentences),
    };
    return cmocka_run_group_tests(tests, make_case, remove_case);
}
