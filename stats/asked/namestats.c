/* namestats.c -- see namestats.h. */

#include "namestats.h"

#include "dnsname.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum action { NO_LOOKUP = LOOKUP_KINDS, ECHO };

static int kind_of(struct text t)
{
    static const struct {
        const char *type;
        int kind;
    } table[] = {
        { "A", LOOKUP_ADDRESS },  { "AAAA", LOOKUP_ADDRESS }, { "MX", LOOKUP_MX },      { "TXT", LOOKUP_TXT },   { "SPF", LOOKUP_TXT },
        { "PTR", LOOKUP_PTR },    { "NS", LOOKUP_OTHER },     { "SOA", LOOKUP_OTHER },  { "ANY", LOOKUP_OTHER }, { "CNAME", LOOKUP_OTHER },
        { "SRV", LOOKUP_OTHER },  { "DS", LOOKUP_OTHER },     { "DNSKEY", LOOKUP_OTHER }, { "HTTPS", LOOKUP_OTHER }, { "SVCB", LOOKUP_OTHER },
        { "CAA", LOOKUP_OTHER },  { "TLSA", LOOKUP_OTHER },   { "NAPTR", LOOKUP_OTHER }, { "NULL", LOOKUP_OTHER }, { "AXFR", LOOKUP_OTHER },
        { "IXFR", LOOKUP_OTHER }, { "HINFO", LOOKUP_OTHER },  { "RRSIG", LOOKUP_OTHER }, { "NSEC", LOOKUP_OTHER }, { "*", LOOKUP_OTHER },
        { "echo-request", ECHO }, { "echo-reply", ECHO },
    };

    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (text_is(t, table[i].type))
            return table[i].kind;
    }
    return t.len > 4 && memcmp(t.at, "TYPE", 4) == 0 ? LOOKUP_OTHER : NO_LOOKUP;
}

static int *kinds_of(const struct records *r)
{
    struct names *actions = r->texts[RECORD_ACTION];
    int *kind = mem_alloc((names_count(actions) + 1) * sizeof *kind);

    for (size_t i = 0; i < names_count(actions); i++)
        kind[i] = kind_of(names_at(actions, i));
    return kind;
}

void namestats_keep_lookups(struct records *r)
{
    int *kind = kinds_of(r);
    size_t kept = 0;

    for (size_t i = 0; i < r->n; i++) {
        if (kind[r->at[i].field[RECORD_ACTION]] < LOOKUP_KINDS)
            r->at[kept++] = r->at[i];
    }
    r->n = kept;
    free(kind);
}

/* Payloads of the pings of Linux and the BSDs, Windows, nmap and traceroute. */
static bool is_common_echo(int64_t bytes)
{
    static const int64_t sizes[] = { 0, 8, 24, 32, 40, 48, 56, 64, 1472 };

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        if (bytes == sizes[i])
            return true;
    }
    return false;
}

struct counting {
    const struct records *r;
    enum record_field group;
    struct namestats *out;
    struct names *names, *sizes; /* group and target; group and bytes */
    int64_t *of_name;            /* records by name */
    size_t room;
    bool *searched;              /* by target */
};

static void count_echo(struct counting *c, const struct record *one)
{
    struct namestats *to = &c->out[one->field[c->group]];
    struct {
        uint32_t group;
        int32_t bytes;
    } key = { one->field[c->group], (int32_t)one->bytes };
    size_t before = names_count(c->sizes);

    to->echoes += one->count;
    if (one->bytes == RECORD_NO_BYTES)
        return;
    to->echoes_odd += is_common_echo(one->bytes) ? 0 : one->count;
    to->echo_sizes += names_add(c->sizes, (struct text){ (const char *)&key, sizeof key }) == before;
}

static void count_name(struct counting *c, const struct record *one, int kind)
{
    struct namestats *to = &c->out[one->field[c->group]];
    struct text target = names_at(c->r->texts[RECORD_TARGET], one->field[RECORD_TARGET]);
    const uint32_t key[2] = { one->field[c->group], one->field[RECORD_TARGET] };
    size_t before = names_count(c->names), i = names_add(c->names, (struct text){ (const char *)key, sizeof key });

    if (i == before) {
        c->of_name = mem_grow(c->of_name, &c->room, i + 1, sizeof *c->of_name);
        c->of_name[i] = 0;
        to->names++;
        to->labels += (double)dnsname_labels(target);
        to->length += (double)target.len;
        to->first += (double)dnsname_first(target);
    }
    c->of_name[i] += one->count;
    to->n += one->count;
    to->kinds[kind] += one->count;
    to->reverse += dnsname_is_reverse(target) ? one->count : 0;
    to->searched += c->searched[one->field[RECORD_TARGET]] ? one->count : 0;
    to->single += dnsname_labels(target) == 1 ? one->count : 0;
}

static void learn_searched(struct counting *c)
{
    struct names *targets = c->r->texts[RECORD_TARGET];

    c->searched = mem_alloc((names_count(targets) + 1) * sizeof *c->searched);
    for (size_t i = 0; i < names_count(targets); i++)
        c->searched[i] = dnsname_is_searched(names_at(targets, i), targets);
}

static void take_means(struct counting *c)
{
    for (size_t i = 0; i < names_count(c->names); i++) {
        uint32_t group; /* the key's first part, wherever it lies */
        memcpy(&group, names_at(c->names, i).at, sizeof group);
        struct namestats *s = &c->out[group];
        double p = (double)c->of_name[i] / (double)s->n;

        s->entropy -= p > 0 ? p * log2(p) : 0;
    }
    for (size_t g = 0; g < names_count(c->r->texts[c->group]); g++) {
        struct namestats *s = &c->out[g];
        double n = s->names > 0 ? (double)s->names : NAN;

        s->labels /= n;
        s->length /= n;
        s->first /= n;
        s->entropy = s->names > 0 ? fmax(0, s->entropy) : NAN;
    }
}

void namestats_count(const struct records *r, enum record_field group, struct namestats *out)
{
    struct counting c = { r, group, out, names_new(), names_new(), mem_alloc(sizeof(int64_t)), 1, NULL };
    int *kind = kinds_of(r);

    memset(out, 0, names_count(r->texts[group]) * sizeof *out);
    learn_searched(&c);
    for (size_t i = 0; i < r->n; i++) {
        int k = kind[r->at[i].field[RECORD_ACTION]];

        if (k == ECHO)
            count_echo(&c, &r->at[i]);
        else if (k < LOOKUP_KINDS && r->at[i].count > 0)
            count_name(&c, &r->at[i], k);
    }
    take_means(&c);
    names_free(c.names);
    names_free(c.sizes);
    free(c.of_name);
    free(c.searched);
    free(kind);
}
