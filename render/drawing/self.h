/* self.h -- what stands beside the running program. */

#ifndef DIELOG_SELF_H
#define DIELOG_SELF_H

#include "base/err.h"

/* The path of NAME in the program's own folder, whether it is there or not.  The caller frees it; NULL on error. */
char *self_beside(const char *name, struct err *err) MUST_USE;

#endif
