/* sketch.h -- the small graphic beside a finding: rectangles and dots in a box of
   SKETCH_WIDTH by SKETCH_HEIGHT points. */

#ifndef DIELOG_SKETCH_H
#define DIELOG_SKETCH_H

#include <stdbool.h>
#include <stddef.h>

#define SKETCH_WIDTH 51.0
#define SKETCH_HEIGHT 29.0

struct sketch_shape {
    bool dot; /* x, y the centre, width the radius */
    double x, y, width, height;
    unsigned colour;
};

struct sketch {
    struct sketch_shape *shapes;
    size_t n;
};

void sketch_release(struct sketch *s);
void sketch_copy(struct sketch *to, const struct sketch *from); /* *to is empty before */
void sketch_rect(struct sketch *s, double x, double y, double width, double height, unsigned colour);
void sketch_dot(struct sketch *s, double x, double y, double radius, unsigned colour);

#endif
