#include "slicetimes.h"
#include "base/lines.h"
#include <sys/stat.h>

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

static void see(struct slicetimes *t, when_t *newest, when_t time)
{
    if (time >= *newest) {
        *newest = time;
        return;
    }
    if (*newest - time > t->lateness)
        t->lateness = *newest - time;
    if (time < t->first)
        t->first = time;
}

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
        see(t, &newest, time);
    }
    return status != LINES_FAIL || err_errno(err, "%s:%zu: error: the file cannot be read to its end", path, n + 1);
}

bool slicetimes_of(const char *path, struct slicetimes *t, struct err *err)
{
    struct stat s;
    *t = (struct slicetimes){ 0 };
    if (strcmp(path, "-") == 0 || stat(path, &s) != 0 || !S_ISREG(s.st_mode))
        return true;
    struct lines *lines = lines_open(path);
    bool good = !lines || look(lines, path, t, err);
    lines_close(lines);
    return good;
}

when_t slicetimes_bound(const struct slicetimes *t, when_t newest)
{
    return newest - t->lateness > t->first ? newest - t->lateness : t->first;
}
