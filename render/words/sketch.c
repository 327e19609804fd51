#include "sketch.h"
#include "base/err.h"
#include <stdlib.h>

void sketch_release(struct sketch *s)
{
    free(s->shapes);
    s->shapes = NULL;
    s->n = 0;
}

static void add(struct sketch *s, struct sketch_shape shape)
{
    s->shapes = mem_resize(s->shapes, (s->n + 1) * sizeof *s->shapes);
    s->shapes[s->n++] = shape;
}

void sketch_rect(struct sketch *s, double x, double y, double width, double height, unsigned colour)
{
    add(s, (struct sketch_shape){ false, x, y, width, height, colour });
}

void sketch_dot(struct sketch *s, double x, double y, double radius, unsigned colour)
{
    add(s, (struct sketch_shape){ true, x, y, radius, radius, colour });
}

void sketch_copy(struct sketch *to, const struct sketch *from)
{
    for (size_t i = 0; i < from->n; i++)
        add(to, from->shapes[i]);
}
