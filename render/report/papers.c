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

typedef bool write_paper(const struct report *r, const struct papers *where, struct buf *b, struct err *err);

static bool write_json(const struct report *r, const struct papers *where, struct buf *b, struct err *err)
{
    (void) where, (void) err;
    summary_json(r->summary, r->facts, r->results->stated, r->doc, b);
    return true;
}

static bool write_csv(const struct report *r, const struct papers *where, struct buf *b, struct err *err)
{
    (void) where, (void) err;
    summary_csv(r->summary, r->doc, b);
    return true;
}

static bool write_lines(const struct report *r, const struct papers *where, struct buf *b, struct err *err)
{
    (void) where, (void) err;
    summary_lines(r->summary, r->facts, b);
    return true;
}

static bool write_html(const struct report *r, const struct papers *where, struct buf *b, struct err *err)
{
    (void) where;
    return html_write(r->doc, b, err);
}

static bool write_markdown(const struct report *r, const struct papers *where, struct buf *b, struct err *err)
{
    (void) where, (void) err;
    markdown_write(r->doc, b);
    return true;
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

static bool write_pdf(const struct report *r, const struct papers *where, bool front, struct buf *b, struct err *err)
{
    char *bytes = NULL;
    size_t n = 0;
    FILE *to = open_memstream(&bytes, &n);
    if (to == NULL)
        return err_errno(err, "error: the PDF was not made");
    bool good = draw_pdf(r, where, front, to, err);
    if (fclose(to) != 0 && good)
        good = err_errno(err, "error: the PDF was not made");
    if (good)
        buf_add(b, bytes, n);
    free(bytes);
    return good;
}

static bool write_brief(const struct report *r, const struct papers *where, struct buf *b, struct err *err)
{
    return write_pdf(r, where, true, b, err);
}

static bool write_whole(const struct report *r, const struct papers *where, struct buf *b, struct err *err)
{
    return write_pdf(r, where, false, b, err);
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

/* --- all of them ----------------------------------------------------------------------- */

enum { FINDINGS, FINDINGS_CSV, SUMMARY, HTML, MARKDOWN, BRIEF, WHOLE, PAPERS }; /* in the order in which they are published */

static const struct {
    const char *name;
    write_paper *write;
} papers[PAPERS] = {
    [FINDINGS] = { "findings.json", write_json }, [FINDINGS_CSV] = { "findings.csv", write_csv }, [SUMMARY] = { "summary.txt", write_lines },
    [HTML] = { "report.html", write_html },       [MARKDOWN] = { "report.md", write_markdown },   [BRIEF] = { "brief.pdf", write_brief },
    [WHOLE] = { NULL, write_whole },
};

struct made {
    char *path; /* NULL: not wanted */
    struct buf bytes;
};

static bool make(struct made *made, const struct report *r, const struct papers *where, struct err *err)
{
    const char *const stated[PAPERS] = { [FINDINGS] = where->findings, [SUMMARY] = where->summary, [WHOLE] = where->report };
    bool good = true;
    for (size_t i = 0; i < PAPERS && good; i++) {
        made[i].path = stated[i] != NULL ? mem_text(stated[i]) : beside(where->report, papers[i].name);
        good = made[i].path == NULL || papers[i].write(r, where, &made[i].bytes, err);
    }
    return good;
}

static bool publish(const struct made *made, struct err *err)
{
    for (size_t i = 0; i < PAPERS; i++)
        if (made[i].path != NULL && !outfile_write(made[i].path, (struct text){ made[i].bytes.at, made[i].bytes.len }, false, err))
            return false;
    return true;
}

bool papers_write(const struct report *r, const struct papers *where, struct err *err)
{
    struct made made[PAPERS] = { { NULL, BUF_INIT } };
    bool good = make(made, r, where, err) && publish_tables(r, where, err) && publish(made, err);
    for (size_t i = 0; i < PAPERS; i++) {
        free(made[i].path);
        buf_release(&made[i].bytes);
    }
    return good;
}
