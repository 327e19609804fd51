#include "mixture_rows.h"

#include "base/buf.h"

#include <math.h>

static const char *const main_columns[] = {
    "group",     "n",         "log10_lr",  "posterior_two", "a_offset_h", "a_lo80_h",    "a_hi80_h",    "a_lo95_h", "a_hi95_h",
    "a_zone",    "b_offset_h", "b_lo80_h", "b_hi80_h",      "b_lo95_h",   "b_hi95_h",    "b_zone",      "weight_a",
    "weight_lo95", "weight_hi95", "p_change", "verdict", NULL };
static const char *const pair_columns[] = { "group", "a_offset_h", "b_offset_h", "probability", "weight_a", NULL };
static const char *const proposition_columns[] = { "group",        "zone_a",  "zone_b", "proposition", "against",
                                                   "log10_lr",     "log10_stated", "support", "fit_p", NULL };
static const char *const session_columns[] = { "group",   "from_zone", "to_zone",  "days",
                                               "waiting", "went_on",   "expected", "p_value", NULL };
static const char *const time_columns[] = { "group", "zone_a", "zone_b", "start", "end", "n", "weight_a",
                                            "lo95",  "hi95",   NULL };
static const char *const *const columns[MIXTURE_TABLES] = { main_columns, pair_columns, proposition_columns,
                                                            session_columns, time_columns };

void mixture_put_header(struct csv_writer *w, enum mixture_table table)
{
    size_t n = 0;
    while (columns[table][n] != NULL)
        n++;
    csv_put_header(w, columns[table], n);
}

static void put_time_of(struct csv_writer *w, when_t t)
{
    char text[WHEN_TEXT + 1];
    when_write(t, text);
    csv_put_text(w, text);
}

static void put_side(struct csv_writer *w, const struct zonepair_side *s, const struct zonegroups *groups, bool told)
{
    const double values[] = { s->offset_h, s->set80.low_h, s->set80.high_h, s->set95.low_h, s->set95.high_h };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        csv_put_double(w, told ? values[i] : NAN);
    csv_put_text(w, told ? groups->at[s->group].members[0] : "");
}

static void put_main(struct csv_writer *w, const char *name, const struct mixture *m)
{
    const struct zonepair *z = &m->pair;
    bool told = m->verdict != MIXTURE_CANNOT;
    struct buf b = BUF_INIT;
    csv_put_text(w, name);
    csv_put_int(w, (int64_t) m->look.n);
    csv_put_double(w, told ? z->log_ratio / M_LN10 : NAN);
    csv_put_double(w, told ? 1 / (1 + exp(-z->log_ratio)) : NAN);
    put_side(w, &z->a, &m->groups, told);
    put_side(w, &z->b, &m->groups, told);
    csv_put_double(w, told ? z->weight : NAN);
    csv_put_double(w, told ? z->weight_lo : NAN);
    csv_put_double(w, told ? z->weight_hi : NAN);
    csv_put_double(w, m->time.n > 1 ? m->time.p_change : NAN);
    mixture_verdict_text(&b, m);
    csv_put(w, (struct text) { b.at, b.len });
    csv_put_end(w);
    buf_release(&b);
}

static void put_pairs(struct csv_writer *w, const char *name, const struct mixture *m)
{
    for (size_t i = 0; i < m->pair.n; i++) {
        const struct zonepair_chance *c = &m->pair.chances[i];
        csv_put_text(w, name);
        csv_put_double(w, c->a_h);
        csv_put_double(w, c->b_h);
        csv_put_double(w, c->probability);
        csv_put_double(w, c->weight);
        csv_put_end(w);
    }
}

static void put_support(struct csv_writer *w, double log10_ratio, enum proposition p, enum proposition against)
{
    struct buf b = BUF_INIT;
    buf_add_format(&b, "%s support for %s", mixture_support(fabs(log10_ratio)),
                   proposition_name(log10_ratio >= 0 ? p : against));
    csv_put(w, (struct text) { b.at, b.len });
    buf_release(&b);
}

static void put_proposition(struct csv_writer *w, const struct propositions *p, enum proposition for_,
                            enum proposition against)
{
    double stated = propositions_log_ratio(p, for_, against, true) / M_LN10;
    csv_put_text(w, proposition_name(for_));
    csv_put_text(w, proposition_name(against));
    csv_put_double(w, propositions_log_ratio(p, for_, against, false) / M_LN10);
    csv_put_double(w, stated);
    put_support(w, stated, for_, against);
    csv_put_double(w, p->fit_p);
    csv_put_end(w);
}

static void put_propositions(struct csv_writer *w, const char *name, const struct mixture *m,
                             const struct mixture_question *q)
{
    for (int i = 0; i < PROPOSITIONS && m->weighed; i++)
        for (int j = 0; j < PROPOSITIONS; j++)
            if (i != j && isfinite(m->propositions.evidence[i]) && isfinite(m->propositions.evidence[j])) {
                csv_put_text(w, name);
                csv_put_text(w, q->zone_a);
                csv_put_text(w, q->zone_b);
                put_proposition(w, &m->propositions, (enum proposition) i, (enum proposition) j);
            }
}

static void put_handover(struct csv_writer *w, const char *name, const struct handover *h, const char *from,
                         const char *to)
{
    csv_put_text(w, name);
    csv_put_text(w, from);
    csv_put_text(w, to);
    csv_put_int(w, (int64_t) h->days);
    csv_put_int(w, (int64_t) h->waiting);
    csv_put_int(w, (int64_t) h->went_on);
    csv_put_double(w, isfinite(h->p) ? h->expected : NAN);
    csv_put_double(w, h->p);
    csv_put_end(w);
}

static void put_time(struct csv_writer *w, const char *name, const struct mixture *m, const struct mixture_question *q)
{
    for (size_t i = 0; i < m->time.n; i++) {
        const struct mixblock *b = &m->time.at[i];
        csv_put_text(w, name);
        csv_put_text(w, m->stated ? q->zone_a : m->groups.at[m->zone_a].members[0]);
        csv_put_text(w, m->stated ? q->zone_b : m->groups.at[m->zone_b].members[0]);
        put_time_of(w, b->start);
        put_time_of(w, b->end);
        csv_put_int(w, (int64_t) b->n);
        csv_put_double(w, b->weight);
        csv_put_double(w, b->lo95);
        csv_put_double(w, b->hi95);
        csv_put_end(w);
    }
}

void mixture_put(struct csv_writer *w, enum mixture_table table, const char *name, const struct mixture *m,
                 const struct mixture_question *q)
{
    if (table == MIXTURE_MAIN)
        put_main(w, name, m);
    else if (table == MIXTURE_PAIRS)
        put_pairs(w, name, m);
    else if (table == MIXTURE_PROPOSITIONS)
        put_propositions(w, name, m, q);
    else if (table == MIXTURE_TIME)
        put_time(w, name, m, q);
    else if (m->stated) {
        put_handover(w, name, &m->a_to_b, q->zone_a, q->zone_b);
        put_handover(w, name, &m->b_to_a, q->zone_b, q->zone_a);
    }
}
