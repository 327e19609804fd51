#include "papers.h"
#include "base/outfile.h"
#include "paper/driver_cairo.h"
#include "paper/html.h"
#include "paper/markdown.h"
#include "paper/page.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* NAME beside the report; the caller frees it.  NULL when the report goes to standard output. */
static char *beside(const char *report, const char *name)
{
    struct buf path = BUF_INIT;
    const char *slash = strrchr(report, '/');
    if (strcmp(report, "-") == 0)
        return NULL;
    if (slash != NULL)
        buf_add(&path, report, (size_t) (slash + 1 - report));
    buf_add_text(&path, name);
    return buf_detach(&path);
}

typedef bool write_paper(const struct report *r, struct buf *b, struct err *err);

static bool write_json(const struct report *r, struct buf *b, struct err *err)
{
    (void) err;
    summary_json(r->summary, r->facts, r->results->stated, r->doc, b);
    return true;
}

static bool write_csv(const struct report *r, struct buf *b, struct err *err)
{
    (void) err;
    summary_csv(r->summary, r->doc, b);
    return true;
}

static bool write_lines(const struct report *r, struct buf *b, struct err *err)
{
    (void) err;
    summary_lines(r->summary, r->facts, b);
    return true;
}

static bool write_html(const struct report *r, struct buf *b, struct err *err)
{
    return html_write(r->doc, b, err);
}

static bool write_markdown(const struct report *r, struct buf *b, struct err *err)
{
    (void) err;
    markdown_write(r->doc, b);
    return true;
}

/* What WRITE makes of the report, to STATED or else to NAME beside the PDF. */
static bool publish(const struct report *r, const struct papers *where, const char *stated, const char *name, write_paper *write,
                    struct err *err)
{
    struct buf paper = BUF_INIT;
    char *path = stated != NULL ? mem_text(stated) : beside(where->report, name);
    bool good = path == NULL || (write(r, &paper, err) && outfile_write(path, (struct text){ paper.at, paper.len }, false, err));
    buf_release(&paper);
    free(path);
    return good;
}

/* --- tables/ --------------------------------------------------------------------------- */

static bool is_table_of(const struct doc *doc, const char *file)
{
    bool found = false;
    for (size_t i = 0; i < doc_blocks(doc) && !found; i++) {
        struct buf name = BUF_INIT;
        if (doc_block(doc, i)->kind != BLOCK_TABLE)
            continue;
        doc_name(doc, i, &name);
        buf_add_text(&name, ".csv");
        found = strcmp(name.at, file) == 0;
        buf_release(&name);
    }
    return found;
}

/* A table of an earlier report that this one has not. */
static bool remove_stale(void *doc, int folder, const char *name, struct err *err)
{
    size_t n = strlen(name);
    bool stale = n > 4 && strcmp(name + n - 4, ".csv") == 0 && !is_table_of(doc, name);
    return !stale || unlinkat(folder, name, 0) == 0 || err_errno(err, "error: cannot remove %s of an earlier report", name);
}

static bool publish_table(const struct doc *doc, size_t i, const char *folder, struct err *err)
{
    struct buf path = BUF_INIT, csv = BUF_INIT;
    buf_add_format(&path, "%s/", folder);
    doc_name(doc, i, &path);
    buf_add_text(&path, ".csv");
    markdown_table_csv(doc_block(doc, i)->table, &csv);
    bool good = outfile_write(path.at, (struct text){ csv.at, csv.len }, false, err);
    buf_release(&path);
    buf_release(&csv);
    return good;
}

static bool publish_tables(const struct report *r, const struct papers *where, struct err *err)
{
    char *folder = beside(where->report, "tables");
    bool good = folder == NULL || (folder_make(folder, err) && folder_each(folder, remove_stale, r->doc, err));
    for (size_t i = 0; folder != NULL && i < doc_blocks(r->doc) && good; i++)
        if (doc_block(r->doc, i)->kind == BLOCK_TABLE)
            good = publish_table(r->doc, i, folder, err);
    free(folder);
    return good;
}

/* --- the PDF --------------------------------------------------------------------------- */

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/* All pages, or the front by itself, whose links lead into the whole beside it. */
static bool draw_pdf(const struct report *r, const struct papers *where, bool front, FILE *to, struct err *err)
{
    const struct facts *f = r->facts;
    const char *whole = name_of(where->report);
    const struct pdf_words words = { f->title, f->author, f->question, f->synthetic ? "dielog, synthetic" : "dielog",
                                     "dielog " DIELOG_VERSION, where->made, front ? whole : NULL };
    struct driver *d = driver_cairo_new(to, &words, err);
    if (d == NULL)
        return false;
    struct layout *l = layout_new(r->doc, f->letter ? PAPER_LETTER : PAPER_A4, d, err);
    bool good = l != NULL && (front ? page_draw_front(l, d, whole, err) : page_draw(l, d, err));
    good = driver_cairo_close(d, err) && good;
    layout_free(l);
    return good;
}

static bool publish_pdf(const struct report *r, const struct papers *where, bool front, const char *path, struct err *err)
{
    struct outfile *out = outfile_open(path, err);
    if (out == NULL)
        return false;
    if (draw_pdf(r, where, front, outfile_stream(out), err))
        return outfile_publish(out, err);
    outfile_abort(out);
    return false;
}

static bool publish_brief(const struct report *r, const struct papers *where, struct err *err)
{
    char *path = beside(where->report, "brief.pdf");
    bool good = path == NULL || publish_pdf(r, where, true, path, err);
    free(path);
    return good;
}

bool papers_write(const struct report *r, const struct papers *where, struct err *err)
{
    return publish(r, where, where->findings, "findings.json", write_json, err) &&
           publish(r, where, NULL, "findings.csv", write_csv, err) &&
           publish(r, where, where->summary, "summary.txt", write_lines, err) &&
           publish(r, where, NULL, "report.html", write_html, err) && publish_tables(r, where, err) &&
           publish(r, where, NULL, "report.md", write_markdown, err) && publish_brief(r, where, err) &&
           publish_pdf(r, where, false, where->report, err);
}
