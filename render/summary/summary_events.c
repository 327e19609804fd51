/* summary_events.c -- the declared windows. */

#include "summary_parts.h"
#include "facts/windows.h"
#include <math.h>

#define WINDOWS_TOLD 2

/* What whole-week shifts of the first window that differs say, when they do not confirm it. */
static void say_shifts(struct finding *finding, struct result *r, size_t row)
{
    const char *verdict = result_text(r, row, "verdict");
    if (strstr(verdict, "too few shifts") != NULL)
        rich_add(&finding->note, RICH_PLAIN, " Too few whole-week shifts to check it.");
    else if (strstr(verdict, "not confirmed") != NULL)
        rich_add(&finding->note, RICH_PLAIN, " Whole-week shifts do not confirm it.");
}

static double sketch_ratio(double ratio)
{
    return (log2(fmin(fmax(ratio, .125), 8)) + 3) / 6 * SKETCH_WIDTH;
}

static void sketch_window(struct sketch *s, double ratio, double lo, double hi, double y, unsigned colour)
{
    sketch_rect(s, sketch_ratio(1) - .25, y - 5.5, .5, 11, 0x9CA3AF);
    sketch_rect(s, sketch_ratio(lo), y - .6, sketch_ratio(hi) - sketch_ratio(lo), 1.2, colour);
    sketch_dot(s, sketch_ratio(ratio), y, 2.8, colour);
}

/* "A vote (23 June), Bank, 50 visits against 13.8 expected (3.63 times, 2.17–6.57, p < .001)" */
static void say_window(struct finding *finding, const struct facts *f, struct results *r, size_t row, size_t place)
{
    struct result *w = r->window;
    struct sentence *said = &finding->said;
    const char *event = facts_event(f, result_text(w, row, "event"))->name, *group = result_text(w, row, "group");
    rich_add_format(&said->text, RICH_PLAIN, "%s%s (", place == 0 ? " " : "; ", event);
    sentence_cell(said, RICH_PLAIN, r->events, result_find(r->events, "event", result_text(w, row, "event")), "start", AS_DAY_MONTH);
    rich_add_format(&said->text, RICH_PLAIN, "), %s, ", facts_group_name(f, group));
    double observed = sentence_cell(said, RICH_BOLD, w, row, "observed", AS_COUNT);
    rich_add_format(&said->text, RICH_PLAIN, " visit%s against ", summary_plural(observed));
    sentence_cell(said, RICH_PLAIN, w, row, "expected", AS_DIGITS_3);
    rich_add(&said->text, RICH_PLAIN, " expected");
    rich_add(&said->text, RICH_LIGHT, " (");
    double ratio = sentence_cell(said, RICH_LIGHT, w, row, "ratio", AS_DIGITS_3);
    rich_add(&said->text, RICH_LIGHT, " times, ");
    sentence_range(said, RICH_LIGHT, w, row, "lo95", "hi95", AS_DIGITS_3);
    rich_add(&said->text, RICH_LIGHT, ", ");
    summary_strength_p(finding, sentence_cell(said, RICH_LIGHT, w, row, "p_holm", AS_P));
    rich_add(&said->text, RICH_LIGHT, ")");
    buf_add_format(&finding->brief, "%s%s (%s, ", place == 0 ? ": " : "; ", event, facts_group_name(f, group));
    number_significant(&finding->brief, ratio, 3);
    buf_add_text(&finding->brief, " " TIMES_SIGN ")");
    sketch_window(&finding->sketch, ratio, result_number(w, row, "lo95"), result_number(w, row, "hi95"), 6 + 11 * (double) place,
                  facts_group_colour(f, group));
}

/* The windows that differ, the first WINDOWS_TOLD of them in words. */
static void say_differing(struct finding *finding, const struct facts *f, struct results *r)
{
    struct tally more = { 0 };
    for (size_t i = 0, told = 0; i < result_rows(r->window); i++) {
        if (!window_differs(f, r->window, i))
            continue;
        if (told == WINDOWS_TOLD) {
            tally_add(&more, r->window, i);
            continue;
        }
        if (told == 0)
            say_shifts(finding, r->window, i);
        say_window(finding, f, r, i, told++);
    }
    summary_and_more(&finding->said, &more, "; and ", " more");
    rich_add(&finding->said.text, RICH_PLAIN, ".");
}

void summary_windows(struct summary *s, const struct facts *f, struct results *r)
{
    struct finding *finding = f->n_events == 0 || result_rows(r->window) == 0 ? NULL : summary_add(s, "window", "events");
    struct tally found = { 0 };
    if (finding == NULL)
        return;
    struct sentence *said = &finding->said;
    for (size_t i = 0; i < result_rows(r->window); i++)
        if (window_differs_first(f, r->window, i))
            tally_add(&found, r->window, i);
    const char *one = found.n == 1 ? "s" : "";
    rich_add(&said->text, RICH_PLAIN, "Of the ");
    double windows = (double) sentence_rows(said, RICH_PLAIN, r->events);
    rich_add_format(&said->text, RICH_PLAIN, " declared window%s, ", summary_plural(windows));
    buf_add_format(&finding->brief, "Events: %zu of %zu windows differ%s", found.n, f->n_events, one);
    rich_add(&finding->note, RICH_PLAIN, "p pays for all windows and series tried.");
    if (found.n == 0) {
        rich_add(&said->text, RICH_BOLD, "none");
        rich_add(&said->text, RICH_PLAIN, " shows more or fewer visits than chance would: each is consistent with no change, or cannot tell.");
        return;
    }
    sentence_tally(said, RICH_BOLD, &found);
    rich_add_format(&said->text, RICH_BOLD, " differ%s", one);
    rich_add(&said->text, RICH_PLAIN, " from the usual level:");
    say_differing(finding, f, r);
}

static void tally_untold(struct tally *t, struct result *window, const char *party)
{
    for (size_t i = 0; i < result_rows(window); i++)
        if (result_is(window, i, "group", party) && summary_verdict(window, i, "cannot tell"))
            tally_add(t, window, i);
}

void summary_cannot_windows(struct summary *s, const struct facts *f, struct results *r)
{
    struct sentence *said = NULL;
    bool more = false;
    for (size_t k = 0, named = 0; k < f->n_parties; k++) {
        struct tally untold = { 0 };
        if (!facts_is_rest(f, &f->parties[k]))
            tally_untold(&untold, r->window, f->parties[k].id);
        more = more || (untold.n > 0 && named == NAMED);
        if (untold.n == 0 || named == NAMED) {
            tally_release(&untold);
            continue;
        }
        said = named == 0 ? summary_cannot(s) : said;
        rich_add_format(&said->text, RICH_PLAIN, "%s%s in ",
                        named++ == 0 ? "Whether a declared window changed a rate, where visits are too few: " : ", ", f->parties[k].name);
        sentence_tally(said, RICH_PLAIN, &untold);
        rich_add(&said->text, RICH_PLAIN, " of ");
        sentence_rows(said, RICH_PLAIN, r->events);
    }
    if (said != NULL)
        rich_add(&said->text, RICH_PLAIN, more ? ", and others." : ".");
}
