#include "count.h"
#include "binsum.h"
#include <math.h>
#include <stdlib.h>

/* --- records to counts ------------------------------------------------------- */

struct walk {
    const struct count_day *how;
    struct binsum *sums;
    struct csv_writer w;
    when_t midnight;
    bool has_day;
    int64_t bin; /* the one being filled */
    struct when_memo memo;
};

static double seconds(int64_t micros) { return (double) micros / (double) WHEN_SECOND; }

static int64_t exposure(const struct walk *k, int64_t bin)
{
    int64_t length = k->how->bin_s * WHEN_SECOND;
    return daymask_within(k->how->observed, bin * length, length);
}

/* Closes all bins before BIN: those that somebody observed or that hold a record. */
static void advance(struct walk *k, int64_t bin)
{
    for (; k->bin < bin; k->bin++) {
        int64_t observed = exposure(k, k->bin);
        if (observed > 0 || !binsum_empty(k->sums))
            binsum_write(k->sums, k->midnight + k->bin * k->how->bin_s * WHEN_SECOND, seconds(observed), &k->w);
    }
}

static void begin_day(struct walk *k, int64_t day)
{
    k->midnight = day * WHEN_DAY;
    k->has_day = true;
}

/* The bin of the row's time, which must not lie before the bin being filled. */
static bool place(struct walk *k, const struct csv_reader *r, size_t column, int64_t *bin, struct err *err)
{
    when_t t;
    struct err inner;
    err_init(&inner);
    if (!when_parse_near(&k->memo, csv_field(r, column), &t, &inner))
        return err_set(err, "%s:%zu: %s", csv_path(r), csv_line(r), inner.text);
    if (!k->has_day)
        begin_day(k, when_day_of(t));
    if (t < k->midnight || t >= k->midnight + WHEN_DAY)
        return err_set(err, "%s:%zu: error: a record of another day", csv_path(r), csv_line(r));
    *bin = (t - k->midnight) / (k->how->bin_s * WHEN_SECOND);
    if (*bin < k->bin)
        return err_set(err, "%s:%zu: error: records are not in order of time", csv_path(r), csv_line(r));
    return true;
}

struct record_layout {
    size_t time, client, party, count, raw;
};

static bool find_record_layout(const struct csv_reader *r, struct record_layout *l, struct err *err)
{
    return csv_need(r, "time", &l->time, err) && csv_need(r, "client", &l->client, err) &&
           csv_need(r, "party", &l->party, err) && csv_need(r, "count", &l->count, err) &&
           csv_need(r, "raw", &l->raw, err);
}

/* Each record counts three times: for everybody, its party and its client. */
static bool count_record(struct walk *k, const struct csv_reader *r, const struct record_layout *l, struct err *err)
{
    int64_t bin = 0, count = 0, raw = 0;
    if (!place(k, r, l->time, &bin, err) || !csv_int(r, l->count, &count, err) || !csv_int(r, l->raw, &raw, err))
        return false;
    advance(k, bin);
    binsum_add(k->sums, BINSUM_ALL, TEXT("all"), count, raw);
    binsum_add(k->sums, BINSUM_PARTY, csv_field(r, l->party), count, raw);
    binsum_add(k->sums, BINSUM_CLIENT, csv_field(r, l->client), count, raw);
    return true;
}

static bool walk_records(struct walk *k, struct csv_reader *r, struct err *err)
{
    struct record_layout layout;
    enum csv_status status;
    if (!find_record_layout(r, &layout, err))
        return false;
    while ((status = csv_next(r, err)) == CSV_ROW)
        if (!count_record(k, r, &layout, err))
            return false;
    if (status == CSV_FAIL)
        return false;
    if (!k->has_day)
        return err_set(err, "%s: error: no record, so the day must be stated (--day)", csv_path(r));
    advance(k, 86400 / k->how->bin_s);
    return true;
}

bool count_records(struct csv_reader *records, const struct count_day *how, FILE *to, struct err *err)
{
    struct walk k = { .how = how, .sums = binsum_new(), .w = { .to = to } };
    binsum_header(&k.w);
    if (how->has_day)
        begin_day(&k, how->day);
    bool good = walk_records(&k, records, err);
    binsum_free(k.sums);
    return good;
}

/* --- counts to counts of longer bins -------------------------------------------- */

struct rebin {
    int64_t length; /* microseconds, or REBIN_KEEP */
    struct binsum *sums;
    struct csv_writer w;
    when_t start; /* of the bin being filled */
    bool started;
    int64_t exposure; /* microseconds */
    when_t stated_at; /* the start of the row that stated exposure last */
    int64_t stated;   /* and what it stated; below 0: none did */
};

struct rebin *rebin_new(int64_t bin_s, FILE *to)
{
    struct rebin *b = mem_zero(sizeof *b);
    b->length = bin_s * WHEN_SECOND;
    b->sums = binsum_new();
    b->w.to = to;
    b->stated = -1;
    binsum_header(&b->w);
    return b;
}

/* Parties and clients have no exposure of their own: a bin has one, of its `all` rows. */
static void close_bin(struct rebin *b)
{
    if (b->started)
        binsum_write(b->sums, b->start, seconds(b->exposure), &b->w);
    b->exposure = 0;
}

bool count_columns_find(const struct csv_reader *r, struct count_columns *at, struct err *err)
{
    return csv_need(r, "start", &at->start, err) && csv_need(r, "series", &at->series, err) &&
           csv_need(r, "kind", &at->kind, err) && csv_need(r, "count", &at->count, err) &&
           csv_need(r, "raw", &at->raw, err) && csv_need(r, "exposure_s", &at->exposure, err);
}

bool count_start(const struct csv_reader *r, const struct count_columns *at, when_t *start, struct err *err)
{
    struct err inner;
    err_init(&inner);
    return when_parse(csv_field(r, at->start), start, &inner) ||
           err_set(err, "%s:%zu: %s", csv_path(r), csv_line(r), inner.text);
}

static bool read_kind(const struct csv_reader *r, size_t column, enum binsum_kind *kind, struct err *err)
{
    for (int k = 0; k < BINSUM_KINDS; k++)
        if (text_is(csv_field(r, column), binsum_kinds[k])) {
            *kind = (enum binsum_kind) k;
            return true;
        }
    return err_set(err, "%s:%zu: error: found the kind '%.*s', expected all, party or client", csv_path(r),
                   csv_line(r), (int) csv_field(r, column).len, csv_field(r, column).at);
}

/* Makes the bin of the row's start the one being filled; time may not run backwards. */
static bool move_to(struct rebin *b, const struct csv_reader *r, when_t time, struct err *err)
{
    when_t start = b->length == REBIN_KEEP ? time : when_floor(time, b->length);
    if (b->started && start < b->start)
        return err_set(err, "%s:%zu: error: counts are not in order of time", csv_path(r), csv_line(r));
    if (!b->started || start > b->start)
        close_bin(b);
    b->start = start;
    b->started = true;
    return true;
}

/* Of a bin that comes in parts, each states the whole exposure. */
static bool expose(struct rebin *b, const struct csv_reader *r, when_t start, double exposure_s, struct err *err)
{
    if (!(exposure_s >= 0 && exposure_s <= 86400))
        return err_set(err, "%s:%zu: error: an exposure of %g s, expected 0 to 86400", csv_path(r), csv_line(r), exposure_s);
    int64_t exposure = llround(exposure_s * (double) WHEN_SECOND);
    if (b->stated < 0 || start != b->stated_at) {
        b->exposure += exposure;
        b->stated_at = start;
        b->stated = exposure;
    }
    return exposure == b->stated ||
           err_set(err, "%s:%zu: error: %g s of this bin were observed, and %g s say its other counts: count all parts with the same --observed",
                   csv_path(r), csv_line(r), exposure_s, seconds(b->stated));
}

bool rebin_row(struct rebin *b, const struct csv_reader *r, const struct count_columns *at, when_t start, struct err *err)
{
    enum binsum_kind kind = BINSUM_ALL;
    int64_t count, raw;
    double exposure_s;
    if (!move_to(b, r, start, err) || !read_kind(r, at->kind, &kind, err) || !csv_int(r, at->count, &count, err) ||
        !csv_int(r, at->raw, &raw, err) || !csv_double(r, at->exposure, &exposure_s, err))
        return false;
    binsum_add(b->sums, kind, csv_field(r, at->series), count, raw);
    return kind != BINSUM_ALL || expose(b, r, start, exposure_s, err);
}

void rebin_end(struct rebin *b)
{
    if (!b)
        return;
    close_bin(b);
    binsum_free(b->sums);
    free(b);
}
