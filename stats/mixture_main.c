/* dielog-mixture -- one time zone or two: whose working hours are mixed in a stream of events. */

#include "base/tz.h"
#include "numbers/gslerrors.h"
#include "rows/outputs.h"
#include "rows/source_opts.h"
#include "zones/mixture_rows.h"

#include <string.h>

#define PROGRAM "dielog-mixture"

static struct source_opts in = SOURCE_OPTS_INIT;
static const char *profile_option = "any", *zone_a, *zone_b;
static const char *paths[MIXTURE_TABLES];
static double visit_gap = 2, session_gap = 1800;
static bool crowd, cached;

static const struct opt table[] = {
    SOURCE_OPT_TIME(in),
    SOURCE_OPT_GROUP(in),
    SOURCE_OPT_ALL(in),
    SOURCE_OPT_COUNT(in),
    SOURCE_OPT_OBSERVED(in),
    { 'A', "zone-a", OPT_TEXT, &zone_a, "ZONE", "the one stated zone, such as Europe/Moscow", 0, 0 },
    { 'B', "zone-b", OPT_TEXT, &zone_b, "ZONE", "the other", 0, 0 },
    { 'p', "profile", OPT_TEXT, &profile_option, "NAME",
      "office, developer or any: both, weighed by the data (default: any)", 0, 0 },
    { 0, "crowd", OPT_FLAG, &crowd, NULL, "many people in each zone, not one", 0, 0 },
    { 0, "cached", OPT_FLAG, &cached, NULL, "the events passed a cache, which flattens the hours of one zone", 0, 0 },
    { 0, "visit-gap", OPT_DURATION, &visit_gap, "TIME", "events this close are one visit (default: 2s)", 0, 86400 },
    { 0, "session-gap", OPT_DURATION, &session_gap, "TIME",
      "visits this close are of one session (default: 30m)", 1, 43200 },
    { 0, "pairs", OPT_TEXT, &paths[MIXTURE_PAIRS], "FILE", "write each pair's probability to FILE", 0, 0 },
    { 0, "propositions", OPT_TEXT, &paths[MIXTURE_PROPOSITIONS], "FILE",
      "write the stated propositions' likelihood ratios to FILE", 0, 0 },
    { 0, "sessions", OPT_TEXT, &paths[MIXTURE_SESSIONS], "FILE",
      "write to FILE whether sessions pass from one zone's hours to the other's", 0, 0 },
    { 0, "over-time", OPT_TEXT, &paths[MIXTURE_TIME], "FILE", "write the weight by month to FILE", 0, 0 },
    SOURCE_OPT_SEED(in),
    SOURCE_OPT_FILES_FROM(in),
    SOURCE_OPT_SEPARATOR(in),
    SOURCE_OPT_OUT(in),
};

static const struct opts program = {
    .program = PROGRAM,
    .usage = "[OPTION]... [FILE]...",
    .purpose = "Says whether a stream of events keeps the working hours of one time zone or of two.",
    .table = table,
    .n = sizeof table / sizeof *table,
};

struct job {
    struct series_set *set;
    struct observed observed;
    struct zonebook *book;
    struct profile profiles[PROFILE_KINDS];
    struct mixture_question question;
    struct outputs *tables; /* by enum mixture_table */
};

static void check_zone(const char *name)
{
    struct err err = { 0 };
    if (name != NULL && !tz_check(name, &err))
        opts_wrong(&program, "%s", err.text);
}

static void check_options(void)
{
    source_opts_check(&in, &program);
    check_zone(zone_a);
    check_zone(zone_b);
    if ((zone_a == NULL) != (zone_b == NULL))
        opts_wrong(&program, "--zone-a and --zone-b go together");
}

static void choose_profiles(struct job *job)
{
    static const enum profile_kind kinds[] = { PROFILE_OFFICE, PROFILE_DEVELOPER };
    size_t n = 0;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        if (strcmp(profile_option, "any") == 0 || strcmp(profile_option, profile_name(kinds[k])) == 0)
            profile_init(&job->profiles[n++], kinds[k]);
    if (n == 0)
        opts_wrong(&program, "the profile is office, developer or any, not '%s'", profile_option);
    job->question.model = crowd ? zonepair_crowd(job->profiles, n) : zonepair_person(job->profiles, n);
    job->question.model.cached = cached;
}

static bool open_outputs(struct job *job, struct err *err)
{
    paths[MIXTURE_MAIN] = in.out;
    job->tables = outputs_open(paths, MIXTURE_TABLES, err);
    for (int k = 0; job->tables != NULL && k < MIXTURE_TABLES; k++)
        if (outputs_rows(job->tables, (size_t) k) != NULL)
            mixture_put_header(outputs_rows(job->tables, (size_t) k), (enum mixture_table) k);
    return job->tables != NULL;
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

static void pose(struct job *job)
{
    struct mixture_question *q = &job->question;
    q->book = job->book;
    q->observed = &job->observed;
    q->zone_a = zone_a;
    q->zone_b = zone_b;
    q->visit_gap = (int64_t) (visit_gap * WHEN_SECOND);
    q->rule = (struct handover_rule) HANDOVER_RULE;
    q->rule.gap = (int64_t) (session_gap * WHEN_SECOND);
    q->seed = (uint64_t) in.seed;
}

static bool answer(struct job *job, const struct series *s, struct err *err)
{
    struct mixture m = { .verdict = MIXTURE_CANNOT };
    bool good = mixture_ask(&m, &job->question, s, err);
    for (int k = 0; good && k < MIXTURE_TABLES; k++)
        if (outputs_rows(job->tables, (size_t) k) != NULL)
            mixture_put(outputs_rows(job->tables, (size_t) k), (enum mixture_table) k, s->name, &m, &job->question);
    mixture_release(&m);
    return good;
}

static void release(struct job *job)
{
    outputs_free(job->tables);
    zonebook_free(job->book);
    series_free(job->set);
    observed_release(&job->observed);
}

int main(int argc, char **argv)
{
    static struct job job;
    struct err err = { 0 };
    gslerrors_begin();
    int n_files = opts_parse(&program, argc, argv);
    check_options();
    choose_profiles(&job);
    observed_init(&job.observed);
    bool good = read_all(&job, argv, n_files, &err) && open_outputs(&job, &err);
    pose(&job);
    for (size_t i = 0; good && i < series_count(job.set); i++)
        good = answer(&job, series_at(job.set, i), &err);
    good = good && outputs_publish(job.tables, &err);
    release(&job);
    return good ? 0 : err_report(&err, PROGRAM);
}
