/* summary_events.c -- the declared windows. */

#include "summary_parts.h"
#include "windows.h"
#include <math.h>

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

static void say_window(struct finding *finding, const struct facts *f, struct result *r, size_t row, size_t place)
{
    const struct event *event = facts_event(f, result_text(r, row, "event"));
    const char *group = result_text(r, row, "group");
    double observed = summary_cite(finding, r, row, "observed"), expected = summary_cite(finding, r, row, "expected");
    double ratio = summary_cite(finding, r, row, "ratio"), lo = summary_cite(finding, r, row, "lo95"), hi = summary_cite(finding, r, row, "hi95");
    double p = summary_cite(finding, r, row, "p_holm");
    rich_add_format(&finding->text, RICH_PLAIN, "%s%s (", place == 0 ? " " : "; ", event->name);
    SAY(&finding->text, RICH_PLAIN, number_day_month(b, when_day_of(event->start)));
    rich_add_format(&finding->text, RICH_PLAIN, "), %s, ", facts_group_name(f, group));
    SAY(&finding->text, RICH_BOLD, number_count(b, (int64_t) observed));
    rich_add_format(&finding->text, RICH_PLAIN, " visit%s against ", summary_plural(observed));
    SAY(&finding->text, RICH_PLAIN, number_significant(b, expected, 3));
    rich_add(&finding->text, RICH_PLAIN, " expected");
    rich_add(&finding->text, RICH_LIGHT, " (ratio ");
    SAY(&finding->text, RICH_LIGHT, number_significant(b, ratio, 3));
    rich_add(&finding->text, RICH_LIGHT, ", ");
    SAY(&finding->text, RICH_LIGHT, number_range(b, lo, hi, 3));
    rich_add(&finding->text, RICH_LIGHT, ", ");
    SAY(&finding->text, RICH_LIGHT, number_p(b, p));
    rich_add(&finding->text, RICH_LIGHT, ")");
    buf_add_format(&finding->brief, "%s%s (%s, ", place == 0 ? ": " : "; ", event->name, facts_group_name(f, group));
    number_significant(&finding->brief, ratio, 3);
    buf_add_text(&finding->brief, " " TIMES_SIGN ")");
    if (place < 2)
        sketch_window(&finding->sketch, ratio, lo, hi, 6 + 11 * (double) place, facts_group_colour(f, group));
}

void summary_windows(struct summary *s, const struct facts *f, struct results *r)
{
    size_t found = 0, rows = 0, told = 0;
    struct finding *finding = f->n_events == 0 || result_rows(r->window) == 0 ? NULL : summary_add(s, "window", "events");
    if (finding == NULL)
        return;
    for (size_t i = 0; i < result_rows(r->window); i++) {
        found += window_differs_first(f, r->window, i);
        rows += window_differs(f, r->window, i);
    }
    rich_add_format(&finding->text, RICH_PLAIN, "Of the %zu declared window%s, ", f->n_events, summary_plural((double) f->n_events));
    buf_add_format(&finding->brief, "Events: %zu of %zu windows differ%s", found, f->n_events, found == 1 ? "s" : "");
    rich_add(&finding->note, RICH_PLAIN, "Ratio: observed over expected. p pays for all windows and series tried (Holm). To stand out is not to be explained.");
    if (found == 0) {
        rich_add(&finding->text, RICH_BOLD, "none");
        rich_add(&finding->text, RICH_PLAIN, " shows more or fewer visits than chance would: each is consistent with no change, or cannot tell.");
        return;
    }
    rich_add_format(&finding->text, RICH_BOLD, "%zu differ%s", found, found == 1 ? "s" : "");
    rich_add(&finding->text, RICH_PLAIN, " from the usual level:");
    for (size_t i = 0; i < result_rows(r->window) && told < 2; i++)
        if (window_differs(f, r->window, i)) {
            if (told == 0)
                say_shifts(finding, r->window, i);
            say_window(finding, f, r->window, i, told++);
        }
    if (rows > told)
        rich_add_format(&finding->text, RICH_PLAIN, "; and %zu more", rows - told);
    rich_add(&finding->text, RICH_PLAIN, ".");
}

void summary_cannot_windows(struct summary *s, const struct facts *f, struct results *r)
{
    struct buf b = BUF_INIT;
    size_t named = 0;
    for (size_t k = 0; k < f->n_parties; k++) {
        size_t n = 0;
        if (facts_is_rest(f, &f->parties[k]))
            continue;
        for (size_t i = 0; i < result_rows(r->window); i++)
            n += result_is(r->window, i, "group", f->parties[k].id) && summary_verdict(r->window, i, "cannot tell");
        named += n > 0;
        if (n > 0 && named <= NAMED)
            buf_add_format(&b, "%s%s in %zu of %zu", b.len == 0 ? "Whether the declared windows changed a rate, where visits are too few to tell: " : ", ",
                           f->parties[k].name, n, f->n_events);
    }
    if (named > NAMED)
        buf_add_format(&b, " and %zu more", named - NAMED);
    if (b.len > 0) {
        buf_add_text(&b, " (data/window.csv has the smallest rise that would have been found).");
        summary_cannot(s, &b);
    }
    buf_release(&b);
}
