#include "manifest.h"
#include "base/csv.h"
#include "base/json.h"
#include "base/num.h"
#include "clean.h"
#include <math.h>

const char *const manifest_columns[MANIFEST_COLUMNS] = {
    "batch", "sensor", "path", "format", "zone", "bytes", "sha256", "lines",
    "kept", "rejected", "set_aside", "first", "last", "resolution_s", "ambiguous",
    "steps_back",
};

static double seconds(int64_t micros) { return (double) micros / (double) WHEN_SECOND; }

/* --- JSON ---------------------------------------------------------------------------- */

/* Control characters are shown as clean_text shows them everywhere. */
static void add_text(struct buf *into, const char *text)
{
    struct buf storage = BUF_INIT;
    json_text(into, clean_text(&storage, text_of(text)));
    buf_release(&storage);
}

static void json_key(struct buf *into, const char *key)
{
    buf_add_text(into, into->len > 2 ? ",\n  " : "  ");
    json_text(into, text_of(key));
    buf_add_text(into, ": ");
}

static void json_member(struct buf *into, const char *key, const char *text)
{
    json_key(into, key);
    if (text)
        add_text(into, text);
    else
        buf_add_text(into, "null");
}

static void json_int(struct buf *into, const char *key, int64_t x)
{
    json_key(into, key);
    num_put_int(into, x);
}

static void json_time(struct buf *into, const char *key, const struct manifest *m, when_t t)
{
    char text[WHEN_TEXT + 1];
    when_write(t, text);
    json_member(into, key, m->result->times.n > 0 ? text : NULL);
}

/* Rejected and set aside alike; one reason may be both, then its lines are summed. */
static void json_reasons(struct buf *into, const struct tally *t)
{
    json_key(into, "reasons");
    buf_add_text(into, "{");
    for (size_t i = 0; i < t->n_reasons; i++) {
        int64_t lines = t->reasons[i].lines;
        buf_add_text(into, i > 0 ? ", " : "");
        add_text(into, t->reasons[i].reason);
        if (i + 1 < t->n_reasons && strcmp(t->reasons[i].reason, t->reasons[i + 1].reason) == 0)
            lines += t->reasons[++i].lines;
        buf_add_format(into, ": %lld", (long long) lines);
    }
    buf_add_text(into, "}");
}

void manifest_json(const struct manifest *m, struct buf *into)
{
    const struct normalize_result *r = m->result;
    buf_clear(into);
    buf_add_text(into, "{\n");
    json_member(into, "batch", m->batch);
    json_member(into, "path", m->path);
    json_member(into, "sensor", m->sensor);
    json_member(into, "format", m->format);
    json_member(into, "zone", m->zone);
    json_int(into, "bytes", r->bytes);
    json_member(into, "sha256", r->sha256);
    json_int(into, "lines", r->tally.lines);
    json_int(into, "kept", r->tally.kept);
    json_int(into, "records", r->tally.records);
    json_int(into, "rejected", r->tally.rejected);
    json_int(into, "set_aside", r->tally.set_aside);
    json_reasons(into, &r->tally);
    json_time(into, "first", m, r->times.first);
    json_time(into, "last", m, r->times.last);
    json_key(into, "resolution_s");
    json_number(into, r->times.n > 0 ? seconds(r->times.resolution_us) : NAN);
    json_int(into, "steps_back", r->times.steps_back);
    json_int(into, "ambiguous", r->times.ambiguous);
    json_key(into, "rebased");
    buf_add_text(into, r->times.n > 0 && r->times.first < WHEN_FIRST_DATED ? "true" : "false");
    json_member(into, "version", DIELOG_VERSION);
    buf_add_text(into, "\n}\n");
}

/* --- CSV ----------------------------------------------------------------------------- */

static void row_text(struct buf *into, const char *text)
{
    struct buf storage = BUF_INIT;
    if (into->len > 0 && into->at[into->len - 1] != '\n')
        buf_add_char(into, ',');
    csv_quote(into, clean_text(&storage, text_of(text)));
    buf_release(&storage);
}

static void row_int(struct buf *into, int64_t x)
{
    buf_add_char(into, ',');
    num_put_int(into, x);
}

static void row_time(struct buf *into, const struct manifest *m, when_t t)
{
    char text[WHEN_TEXT + 1];
    when_write(t, text);
    row_text(into, m->result->times.n > 0 ? text : "");
}

void manifest_row(const struct manifest *m, struct buf *into)
{
    const struct normalize_result *r = m->result;
    buf_clear(into);
    for (int i = 0; i < MANIFEST_COLUMNS; i++)
        buf_add_format(into, "%s%s", manifest_columns[i], i + 1 < MANIFEST_COLUMNS ? "," : "\n");
    row_text(into, m->batch);
    row_text(into, m->sensor);
    row_text(into, m->path);
    row_text(into, m->format);
    row_text(into, m->zone ? m->zone : "");
    row_int(into, r->bytes);
    row_text(into, r->sha256);
    row_int(into, r->tally.lines);
    row_int(into, r->tally.kept);
    row_int(into, r->tally.rejected);
    row_int(into, r->tally.set_aside);
    row_time(into, m, r->times.first);
    row_time(into, m, r->times.last);
    buf_add_char(into, ',');
    if (r->times.n > 0)
        num_put(into, seconds(r->times.resolution_us));
    row_int(into, r->times.ambiguous);
    row_int(into, r->times.steps_back);
    buf_add_char(into, '\n');
}

void manifest_reasons(const struct manifest *m, struct buf *into)
{
    const struct tally *t = &m->result->tally;
    buf_clear(into);
    buf_add_text(into, "batch,reason,lines\n");
    for (size_t i = 0; i < t->n_reasons; i++) {
        if (!t->reasons[i].rejected)
            continue;
        row_text(into, m->batch);
        row_text(into, t->reasons[i].reason);
        row_int(into, t->reasons[i].lines);
        buf_add_char(into, '\n');
    }
}
