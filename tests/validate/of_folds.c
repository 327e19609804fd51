/* Nothing of a person goes into what judges that person: five folds; the profile is learned from the other four, whose
   zones are known, and trust and habit are chosen among these by the mean log probability of the true offset, each
   person there judged by a profile from the three folds that are left. */

#include "validate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDS 5
#define SETTINGS 9

static const double trusts[] = { 50, 80, 120 }, habits[] = { 0.4, 0.55, 0.75 };

static double log_truth(const struct outcome *o) { return o->log_truth; }

struct folds {
    const struct people *p;
    const struct person **who;
    struct profile_reference *references;
    size_t n;
};

/* Persons are ordered by a hash of their activity, so folds are as good as drawn. */
static int fold_of(size_t i) { return (int)(i % FOLDS); }

/* From all folds but A and B. */
static void learn(const struct folds *f, int a, int b, struct profile *profile)
{
    struct profile_reference *from = mem_alloc((f->n + 1) * sizeof *from);
    size_t n = 0;
    for (size_t i = 0; i < f->n; i++)
        if (fold_of(i) != a && fold_of(i) != b)
            from[n++] = f->references[i];
    profile_learn(profile, from, n);
    free(from);
}

static struct zonefit_model setting(const struct profile *profile, int s)
{
    struct zonefit_model model = zonefit_person(profile, 1);
    model.trust = trusts[s / 3];
    model.habit_h = habits[s % 3];
    return model;
}

/* Fits fold K; returns the sum of the log probabilities. */
static double fit_fold(const struct folds *f, int k, const struct zonefit_model *model, struct outcome *out)
{
    const struct person **who = mem_alloc((f->n + 1) * sizeof *who);
    struct outcome *o = mem_alloc((f->n + 1) * sizeof *o);
    size_t n = 0;
    for (size_t i = (size_t)k; i < f->n; i += FOLDS)
        who[n++] = f->who[i];
    people_fit(f->p, who, n, model, 0, o);
    double sum = n > 0 ? (double)n * outcome_mean(o, n, log_truth) : 0;
    for (size_t i = 0; out != NULL && i < n; i++)
        out[(size_t)k + i * FOLDS] = o[i];
    free(o);
    free(who);
    return sum;
}

/* The setting that is best among the folds other than K. */
static int choose(const struct folds *f, int k)
{
    double score[SETTINGS] = { 0 };
    int best = 0;
    for (int other = 0; other < FOLDS; other++) {
        struct profile profile;
        if (other == k)
            continue;
        learn(f, k, other, &profile);
        for (int s = 0; s < SETTINGS; s++) {
            struct zonefit_model model = setting(&profile, s);
            score[s] += fit_fold(f, other, &model, NULL);
        }
    }
    for (int s = 1; s < SETTINGS; s++)
        best = score[s] > score[best] ? s : best;
    return best;
}

void validate_folds(const struct people *p, struct report *r)
{
    struct folds f = { .p = p };
    f.n = people_fixed(p, &f.who);
    f.references = mem_alloc((f.n + 1) * sizeof *f.references);
    struct outcome *o = mem_alloc((f.n + 1) * sizeof *o);
    double trust = 0, habit = 0;
    for (size_t i = 0; i < f.n; i++)
        person_reference(p, f.who[i], &f.references[i]);
    for (int k = 0; k < FOLDS; k++) {
        struct profile profile;
        int s = choose(&f, k);
        learn(&f, k, k, &profile);
        struct zonefit_model model = setting(&profile, s);
        fit_fold(&f, k, &model, o);
        trust += model.trust / FOLDS;
        habit += model.habit_h / FOLDS;
    }
    zone_bars(r, "learned and tuned out of fold", f.who, o, f.n);
    bar(r, "learned and tuned out of fold: trust chosen, mean of five", NAN, NAN, trust, f.n);
    bar(r, "learned and tuned out of fold: habit chosen, mean of five", NAN, NAN, habit, f.n);
    free(o);
    free(f.references);
    free(f.who);
}
