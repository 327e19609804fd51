/* asksessions.c -- see asksessions.h. */

#include "asksessions.h"

#include "dnsname.h"
#include "lately.h"
#include "numbers/pairs.h"
#include <math.h>
#include <stdlib.h>

#define MANY 3
#define NAMES_MANY 5
#define COMMON_MANY 3
#define OFTEN 3 /* a day */

#define BIT(mark) (1u << (mark))
#define ALL (BIT(MARKS) - 1)

/* A session that is open. */
struct open {
    when_t start, last;
    uint32_t client, group;
    size_t n, told, denied;
    uint64_t *questions; /* target and action, SESSION_BUSY at most */
    size_t room;
};

/* How a client is with one question. */
struct habit {
    uint32_t sessions; /* how many ask it */
    bool known;        /* did one ask before? */
};

struct finding {
    const struct records *r;
    const struct sessions_rule *rule;
    struct sessions *out;
    void (*end)(struct finding *f, const struct open *o); /* of a session */
    struct lately *open;             /* by client */
    unsigned *of_action, *of_target; /* marks by number */
    bool *denied;                    /* by the number of the status */
    uint32_t *suffix;                /* by the number of the target */
    bool *common;                    /* by target */
    struct pairs *questions;         /* target and action */
    struct pairs *asked;             /* client and question */
    struct habit *habits;            /* by their number */
    size_t habits_room;
    size_t *sessions;                /* by client, how many; then where its next one goes */
    size_t n_clients, clients_room;
    size_t n_kept;
    struct names *kinds;
};

static unsigned action_marks(struct text t)
{
    static const struct {
        const char *type;
        enum mark mark;
    } table[] = {
        { "A", MARK_ADDRESS }, { "AAAA", MARK_ADDRESS }, { "MX", MARK_MX },      { "TXT", MARK_TXT },    { "SPF", MARK_TXT },
        { "NS", MARK_ZONE },   { "SOA", MARK_ZONE },     { "ANY", MARK_PROBE },  { "AXFR", MARK_PROBE }, { "IXFR", MARK_PROBE },
        { "HINFO", MARK_PROBE },
    };

    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (text_is(t, table[i].type))
            return BIT(table[i].mark);
    }
    return 0;
}

static unsigned target_marks(struct text t)
{
    return (dnsname_is_policy(t) ? BIT(MARK_POLICY) : 0) | (dnsname_is_reverse(t) ? BIT(MARK_REVERSE) : 0)
           | (dnsname_is_version(t) ? BIT(MARK_PROBE) : 0);
}

/* The labels at the head of public lists for guessing names below a domain. */
static bool is_common(struct text name)
{
    static const char *const labels[] = {
        "www", "mail", "ftp", "localhost", "webmail", "smtp", "pop", "ns1", "ns2", "cpanel", "autodiscover", "m", "imap", "test",
        "blog", "pop3", "dev", "www2", "admin", "forum", "news", "vpn", "ns3", "mail2", "new", "mysql", "old", "support", "mobile",
        "mx", "static", "docs", "beta", "shop", "sql", "secure", "demo", "wiki", "web", "media", "email", "images", "img", "intranet",
        "portal", "video", "sip", "dns", "api", "cdn", "stats", "search", "staging", "stage", "server", "mx1", "chat", "git", "proxy",
        "crm", "cms", "backup", "info", "apps", "app", "download", "remote", "db", "login", "sso", "files", "store", "live", "owa",
        "cloud", "monitor", "office", "exchange",
    };
    struct text first = { name.at, dnsname_first(name) };

    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        if (text_is(first, labels[i]))
            return true;
    }
    return false;
}

static void learn_texts(struct finding *f)
{
    struct names *const *texts = f->r->texts;
    struct names *suffixes = names_new();
    const size_t actions = names_count(texts[RECORD_ACTION]), targets = names_count(texts[RECORD_TARGET]);

    f->of_action = mem_alloc((actions + 1) * sizeof *f->of_action);
    f->of_target = mem_alloc((targets + 1) * sizeof *f->of_target);
    f->denied = mem_alloc((names_count(texts[RECORD_STATUS]) + 1) * sizeof *f->denied);
    f->suffix = mem_alloc((targets + 1) * sizeof *f->suffix);
    f->common = mem_alloc((targets + 1) * sizeof *f->common);
    for (size_t i = 0; i < names_count(texts[RECORD_ACTION]); i++)
        f->of_action[i] = action_marks(names_at(texts[RECORD_ACTION], i));
    for (size_t i = 0; i < names_count(texts[RECORD_TARGET]); i++) {
        f->of_target[i] = target_marks(names_at(texts[RECORD_TARGET], i));
        f->common[i] = is_common(names_at(texts[RECORD_TARGET], i));
        f->suffix[i] = (uint32_t)names_add(suffixes, dnsname_suffix(names_at(texts[RECORD_TARGET], i)));
    }
    for (size_t i = 0; i < names_count(texts[RECORD_STATUS]); i++) {
        struct text t = names_at(texts[RECORD_STATUS], i);

        f->denied[i] = text_is(t, "REFUSED") || text_is(t, "NXDOMAIN");
    }
    names_free(suffixes);
}

/* --- one session ------------------------------------------------------------------------ */

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* Most names that the sorted questions have below one suffix. */
static size_t most_names(const struct finding *f, const uint64_t *q, size_t n)
{
    size_t most = 0;

    for (size_t i = 0; i < n; i++) {
        size_t same = 0;

        for (size_t k = 0; k < n; k++)
            same += f->suffix[q[k] >> 32] == f->suffix[q[i] >> 32] && (k == 0 || q[k] >> 32 != q[k - 1] >> 32);
        most = same > most ? same : most;
    }
    return most;
}

static size_t common_names(const struct finding *f, const uint64_t *q, size_t n)
{
    size_t common = 0;

    for (size_t i = 0; i < n; i++)
        common += f->common[q[i] >> 32] && (i == 0 || q[i] >> 32 != q[i - 1] >> 32);
    return common;
}

/* The different ones among the session's questions, first in its array. */
static size_t different_questions(const struct open *o)
{
    size_t different = 0;

    mem_sort(o->questions, o->n, sizeof *o->questions, by_number);
    for (size_t i = 0; i < o->n; i++) {
        if (different == 0 || o->questions[i] != o->questions[different - 1])
            o->questions[different++] = o->questions[i];
    }
    return different;
}

static struct habit *habit_of(struct finding *f, uint32_t client, uint64_t question)
{
    const uint32_t q = (uint32_t)pairs_add(f->questions, (uint32_t)(question >> 32), (uint32_t)question);
    size_t old = pairs_count(f->asked), k = pairs_add(f->asked, client, q);

    f->habits = mem_grow(f->habits, &f->habits_room, k + 1, sizeof *f->habits);
    if (k == old)
        f->habits[k] = (struct habit){ 0, false };
    return &f->habits[k];
}

/* Marks by what the client asked before, and by what it asks often. */
static unsigned habit_marks(struct finding *f, const struct open *o, size_t different)
{
    const double days = fmax((double)f->rule->span / (double)WHEN_DAY, 1);
    size_t known = 0, often = 0;

    for (size_t i = 0; i < different; i++) {
        struct habit *h = habit_of(f, o->client, o->questions[i]);

        known += h->known;
        often += h->sessions >= OFTEN * days;
        h->known = true;
    }
    return (2 * known >= different ? BIT(MARK_ROUTINE) : 0) | (2 * often >= different ? BIT(MARK_OFTEN) : 0);
}

/* Marks of the questions one by one. */
static unsigned single_marks(const struct finding *f, const struct open *o, size_t different)
{
    unsigned marks = 0;

    for (size_t i = 0; i < different; i++) {
        unsigned own = f->of_target[o->questions[i] >> 32];

        marks |= own | (own & BIT(MARK_POLICY) ? 0 : f->of_action[(uint32_t)o->questions[i]]);
    }
    return marks;
}

static struct session look(struct finding *f, const struct open *o)
{
    struct session s = { o->group, 0, ALL, o->n > SESSION_BUSY };
    size_t different;

    if (s.busy)
        return s;
    different = different_questions(o);
    s.marks = single_marks(f, o, different) | (2 * o->denied > o->told ? BIT(MARK_DENIED) : 0) | (different >= MANY ? BIT(MARK_MANY) : 0)
              | (different == o->n ? BIT(MARK_ONCE) : 0) | (most_names(f, o->questions, different) >= NAMES_MANY ? BIT(MARK_NAMES) : 0)
              | (common_names(f, o->questions, different) >= COMMON_MANY ? BIT(MARK_COMMON) : 0) | habit_marks(f, o, different);
    s.known &= o->told == 0 ? ~BIT(MARK_DENIED) : ALL;
    s.known &= o->n == 1 ? ~BIT(MARK_ONCE) : ALL; /* one question is never twice */
    return s;
}

/* --- the first way through: how many sessions, and how often each question is asked --------------- */

static size_t *sessions_of(struct finding *f, uint32_t client)
{
    f->sessions = mem_grow(f->sessions, &f->clients_room, client + 1, sizeof *f->sessions);
    while (f->n_clients <= client)
        f->sessions[f->n_clients++] = 0;
    return &f->sessions[client];
}

static void count_session(struct finding *f, const struct open *o)
{
    ++*sessions_of(f, o->client);
    f->out->n++;
    if (o->n > SESSION_BUSY)
        return;
    for (size_t i = 0, n = different_questions(o); i < n; i++)
        habit_of(f, o->client, o->questions[i])->sessions++;
}

/* --- the second: what each is like ------------------------------------------------------------------ */

static uint32_t kind_of(struct finding *f, const struct session *s)
{
    const uint32_t key[] = { s->group, s->marks, s->known, s->busy };
    struct sessions *out = f->out;
    size_t k = names_add(f->kinds, (struct text){ (const char *)key, sizeof key });

    if (k == out->n_kinds) {
        out->kinds = mem_grow(out->kinds, &out->capacity, k + 1, sizeof *out->kinds);
        out->kinds[out->n_kinds++] = *s;
    }
    return (uint32_t)k;
}

/* Those of each client have room behind those of the ones before. */
static void make_room(struct finding *f)
{
    size_t next = 0;

    f->out->of = mem_alloc((f->out->n + 1) * sizeof *f->out->of);
    for (size_t c = 0; c < f->n_clients; c++) {
        size_t n = f->sessions[c];

        f->sessions[c] = next;
        next += n;
    }
}

static void keep_session(struct finding *f, const struct open *o)
{
    const struct session s = look(f, o);
    size_t *next = sessions_of(f, o->client);

    if (*next < f->out->n) /* else the files changed meanwhile, and the number of all tells */
        f->out->of[(*next)++] = kind_of(f, &s);
    f->n_kept++;
}

/* --- all -------------------------------------------------------------------------------- */

static void close_session(void *value, void *context)
{
    struct open *o = value;

    ((struct finding *)context)->end(context, o);
    free(o->questions);
}

static void forget(void *context)
{
    struct finding *f = context;

    lately_end(f->open);
    pairs_clear(f->asked);
    f->n_clients = 0;
    f->out->n = 0;
}

static void forget_none(void *context)
{
    (void)context;
}

static void add(struct finding *f, struct open *o, const struct record *one)
{
    o->last = one->time;
    if (++o->n > SESSION_BUSY)
        return;
    o->questions = mem_grow(o->questions, &o->room, o->n, sizeof *o->questions);
    o->questions[o->n - 1] = (uint64_t)one->field[RECORD_TARGET] << 32 | one->field[RECORD_ACTION];
    if (f->denied == NULL || *records_text(f->r, one, RECORD_STATUS) == '\0')
        return;
    o->told++;
    o->denied += f->denied[one->field[RECORD_STATUS]];
}

static void see(const struct record *one, void *context)
{
    struct finding *f = context;
    struct open *o;
    bool fresh;

    if (f->rule->leave != NULL && f->rule->leave(one, f->rule->context))
        return;
    o = lately_at(f->open, one->field[RECORD_CLIENT], 0, one->time, &fresh);
    if (fresh)
        *o = (struct open){ .n = 0 };
    else if (one->time - o->last > f->rule->gap || one->time - o->start > SESSION_LONGEST)
        f->end(f, o);
    else {
        add(f, o, one);
        return;
    }
    *o = (struct open){ .start = one->time, .client = one->field[RECORD_CLIENT], .group = one->field[f->rule->group],
                        .questions = o->questions, .room = o->room };
    add(f, o, one);
}

static bool go_through(struct finding *f, struct records *r, void (*begin)(void *context),
                       void (*end)(struct finding *f, const struct open *o), struct err *err)
{
    const struct records_visitor v = { begin, see, f, RECORD_BIT(f->rule->group) | RECORD_BIT(RECORD_CLIENT) | RECORD_BIT(RECORD_ACTION)
                                                           | RECORD_BIT(RECORD_TARGET) | RECORD_BIT(RECORD_STATUS) };

    f->end = end;
    if (!records_each(r, &v, err))
        return false;
    lately_end(f->open);
    return true;
}

static bool find(struct finding *f, struct records *r, struct err *err)
{
    if (!go_through(f, r, forget, count_session, err))
        return false;
    learn_texts(f);
    make_room(f);
    return go_through(f, r, forget_none, keep_session, err) && (f->n_kept == f->out->n || records_changed(err));
}

bool sessions_find(struct sessions *s, struct records *r, const struct sessions_rule *rule, struct err *err)
{
    struct finding f = { .r = r, .rule = rule, .out = s, .end = count_session, .questions = pairs_new(), .asked = pairs_new(),
                         .kinds = names_new() };
    bool good;

    *s = (struct sessions){ NULL, NULL, 0, 0, 0 };
    f.open = lately_new(sizeof(struct open), rule->gap, close_session, &f);
    good = find(&f, r, err);
    lately_end(f.open);
    lately_free(f.open);
    pairs_free(f.questions);
    pairs_free(f.asked);
    names_free(f.kinds);
    free(f.of_action);
    free(f.of_target);
    free(f.denied);
    free(f.suffix);
    free(f.common);
    free(f.habits);
    free(f.sessions);
    return good;
}

const struct session *sessions_at(const struct sessions *s, size_t i)
{
    return &s->kinds[s->of[i]];
}

void sessions_release(struct sessions *s)
{
    free(s->kinds);
    free(s->of);
}
