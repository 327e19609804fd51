/* tunnel.c -- see tunnel.h. */

#include "tunnel.h"

#include "dnsname.h"
#include <math.h>
#include <stdlib.h>

#define SYMBOLS 39 /* a-z 0-9 - other . */
#define DOT 38
#define PRIOR_ROW 20.     /* characters that the prior of a row of the chain is worth */
#define PRIOR_OWN 5.      /* the same of a flow's own chain */
#define SUFFIX_NAMES 30.  /* one suffix teaches the chain no more than so many names */
#define FLOW_QUESTIONS 200.
#define NAME_CHARACTERS 60
#define PART_CAP 12
#define GROUP_CAP 1e6
#define LEAST_SYMBOLS 16
#define TUNNEL_LENGTH 40.
#define TUNNEL_SIGMA .8
#define PRIOR_LENGTH 8.
#define PRIOR_SIGMA .8
#define PRIOR_NAMES 20.
#define FRESH .95
#define LABELS_MOST 12 /* that a suffix is looked for in */
#define NAMES_TOLD 5 /* fewer names below a suffix are not looked at: there may be very many such suffixes */

/* A name that a flow asked for. */
struct asked {
    uint32_t flow, target;
};

/* What one suffix's names are like, or all of them. */
struct letters {
    double chain[SYMBOLS][SYMBOLS];
    double names, log_length, log_length2; /* sums */
    double questions, fresh;
};

struct finding {
    const struct askednames *names;
    const struct records *r; /* for their texts */
    struct flows *flows;
    uint32_t *suffix_of;      /* by target */
    uint32_t *suffix_of_flow; /* by flow */
    struct names *suffixes;
    struct asked *asked;
    size_t n, capacity, suffix_room;
    struct letters all, *of_suffix; /* of the suffix that is looked at */
    double start[SYMBOLS]; /* prior of a character */
};

static int symbol(unsigned char c)
{
    return c >= 'a' && c <= 'z' ? c - 'a' : c >= '0' && c <= '9' ? 26 + c - '0' : c == '-' ? 36 : c == '.' ? DOT : 37;
}

/* English letters (Mayzner & Tresselt's order of magnitude), some digits and hyphens. */
static void set_prior(double start[SYMBOLS])
{
    static const double letters[26] = { 8.2, 1.5, 2.8, 4.3, 12.7, 2.2, 2.0, 6.1, 7.0, .15, .77, 4.0, 2.4,
                                        6.7, 7.5, 1.9, .095, 6.0, 6.3, 9.1, 2.8, .98, 2.4, .15, 2.0, .074 };

    for (int c = 0; c < 26; c++)
        start[c] = .85 * letters[c] / 100;
    for (int c = 26; c < 36; c++)
        start[c] = .008;
    start[36] = .03;
    start[37] = .01;
    start[DOT] = .03;
}

/* --- collecting ---------------------------------------------------------------------------- */

/* Where the tail of NAME with one label more than the one at START begins; 0 when that is the whole name. */
static size_t longer_tail(struct text name, size_t start)
{
    size_t at = start - 1; /* the dot */

    while (at > 0 && name.at[at - 1] != '.')
        at--;
    return at;
}

static struct text tail(struct text name, size_t start)
{
    return (struct text){ name.at + start, name.len - start };
}

/* How many names lie below each tail, the registered suffix and longer ones. */
static size_t *count_tails(struct finding *f)
{
    struct names *targets = f->r->texts[RECORD_TARGET];
    size_t *count = NULL, room = 0;

    for (size_t i = 0; i < names_count(targets); i++) {
        struct text name = names_at(targets, i);
        size_t start = name.len - dnsname_suffix(name).len;

        for (int labels = 0; labels < LABELS_MOST; labels++) {
            size_t old = names_count(f->suffixes), k = names_add(f->suffixes, tail(name, start));

            count = mem_grow(count, &room, k + 1, sizeof *count);
            count[k] = k == old ? 1 : count[k] + 1;
            if (start == 0 || (start = longer_tail(name, start)) == 0)
                break;
        }
    }
    return count;
}

/* Each name's suffix: its longest tail with enough names below it. */
static void learn_suffixes(struct finding *f)
{
    struct names *targets = f->r->texts[RECORD_TARGET];
    size_t *count = count_tails(f);

    f->suffix_of = mem_alloc((names_count(targets) + 1) * sizeof *f->suffix_of);
    for (size_t i = 0; i < names_count(targets); i++) {
        struct text name = names_at(targets, i);
        size_t start = name.len - dnsname_suffix(name).len;

        f->suffix_of[i] = (uint32_t)names_find(f->suffixes, tail(name, start));
        for (int labels = 0; labels < LABELS_MOST && start > 0 && (start = longer_tail(name, start)) > 0; labels++) {
            int64_t k = names_find(f->suffixes, tail(name, start));

            if (k >= 0 && count[k] >= TUNNEL_NAMES)
                f->suffix_of[i] = (uint32_t)k;
        }
    }
    free(count);
}

/* The suffix as the end of the name itself, which lives as long as the records. */
static struct text suffix_text(const struct finding *f, uint32_t target)
{
    struct text name = names_at(f->r->texts[RECORD_TARGET], target);

    return tail(name, name.len - names_at(f->suffixes, f->suffix_of[target]).len);
}

/* A name of the group below a suffix: one more of the flow, which may be new. */
static uint32_t flow_of(struct finding *f, struct pairs *keys, uint32_t group, uint32_t target)
{
    const uint32_t suffix = f->suffix_of[target];
    size_t i = pairs_add(keys, group, suffix);

    if (i == f->flows->n) {
        f->flows->at = mem_grow(f->flows->at, &f->flows->capacity, i + 1, sizeof *f->flows->at);
        f->suffix_of_flow = mem_grow(f->suffix_of_flow, &f->suffix_room, i + 1, sizeof *f->suffix_of_flow);
        f->suffix_of_flow[i] = suffix;
        f->flows->at[f->flows->n++] = (struct flow){ .group = group, .suffix = suffix_text(f, target), .lr = NAN };
    }
    return (uint32_t)i;
}

static bool is_name(const struct finding *f, uint32_t target)
{
    struct text name = names_at(f->r->texts[RECORD_TARGET], target);

    return name.len > 0 && !dnsname_is_reverse(name);
}

#define NO_FLOW UINT32_MAX

/* The flow of each of the groups' names, into FLOW. */
static void collect(struct finding *f, uint32_t *flow)
{
    struct pairs *keys = pairs_new();

    for (size_t k = 0; k < pairs_count(f->names->names); k++) {
        const struct pair_of name = pairs_at(f->names->names, k);

        flow[k] = NO_FLOW;
        if (!is_name(f, name.b))
            continue;
        flow[k] = flow_of(f, keys, name.a, name.b);
        f->asked = mem_grow(f->asked, &f->capacity, f->n + 1, sizeof *f->asked);
        f->asked[f->n++] = (struct asked){ flow[k], name.b };
        f->flows->at[flow[k]].names++;
        f->flows->at[flow[k]].questions += f->names->asks[k].questions;
    }
    pairs_free(keys);
}

/* Each name that a client asked for counts for the flow as which it asked first. */
static void count_for_clients(struct finding *f, const uint32_t *flow)
{
    const struct askednames *names = f->names;
    struct pairs *keys = pairs_new(); /* client and flow */
    size_t *count = NULL, room = 0;

    for (size_t i = 0; i < pairs_count(names->of_clients); i++) {
        const uint32_t of = flow[names->first[i]];
        size_t old = pairs_count(keys), k;

        if (of == NO_FLOW)
            continue;
        k = pairs_add(keys, pairs_at(names->of_clients, i).a, of);
        count = mem_grow(count, &room, k + 1, sizeof *count);
        count[k] = k == old ? 1 : count[k] + 1;
        if (count[k] > f->flows->at[of].of_client)
            f->flows->at[of].of_client = count[k];
    }
    free(count);
    pairs_free(keys);
}

static void find_flows(struct finding *f)
{
    uint32_t *flow = mem_alloc((pairs_count(f->names->names) + 1) * sizeof *flow);

    collect(f, flow);
    count_for_clients(f, flow);
    free(flow);
}

/* --- what names are like --------------------------------------------------------------------- */

static struct text below(const struct finding *f, uint32_t target)
{
    struct text name = names_at(f->r->texts[RECORD_TARGET], target);
    size_t suffix = names_at(f->suffixes, f->suffix_of[target]).len;

    return (struct text){ name.at, suffix < name.len ? name.len - suffix - 1 : 0 };
}

/* SIGN 1 adds, -1 takes away. */
static void add_name(struct letters *l, struct text name, double weight)
{
    double length = log(1 + (double)name.len);
    int before = DOT;

    for (size_t i = 0; i < name.len; i++) {
        int c = symbol((unsigned char)name.at[i]);

        l->chain[before][c] += weight;
        before = c;
    }
    l->names += weight;
    l->log_length += weight * length;
    l->log_length2 += weight * length * length;
}

static int by_suffix(const void *a, const void *b, void *context)
{
    const struct asked *x = a, *y = b;
    const uint32_t *suffix = context;

    if (suffix[x->flow] != suffix[y->flow])
        return suffix[x->flow] < suffix[y->flow] ? -1 : 1;
    if (x->flow != y->flow)
        return x->flow < y->flow ? -1 : 1;
    return (x->target > y->target) - (x->target < y->target);
}

/* The end of the run that begins at FIRST: of one suffix, or of one flow. */
static size_t suffix_end(const struct finding *f, size_t first)
{
    size_t end = first;

    while (end < f->n && f->suffix_of_flow[f->asked[end].flow] == f->suffix_of_flow[f->asked[first].flow])
        end++;
    return end;
}

static void suffix_letters(const struct finding *f, size_t first, size_t end, struct letters *to)
{
    double weight = fmin(1, SUFFIX_NAMES / (double)(end - first));

    memset(to, 0, sizeof *to);
    for (size_t i = first; i < end; i++) {
        const struct flow *flow = &f->flows->at[f->asked[i].flow];

        add_name(to, below(f, f->asked[i].target), weight);
        if (i == first || f->asked[i].flow != f->asked[i - 1].flow) {
            double scale = fmin(1, FLOW_QUESTIONS / (double)flow->questions);

            to->questions += scale * (double)flow->questions;
            to->fresh += scale * (double)flow->names;
        }
    }
}

/* ALL += SIGN x ONE. */
static void combine(struct letters *all, const struct letters *one, double sign)
{
    for (int a = 0; a < SYMBOLS; a++) {
        for (int b = 0; b < SYMBOLS; b++)
            all->chain[a][b] = fmax(0, all->chain[a][b] + sign * one->chain[a][b]);
    }
    all->names = fmax(0, all->names + sign * one->names);
    all->log_length += sign * one->log_length;
    all->log_length2 += sign * one->log_length2;
    all->questions = fmax(0, all->questions + sign * one->questions);
    all->fresh = fmax(0, all->fresh + sign * one->fresh);
}

/* --- one flow ---------------------------------------------------------------------------------- */

struct model {
    double q[SYMBOLS][SYMBOLS]; /* log q */
    double length, sigma;       /* of the logarithm */
    double fresh;
};

static void make_model(const struct finding *f, const struct letters *l, struct model *m)
{
    const double n = l->names + PRIOR_NAMES, mean = (l->log_length + PRIOR_NAMES * log(1 + PRIOR_LENGTH)) / n;
    const double squares = l->log_length2 + PRIOR_NAMES * (PRIOR_SIGMA * PRIOR_SIGMA + pow(log(1 + PRIOR_LENGTH), 2));

    for (int a = 0; a < SYMBOLS; a++) {
        double row = PRIOR_ROW;

        for (int b = 0; b < SYMBOLS; b++)
            row += l->chain[a][b];
        for (int b = 0; b < SYMBOLS; b++)
            m->q[a][b] = log((l->chain[a][b] + PRIOR_ROW * f->start[b]) / row);
    }
    m->length = mean;
    m->sigma = sqrt(fmax(squares / n - mean * mean, .04));
    m->fresh = (l->fresh + 3) / (l->questions + 10);
}

static double log_normal(double x, double mean, double sigma)
{
    double z = (x - mean) / sigma;

    return -z * z / 2 - log(sigma);
}

static double symbols_of(const struct finding *f, size_t first, size_t end)
{
    bool seen[SYMBOLS] = { false };
    double n = 0;

    for (size_t i = first; i < end; i++) {
        struct text name = below(f, f->asked[i].target);

        for (size_t k = 0; k < name.len; k++)
            seen[symbol((unsigned char)name.at[k])] = true;
    }
    for (int c = 0; c < DOT; c++)
        n += seen[c];
    return fmax(n, LEAST_SYMBOLS);
}

/* A flow's own names, as a chain: what is systematic about them is no data. */
struct own {
    double chain[SYMBOLS][SYMBOLS], row[SYMBOLS];
};

/* SIGN 1 adds a name, -1 takes it away. */
static void own_add(struct own *o, struct text name, double sign)
{
    int before = DOT;

    for (size_t k = 0; k < name.len; k++) {
        int c = symbol((unsigned char)name.at[k]);

        o->chain[before][c] += sign;
        o->row[before] += sign;
        before = c;
    }
}

/* Of one name: its characters that are no dots, and their logarithm under each model. */
struct spelling {
    double n, random, common, own;
    double surprise; /* -common, of all characters */
};

static struct spelling spell(const struct model *m, const struct own *o, struct text name, double symbols)
{
    struct spelling s = { 0, 0, 0, 0, 0 };
    int before = DOT;

    for (size_t k = 0; k < name.len; k++) {
        int c = symbol((unsigned char)name.at[k]);

        if (c != DOT) {
            bool counts = k < NAME_CHARACTERS;

            s.n++;
            s.surprise -= m->q[before][c];
            s.random -= counts ? log(symbols) : 0;
            s.common += counts ? m->q[before][c] : 0;
            s.own += counts ? log((o->chain[before][c] + PRIOR_OWN / DOT) / (o->row[before] + PRIOR_OWN)) : 0;
        }
        before = c;
    }
    return s;
}

/* log of the mean of two likelihoods. */
static double log_mean(double a, double b)
{
    double top = fmax(a, b);

    return top + log(.5 * (exp(a - top) + exp(b - top)));
}

static double cap(double x)
{
    return fmin(PART_CAP, fmax(-PART_CAP, x));
}

/* The means over the flow's names; returns that of the capped sum. */
static double weigh_names(const struct finding *f, const struct model *m, struct own *own, size_t first, size_t end, struct flow *flow)
{
    double n = (double)(end - first), symbols = symbols_of(f, first, end), surprise = 0, characters = 0, total = 0;

    for (size_t i = first; i < end; i++) {
        struct text name = below(f, f->asked[i].target);
        double length = log(1 + (double)name.len), letters;
        double part = log_normal(length, log(1 + TUNNEL_LENGTH), TUNNEL_SIGMA) - log_normal(length, m->length, m->sigma);
        struct spelling s;

        own_add(own, name, -1);
        s = spell(m, own, name, symbols);
        own_add(own, name, 1);
        letters = s.random - log_mean(s.common, s.own);
        flow->letters += letters / n;
        flow->length_part += part / n;
        flow->length += (double)name.len / n;
        surprise += s.surprise;
        characters += s.n;
        total += cap(letters + part) / n;
    }
    flow->bits = characters > 0 ? surprise / characters / M_LN2 : NAN;
    return total;
}

static void weigh_flow(const struct finding *f, const struct model *m, size_t first, size_t end)
{
    struct flow *flow = &f->flows->at[f->asked[first].flow];
    struct own *own = mem_zero(sizeof *own);
    double n = (double)(end - first), total;

    for (size_t i = first; i < end; i++)
        own_add(own, below(f, f->asked[i].target), 1);
    total = weigh_names(f, m, own, first, end, flow);
    free(own);
    flow->fresh = (n * log(FRESH / m->fresh) + ((double)flow->questions - n) * log((1 - FRESH) / (1 - m->fresh)))
                  / (double)flow->questions;
    if (n < TUNNEL_NAMES || flow->of_client < TUNNEL_CLIENT)
        return;
    total = fmin(n, TUNNEL_KNOWN) * total
            + fmin((double)flow->questions, flow->fresh < 0 ? TUNNEL_AGAINST : TUNNEL_KNOWN) * cap(flow->fresh);
    flow->lr = fmin(GROUP_CAP, fmax(1 / GROUP_CAP, exp(total)));
}

static void weigh_suffix(struct finding *f, size_t first, size_t end)
{
    struct model m;

    suffix_letters(f, first, end, f->of_suffix);
    combine(&f->all, f->of_suffix, -1);
    make_model(f, &f->all, &m);
    combine(&f->all, f->of_suffix, 1);
    for (size_t i = first, stop; i < end; i = stop) {
        for (stop = i; stop < end && f->asked[stop].flow == f->asked[i].flow; stop++)
            ;
        weigh_flow(f, &m, i, stop);
    }
}

/* --- all --------------------------------------------------------------------------------------- */

static int by_names(const void *a, const void *b)
{
    const struct flow *x = a, *y = b;
    size_t n = x->suffix.len < y->suffix.len ? x->suffix.len : y->suffix.len;
    int order = memcmp(x->suffix.at, y->suffix.at, n);

    if (x->names != y->names)
        return x->names > y->names ? -1 : 1;
    if (x->questions != y->questions)
        return x->questions > y->questions ? -1 : 1;
    if (order == 0)
        order = (x->suffix.len > y->suffix.len) - (x->suffix.len < y->suffix.len);
    return order != 0 ? order : (x->group > y->group) - (x->group < y->group);
}

void flows_find(struct flows *flows, const struct askednames *names)
{
    struct finding f = { .names = names, .r = names->records, .flows = flows, .suffixes = names_new(), .of_suffix = mem_zero(sizeof *f.of_suffix) };

    *flows = (struct flows){ NULL, 0, 0 };
    set_prior(f.start);
    learn_suffixes(&f);
    find_flows(&f);
    if (f.n > 1)
        qsort_r(f.asked, f.n, sizeof *f.asked, by_suffix, f.suffix_of_flow);
    for (size_t i = 0, end; i < f.n; i = end) {
        end = suffix_end(&f, i);
        suffix_letters(&f, i, end, f.of_suffix);
        combine(&f.all, f.of_suffix, 1);
    }
    for (size_t i = 0, end; i < f.n; i = end) {
        end = suffix_end(&f, i);
        if (end - i >= NAMES_TOLD)
            weigh_suffix(&f, i, end);
    }
    mem_sort(flows->at, flows->n, sizeof *flows->at, by_names);
    names_free(f.suffixes);
    free(f.suffix_of);
    free(f.suffix_of_flow);
    free(f.asked);
    free(f.of_suffix);
}

void flows_release(struct flows *f)
{
    free(f->at);
}

bool flow_has(const struct flow *f, const struct records *r, enum record_field group, const struct record *one)
{
    struct text name = names_at(r->texts[RECORD_TARGET], one->field[RECORD_TARGET]);

    return one->field[group] == f->group && name.len > f->suffix.len
           && name.at[name.len - f->suffix.len - 1] == '.'
           && memcmp(name.at + name.len - f->suffix.len, f->suffix.at, f->suffix.len) == 0;
}

double flows_judge(const struct flows *f, uint32_t group, const struct flow **best)
{
    const struct flow *most = NULL;
    double sum = 0, n = 0;

    for (size_t i = 0; i < f->n && f->at[i].names >= TUNNEL_NAMES; i++) {
        if (f->at[i].group != group || isnan(f->at[i].lr))
            continue;
        sum += f->at[i].lr;
        n++;
        most = most == NULL || f->at[i].lr > most->lr ? &f->at[i] : most;
    }
    if (best != NULL)
        *best = most;
    return n > 0 ? sum / n : NAN;
}
