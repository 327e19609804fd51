/* dielog-zone -- whose working hours: the time zones that a stream of events fits. */

#include "base/csv.h"
#include "base/opts.h"
#include "base/outfile.h"
#include "source_opts.h"
#include "zonefit.h"
#include "zonetext.h"

#include <gsl/gsl_errno.h>
#include <stdlib.h>
#include <string.h>

#define PROGRAM "dielog-zone"

static struct source_opts in = SOURCE_OPTS_INIT;
static const char *profile_option = "any", *posterior_option;
static double visit_gap = 2;
static bool crowd;

static const struct opt table[] = {
    SOURCE_OPT_TIME(in),
    SOURCE_OPT_GROUP(in),
    SOURCE_OPT_COUNT(in),
    SOURCE_OPT_OBSERVED(in),
    { 'p', "profile", OPT_TEXT, &profile_option, "NAME",
      "office, developer or any: both, weighed by the data (default: any)", 0, 0 },
    { 0, "crowd", OPT_FLAG, &crowd, NULL, "each group is many people, not one", 0, 0 },
    { 0, "visit-gap", OPT_DURATION, &visit_gap, "TIME",
      "events this close are one visit (default: 2s)", 0, 86400 },
    { 0, "posterior", OPT_TEXT, &posterior_option, "FILE", "write each zone group's probability to FILE", 0, 0 },
    SOURCE_OPT_FILES_FROM(in),
    SOURCE_OPT_SEPARATOR(in),
    SOURCE_OPT_OUT(in),
};

static const struct opts program = {
    .program = PROGRAM,
    .usage = "[OPTION]... [FILE]...",
    .purpose = "Finds the time zones whose working hours a stream of events fits.",
    .table = table,
    .n = sizeof table / sizeof *table,
};

struct job {
    struct series_set *set;
    struct observed observed;
    struct zonebook *book;
    struct profile profiles[PROFILE_KINDS];
    size_t n_profiles;
    struct outfile *out, *posterior;
    struct csv_writer rows, chances;
};

static void choose_profiles(struct job *job)
{
    for (int kind = 0; kind < PROFILE_KINDS; kind++)
        if (strcmp(profile_option, "any") == 0 || strcmp(profile_option, profile_name(kind)) == 0)
            profile_init(&job->profiles[job->n_profiles++], kind);
    if (job->n_profiles == 0)
        opts_wrong(&program, "the profile is office, developer or any, not '%s'", profile_option);
}

static bool open_outputs(struct job *job, struct err *err)
{
    static const char *const columns[] = { "group",  "n",      "offset_h", "lo80_h",  "hi80_h",
                                           "lo95_h", "hi95_h", "zone",     "zones95", "verdict" };
    static const char *const chance_columns[] = { "group", "offset_h", "probability", "zone", "members" };
    job->out = outfile_open(in.out, err);
    if (job->out == NULL)
        return false;
    job->rows = (struct csv_writer){ .to = outfile_stream(job->out) };
    csv_put_header(&job->rows, columns, sizeof columns / sizeof *columns);
    if (posterior_option == NULL)
        return true;
    job->posterior = outfile_open(posterior_option, err);
    if (job->posterior == NULL)
        return false;
    job->chances = (struct csv_writer){ .to = outfile_stream(job->posterior) };
    csv_put_header(&job->chances, chance_columns, sizeof chance_columns / sizeof *chance_columns);
    return true;
}

static bool read_all(struct job *job, char **files, int n_files, struct err *err)
{
    struct series_source source = source_opts_series(&in, files, n_files);
    job->set = series_read(&source, err);
    if (job->set == NULL || !source_opts_observed(&in, job->set, &job->observed, err))
        return false;
    struct observed span;
    observed_init(&span);
    series_span(job->set, &span);
    job->book = zonebook_load(observed_start(&span), observed_end(&span), err);
    observed_release(&span);
    return job->book != NULL;
}

static void put_buf(struct csv_writer *w, struct buf *b)
{
    csv_put(w, (struct text){ b->at ? b->at : "", b->len });
    buf_clear(b);
}

static void put_row(struct job *job, const char *name, const struct zonefit *f, const struct zonegroups *groups)
{
    struct csv_writer *w = &job->rows;
    struct buf b = BUF_INIT;
    const double values[] = { f->offset_h,     f->set80.low_h,  f->set80.high_h,
                              f->set95.low_h, f->set95.high_h };
    bool told = f->reason == ZONEFIT_TOLD;
    csv_put_text(w, name);
    csv_put_int(w, (int64_t)f->n);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (told)
            csv_put_double(w, values[i]);
        else
            csv_put_text(w, "");
    csv_put_text(w, told ? groups->at[f->chances[f->best].group].members[0] : "");
    if (told)
        zonetext_set95(&b, f, groups);
    put_buf(w, &b);
    zonetext_verdict(&b, f, groups);
    put_buf(w, &b);
    csv_put_end(w);
    buf_release(&b);
}

static void put_chances(struct job *job, const char *name, const struct zonefit *f, const struct zonegroups *groups)
{
    struct csv_writer *w = &job->chances;
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < f->n_chances && f->reason == ZONEFIT_TOLD; i++) {
        const struct zonegroup *g = &groups->at[f->chances[i].group];
        csv_put_text(w, name);
        csv_put_double(w, f->chances[i].offset_h);
        csv_put_double(w, f->chances[i].probability);
        csv_put_text(w, g->members[0]);
        for (size_t k = 0; k < g->n_members; k++)
            buf_add_format(&b, "%s%s", k > 0 ? ";" : "", g->members[k]);
        put_buf(w, &b);
        csv_put_end(w);
    }
    buf_release(&b);
}

static void fit_series(struct job *job, const struct series *s)
{
    when_t *visits = mem_alloc((s->n + 1) * sizeof *visits);
    int64_t gap = (int64_t)(visit_gap * WHEN_SECOND);
    size_t n = localweek_collapse(s->times, s->n, gap, &job->observed, visits);
    struct localweek *week = localweek_new(visits, n, &job->observed);
    free(visits);
    struct zonegroups groups;
    struct zonefit fit;
    size_t kept = localweek_n(week);
    const when_t *t = localweek_visits(week);
    zonegroups_init(&groups, job->book, kept ? t[0] : 0, kept ? t[kept - 1] : 0);
    struct zonefit_model model = crowd ? zonefit_crowd(job->profiles, job->n_profiles)
                                       : zonefit_person(job->profiles, job->n_profiles);
    zonefit_init(&fit, &model, week, &groups, &job->observed);
    put_row(job, s->name, &fit, &groups);
    if (job->posterior != NULL)
        put_chances(job, s->name, &fit, &groups);
    zonefit_release(&fit);
    zonegroups_release(&groups);
    localweek_free(week);
}

static bool publish(struct job *job, struct err *err)
{
    struct outfile *out = job->out, *posterior = job->posterior;
    job->out = job->posterior = NULL;
    bool good = outfile_publish(out, err);
    if (posterior != NULL && good)
        return outfile_publish(posterior, err);
    outfile_abort(posterior);
    return good;
}

static void release(struct job *job)
{
    outfile_abort(job->out);
    outfile_abort(job->posterior);
    zonebook_free(job->book);
    series_free(job->set);
    observed_release(&job->observed);
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    struct job job = { 0 };
    gsl_set_error_handler_off();
    int n_files = opts_parse(&program, argc, argv);
    source_opts_check(&in, &program);
    choose_profiles(&job);
    observed_init(&job.observed);
    bool good = read_all(&job, argv, n_files, &err) && open_outputs(&job, &err);
    for (size_t i = 0; good && i < series_count(job.set); i++)
        fit_series(&job, series_at(job.set, i));
    good = good && publish(&job, &err);
    release(&job);
    return good ? 0 : err_report(&err, PROGRAM);
}
