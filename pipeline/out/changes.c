#include "changes.h"
#include "base/outfile.h"
#include "base/csv.h"
#include "base/names.h"
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#define MOST_LISTED 20 /* names or verdicts of one kind */
#define MOST_KEYS 3

/* A table by its key columns: one text and one number a row. */
struct fact {
    char *text;
    int64_t number;
};

struct facts {
    struct names *keys; /* in order of the rows */
    struct fact *at;
    size_t n, capacity;
};

struct source {
    const char *table;
    const char *key[MOST_KEYS]; /* NULL ends them */
    const char *text, *number;  /* columns, or NULL */
    const char *kind;           /* rows of this kind alone; NULL: all */
};

static const struct source parties = { "share", { "key" }, NULL, "count", NULL };
static const struct source clients = { "share_client", { "key" }, "party", "count", NULL };
static const struct source rejects = { "rejects", { "reason" }, NULL, "lines", NULL };
static const struct source lines = { "inputs", { "batch" }, NULL, "lines", NULL };
static const struct source kept = { "inputs", { "batch" }, NULL, "kept", NULL };
static const struct source rejected = { "inputs", { "batch" }, NULL, "rejected", NULL };
static const struct source spikes = { "spikes", { "start", "maker" }, "direction", NULL, NULL };

static const struct {
    const char *title;
    struct source source;
} verdicts[] = {
    { "Windows", { "window", { "group", "event" }, "verdict", NULL, NULL } },
    { "Gaps", { "coverage", { "series", "start", "end" }, "verdict", NULL, NULL } },
    { "Zones", { "zone", { "group" }, "zone", NULL, NULL } },
    { "People or machines", { "cadence", { "group" }, "verdict", NULL, NULL } },
};

/* --- reading ----------------------------------------------------------------------------- */

static void facts_release(struct facts *f)
{
    for (size_t i = 0; i < f->n; i++)
        free(f->at[i].text);
    names_free(f->keys);
    free(f->at);
    *f = (struct facts){ NULL, NULL, 0, 0 };
}

/* Numbers of rows with the same key add up. */
static void add_fact(struct facts *f, struct text key, struct text text, int64_t number)
{
    size_t i = names_add(f->keys, key);
    struct buf copy = BUF_INIT;
    f->at = mem_grow(f->at, &f->capacity, i + 1, sizeof *f->at);
    if (i == f->n)
        f->at[f->n++] = (struct fact){ NULL, 0 };
    f->at[i].number += number;
    free(f->at[i].text);
    buf_add(&copy, text.at, text.len);
    f->at[i].text = buf_detach(&copy);
}

static bool add_row(struct facts *f, const struct csv_reader *r, const struct source *s, const size_t *key, size_t text,
                    size_t number, struct err *err)
{
    struct buf name = BUF_INIT;
    int64_t n = 0;
    for (size_t i = 0; i < MOST_KEYS && s->key[i]; i++) {
        struct text field = csv_field(r, key[i]);
        buf_add_text(&name, i > 0 && field.len > 0 ? " " : "");
        buf_add(&name, field.at, field.len);
    }
    bool good = !s->number || csv_int(r, number, &n, err);
    if (good)
        add_fact(f, (struct text){ name.at ? name.at : "", name.len }, s->text ? csv_field(r, text) : TEXT(""), n);
    buf_release(&name);
    return good;
}

static bool has_columns(const struct csv_reader *r, const struct source *s)
{
    bool all = (!s->text || csv_find(r, s->text) >= 0) && (!s->number || csv_find(r, s->number) >= 0) &&
               (!s->kind || csv_find(r, "kind") >= 0);
    for (size_t i = 0; i < MOST_KEYS && s->key[i]; i++)
        all = all && csv_find(r, s->key[i]) >= 0;
    return all;
}

static bool read_rows(struct facts *f, struct csv_reader *r, const struct source *s, struct err *err)
{
    size_t key[MOST_KEYS], text = 0, number = 0, kind = 0;
    enum csv_status status = CSV_ROW;
    for (size_t i = 0; i < MOST_KEYS && s->key[i]; i++)
        if (!csv_need(r, s->key[i], &key[i], err))
            return false;
    if ((s->text && !csv_need(r, s->text, &text, err)) || (s->number && !csv_need(r, s->number, &number, err)) ||
        (s->kind && !csv_need(r, "kind", &kind, err)))
        return false;
    while (status == CSV_ROW && (status = csv_next(r, err)) == CSV_ROW)
        if ((!s->kind || text_is(csv_field(r, kind), s->kind)) && !add_row(f, r, s, key, text, number, err))
            return false;
    return status == CSV_END;
}

/* FOLDER NULL, or without that table: no rows.  So is one whose table has other columns, where that is no MISTAKE:
   an older release wrote it. */
static bool facts_read(struct facts *f, const char *folder, const struct source *s, bool mistake, struct err *err)
{
    struct buf path = BUF_INIT;
    *f = (struct facts){ names_new(), NULL, 0, 0 };
    if (folder)
        buf_add_format(&path, "%s/%s.csv", folder, s->table);
    bool there = false, good = !folder || file_there(path.at, &there, err);
    if (there) {
        struct csv_reader *r = csv_open(path.at, ',', err);
        good = r && ((!mistake && !has_columns(r, s)) || read_rows(f, r, s, err));
        good = csv_close(r, err) && good;
    }
    buf_release(&path);
    return good;
}

static const struct fact *facts_find(const struct facts *f, struct text key)
{
    int64_t i = names_find(f->keys, key);
    return i >= 0 && (size_t) i < f->n ? &f->at[i] : NULL;
}

/* --- comparing --------------------------------------------------------------------------- */

struct pair {
    struct facts old, new;
};

static bool pair_read(struct pair *p, const char *old, const char *new, const struct source *s, struct err *err)
{
    bool good = facts_read(&p->old, old, s, false, err);
    return facts_read(&p->new, new, s, true, err) && good;
}

static void pair_release(struct pair *p)
{
    facts_release(&p->old);
    facts_release(&p->new);
}

/* By how much the numbers rose in all; *ROSE counts the keys whose number did. */
static bool sum_rises(const char *old, const char *new, const struct source *s, int64_t *sum, int64_t *rose,
                      struct err *err)
{
    struct pair p;
    bool good = pair_read(&p, old, new, s, err);
    *sum = *rose = 0;
    for (size_t i = 0; good && i < p.new.n; i++) {
        const struct fact *was = facts_find(&p.old, names_at(p.new.keys, i));
        int64_t more = p.new.at[i].number - (was ? was->number : 0);
        *sum += more;
        *rose += more > 0;
    }
    pair_release(&p);
    return good;
}

static void list_more(struct changes *c, int64_t n)
{
    if (n > MOST_LISTED)
        buf_add_format(&c->text, "  and %" PRId64 " more\n", n - MOST_LISTED);
}

/* Keys that were not there; where there was a night before they are listed. */
static bool find_new(struct changes *c, const char *old, const char *new, const struct source *s, const char *title,
                     int64_t *n, struct err *err)
{
    struct pair p;
    bool good = pair_read(&p, old, new, s, err);
    *n = 0;
    for (size_t i = 0; good && i < p.new.n; i++) {
        struct text key = names_at(p.new.keys, i);
        const struct fact *is = &p.new.at[i];
        if (facts_find(&p.old, key))
            continue;
        if (++*n == 1)
            buf_add_format(&c->text, "\nNew %s:\n", title);
        if (old && *n <= MOST_LISTED)
            buf_add_format(&c->text, "  %s%s%s%s, %" PRId64 " lookups\n", key.at, is->text[0] ? " (" : "", is->text,
                           is->text[0] ? ")" : "", is->number);
    }
    if (old)
        list_more(c, *n);
    else if (*n > 0)
        buf_add_format(&c->text, "  %" PRId64 "\n", *n);
    pair_release(&p);
    return good;
}

/* What a new row of this verdict is not worth telling for. */
static bool is_quiet(const char *verdict)
{
    return strcmp(verdict, "as expected") == 0 || strcmp(verdict, "consistent with no change") == 0 ||
           strncmp(verdict, "cannot tell", 11) == 0 || verdict[0] == '\0';
}

static bool find_verdicts(struct changes *c, const char *old, const char *new, const struct source *s, const char *title,
                          struct err *err)
{
    struct pair p;
    bool good = pair_read(&p, old, new, s, err);
    int64_t n = 0;
    for (size_t i = 0; good && i < p.new.n; i++) {
        struct text key = names_at(p.new.keys, i);
        const struct fact *was = facts_find(&p.old, key);
        const char *is = p.new.at[i].text;
        if (was ? strcmp(was->text, is) == 0 : is_quiet(is))
            continue;
        if (++n == 1)
            buf_add_format(&c->text, "\n%s:\n", title);
        if (n <= MOST_LISTED)
            buf_add_format(&c->text, "  %s: %s%s%s%s\n", key.at, is, was ? " (was: " : "", was ? was->text : "",
                           was ? ")" : "");
    }
    list_more(c, n);
    c->verdicts += n;
    pair_release(&p);
    return good;
}

static bool find_rejects(struct changes *c, const char *old, const char *new, struct err *err)
{
    struct pair p;
    bool good = pair_read(&p, old, new, &rejects, err);
    int64_t n = 0;
    for (size_t i = 0; good && i < p.new.n; i++) {
        const struct fact *was = facts_find(&p.old, names_at(p.new.keys, i));
        int64_t more = p.new.at[i].number - (was ? was->number : 0);
        if (more <= 0)
            continue;
        buf_add_format(&c->text, "%s  %s: %" PRId64 "\n", n++ == 0 ? "\nLines that do not parse:\n" : "",
                       names_at(p.new.keys, i).at, more);
    }
    pair_release(&p);
    return good;
}

/* "2016-07-06 clinic": the key's start, without its time, and who made the spike. */
static void tell_spike(struct changes *c, struct text key)
{
    const char *maker = memchr(key.at, ' ', key.len);
    if (++c->spikes == 1)
        buf_add_text(&c->text, "\nSpikes:\n");
    if (c->spikes <= MOST_LISTED)
        buf_add_format(&c->text, "  %.10s%s%s\n", key.at, maker ? "," : "", maker ? maker : "");
}

/* Spikes (dielog-spike) that were not there.  Where there was no night before nothing is new. */
static bool find_spikes(struct changes *c, const char *old, const char *new, struct err *err)
{
    struct pair p;
    bool good = pair_read(&p, old, new, &spikes, err);
    for (size_t i = 0; good && old && i < p.new.n; i++) {
        struct text key = names_at(p.new.keys, i);
        if (strcmp(p.new.at[i].text, "more") == 0 && !facts_find(&p.old, key))
            tell_spike(c, key);
    }
    list_more(c, c->spikes);
    pair_release(&p);
    return good;
}

bool changes_find(struct changes *c, const char *old, const char *new, struct err *err)
{
    int64_t ignored;
    *c = (struct changes){ 0 };
    bool good = sum_rises(old, new, &lines, &c->lines, &c->logs, err) &&
                sum_rises(old, new, &kept, &c->kept, &ignored, err) &&
                sum_rises(old, new, &rejected, &c->rejected, &ignored, err);
    buf_add_format(&c->text, "%" PRId64 " new lines in %" PRId64 " logs: %" PRId64 " kept, %" PRId64 " rejected\n",
                   c->lines, c->logs, c->kept, c->rejected);
    good = good && find_rejects(c, old, new, err) && find_new(c, old, new, &parties, "parties", &c->parties, err) &&
           find_new(c, old, new, &clients, "clients", &c->clients, err) && find_spikes(c, old, new, err);
    for (size_t i = 0; good && i < sizeof verdicts / sizeof *verdicts; i++)
        good = find_verdicts(c, old, new, &verdicts[i].source, verdicts[i].title, err);
    if (!good)
        changes_release(c);
    return good;
}

void changes_release(struct changes *c) { buf_release(&c->text); }

static void add_count(struct buf *into, int64_t n, const char *what)
{
    if (n > 0)
        buf_add_format(into, "%s%" PRId64 " %s", into->len > 0 ? ", " : "", n, what);
}

void changes_subject(const struct changes *c, struct buf *into)
{
    struct buf said = BUF_INIT;
    add_count(&said, c->parties, c->parties == 1 ? "new party" : "new parties");
    add_count(&said, c->clients, c->clients == 1 ? "new client" : "new clients");
    add_count(&said, c->spikes, c->spikes == 1 ? "spike" : "spikes");
    add_count(&said, c->verdicts, c->verdicts == 1 ? "verdict" : "verdicts");
    add_count(&said, c->rejected, c->rejected == 1 ? "rejected line" : "rejected lines");
    buf_add_text(into, said.len ? said.at : c->lines > 0 ? "nothing but more of the same" : "nothing new");
    buf_release(&said);
}
