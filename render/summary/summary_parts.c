#include "summary_parts.h"
#include <math.h>

struct finding *summary_add(struct summary *s, const char *id, const char *target)
{
    if (s->n == FINDINGS_MOST)
        return NULL;
    struct finding *f = &s->findings[s->n++];
    *f = (struct finding){ .id = id, .target = target };
    return f;
}

bool summary_has(const struct summary *s, const char *id)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->findings[i].id, id) == 0)
            return true;
    return false;
}

struct sentence *summary_cannot(struct summary *s)
{
    s->unknown = mem_resize(s->unknown, (s->n_unknown + 1) * sizeof *s->unknown);
    s->unknown[s->n_unknown] = (struct sentence){ RICH_INIT, NULL, 0 };
    return &s->unknown[s->n_unknown++];
}

void summary_strength_log10(struct finding *f, double log10_ratio)
{
    if (isfinite(log10_ratio))
        f->strength = fmax(f->strength, fmin(log10_ratio, STRENGTH_MOST));
}

/* The bound holds below 1 / e; a p above says nothing. */
void summary_strength_p(struct finding *f, double p)
{
    if (p < exp(-1))
        summary_strength_log10(f, p > 0 ? -log10(-exp(1) * p * log(p)) : STRENGTH_MOST);
}

/* --- words ---------------------------------------------------------------------- */

const char *summary_plural(double n)
{
    return n == 1 ? "" : "s";
}

void summary_and_more(struct sentence *said, struct tally *more, const char *before, const char *after)
{
    if (more->n > 0) {
        rich_add(&said->text, RICH_PLAIN, before);
        sentence_tally(said, RICH_PLAIN, more);
        rich_add(&said->text, RICH_PLAIN, after);
    }
    tally_release(more);
}

bool summary_verdict(const struct result *r, size_t row, const char *start)
{
    return result_begins(r, row, "verdict", start);
}
