/* weighstreams.c -- see weighstreams.h. */

#include "weighstreams.h"

#include <stdlib.h>
#include <string.h>

/* --- names of several values --------------------------------------------------------------------- */

/* Where the first of the values ends that make a series' name: at a comma outside quotes. */
static size_t first_value(const char *name)
{
    bool quoted = false;
    size_t i = 0;
    for (; name[i] != '\0' && (quoted || name[i] != ','); i++) {
        quoted ^= name[i] == '"';
    }
    return i;
}

/* The first value as it was before it was quoted. */
static char *unquoted(const char *name)
{
    size_t n = first_value(name), out = 0;
    char *text = mem_alloc(n + 1);
    bool quoted = n > 1 && name[0] == '"';
    for (size_t i = quoted; i < n - quoted; i++) {
        text[out++] = name[i];
        i += quoted && name[i] == '"';
    }
    text[out] = '\0';
    return text;
}

/* A series of one value is named by it as it is. */
static char *party_of(const char *name, struct weighnaming by)
{
    return !by.party ? mem_text("all") : by.client || by.question ? unquoted(name) : mem_text(name);
}

/* How much of NAME tells the client from the party's others. */
static size_t client_length(const char *name, struct weighnaming by)
{
    size_t n = by.party ? first_value(name) : 0;
    n += by.party && name[n] == ',';
    return by.client ? n + first_value(name + n) : n;
}

/* Two series are of one client where they are named by questions too. */
static bool is_same_client(const char *a, const char *b, struct weighnaming by)
{
    size_t n = client_length(a, by);
    return by.question && n == client_length(b, by) && strncmp(a, b, n) == 0;
}

/* --- parties, clients, questions ------------------------------------------------------------------ */

/* The party NAME, which is taken over.  Series come in order of their names, so a party's are next to each other. */
static struct weighparty *find_party(struct weighparties *p, char *name)
{
    if (p->n > 0 && strcmp(p->at[p->n - 1].name, name) == 0) {
        free(name);
        return &p->at[p->n - 1];
    }
    p->at = mem_grow(p->at, &p->capacity, p->n + 1, sizeof *p->at);
    p->at[p->n] = (struct weighparty){ .name = name };
    return &p->at[p->n++];
}

/* N events, all for question QUESTION, or for those of QUESTIONS from it on. */
static void add_events(struct weighclient *c, const when_t *times, const unsigned *questions, unsigned question, size_t n)
{
    struct series *s = &c->events;
    s->times = mem_resize(s->times, (s->n + n + 1) * sizeof *s->times);
    c->question = mem_resize(c->question, (s->n + n + 1) * sizeof *c->question);
    memcpy(s->times + s->n, times, n * sizeof *times);
    for (size_t i = 0; i < n; i++) {
        c->question[s->n + i] = question + (questions != NULL ? questions[i] : 0);
    }
    s->n += n;
}

/* A series is a question of the client that the one before it was of, or begins another. */
static void add_series(struct weighparty *p, const struct series *s, bool same)
{
    if (!same || p->n == 0) {
        p->clients = mem_grow(p->clients, &p->capacity, p->n + 1, sizeof *p->clients);
        p->clients[p->n++] = (struct weighclient){ .events = { .name = p->name } };
    }
    struct weighclient *c = &p->clients[p->n - 1];
    add_events(c, s->times, NULL, c->questions++, s->n);
    p->events += s->n;
}

static int by_size(const void *a, const void *b)
{
    const struct series *x = &((const struct weighclient *)a)->events, *y = &((const struct weighclient *)b)->events;
    if (x->n != y->n) {
        return x->n > y->n ? -1 : 1;
    }
    return (x->times[0] > y->times[0]) - (x->times[0] < y->times[0]);
}

struct event {
    when_t time;
    unsigned question;
};

static int by_time(const void *a, const void *b)
{
    const struct event *x = a, *y = b;
    if (x->time != y->time) {
        return x->time < y->time ? -1 : 1;
    }
    return (x->question > y->question) - (x->question < y->question);
}

/* What was added question by question, or client by client. */
static void put_in_order(struct weighclient *c)
{
    struct event *events = mem_alloc((c->events.n + 1) * sizeof *events);
    for (size_t i = 0; i < c->events.n; i++) {
        events[i] = (struct event){ c->events.times[i], c->question[i] };
    }
    mem_sort(events, c->events.n, sizeof *events, by_time);
    for (size_t i = 0; i < c->events.n; i++) {
        c->events.times[i] = events[i].time;
        c->question[i] = events[i].question;
    }
    free(events);
}

static void client_release(struct weighclient *c)
{
    free(c->events.times);
    free(c->question);
}

/* The small clients become one, the last. */
static void pool(struct weighparty *p)
{
    size_t kept = 0;
    mem_sort(p->clients, p->n, sizeof *p->clients, by_size);
    while (kept < p->n && kept < WEIGHSTREAMS_MOST && p->clients[kept].events.n >= WEIGHSTREAMS_LEAST) {
        kept++;
    }
    if (p->n - kept < 2) {
        return;
    }
    struct weighclient *rest = &p->clients[kept];
    for (size_t i = kept + 1; i < p->n; i++) {
        struct weighclient *c = &p->clients[i];
        add_events(rest, c->events.times, c->question, rest->questions, c->events.n);
        rest->questions += c->questions;
        client_release(c);
    }
    put_in_order(rest);
    p->n = kept + 1;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct weighparty *)a)->name, ((const struct weighparty *)b)->name);
}

void weighparties_init(struct weighparties *p, const struct series_set *set, struct weighnaming by)
{
    const char *before = NULL;
    *p = (struct weighparties){ NULL, 0, 0 };
    for (size_t i = 0; i < series_count(set); i++) {
        const struct series *s = series_at(set, i);
        if (s->n > 0) {
            add_series(find_party(p, party_of(s->name, by)), s, before != NULL && is_same_client(before, s->name, by));
            before = s->name;
        }
    }
    for (size_t i = 0; i < p->n; i++) {
        for (size_t k = 0; k < p->at[i].n; k++) {
            put_in_order(&p->at[i].clients[k]);
        }
        pool(&p->at[i]);
    }
    mem_sort(p->at, p->n, sizeof *p->at, by_name);
}

void weighparties_release(struct weighparties *p)
{
    for (size_t i = 0; i < p->n; i++) {
        for (size_t k = 0; k < p->at[i].n; k++) {
            client_release(&p->at[i].clients[k]);
        }
        free(p->at[i].clients);
        free(p->at[i].name);
    }
    free(p->at);
    *p = (struct weighparties){ NULL, 0, 0 };
}
