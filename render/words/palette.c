#include "palette.h"
#include <math.h>

unsigned palette_colour(size_t n)
{
    static const unsigned colours[PALETTE_COLOURS] = {
        0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9,
    };
    return n < PALETTE_COLOURS ? colours[n] : INK_2;
}

/* Circle, square, triangle, diamond, triangle on its tip, pentagon; a ring for the rest. */
int palette_shape(size_t n)
{
    static const int shapes[PALETTE_COLOURS] = { 7, 5, 9, 13, 11, 15 };
    return n < PALETTE_COLOURS ? shapes[n] : 6;
}

unsigned palette_tint(unsigned colour, double strength)
{
    unsigned mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
        double part = colour >> shift & 0xff;
        mixed = mixed << 8 | (unsigned) lround(255 + (part - 255) * strength);
    }
    return mixed;
}
