/* fft.h -- FFTW's planner is one for all threads: plans are made and freed through here.  Executing is safe anywhere. */

#ifndef DIELOG_FFT_H
#define DIELOG_FFT_H

#include <fftw3.h>
#include <stddef.h>

/* Of N real numbers in place: X has room for N + 2 and is not written to.  FLAGS beside FFTW_ESTIMATE: with FFTW_NO_SIMD every machine
   gives the same digits.  Neither fails: no memory ends the program, as in mem_alloc. */
double *fft_room(size_t n); /* N doubles, aligned; fftw_free it */
fftw_plan fft_plan_real(size_t n, double *x, unsigned flags);
void fft_plan_free(fftw_plan plan);

#endif
