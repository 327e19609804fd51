#include "tz.h"
#include "buf.h"
#include "outfile.h"
#include "tzrule.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define DEFAULT_FOLDER "/usr/share/zoneinfo"
#define LARGEST_FILE (1 << 20)
#define LARGEST_TABLE (8 << 20)
#define LAST_YEAR 2500 /* the rule is unrolled up to here when asked */

struct tz {
    char *name;
    struct tz_change *changes; /* ascending; [0] holds from the beginning */
    size_t n;
    struct tzrule rule; /* after the last change */
    bool has_rule;
};

static const char *folder(void)
{
    const char *f = getenv("TZDIR");
    return f && *f ? f : DEFAULT_FOLDER;
}

/* Zone names become file names: letters, digits, and _+-/ within, no "..". */
static bool safe_name(const char *name)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
    return *name && *name != '/' && strlen(name) < 100 && strspn(name, allowed) == strlen(name);
}

static int64_t big_endian(const unsigned char *p, int bytes)
{
    uint64_t x = p[0] & 0x80 ? ~UINT64_C(0) : 0;
    for (int i = 0; i < bytes; i++)
        x = x << 8 | p[i];
    return (int64_t) x;
}

struct header {
    size_t isutc, isstd, leap, times, types, chars;
};

static size_t body_size(const struct header *h, size_t width)
{
    return h->times * (width + 1) + h->types * 6 + h->chars + h->leap * (width + 4) + h->isstd + h->isutc;
}

static bool read_header(const unsigned char *p, size_t n, struct header *h)
{
    if (n < 44 || memcmp(p, "TZif", 4) != 0)
        return false;
    size_t *fields[] = { &h->isutc, &h->isstd, &h->leap, &h->times, &h->types, &h->chars };
    for (int i = 0; i < 6; i++) {
        int64_t x = big_endian(p + 20 + 4 * i, 4);
        if (x < 0 || x > LARGEST_FILE)
            return false;
        *fields[i] = (size_t) x;
    }
    return h->types > 0;
}

/* RFC 8536 section 3.2: offsets lie between -25 and 26 hours, and times ascend.  What follows relies on both. */
static bool changes_are_sound(const struct tz *z)
{
    for (size_t i = 0; i < z->n; i++)
        if (z->changes[i].offset <= -25 * 3600 || z->changes[i].offset >= 26 * 3600 ||
            (i > 0 && z->changes[i].at <= z->changes[i - 1].at) || (i > 0 && llabs(z->changes[i].at) > INT64_C(1) << 59))
            return false;
    return true;
}

static struct tz_change change_of(const unsigned char *types, size_t type, int64_t at)
{
    const unsigned char *t = types + 6 * type;
    return (struct tz_change){ at, (int32_t) big_endian(t, 4), t[4] != 0 };
}

/* The tables of the second, 64-bit, block; the footer behind it. */
static bool read_body(struct tz *z, const unsigned char *p, size_t n, const struct header *h)
{
    size_t size = body_size(h, 8);
    if (size > n)
        return false;
    const unsigned char *index = p + 8 * h->times, *types = index + h->times;
    z->n = h->times + 1;
    z->changes = mem_alloc(z->n * sizeof *z->changes);
    z->changes[0] = change_of(types, 0, INT64_MIN);
    for (size_t i = 0; i < h->times; i++) {
        if (index[i] >= h->types)
            return false;
        z->changes[i + 1] = change_of(types, index[i], big_endian(p + 8 * i, 8));
    }
    if (!changes_are_sound(z))
        return false;
    if (n - size < 2 || p[size] != '\n')
        return true;
    char footer[128];
    const unsigned char *end = memchr(p + size + 1, '\n', n - size - 1);
    size_t len = end ? (size_t) (end - (p + size + 1)) : 0;
    if (len == 0 || len >= sizeof footer)
        return true;
    memcpy(footer, p + size + 1, len);
    footer[len] = '\0';
    z->has_rule = tzrule_parse(footer, &z->rule);
    return z->has_rule;
}

static bool read_tzif(struct tz *z, const unsigned char *p, size_t n)
{
    struct header h;
    if (!read_header(p, n, &h) || p[4] < '2')
        return false;
    size_t skip = 44 + body_size(&h, 4);
    if (skip > n || !read_header(p + skip, n - skip, &h))
        return false;
    return read_body(z, p + skip + 44, n - skip - 44, &h);
}

/* Nothing there, or no file; one that cannot be looked at may be there. */
static bool is_missing(const char *path)
{
    struct stat s;
    if (stat(path, &s) != 0)
        return errno == ENOENT || errno == ENOTDIR;
    return !S_ISREG(s.st_mode);
}

/* *FOUND tells a zone that there is not from one that cannot be read. */
static bool load(struct tz *z, bool *found, struct err *err)
{
    struct buf path = BUF_INIT, content = BUF_INIT;
    buf_add_format(&path, "%s/%s", folder(), z->name);
    *found = !is_missing(path.at);
    bool good = *found && file_read(path.at, LARGEST_FILE, &content, err);
    if (good)
        good = *found = read_tzif(z, (const unsigned char *) content.at, content.len);
    buf_release(&path);
    buf_release(&content);
    return good;
}

/* +hh, +hhmm, +hh:mm with either sign */
static bool fixed_offset(const char *s, int32_t *seconds)
{
    int digits[4] = { 0, 0, 0, 0 }, n = 0;
    if (*s != '+' && *s != '-')
        return false;
    for (const char *p = s + 1; *p; p++) {
        if (*p == ':' && n == 2 && p[1])
            continue;
        if (*p < '0' || *p > '9' || n == 4)
            return false;
        digits[n++] = *p - '0';
    }
    int hours = digits[0] * 10 + digits[1], minutes = digits[2] * 10 + digits[3];
    *seconds = (*s == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    return (n == 2 || n == 4) && hours <= 15 && minutes <= 59;
}

static struct tz *open_zone(const char *name, bool *found, struct err *err)
{
    struct tz *z = mem_zero(sizeof *z);
    z->name = mem_text(name);
    int32_t seconds = 0;
    *found = safe_name(name);
    if (strcmp(name, "UTC") == 0 || strcmp(name, "Z") == 0 || fixed_offset(name, &seconds)) {
        z->changes = mem_alloc(sizeof *z->changes);
        z->changes[z->n++] = (struct tz_change){ INT64_MIN, seconds, false };
        return z;
    }
    if (*found && load(z, found, err))
        return z;
    tz_free(z);
    return NULL;
}

struct tz *tz_open(const char *name, struct err *err)
{
    bool found;
    struct tz *z = open_zone(name, &found, err);
    if (!z && !found)
        err_set(err, "error: unknown time zone '%s' (expected an IANA name such as Europe/Berlin, UTC, or +hh:mm)", name);
    return z;
}

bool tz_check(const char *name, struct err *err)
{
    bool found;
    struct err inner = { 0 };
    struct tz *z = open_zone(name, &found, &inner);
    tz_free(z);
    if (!z && found)
        return err_set(err, "%s", inner.text + strlen("error: "));
    return z || err_set(err, "no zone is called '%s'", name);
}

void tz_free(struct tz *z)
{
    if (!z)
        return;
    free(z->changes);
    free(z->name);
    free(z);
}

const char *tz_name(const struct tz *z) { return z->name; }

/* The last change at or before T in the table. */
static size_t place(const struct tz *z, int64_t t)
{
    size_t lo = 0, hi = z->n;
    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;
        if (z->changes[mid].at <= t)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

static bool by_rule(const struct tz *z, size_t i) { return i + 1 == z->n && z->has_rule && z->rule.has_summer; }

static int year_of(int64_t t)
{
    int year, month, day;
    when_civil(when_day_of(t > INT64_MAX / WHEN_SECOND ? WHEN_MAX : t * WHEN_SECOND), &year, &month, &day);
    return year;
}

/* The rule's two changes of YEAR in order of time. */
static void rule_year(const struct tzrule *r, int year, struct tz_change out[2])
{
    struct tz_change begin = { tzrule_begin(r, year), r->summer, true };
    struct tz_change end = { tzrule_end(r, year), r->standard, false };
    bool north = begin.at < end.at;
    out[0] = north ? begin : end;
    out[1] = north ? end : begin;
}

struct tz_change tz_state(const struct tz *z, int64_t t)
{
    size_t i = place(z, t);
    struct tz_change best = z->changes[i], pair[2];
    if (!by_rule(z, i))
        return best;
    for (int year = year_of(t) - 1; year <= year_of(t) + 1; year++) {
        rule_year(&z->rule, year, pair);
        for (int k = 0; k < 2; k++)
            if (pair[k].at <= t && pair[k].at > best.at)
                best = pair[k];
    }
    return best;
}

int32_t tz_offset(const struct tz *z, int64_t t) { return tz_state(z, t).offset; }

bool tz_next_change(const struct tz *z, int64_t t, struct tz_change *out)
{
    size_t i = place(z, t);
    if (i + 1 < z->n) {
        *out = z->changes[i + 1];
        return true;
    }
    if (!by_rule(z, i))
        return false;
    for (int year = year_of(t); year <= LAST_YEAR; year++) {
        struct tz_change pair[2];
        rule_year(&z->rule, year, pair);
        for (int k = 0; k < 2; k++)
            if (pair[k].at > t && pair[k].at > z->changes[i].at) {
                *out = pair[k];
                return true;
            }
    }
    return false;
}

int tz_to_utc(const struct tz *z, int64_t local, int64_t utc[2])
{
    /* Offsets that hold within a day on either side are all the candidates;
       each is a solution when it reproduces itself. */
    int n = 0;
    int64_t t = local - 86400;
    struct tz_change state = tz_state(z, t), next;
    for (;;) {
        int64_t candidate = local - state.offset;
        bool more = tz_next_change(z, t, &next) && next.at <= local + 86400;
        bool holds = candidate >= state.at && (!more || candidate < next.at);
        if (holds && n < 2)
            utc[n++] = candidate;
        if (!more)
            return n;
        t = next.at;
        state = next;
    }
}

/* A file of the database, empty where there is none. */
static bool read_table(const char *name, struct buf *content, struct err *err)
{
    struct buf path = BUF_INIT;
    buf_add_format(&path, "%s/%s", folder(), name);
    bool good = is_missing(path.at) || file_read(path.at, LARGEST_TABLE, content, err);
    buf_release(&path);
    return good;
}

const char *tz_database_version(struct err *err)
{
    static char version[32];
    if (version[0])
        return version;
    snprintf(version, sizeof version, "unknown");
    struct buf content = BUF_INIT;
    bool good = read_table("tzdata.zi", &content, err);
    if (content.len > 10 && strncmp(content.at, "# version ", 10) == 0)
        snprintf(version, sizeof version, "%.*s", (int) strcspn(content.at + 10, "\n"), content.at + 10);
    buf_release(&content);
    return good ? version : NULL;
}

/* One line of zone1970.tab or zone.tab: codes TAB coordinates TAB name [TAB comment] */
static bool split_line(char *line, char **codes, char **name)
{
    char *first = strchr(line, '\t'), *second = first ? strchr(first + 1, '\t') : NULL;
    if (line[0] == '#' || !second)
        return false;
    *first = '\0';
    *codes = line;
    *name = second + 1;
    (*name)[strcspn(*name, "\t")] = '\0';
    return true;
}

/* Cuts the line that *REST begins with off and goes behind it; NULL at the end. */
static char *take_line(char **rest)
{
    char *line = *rest, *end = line && *line ? strchr(line, '\n') : NULL;
    if (!line || !*line)
        return NULL;
    *rest = end ? end + 1 : line + strlen(line);
    if (end)
        *end = '\0';
    return line;
}

typedef bool visitor(const char *name, const char *countries, void *context);

static void each_of(char *table, visitor *visit, void *context)
{
    char *codes, *name;
    for (char *line; (line = take_line(&table)) != NULL;)
        if (split_line(line, &codes, &name) && !visit(name, codes, context))
            return;
}

bool tz_each(visitor *visit, void *context, struct err *err)
{
    struct buf path = BUF_INIT, content = BUF_INIT;
    buf_add_format(&path, "%s/zone1970.tab", folder());
    bool good = file_read(path.at, LARGEST_FILE, &content, err);
    if (good)
        each_of(content.at, visit, context);
    buf_release(&path);
    buf_release(&content);
    return good;
}

/* --- countries ------------------------------------------------------------------------------ */

struct search {
    const char *name;
    char *found;
};

static bool look_for(const char *name, const char *countries, void *context)
{
    struct search *s = context;
    if (strcmp(name, s->name) == 0)
        s->found = mem_text(countries);
    return s->found == NULL;
}

static bool look_in_tables(struct search *s, struct err *err)
{
    struct buf content = BUF_INIT;
    bool good = tz_each(look_for, s, err) && (s->found || read_table("zone.tab", &content, err));
    each_of(content.at, look_for, s);
    buf_release(&content);
    return good;
}

/* The zone that tzdata.zi links NAME to ("L Asia/Tehran Iran"), the caller's to free, or NULL. */
static bool find_link(const char *name, char **target, struct err *err)
{
    struct buf content = BUF_INIT;
    bool good = read_table("tzdata.zi", &content, err);
    char *rest = content.at;
    for (char *line; good && *target == NULL && (line = take_line(&rest)) != NULL;) {
        char *link = line[0] == 'L' && line[1] == ' ' ? strchr(line + 2, ' ') : NULL;
        if (link && strcmp(link + 1, name) == 0) {
            *link = '\0';
            *target = mem_text(line + 2);
        }
    }
    buf_release(&content);
    return good;
}

char *tz_countries(const char *name, struct err *err)
{
    struct search s = { name, NULL };
    char *target = NULL;
    bool good = look_in_tables(&s, err) && (s.found || find_link(name, &target, err));
    if (target) {
        s.name = target;
        good = look_in_tables(&s, err);
    }
    free(target);
    if (good)
        return s.found ? s.found : mem_text("");
    free(s.found);
    return NULL;
}
