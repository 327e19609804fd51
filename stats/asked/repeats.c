/* repeats.c -- see repeats.h. */

#include "repeats.h"

#include "lately.h"
#include "numbers/pairs.h"
#include <stdlib.h>

#define AT_ONCE (WHEN_SECOND / 1000)

/* When a question was last asked, by the sensor that saw it last, and at any other sensor. */
struct asked {
    when_t last, elsewhere;
    uint32_t sensor;
};

struct repeats_count {
    int64_t ttl;
    struct pairs *questions, *at_sensor; /* action, target; and the sensor with them */
    struct pairs *asked;                 /* client, and question with sensor */
    when_t *last;                        /* of these */
    struct lately *lately;               /* client and question: what was asked within a second */
    struct repeats *of;                  /* by sensor */
    size_t last_room, n, room;
};

struct repeats_count *repeats_count_new(double ttl_s)
{
    struct repeats_count *c = mem_zero(sizeof *c);

    c->ttl = (int64_t)(ttl_s * (double)WHEN_SECOND);
    c->questions = pairs_new();
    c->at_sensor = pairs_new();
    c->asked = pairs_new();
    c->lately = lately_new(sizeof(struct asked), WHEN_SECOND, NULL, NULL);
    return c;
}

void repeats_count_free(struct repeats_count *c)
{
    if (c == NULL)
        return;
    pairs_free(c->questions);
    pairs_free(c->at_sensor);
    pairs_free(c->asked);
    lately_free(c->lately);
    free(c->last);
    free(c->of);
    free(c);
}

void repeats_count_clear(struct repeats_count *c)
{
    pairs_clear(c->asked);
    lately_end(c->lately);
    c->n = 0;
}

static struct repeats *sensor_of(struct repeats_count *c, uint32_t sensor)
{
    c->of = mem_grow(c->of, &c->room, sensor + 1, sizeof *c->of);
    while (c->n <= sensor)
        c->of[c->n++] = (struct repeats){ .n = 0 };
    return &c->of[sensor];
}

static when_t at_sensor(struct repeats_count *c, const struct record *one, uint32_t question)
{
    const uint32_t there = (uint32_t)pairs_add(c->at_sensor, question, one->field[RECORD_SENSOR]);
    size_t old = pairs_count(c->asked), i = pairs_add(c->asked, one->field[RECORD_CLIENT], there);
    when_t before;

    c->last = mem_grow(c->last, &c->last_room, i + 1, sizeof *c->last);
    before = i < old ? c->last[i] : WHEN_MIN;
    c->last[i] = one->time;
    return before;
}

static when_t elsewhere(struct repeats_count *c, const struct record *one, uint32_t question)
{
    const uint32_t sensor = one->field[RECORD_SENSOR];
    bool fresh;
    struct asked *a = lately_at(c->lately, one->field[RECORD_CLIENT], question, one->time, &fresh);
    when_t before;

    if (fresh)
        *a = (struct asked){ WHEN_MIN, WHEN_MIN, UINT32_MAX };
    before = a->sensor != sensor ? a->last : a->elsewhere;
    if (a->sensor != sensor)
        a->elsewhere = a->last;
    a->sensor = sensor;
    a->last = one->time;
    return before;
}

void repeats_count_add(struct repeats_count *c, const struct record *one)
{
    struct repeats *to = sensor_of(c, one->field[RECORD_SENSOR]);
    uint32_t question;
    when_t gap, across;

    if (one->count == 0)
        return;
    question = (uint32_t)pairs_add(c->questions, one->field[RECORD_ACTION], one->field[RECORD_TARGET]);
    gap = one->time - at_sensor(c, one, question);
    across = one->time - elsewhere(c, one, question);
    to->n += one->count;
    to->raw += one->raw;
    to->at_once += one->count - (gap > AT_ONCE);
    to->within += one->count - (gap > WHEN_SECOND);
    to->across += across <= WHEN_SECOND ? one->count : 0;
    if (gap > WHEN_SECOND && gap < one->time - WHEN_MIN) {
        to->gaps++;
        to->early += gap < c->ttl;
    }
}

struct repeats repeats_counted(const struct repeats_count *c, uint32_t sensor)
{
    return c->of[sensor];
}
