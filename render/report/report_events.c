/* report_events.c -- the section Events. */

#include "base/names.h"
#include "section.h"
#include "words/label.h"
#include "words/number.h"
#include <stdlib.h>

#define CANNOT_TELL "cannot tell: "
#define BLIND_MOST 6
#define WINDOWS_MOST 120
#define GROUPS_MOST 24

static void add_window(struct report *r, struct table *t, struct result *w, size_t row)
{
    const struct event *event = facts_event(r->facts, result_text(w, row, "event"));
    struct buf name = BUF_INIT;
    buf_add_format(&name, "%d  ", event == NULL ? 0 : event->number);
    label_add(&name, text_of(result_text(w, row, "label")), 120);
    table_cell(t, RICH_PLAIN, name.at);
    buf_release(&name);
    cell_group(t, r->facts, result_text(w, row, "group"));
    cell_count(t, result_number(w, row, "observed"));
    cell_fixed(t, result_number(w, row, "expected"), 1);
    cell_fixed(t, result_number(w, row, "ratio"), 2);
    cell_interval(t, result_number(w, row, "lo95"), result_number(w, row, "hi95"), 1, 2);
    cell_p(t, result_number(w, row, "p_tail"));
    cell_p(t, result_number(w, row, "p_shift"));
    cell_p(t, result_number(w, row, "p_holm"));
    cell_label(t, RICH_PLAIN, result_text(w, row, "verdict"), 120);
}

static bool differs(struct result *w, size_t row)
{
    const char *verdict = result_text(w, row, "verdict");
    return strncmp(verdict, "more", 4) == 0 || strncmp(verdict, "fewer", 5) == 0;
}

/* The rows that matter first: those whose verdict is more or fewer. */
static void add_windows(struct report *r)
{
    static const struct column columns[] = {
        { COLUMN_WRAP, "Window" }, { COLUMN_TEXT, "Series" }, { COLUMN_NUMBER, "obs." }, { COLUMN_NUMBER, "exp." },
        { COLUMN_NUMBER, "ratio" }, { COLUMN_NUMBER, "95" NARROW_SPACE "%" }, { COLUMN_NUMBER, "p" }, { COLUMN_NUMBER, "shifts" },
        { COLUMN_NUMBER, "Holm" }, { COLUMN_WRAP, "Verdict" },
    };
    struct result *w = r->results->window;
    struct table *t = TABLE_OF(columns);
    size_t rows = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < result_rows(w); i++) {
            const char *verdict = result_text(w, i, "verdict");
            if (differs(w, i) != (pass == 0) || strncmp(verdict, "cannot tell", 11) == 0)
                continue;
            if (rows++ < WINDOWS_MOST)
                add_window(r, t, w, i);
        }
    if (rows == 0) {
        table_free(t);
        return;
    }
    doc_wide_table(r->doc, t);
    if (rows > WINDOWS_MOST)
        report_rest(r, WINDOWS_MOST, rows, "window");
}

/* Windows of one series that cannot tell for one reason. */
struct blind {
    size_t first; /* row */
    struct tally windows;
};

/* Sorts the rows that cannot tell into BLIND, which has room for all rows; returns how many kinds there are. */
static size_t find_blind(struct result *w, struct blind *blind)
{
    struct names *kinds = names_new();
    struct buf key = BUF_INIT;
    for (size_t i = 0; i < result_rows(w); i++) {
        if (strncmp(result_text(w, i, "verdict"), CANNOT_TELL, sizeof CANNOT_TELL - 1) != 0)
            continue;
        buf_clear(&key);
        buf_add_format(&key, "%s\n%s", result_text(w, i, "group"), result_text(w, i, "verdict"));
        size_t kind = names_add(kinds, (struct text){ key.at, key.len });
        blind[kind].first = blind[kind].windows.n == 0 ? i : blind[kind].first;
        tally_add(&blind[kind].windows, w, i);
    }
    size_t n = names_count(kinds);
    names_free(kinds);
    buf_release(&key);
    return n;
}

/* "Clinic: 8 windows, even a threefold rate would not show." for each series and reason. */
static void say_blind(struct report *r)
{
    struct result *w = r->results->window;
    struct blind *blind = mem_zero((result_rows(w) + 1) * sizeof *blind);
    struct sentence s = { RICH_INIT, NULL, 0 };
    size_t n = find_blind(w, blind);
    for (size_t i = 0; i < n; i++) {
        const char *windows = blind[i].windows.n == 1 ? " window: " : " windows: ";
        if (i < BLIND_MOST) {
            rich_add_format(&s.text, RICH_PLAIN, "%s%s, ", i == 0 ? "Cannot tell: " : "; ", facts_group_name(r->facts, result_text(w, blind[i].first, "group")));
            sentence_tally(&s, RICH_PLAIN, &blind[i].windows);
            rich_add(&s.text, RICH_PLAIN, windows);
            sentence_rest(&s, RICH_PLAIN, w, blind[i].first, "verdict", CANNOT_TELL);
        }
        tally_release(&blind[i].windows);
    }
    if (n > 0) {
        rich_add(&s.text, RICH_PLAIN, n > BLIND_MOST ? "; and others, in data/window.csv." : ".");
        report_sentence(r, &s);
    }
    free(blind);
}

/* The events of each group together; the rows that differ first. */
static void add_groups(struct report *r)
{
    static const struct column columns[] = {
        { COLUMN_WRAP, "Events" }, { COLUMN_TEXT, "Series" }, { COLUMN_NUMBER, "obs." }, { COLUMN_NUMBER, "exp." },
        { COLUMN_NUMBER, "95" NARROW_SPACE "%" }, { COLUMN_NUMBER, "Holm" }, { COLUMN_WRAP, "Verdict" },
    };
    struct result *g = r->results->window_groups;
    struct table *t;
    if (result_rows(g) == 0)
        return;
    t = TABLE_OF(columns);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < result_rows(g) && table_rows(t) < GROUPS_MOST; i++) {
            struct buf name = BUF_INIT;
            if (differs(g, i) != (pass == 0) || strncmp(result_text(g, i, "verdict"), "cannot tell", 11) == 0)
                continue;
            label_add(&name, text_of(result_text(g, i, "events_group")), 60);
            buf_add_format(&name, " (%.0f)", result_number(g, i, "n_events"));
            table_cell(t, RICH_PLAIN, name.at);
            buf_release(&name);
            cell_group(t, r->facts, result_text(g, i, "group"));
            cell_count(t, result_number(g, i, "observed"));
            cell_fixed(t, result_number(g, i, "expected"), 1);
            cell_interval(t, result_number(g, i, "lo95"), result_number(g, i, "hi95"), 1, 2);
            cell_p(t, result_number(g, i, "p_holm"));
            cell_label(t, RICH_PLAIN, result_text(g, i, "verdict"), 120);
        }
    if (table_rows(t) == 0) {
        table_free(t);
        return;
    }
    report_say(r, TYPE_HEAD, "The events of one group together");
    doc_table(r->doc, t);
    report_note(r, "95" NARROW_SPACE "%: interval of the ratio. Holm: p adjusted over all groups and series. data/window_groups.csv has all; data/window_variants.csv "
                   "has windows of other width and those just before and behind.");
}

/* The windows can be checked: the file is named by its fingerprint. */
static void say_windows(struct report *r)
{
    struct result *stated = r->results->stated;
    size_t row = result_find(stated, "file", "events.csv");
    struct buf b = BUF_INIT;
    buf_add_text(&b, "The windows are those of events.csv");
    if (row < result_rows(stated))
        buf_add_format(&b, " (SHA-256 %.16s…, whole under Provenance)", result_text(stated, row, "sha256"));
    buf_add_text(&b, ". Those that were declared before they began are confirmatory, if that date is true; any other is exploratory and pays for all "
                     "the places that it could have had. The expected count is what the hour of the week and the level around lead one to "
                     "expect, fitted outside all windows and without days that are out of line.");
    report_say(r, TYPE_BODY, b.at);
    buf_release(&b);
}

bool report_events(struct report *r, struct err *err)
{
    doc_section(r->doc, "Events", "events");
    if (r->facts->n_events > 0) {
        say_windows(r);
    }
    if (!report_figure(r, "window", err))
        return false;
    if (r->facts->n_events == 0 || result_rows(r->results->window) == 0)
        return true;
    add_windows(r);
    say_blind(r);
    struct rich note = rich_of(
        RICH_PLAIN,
        "obs., exp.: visits observed and expected. p: from the overdispersed tail, two-sided. shifts: the share of whole-week shifts "
        "of the window that are as extreme (it cannot fall below 1 over the number of shifts and one). Holm: p, of an exploratory window "
        "that of the search, adjusted over all windows of all series of the same kind. Rows that differ come first; those that cannot tell are named above. All columns, with the smallest ratio that "
        "would be found four times in five, are in data/window.csv.");
    doc_caption(r->doc, &note);
    add_groups(r);
    return report_figure(r, "epoch", err);
}
