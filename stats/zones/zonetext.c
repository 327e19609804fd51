#include "zonetext.h"

#include <math.h>
#include <stdlib.h>

#define WELL_KNOWN 5 /* millions of people */
#define NAMED 3 /* zones that a sentence names; the others are counted */

static const char *name_of(const struct zonefit *f, const struct zonegroups *groups, size_t chance)
{
    return groups->at[f->chances[chance].group].members[0];
}

void zonetext_offset(struct buf *b, double offset_h)
{
    offset_h = offset_h > 14 ? offset_h - 24 : offset_h < -12 ? offset_h + 24 : offset_h;
    int minutes = (int)lround(fabs(offset_h) * 60);
    buf_add_format(b, "UTC%c%d", offset_h < 0 ? '-' : '+', minutes / 60);
    if (minutes % 60 != 0)
        buf_add_format(b, ":%02d", minutes % 60);
}

/* "A (same clock: B, C and 5 more)" */
static void add_group(struct buf *b, const struct zonegroup *g)
{
    buf_add_text(b, g->members[0]);
    for (size_t k = 1; k < g->n_members && k < NAMED; k++)
        buf_add_format(b, "%s%s", k == 1 ? " (same clock: " : ", ", g->members[k]);
    if (g->n_members > NAMED)
        buf_add_format(b, " and %zu more", g->n_members - NAMED);
    if (g->n_members > 1)
        buf_add_char(b, ')');
}

/* "1.4", "32", "more than 1,000": times more probable */
static void add_times(struct buf *b, double log_ratio)
{
    double times = exp(log_ratio);
    if (times > 1000)
        buf_add_text(b, "more than 1,000");
    else
        buf_add_format(b, times < 10 ? "%.1f" : "%.0f", times);
}

static void add_rule(struct buf *b, const struct zonerules *r)
{
    if (r->claimed < 0)
        return;
    if (r->claimed == ZONE_RULE_NONE)
        buf_add_text(b, "; its clock does not change with the season");
    else if (r->claimed == ZONE_RULE_SOUTHERN)
        buf_add_format(b, "; its clock changes as in the south (best %s)", r->southern);
    else
        buf_add_format(b, "; its clock changes as in the %s", zone_rule_name((enum zone_rule)r->claimed));
}

/* Where it is not the usual one, with the members of the best group whose countries keep it. */
static void add_weekend(struct buf *b, const struct zonefit *f, const struct zonegroups *groups)
{
    const struct zonegroup *g = &groups->at[f->chances[f->best].group];
    size_t named = 0;
    if (f->weekend == WEEKEND_SAT_SUN)
        return;
    buf_add_format(b, "; the weekend kept is %s (probability %.2g)", weekend_name(f->weekend), f->weekends[f->weekend]);
    for (size_t k = 0; k < g->n_members && named < NAMED; k++)
        if (weekend_of(g->member_countries[k], f->day) == f->weekend)
            buf_add_format(b, "%s %s", named++ == 0 ? ", as in" : ",", g->members[k]);
}

#define EXCLUDED 2.302585092994046 /* log 10 */

/* What the hours may be instead, where it is not ten times less probable. */
static void add_instead(struct buf *b, const struct zonefit *f)
{
    double night = zonefit_over(f, profile_name(PROFILE_NIGHT));
    if (night < EXCLUDED) {
        buf_add_text(b, "; a night shift is not excluded (");
        add_times(b, fabs(night));
        buf_add_format(b, " times %s probable)", night < 0 ? "more" : "less");
    }
    if (f->log_fit < -EXCLUDED) {
        buf_add_text(b, "; poor fit: any rhythm of the day is ");
        add_times(b, -f->log_fit);
        buf_add_text(b, " times more probable than working hours, so do not rest on the sets");
    }
}

static void add_told(struct buf *b, const struct zonefit *f, const struct zonegroups *groups)
{
    buf_add_text(b, "told: the hours of work fit ");
    zonetext_offset(b, f->offset_h);
    buf_add_text(b, " best, ");
    zonetext_offset(b, f->set80.low_h);
    buf_add_text(b, " to ");
    zonetext_offset(b, f->set80.high_h);
    buf_add_text(b, " at 80 %; ");
    add_group(b, &groups->at[f->chances[f->best].group]);
    size_t named = 0, others = f->n_set95 - (f->best < f->n_set95);
    for (size_t i = 0; i < f->n_set95 && named < NAMED; i++)
        if (i != f->best)
            buf_add_format(b, "%s %s", named++ == 0 ? " cannot be told from" : ",", name_of(f, groups, i));
    if (others > named)
        buf_add_format(b, " and %zu more", others - named);
    add_rule(b, &f->rules);
    add_weekend(b, f, groups);
    add_instead(b, f);
}

void zonetext_verdict(struct buf *b, const struct zonefit *f, const struct zonegroups *groups)
{
    switch (f->reason) {
    case ZONEFIT_TOLD:
        add_told(b, f, groups);
        return;
    case ZONEFIT_FEW:
        buf_add_format(b, "cannot tell: too few visits (%zu; %d are needed)", f->n, ZONEFIT_LEAST);
        return;
    case ZONEFIT_SHORT:
        buf_add_text(b, "cannot tell: too short (first to last visit under two days)");
        return;
    case ZONEFIT_HOURS:
        buf_add_text(b, "cannot tell: too few hours of the day were observed");
        return;
    case ZONEFIT_CLOCK:
        buf_add_text(b, "cannot tell: the times count from 0, not from a date");
        return;
    case ZONEFIT_MACHINE:
        buf_add_text(b, "cannot tell: no working hours (nine visits in ten fall into two hours of the day in all, or "
                        "into twelve minutes of the hour, as a timer's do)");
        return;
    case ZONEFIT_WIDE:
        buf_add_format(b, "cannot tell: zones all round the clock fit about equally well (the 80 %% set spans %g hours)",
                       f->set80.high_h - f->set80.low_h);
        return;
    case ZONEFIT_FLAT:
        buf_add_format(b, "cannot tell: no working hours (a constant rate fits, p = %.2g)", f->p_flat);
        return;
    }
}

void zonetext_set(struct buf *b, const struct zonefit *f, size_t n, const struct zonegroups *groups)
{
    for (size_t i = 0; i < n; i++) {
        const struct zonegroup *g = &groups->at[f->chances[i].group];
        for (size_t k = 0; k < g->n_members && (k == 0 || g->member_people[k] >= WELL_KNOWN); k++)
            buf_add_format(b, "%s%s", i + k > 0 ? ";" : "", g->members[k]);
    }
}
