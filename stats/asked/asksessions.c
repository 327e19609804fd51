/* asksessions.c -- see asksessions.h. */

#include "asksessions.h"

#include "dnsname.h"
#include <math.h>
#include <stdlib.h>

#define MANY 3
#define NAMES_MANY 5
#define COMMON_MANY 3
#define OFTEN 3 /* a day */

#define BIT(mark) (1u << (mark))
#define ALL (BIT(MARKS) - 1)

/* How a client is with one question. */
struct habit {
    uint32_t first, sessions; /* the session that asked first; how many ask it */
};

struct use {
    uint32_t session, habit;
};

struct finding {
    const struct records *r;
    unsigned *of_action, *of_target; /* marks by number */
    bool *denied;                    /* by the number of the status */
    uint32_t *suffix;                /* by the number of the target */
    bool *common;                    /* by target */
    uint64_t *questions;             /* of one session: target and action */
    struct names *asked;             /* questions of one client */
    struct habit *habits;            /* by their number */
    size_t habits_room;
    struct use *uses;                /* the questions of the client's sessions, one session after the other */
    size_t n_uses, uses_room;
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

/* How many of the questions the client had asked before; they are kept for its next session. */
static size_t known_questions(struct finding *f, uint32_t session, const uint64_t *q, size_t n)
{
    size_t known = 0;

    for (size_t i = 0; i < n; i++) {
        size_t old = names_count(f->asked), k = names_add(f->asked, (struct text){ (const char *)&q[i], sizeof q[i] });

        f->habits = mem_grow(f->habits, &f->habits_room, k + 1, sizeof *f->habits);
        if (k == old)
            f->habits[k] = (struct habit){ session, 0 };
        f->habits[k].sessions++;
        known += f->habits[k].first != session;
        f->uses = mem_grow(f->uses, &f->uses_room, f->n_uses + 1, sizeof *f->uses);
        f->uses[f->n_uses++] = (struct use){ session, (uint32_t)k };
    }
    return known;
}

static unsigned question_marks(struct finding *f, const struct session *s, uint32_t number)
{
    size_t different = 0, n = s->n;
    uint64_t *q = f->questions;

    mem_sort(q, n, sizeof *q, by_number);
    for (size_t i = 0; i < n; i++) {
        if (different == 0 || q[i] != q[different - 1])
            q[different++] = q[i];
    }
    return (different >= MANY ? BIT(MARK_MANY) : 0) | (different == n ? BIT(MARK_ONCE) : 0)
           | (most_names(f, q, different) >= NAMES_MANY ? BIT(MARK_NAMES) : 0)
           | (common_names(f, q, different) >= COMMON_MANY ? BIT(MARK_COMMON) : 0)
           | (2 * known_questions(f, number, q, different) >= different ? BIT(MARK_ROUTINE) : 0);
}

static struct session look(struct finding *f, const uint32_t *index, size_t n, enum record_field group, uint32_t number)
{
    const struct record *first = &f->r->at[index[0]];
    struct session s = { first->time, first->field[RECORD_CLIENT], first->field[group], (uint32_t)n, 0, ALL, n > SESSION_BUSY };
    size_t told = 0, denied = 0;

    if (s.busy)
        return s;
    for (size_t i = 0; i < n; i++) {
        const struct record *one = &f->r->at[index[i]];
        unsigned own = f->of_target[one->field[RECORD_TARGET]];
        bool said = *records_text(f->r, one, RECORD_STATUS) != '\0';

        s.marks |= own | (own & BIT(MARK_POLICY) ? 0 : f->of_action[one->field[RECORD_ACTION]]);
        f->questions[i] = (uint64_t)one->field[RECORD_TARGET] << 32 | one->field[RECORD_ACTION];
        told += said;
        denied += said && f->denied[one->field[RECORD_STATUS]];
    }
    s.marks |= question_marks(f, &s, number) | (2 * denied > told ? BIT(MARK_DENIED) : 0);
    s.known &= told == 0 ? ~BIT(MARK_DENIED) : ALL;
    s.known &= n == 1 ? ~BIT(MARK_ONCE) : ALL; /* one question is never twice */
    return s;
}

/* --- all -------------------------------------------------------------------------------- */

static size_t session_end(const struct records *r, const uint32_t *index, size_t n, size_t first, int64_t gap)
{
    const struct record *one = &r->at[index[first]];
    size_t end = first + 1;

    while (end < n && r->at[index[end]].field[RECORD_CLIENT] == one->field[RECORD_CLIENT]
           && r->at[index[end]].time - r->at[index[end - 1]].time <= gap
           && r->at[index[end]].time - one->time <= SESSION_LONGEST)
        end++;
    return end;
}

/* What the client whose questions are kept asks often, over the days from the first record to the last. */
static void mark_often(struct sessions *s, const struct finding *f)
{
    const struct records *r = f->r;
    double days = r->n > 0 ? (double)(r->at[r->n - 1].time - r->at[0].time) / (double)WHEN_DAY : 0;

    for (size_t i = 0, end; i < f->n_uses; i = end) {
        size_t often = 0;

        for (end = i; end < f->n_uses && f->uses[end].session == f->uses[i].session; end++)
            often += f->habits[f->uses[end].habit].sessions >= OFTEN * fmax(days, 1);
        if (2 * often >= end - i)
            s->at[f->uses[i].session].marks |= BIT(MARK_OFTEN);
    }
}

/* Of its questions nothing is kept for the next client. */
static void end_client(struct sessions *s, struct finding *f)
{
    mark_often(s, f);
    names_clear(f->asked);
    f->n_uses = 0;
}

static void find(struct sessions *s, struct finding *f, enum record_field group, int64_t gap, const bool *leave)
{
    size_t n;
    uint32_t *index = records_by_client(f->r, leave, &n);

    for (size_t i = 0, end; i < n; i = end) {
        end = session_end(f->r, index, n, i, gap);
        s->at = mem_grow(s->at, &s->capacity, s->n + 1, sizeof *s->at);
        s->at[s->n] = look(f, index + i, end - i, group, (uint32_t)s->n);
        s->n++;
        if (end == n || f->r->at[index[end]].field[RECORD_CLIENT] != f->r->at[index[i]].field[RECORD_CLIENT])
            end_client(s, f);
    }
    free(index);
}

void sessions_find(struct sessions *s, const struct records *r, enum record_field group, int64_t gap, const bool *leave)
{
    const size_t actions = names_count(r->texts[RECORD_ACTION]), targets = names_count(r->texts[RECORD_TARGET]);
    struct finding f = {
        .r = r,
        .of_action = mem_alloc((actions + 1) * sizeof *f.of_action),
        .of_target = mem_alloc((targets + 1) * sizeof *f.of_target),
        .denied = mem_alloc((names_count(r->texts[RECORD_STATUS]) + 1) * sizeof *f.denied),
        .suffix = mem_alloc((targets + 1) * sizeof *f.suffix),
        .common = mem_alloc((targets + 1) * sizeof *f.common),
        .questions = mem_alloc(SESSION_BUSY * sizeof *f.questions),
        .asked = names_new(),
    };

    *s = (struct sessions){ NULL, 0, 0 };
    learn_texts(&f);
    find(s, &f, group, gap, leave);
    free(f.of_action);
    free(f.of_target);
    free(f.denied);
    free(f.suffix);
    free(f.common);
    free(f.questions);
    free(f.habits);
    free(f.uses);
    names_free(f.asked);
}

void sessions_release(struct sessions *s)
{
    free(s->at);
}
