/* outputs.c -- see outputs.h. */

#include "outputs.h"

#include "base/outfile.h"
#include <stdlib.h>
#include <sys/stat.h>

struct output {
    const char *path; /* borrowed */
    struct outfile *file; /* NULL: not asked for, or published */
    struct csv_writer rows;
};

struct outputs {
    size_t n;
    struct output at[];
};

/* B was opened after A: two names of one file have one temporary, and the second opening has taken the first one's place. */
static bool same_file(const struct output *a, const struct output *b)
{
    struct stat s;

    if (a->file == NULL || b->file == NULL)
        return false;
    return a->rows.to == b->rows.to || (fstat(fileno(a->rows.to), &s) == 0 && S_ISREG(s.st_mode) && s.st_nlink == 0);
}

static bool open_output(struct outputs *t, size_t k, struct err *err)
{
    struct output *o = &t->at[k];

    o->file = o->path != NULL ? outfile_open(o->path, err) : NULL;
    if (o->file == NULL)
        return o->path == NULL;
    o->rows = (struct csv_writer){ .to = outfile_stream(o->file) };
    for (size_t i = 0; i < k; i++) {
        if (same_file(&t->at[i], o))
            return err_set(err, "error: two tables cannot both be written to %s", o->path);
    }
    return true;
}

struct outputs *outputs_open(const char *const *paths, size_t n, struct err *err)
{
    struct outputs *t = mem_zero(sizeof *t + n * sizeof *t->at);
    bool good = true;

    t->n = n;
    for (size_t k = 0; good && k < n; k++) {
        t->at[k].path = paths[k];
        good = open_output(t, k, err);
    }
    if (good)
        return t;
    outputs_free(t);
    return NULL;
}

struct csv_writer *outputs_rows(struct outputs *t, size_t k)
{
    return t->at[k].file != NULL ? &t->at[k].rows : NULL;
}

bool outputs_publish(struct outputs *t, struct err *err)
{
    bool good = true;

    for (size_t k = 0; good && k < t->n; k++)
        good = t->at[k].file == NULL || outfile_seal(t->at[k].file, err);
    for (size_t k = t->n; good && k-- > 0;) {
        struct outfile *file = t->at[k].file;

        t->at[k].file = NULL;
        good = file == NULL || outfile_publish(file, err);
    }
    return good;
}

void outputs_free(struct outputs *t)
{
    for (size_t k = 0; t != NULL && k < t->n; k++)
        outfile_abort(t->at[k].file);
    free(t);
}
