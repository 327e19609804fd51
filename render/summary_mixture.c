/* summary_mixture.c -- one zone or two: of the zones that the case names, whose working day each party's visits fit; of a
   party with no zones named, that it keeps two. */

#include "label.h"
#include "palette.h"
#include "summary_parts.h"
#include <math.h>

#define RATIO_MOST 6.0       /* log10: the end of the sketch */
#define NO_SUPPORT log10(2)  /* ENFSI's scale begins here */

/* The proposition that no other beats, and the row of PROPOSITIONS that holds it against the next best. */
struct favoured {
    const char *name, *next;
    size_t row;
    double log10_ratio;
};

static bool is_of(const struct result *p, size_t row, const char *group, const char *name)
{
    return result_is(p, row, "group", group) && result_is(p, row, "proposition", name);
}

/* NAME's least favourable row; its ratio is below 0 where another is better. */
static struct favoured hardest(struct result *p, const char *group, const char *name)
{
    struct favoured f = { .name = name, .next = "", .log10_ratio = INFINITY };
    for (size_t i = 0; i < result_rows(p); i++) {
        double ratio = result_number(p, i, "log10_stated");
        if (!is_of(p, i, group, name) || !(ratio < f.log10_ratio))
            continue;
        f = (struct favoured){ name, result_text(p, i, "against"), i, ratio };
    }
    return f;
}

/* False where GROUP has no propositions. */
static bool find_favoured(struct result *p, const char *group, struct favoured *out)
{
    *out = (struct favoured){ .name = "", .next = "", .log10_ratio = -INFINITY };
    for (size_t i = 0; i < result_rows(p); i++) {
        if (!result_is(p, i, "group", group))
            continue;
        struct favoured f = hardest(p, group, result_text(p, i, "proposition"));
        if (isfinite(f.log10_ratio) && f.log10_ratio > out->log10_ratio)
            *out = f;
    }
    return out->name[0] != '\0';
}

/* "America/New_York" as "New York" */
static void add_city(struct buf *b, const char *zone)
{
    const char *slash = strrchr(zone, '/');
    size_t from = b->len;
    label_add(b, text_of(slash == NULL ? zone : slash + 1), 40);
    for (size_t i = from; i < b->len; i++)
        b->at[i] = b->at[i] == '_' ? ' ' : b->at[i];
}

/* "Moscow’s alone", "both" ...: of the working days of the zones that ROW names. */
static void add_proposition(struct buf *b, struct result *p, size_t row, const char *name)
{
    if (strcmp(name, "A") == 0 || strcmp(name, "B") == 0) {
        add_city(b, result_text(p, row, name[0] == 'A' ? "zone_a" : "zone_b"));
        buf_add_text(b, "’s alone");
    } else {
        buf_add_text(b, strcmp(name, "union") == 0     ? "both together"
                        : strcmp(name, "overlap") == 0 ? "the hours they share"
                                                       : "none");
    }
}

static void say_favoured(struct finding *finding, struct result *p, const struct party *party, const struct favoured *f, bool first)
{
    bool told = f->log10_ratio >= NO_SUPPORT;
    rich_add_format(&finding->text, RICH_PLAIN, "%s %s%s ", first ? "the visits of" : "; those of", party->name,
                    told ? " fit" : " cannot tell");
    SAY(&finding->text, RICH_BOLD, add_proposition(b, p, f->row, f->name));
    if (!told) {
        rich_add(&finding->text, RICH_PLAIN, " from ");
        SAY(&finding->text, RICH_BOLD, add_proposition(b, p, f->row, f->next));
    }
    double ratio = pow(10, summary_cite(finding, p, f->row, "log10_stated"));
    rich_add(&finding->text, RICH_LIGHT, told ? " (" : " (ratio ");
    SAY(&finding->text, RICH_LIGHT, number_ratio(b, ratio));
    if (told) {
        rich_add(&finding->text, RICH_LIGHT, first ? " times more probable under it than under the next best, " : " times than under ");
        SAY(&finding->text, RICH_LIGHT, add_proposition(b, p, f->row, f->next));
    }
    rich_add(&finding->text, RICH_LIGHT, ")");
}

static void brief_favoured(struct buf *b, struct result *p, const struct party *party, const struct favoured *f)
{
    buf_add_format(b, "%s%s ", b->len == 0 ? "" : ", ", party->name);
    if (f->log10_ratio < NO_SUPPORT) {
        buf_add_text(b, "cannot tell");
        return;
    }
    add_proposition(b, p, f->row, f->name);
    buf_add_text(b, " (ratio ");
    number_ratio(b, pow(10, f->log10_ratio));
    buf_add_text(b, ")");
}

/* The favoured one at the left; the others by how many times less probable they are. */
static void sketch_favoured(struct sketch *s, struct result *p, const char *group, const struct favoured *f, double y, unsigned colour)
{
    sketch_rect(s, 2, y + 2.8, SKETCH_WIDTH - 4, .5, HAIRLINE);
    for (size_t i = 0; i < result_rows(p); i++)
        if (is_of(p, i, group, f->name)) {
            double ratio = fmin(fmax(result_number(p, i, "log10_stated"), 0), RATIO_MOST);
            sketch_dot(s, 2 + ratio / RATIO_MOST * (SKETCH_WIDTH - 4), y + 3, 1.6, palette_tint(INK_2, .7));
        }
    sketch_dot(s, 2, y + 3, 2.6, colour);
}

static void say_stated(struct summary *s, const struct facts *f, struct result *p)
{
    struct finding *finding = NULL;
    size_t said = 0;
    for (size_t i = 0; i < f->n_parties && said < LISTED; i++) {
        struct favoured favoured;
        if (!find_favoured(p, f->parties[i].id, &favoured) || (said == 0 && (finding = summary_add(s, "mixture", "zone")) == NULL))
            continue;
        if (said == 0) {
            rich_add(&finding->text, RICH_PLAIN, "Of the working days of ");
            SAY(&finding->text, RICH_PLAIN, add_city(b, result_text(p, favoured.row, "zone_a")));
            rich_add(&finding->text, RICH_PLAIN, " and ");
            SAY(&finding->text, RICH_PLAIN, add_city(b, result_text(p, favoured.row, "zone_b")));
            rich_add(&finding->text, RICH_PLAIN, ", ");
        }
        say_favoured(finding, p, &f->parties[i], &favoured, said == 0);
        brief_favoured(&finding->brief, p, &f->parties[i], &favoured);
        sketch_favoured(&finding->sketch, p, f->parties[i].id, &favoured, 3 + 10 * (double) said++, f->parties[i].colour);
    }
    if (finding == NULL)
        return;
    rich_add(&finding->text, RICH_PLAIN, ".");
    rich_add(&finding->note, RICH_PLAIN, "Weighed: each alone, both, their common hours, none. Dots: so many times less probable, up to a million.");
}

/* --- two zones that nobody named --- */

static void say_two(struct finding *finding, struct result *m, size_t row, const struct party *party)
{
    rich_add_format(&finding->text, RICH_PLAIN, "%s%s keeps the hours of ", finding->text.text.len > 0 ? "; " : "", party->name);
    rich_add(&finding->text, RICH_BOLD, "two zones");
    rich_add(&finding->text, RICH_PLAIN, " rather than of one: ");
    SAY(&finding->text, RICH_BOLD, number_offset(b, summary_cite(finding, m, row, "a_offset_h")));
    rich_add(&finding->text, RICH_PLAIN, " and ");
    SAY(&finding->text, RICH_BOLD, number_offset(b, summary_cite(finding, m, row, "b_offset_h")));
    rich_add(&finding->text, RICH_LIGHT, " (");
    SAY(&finding->text, RICH_LIGHT, number_ratio(b, pow(10, summary_cite(finding, m, row, "log10_lr"))));
    rich_add(&finding->text, RICH_LIGHT, " times more probable than under one)");
    buf_add_format(&finding->brief, "%s%s two zones", finding->brief.len == 0 ? "" : ", ", party->name);
}

static void say_found(struct summary *s, const struct facts *f, struct result *m)
{
    struct finding *finding = NULL;
    for (size_t i = 0, said = 0; i < f->n_parties && said < LISTED; i++) {
        size_t row = result_find(m, "group", f->parties[i].id);
        if (row == result_rows(m) || !summary_verdict(m, row, "two zones"))
            continue;
        finding = said++ == 0 ? summary_add(s, "mixture", "zone") : finding;
        if (finding != NULL)
            say_two(finding, m, row, &f->parties[i]);
    }
    if (finding != NULL)
        rich_add(&finding->text, RICH_PLAIN, ".");
}

void summary_mixture(struct summary *s, const struct facts *f, struct results *r)
{
    if (result_rows(r->propositions) > 0)
        say_stated(s, f, r->propositions);
    else
        say_found(s, f, r->mixture);
}
