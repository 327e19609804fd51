#include "casefile.h"
#include "base/num.h"
#include "base/proposed.h"
#include "base/tz.h"
#include "lines/detect.h"
#include "parties.h"
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFAULT_BIN_S 600
#define DEFAULT_VISIT_GAP_S 2
#define DEFAULT_MAX_REJECTS 0.01
#define DEFAULT_BRIDGE_S (7 * 86400)
#define DEFAULT_LOOK_BACK_S (42 * 86400)
#define LONGEST_TTL_S 864000 /* 10 days */
#define LOOK_BACK_MOST_S (INT64_C(20000) * 86400) /* as many days as a case can have */
#define LONGEST_SENSOR 40 /* libinih cuts a section's name at 49 characters */

static const char *const case_keys[] = { "title", "author", "question", "synthetic", "seed", "bin", "visit_gap", "paper",
                                         "max_rejects", "bridge", "look_back", "profile", "holidays", "ttl", "served", "expected", "reference", "propositions", "screen", "parties", "events", NULL };
static const char *const input_keys[] = { "files", "sensor", "observed", NULL };
const char *const case_reading_keys[] = { "format", "zone", "start", NULL };

static const char *const zones_keys[] = { "a", "b", NULL };

static const char *const papers[] = { "A4", "Letter", NULL };
static const char *const profiles[] = { "office", "developer", "home", "learned", "any", NULL };

/* --- values ------------------------------------------------------------------------ */

/* The key's value, when it is there, must be one of WORDS. */
static bool check_word(const struct ini *ini, const char *section, const char *key, const char *const *words,
                       struct err *err)
{
    const char *value = ini_text(ini, section, key, NULL);
    struct buf list = BUF_INIT;
    for (size_t i = 0; words[i]; i++) {
        if (!value || strcmp(value, words[i]) == 0) {
            buf_release(&list);
            return true;
        }
        buf_add_format(&list, "%s%s", i ? (words[i + 1] ? ", " : " or ") : "", words[i]);
    }
    ini_wrong(ini, section, key, err, "found '%s', expected %s", value, list.at);
    buf_release(&list);
    return false;
}

static bool read_share(const struct ini *ini, const char *key, double *share, struct err *err)
{
    const char *value = ini_text(ini, "case", key, NULL);
    struct err inner = { 0 };
    return !value || num_share(text_of(value), share, &inner) ||
           ini_wrong(ini, "case", key, err, "%s", inner.text + strlen("error: "));
}

/* A duration that later is counted in whole seconds. */
static bool read_whole_seconds(const struct ini *ini, const char *key, double min, double max, int64_t *out,
                               struct err *err)
{
    double seconds = (double) *out;
    if (!ini_duration(ini, "case", key, min, max, &seconds, err))
        return false;
    if (seconds != floor(seconds))
        return ini_wrong(ini, "case", key, err, "expected whole seconds");
    *out = (int64_t) seconds;
    return true;
}

/* --- [case] ------------------------------------------------------------------------ */

/* 500..5000 a day, in all. */
static bool read_expected(struct casefile *c, struct err *err)
{
    static const char a_day[] = " a day";
    struct text t = text_of(ini_text(c->ini, "case", "expected", ""));
    struct err inner = { 0 };
    c->expected_lo = c->expected_hi = NAN;
    if (t.len == 0)
        return true;
    if (t.len > sizeof a_day && memcmp(t.at + t.len - sizeof a_day + 1, a_day, sizeof a_day - 1) == 0)
        t.len -= sizeof a_day - 1;
    return num_range(t, 0, 1e12, &c->expected_lo, &c->expected_hi, &inner) ||
           ini_wrong(c->ini, "case", "expected", err, "%s", inner.text + strlen("error: "));
}

/* Ids of parties, with blanks between. */
static bool read_ids(const struct casefile *c, const char *key, const char **ids, struct err *err)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.- ";
    *ids = ini_text(c->ini, "case", key, "");
    return strspn(*ids, letters) == strlen(*ids) || ini_wrong(c->ini, "case", key, err, "found '%s', expected ids of parties", *ids);
}

static bool read_service(struct casefile *c, struct err *err)
{
    return read_expected(c, err) && read_ids(c, "served", &c->served, err) && read_ids(c, "reference", &c->reference, err) &&
           (strchr(c->reference, ' ') == NULL || ini_wrong(c->ini, "case", "reference", err, "expected one party"));
}

/* Whole days. */
static bool read_look_back(struct casefile *c, struct err *err)
{
    if (!read_whole_seconds(c->ini, "look_back", 86400, LOOK_BACK_MOST_S, &c->look_back_s, err))
        return false;
    return c->look_back_s % 86400 == 0 || ini_wrong(c->ini, "case", "look_back", err, "expected whole days");
}

/* Propositions, with blanks between. */
static bool read_propositions(struct casefile *c, struct err *err)
{
    c->propositions = ini_text(c->ini, "case", "propositions", "");
    for (const char *at = c->propositions; *at != '\0';) {
        size_t len = strcspn(at, " ");
        enum proposed p;
        if (!proposed_find(at, len, &p))
            return ini_wrong(c->ini, "case", "propositions", err, "found '%.*s', which is no proposition of dielog-weigh(1)", (int) len, at);
        at += len + strspn(at + len, " ");
    }
    return true;
}

static bool read_numbers(struct casefile *c, struct err *err)
{
    bool synthetic = false;
    return ini_bool(c->ini, "case", "synthetic", &synthetic, err) &&
           ini_bool(c->ini, "case", "holidays", &c->holidays, err) &&
           ini_bool(c->ini, "case", "screen", &c->screen, err) &&
           ini_int(c->ini, "case", "seed", 0, INT64_C(9007199254740992), &c->seed, err) &&
           read_whole_seconds(c->ini, "bin", 1, 86400, &c->bin_s, err) &&
           ini_duration(c->ini, "case", "visit_gap", 0, 86400, &c->visit_gap_s, err) &&
           read_share(c->ini, "max_rejects", &c->max_rejects, err) &&
           read_whole_seconds(c->ini, "bridge", 0, 366 * 86400, &c->bridge_s, err) && read_look_back(c, err) &&
           ini_duration(c->ini, "case", "ttl", 1, LONGEST_TTL_S, &c->ttl_s, err);
}

/* Nothing of that name, not even a link that leads nowhere. */
static bool is_absent(const char *path)
{
    struct stat s;
    return lstat(path, &s) != 0 && errno == ENOENT;
}

/* The table that KEY names, NULL when there is none.  One that is named must be
   there, and one that is there must be readable: without it the report is another. */
static bool find_table(struct casefile *c, const char *key, const char *usual, char **path, struct err *err)
{
    const char *name = ini_text(c->ini, "case", key, usual);
    struct buf b = BUF_INIT;
    buf_add_format(&b, "%s%s%s", name[0] == '/' ? "" : c->folder, name[0] == '/' ? "" : "/", name);
    *path = buf_detach(&b);
    if (access(*path, R_OK) == 0)
        return true;
    bool named = ini_text(c->ini, "case", key, NULL) != NULL;
    bool good = named ? ini_wrong(c->ini, "case", key, err, "cannot read '%s'", name)
                      : is_absent(*path) || err_errno(err, "%s: error: cannot read it", *path);
    free(*path);
    *path = NULL;
    return good;
}

static bool read_case(struct casefile *c, struct err *err)
{
    struct ini *ini = c->ini;
    if (!ini_only(ini, "case", case_keys, err) || !read_numbers(c, err) || !read_service(c, err) || !read_propositions(c, err))
        return false;
    if (86400 % c->bin_s != 0)
        return ini_wrong(ini, "case", "bin", err, "%lld seconds do not divide a day", (long long) c->bin_s);
    if (!check_word(ini, "case", "paper", papers, err) || !check_word(ini, "case", "profile", profiles, err))
        return false;
    c->profile = ini_text(ini, "case", "profile", profiles[0]);
    return find_table(c, "parties", "parties.csv", &c->parties, err) &&
           find_table(c, "events", "events.csv", &c->events, err);
}

/* --- [input NAME] -------------------------------------------------------------------- */

/* One end of an interval: a day (LAST: its end) or a full stamp. */
static bool read_end(struct text t, bool last, when_t *out, struct err *err)
{
    int64_t day;
    if (t.len != 10)
        return when_parse(t, out, err);
    if (!when_parse_day(t, &day, err))
        return false;
    *out = (day + last) * WHEN_DAY;
    return true;
}

/* START..END */
static bool read_interval(struct text t, struct case_interval *out)
{
    struct err ignored = { 0 };
    const char *dots = memmem(t.at, t.len, "..", 2);
    if (!dots)
        return false;
    size_t n = (size_t) (dots - t.at);
    return read_end((struct text){ t.at, n }, false, &out->start, &ignored) &&
           read_end((struct text){ dots + 2, t.len - n - 2 }, true, &out->end, &ignored) && out->end > out->start;
}

/* Intervals separated by blanks; they may overlap, dielog-span melts them. */
static bool read_observed(const struct ini *ini, struct case_input *in, struct err *err)
{
    const char *p = ini_text(ini, in->section, "observed", "");
    for (p += strspn(p, " \t"); *p; p += strspn(p, " \t")) {
        struct text t = { p, strcspn(p, " \t") };
        in->observed = mem_grow(in->observed, &in->observed_capacity, in->n_observed + 1, sizeof *in->observed);
        if (!read_interval(t, &in->observed[in->n_observed]))
            return ini_wrong(ini, in->section, "observed", err,
                             "found '%.*s', expected START..END, two days or two stamps with a zone", (int) t.len, t.at);
        in->n_observed++;
        p += t.len;
    }
    return true;
}

static bool check_zone(const struct ini *ini, const char *section, const char *key, struct err *err)
{
    const char *zone = ini_text(ini, section, key, NULL);
    struct err inner = { 0 };
    return !zone || tz_check(zone, &inner) || ini_wrong(ini, section, key, err, "%s", inner.text);
}

/* The dialect must exist, and what the input says must be what it reads. */
static bool check_format(const struct ini *ini, const char *section, struct err *err)
{
    const char *format = ini_text(ini, section, "format", NULL), *key = "format";
    struct format_input input = { 0 };
    struct err inner = { 0 };
    if (!format)
        return ini_wrong(ini, section, NULL, err, "format = is missing");
    for (size_t i = 0; format_keys[i]; i++)
        *format_value(&input, format_keys[i]) = ini_text(ini, section, format_keys[i], NULL);
    if (strcmp(format, FORMAT_AUTO) == 0)
        return true; /* what it reads is known when it was told */
    const struct dialect *d = format_find(format, &inner);
    if (d && format_check(d, &input, &key, &inner))
        return true;
    return ini_wrong(ini, section, key ? key : "format", err, "%s", inner.text + strlen("error: "));
}

/* Fails on a key that neither the case nor any dialect knows. */
static bool check_keys(const struct ini *ini, const char *section, struct err *err)
{
    const char *known[64];
    size_t n = 0;
    const char *const *const lists[] = { input_keys, case_reading_keys, format_keys };
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++)
        for (size_t i = 0; lists[l][i] && n + 1 < sizeof known / sizeof *known; i++)
            known[n++] = lists[l][i];
    known[n] = NULL;
    return ini_only(ini, section, known, err);
}

static bool check_start(const struct ini *ini, const char *section, struct err *err)
{
    const char *start = ini_text(ini, section, "start", NULL);
    struct err inner = { 0 };
    int64_t day;
    return !start || when_parse_day(text_of(start), &day, &inner) ||
           ini_wrong(ini, section, "start", err, "found '%s', expected a date such as 2016-05-04", start);
}

static bool read_input(struct casefile *c, const char *section, struct err *err)
{
    const struct ini *ini = c->ini;
    struct case_input *in = &c->inputs[c->n++];
    *in = (struct case_input){ .section = section };
    in->sensor = ini_text(ini, section, "sensor", section + strlen("input "));
    in->files = ini_text(ini, section, "files", "");
    if (!check_keys(ini, section, err))
        return false;
    if (!short_id(text_of(in->sensor)) || strlen(in->sensor) > LONGEST_SENSOR)
        return ini_wrong(ini, section, ini_text(ini, section, "sensor", NULL) ? "sensor" : NULL, err,
                         "expected the sensor's name, up to %d letters, digits, _ . and -", LONGEST_SENSOR);
    if (in->files[strspn(in->files, " \t")] == '\0')
        return ini_wrong(ini, section, NULL, err, "files = is missing");
    return check_format(ini, section, err) && check_zone(ini, section, "zone", err) && check_start(ini, section, err) &&
           read_observed(ini, in, err);
}

/* [zones]: whose working hours are in question. */
static bool read_zones(struct casefile *c, struct err *err)
{
    const struct ini *ini = c->ini;
    if (!ini_only(ini, "zones", zones_keys, err) || !check_zone(ini, "zones", "a", err) ||
        !check_zone(ini, "zones", "b", err))
        return false;
    c->zone_a = ini_text(ini, "zones", "a", NULL);
    c->zone_b = ini_text(ini, "zones", "b", NULL);
    if (c->zone_a == NULL || c->zone_b == NULL)
        return ini_wrong(ini, "zones", NULL, err, "%s = is missing", c->zone_a == NULL ? "a" : "b");
    return true;
}

static bool read_sections(struct casefile *c, struct err *err)
{
    size_t sections = ini_sections(c->ini);
    c->inputs = mem_zero((sections + 1) * sizeof *c->inputs);
    for (size_t i = 0; i < sections; i++) {
        const char *section = ini_section(c->ini, i);
        if (strcmp(section, "case") == 0)
            continue;
        if (strcmp(section, "zones") == 0) {
            if (!read_zones(c, err))
                return false;
            continue;
        }
        if (strncmp(section, "input ", 6) != 0)
            return ini_wrong(c->ini, section, NULL, err, "unknown section, expected [case], [zones] or [input NAME]");
        if (!read_input(c, section, err))
            return false;
    }
    if (c->n == 0)
        return err_set(err, "%s: error: no [input NAME] section", ini_path(c->ini));
    return true;
}

/* --- the whole --------------------------------------------------------------------- */

struct casefile *case_read(const char *folder, struct err *err)
{
    struct buf path = BUF_INIT;
    struct casefile *c = mem_zero(sizeof *c);
    *c = (struct casefile){ .folder = mem_text(folder), .seed = 1, .bin_s = DEFAULT_BIN_S,
                            .bridge_s = DEFAULT_BRIDGE_S, .visit_gap_s = DEFAULT_VISIT_GAP_S,
                            .look_back_s = DEFAULT_LOOK_BACK_S, .max_rejects = DEFAULT_MAX_REJECTS };
    buf_add_format(&path, "%s/case.ini", folder);
    c->ini = ini_read(path.at, err);
    buf_release(&path);
    if (c->ini && read_case(c, err) && read_sections(c, err))
        return c;
    case_free(c);
    return NULL;
}

void case_free(struct casefile *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < c->n; i++)
        free(c->inputs[i].observed);
    free(c->inputs);
    free(c->parties);
    free(c->events);
    free(c->folder);
    ini_free(c->ini);
    free(c);
}
