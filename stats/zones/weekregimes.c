#include "weekregimes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HALF_HOUR (1800 * WHEN_SECOND)
#define MONDAY (4 * WHEN_DAY) /* 1970-01-05 */

/* The span's cuts and the regime between each and the next. */
struct stretches {
    when_t *from; /* ascending; the first: INT64_MIN */
    size_t *regime;
    size_t n, capacity;
};

static when_t week_of(when_t t) { return when_floor(t - MONDAY, WHEN_WEEK) + MONDAY; }

static int by_time(const void *a, const void *b)
{
    when_t x = *(const when_t *) a, y = *(const when_t *) b;
    return (x > y) - (x < y);
}

static void find_cuts(struct stretches *s, const struct zonegroups *groups)
{
    size_t n = 0;
    for (size_t g = 0; g < groups->n; g++)
        for (size_t k = 0; k < groups->at[g].clock.n; k++) {
            s->from = mem_grow(s->from, &s->capacity, n + 1, sizeof *s->from);
            s->from[n++] = k == 0 ? INT64_MIN : groups->at[g].clock.changes[k].at;
        }
    mem_sort(s->from, n, sizeof *s->from, by_time);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || s->from[i] != s->from[s->n - 1])
            s->from[s->n++] = s->from[i];
}

/* Where the clocks of all groups stand at T. */
static void look_at_clocks(const struct zonegroups *groups, when_t t, int32_t *offsets)
{
    for (size_t g = 0; g < groups->n; g++)
        offsets[g] = zone_clock_at(&groups->at[g].clock, t);
}

static void find_regimes(struct weekregimes *r, struct stretches *s, const struct zonegroups *groups)
{
    size_t row = groups->n;
    r->n_groups = groups->n;
    r->offsets = mem_alloc((s->n * row + 1) * sizeof *r->offsets);
    r->weekends = mem_alloc((groups->n + 1) * sizeof *r->weekends);
    for (size_t g = 0; g < groups->n; g++)
        r->weekends[g] = groups->at[g].clock.weekend;
    s->regime = mem_alloc((s->n + 1) * sizeof *s->regime);
    for (size_t i = 0; i < s->n; i++) {
        int32_t *here = r->offsets + r->n * row;
        size_t k = 0;
        look_at_clocks(groups, s->from[i], here);
        while (k < r->n && memcmp(r->offsets + k * row, here, row * sizeof *here) != 0)
            k++;
        s->regime[i] = k;
        r->n += k == r->n;
    }
    r->at = mem_zero((r->n + 1) * sizeof *r->at);
}

static when_t stretch_end(const struct stretches *s, size_t i) { return i + 1 < s->n ? s->from[i + 1] : INT64_MAX; }

static struct weekregime *regime_at(struct weekregimes *r, const struct stretches *s, size_t *i, when_t t)
{
    while (stretch_end(s, *i) <= t)
        ++*i;
    return &r->at[s->regime[*i]];
}

static size_t half_of(when_t t) { return (size_t) ((t - week_of(t)) / HALF_HOUR); }

/* A week that was watched in part, or in which a clock changed. */
static void expose_by_halves(struct weekregimes *r, const struct stretches *s, size_t i, when_t week, double visits,
                             const struct observed *observed)
{
    for (when_t t = week; t < week + WHEN_WEEK; t += HALF_HOUR) {
        double seen = (double) observed_within(observed, t, t + HALF_HOUR) / (double) HALF_HOUR;
        regime_at(r, s, &i, t)->exposure[half_of(t)] += visits * seen;
    }
}

static void expose_week(struct weekregimes *r, const struct stretches *s, size_t *i, when_t week, double visits,
                        const struct observed *observed)
{
    struct weekregime *here = regime_at(r, s, i, week);
    bool whole = stretch_end(s, *i) >= week + WHEN_WEEK &&
                 observed_within(observed, week, week + WHEN_WEEK) == WHEN_WEEK;
    if (!whole) {
        expose_by_halves(r, s, *i, week, visits, observed);
        return;
    }
    for (size_t h = 0; h < WEEK_HALVES; h++)
        here->exposure[h] += visits;
}

static void put_visits(struct weekregimes *r, const struct stretches *s, const struct localweek *w,
                       const struct observed *observed)
{
    const when_t *t = localweek_visits(w);
    size_t n = localweek_n(w), of_week = 0, of_visit = 0;
    for (size_t i = 0, next; i < n; i = next) {
        when_t week = week_of(t[i]);
        for (next = i; next < n && t[next] < week + WHEN_WEEK; next++) {
            struct weekregime *here = regime_at(r, s, &of_visit, t[next]);
            here->counts[half_of(t[next])] += 1;
            here->visits += 1;
        }
        expose_week(r, s, &of_week, week, (double) (next - i), observed);
    }
}

void weekregimes_init(struct weekregimes *r, const struct localweek *week, const struct zonegroups *groups,
                      const struct observed *observed)
{
    struct stretches s = { .n = 0 };
    *r = (struct weekregimes) { .n = 0 };
    find_cuts(&s, groups);
    find_regimes(r, &s, groups);
    put_visits(r, &s, week, observed);
    r->visits = (double) localweek_n(week);
    free(s.from);
    free(s.regime);
}

void weekregimes_release(struct weekregimes *r)
{
    free(r->at);
    free(r->offsets);
    free(r->weekends);
    *r = (struct weekregimes) { .n = 0 };
}

int32_t weekregimes_usual(const struct weekregimes *r, size_t group)
{
    int32_t best = 0;
    double most = -1;
    for (size_t k = 0; k < r->n; k++) {
        int32_t offset = r->offsets[k * r->n_groups + group];
        double visits = 0;
        for (size_t j = 0; j < r->n; j++)
            if (r->offsets[j * r->n_groups + group] == offset)
                visits += r->at[j].visits;
        if (visits > most || (visits == most && offset > best)) {
            most = visits;
            best = offset;
        }
    }
    return best;
}

double weekregimes_apart(const struct weekregimes *r, size_t group_a, size_t group_b)
{
    double d = fmod(fabs((double) weekregimes_usual(r, group_a) - weekregimes_usual(r, group_b)) / 3600, 24);
    return fmin(d, 24 - d);
}

/* How one clock turns the week. */
struct turn {
    int32_t offset_s;
    enum weekend weekend;
};

/* The cell of profile.h in which a half hour lies. */
static size_t local_cell(size_t half, struct turn turn)
{
    int ahead = (int) lround(turn.offset_s / 1800.0) + PROFILE_DAY * (int) turn.weekend;
    size_t local = (half + (size_t) (WEEK_HALVES + ahead)) % WEEK_HALVES;
    return local % PROFILE_DAY + (local >= 5 * PROFILE_DAY ? PROFILE_DAY : 0);
}

static void add_regime(struct jointcells *cells, const struct weekregime *w, struct turn turn_a, struct turn turn_b,
                       size_t place[PROFILE_CELLS][PROFILE_CELLS])
{
    for (size_t h = 0; h < WEEK_HALVES; h++) {
        if (w->exposure[h] <= 0)
            continue; /* not watched, or no visit in its weeks */
        size_t a = local_cell(h, turn_a), b = local_cell(h, turn_b);
        if (place[a][b] == 0) {
            cells->at = mem_grow(cells->at, &cells->capacity, cells->n + 1, sizeof *cells->at);
            cells->at[cells->n] = (struct jointcell) { .a = (unsigned char) a, .b = (unsigned char) b };
            place[a][b] = ++cells->n;
        }
        struct jointcell *c = &cells->at[place[a][b] - 1];
        c->count += w->counts[h];
        c->exposure += w->exposure[h];
        cells->visits += w->counts[h];
    }
}

void jointcells_fill(struct jointcells *cells, const struct weekregimes *r, size_t group_a, size_t group_b)
{
    size_t place[PROFILE_CELLS][PROFILE_CELLS] = { { 0 } }; /* one more than the place in CELLS */
    cells->n = 0;
    cells->visits = 0;
    for (size_t k = 0; k < r->n; k++) {
        const int32_t *offsets = r->offsets + k * r->n_groups;
        add_regime(cells, &r->at[k], (struct turn) { offsets[group_a], r->weekends[group_a] },
                   (struct turn) { offsets[group_b], r->weekends[group_b] }, place);
    }
}

void jointcells_release(struct jointcells *cells)
{
    free(cells->at);
    *cells = (struct jointcells) { .n = 0 };
}
