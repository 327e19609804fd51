/* gslerrors.h -- what becomes of GSL's errors.

   GSL's own handler aborts.  Ours returns, so that whoever asked GSL checks the status that it got; only when GSL finds no
   memory is the program ended, as by mem_alloc, for its *_alloc functions return NULL and nobody behind them asks.
   Each program that uses GSL calls this first. */

#ifndef DIELOG_GSLERRORS_H
#define DIELOG_GSLERRORS_H

void gslerrors_begin(void);

#endif
