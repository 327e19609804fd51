/* plan.h -- what a case asks for, laid down as files that make can trust.

   <work>/plan.mk                 variables; values hold no character that make or a shell reads
   <work>/plan/case.ini           a copy
   <work>/plan/parties.csv, events.csv, observed.csv
   <work>/plan/<batch>.ini        [input], resolved
   <work>/plan/raw/<batch>        symbolic link to the log
   <work>/plan/state/<batch>      its size and time, so that a log that was replaced by an
                                  older one, or grew while it was read, is read again

   A file whose content is the same already is not touched.  What belongs to no batch
   any more is removed.  plan.mk comes last. */

#ifndef DIELOG_PLAN_H
#define DIELOG_PLAN_H

#include "batches.h"
#include "casefile.h"

bool plan_write(const struct casefile *c, const struct batches *b, const char *work, struct err *err) MUST_USE;

#endif
