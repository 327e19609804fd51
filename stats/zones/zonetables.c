#include "zonetables.h"

#include "base/csv.h"
#include "rows/outputs.h"
#include "zonetext.h"

#include <math.h>
#include <stdlib.h>

#define COLUMNS_MOST 20

static const char *const columns[ZONETABLES][COLUMNS_MOST] = {
    { "group", "n", "offset_h", "lo80_h", "hi80_h", "lo95_h", "hi95_h", "zone", "zones80", "zones95", "profile",
      "log10_fit", "log10_night", "rule", "rule_probability", "weekend", "weekend_probability", "verdict" },
    { "group", "offset_h", "probability", "zone", "members" },
    { "group", "profile", "offset_h", "log10_bf" },
    { "group", "rule", "zone", "log10_bf", "probability", "claimed" },
    { "group", "month", "day", "n", "shift_h", "lo95_h", "hi95_h", "none_h", "eu_h", "us_h", "southern_h" },
    { "group", "country", "zone", "days", "log10_bf" },
};

struct zonetables {
    struct outputs *files;
};

struct zonetables *zonetables_open(const char *const paths[ZONETABLES], struct err *err)
{
    struct outputs *files = outputs_open(paths, ZONETABLES, err);
    if (files == NULL)
        return NULL;
    for (size_t k = 0; k < ZONETABLES; k++) {
        size_t n = 0;
        while (n < COLUMNS_MOST && columns[k][n] != NULL)
            n++;
        if (outputs_rows(files, k) != NULL)
            csv_put_header(outputs_rows(files, k), columns[k], n);
    }
    struct zonetables *t = mem_alloc(sizeof *t);
    t->files = files;
    return t;
}

static void put_buf(struct csv_writer *w, struct buf *b)
{
    csv_put(w, (struct text){ b->at ? b->at : "", b->len });
    buf_clear(b);
}

/* Missing where it is not known. */
static void put_number(struct csv_writer *w, double x)
{
    if (isfinite(x))
        csv_put_double(w, x);
    else
        csv_put_text(w, "");
}

static void put_zone(struct csv_writer *w, const char *name, const struct zonefit *f, const struct zonegroups *groups)
{
    struct buf b = BUF_INIT;
    bool told = f->reason == ZONEFIT_TOLD;
    const double values[] = { f->offset_h,    f->set80.low_h,  f->set80.high_h,
                              f->set95.low_h, f->set95.high_h };
    csv_put_text(w, name);
    csv_put_int(w, (int64_t)f->n);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        put_number(w, told ? values[i] : NAN);
    csv_put_text(w, told ? groups->at[f->chances[f->best].group].members[0] : "");
    for (int level = 0; level < 2; level++) {
        if (told)
            zonetext_set(&b, f, level == 0 ? f->n_set80 : f->n_set95, groups);
        put_buf(w, &b);
    }
    csv_put_text(w, told ? zonefit_best_profile(f)->profile : "");
    put_number(w, told ? f->log_fit / M_LN10 : NAN);
    put_number(w, told ? zonefit_over(f, "night") / M_LN10 : NAN);
    bool claimed = told && f->rules.claimed >= 0;
    csv_put_text(w, claimed ? zone_rule_name((enum zone_rule)f->rules.claimed) : "");
    put_number(w, claimed ? f->rules.probability[f->rules.claimed] : NAN);
    csv_put_text(w, told ? weekend_name(f->weekend) : "");
    put_number(w, told ? f->weekends[f->weekend] : NAN);
    zonetext_verdict(&b, f, groups);
    put_buf(w, &b);
    csv_put_end(w);
    buf_release(&b);
}

static void put_posterior(struct csv_writer *w, const char *name, const struct zonefit *f,
                          const struct zonegroups *groups)
{
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < f->n_chances; i++) {
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

static void put_profiles(struct csv_writer *w, const char *name, const struct zonefit *f)
{
    for (size_t i = 0; i < f->n_alternatives; i++) {
        csv_put_text(w, name);
        csv_put_text(w, f->alternatives[i].profile);
        put_number(w, f->alternatives[i].offset_h);
        csv_put_double(w, f->alternatives[i].log_bf / M_LN10);
        csv_put_end(w);
    }
}

static void put_rules(struct csv_writer *w, const char *name, const struct zonefit *f)
{
    for (int k = 0; k < ZONE_RULES && f->rules.asked; k++) {
        csv_put_text(w, name);
        csv_put_text(w, zone_rule_name((enum zone_rule)k));
        csv_put_text(w, zonerules_model(&f->rules, (enum zone_rule)k));
        csv_put_double(w, f->rules.log_evidence[k] / M_LN10);
        csv_put_double(w, f->rules.probability[k]);
        csv_put_text(w, f->rules.claimed == k ? "yes" : "no");
        csv_put_end(w);
    }
}

static void put_year(struct csv_writer *w, const char *name, const struct zonefit *f)
{
    for (int k = 0; k < ZONE_SEASONS && f->rules.asked; k++) {
        const struct zoneseason *s = &f->seasons[k];
        csv_put_text(w, name);
        csv_put_int(w, k / 2 + 1);
        csv_put_int(w, k % 2 ? 16 : 1);
        csv_put_int(w, (int64_t)s->n);
        put_number(w, s->shift_h);
        put_number(w, s->shift_h - 1.96 * s->error_h);
        put_number(w, s->shift_h + 1.96 * s->error_h);
        for (int rule = 0; rule < ZONE_RULES; rule++)
            put_number(w, s->rule_h[rule]);
        csv_put_end(w);
    }
}

static void put_holidays(struct csv_writer *w, const char *name, const struct zonefit *f)
{
    for (size_t i = 0; i < f->n_holidays; i++) {
        const struct zone_keeping *k = &f->holidays[i];
        csv_put_text(w, name);
        csv_put_text(w, k->country);
        csv_put_text(w, k->zone);
        csv_put_int(w, (int64_t)k->kept.days);
        csv_put_double(w, k->kept.log_evidence / M_LN10);
        csv_put_end(w);
    }
}

void zonetables_put(struct zonetables *t, const char *group, const struct zonefit *f, const struct zonegroups *groups)
{
    struct csv_writer *rows[ZONETABLES];
    for (size_t k = 0; k < ZONETABLES; k++)
        rows[k] = outputs_rows(t->files, k);
    put_zone(rows[ZONETABLE_ZONE], group, f, groups);
    if (f->reason != ZONEFIT_TOLD)
        return;
    if (rows[ZONETABLE_POSTERIOR] != NULL)
        put_posterior(rows[ZONETABLE_POSTERIOR], group, f, groups);
    if (rows[ZONETABLE_PROFILES] != NULL)
        put_profiles(rows[ZONETABLE_PROFILES], group, f);
    if (rows[ZONETABLE_RULES] != NULL)
        put_rules(rows[ZONETABLE_RULES], group, f);
    if (rows[ZONETABLE_YEAR] != NULL)
        put_year(rows[ZONETABLE_YEAR], group, f);
    if (rows[ZONETABLE_HOLIDAYS] != NULL)
        put_holidays(rows[ZONETABLE_HOLIDAYS], group, f);
}

bool zonetables_publish(struct zonetables *t, struct err *err)
{
    bool good = outputs_publish(t->files, err);
    zonetables_abort(t);
    return good;
}

void zonetables_abort(struct zonetables *t)
{
    if (t == NULL)
        return;
    outputs_free(t->files);
    free(t);
}
