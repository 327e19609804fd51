/* Page breaks, through the text driver. */

#include "paper/driver_text.h"
#include "paper/page.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct doc_words words = { "A case", "run 0123456789ab", "synthetic data" };

/* How many pages DOC takes, once they are drawn. */
static size_t laid_out(const struct doc *doc, struct driver *d)
{
    struct err err = { .set = false };
    struct layout *l = layout_new(doc, PAPER_A4, d, &err);
    if (l == NULL || !page_draw(l, d, &err))
        fail_msg("%s", err.text);
    size_t pages = layout_pages(l);
    layout_free(l);
    return pages;
}

static void add_text(struct doc *doc, enum type type, const char *text)
{
    struct rich rich = rich_of(RICH_PLAIN, text);
    doc_text(doc, type, &rich);
}

/* How often LINE's start stands in what was drawn. */
static size_t count_of(const char *said, const char *part)
{
    size_t n = 0;
    for (const char *at = strstr(said, part); at != NULL; at = strstr(at + 1, part))
        n++;
    return n;
}

static struct table *long_table(size_t rows)
{
    struct table *t = table_new();
    char text[32];
    table_column(t, COLUMN_WRAP, "Head of names");
    table_column(t, COLUMN_NUMBER, "Number");
    for (size_t i = 0; i < rows; i++) {
        snprintf(text, sizeof text, "row %zu", i);
        table_cell(t, RICH_PLAIN, text);
        snprintf(text, sizeof text, "%zu.%zu", i, i % 7);
        table_cell(t, RICH_PLAIN, text);
    }
    return t;
}

static void a_table_breaks_between_rows_and_takes_its_head_along(void **state)
{
    struct driver *d = driver_text_new();
    struct doc *doc = doc_new(&words);
    (void) state;
    doc_section(doc, "Numbers", "numbers");
    doc_table(doc, long_table(120));
    assert_int_equal(laid_out(doc, d), 3);
    const char *said = driver_text_said(d);
    assert_int_equal(count_of(said, "table-head| Head of names"), 3);
    assert_int_equal(count_of(said, "table| row 0\n"), 1);
    assert_int_equal(count_of(said, "table| row 119\n"), 1);
    assert_int_equal(count_of(said, "running| synthetic data"), 3);
    assert_non_null(strstr(said, "p3 515 816 running| 3" "\xe2\x80\xaf/\xe2\x80\xaf" "3") ? said : strstr(said, "running| 3"));
    doc_free(doc);
    driver_text_free(d);
}

static void numbers_stand_on_their_points(void **state)
{
    struct driver *d = driver_text_new();
    struct table *t = table_new();
    struct doc *doc = doc_new(&words);
    double x1, x2;
    (void) state;
    table_column(t, COLUMN_NUMBER, "n");
    table_cell(t, RICH_PLAIN, "7.25");
    table_cell(t, RICH_PLAIN, "123.5");
    doc_table(doc, t);
    laid_out(doc, d);
    const char *a = strstr(driver_text_said(d), "table| 7.25"), *b = strstr(driver_text_said(d), "table| 123.5");
    assert_non_null(a);
    assert_non_null(b);
    while (a[-1] != '\n')
        a--;
    while (b[-1] != '\n')
        b--;
    x1 = strtod(a + 3, NULL);
    x2 = strtod(b + 3, NULL);
    assert_int_equal((int) (x1 - x2), 8); /* two digits of 4 points */
    doc_free(doc);
    driver_text_free(d);
}

static void a_head_is_never_last(void **state)
{
    (void) state;
    for (int lines = 40; lines < 64; lines++) {
        struct driver *d = driver_text_new();
        struct doc *doc = doc_new(&words);
        for (int i = 0; i < lines; i++)
            add_text(doc, TYPE_NOTE, "a line");
        add_text(doc, TYPE_HEAD, "The head");
        add_text(doc, TYPE_BODY, "What it heads.");
        laid_out(doc, d);
        const char *said = driver_text_said(d), *head = strstr(said, "head| The head"), *body = strstr(said, "body| What it heads.");
        while (head[-1] != '\n')
            head--;
        while (body[-1] != '\n')
            body--;
        assert_memory_equal(head, body, 2); /* the same page */
        doc_free(doc);
        driver_text_free(d);
    }
}

static void a_paragraph_leaves_and_takes_two_lines(void **state)
{
    (void) state;
    for (int lines = 50; lines < 64; lines++) {
        struct driver *d = driver_text_new();
        struct doc *doc = doc_new(&words);
        struct buf b = BUF_INIT;
        for (int i = 0; i < lines - 10; i++)
            add_text(doc, TYPE_NOTE, "a line");
        for (int i = 0; i < 6; i++)
            buf_add_text(&b, "seventy characters that make one line of the body in the main column of pages ");
        add_text(doc, TYPE_BODY, b.at);
        laid_out(doc, d);
        size_t first = count_of(driver_text_said(d), "p1 62 ") , second = 0;
        (void) first;
        for (const char *at = strstr(driver_text_said(d), "body| "); at != NULL; at = strstr(at + 1, "body| ")) {
            const char *line = at;
            while (line[-1] != '\n')
                line--;
            second += line[1] == '2';
        }
        assert_true(second != 1);
        buf_release(&b);
        doc_free(doc);
        driver_text_free(d);
    }
}

/* The page of the first line of a TYPE that begins so. */
static int page_of(const char *said, const char *start)
{
    const char *at = strstr(said, start);
    if (at == NULL)
        fail_msg("nothing says %s", start);
    while (at[-1] != '\n')
        at--;
    return at[1] - '0';
}

static void a_table_goes_before_a_figure_that_must_wait(void **state)
{
    struct driver *d = driver_text_new();
    struct doc *doc = doc_new(&words);
    (void) state;
    doc_section(doc, "Numbers", "numbers");
    for (int i = 0; i < 30; i++)
        add_text(doc, TYPE_NOTE, "a line");
    doc_figure(doc, "figures/122x150", "a picture", false);
    doc_table(doc, long_table(4));
    add_text(doc, TYPE_HEAD, "Another question");
    doc_table(doc, long_table(3));
    laid_out(doc, d);
    const char *said = driver_text_said(d);
    assert_int_equal(page_of(said, "table| row 0"), 1);
    assert_int_equal(page_of(said, "figure| figures/122x150"), 2);
    assert_int_equal(page_of(said, "head| Another question"), 2);
    doc_free(doc);
    driver_text_free(d);
}

/* A head and a few words do not stand alone above a blank, unless something else fills it. */
static void a_section_waits_with_its_figure(void **state)
{
    (void) state;
    for (int filler = 0; filler < 2; filler++) {
        struct driver *d = driver_text_new();
        struct doc *doc = doc_new(&words);
        for (int i = 0; i < 30; i++)
            add_text(doc, TYPE_NOTE, "a line");
        doc_section(doc, "Numbers", "numbers");
        add_text(doc, TYPE_BODY, "What are they?");
        doc_figure(doc, "figures/122x150", "a picture", false);
        if (filler)
            doc_table(doc, long_table(4));
        laid_out(doc, d);
        assert_int_equal(page_of(driver_text_said(d), "section| Numbers"), filler ? 1 : 2);
        assert_int_equal(page_of(driver_text_said(d), "figure| figures/122x150"), 2);
        doc_free(doc);
        driver_text_free(d);
    }
}

/* Seven findings of which some must be brief for the first page to hold them all. */
static void the_first_page_holds_the_findings(void **state)
{
    struct driver *d = driver_text_new();
    struct doc *doc = doc_new(&words);
    (void) state;
    for (int i = 0; i < 7; i++) {
        struct sketch none = { NULL, 0 };
        struct buf b = BUF_INIT;
        for (int k = 0; k < 12; k++)
            buf_add_format(&b, "finding %d takes a line of the column that it is set in. ", i);
        struct rich text = rich_of(RICH_PLAIN, b.at);
        doc_finding(doc, &none, &text, "numbers");
        struct rich brief = rich_of(RICH_PLAIN, "In brief.");
        doc_brief(doc, &brief);
        buf_release(&b);
    }
    add_text(doc, TYPE_HEAD, "What these data cannot tell");
    add_text(doc, TYPE_BODY, "Much.");
    doc_section(doc, "Numbers", "numbers");
    doc_fresh(doc);
    assert_int_equal(laid_out(doc, d), 2);
    const char *said = driver_text_said(d);
    assert_int_equal(page_of(said, "body| Much."), 1);
    assert_int_equal(page_of(said, "section| Numbers"), 2);
    assert_in_range(count_of(said, "finding| In brief."), 1, 4);
    assert_int_equal(count_of(said, "Link to findings"), 1);
    doc_free(doc);
    driver_text_free(d);
}

static void notes_do_not_overlap(void **state)
{
    struct driver *d = driver_text_new();
    struct doc *doc = doc_new(&words);
    double last = 0;
    (void) state;
    for (int i = 0; i < 4; i++) {
        add_text(doc, TYPE_BODY, "One line.");
        struct rich note = rich_of(RICH_PLAIN, "A note that is a good deal longer than the line beside which it stands, and then some more.");
        doc_note(doc, &note);
    }
    laid_out(doc, d);
    for (const char *at = strstr(driver_text_said(d), " note| "); at != NULL; at = strstr(at + 1, " note| ")) {
        const char *y = at;
        while (y[-1] != ' ')
            y--;
        double here = strtod(y, NULL);
        assert_true(here >= last + 9);
        last = here;
    }
    doc_free(doc);
    driver_text_free(d);
}

static void findings_link_to_their_section(void **state)
{
    struct driver *d = driver_text_new();
    struct doc *doc = doc_new(&words);
    struct sketch sketch = { NULL, 0 };
    struct rich text = rich_of(RICH_PLAIN, "Something was found.");
    (void) state;
    doc_finding(doc, &sketch, &text, "who");
    doc_space(doc, 600);
    doc_section(doc, "Who", "who");
    add_text(doc, TYPE_BODY, "They.");
    laid_out(doc, d);
    assert_non_null(strstr(driver_text_said(d), "note| \xe2\x86\x92 Who, p.\xe2\x80\xaf" "2"));
    assert_non_null(strstr(driver_text_said(d), "p1 Link to who"));
    assert_non_null(strstr(driver_text_said(d), "p2 bookmark who: Who"));
    doc_free(doc);
    driver_text_free(d);
}

static void a_link_to_nowhere_is_an_error(void **state)
{
    struct driver *d = driver_text_new();
    struct doc *doc = doc_new(&words);
    struct sketch sketch = { NULL, 0 };
    struct rich text = rich_of(RICH_PLAIN, "Lost.");
    struct err err = { .set = false };
    (void) state;
    doc_finding(doc, &sketch, &text, "nowhere");
    assert_null(layout_new(doc, PAPER_A4, d, &err));
    assert_non_null(strstr(err.text, "nowhere"));
    doc_free(doc);
    driver_text_free(d);
}

static void a_figure_is_not_cut(void **state)
{
    struct driver *d = driver_text_new();
    struct doc *doc = doc_new(&words);
    (void) state;
    doc_figure(doc, "168x150", "A picture", true);
    doc_figure(doc, "168x150", "A picture", true);
    assert_int_equal(laid_out(doc, d), 2);
    assert_non_null(strstr(driver_text_said(d), "p2 62 62 figure|"));
    doc_free(doc);
    driver_text_free(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_breaks_between_rows_and_takes_its_head_along),
        cmocka_unit_test(numbers_stand_on_their_points),
        cmocka_unit_test(a_head_is_never_last),
        cmocka_unit_test(a_paragraph_leaves_and_takes_two_lines),
        cmocka_unit_test(a_table_goes_before_a_figure_that_must_wait),
        cmocka_unit_test(a_section_waits_with_its_figure),
        cmocka_unit_test(the_first_page_holds_the_findings),
        cmocka_unit_test(notes_do_not_overlap),
        cmocka_unit_test(findings_link_to_their_section),
        cmocka_unit_test(a_link_to_nowhere_is_an_error),
        cmocka_unit_test(a_figure_is_not_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
