#include "merge.h"
#include <stdlib.h>
#include <sys/stat.h>

/* One file: its row that comes next. */
struct part {
    const char *path;
    struct csv_reader *r; /* NULL: not open, or at its end */
    struct count_columns at;
    when_t start;
};

/* The parts that have a row are a heap, the earliest first. */
struct merge {
    struct part *parts;
    size_t *heap, n;
    struct progress *bar;
};

static bool comes_before(const struct merge *m, size_t a, size_t b)
{
    const struct part *x = &m->parts[m->heap[a]], *y = &m->parts[m->heap[b]];
    return x->start != y->start ? x->start < y->start : m->heap[a] < m->heap[b];
}

static void sift_down(struct merge *m, size_t i)
{
    for (size_t least = i;; i = least) {
        for (size_t child = 2 * i + 1; child <= 2 * i + 2 && child < m->n; child++)
            if (comes_before(m, child, least))
                least = child;
        if (least == i)
            return;
        size_t moved = m->heap[i];
        m->heap[i] = m->heap[least];
        m->heap[least] = moved;
    }
}

/* The part's next row; at its end it is closed. */
static bool step(struct part *p, struct err *err)
{
    enum csv_status status = csv_next(p->r, err);
    if (status == CSV_ROW)
        return count_start(p->r, &p->at, &p->start, err);
    bool good = csv_close(p->r, err) && status == CSV_END;
    p->r = NULL;
    return good;
}

static bool open_part(struct part *p, struct err *err)
{
    p->r = csv_open(p->path, ',', err);
    return p->r && count_columns_find(p->r, &p->at, err) && step(p, err);
}

/* Looks at the first row.  A file is opened again when its time comes; a stream cannot be. */
static bool look(struct part *p, bool *has_row, struct err *err)
{
    struct stat s;
    if (!open_part(p, err))
        return false;
    *has_row = p->r != NULL;
    if (!p->r || strcmp(p->path, "-") == 0 || stat(p->path, &s) != 0 || !S_ISREG(s.st_mode))
        return true;
    bool good = csv_close(p->r, err);
    p->r = NULL;
    return good;
}

static bool gather(struct merge *m, const struct filelist *files, struct err *err)
{
    for (size_t i = 0; i < files->n; i++) {
        bool has_row = false;
        m->parts[i].path = files->at[i];
        if (!look(&m->parts[i], &has_row, err))
            return false;
        if (has_row)
            m->heap[m->n++] = i;
    }
    for (size_t i = m->n; i-- > 0;)
        sift_down(m, i);
    return true;
}

/* Has the row of P that was seen by look(). */
static bool ready(struct merge *m, struct part *p, struct err *err)
{
    when_t seen = p->start;
    if (p->r)
        return true;
    if (!open_part(p, err))
        return false;
    if (!p->r || p->start != seen)
        return err_set(err, "%s: error: the file changed while it was read", p->path);
    csv_show(p->r, m->bar);
    return true;
}

/* Puts the rows of P's bin, then sees to it that the heap is one again. */
static bool put_bin(struct merge *m, struct part *p, struct rebin *to, struct err *err)
{
    when_t start = p->start;
    while (p->r && p->start == start)
        if (!rebin_row(to, p->r, &p->at, start, err) || !step(p, err))
            return false;
    if (!p->r)
        m->heap[0] = m->heap[--m->n];
    sift_down(m, 0);
    return true;
}

bool merge_counts(const struct filelist *files, struct rebin *to, struct progress *bar, struct err *err)
{
    struct merge m = { mem_zero((files->n + 1) * sizeof *m.parts), mem_alloc((files->n + 1) * sizeof *m.heap), 0, bar };
    bool good = gather(&m, files, err);
    while (good && m.n > 0) {
        struct part *p = &m.parts[m.heap[0]];
        good = ready(&m, p, err) && put_bin(&m, p, to, err);
    }
    for (size_t i = 0; i < files->n; i++)
        good = csv_close(m.parts[i].r, err) && good;
    free(m.parts);
    free(m.heap);
    return good;
}
