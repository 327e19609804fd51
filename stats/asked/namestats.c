/* namestats.c -- see namestats.h. */

#include "namestats.h"

#include "dnsname.h"
#include <math.h>
#include <stdlib.h>

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

/* --- record by record ------------------------------------------------------------------------ */

static void forget(void *context)
{
    struct askednames *a = context;

    pairs_clear(a->names);
    pairs_clear(a->of_clients);
    pairs_clear(a->sizes);
    a->n_stats = 0;
    a->any = false;
}

static struct namestats *stats_of(struct askednames *a, uint32_t group)
{
    a->stats = mem_grow(a->stats, &a->stats_room, group + 1, sizeof *a->stats);
    while (a->n_stats <= group)
        a->stats[a->n_stats++] = (struct namestats){ .n = 0 };
    return &a->stats[group];
}

static int kind_at(struct askednames *a, uint32_t action)
{
    a->kinds = mem_grow(a->kinds, &a->kinds_room, action + 1, sizeof *a->kinds);
    while (a->n_kinds <= action) {
        a->kinds[a->n_kinds] = kind_of(names_at(a->records->texts[RECORD_ACTION], a->n_kinds));
        a->n_kinds++;
    }
    return a->kinds[action];
}

static void count_echo(struct askednames *a, const struct record *one, struct namestats *to)
{
    const uint32_t group = one->field[a->group];
    size_t before = pairs_count(a->sizes);

    to->echoes += one->count;
    if (one->bytes == RECORD_NO_BYTES)
        return;
    to->echoes_odd += is_common_echo(one->bytes) ? 0 : one->count;
    to->echo_sizes += pairs_add(a->sizes, group, (uint32_t)one->bytes) == before;
}

static void count_name(struct askednames *a, const struct record *one)
{
    size_t old = pairs_count(a->names), k = pairs_add(a->names, one->field[a->group], one->field[RECORD_TARGET]);
    size_t clients = pairs_count(a->of_clients), i = pairs_add(a->of_clients, one->field[RECORD_CLIENT], one->field[RECORD_TARGET]);
    struct nameasks *asks;

    a->asks = mem_grow(a->asks, &a->asks_room, k + 1, sizeof *a->asks);
    asks = &a->asks[k];
    if (k == old)
        *asks = (struct nameasks){ 0, one->time, 1 };
    asks->n += one->count;
    asks->questions += one->time - asks->last > WHEN_SECOND;
    asks->last = one->time;
    if (i < clients)
        return;
    a->first = mem_grow(a->first, &a->first_room, i + 1, sizeof *a->first);
    a->first[i] = (uint32_t)k;
}

static void count(const struct record *one, void *context)
{
    struct askednames *a = context;
    struct namestats *to = stats_of(a, one->field[a->group]);
    int kind = kind_at(a, one->field[RECORD_ACTION]);

    if (kind == ECHO)
        count_echo(a, one, to);
    if (kind >= LOOKUP_KINDS)
        return;
    a->from = a->any ? a->from : one->time;
    a->to = one->time;
    a->any = true;
    to->n += one->count;
    to->kinds[kind] += one->count;
    count_name(a, one);
}

/* --- name by name ------------------------------------------------------------------------------ */

static void add_name(const struct askednames *a, size_t k)
{
    const struct pair_of pair = pairs_at(a->names, k);
    struct names *targets = a->records->texts[RECORD_TARGET];
    const struct text target = names_at(targets, pair.b);
    struct namestats *to = &a->stats[pair.a];
    const int64_t n = a->asks[k].n;
    const double p = (double)n / (double)to->n;

    if (n == 0)
        return;
    to->names++;
    to->labels += (double)dnsname_labels(target);
    to->length += (double)target.len;
    to->first += (double)dnsname_first(target);
    to->reverse += dnsname_is_reverse(target) ? n : 0;
    to->searched += dnsname_is_searched(target, targets) ? n : 0;
    to->single += dnsname_labels(target) == 1 ? n : 0;
    to->entropy -= p > 0 ? p * log2(p) : 0;
}

static void take_means(struct namestats *s)
{
    double n = s->names > 0 ? (double)s->names : NAN;

    s->labels /= n;
    s->length /= n;
    s->first /= n;
    s->entropy = s->names > 0 ? fmax(0, s->entropy) : NAN;
}

bool askednames_read(struct askednames *a, struct records *r, enum record_field group, struct err *err)
{
    const struct records_visitor v = { forget, count, a, RECORD_BIT(group) | RECORD_BIT(RECORD_CLIENT) | RECORD_BIT(RECORD_ACTION) | RECORD_BIT(RECORD_TARGET) };

    *a = (struct askednames){ .records = r, .group = group, .names = pairs_new(), .of_clients = pairs_new(), .sizes = pairs_new() };
    if (!records_each(r, &v, err))
        return false;
    for (size_t k = 0; k < pairs_count(a->names); k++)
        add_name(a, k);
    for (size_t g = 0; g < a->n_stats; g++)
        take_means(&a->stats[g]);
    return true;
}

void askednames_shed(struct askednames *a)
{
    pairs_free(a->names);
    pairs_free(a->of_clients);
    pairs_free(a->sizes);
    free(a->asks);
    free(a->first);
    a->names = a->of_clients = a->sizes = NULL;
    a->asks = NULL;
    a->first = NULL;
}

void askednames_release(struct askednames *a)
{
    askednames_shed(a);
    free(a->stats);
    free(a->kinds);
    *a = (struct askednames){ .n_stats = 0 };
}

bool askednames_is_lookup(const struct askednames *a, const struct record *one)
{
    return a->kinds[one->field[RECORD_ACTION]] < LOOKUP_KINDS;
}
