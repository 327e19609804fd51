/* dielog-names -- what was asked: types and names, and whether a mail receiver, a scan or a tunnel asks like that. */

#include "asked/askpatterns.h"
#include "asked/namestats.h"
#include "asked/tunnel.h"
#include "numbers/gslerrors.h"
#include "rows/outputs.h"
#include "rows/source_opts.h"
#include <math.h>
#include <stdlib.h>

#define CALLED 100 /* a likelihood ratio from which a pattern is named: "moderate" support (ENFSI 2015) ends there */
#define SESSIONS_NEED 3
#define FLOWS_TOLD 20

static struct source_opts in = SOURCE_OPTS_INIT;
static double session_gap = 10;
static const char *flows_path;
static int group_field = RECORD_PARTY;

static const struct opt table[] = {
    SOURCE_OPT_TIME(in),
    { 'g', "group", OPT_TEXT, &in.group, "COLUMN", "party (default), client or sensor: each value by itself", 0, 0 },
    { 0, "session", OPT_DURATION, &session_gap, "DURATION", "what a client asks within DURATION of each other is one session (default: 10s)",
      0, 3600 },
    { 0, "flows", OPT_TEXT, &flows_path, "FILE", "write the groups and suffixes with most names to FILE", 0, 0 },
    SOURCE_OPT_FILES_FROM(in),
    SOURCE_OPT_SEPARATOR(in),
    SOURCE_OPT_OUT(in),
};
static const struct opts program = {
    "dielog-names", "[OPTION]... [FILE]...", "Say what was asked, and what asks like that.", table, sizeof table / sizeof *table,
};

enum { GROUPS, FLOWS, TABLES };

static const char *const columns[] = {
    "group",    "n",       "names",    "fresh",         "entropy",  "labels",        "length",  "first",   "address",  "mx",
    "txt",      "ptr",     "other",    "reverse",       "searched", "single",        "sessions", "mail_sessions", "lr_mail", "lr_mail_most",
    "scan_sessions", "lr_scan", "lr_scan_most", "tunnel_suffix", "tunnel_names", "lr_tunnel", "echoes", "echo_sizes", "echo_odd", "verdict",
};
static const char *const flow_columns[] = {
    "group", "suffix", "n", "names", "names_client", "length", "bits", "log_letters", "log_length", "log_fresh", "lr",
};

struct asking {
    struct records records;
    struct askednames names;
    struct sessions sessions;
    struct askpatterns *patterns;
    struct flows flows;
    const struct flow **called; /* tunnels, of the flows: usually none */
    size_t n_called;
};

/* --- writing ------------------------------------------------------------------------------- */

struct verdicts {
    struct pattern_verdict mail, scan;
    double tunnel;
    const struct flow *flow;
};

static void say(struct buf *b, const char *what)
{
    if (b->len > 0)
        buf_add_text(b, "; ");
    buf_add_text(b, what);
}

static void put_verdict(struct csv_writer *w, const struct namestats *s, const struct verdicts *v)
{
    struct buf b = BUF_INIT;

    if (v->mail.lr >= CALLED)
        say(&b, "mail receivers");
    if (v->scan.lr >= CALLED)
        say(&b, "scan");
    if (v->tunnel >= CALLED)
        say(&b, "tunnel");
    if (s->echoes_odd * 2 > s->echoes && s->echo_sizes >= 5)
        say(&b, "echoes of unusual sizes");
    if (b.len == 0)
        buf_add_text(&b, s->n == 0 && s->echoes == 0         ? "cannot tell: no lookups of names"
                         : s->n == 0                         ? "echoes as pings send them"
                         : v->mail.sessions < SESSIONS_NEED ? "cannot tell: too few sessions"
                                                             : "ordinary lookups");
    csv_put_text(w, b.at);
    buf_release(&b);
}

static void put_share(struct csv_writer *w, int64_t k, int64_t n)
{
    csv_put_double(w, n > 0 ? (double)k / (double)n : NAN);
}

static void put_names(struct csv_writer *w, const struct namestats *s)
{
    csv_put_int(w, s->n);
    csv_put_int(w, (int64_t)s->names);
    put_share(w, (int64_t)s->names, s->n);
    csv_put_double(w, s->entropy);
    csv_put_double(w, s->labels);
    csv_put_double(w, s->length);
    csv_put_double(w, s->first);
    for (int k = 0; k < LOOKUP_KINDS; k++)
        put_share(w, s->kinds[k], s->n);
    put_share(w, s->reverse, s->n);
    put_share(w, s->searched, s->n);
    put_share(w, s->single, s->n);
}

static void put_pattern(struct csv_writer *w, const struct pattern_verdict *v)
{
    csv_put_double(w, v->sessions > 0 ? v->of_pattern : NAN);
    csv_put_double(w, v->lr);
    csv_put_double(w, v->lr_most);
}

static void put_row(struct csv_writer *w, const struct asking *a, uint32_t group)
{
    const struct namestats *s = &a->names.stats[group];
    struct verdicts v = { askpatterns_judge(a->patterns, group, PATTERN_MAIL), askpatterns_judge(a->patterns, group, PATTERN_SCAN), NAN,
                          NULL };

    v.tunnel = flows_judge(&a->flows, group, &v.flow);
    csv_put(w, names_at(a->records.texts[group_field], group));
    put_names(w, s);
    csv_put_int(w, (int64_t)v.mail.sessions);
    put_pattern(w, &v.mail);
    put_pattern(w, &v.scan);
    csv_put(w, v.flow != NULL ? v.flow->suffix : TEXT(""));
    csv_put_double(w, v.flow != NULL ? (double)v.flow->names : NAN);
    csv_put_double(w, v.tunnel);
    csv_put_int(w, s->echoes);
    csv_put_int(w, (int64_t)s->echo_sizes);
    put_share(w, s->echoes_odd, s->echoes);
    put_verdict(w, s, &v);
    csv_put_end(w);
}

static void write_groups(struct csv_writer *w, const struct asking *a)
{
    size_t n = names_count(a->records.texts[group_field]);
    uint32_t *order = mem_alloc((n + 1) * sizeof *order);

    records_order(&a->records, (enum record_field)group_field, order);
    csv_put_header(w, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < n; i++)
        put_row(w, a, order[i]);
    free(order);
}

static void put_flow(struct csv_writer *w, const struct asking *a, const struct flow *f)
{
    csv_put(w, names_at(a->records.texts[group_field], f->group));
    csv_put(w, f->suffix);
    csv_put_int(w, (int64_t)f->questions);
    csv_put_int(w, (int64_t)f->names);
    csv_put_int(w, (int64_t)f->of_client);
    csv_put_double(w, f->length);
    csv_put_double(w, f->bits);
    csv_put_double(w, f->letters);
    csv_put_double(w, f->length_part);
    csv_put_double(w, f->fresh);
    csv_put_double(w, f->lr);
    csv_put_end(w);
}

static void write_flows(struct csv_writer *w, const struct asking *a)
{
    csv_put_header(w, flow_columns, sizeof flow_columns / sizeof *flow_columns);
    for (size_t i = 0; i < a->flows.n && i < FLOWS_TOLD; i++)
        put_flow(w, a, &a->flows.at[i]);
}

static void write_all(struct outputs *t, const struct asking *a)
{
    struct csv_writer *flows = outputs_rows(t, FLOWS);

    write_groups(outputs_rows(t, GROUPS), a);
    if (flows != NULL)
        write_flows(flows, a);
}

/* --- all ----------------------------------------------------------------------------------- */

/* No lookup, or of a flow that is called a tunnel: its sessions would look like sweeps. */
static bool is_left(const struct record *one, void *context)
{
    const struct asking *a = context;

    if (!askednames_is_lookup(&a->names, one))
        return true;
    for (size_t k = 0; k < a->n_called; k++) {
        if (flow_has(a->called[k], &a->records, (enum record_field)group_field, one))
            return true;
    }
    return false;
}

static void call_tunnels(struct asking *a)
{
    size_t room = 0;

    for (size_t k = 0; k < a->flows.n && a->flows.at[k].names >= TUNNEL_NAMES; k++) {
        if (!(a->flows.at[k].lr >= CALLED))
            continue;
        a->called = mem_grow(a->called, &room, a->n_called + 1, sizeof *a->called);
        a->called[a->n_called++] = &a->flows.at[k];
    }
}

/* Goes through the records three times: for names, for how often each question is asked, for sessions. */
static bool learn(struct asking *a, struct err *err)
{
    struct sessions_rule rule = { (enum record_field)group_field, (int64_t)(session_gap * (double)WHEN_SECOND), 0, is_left, a };

    if (!askednames_read(&a->names, &a->records, rule.group, err))
        return false;
    flows_find(&a->flows, &a->names);
    askednames_shed(&a->names);
    call_tunnels(a);
    rule.span = a->names.to - a->names.from;
    if (!sessions_find(&a->sessions, &a->records, &rule, err))
        return false;
    a->patterns = askpatterns_new(&a->sessions);
    return true;
}

static bool run(char **files, int n, struct err *err)
{
    const char *const paths[TABLES] = { in.out, flows_path };
    struct inputs inputs = source_opts_inputs(&in, files, n);
    struct outputs *outputs = outputs_open(paths, TABLES, err);
    struct asking a = { .patterns = NULL };
    bool good;

    records_init(&a.records, &inputs, in.time);
    good = outputs != NULL && learn(&a, err);
    if (good) {
        write_all(outputs, &a);
        good = outputs_publish(outputs, err);
    }
    outputs_free(outputs);
    askpatterns_free(a.patterns);
    sessions_release(&a.sessions);
    free(a.called);
    flows_release(&a.flows);
    askednames_release(&a.names);
    records_release(&a.records);
    return good;
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    int n = opts_parse(&program, argc, argv);

    gslerrors_begin();
    source_opts_check(&in, &program);
    if (in.group != NULL)
        group_field = record_field_find(in.group);
    if (group_field < 0 || group_field > RECORD_PARTY)
        opts_wrong(&program, "--group is party, client or sensor, not '%s'", in.group);
    return run(argv, n, &err) ? 0 : err_report(&err, program.program);
}
