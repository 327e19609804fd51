#include "people.h"

#include "base/csv.h"
#include "numbers/workers.h"
#include "rows/inputs.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define VISIT_GAP (2 * WHEN_SECOND)

enum { PERSON, ZONE, OFFSET, DST, CLASS, N_COLUMNS };

static const struct series *series_named(const struct people *p, const char *name)
{
    for (size_t i = 0; i < series_count(p->set); i++)
        if (strcmp(series_at(p->set, i)->name, name) == 0)
            return series_at(p->set, i);
    return NULL;
}

static void take_person(struct people *p, const struct csv_reader *r, const size_t column[N_COLUMNS])
{
    const struct series *s = series_named(p, csv_field(r, column[PERSON]).at);
    if (s == NULL || s->n == 0)
        return;
    p->at = mem_grow(p->at, &p->capacity, p->n + 1, sizeof *p->at);
    p->at[p->n++] = (struct person){
        .name = s->name,
        .zone = mem_text(csv_field(r, column[ZONE]).at),
        .offset_h = atof(csv_field(r, column[OFFSET]).at) / 60,
        .fixed = strcmp(csv_field(r, column[CLASS]).at, "fixed_zone") == 0,
        .dst = strcmp(csv_field(r, column[DST]).at, "1") == 0,
        .times = s->times,
        .n = s->n,
        .years = (double)(s->times[s->n - 1] - s->times[0]) / (365.25 * (double)WHEN_DAY),
    };
}

static bool read_persons(struct csv_reader *r, void *context, struct err *err)
{
    static const char *const names[N_COLUMNS] = { "person", "best_zone", "dominant_offset_min", "dst_pair", "class" };
    size_t column[N_COLUMNS];
    enum csv_status status;
    for (int k = 0; k < N_COLUMNS; k++)
        if (!csv_need(r, names[k], &column[k], err))
            return false;
    while ((status = csv_next(r, err)) == CSV_ROW)
        take_person(context, r, column);
    return status == CSV_END;
}

bool people_read(struct people *p, const char *persons, const char *activity, int half, struct err *err)
{
    const struct series_source source = { .files = &activity, .n_files = 1, .time = "utc_epoch", .group = "person" };
    const struct inputs in = { .files = &persons, .n_files = 1 };
    *p = (struct people){ .half = half };
    observed_init(&p->span);
    p->set = series_read(&source, err);
    if (p->set == NULL)
        return false;
    series_span(p->set, &p->span);
    p->book = zonebook_load(observed_start(&p->span), observed_end(&p->span), err);
    return p->book != NULL && inputs_each(&in, read_persons, p, err);
}

void people_release(struct people *p)
{
    for (size_t i = 0; i < p->n; i++)
        free(p->at[i].zone);
    free(p->at);
    series_free(p->set);
    observed_release(&p->span);
    zonebook_free(p->book);
}

/* --- fits --- */

static double turned(double d) { return remainder(d, 24); }

static bool holds(struct zone_interval set, double x)
{
    for (int turn = -24; turn <= 24; turn += 24)
        if (set.low_h <= x + turn && x + turn <= set.high_h)
            return true;
    return false;
}

static struct outcome judge(const struct zonefit *f, double truth)
{
    struct outcome o = { .told = f->reason == ZONEFIT_TOLD, .error_h = 12, .width80_h = NAN, .log_truth = log(1 / 24.),
                         .rule = -1, .log_fit = NAN, .log_night = NAN };
    double p = 0;
    if (!o.told)
        return o;
    o.error_h = turned(f->offset_h - truth);
    o.in80 = holds(f->set80, truth);
    o.in95 = holds(f->set95, truth);
    o.said80 = f->probability80;
    o.width80_h = f->set80.high_h - f->set80.low_h;
    for (size_t i = 0; i < f->n_chances; i++)
        p += fabs(turned(f->chances[i].offset_h - truth)) <= 0.5 ? f->chances[i].probability : 0;
    o.log_truth = log(fmax(p, .001));
    o.rule = f->rules.claimed;
    o.log_fit = f->log_fit;
    o.log_night = zonefit_over(f, profile_name(PROFILE_NIGHT));
    return o;
}

static struct localweek *week_of(const struct people *p, when_t *times, size_t n, struct zonegroups *groups)
{
    when_t *visits = mem_alloc((n + 1) * sizeof *visits);
    size_t kept = localweek_collapse(times, n, VISIT_GAP, &p->span, visits);
    struct localweek *week = localweek_new(visits, kept, &p->span);
    free(visits);
    zonegroups_init(groups, p->book, times[0], times[n - 1]);
    return week;
}

static void fit_times(const struct people *p, when_t *times, size_t n, const struct zonefit_model *model, double truth,
                      struct outcome *out)
{
    struct zonegroups groups;
    struct zonefit f;
    struct localweek *week = week_of(p, times, n, &groups);
    zonefit_init(&f, model, week, &groups, &p->span);
    *out = judge(&f, truth);
    zonefit_release(&f);
    zonegroups_release(&groups);
    localweek_free(week);
}

static size_t behind_cache(const when_t *times, size_t n, int64_t gap, when_t *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (gap == 0 || kept == 0 || times[i] - out[kept - 1] >= gap)
            out[kept++] = times[i];
    return kept;
}

struct job {
    const struct people *p;
    const struct person *const *who;
    size_t n;
    const struct zonefit_model *model;
    int64_t gap;
    struct outcome *out;
    atomic_size_t next;
};

static void *work(void *context)
{
    struct job *job = context;
    for (size_t i; (i = atomic_fetch_add(&job->next, 1)) < job->n;) {
        const struct person *person = job->who[i];
        when_t *times = mem_alloc(person->n * sizeof *times);
        size_t n = behind_cache(person->times, person->n, job->gap, times);
        fit_times(job->p, times, n, job->model, person->offset_h, &job->out[i]);
        free(times);
    }
    return NULL;
}

void people_fit(const struct people *p, const struct person *const *who, size_t n, const struct zonefit_model *model,
                int64_t gap, struct outcome *out)
{
    struct job job = { .p = p, .who = who, .n = n, .model = model, .gap = gap, .out = out };
    workers_run(workers_wanted(0), work, &job);
}

static int earlier(const void *a, const void *b)
{
    when_t x = *(const when_t *)a, y = *(const when_t *)b;
    return (x > y) - (x < y);
}

/* Hours east of UTC at most of the times by the clock of ZONE. */
static double usual_offset(const struct people *p, const char *zone, when_t *times, size_t n)
{
    struct zonegroups groups;
    struct weekshape shape;
    struct localweek *week = week_of(p, times, n, &groups);
    const struct zonegroup *mine = zonegroups_find(&groups, zone);
    double offset = mine == NULL ? NAN : localweek_shape(week, &mine->clock, &shape) / 3600.0;
    localweek_free(week);
    zonegroups_release(&groups);
    return offset;
}

void people_pool(const struct people *p, const struct person *const *who, size_t n, const struct zonefit_model *model,
                 struct outcome *out)
{
    size_t all = 0, at = 0;
    for (size_t i = 0; i < n; i++)
        all += who[i]->n;
    when_t *times = mem_alloc((all + 1) * sizeof *times);
    for (size_t i = 0; i < n; i++) {
        memcpy(times + at, who[i]->times, who[i]->n * sizeof *times);
        at += who[i]->n;
    }
    mem_sort(times, all, sizeof *times, earlier);
    fit_times(p, times, all, model, usual_offset(p, who[0]->zone, times, all), out);
    free(times);
}

void person_reference(const struct people *p, const struct person *who, struct profile_reference *out)
{
    struct zonegroups groups;
    when_t *times = mem_alloc(who->n * sizeof *times);
    memcpy(times, who->times, who->n * sizeof *times);
    struct localweek *week = week_of(p, times, who->n, &groups);
    const struct zonegroup *mine = zonegroups_find(&groups, who->zone);
    if (mine != NULL)
        localweek_reference(week, &mine->clock, out);
    else
        memset(out, 0, sizeof *out);
    localweek_free(week);
    zonegroups_release(&groups);
    free(times);
}

static bool in_half(const struct people *p, size_t i) { return p->half == 0 || i % 2 + 1 == (size_t)p->half; }

size_t people_fixed(const struct people *p, const struct person ***who)
{
    size_t n = 0, fixed = 0;
    *who = mem_alloc((p->n + 1) * sizeof **who);
    for (size_t i = 0; i < p->n; i++)
        if (p->at[i].fixed && in_half(p, fixed++))
            (*who)[n++] = &p->at[i];
    return n;
}

/* --- sums --- */

double outcome_mean(const struct outcome *o, size_t n, double (*of)(const struct outcome *o))
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += of(&o[i]);
    return sum / (double)n;
}

double outcome_macro(const struct outcome *o, const struct person *const *who, size_t n,
                     double (*of)(const struct outcome *o))
{
    double total = 0;
    size_t offsets = 0;
    for (int offset = -13; offset <= 15; offset++) {
        double sum = 0;
        size_t persons = 0;
        for (size_t i = 0; i < n; i++)
            if (lround(who[i]->offset_h) == offset) {
                sum += of(&o[i]);
                persons++;
            }
        if (persons > 0) {
            total += sum / (double)persons;
            offsets++;
        }
    }
    return total / (double)offsets;
}

double outcome_median(const struct outcome *o, size_t n, double (*of)(const struct outcome *o))
{
    double *x = mem_alloc((n + 1) * sizeof *x), median;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(of(&o[i])))
            x[kept++] = of(&o[i]);
    gsl_sort(x, 1, kept);
    median = kept == 0 ? NAN : (x[(kept - 1) / 2] + x[kept / 2]) / 2;
    free(x);
    return median;
}
