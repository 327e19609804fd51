/* plan.h -- what a case asks for, laid down as files that make can trust.

   <work>/plan.mk                 variables; values hold no character that make or a shell reads
   <work>/plan/case.ini           a copy
   <work>/plan/parties.csv, events.csv, observed.csv
   <work>/ledger.csv, seen.csv    what is known of the logs (ledger.h)
   <work>/plan/<batch>.ini        [input], resolved, and [piece]: which part of the log
   <work>/plan/raw/<log>          symbolic link to the log

   A file whose content is the same already is not touched.  What belongs to no batch
   any more is removed.  The ledger comes before what is made from it, plan.mk last. */

#ifndef DIELOG_PLAN_H
#define DIELOG_PLAN_H

#include "batches.h"
#include "casefile.h"
#include "ledger.h"

bool plan_write(const struct casefile *c, const struct batches *b, const struct ledger *l, const char *work,
                struct err *err) MUST_USE;

#endif
