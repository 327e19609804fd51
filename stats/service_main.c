/* dielog-service -- who is answered and who is denied, whether the service answers only a stated few, and the daily load. */

#include "asked/service.h"
#include "base/num.h"
#include "days/load.h"
#include "numbers/gslerrors.h"
#include "numbers/multiple.h"
#include "numbers/proportion.h"
#include "numbers/stream.h"
#include "rows/outputs.h"
#include "rows/records.h"
#include "rows/source_opts.h"
#include <math.h>
#include <stdlib.h>

#define CALLED 100 /* likelihood ratio from which the proposition is named, and its inverse */
#define ALPHA .01
#define OUTSIDERS 3

static struct source_opts in = SOURCE_OPTS_INIT;
static const char *served_list, *expected_text, *reference, *days_path;
static double expected_lo = NAN, expected_hi = NAN;

static const struct opt table[] = {
    SOURCE_OPT_TIME(in),
    { 0, "served", OPT_TEXT, &served_list, "PARTY[,PARTY...]", "who is meant to be answered (default: every party but other)", 0, 0 },
    { 0, "expected", OPT_TEXT, &expected_text, "LOW..HIGH", "requests a day that are expected in all", 0, 0 },
    { 0, "reference", OPT_TEXT, &reference, "PARTY", "also the ratio of each party's load to that of PARTY", 0, 0 },
    { 0, "days", OPT_TEXT, &days_path, "FILE", "write the answers by party and day to FILE", 0, 0 },
    SOURCE_OPT_OBSERVED(in),
    SOURCE_OPT_FILES_FROM(in),
    SOURCE_OPT_SEPARATOR(in),
    SOURCE_OPT_SEED(in),
    SOURCE_OPT_OUT(in),
};
static const struct opts program = {
    "dielog-service", "[OPTION]... [FILE]...",
    "Say who is answered and who is denied, since when, and whether the daily load is what is expected.", table,
    sizeof table / sizeof *table,
};

enum { GROUPS, DAYS, TABLES };

static const char *const columns[] = {
    "group",   "served",      "n",           "answered", "denied",           "failed",         "unsaid",    "share",   "lo95",    "hi95",
    "since",   "share_before", "share_after", "p_change", "p_holm",           "clients_answered", "clients_denied", "lr_closed",
    "per_day", "load_lo95",   "load_hi95",   "p_low",    "p_high",           "ratio",          "ratio_lo95", "ratio_hi95", "verdict",
};

struct day {
    int64_t day;
    double n[ANSWERS];
};

/* Of one party, or of all. */
struct group {
    const char *name;
    bool served;
    double n[ANSWERS];
    struct day *days; /* with records */
    size_t n_days, days_capacity;
    struct load_events events; /* observed */
    double clients_answered, clients_denied;
    struct service_change change;
    double p_holm;
    struct load load, ratio;
};

/* What most of a client's told requests met with, and the client's party. */
struct client {
    double answered, denied;
    uint32_t party;
};

struct service {
    struct records records;
    struct observed observed; /* from the first record to the last where it is not stated */
    enum answer *answer;      /* by the number of the status */
    struct client *clients;   /* by their number */
    struct group all, *parties; /* while counting; parties by their number */
    size_t n_answers, answers_capacity, n_clients, clients_capacity, n_parties, parties_capacity;
    struct group *groups; /* then "all" first, and the parties in order */
    size_t n;
    double lr_closed;
};

/* --- counting ------------------------------------------------------------------------------ */

static bool is_listed(const char *list, const char *name)
{
    size_t n = strlen(name);

    for (const char *at = list; *at != '\0';) {
        size_t length = strcspn(at, ", ");

        if (length == n && memcmp(at, name, n) == 0)
            return true;
        at += length + strspn(at + length, ", ");
    }
    return false;
}

static bool is_served(const char *party)
{
    return served_list != NULL ? is_listed(served_list, party) : strcmp(party, "other") != 0 && *party != '\0';
}

static void release_group(struct group *g)
{
    free(g->days);
    load_release(&g->events);
    *g = (struct group){ .name = NULL };
}

static void forget(void *context)
{
    struct service *s = context;

    release_group(&s->all);
    for (size_t i = 0; i < s->n_parties; i++)
        release_group(&s->parties[i]);
    s->n_answers = s->n_clients = s->n_parties = 0;
}

static enum answer answer_of(struct service *s, uint32_t status)
{
    s->answer = mem_grow(s->answer, &s->answers_capacity, status + 1, sizeof *s->answer);
    while (s->n_answers <= status) {
        s->answer[s->n_answers] = service_answer(names_at(s->records.texts[RECORD_STATUS], s->n_answers));
        s->n_answers++;
    }
    return s->answer[status];
}

static struct client *client_of(struct service *s, uint32_t client)
{
    s->clients = mem_grow(s->clients, &s->clients_capacity, client + 1, sizeof *s->clients);
    while (s->n_clients <= client)
        s->clients[s->n_clients++] = (struct client){ 0, 0, 0 };
    return &s->clients[client];
}

static struct group *party_of(struct service *s, uint32_t party)
{
    s->parties = mem_grow(s->parties, &s->parties_capacity, party + 1, sizeof *s->parties);
    while (s->n_parties <= party)
        s->parties[s->n_parties++] = (struct group){ .name = NULL };
    return &s->parties[party];
}

static void count_client(struct client *c, const struct record *one, enum answer a)
{
    c->answered += a == ANSWER_GIVEN ? (double)one->count : 0;
    c->denied += a == ANSWER_DENIED ? (double)one->count : 0;
    c->party = one->field[RECORD_PARTY];
}

static void count_record(struct group *g, const struct record *one, enum answer a, when_t start)
{
    int64_t day = when_day_of(one->time);

    if (g->n_days == 0 || g->days[g->n_days - 1].day != day) {
        g->days = mem_grow(g->days, &g->days_capacity, g->n_days + 1, sizeof *g->days);
        g->days[g->n_days++] = (struct day){ day, { 0 } };
    }
    g->n[a] += (double)one->count;
    g->days[g->n_days - 1].n[a] += (double)one->count;
    load_add(&g->events, start, one->time, (double)one->count);
}

static void count(const struct record *one, void *context)
{
    struct service *s = context;
    struct group *party = party_of(s, one->field[RECORD_PARTY]);
    enum answer a = answer_of(s, one->field[RECORD_STATUS]);
    when_t start = in.observed != NULL ? observed_start(&s->observed) : s->records.first;

    count_client(client_of(s, one->field[RECORD_CLIENT]), one, a);
    if (in.observed != NULL && !observed_at(&s->observed, one->time))
        return;
    count_record(&s->all, one, a, start);
    count_record(party, one, a, start);
}

static void count_clients(struct service *s)
{
    for (size_t i = 0; i < s->n_clients; i++) {
        const struct client *c = &s->clients[i];

        s->parties[c->party].clients_answered += c->answered > c->denied;
        s->parties[c->party].clients_denied += c->denied > c->answered;
    }
}

/* Takes over what the parties hold. */
static void order_groups(struct service *s)
{
    struct names *parties = s->records.texts[RECORD_PARTY];
    size_t n = names_count(parties);
    uint32_t *order = mem_alloc((n + 1) * sizeof *order);

    s->n = n + 1;
    s->groups = mem_alloc(s->n * sizeof *s->groups);
    s->groups[0] = s->all;
    s->groups[0].name = "all";
    records_order(&s->records, RECORD_PARTY, order);
    for (size_t i = 0; i < n; i++) {
        struct group *g = &s->groups[i + 1];

        *g = s->parties[order[i]];
        g->name = names_at(parties, order[i]).at;
        g->served = is_served(g->name);
    }
    s->all = (struct group){ .name = NULL };
    s->n_parties = 0;
    free(order);
}

static bool read_all(struct service *s, struct err *err)
{
    const struct records_visitor counting = { forget, count, s, RECORD_BIT(RECORD_CLIENT) | RECORD_BIT(RECORD_PARTY) | RECORD_BIT(RECORD_STATUS) };

    if ((in.observed != NULL && !observed_read(&s->observed, in.observed, err)) || !records_each(&s->records, &counting, err))
        return false;
    if (in.observed == NULL && s->records.n > 0)
        observed_add(&s->observed, s->records.first, s->records.last + 1);
    count_clients(s);
    order_groups(s);
    return true;
}

/* --- judging -------------------------------------------------------------------------------- */

static void judge_change(struct group *g)
{
    struct service_day *days = mem_alloc((g->n_days + 1) * sizeof *days);
    gsl_rng *rng = stream_new((uint64_t)in.seed, program.program, g->name);
    size_t n = 0;

    for (size_t i = 0; i < g->n_days; i++) {
        if (g->days[i].n[ANSWER_GIVEN] + g->days[i].n[ANSWER_DENIED] > 0)
            days[n++] = (struct service_day){ g->days[i].day, g->days[i].n[ANSWER_GIVEN], g->days[i].n[ANSWER_DENIED] };
    }
    g->change = service_change(days, n, rng);
    gsl_rng_free(rng);
    free(days);
}

static void judge_closed(struct service *s)
{
    double a = 0, d = 0, served_a = 0, served_d = 0;

    for (size_t i = 1; i < s->n; i++) {
        const struct group *g = &s->groups[i];

        *(g->served ? &served_a : &a) += g->clients_answered;
        *(g->served ? &served_d : &d) += g->clients_denied;
    }
    s->groups[0].clients_answered = a;
    s->groups[0].clients_denied = d;
    s->lr_closed = a + d < OUTSIDERS ? NAN : service_closed(served_a, served_d, a, d);
}

static void judge_load(struct service *s, const struct group *base)
{
    for (size_t i = 0; i < s->n; i++) {
        struct group *g = &s->groups[i];

        g->load = load_of(&g->events, &s->observed, i == 0 ? expected_lo : NAN, i == 0 ? expected_hi : NAN);
        g->ratio.rate = g->ratio.lo = g->ratio.hi = NAN;
        if (base != NULL && base != g && i > 0)
            g->ratio = load_ratio(&g->events, &base->events, &s->observed, NAN, NAN);
    }
}

static bool find_reference(const struct service *s, const struct group **base, struct err *err)
{
    *base = NULL;
    for (size_t i = 1; reference != NULL && i < s->n; i++) {
        if (strcmp(s->groups[i].name, reference) == 0)
            *base = &s->groups[i];
    }
    return reference == NULL || *base != NULL || err_set(err, "error: no record of the reference '%s'", reference);
}

static bool judge(struct service *s, struct err *err)
{
    double *p = mem_alloc(s->n * sizeof *p);
    const struct group *base;

    for (size_t i = 0; i < s->n; i++) {
        judge_change(&s->groups[i]);
        p[i] = s->groups[i].change.p;
    }
    multiple_holm(p, s->n, p);
    for (size_t i = 0; i < s->n; i++)
        s->groups[i].p_holm = p[i];
    free(p);
    if (!find_reference(s, &base, err))
        return false;
    judge_closed(s);
    judge_load(s, base);
    return true;
}

/* --- writing -------------------------------------------------------------------------------- */

static void say(struct buf *b, const char *what)
{
    if (b->len > 0)
        buf_add_text(b, "; ");
    buf_add_text(b, what);
}

static void say_load(struct buf *b, const struct load *l)
{
    if (isnan(expected_lo))
        return;
    say(b, l->blocks == 0          ? "cannot tell the load: observed for too short"
           : l->p_low <= ALPHA     ? "fewer a day than expected"
           : l->p_high <= ALPHA    ? "more a day than expected"
           : l->rate < expected_lo || l->rate > expected_hi ? "load consistent with what is expected, at its edge"
                                   : "load consistent with what is expected");
}

static void put_verdict(struct csv_writer *w, const struct service *s, const struct group *g)
{
    double told = g->n[ANSWER_GIVEN] + g->n[ANSWER_DENIED];
    struct buf b = BUF_INIT;

    if (told == 0)
        say(&b, "cannot tell: the logs do not say how requests were answered");
    else if (g->p_holm <= ALPHA)
        say(&b, g->change.after > g->change.before ? "answered more often since then" : "denied more often since then");
    else
        say(&b, g->n[ANSWER_DENIED] == 0 ? "answered" : g->n[ANSWER_GIVEN] == 0 ? "denied" : "answered and denied");
    if (g == s->groups && s->lr_closed >= CALLED)
        say(&b, "answers only those served");
    if (g == s->groups && s->lr_closed <= 1. / CALLED)
        say(&b, "open to whoever asks");
    if (g == s->groups)
        say_load(&b, &g->load);
    csv_put_text(w, b.at);
    buf_release(&b);
}

static void put_change(struct csv_writer *w, const struct group *g)
{
    char day[11] = "";

    if (!isnan(g->change.p))
        when_write_day(g->change.day, day);
    csv_put_text(w, day);
    csv_put_double(w, g->change.before);
    csv_put_double(w, g->change.after);
    csv_put_double(w, g->change.p);
    csv_put_double(w, g->p_holm);
}

static void put_group(struct csv_writer *w, const struct service *s, const struct group *g)
{
    static const enum answer order[] = { ANSWER_GIVEN, ANSWER_DENIED, ANSWER_OTHER, ANSWER_UNSAID };
    double told = g->n[ANSWER_GIVEN] + g->n[ANSWER_DENIED];
    struct limits l = told > 0 ? exact_limits(g->n[ANSWER_GIVEN], told, .95) : (struct limits){ NAN, NAN };

    csv_put_text(w, g->name);
    csv_put_text(w, g == s->groups ? "" : g->served ? "yes" : "no");
    csv_put_int(w, (int64_t)g->events.sum);
    for (int k = 0; k < ANSWERS; k++)
        csv_put_int(w, (int64_t)g->n[order[k]]);
    csv_put_double(w, told > 0 ? g->n[ANSWER_GIVEN] / told : NAN);
    csv_put_double(w, l.lo);
    csv_put_double(w, l.hi);
    put_change(w, g);
    csv_put_int(w, (int64_t)g->clients_answered);
    csv_put_int(w, (int64_t)g->clients_denied);
    csv_put_double(w, g == s->groups ? s->lr_closed : NAN);
    csv_put_double(w, g->load.rate);
    csv_put_double(w, g->load.lo);
    csv_put_double(w, g->load.hi);
    csv_put_double(w, g->load.p_low);
    csv_put_double(w, g->load.p_high);
    csv_put_double(w, g->ratio.rate);
    csv_put_double(w, g->ratio.lo);
    csv_put_double(w, g->ratio.hi);
    put_verdict(w, s, g);
    csv_put_end(w);
}

static void write_groups(struct csv_writer *w, const struct service *s)
{
    csv_put_header(w, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < s->n && s->records.n > 0; i++)
        put_group(w, s, &s->groups[i]);
}

static void put_day(struct csv_writer *w, const struct group *g, const struct day *d)
{
    static const enum answer order[] = { ANSWER_GIVEN, ANSWER_DENIED, ANSWER_OTHER, ANSWER_UNSAID };
    char day[11];

    when_write_day(d->day, day);
    csv_put_text(w, g->name);
    csv_put_text(w, day);
    for (int k = 0; k < ANSWERS; k++)
        csv_put_int(w, (int64_t)d->n[order[k]]);
    csv_put_end(w);
}

static void write_days(struct csv_writer *w, const struct service *s)
{
    static const char *const names[] = { "group", "day", "answered", "denied", "failed", "unsaid" };

    csv_put_header(w, names, sizeof names / sizeof *names);
    for (size_t i = 0; i < s->n; i++) {
        for (size_t k = 0; k < s->groups[i].n_days; k++)
            put_day(w, &s->groups[i], &s->groups[i].days[k]);
    }
}

static void write_all(struct outputs *t, const struct service *s)
{
    struct csv_writer *days = outputs_rows(t, DAYS);

    write_groups(outputs_rows(t, GROUPS), s);
    if (days != NULL)
        write_days(days, s);
}

/* --- all ------------------------------------------------------------------------------------ */

static void release(struct service *s)
{
    forget(s);
    for (size_t i = 0; i < s->n; i++)
        release_group(&s->groups[i]);
    free(s->groups);
    free(s->parties);
    free(s->clients);
    free(s->answer);
    records_release(&s->records);
    observed_release(&s->observed);
}

static bool run(char **files, int n, struct err *err)
{
    const char *const paths[TABLES] = { in.out, days_path };
    struct inputs inputs = source_opts_inputs(&in, files, n);
    struct outputs *outputs = outputs_open(paths, TABLES, err);
    struct service s = { .n = 0 };
    bool good;

    records_init(&s.records, &inputs, in.time);
    observed_init(&s.observed);
    good = outputs != NULL && read_all(&s, err) && judge(&s, err);
    if (good) {
        write_all(outputs, &s);
        good = outputs_publish(outputs, err);
    }
    outputs_free(outputs);
    release(&s);
    return good;
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    int n = opts_parse(&program, argc, argv);

    gslerrors_begin();
    source_opts_check(&in, &program);
    if (expected_text != NULL && !num_range(text_of(expected_text), 0, 1e12, &expected_lo, &expected_hi, &err))
        opts_wrong(&program, "--expected: %s", err.text + strlen("error: "));
    return run(argv, n, &err) ? 0 : err_report(&err, program.program);
}
