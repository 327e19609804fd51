/* screened.c -- see screened.h. */

#include "screened.h"
#include "base/csv.h"
#include "base/csvline.h"
#include <math.h>
#include <stdlib.h>

enum { GROUP, N, PERIOD, LO95, HI95, Q, VERDICT, COLUMNS };

static const char *const names[COLUMNS] = { "group", "n", "period_s", "lo95_s", "hi95_s", "q_value", "verdict" };

struct source {
    struct csv_reader *from;
    struct csvline *pairs; /* splits a group */
    size_t at[COLUMNS];
};

static bool read_number(const struct source *in, int column, double *x, struct err *err)
{
    *x = NAN;
    return csv_field(in->from, in->at[column]).len == 0 || csv_double(in->from, in->at[column], x, err);
}

static char *copy(struct text t)
{
    struct buf b = BUF_INIT;
    buf_add(&b, t.at, t.len);
    return b.at == NULL ? mem_text("") : buf_detach(&b);
}

/* "192.0.2.11,mail.example.com": both as they were before they were quoted. */
static void split_pair(const struct source *in, struct screened_pair *p)
{
    struct text group = csv_field(in->from, in->at[GROUP]), value[2];
    bool is_pair = csvline_split(in->pairs, group, value, 2) == 2;
    p->client = copy(is_pair ? value[0] : group);
    p->target = copy(is_pair ? value[1] : TEXT(""));
}

static bool keep_pair(struct screened *s, const struct source *in, double q, struct err *err)
{
    struct screened_pair *p = &s->first[s->n_first++];
    p->q = q;
    split_pair(in, p);
    p->verdict = copy(csv_field(in->from, in->at[VERDICT]));
    return read_number(in, N, &p->n, err) && read_number(in, PERIOD, &p->period_s, err) && read_number(in, LO95, &p->lo95_s, err) &&
           read_number(in, HI95, &p->hi95_s, err);
}

static bool add_row(struct screened *s, const struct source *in, struct err *err)
{
    double q;
    if (!read_number(in, Q, &q, err))
        return false;
    s->rows++;
    if (isnan(q))
        return true;
    struct text verdict = csv_field(in->from, in->at[VERDICT]);
    bool shows = q <= SCREENED_DISCOVERY;
    s->judged++;
    s->cadences += shows;
    s->machines += shows && (text_is(verdict, "machine-like") || text_is(verdict, "mixed"));
    return s->n_first == SCREENED_FIRST || keep_pair(s, in, q, err);
}

static bool read_rows(struct screened *s, struct source *in, struct err *err)
{
    enum csv_status status;
    for (size_t i = 0; i < COLUMNS; i++)
        if (!csv_need(in->from, names[i], &in->at[i], err))
            return false;
    while ((status = csv_next(in->from, err)) == CSV_ROW)
        if (!add_row(s, in, err))
            return false;
    return status == CSV_END;
}

bool screened_read(struct screened *s, const char *dir, struct err *err)
{
    struct buf path = BUF_INIT;
    struct source in = { .pairs = csvline_new() };
    *s = (struct screened){ 0 };
    buf_add_format(&path, "%s/screen.csv", dir);
    in.from = csv_open(path.at, ',', err);
    bool good = in.from != NULL && read_rows(s, &in, err);
    good = csv_close(in.from, err) && good;
    csvline_free(in.pairs);
    buf_release(&path);
    if (!good)
        screened_release(s);
    return good;
}

void screened_release(struct screened *s)
{
    for (size_t i = 0; i < s->n_first; i++) {
        free(s->first[i].client);
        free(s->first[i].target);
        free(s->first[i].verdict);
    }
    *s = (struct screened){ 0 };
}
