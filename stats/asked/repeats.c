/* repeats.c -- see repeats.h. */

#include "repeats.h"

#include <stdlib.h>

#define AT_ONCE (WHEN_SECOND / 1000)

/* When a question was last asked, by the sensor that saw it last, and at any other sensor. */
struct asked {
    when_t last, elsewhere;
    uint32_t sensor;
};

/* The questions of one client. */
struct counting {
    struct names *questions, *at_sensor; /* action, target; and the sensor with them */
    struct asked *by_question;
    when_t *by_sensor;
    size_t questions_room, sensor_room;
};

static struct text key(const uint32_t *part, size_t n)
{
    return (struct text){ (const char *)part, n * sizeof *part };
}

static when_t at_sensor(struct counting *c, const uint32_t question[3], when_t now)
{
    size_t old = names_count(c->at_sensor), i = names_add(c->at_sensor, key(question, 3));
    when_t before;

    c->by_sensor = mem_grow(c->by_sensor, &c->sensor_room, i + 1, sizeof *c->by_sensor);
    before = i < old ? c->by_sensor[i] : WHEN_MIN;
    c->by_sensor[i] = now;
    return before;
}

static when_t elsewhere(struct counting *c, const uint32_t question[3], when_t now)
{
    size_t old = names_count(c->questions), i = names_add(c->questions, key(question, 2));
    struct asked *a;
    when_t before;

    c->by_question = mem_grow(c->by_question, &c->questions_room, i + 1, sizeof *c->by_question);
    a = &c->by_question[i];
    if (i == old)
        *a = (struct asked){ WHEN_MIN, WHEN_MIN, UINT32_MAX };
    before = a->sensor != question[2] ? a->last : a->elsewhere;
    if (a->sensor != question[2])
        a->elsewhere = a->last;
    a->sensor = question[2];
    a->last = now;
    return before;
}

static void count_one(struct counting *c, const struct record *one, int64_t ttl, struct repeats *to)
{
    const uint32_t question[3] = { one->field[RECORD_ACTION], one->field[RECORD_TARGET], one->field[RECORD_SENSOR] };
    when_t gap = one->time - at_sensor(c, question, one->time), across = one->time - elsewhere(c, question, one->time);

    to->n += one->count;
    to->raw += one->raw;
    to->at_once += one->count - (gap > AT_ONCE);
    to->within += one->count - (gap > WHEN_SECOND);
    to->across += across <= WHEN_SECOND ? one->count : 0;
    if (gap > WHEN_SECOND && gap < one->time - WHEN_MIN) {
        to->gaps++;
        to->early += gap < ttl;
    }
}

void repeats_count(const struct records *r, double ttl_s, struct repeats *out)
{
    struct counting c = { names_new(), names_new(), NULL, NULL, 0, 0 };
    size_t n;
    uint32_t *index = records_by_client(r, NULL, &n);

    memset(out, 0, names_count(r->texts[RECORD_SENSOR]) * sizeof *out);
    for (size_t i = 0; i < n; i++) {
        const struct record *one = &r->at[index[i]];

        if (i > 0 && r->at[index[i - 1]].field[RECORD_CLIENT] != one->field[RECORD_CLIENT]) {
            names_clear(c.questions);
            names_clear(c.at_sensor);
        }
        if (one->count > 0)
            count_one(&c, one, (int64_t)(ttl_s * (double)WHEN_SECOND), &out[one->field[RECORD_SENSOR]]);
    }
    free(index);
    names_free(c.questions);
    names_free(c.at_sensor);
    free(c.by_question);
    free(c.by_sensor);
}
