/* summary_mixture.c -- one zone or two: of the zones that the case names, whose working day each party's visits fit; of a
   party with no zones named, that it keeps two. */

#include "summary_parts.h"
#include "words/label.h"
#include "words/palette.h"
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

/* "Moscow’s working day alone", "both zones’ working days" ...: of the zones that ROW names; SHORTLY "Moscow’s", "both". */
static void add_proposition(struct buf *b, struct result *p, size_t row, const char *name, bool shortly)
{
    static const struct {
        const char *name, *said, *shortly;
    } words[] = { { "union", "both zones’ working days", "both" }, { "overlap", "the hours that both zones work", "the common hours" },
                  { "flat", "no working day", "no working day" }, { "elsewhere", "neither zone’s working day but another’s", "another’s" } };
    if (strcmp(name, "A") == 0 || strcmp(name, "B") == 0) {
        add_city(b, result_text(p, row, name[0] == 'A' ? "zone_a" : "zone_b"));
        buf_add_text(b, shortly ? "’s" : "’s working day alone");
    } else {
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (strcmp(name, words[i].name) == 0)
                buf_add_text(b, shortly ? words[i].shortly : words[i].said);
    }
}

static void say_words(struct rich *text, unsigned look, struct result *p, size_t row, const char *proposition)
{
    struct buf words = BUF_INIT;
    add_proposition(&words, p, row, proposition, look & RICH_LIGHT);
    rich_add(text, look, words.at);
    buf_release(&words);
}

/* " (9.4 times as probable as under both: weak support)": under the next best */
static void say_ratio(struct finding *finding, struct result *p, const struct favoured *f, bool first)
{
    struct sentence *said = &finding->said;
    const char *support = result_text(p, f->row, "support"), *end = strstr(support, " support");
    rich_add(&said->text, RICH_LIGHT, " (");
    summary_strength_log10(finding, sentence_cell(said, RICH_LIGHT, p, f->row, "log10_stated", AS_POWER));
    rich_add(&said->text, RICH_LIGHT, first ? " times as probable as under " : " times");
    if (first)
        say_words(&said->text, RICH_LIGHT, p, f->row, f->next);
    if (end != NULL)
        rich_add_format(&said->text, RICH_LIGHT, ": %.*s support", (int) (end - support), support);
    rich_add(&said->text, RICH_LIGHT, ")");
}

static void say_favoured(struct finding *finding, struct result *p, const struct party *party, const struct favoured *f, bool first)
{
    struct rich *text = &finding->said.text;
    bool told = f->log10_ratio >= NO_SUPPORT;
    rich_add_format(text, RICH_PLAIN, "%s %s%s ", first ? "The visits of" : "; those of", party->name, !told ? " do not tell" : first ? " fit" : "");
    say_words(text, RICH_BOLD, p, f->row, f->name);
    if (told) {
        say_ratio(finding, p, f, first);
        return;
    }
    rich_add(text, RICH_PLAIN, " from ");
    say_words(text, RICH_BOLD, p, f->row, f->next);
    rich_add(text, RICH_LIGHT, " (ratio ");
    sentence_cell(&finding->said, RICH_LIGHT, p, f->row, "log10_stated", AS_POWER);
    rich_add(text, RICH_LIGHT, ")");
}

static void brief_favoured(struct buf *b, struct result *p, const struct party *party, const struct favoured *f)
{
    buf_add_format(b, "%s%s ", b->len == 0 ? "" : ", ", party->name);
    if (f->log10_ratio < NO_SUPPORT) {
        buf_add_text(b, "cannot tell");
        return;
    }
    add_proposition(b, p, f->row, f->name, false);
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
        say_favoured(finding, p, &f->parties[i], &favoured, said == 0);
        brief_favoured(&finding->brief, p, &f->parties[i], &favoured);
        sketch_favoured(&finding->sketch, p, f->parties[i].id, &favoured, 3 + 10 * (double) said++, f->parties[i].colour);
    }
    if (finding == NULL)
        return;
    rich_add(&finding->said.text, RICH_PLAIN, ".");
    rich_add(&finding->note, RICH_PLAIN, "Against the next best. Grey dots: how far behind the others are.");
}

/* --- two zones that nobody named --- */

static void say_two(struct finding *finding, struct result *m, size_t row, const struct party *party)
{
    struct sentence *said = &finding->said;
    rich_add_format(&said->text, RICH_PLAIN, "%s%s keeps the hours of ", said->text.text.len > 0 ? "; " : "", party->name);
    rich_add(&said->text, RICH_BOLD, "two zones");
    rich_add(&said->text, RICH_PLAIN, " rather than of one: ");
    sentence_cell(said, RICH_BOLD, m, row, "a_offset_h", AS_OFFSET);
    rich_add(&said->text, RICH_PLAIN, " and ");
    sentence_cell(said, RICH_BOLD, m, row, "b_offset_h", AS_OFFSET);
    rich_add(&said->text, RICH_LIGHT, " (");
    summary_strength_log10(finding, sentence_cell(said, RICH_LIGHT, m, row, "log10_lr", AS_POWER));
    rich_add(&said->text, RICH_LIGHT, " times more probable than under one)");
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
        rich_add(&finding->said.text, RICH_PLAIN, ".");
}

void summary_mixture(struct summary *s, const struct facts *f, struct results *r)
{
    if (result_rows(r->propositions) > 0)
        say_stated(s, f, r->propositions);
    else
        say_found(s, f, r->mixture);
}
