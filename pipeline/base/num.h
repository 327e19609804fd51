/* num.h -- the one door through which numbers come in and go out.

   A number is the whole text: no blanks around it, nothing behind it.  Outside
   the range is told apart from "not a number" in the message.  NaN and
   infinity are not numbers here. */

#ifndef DIELOG_NUM_H
#define DIELOG_NUM_H

#include "buf.h"
#include "err.h"
#include <stdint.h>

bool num_int(struct text t, int64_t min, int64_t max, int64_t *out, struct err *err) MUST_USE;
bool num_double(struct text t, double min, double max, double *out, struct err *err) MUST_USE;

/* A duration in seconds: a number with an optional unit s, m (minutes), h, d
   or w: "90", "1.5h", "10m". */
bool num_duration(struct text t, double min, double max, double *out, struct err *err) MUST_USE;

/* A size in bytes: a number with an optional unit K, M or G (powers of 1024): "64M". */
bool num_size(struct text t, double min, double max, double *out, struct err *err) MUST_USE;

/* A share from 0 to 1: "0.01", "1%" or "0.5 %". */
bool num_share(struct text t, double *out, struct err *err) MUST_USE;

/* Two numbers, the lower first, with two dots between: "500..5000". */
bool num_range(struct text t, double min, double max, double *lo, double *hi, struct err *err) MUST_USE;

/* %.17g; a value that is not finite is written as nothing (a missing value). */
void num_put(struct buf *b, double x);
void num_put_int(struct buf *b, int64_t x);

/* The digits of X, NUL terminated; returns how many bytes they are. */
#define NUM_INT_TEXT 21
size_t num_int_text(int64_t x, char out[NUM_INT_TEXT]);

#endif
