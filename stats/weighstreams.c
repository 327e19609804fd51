/* weighstreams.c -- see weighstreams.h. */

#include "weighstreams.h"

#include <stdlib.h>
#include <string.h>

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

static char *party_of(const char *name, enum weighparties_by by)
{
    return by == WEIGHPARTIES_BY_BOTH ? unquoted(name) : mem_text(by == WEIGHPARTIES_BY_CLIENT ? "all" : name);
}

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

static void add_times(struct series *s, const when_t *times, size_t n)
{
    s->times = mem_resize(s->times, (s->n + n + 1) * sizeof *s->times);
    memcpy(s->times + s->n, times, n * sizeof *times);
    s->n += n;
}

static void add_client(struct weighparty *p, const struct series *s)
{
    p->clients = mem_grow(p->clients, &p->capacity, p->n + 1, sizeof *p->clients);
    p->clients[p->n] = (struct series){ .name = p->name };
    add_times(&p->clients[p->n++], s->times, s->n);
    p->events += s->n;
}

static int by_size(const void *a, const void *b)
{
    const struct series *x = a, *y = b;
    if (x->n != y->n) {
        return x->n > y->n ? -1 : 1;
    }
    return (x->times[0] > y->times[0]) - (x->times[0] < y->times[0]);
}

static int by_time(const void *a, const void *b)
{
    when_t x = *(const when_t *)a, y = *(const when_t *)b;
    return (x > y) - (x < y);
}

/* The small clients become one, the last. */
static void pool(struct weighparty *p)
{
    size_t kept = 0;
    mem_sort(p->clients, p->n, sizeof *p->clients, by_size);
    while (kept < p->n && kept < WEIGHSTREAMS_MOST && p->clients[kept].n >= WEIGHSTREAMS_LEAST) {
        kept++;
    }
    if (p->n - kept < 2) {
        return;
    }
    struct series *rest = &p->clients[kept];
    for (size_t i = kept + 1; i < p->n; i++) {
        add_times(rest, p->clients[i].times, p->clients[i].n);
        free(p->clients[i].times);
    }
    mem_sort(rest->times, rest->n, sizeof *rest->times, by_time);
    p->n = kept + 1;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct weighparty *)a)->name, ((const struct weighparty *)b)->name);
}

void weighparties_init(struct weighparties *p, const struct series_set *set, enum weighparties_by by)
{
    *p = (struct weighparties){ NULL, 0, 0 };
    for (size_t i = 0; i < series_count(set); i++) {
        const struct series *s = series_at(set, i);
        if (s->n > 0) {
            add_client(find_party(p, party_of(s->name, by)), s);
        }
    }
    for (size_t i = 0; i < p->n; i++) {
        pool(&p->at[i]);
    }
    mem_sort(p->at, p->n, sizeof *p->at, by_name);
}

void weighparties_release(struct weighparties *p)
{
    for (size_t i = 0; i < p->n; i++) {
        for (size_t k = 0; k < p->at[i].n; k++) {
            free(p->at[i].clients[k].times);
        }
        free(p->at[i].clients);
        free(p->at[i].name);
    }
    free(p->at);
    *p = (struct weighparties){ NULL, 0, 0 };
}
