/* weigh_rows.c -- see weigh_rows.h. */

#include "weigh_rows.h"

#include "base/buf.h"
#include "weighsettle.h"
#include "zones/mixture.h"
#include <math.h>

static const char *const main_columns[] = { "group",    "n",      "streams", "blocks",       "block_days", "ttl_s", "clock",
                                            "best",     "next",   "log10_lr", "lo95",        "hi95",       "log10_stated",
                                            "support",  "capped", "not_told", "bits_visit",  "misfit",     "misfit_poor", "dispersion_5", "dispersion_20", "unfit",
                                            "verdict",  "settles", NULL };
static const char *const proposition_columns[] = { "group", "proposition", "weighed",     "log10_lr", "log10_names", "bits_visit",
                                                   "misfit", "misfit_poor", "dispersion_5", "dispersion_20", "unfit", "reason", NULL };
static const char *const pair_columns[] = { "group",  "proposition", "against",      "log10_lr", "lo95", "hi95",
                                            "blocks", "in_favour",   "log10_stated", "support",  "capped", NULL };
static const char *const feature_columns[] = { "group",    "proposition",   "against",      "feature",
                                               "log10_lr", "log10_without", "log10_weight", NULL };
static const char *const block_columns[] = { "group", "start", "end", "n", "proposition", "log10_likelihood", NULL };
static const char *const *const columns[WEIGH_TABLES] = { main_columns, proposition_columns, pair_columns, feature_columns,
                                                          block_columns };

void weigh_put_header(struct csv_writer *w, enum weigh_table table)
{
    size_t n = 0;
    while (columns[table][n] != NULL) {
        n++;
    }
    csv_put_header(w, columns[table], n);
}

static void put_doubles(struct csv_writer *w, const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        csv_put_double(w, x[i]);
    }
}

static void put_buf(struct csv_writer *w, struct buf *b)
{
    csv_put(w, (struct text){ b->len > 0 ? b->at : "", b->len });
    buf_release(b);
}

static void put_support(struct csv_writer *w, double stated, enum proposed a, enum proposed b)
{
    struct buf text = BUF_INIT;
    const char *words = mixture_support(fabs(stated));
    if (fabs(stated) < log10(2)) {
        buf_add_text(&text, "no support for either");
    } else {
        buf_add_format(&text, "%s support for %s", words, proposed_words(stated > 0 ? a : b));
    }
    put_buf(w, &text);
}

static double bits_a_visit(const struct weigh *of, enum proposed p)
{
    return weigh_of(of, p)->log10 / log10(2) / (double)weigh_visits(of);
}

static void put_misfit(struct csv_writer *w, const struct weighed *x)
{
    const double values[] = { x->misfit.distance, x->misfit.poor, x->misfit.fine, x->misfit.coarse };
    put_doubles(w, values, sizeof values / sizeof *values);
    csv_put_text(w, weighmisfit_name(x->unfit));
}

static void put_no_misfit(struct csv_writer *w)
{
    static const double none[] = { NAN, NAN, NAN, NAN };
    put_doubles(w, none, sizeof none / sizeof *none);
    csv_put_text(w, "");
}

/* --- the party ------------------------------------------------------------------------------------------- */

/* The others that the best one does not lead by 10, each as CALLED has it. */
static void list_rivals(struct buf *b, const struct weigh *of, enum proposed best, const char *(*called)(enum proposed), const char *between)
{
    for (int p = 0; p < PROPOSED_ZONE_A; p++) {
        if (p != (int)best && weigh_of(of, (enum proposed)p)->weighed && !weigh_leads(of, best, (enum proposed)p)) {
            buf_add_format(b, "%s%s", b->len > 0 ? between : "", called((enum proposed)p));
        }
    }
}

static void add_verdict(struct buf *b, const struct weigh *of, enum proposed best)
{
    struct buf rivals = BUF_INIT;
    list_rivals(&rivals, of, best, proposed_words, "; or ");
    if (weigh_of(of, best)->score.poor) {
        buf_add_format(b, "cannot tell: none of these fits, least badly %s", proposed_words(best));
    } else if (rivals.len > 0) {
        buf_add_format(b, "cannot tell: %s; or %s", proposed_words(best), rivals.at);
    } else {
        buf_add_text(b, proposed_words(best));
    }
    buf_release(&rivals);
}

static const char *why_not(const struct weigh *of)
{
    static const char *const words[] = {
        [WEIGH_TOLD] = "cannot tell: fewer than two propositions could be weighed",
        [WEIGH_FEW] = "cannot tell: too few visits",
        [WEIGH_SHORT] = "cannot tell: too few days",
        [WEIGH_DENSE] = "cannot tell: too many visits",
    };
    return words[weigh_state(of)];
}

static void put_told(struct csv_writer *w, struct weigh *of, enum proposed best, enum proposed next)
{
    struct weighratio r = weigh_ratio(of, best, next);
    const double ratio[] = { r.log10, r.lo, r.hi, r.stated };
    struct buf rivals = BUF_INIT, verdict = BUF_INIT;
    csv_put_text(w, proposed_key(best));
    csv_put_text(w, proposed_key(next));
    put_doubles(w, ratio, 4);
    put_support(w, r.stated, best, next);
    csv_put_text(w, weighratio_cap_name(r.cap));
    list_rivals(&rivals, of, best, proposed_key, " ");
    put_buf(w, &rivals);
    csv_put_double(w, bits_a_visit(of, best));
    put_misfit(w, weigh_of(of, best));
    add_verdict(&verdict, of, best);
    put_buf(w, &verdict);
}

static void put_untold(struct csv_writer *w, const struct weigh *of)
{
    static const double none[] = { NAN, NAN, NAN, NAN };
    csv_put_text(w, "");
    csv_put_text(w, "");
    put_doubles(w, none, 4);
    csv_put_text(w, "");
    csv_put_text(w, "");
    csv_put_text(w, "");
    csv_put_double(w, NAN);
    put_no_misfit(w);
    csv_put_text(w, why_not(of));
}

static void put_main(struct csv_writer *w, struct weigh *of, const struct weighblocks *blocks)
{
    enum proposed best, next;
    struct buf settles = BUF_INIT;
    csv_put_text(w, weigh_party(of));
    csv_put_int(w, (int64_t)weigh_visits(of));
    csv_put_int(w, (int64_t)weigh_streams(of));
    csv_put_int(w, (int64_t)weigh_blocks(of));
    csv_put_int(w, blocks->days);
    csv_put_double(w, weigh_ttl(of));
    csv_put_text(w, weigh_clock(of));
    if (weigh_best(of, &best, &next)) {
        put_told(w, of, best, next);
    } else {
        put_untold(w, of);
    }
    weighsettle(&settles, of, blocks->days);
    put_buf(w, &settles);
    csv_put_end(w);
}

/* --- propositions, pairs, blocks --------------------------------------------------------------------------- */

static void put_propositions(struct csv_writer *w, const struct weigh *of)
{
    for (int p = 0; p < PROPOSITIONS_OF_VISITS && weigh_state(of) == WEIGH_TOLD; p++) {
        const struct weighed *x = weigh_of(of, (enum proposed)p);
        const double values[] = { x->log10, x->weighed && p >= PROPOSED_MAILING ? x->names : NAN,
                                  bits_a_visit(of, (enum proposed)p) };
        csv_put_text(w, weigh_party(of));
        csv_put_text(w, proposed_key((enum proposed)p));
        csv_put_text(w, x->weighed ? "yes" : "no");
        put_doubles(w, values, sizeof values / sizeof *values);
        if (x->weighed) {
            put_misfit(w, x);
        } else {
            put_no_misfit(w);
        }
        csv_put_text(w, x->reason);
        csv_put_end(w);
    }
}

static void put_pair(struct csv_writer *w, const struct weigh *of, enum proposed a, enum proposed b)
{
    struct weighratio r = weigh_ratio(of, a, b);
    const double ratio[] = { r.log10, r.lo, r.hi };
    csv_put_text(w, weigh_party(of));
    csv_put_text(w, proposed_key(a));
    csv_put_text(w, proposed_key(b));
    put_doubles(w, ratio, 3);
    csv_put_int(w, (int64_t)r.blocks);
    csv_put_int(w, (int64_t)r.in_favour);
    csv_put_double(w, r.stated);
    put_support(w, r.stated, a, b);
    csv_put_text(w, weighratio_cap_name(r.cap));
    csv_put_end(w);
}

static void put_pairs(struct csv_writer *w, const struct weigh *of)
{
    for (int a = 0; a < PROPOSITIONS_OF_VISITS; a++) {
        for (int b = 0; b < PROPOSITIONS_OF_VISITS; b++) {
            if (a != b && weigh_of(of, (enum proposed)a)->weighed && weigh_of(of, (enum proposed)b)->weighed) {
                put_pair(w, of, (enum proposed)a, (enum proposed)b);
            }
        }
    }
}

static void put_time(struct csv_writer *w, when_t t)
{
    char text[WHEN_TEXT + 1];
    when_write(t, text);
    csv_put_text(w, text);
}

static void put_blocks(struct csv_writer *w, const struct weigh *of, const struct weighblocks *blocks)
{
    for (int p = 0; p < PROPOSITIONS_OF_VISITS; p++) {
        const struct weighed *x = weigh_of(of, (enum proposed)p);
        for (size_t b = 0; x->weighed && b < blocks->n; b++) {
            csv_put_text(w, weigh_party(of));
            put_time(w, blocks->at[b].start);
            put_time(w, blocks->at[b].end);
            csv_put_int(w, (int64_t)weigh_block_visits(of, b));
            csv_put_text(w, proposed_key((enum proposed)p));
            csv_put_double(w, x->block[b] / M_LN10);
            csv_put_end(w);
        }
    }
}

/* --- features ------------------------------------------------------------------------------------------------ */

static void put_feature(struct csv_writer *w, struct weigh *of, enum proposed a, enum proposed b, enum weigh_feature f)
{
    double whole = weigh_of(of, a)->log10 - weigh_of(of, b)->log10, without = weigh_without(of, a, b, f);
    if (isnan(without)) {
        return;
    }
    csv_put_text(w, weigh_party(of));
    csv_put_text(w, proposed_key(a));
    csv_put_text(w, proposed_key(b));
    csv_put_text(w, weigh_feature_name(f));
    csv_put_double(w, whole);
    csv_put_double(w, without);
    csv_put_double(w, whole - without);
    csv_put_end(w);
}

static void put_features(struct csv_writer *w, struct weigh *of)
{
    enum proposed best, next;
    if (!weigh_best(of, &best, &next)) {
        return;
    }
    enum proposed rival = weigh_rival(of, best, next);
    for (int f = 0; f < WEIGH_FEATURES; f++) {
        put_feature(w, of, best, rival, (enum weigh_feature)f);
    }
    for (int f = 0; f < WEIGH_FEATURES && best != PROPOSED_CHANCE && rival != PROPOSED_CHANCE && weigh_of(of, PROPOSED_CHANCE)->weighed; f++) {
        put_feature(w, of, best, PROPOSED_CHANCE, (enum weigh_feature)f);
    }
}

void weigh_put(struct csv_writer *w, enum weigh_table table, struct weigh *of, const struct weighblocks *blocks)
{
    switch (table) {
    case WEIGH_MAIN:
        put_main(w, of, blocks);
        break;
    case WEIGH_TABLE_PROPOSITIONS:
        put_propositions(w, of);
        break;
    case WEIGH_PAIRS:
        put_pairs(w, of);
        break;
    case WEIGH_TABLE_FEATURES:
        put_features(w, of);
        break;
    default:
        put_blocks(w, of, blocks);
    }
}
