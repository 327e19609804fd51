/* dielog-zone -- whose working hours: the time zones that a stream of events fits. */

#include "base/opts.h"
#include "numbers/gslerrors.h"
#include "rows/source_opts.h"
#include "zones/references.h"
#include "zones/zonefit.h"
#include "zones/zonetables.h"

#include <stdlib.h>
#include <string.h>

#define PROGRAM "dielog-zone"

static struct source_opts in = SOURCE_OPTS_INIT;
static const char *profile_option = "any", *parties_option, *table_options[ZONETABLES];
static double visit_gap = 2;
static bool crowd, holidays;

static const struct opt table[] = {
    SOURCE_OPT_TIME(in),
    SOURCE_OPT_GROUP(in),
    SOURCE_OPT_COUNT(in),
    SOURCE_OPT_OBSERVED(in),
    { 'p', "profile", OPT_TEXT, &profile_option, "NAME",
      "office, developer, home, learned, or any: office and developer, weighed by the data (default: any)", 0, 0 },
    { 0, "parties", OPT_TEXT, &parties_option, "FILE",
      "with --profile learned: CSV with party, zone and reference = yes of those to learn from", 0, 0 },
    { 0, "crowd", OPT_FLAG, &crowd, NULL, "each group is many people, not one", 0, 0 },
    { 0, "holidays", OPT_FLAG, &holidays, NULL, "take the public holidays of the zones' countries as evidence", 0, 0 },
    { 0, "countries", OPT_TEXT, &table_options[ZONETABLE_HOLIDAYS], "FILE",
      "with --holidays: write how well each country's are kept to FILE", 0, 0 },
    { 0, "visit-gap", OPT_DURATION, &visit_gap, "TIME",
      "events this close are one visit (default: 2s)", 0, 86400 },
    { 0, "posterior", OPT_TEXT, &table_options[ZONETABLE_POSTERIOR], "FILE",
      "write each zone group's probability to FILE", 0, 0 },
    { 0, "profiles", OPT_TEXT, &table_options[ZONETABLE_PROFILES], "FILE",
      "write how well each profile explains the events to FILE", 0, 0 },
    { 0, "rules", OPT_TEXT, &table_options[ZONETABLE_RULES], "FILE",
      "write which rule of clock changes the events keep to FILE", 0, 0 },
    { 0, "year", OPT_TEXT, &table_options[ZONETABLE_YEAR], "FILE",
      "write how the day lies in each half month to FILE", 0, 0 },
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
    struct profile profiles[PROFILE_KINDS], others[PROFILE_KINDS];
    size_t n_profiles, n_others;
    struct references references; /* of --profile learned */
    struct zonetables *tables;
};

static bool is_learned(void) { return strcmp(profile_option, "learned") == 0; }

/* The rhythm is no profile of working hours, and a night shift only competes. */
static bool is_chosen(enum profile_kind kind)
{
    if (strcmp(profile_option, "any") == 0 || is_learned())
        return kind == PROFILE_OFFICE || kind == PROFILE_DEVELOPER;
    return kind < PROFILE_NIGHT && strcmp(profile_option, profile_name(kind)) == 0;
}

static void choose_profiles(struct job *job)
{
    for (enum profile_kind kind = 0; kind < PROFILE_RHYTHM; kind++)
        profile_init(is_chosen(kind) ? &job->profiles[job->n_profiles++] : &job->others[job->n_others++], kind);
    if (!crowd && job->n_profiles > 1)
        job->profiles[0].weight = ZONEFIT_OFFICE_WEIGHT;
    if (job->n_profiles == 0)
        opts_wrong(&program, "the profile is office, developer, home, learned or any, not '%s'", profile_option);
    if (is_learned() && parties_option == NULL)
        opts_wrong(&program, "--profile learned needs --parties");
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

/* The visits of a series, and the zones that its span can tell apart. */
struct visits {
    struct localweek *week;
    struct zonegroups groups;
};

static void visits_init(struct visits *v, const struct job *job, const struct series *s)
{
    when_t *times = mem_alloc((s->n + 1) * sizeof *times);
    int64_t gap = (int64_t)(visit_gap * WHEN_SECOND);
    size_t n = localweek_collapse(s->times, s->n, gap, &job->observed, times);
    v->week = localweek_new(times, n, &job->observed);
    free(times);
    size_t kept = localweek_n(v->week);
    const when_t *t = localweek_visits(v->week);
    zonegroups_init(&v->groups, job->book, kept ? t[0] : 0, kept ? t[kept - 1] : 0);
}

static void visits_release(struct visits *v)
{
    zonegroups_release(&v->groups);
    localweek_free(v->week);
}

static void see_references(struct job *job)
{
    for (size_t i = 0; i < series_count(job->set); i++) {
        struct visits v;
        visits_init(&v, job, series_at(job->set, i));
        references_see(&job->references, series_at(job->set, i)->name, v.week, &v.groups);
        visits_release(&v);
    }
}

/* Reads the references and learns; one at least must have visits. */
static bool learn(struct job *job, struct err *err)
{
    struct profile all;
    if (!references_read(&job->references, parties_option, err))
        return false;
    see_references(job);
    return references_learn(&job->references, "", &all) ||
           err_set(err, "%s: error: no party with reference = yes and a zone has %d visits to learn from",
                   parties_option, REFERENCE_LEAST);
}

/* By what the other references teach; where there are none, by office and developer. */
static void fit_series(struct job *job, const struct series *s)
{
    struct profile learned;
    struct visits v;
    struct zonefit fit;
    visits_init(&v, job, s);
    bool by_learned = is_learned() && references_learn(&job->references, s->name, &learned);
    const struct profile *profiles = by_learned ? &learned : job->profiles;
    size_t n = by_learned ? 1 : job->n_profiles;
    struct zonefit_model model = crowd ? zonefit_crowd(profiles, n) : zonefit_person(profiles, n);
    model.holidays = holidays;
    model.others = job->others;
    model.n_others = job->n_others;
    zonefit_init(&fit, &model, v.week, &v.groups, &job->observed);
    zonetables_put(job->tables, s->name, &fit, &v.groups);
    zonefit_release(&fit);
    visits_release(&v);
}

static void release(struct job *job)
{
    zonetables_abort(job->tables);
    zonebook_free(job->book);
    references_release(&job->references);
    series_free(job->set);
    observed_release(&job->observed);
}

static bool publish(struct job *job, struct err *err)
{
    struct zonetables *tables = job->tables;
    job->tables = NULL;
    return zonetables_publish(tables, err);
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    struct job job = { 0 };
    gslerrors_begin();
    int n_files = opts_parse(&program, argc, argv);
    source_opts_check(&in, &program);
    choose_profiles(&job);
    observed_init(&job.observed);
    table_options[ZONETABLE_ZONE] = in.out;
    bool good = read_all(&job, argv, n_files, &err) && (!is_learned() || learn(&job, &err)) &&
                (job.tables = zonetables_open(table_options, &err)) != NULL;
    for (size_t i = 0; good && i < series_count(job.set); i++)
        fit_series(&job, series_at(job.set, i));
    good = good && publish(&job, &err);
    release(&job);
    return good ? 0 : err_report(&err, PROGRAM);
}
