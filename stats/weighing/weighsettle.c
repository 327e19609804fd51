/* weighsettle.c -- see weighsettle.h. */

#include "weighsettle.h"

#include <math.h>

#define TOO_MANY 10 /* times as many blocks as there are: no advice */

double weighsettle_blocks(const struct weighratio *r)
{
    double n = (double)r->blocks, m = fabs(r->log10) / n, width = (r->hi - r->lo) / 2 / sqrt(n); /* 1.96 s */
    double root = m > 0 ? (width + sqrt(width * width + 4 * m)) / (2 * m) : INFINITY;
    return root * root;
}

static bool is_of(enum proposed p, enum proposed a, enum proposed b)
{
    return p == a || p == b;
}

/* What tells A from B where more of the same does not. */
static const char *other_data(const struct weigh *w, enum proposed a, enum proposed b)
{
    if (is_of(a, PROPOSED_CACHED, PROPOSED_PEOPLE_CACHED) || is_of(b, PROPOSED_CACHED, PROPOSED_PEOPLE_CACHED)) {
        return "the resolver's own log, which has what its cache answered, would";
    }
    if (a >= PROPOSED_MAILING || b >= PROPOSED_MAILING || !weigh_of(w, PROPOSED_MAILING)->weighed) {
        return "the names asked, with their types, would";
    }
    return "a log of whole months, or of the machine's own doings, would";
}

static void say_open(struct buf *out, const struct weigh *w, enum proposed best, enum proposed next, int block_days)
{
    struct weighratio r = weigh_ratio(w, best, next);
    double more = fmax(1, ceil(weighsettle_blocks(&r) - (double)r.blocks));
    if (more <= TOO_MANY * (double)r.blocks) {
        buf_add_format(out, "about %.0f more %s%s like %s would tell %s from %s", more, block_days == 7 ? "week" : "day", more > 1 ? "s" : "",
                       more > 1 ? "these" : "those there are", proposed_words(best), proposed_words(next));
    } else {
        buf_add_format(out, "more of the same would hardly tell %s from %s; %s", proposed_words(best), proposed_words(next),
                       other_data(w, best, next));
    }
}

void weighsettle(struct buf *out, const struct weigh *w, int block_days)
{
    enum proposed best, next;
    if (weigh_state(w) == WEIGH_FEW) {
        buf_add_format(out, "%d visits at least; there are %zu", WEIGH_LEAST, weigh_visits(w));
    } else if (weigh_state(w) == WEIGH_SHORT) {
        buf_add_format(out, "visits on %d days at least; there are %zu", WEIGH_LEAST_BLOCKS, weigh_blocks(w));
    } else if (weigh_state(w) == WEIGH_DENSE) {
        buf_add_text(out, "a part of the log: one client, or two weeks");
    } else if (weigh_best(w, &best, &next)) {
        if (weigh_of(w, best)->score.poor) {
            buf_add_text(out, "the same visits taken apart, by client or by name: none of these propositions fits what runs together here");
        } else if (!weigh_leads(w, best, next)) {
            say_open(out, w, best, next, block_days);
        } else {
            buf_add_format(out, "nothing more is needed to tell %s from the others that were weighed", proposed_words(best));
        }
    }
}
