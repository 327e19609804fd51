/* fft.c -- see fft.h. */

#include "fft.h"

#include "base/err.h"
#include <pthread.h>

static pthread_mutex_t planner = PTHREAD_MUTEX_INITIALIZER;

double *fft_room(size_t n)
{
    double *x = fftw_malloc(n * sizeof *x);

    if (x == NULL)
        mem_out();
    return x;
}

fftw_plan fft_plan_real(size_t n, double *x, unsigned flags)
{
    fftw_plan plan;

    pthread_mutex_lock(&planner);
    plan = fftw_plan_dft_r2c_1d((int)n, x, (fftw_complex *)x, FFTW_ESTIMATE | flags);
    pthread_mutex_unlock(&planner);
    if (plan == NULL)
        mem_out();
    return plan;
}

void fft_plan_free(fftw_plan plan)
{
    pthread_mutex_lock(&planner);
    fftw_destroy_plan(plan);
    pthread_mutex_unlock(&planner);
}
