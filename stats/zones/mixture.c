#include "mixture.h"

#include "base/buf.h"
#include "base/tz.h"
#include "numbers/stream.h"
#include "zonetext.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PROGRAM "dielog-mixture"

/* --- the stated zones --- */

static bool has_member(const struct zonegroup *g, const char *name)
{
    for (size_t k = 0; k < g->n_members; k++)
        if (strcmp(g->members[k], name) == 0)
            return true;
    return false;
}

/* Does the group's clock stand where TZ's does, at every change of either? */
static bool same_clock(const struct zonegroup *g, const struct tz *tz, when_t start, when_t end)
{
    struct tz_change c = { .at = when_floor(start, WHEN_SECOND) / WHEN_SECOND };
    do {
        if (zone_clock_at(&g->clock, c.at * WHEN_SECOND) != tz_offset(tz, c.at))
            return false;
    } while (tz_next_change(tz, c.at, &c) && c.at * WHEN_SECOND <= end);
    for (size_t k = 1; k < g->clock.n; k++)
        if (tz_offset(tz, g->clock.changes[k].at / WHEN_SECOND) != g->clock.changes[k].offset_s)
            return false;
    return true;
}

/* The group in which a zone's clock lies; older names of zones are no members, but their clocks are. */
static bool find_group(const struct zonegroups *groups, const char *name, when_t start, when_t end, size_t *group,
                       struct err *err)
{
    for (*group = 0; *group < groups->n; ++*group)
        if (has_member(&groups->at[*group], name))
            return true;
    struct tz *tz = tz_open(name, err);
    if (tz == NULL)
        return false;
    for (*group = 0; *group < groups->n; ++*group)
        if (same_clock(&groups->at[*group], tz, start, end))
            break;
    tz_free(tz);
    return *group < groups->n || err_set(err, "error: no inhabited zone keeps the clock of '%s'", name);
}

/* A stated zone's people keep the weekend of its own country, whatever most of its clock do: these are then two groups. */
static bool find_stated(struct zonegroups *groups, const char *name, when_t start, when_t end, size_t *group, struct err *err)
{
    char *countries = find_group(groups, name, start, end, group, err) ? tz_countries(name, err) : NULL;
    if (countries == NULL)
        return false;
    if (*countries != '\0')
        *group = zonegroups_of_weekend(groups, *group, weekend_of(countries, when_day_of(start / 2 + end / 2)));
    free(countries);
    return true;
}

/* --- the questions --- */

struct ask {
    struct mixture *m;
    const struct mixture_question *q;
    const struct series *s;
    struct localweek *week;
    struct weekregimes regimes;
};

/* People at a timer's hours and at no hours at all are propositions too; a clock that was not set is none. */
static bool may_weigh(const struct zonefit *look)
{
    return look->reason == ZONEFIT_TOLD || look->reason == ZONEFIT_FLAT || look->reason == ZONEFIT_MACHINE;
}

/* Is there anything by which the stated zones differ? */
static bool differ(const struct ask *a)
{
    return weekregimes_apart(&a->regimes, a->m->zone_a, a->m->zone_b) >= 1 ||
           a->regimes.weekends[a->m->zone_a] != a->regimes.weekends[a->m->zone_b];
}

static void ask_handover(struct ask *a)
{
    struct mixture *m = a->m;
    const when_t *visits = localweek_visits(a->week);
    const struct zone_clock *clock_a = &m->groups.at[m->zone_a].clock, *clock_b = &m->groups.at[m->zone_b].clock;
    gsl_rng *rng = stream_new(a->q->seed, PROGRAM, a->s->name);
    handover_test(&m->a_to_b, &a->q->rule, visits, m->look.n, a->q->observed, clock_a, clock_b, rng);
    handover_test(&m->b_to_a, &a->q->rule, visits, m->look.n, a->q->observed, clock_b, clock_a, rng);
    gsl_rng_free(rng);
}

static void ask_stated(struct ask *a)
{
    struct mixture *m = a->m;
    ask_handover(a);
    m->weighed = may_weigh(&m->look) && differ(a);
    if (m->weighed)
        propositions_weigh(&m->propositions, &a->regimes, m->zone_a, m->zone_b, m->look.dispersion);
}

static void ask_pair(struct ask *a)
{
    struct mixture *m = a->m;
    double n_eff = zonepair_worth(&a->q->model, m->look.dispersion, m->look.n);
    zonepair_init(&m->pair, &a->q->model, a->week, &a->regimes, &m->groups, n_eff);
    m->verdict = m->pair.log_ratio > log(MIXTURE_RATIO) ? MIXTURE_TWO : MIXTURE_ONE;
    if (!m->stated) {
        m->zone_a = m->pair.a.group;
        m->zone_b = m->pair.b.group;
    }
}

static void ask_time(struct ask *a)
{
    struct mixture *m = a->m;
    const struct zonepair_model *model = &a->q->model;
    double n_eff = zonepair_worth(model, m->look.dispersion, m->look.n);
    struct twohours_people *people = mem_alloc(model->n_profiles * sizeof *people);
    struct jointcells cells = { .n = 0 };
    struct twohours t;
    for (size_t p = 0; p < model->n_profiles; p++)
        twohours_people_init(&people[p], &model->profiles[p], model->habit_h, model->spread);
    jointcells_fill(&cells, &a->regimes, m->zone_a, m->zone_b);
    size_t best = twohours_best(&t, people, model->n_profiles, &cells, n_eff / (double) m->look.n);
    mixtime_init(&m->time, &t, &people[best], a->week, &m->groups, m->zone_a, m->zone_b, a->q->observed,
                 m->look.dispersion);
    jointcells_release(&cells);
    free(people);
}

/* The stated zones, before the week is laid out by them. */
static bool find_zones(struct ask *a, struct err *err)
{
    struct mixture *m = a->m;
    const when_t *visits = localweek_visits(a->week);
    m->stated = a->q->zone_a != NULL && m->look.n > 0 && m->look.reason != ZONEFIT_CLOCK;
    return !m->stated || (find_stated(&m->groups, a->q->zone_a, visits[0], visits[m->look.n - 1], &m->zone_a, err) &&
                          find_stated(&m->groups, a->q->zone_b, visits[0], visits[m->look.n - 1], &m->zone_b, err));
}

static void ask_all(struct ask *a)
{
    struct mixture *m = a->m;
    if (m->look.n == 0 || m->look.reason == ZONEFIT_CLOCK)
        return;
    if (m->stated)
        ask_stated(a);
    if (m->look.reason == ZONEFIT_TOLD)
        ask_pair(a);
    if (m->verdict == MIXTURE_TWO || (m->stated && m->weighed && m->verdict != MIXTURE_CANNOT))
        ask_time(a);
}

bool mixture_ask(struct mixture *m, const struct mixture_question *q, const struct series *s, struct err *err)
{
    when_t *visits = mem_alloc((s->n + 1) * sizeof *visits);
    size_t n = localweek_collapse(s->times, s->n, q->visit_gap, q->observed, visits);
    struct ask a = { m, q, s, localweek_new(visits, n, q->observed), { .n = 0 } };
    const struct zonefit_model person = zonefit_person(q->model.profiles, q->model.n_profiles);
    free(visits);
    *m = (struct mixture) { .verdict = MIXTURE_CANNOT };
    zonefit_look(&m->look, &person, a.week, q->observed);
    const when_t *t = localweek_visits(a.week);
    zonegroups_init(&m->groups, q->book, m->look.n ? t[0] : 0, m->look.n ? t[m->look.n - 1] : 0);
    bool good = find_zones(&a, err);
    weekregimes_init(&a.regimes, a.week, &m->groups, q->observed);
    if (good)
        ask_all(&a);
    weekregimes_release(&a.regimes);
    localweek_free(a.week);
    return good;
}

void mixture_release(struct mixture *m)
{
    zonepair_release(&m->pair);
    mixtime_release(&m->time);
    zonegroups_release(&m->groups);
}

/* --- words --- */

/* "3.1 times", "120 times", "more than a million times" */
static void add_times(struct buf *b, double log_ratio)
{
    if (log_ratio > 6 * M_LN10)
        buf_add_text(b, "more than a million times");
    else
        buf_add_format(b, log_ratio < log(10) ? "%.2g times" : "%.0f times", exp(log_ratio));
}

static void add_two(struct buf *b, const struct mixture *m)
{
    const struct zonepair *z = &m->pair;
    buf_add_text(b, "two zones: the visits are ");
    add_times(b, z->log_ratio);
    buf_add_text(b, " more probable under two zones than under one; ");
    zonetext_offset(b, z->a.offset_h);
    buf_add_format(b, " (%.0f %% of the visits, %.0f to %.0f) and ", 100 * z->weight, 100 * z->weight_lo,
                   100 * z->weight_hi);
    zonetext_offset(b, z->b.offset_h);
    buf_add_text(b, " fit best");
}

/* A ratio that favours two, and yet is too small to tell two, must not read as a contradiction. */
static void add_one(struct buf *b, const struct mixture *m)
{
    double ratio = m->pair.log_ratio;
    buf_add_text(b, "one zone: the visits are ");
    add_times(b, fabs(ratio));
    buf_add_format(b, " more probable under %s", ratio > 0 ? "two zones than under one; that is " : "one zone than under two");
    if (ratio > 0)
        buf_add_format(b, "%s support for a second", mixture_support(ratio / M_LN10));
}

void mixture_verdict_text(struct buf *b, const struct mixture *m)
{
    if (m->verdict == MIXTURE_CANNOT)
        zonetext_verdict(b, &m->look, &m->groups);
    else if (m->verdict == MIXTURE_TWO)
        add_two(b, m);
    else
        add_one(b, m);
}

const char *mixture_support(double log10_ratio)
{
    static const struct {
        double below;
        const char *words;
    } scale[] = {
        { 0.30102999566398120, "no" }, { 1, "weak" },   { 2, "moderate" },     { 3, "moderately strong" },
        { 4, "strong" },               { 6, "very strong" }, { INFINITY, "extremely strong" },
    };
    size_t i = 0;
    while (log10_ratio >= scale[i].below)
        i++;
    return scale[i].words;
}
