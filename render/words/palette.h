/* palette.h -- the colours (Okabe and Ito, ordered so that neighbours differ in grey too) and
   the shapes that go with them. */

#ifndef DIELOG_PALETTE_H
#define DIELOG_PALETTE_H

#include <stddef.h>

#define PAPER 0xFFFFFF
#define INK 0x1A1A1A
#define INK_2 0x6B7280
#define HAIRLINE 0xD4D4D8
#define NULL_BAND 0xE5E7EB
#define NIGHT 0xF3F4F6
#define WINDOW_SHADE 0xFBEFC4
#define SILENCE 0xF2D3C4 /* vermilion, a quarter strong, on white */
#define LINK_INK 0x0B5A8F

#define PALETTE_COLOURS 6

/* The colour of the party that is Nth by records (from 0); the seventh and later ones, and
   `other`, are grey. */
unsigned palette_colour(size_t n);
int palette_shape(size_t n); /* gnuplot's point type, filled */

/* COLOUR mixed with white: STRENGTH 1 is the colour itself, 0 white. */
unsigned palette_tint(unsigned colour, double strength);

#endif
