/* dielog-spike -- spikes and quiet times found without knowledge of events, who made each, and whether they lie near
   the declared events more often than chance makes them. */

#include "numbers/gslerrors.h"
#include "numbers/multiple.h"
#include "rates/spike_days.h"
#include "rates/spike_makers.h"
#include "rates/spike_makeup.h"
#include "rates/spike_match.h"
#include "rates/spikes.h"
#include "rows/arrivals.h"
#include "rows/eventlist.h"
#include "rows/outputs.h"
#include "rows/source_opts.h"
#include <math.h>
#include <stdlib.h>

static struct source_opts in = SOURCE_OPTS_INIT;
static struct makeup_columns columns = { 0 };
static double visit_gap = 2, alpha = .05, lag = 86400;
static const char *events_path, *days_path, *parties_path, *makeup_path, *matches_path;

static const struct opt table[] = {
    SOURCE_OPT_TIME(in),
    SOURCE_OPT_GROUP(in),
    SOURCE_OPT_COUNT(in),
    SOURCE_OPT_OBSERVED(in),
    { 'a', "alpha", OPT_DOUBLE, &alpha, "P", "false discovery rate (default: 0.05)", 0, SPIKES_CUT },
    { 0, "visit-gap", OPT_DURATION, &visit_gap, "DURATION",
      "repeats within DURATION are one visit (default: 2s)", 0, 86400 },
    { 'e', "events", OPT_TEXT, &events_path, "FILE", "declared events: CSV with event,start,end,label and group", 0, 0 },
    { 'l', "lag", OPT_DURATION, &lag, "DURATION", "a spike is near an event up to DURATION away (default: 1d)", 0, 30 * 86400 },
    { 0, "days", OPT_TEXT, &days_path, "FILE", "write each series' days, with other methods' bounds, to FILE", 0, 0 },
    { 0, "parties", OPT_TEXT, &parties_path, "FILE", "write what each group shows in each spike to FILE", 0, 0 },
    { 0, "makeup", OPT_TEXT, &makeup_path, "FILE", "write the clients, actions and targets of each spike to FILE", 0, 0 },
    { 0, "matches", OPT_TEXT, &matches_path, "FILE", "write how many spikes lie near events to FILE (with --events)", 0, 0 },
    { 0, "client", OPT_TEXT, &columns.kind[0], "COLUMN", "(default: client if there)", 0, 0 },
    { 0, "action", OPT_TEXT, &columns.kind[1], "COLUMN", "(default: action if there)", 0, 0 },
    { 0, "target", OPT_TEXT, &columns.kind[2], "COLUMN", "(default: target if there)", 0, 0 },
    SOURCE_OPT_FILES_FROM(in),
    SOURCE_OPT_SEPARATOR(in),
    SOURCE_OPT_SEED(in),
    SOURCE_OPT_OUT(in),
};
static const struct opts program = {
    "dielog-spike", "[OPTION]... [FILE]...",
    "Find spikes and quiet times without knowing of events, and who made each.",
    table, sizeof table / sizeof *table,
};

enum { SPIKES, DAYS, PARTIES, MAKEUP, MATCHES, TABLES };

struct work {
    struct inputs inputs;
    const struct series_set *set;
    const struct observed *observed;
    struct eventlist events;
    enum unusual_state *state; /* by series */
    struct finds finds;
    struct spikes spikes;
    struct makers *makers, *whole; /* by spike; WHOLE: of the series of all rows alone */
    struct makeup_spike *known;
};

static void visits_of(struct arrivals *a, const struct work *w, size_t g)
{
    arrivals_init(a, series_at(w->set, g), w->observed, (int64_t)(visit_gap * (double)WHEN_SECOND));
}

/* --- the search, series by series ----------------------------------------------------------- */

/* DAYS: NULL where they are not asked for. */
static bool search(struct work *w, size_t g, struct csv_writer *days, struct err *err)
{
    struct arrivals a;
    bool good = true;

    visits_of(&a, w, g);
    for (size_t k = 0; good && k < SPIKES_WIDTHS; k++) {
        struct unusual u;

        good = unusual_find(a.times, a.n, w->observed, spikes_hours[k], &u, err);
        w->state[g] = u.state;
        finds_add(&w->finds, g, &u);
        if (good && spikes_hours[k] == 24 && days != NULL)
            spike_days_write(days, series_at(w->set, g)->name, &u, a.times, a.n, w->observed);
        unusual_release(&u);
    }
    arrivals_release(&a);
    return good;
}

static bool search_all(struct work *w, struct csv_writer *days, struct err *err)
{
    size_t series = series_count(w->set);
    bool good = true;

    w->state = mem_zero((series + 1) * sizeof *w->state);
    if (days != NULL)
        spike_days_header(days);
    for (size_t g = 0; good && g < series; g++) {
        w->state[g] = UNUSUAL_FEW_EVENTS;
        if (w->observed->n > 0)
            good = search(w, g, days, err);
    }
    spikes_join(&w->spikes, &w->finds, alpha);
    return good;
}

/* --- who made it ---------------------------------------------------------------------------- */

/* Series 0 is every row; with groups it is no party. */
static bool is_party(size_t g)
{
    return in.group == NULL || g > 0;
}

/* Too few visits to be judged, and none in any spike: nothing is to be said of that party, but it was asked, and what
   an even rate leads to expect of it is part of the whole. */
static bool stays_out(struct work *w, size_t g, const struct arrivals *a)
{
    if (!is_party(g) || g == 0 || a->n >= UNUSUAL_EVENTS)
        return false;
    for (size_t i = 0; i < w->spikes.n; i++) {
        const struct spike *s = &w->spikes.at[i];

        if (series_before(a->times, a->n, s->end) > series_before(a->times, a->n, s->start))
            return false;
    }
    for (size_t i = 0; i < w->spikes.n; i++) {
        const struct spike *s = &w->spikes.at[i];

        w->makers[i].parties++;
        w->makers[i].excess -= (double)a->n * (double)observed_within(w->observed, s->start, s->end)
                               / (double)observed_within(w->observed, observed_start(w->observed), observed_end(w->observed));
    }
    return true;
}

static bool ask_series(struct work *w, size_t g, const struct interval *mask, struct err *err)
{
    struct arrivals a;
    struct weekrate *r;

    visits_of(&a, w, g);
    if (stays_out(w, g, &a)) {
        arrivals_release(&a);
        return true;
    }
    r = weekrate_fit(a.times, a.n, w->observed, mask, w->spikes.n, err);
    for (size_t i = 0; r != NULL && i < w->spikes.n; i++) {
        const struct spike *s = &w->spikes.at[i];

        if (is_party(g))
            makers_add(&w->makers[i], s, g, r, a.times, a.n);
        if (g == 0) {
            struct forecast f = weekrate_forecast(r, s->start, s->end);

            makers_add(&w->whole[i], s, g, r, a.times, a.n);
            w->known[i] = (struct makeup_spike){ w->whole[i].at[0].observed / f.expected,
                                                 forecast_variance(&f, 1) / f.expected };
        }
    }
    weekrate_free(r);
    arrivals_release(&a);
    return r != NULL;
}

static bool name_makers(struct work *w, struct err *err)
{
    size_t n = w->spikes.n;
    struct interval *mask = mem_alloc((n + 1) * sizeof *mask);
    bool good = true;

    w->makers = mem_zero((n + 1) * sizeof *w->makers);
    w->whole = mem_zero((n + 1) * sizeof *w->whole);
    w->known = mem_zero((n + 1) * sizeof *w->known);
    for (size_t i = 0; i < n; i++)
        mask[i] = (struct interval){ w->spikes.at[i].start, w->spikes.at[i].end };
    for (size_t g = 0; good && n > 0 && g < series_count(w->set); g++)
        good = ask_series(w, g, mask, err);
    for (size_t i = 0; good && i < n; i++)
        makers_name(&w->makers[i], &w->spikes.at[i], &w->finds);
    free(mask);
    return good;
}

/* --- writing -------------------------------------------------------------------------------- */

static void put_time(struct csv_writer *c, when_t t)
{
    char text[WHEN_TEXT + 1];

    when_write(t, text);
    csv_put_text(c, text);
}

static const char *name_of(const struct work *w, size_t series)
{
    return series_at(w->set, series)->name;
}

/* The series in which bins were found. */
static void put_found_in(struct csv_writer *c, const struct work *w, const struct spike *s)
{
    struct buf b = BUF_INIT;

    for (size_t i = s->first; i < s->first + s->n; i++) {
        if (i == s->first || w->finds.at[i].series != w->finds.at[i - 1].series)
            buf_add_format(&b, "%s%s", i > s->first ? " " : "", name_of(w, w->finds.at[i].series));
    }
    csv_put(c, (struct text){ b.at, b.len });
    buf_release(&b);
}

static void put_makers(struct csv_writer *c, const struct work *w, const struct makers *m)
{
    struct buf b = BUF_INIT;

    for (size_t i = 0; i < m->named; i++)
        buf_add_format(&b, "%s%s", i > 0 ? " " : "", name_of(w, m->at[i].series));
    csv_put_text(c, b.len > 0 ? b.at : "");
    csv_put_double(c, makers_share(m));
    csv_put_double(c, m->named > 0 ? m->at[0].p : NAN);
    buf_release(&b);
}

/* A quiet time is everybody's when all who could be missed are hardly there. */
static const char *scope(const struct makers *m, const struct spike *s)
{
    return s->more || m->able == 0 ? "" : m->few == m->able ? "all" : "party";
}

static const char *verdict(const struct makers *whole, const struct spike *s)
{
    return s->more ? "spike" : whole->at[0].observed > 0 ? "quiet" : "silent";
}

static void put_nearest(struct csv_writer *c, const struct work *w, const struct spike *s)
{
    const struct interval at = { s->start, s->end };
    size_t best = SIZE_MAX;
    when_t distance = 0;

    for (size_t i = 0; i < w->events.n; i++) {
        when_t d = spike_distance(at, w->events.windows[i]);

        if (best == SIZE_MAX || llabs(d) < llabs(distance)) {
            best = i;
            distance = d;
        }
    }
    csv_put_text(c, best < SIZE_MAX ? w->events.at[best].id : "");
    csv_put_double(c, best < SIZE_MAX ? (double)distance / (double)WHEN_SECOND : NAN);
}

static void put_spike(struct csv_writer *c, const struct work *w, size_t i)
{
    const struct spike *s = &w->spikes.at[i];
    const struct maker *whole = &w->whole[i].at[0];

    csv_put_int(c, (int64_t)i + 1);
    csv_put_text(c, s->more ? "more" : "fewer");
    put_time(c, s->start);
    put_time(c, s->end);
    put_time(c, s->best.start);
    csv_put_int(c, s->best.hours * 3600);
    put_found_in(c, w, s);
    csv_put_double(c, whole->observed);
    csv_put_double(c, whole->expected);
    csv_put_double(c, whole->observed / whole->expected);
    csv_put_double(c, s->best.p);
    csv_put_double(c, s->best.q);
    put_makers(c, w, &w->makers[i]);
    csv_put_text(c, verdict(&w->whole[i], s));
    csv_put_text(c, scope(&w->makers[i], s));
    put_nearest(c, w, s);
    csv_put_end(c);
}

#define SPIKE_COLUMNS 19

static void put_refusal(struct csv_writer *c, const struct work *w, size_t g)
{
    static const char *const why[] = {
        [UNUSUAL_FEW_EVENTS] = "cannot tell: too few visits",
        [UNUSUAL_SHORT_SPAN] = "cannot tell: less than two weeks observed",
    };

    for (int i = 0; i < SPIKE_COLUMNS; i++)
        csv_put_text(c, i == 6 ? name_of(w, g) : i == 15 ? why[w->state[g]] : "");
    csv_put_end(c);
}

static void write_spikes(struct csv_writer *c, const struct work *w)
{
    static const char *const names[SPIKE_COLUMNS] = {
        "spike",   "direction", "start", "end",         "best_start", "best_s",  "found_in", "observed", "expected", "ratio",
        "p_value", "q_value",   "maker", "maker_share", "maker_p",    "verdict", "scope",    "event",    "event_lag_s",
    };

    csv_put_header(c, names, SPIKE_COLUMNS);
    for (size_t i = 0; i < w->spikes.n; i++)
        put_spike(c, w, i);
    for (size_t g = 0; g < series_count(w->set); g++) {
        if (w->state[g] != UNUSUAL_JUDGED)
            put_refusal(c, w, g);
    }
}

static void write_parties(struct csv_writer *c, const struct work *w)
{
    static const char *const names[] = { "spike", "group", "observed", "expected", "excess_share", "p_value", "named" };

    csv_put_header(c, names, sizeof names / sizeof *names);
    for (size_t i = 0; i < w->spikes.n; i++) {
        const struct makers *m = &w->makers[i];

        for (size_t k = 0; k < m->n; k++) {
            csv_put_int(c, (int64_t)i + 1);
            csv_put_text(c, name_of(w, m->at[k].series));
            csv_put_double(c, m->at[k].observed);
            csv_put_double(c, m->at[k].expected);
            csv_put_double(c, (m->at[k].observed - m->at[k].expected) / m->excess);
            csv_put_double(c, m->at[k].p);
            csv_put_text(c, k < m->named ? "yes" : "no");
            csv_put_end(c);
        }
    }
}

/* --- the other way round: how many lie near an event? ---------------------------------------- */

static const char *match_verdict(const struct match *m)
{
    if (m->spikes == 0)
        return "no spike";
    if (m->events == 0)
        return "no event within the span";
    if (m->moves < MATCH_ENOUGH)
        return "cannot tell: too few weeks";
    return m->p <= .05 ? "nearer than chance makes them" : "consistent with chance";
}

/* GROUP NULL: all events. */
static void put_match(struct csv_writer *c, const struct work *w, bool more, const char *group)
{
    struct interval *spikes = mem_alloc((w->spikes.n + 1) * sizeof *spikes);
    struct interval *events = mem_alloc((w->events.n + 1) * sizeof *events);
    const struct interval span = { observed_start(w->observed), observed_end(w->observed) };
    size_t n = 0, m = 0;
    struct match r;

    for (size_t i = 0; i < w->spikes.n; i++) {
        if (w->spikes.at[i].more == more)
            spikes[n++] = (struct interval){ w->spikes.at[i].start, w->spikes.at[i].end };
    }
    for (size_t i = 0; i < w->events.n; i++) {
        if (group == NULL || strcmp(group, w->events.at[i].group) == 0)
            events[m++] = w->events.windows[i];
    }
    r = spike_match(spikes, n, events, m, (when_t)(lag * (double)WHEN_SECOND), span);
    csv_put_text(c, more ? "more" : "fewer");
    csv_put_text(c, group == NULL ? "" : group);
    csv_put_int(c, (int64_t)r.spikes);
    csv_put_int(c, (int64_t)r.events);
    csv_put_int(c, (int64_t)r.near);
    csv_put_double(c, lag);
    csv_put_double(c, r.expected);
    csv_put_double(c, r.p);
    csv_put_int(c, (int64_t)r.moves);
    csv_put_text(c, match_verdict(&r));
    csv_put_end(c);
    free(spikes);
    free(events);
}

static bool is_first_of_group(const struct eventlist *l, size_t i)
{
    size_t k = 0;

    while (strcmp(l->at[k].group, l->at[i].group) != 0)
        k++;
    return k == i && l->at[i].group[0] != '\0';
}

static void write_matches(struct csv_writer *c, const struct work *w)
{
    static const char *const names[] = { "direction", "group",    "spikes",  "events", "near",
                                         "lag_s",     "expected", "p_value", "moves",  "verdict" };

    csv_put_header(c, names, sizeof names / sizeof *names);
    for (int fewer = 0; fewer < 2; fewer++) {
        put_match(c, w, !fewer, NULL);
        for (size_t i = 0; i < w->events.n; i++) {
            if (is_first_of_group(&w->events, i))
                put_match(c, w, !fewer, w->events.at[i].group);
        }
    }
}

/* --- the whole ------------------------------------------------------------------------------ */

static bool write_all(struct outputs *t, const struct work *w, struct err *err)
{
    struct csv_writer *parties = outputs_rows(t, PARTIES), *matches = outputs_rows(t, MATCHES), *makeup = outputs_rows(t, MAKEUP);

    write_spikes(outputs_rows(t, SPIKES), w);
    if (parties != NULL)
        write_parties(parties, w);
    if (matches != NULL)
        write_matches(matches, w);
    columns.time = in.time;
    columns.count = in.count;
    return makeup == NULL || makeup_write(makeup, &w->inputs, &columns, &w->spikes, w->known, err);
}

static void release(struct work *w)
{
    finds_release(&w->finds);
    spikes_release(&w->spikes);
    eventlist_release(&w->events);
    free(w->state);
    free(w->makers);
    free(w->whole);
    free(w->known);
}

static bool run(char **files, int n, struct err *err)
{
    const char *const paths[TABLES] = { in.out, days_path, parties_path, makeup_path, matches_path };
    struct series_source source = source_opts_series(&in, files, n);
    struct outputs *outputs = outputs_open(paths, TABLES, err);
    struct work w = { .inputs = source_opts_inputs(&in, files, n) };
    struct observed observed;
    struct series_set *set = NULL;
    bool good;

    observed_init(&observed);
    source.with_all = in.group != NULL;
    good = outputs != NULL && (events_path == NULL || eventlist_read(&w.events, events_path, err))
           && (set = series_read(&source, err)) != NULL && source_opts_observed(&in, set, &observed, err);
    w.set = set;
    w.observed = &observed;
    good = good && search_all(&w, outputs_rows(outputs, DAYS), err) && name_makers(&w, err) && write_all(outputs, &w, err)
           && outputs_publish(outputs, err);
    outputs_free(outputs);
    release(&w);
    series_free(set);
    observed_release(&observed);
    return good;
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    int n = opts_parse(&program, argc, argv);

    gslerrors_begin();
    source_opts_check(&in, &program);
    if (matches_path != NULL && events_path == NULL)
        opts_wrong(&program, "which events? --matches needs --events=FILE");
    if (makeup_path != NULL && n == 0 && in.files_from == NULL)
        opts_wrong(&program, "--makeup reads the rows twice: name the files");
    return run(argv, n, &err) ? 0 : err_report(&err, program.program);
}
