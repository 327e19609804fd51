#include "facts.h"
#include "base/hash.h"
#include "base/ini.h"
#include "base/tz.h"
#include "result.h"
#include "words/label.h"
#include "words/palette.h"
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

static char *case_text(const struct ini *ini, const char *key, const char *fallback)
{
    return label_new(ini_text(ini, "case", key, fallback), 0);
}

static void read_settings(struct facts *f, const struct ini *ini)
{
    static const struct setting settings[] = {
        { "case", "seed", "seed of random draws", "1", NULL, false },
        { "case", "bin", "bin of counts", "10m", NULL, false },
        { "case", "visit_gap", "gap between visits", "2s", NULL, false },
        { "case", "bridge", "bridge between files", "7d", NULL, false },
        { "case", "max_rejects", "rejected lines at most", "1%", NULL, false },
        { "case", "profile", "profile of hours of work", "office", NULL, false },
        { "case", "holidays", "public holidays as evidence", "no", NULL, false },
        { "case", "ttl", "how long caches keep answers", "not known", NULL, false },
        { "case", "served", "parties to be answered", "those of parties.csv", NULL, false },
        { "case", "expected", "requests expected", "none stated", NULL, false },
        { "case", "reference", "party to compare loads with", "none", NULL, false },
        { "case", "propositions", "what is weighed", "all", NULL, false },
        { "case", "screen", "all pairs looked through", NULL, NULL, false },
        { "zones", "a", "first zone in question", "none", NULL, false },
        { "zones", "b", "second zone in question", "none", NULL, false },
        { "case", "synthetic", "made by a simulator", "no", NULL, false },
        { "case", "paper", "paper", "A4", NULL, false },
    };
    size_t n = 0;
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        const char *value = ini_text(ini, settings[i].section, settings[i].key, NULL);
        if (value == NULL && settings[i].fallback == NULL)
            continue;
        f->settings[n] = settings[i];
        f->settings[n].stated = value != NULL;
        f->settings[n++].value = label_new(value != NULL ? value : settings[i].fallback, 80);
    }
}

static bool read_case(struct facts *f, const char *path, struct err *err)
{
    struct ini *ini = ini_read(path, err);
    if (ini == NULL)
        return false;
    read_settings(f, ini);
    f->title = case_text(ini, "title", "Untitled case");
    f->author = case_text(ini, "author", "dielog");
    f->question = case_text(ini, "question", "");
    f->profile = case_text(ini, "profile", "office");
    if (ini_text(ini, "zones", "a", NULL) != NULL && ini_text(ini, "zones", "b", NULL) != NULL) {
        f->zone_a = label_new(ini_text(ini, "zones", "a", ""), 60);
        f->zone_b = label_new(ini_text(ini, "zones", "b", ""), 60);
    }
    f->letter = strcmp(ini_text(ini, "case", "paper", "A4"), "Letter") == 0;
    f->seed = 1;
    f->bin_s = 600;
    f->visit_gap_s = 2;
    bool good = ini_bool(ini, "case", "synthetic", &f->synthetic, err) &&
                ini_bool(ini, "case", "holidays", &f->holidays, err) &&
                ini_bool(ini, "case", "screen", &f->screen, err) &&
                ini_int(ini, "case", "seed", 0, INT64_MAX, &f->seed, err) &&
                ini_duration(ini, "case", "bin", 1, 86400, &f->bin_s, err) &&
                ini_duration(ini, "case", "visit_gap", 0, 86400, &f->visit_gap_s, err);
    ini_free(ini);
    return good;
}

static struct party *add_party(struct facts *f, const char *id)
{
    f->parties = mem_resize(f->parties, (f->n_parties + 1) * sizeof *f->parties);
    struct party *p = &f->parties[f->n_parties++];
    *p = (struct party){ .id = mem_text(id), .zone_h = NAN, .zone_h_other = NAN };
    return p;
}

static int by_count(const void *a, const void *b)
{
    const struct party *x = a, *y = b;
    bool other_x = strcmp(x->id, "other") == 0, other_y = strcmp(y->id, "other") == 0;
    if (other_x != other_y)
        return other_x - other_y;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return strcmp(x->id, y->id);
}

static bool read_shares(struct facts *f, const char *dir, struct err *err)
{
    struct result *r = result_read(dir, "share", NULL, NULL, err);
    if (r == NULL)
        return false;
    for (size_t i = 0; i < result_rows(r); i++) {
        struct party *p = add_party(f, result_text(r, i, "key"));
        p->count = result_int(r, i, "count");
        p->raw = result_int(r, i, "raw");
    }
    if (f->n_parties > 1)
        qsort(f->parties, f->n_parties, sizeof *f->parties, by_count);
    for (size_t i = 0; i < f->n_parties; i++) {
        bool other = strcmp(f->parties[i].id, "other") == 0;
        f->parties[i].colour = palette_colour(other ? PALETTE_COLOURS : i);
        f->parties[i].shape = palette_shape(other ? PALETTE_COLOURS : i);
    }
    bool good = result_sound(r, err);
    result_free(r);
    return good;
}

/* The label that all rows of the party agree on, or its id. */
static void name_party(struct party *p, const struct result *rows, bool alone)
{
    const char *name = NULL;
    for (size_t i = 0; i < result_rows(rows); i++) {
        bool covers = *result_text(rows, i, "prefix") != '\0'; /* or it only states a fact */
        if (!covers || !result_is(rows, i, "party", p->id))
            continue;
        const char *label = result_text(rows, i, "label"), *zone = result_text(rows, i, "zone");
        if (name == NULL)
            name = label;
        else if (strcmp(name, label) != 0)
            name = "";
        if (*zone != '\0' && p->zone == NULL)
            p->zone = label_new(zone, 60);
    }
    if (name == NULL && strcmp(p->id, "other") == 0)
        name = alone ? "All clients" : "All others";
    p->name = label_new(name == NULL || *name == '\0' ? p->id : name, 60);
}

/* The offsets of the party's zone over the span: the one in its middle and, when the
   clocks changed, the one before or after. */
static bool find_offsets(struct party *p, int64_t first_day, int64_t last_day, struct err *err)
{
    if (p->zone == NULL)
        return true;
    struct tz *z = tz_open(p->zone, err);
    if (z == NULL)
        return false;
    int64_t start = first_day * 86400, end = (last_day + 1) * 86400 - 1;
    double middle = tz_offset(z, (start + end) / 2) / 3600.0;
    double at_start = tz_offset(z, start) / 3600.0, at_end = tz_offset(z, end) / 3600.0;
    p->zone_h = middle;
    p->zone_h_other = at_start != middle ? at_start : at_end;
    tz_free(z);
    return true;
}

static bool read_parties(struct facts *f, const char *dir, struct err *err)
{
    struct result *r = result_read(dir, "parties", NULL, NULL, err);
    if (r == NULL)
        return false;
    bool good = true;
    for (size_t i = 0; i < f->n_parties && good; i++) {
        name_party(&f->parties[i], r, f->n_parties == 1);
        good = find_offsets(&f->parties[i], f->first_day, f->last_day, err);
    }
    result_free(r);
    return good;
}

static int by_start(const void *a, const void *b)
{
    const struct event *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return strcmp(x->id, y->id);
}

static bool read_events(struct facts *f, const char *dir, struct err *err)
{
    struct result *r = result_read(dir, "events", NULL, NULL, err);
    if (r == NULL)
        return false;
    f->n_events = result_rows(r);
    f->events = mem_zero((f->n_events + 1) * sizeof *f->events);
    for (size_t i = 0; i < f->n_events; i++)
        f->events[i] = (struct event){
            .id = mem_text(result_text(r, i, "event")),
            .name = label_new(result_text(r, i, "label"), 80),
            .start = result_when(r, i, "start"),
            .end = result_when(r, i, "end"),
        };
    qsort(f->events, f->n_events, sizeof *f->events, by_start);
    for (size_t i = 0; i < f->n_events; i++)
        f->events[i].number = (int) i + 1;
    bool good = result_sound(r, err);
    result_free(r);
    return good;
}

static bool read_span(struct facts *f, const char *dir, struct err *err)
{
    struct result *r = result_read(dir, "observed", NULL, NULL, err);
    if (r == NULL)
        return false;
    f->first_day = INT64_MAX;
    f->last_day = INT64_MIN;
    for (size_t i = 0; i < result_rows(r); i++) {
        int64_t from = when_day_of(result_when(r, i, "start"));
        int64_t to = when_day_of(result_when(r, i, "end") - 1);
        f->first_day = from < f->first_day ? from : f->first_day;
        f->last_day = to > f->last_day ? to : f->last_day;
    }
    if (f->first_day > f->last_day)
        f->first_day = f->last_day = 0;
    bool good = result_sound(r, err);
    result_free(r);
    return good;
}

static bool read_inputs(struct facts *f, const char *dir, struct err *err)
{
    char hex[SHA256_TEXT];
    struct buf path = BUF_INIT;
    struct result *r = result_read(dir, "inputs", NULL, NULL, err);
    if (r == NULL)
        return false;
    for (size_t i = 0; i < result_rows(r); i++) {
        when_t last = result_when(r, i, "last");
        f->newest = i == 0 || last > f->newest ? last : f->newest;
    }
    if (f->newest <= 0)
        f->newest = f->last_day > 0 ? (f->last_day + 1) * WHEN_DAY : 0;
    bool good = result_sound(r, err);
    if (good && result_present(r)) {
        buf_add_format(&path, "%s/inputs.csv", dir);
        good = sha256_file(path.at, hex, err);
        if (good)
            memcpy(f->run_id, hex, sizeof f->run_id - 1);
    } else {
        memcpy(f->run_id, "no inputs   ", sizeof f->run_id - 1);
    }
    buf_release(&path);
    result_free(r);
    return good;
}

struct facts *facts_read(const char *case_path, const char *dir, struct err *err)
{
    struct facts *f = mem_zero(sizeof *f);
    if (access(dir, R_OK | X_OK) != 0)
        err_errno(err, "%s", dir);
    if (!err->set && read_case(f, case_path, err) && read_shares(f, dir, err) &&
        read_span(f, dir, err) && read_parties(f, dir, err) && read_events(f, dir, err) &&
        read_inputs(f, dir, err))
        return f;
    facts_free(f);
    return NULL;
}

void facts_free(struct facts *f)
{
    if (f == NULL)
        return;
    for (size_t i = 0; i < f->n_parties; i++) {
        free(f->parties[i].id);
        free(f->parties[i].name);
        free(f->parties[i].zone);
    }
    for (size_t i = 0; i < f->n_events; i++) {
        free(f->events[i].id);
        free(f->events[i].name);
    }
    free(f->parties);
    free(f->events);
    free(f->title);
    free(f->author);
    free(f->question);
    free(f->profile);
    for (size_t i = 0; i < SETTINGS; i++)
        free(f->settings[i].value);
    free(f->zone_a);
    free(f->zone_b);
    free(f);
}

const struct party *facts_party(const struct facts *f, const char *id)
{
    for (size_t i = 0; i < f->n_parties; i++)
        if (strcmp(f->parties[i].id, id) == 0)
            return &f->parties[i];
    return NULL;
}

bool facts_is_rest(const struct facts *f, const struct party *p)
{
    return f->n_parties > 1 && strcmp(p->id, "other") == 0;
}

const struct event *facts_event(const struct facts *f, const char *id)
{
    for (size_t i = 0; i < f->n_events; i++)
        if (strcmp(f->events[i].id, id) == 0)
            return &f->events[i];
    return NULL;
}

const char *facts_group_name(const struct facts *f, const char *group)
{
    const struct party *p = facts_party(f, group);
    return p != NULL ? p->name : strcmp(group, "all") == 0 ? "All" : group;
}

unsigned facts_group_colour(const struct facts *f, const char *group)
{
    const struct party *p = facts_party(f, group);
    return p != NULL ? p->colour : INK;
}

bool facts_has_records(const struct facts *f)
{
    return f->n_parties > 0;
}

int64_t facts_days(const struct facts *f)
{
    return f->last_day - f->first_day + 1;
}
