#include "slicetimes.h"
#include "base/csv.h"
#include "base/lines.h"
#include <sys/stat.h>
#include <unistd.h>

/* The line's first field is its time: as it is in a slice. */
static bool time_of(struct when_memo *m, const struct line *line, when_t *time)
{
    struct err ignored;
    err_init(&ignored);
    bool usual = line->len > WHEN_TEXT && line->at[WHEN_TEXT] == ',';
    const char *comma = usual ? line->at + WHEN_TEXT : memchr(line->at, ',', line->len);
    return comma && when_parse_near(m, (struct text){ line->at, (size_t) (comma - line->at) }, time, &ignored);
}

static bool is_header(const struct line *line) { return line->len > 5 && memcmp(line->at, "time,", 5) == 0; }

/* Fails when the file cannot be read. */
static bool look(struct lines *lines, const char *path, struct slicetimes *t, struct err *err)
{
    struct when_memo memo = { 0 };
    struct line line;
    enum lines_status status = lines_next(lines, &line);
    t->known = status == LINES_LINE && is_header(&line);
    when_t newest = 0, time;
    size_t n = 1;
    for (; t->known && (status = lines_next(lines, &line)) == LINES_LINE; n++) {
        time = newest;
        t->known = time_of(&memo, &line, &time);
        if (n == 1)
            t->first = newest = time;
        slicetimes_see(t, &newest, time);
    }
    return status != LINES_FAIL || err_errno(err, "%s:%zu: error: the file cannot be read to its end", path, n + 1);
}

/* --- what normalize said ------------------------------------------------------------------ */

void slicetimes_state(struct buf *b, int64_t day, const struct slicetimes *t, int64_t bytes)
{
    char date[11], first[WHEN_TEXT + 1];
    if (!t) {
        buf_add_text(b, "day,first,lateness_us,bytes\n");
        return;
    }
    when_write_day(day, date);
    when_write(t->first, first);
    buf_add_format(b, "%s,%s,%lld,%lld\n", date, first, (long long) t->lateness, (long long) bytes);
}

/* <work>/slices/<day>/<batch>.csv: *DAY, and the path of <work>/batches/<batch>.late. */
static bool late_path(const char *path, struct text *day, struct buf *late)
{
    const char *slash = strrchr(path, '/'), *slices = "slices/";
    size_t n = slash ? strlen(slash) : 0, folder = slash ? (size_t) (slash - path) : 0;
    const size_t before = strlen(slices) + 10;
    if (n < 6 || strcmp(slash + n - 4, ".csv") != 0 || folder < before || memcmp(slash - before, slices, strlen(slices)) != 0)
        return false;
    *day = (struct text){ slash - 10, 10 };
    buf_add(late, path, folder - before);
    buf_add_format(late, "batches%.*s.late", (int) (n - 4), slash);
    return true;
}

/* The row of that day, if it is of a slice of BYTES. */
static bool read_late(struct csv_reader *r, struct text day, int64_t bytes, struct slicetimes *t)
{
    struct err ignored;
    size_t day_at, first_at, lateness_at, bytes_at;
    int64_t said = -1;
    err_init(&ignored);
    if (!csv_need(r, "day", &day_at, &ignored) || !csv_need(r, "first", &first_at, &ignored) ||
        !csv_need(r, "lateness_us", &lateness_at, &ignored) || !csv_need(r, "bytes", &bytes_at, &ignored))
        return false;
    while (csv_next(r, &ignored) == CSV_ROW) {
        struct text row_day = csv_field(r, day_at);
        if (row_day.len == day.len && memcmp(row_day.at, day.at, day.len) == 0)
            return csv_int(r, bytes_at, &said, &ignored) && said == bytes &&
                   csv_int(r, lateness_at, &t->lateness, &ignored) && t->lateness >= 0 && t->lateness <= WHEN_MAX - WHEN_MIN &&
                   when_parse(csv_field(r, first_at), &t->first, &ignored);
    }
    return false;
}

static bool was_said(const char *path, int64_t bytes, struct slicetimes *t)
{
    struct err ignored;
    struct buf late = BUF_INIT;
    struct text day;
    err_init(&ignored);
    bool may = bytes >= SLICETIMES_WORTH && late_path(path, &day, &late) && access(late.at, R_OK) == 0;
    struct csv_reader *r = may ? csv_open(late.at, ',', &ignored) : NULL;
    t->known = r && read_late(r, day, bytes, t);
    (void) !csv_close(r, &ignored);
    buf_release(&late);
    return t->known;
}

bool slicetimes_of(const char *path, struct slicetimes *t, struct err *err)
{
    struct stat s;
    *t = (struct slicetimes){ 0 };
    if (strcmp(path, "-") == 0 || stat(path, &s) != 0 || !S_ISREG(s.st_mode))
        return true;
    if (was_said(path, s.st_size, t))
        return true;
    *t = (struct slicetimes){ 0 };
    struct lines *lines = lines_open(path);
    bool good = !lines || look(lines, path, t, err);
    lines_close(lines);
    return good;
}

when_t slicetimes_bound(const struct slicetimes *t, when_t newest)
{
    return newest - t->lateness > t->first ? newest - t->lateness : t->first;
}
