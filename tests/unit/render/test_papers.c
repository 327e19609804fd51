/* The papers beside the PDF: HTML, Markdown and the CSV of tables. */

#include "paper/html.h"
#include "paper/markdown.h"
#include "scratch.h"
#include "words/svg.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct doc_words words = { "Bait & <b>switch</b>", "run 0123456789ab", "synthetic data" };

static const char figure[] = "<?xml version=\"1.0\"?><svg viewBox=\"0 0 9 9\" onload=\"run()\"><title>tip</title>"
                             "<script>alert(1)</script><defs><path id=\"gpPt0\" d=\"M0,0\"/></defs>"
                             "<g id=\"gnuplot_plot_1\"><use xlink:href=\"#gpPt0\"/><use xlink:href=\"http://x.example/y\"/>"
                             "<text>a &lt;b&gt; <tspan>c</tspan></text></g></svg>";

static void add_text(struct doc *doc, enum type type, const char *text)
{
    struct rich rich = rich_of(RICH_PLAIN, text);
    doc_text(doc, type, &rich);
}

/* Two sections, two findings, three tables, a figure; HOSTILE stands wherever a log's text can. */
static struct doc *sample(const char *hostile, const char *stem)
{
    static char shown[] = "25";
    static const struct evidence evidence = { "share", "share_raw", "percent", 3, .25, NULL, NULL, shown };
    struct doc *doc = doc_new(&words);
    struct sketch sketch = { NULL, 0 };
    struct rich text = rich_of(RICH_BOLD, hostile), note = rich_of(RICH_PLAIN, hostile);
    add_text(doc, TYPE_TITLE, words.title);
    doc_finding(doc, &sketch, &text, "who");
    doc_note(doc, &note);
    doc_evidence(doc, &evidence, 1);
    add_text(doc, TYPE_HEAD, "What these data cannot tell");
    doc_section(doc, "Who", "who");
    for (int i = 0; i < 2; i++) {
        struct table *t = table_new();
        table_column(t, COLUMN_WRAP, "Name");
        table_column(t, COLUMN_NUMBER, "n");
        table_cell(t, RICH_PLAIN, hostile);
        table_cell(t, RICH_PLAIN, "\xe2\x88\x92" "3\xe2\x80\xaf" "554.5");
        table_cell(t, RICH_LIGHT, "=1+1");
        table_cell(t, RICH_PLAIN, "\xe2\x88\x92" "1 to 2");
        doc_table(doc, t);
    }
    if (stem != NULL)
        doc_figure(doc, stem, "Shares", false);
    return doc;
}

static char *html_of(const struct doc *doc)
{
    struct buf b = BUF_INIT;
    struct err err = { .set = false };
    if (!html_write(doc, &b, &err))
        fail_msg("%s", err.text);
    return buf_detach(&b);
}

static void html_links_findings_and_sections_both_ways(void **state)
{
    struct doc *doc = sample("plain", NULL);
    char *html = html_of(doc);
    (void) state;
    assert_non_null(strstr(html, "<li id=\"finding-1\""));
    assert_non_null(strstr(html, "<a href=\"#who\">"));
    assert_non_null(strstr(html, "<section id=\"who\""));
    assert_non_null(strstr(html, "<a href=\"#finding-1\">"));
    assert_non_null(strstr(html, "data/share.csv</a></td><td class=\"n\">3</td><td>share_raw</td><td class=\"n\">0.25</td>"));
    assert_non_null(strstr(html, "<h2>What these data cannot tell</h2>"));
    assert_non_null(strstr(html, "tables/who-2.csv"));
    assert_null(strstr(html, "<script"));
    free(html);
    doc_free(doc);
}

static void html_takes_nothing_for_markup(void **state)
{
    struct doc *doc = sample("<img src=x onerror=\"run()\"> &amp;", NULL);
    char *html = html_of(doc);
    (void) state;
    assert_null(strstr(html, "<img"));
    assert_non_null(strstr(html, "&lt;img src=x onerror=&quot;run()&quot;&gt; &amp;amp;"));
    assert_non_null(strstr(html, "<title>Bait &amp; &lt;b&gt;switch"));
    free(html);
    doc_free(doc);
}

static void a_figure_leaves_what_is_no_shape(void **state)
{
    char path[SCRATCH_PATH];
    struct err err = { .set = false };
    struct buf b = BUF_INIT;
    (void) state;
    scratch_write(path, figure);
    assert_true(svg_inline(&b, path, "share", "Shares", &err));
    scratch_remove(path);
    assert_string_equal(b.at, "<svg role=\"img\" aria-label=\"Shares\" viewBox=\"0 0 9 9\"><defs><path id=\"share-gpPt0\" d=\"M0,0\"></path>"
                              "</defs><g><use href=\"#share-gpPt0\"></use><use></use><text>a &lt;b&gt; <tspan>c</tspan></text></g></svg>");
    buf_release(&b);
}

static void a_figure_that_was_cut_short_is_an_error(void **state)
{
    char path[SCRATCH_PATH], part[sizeof figure];
    struct err err = { .set = false };
    struct buf b = BUF_INIT;
    (void) state;
    memcpy(part, figure, sizeof part);
    part[sizeof part - 9] = '\0';
    scratch_write(path, part);
    assert_false(svg_inline(&b, path, "share", "Shares", &err));
    scratch_remove(path);
    assert_non_null(strstr(err.text, "no whole SVG"));
    buf_release(&b);
}

static void a_page_without_its_figure_is_an_error(void **state)
{
    struct doc *doc = sample("plain", "nowhere/share");
    struct err err = { .set = false };
    struct buf b = BUF_INIT;
    (void) state;
    assert_false(html_write(doc, &b, &err));
    assert_non_null(strstr(err.text, "nowhere/share.svg"));
    buf_release(&b);
    doc_free(doc);
}

static void markdown_takes_nothing_for_markup(void **state)
{
    struct doc *doc = sample("*a* | [b](c) <d> `e` \\ #f $g$", "figures/share");
    struct buf b = BUF_INIT;
    (void) state;
    markdown_write(doc, &b);
    assert_non_null(strstr(b.at, "1. **\\*a\\* \\| \\[b\\](c) \\<d\\> \\`e\\` \\\\ \\#f \\$g\\$**"));
    assert_non_null(strstr(b.at, "[\xe2\x86\x92 Who](#who)"));
    assert_non_null(strstr(b.at, "| Name | n |\n|---|--:|\n"));
    assert_non_null(strstr(b.at, "[tables/who-1.csv](tables/who-1.csv)"));
    assert_non_null(strstr(b.at, "![Shares](figures/share.png)"));
    assert_non_null(strstr(b.at, "synthetic data"));
    buf_release(&b);
    doc_free(doc);
}

static void tables_are_numbers_again(void **state)
{
    struct doc *doc = sample("\"a\", b", NULL);
    struct buf b = BUF_INIT;
    (void) state;
    for (size_t i = 0; i < doc_blocks(doc); i++)
        if (doc_block(doc, i)->kind == BLOCK_TABLE && b.len == 0)
            markdown_table_csv(doc_block(doc, i)->table, &b);
    assert_string_equal(b.at, "Name,n\n\"\"\"a\"\", b\",-3554.5\n'=1+1,\xe2\x88\x92" "1 to 2\n");
    buf_release(&b);
    doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_links_findings_and_sections_both_ways),
        cmocka_unit_test(html_takes_nothing_for_markup),
        cmocka_unit_test(a_figure_leaves_what_is_no_shape),
        cmocka_unit_test(a_figure_that_was_cut_short_is_an_error),
        cmocka_unit_test(a_page_without_its_figure_is_an_error),
        cmocka_unit_test(markdown_takes_nothing_for_markup),
        cmocka_unit_test(tables_are_numbers_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
