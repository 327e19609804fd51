/* weighentries.c -- see weighentries.h. */

#include "weighentries.h"

#include "base/err.h"
#include "rows/arrivals.h"
#include <stdlib.h>

struct asked {
    unsigned question;
    size_t visits;
};

/* The question of each visit: of the first event at its time, as visits are a part of the events. */
static unsigned *questions_of(const struct weighclient *client, const struct weighentries *v)
{
    unsigned *question = mem_alloc((v->n + 1) * sizeof *question);
    size_t event = 0;
    for (size_t i = 0; i < v->n; i++) {
        while (client->events.times[event] < v->times[i]) {
            event++;
        }
        question[i] = client->question[event];
        event += client->events.times[event] == v->times[i] && i + 1 < v->n && v->times[i + 1] == v->times[i];
    }
    return question;
}

static int by_visits(const void *a, const void *b)
{
    const struct asked *x = a, *y = b;
    if (x->visits != y->visits) {
        return x->visits > y->visits ? -1 : 1;
    }
    return (x->question > y->question) - (x->question < y->question);
}

/* The questions, those asked for most first. */
static struct asked *rank(const unsigned *question, size_t n, unsigned questions)
{
    struct asked *asked = mem_alloc((questions + 1) * sizeof *asked);
    for (unsigned k = 0; k < questions; k++) {
        asked[k] = (struct asked){ k, 0 };
    }
    for (size_t i = 0; i < n; i++) {
        asked[question[i]].visits++;
    }
    mem_sort(asked, questions, sizeof *asked, by_visits);
    return asked;
}

static void number(struct weighentries *v, const unsigned *question, unsigned questions)
{
    struct asked *asked = rank(question, v->n, questions);
    unsigned char *entry_of = mem_zero(questions + 1);
    v->entries = WEIGH_REST + 1;
    for (unsigned k = 0; k < questions && v->entries < WEIGH_ENTRIES && (questions == 1 || asked[k].visits >= WEIGHENTRIES_LEAST); k++) {
        entry_of[asked[k].question] = (unsigned char)v->entries++;
    }
    for (size_t i = 0; i < v->n; i++) {
        v->entry[i] = entry_of[question[i]];
    }
    free(entry_of);
    free(asked);
}

void weighentries_init(struct weighentries *v, const struct weighclient *client, const struct observed *observed, double visit_gap_s)
{
    struct arrivals a;
    arrivals_init(&a, &client->events, observed, (int64_t)(visit_gap_s * (double)WHEN_SECOND));
    *v = (struct weighentries){ .n = a.n };
    v->times = arrivals_keep(&a);
    v->entry = mem_zero(v->n + 1);
    unsigned *question = questions_of(client, v);
    number(v, question, client->questions);
    free(question);
}

size_t weighentries_gaps(const struct weighentries *v, size_t entry, double *gaps)
{
    size_t n = 0, last = v->n;
    for (size_t i = 0; i < v->n; i++) {
        if (v->entry[i] != entry) {
            continue;
        }
        if (last < i) {
            gaps[n++] = (double)(v->times[i] - v->times[last]) / (double)WHEN_SECOND;
        }
        last = i;
    }
    return n;
}

void weighentries_release(struct weighentries *v)
{
    free(v->times);
    free(v->entry);
    *v = (struct weighentries){ NULL, NULL, 0, 0 };
}
