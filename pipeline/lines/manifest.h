/* manifest.h -- what a batch was and what became of its lines, for people (JSON)
   and for the stages that follow (two small CSV files, because a row needs no
   parser of its own).

     <batch>.json     the whole manifest
     <batch>.row      header and one row: the columns of span/inputs.csv
     <batch>.reasons  batch,reason,lines: the rejected lines by reason */

#ifndef DIELOG_MANIFEST_H
#define DIELOG_MANIFEST_H

#include "normalize.h"

#define MANIFEST_COLUMNS 16
extern const char *const manifest_columns[MANIFEST_COLUMNS];

struct manifest {
    const char *batch;
    const char *path; /* as the case names it */
    const char *sensor;
    const char *format;
    const char *zone; /* NULL: none stated */
    const struct normalize_result *result;
};

/* Each replaces what INTO holds. */
void manifest_json(const struct manifest *m, struct buf *into);
void manifest_row(const struct manifest *m, struct buf *into);
void manifest_reasons(const struct manifest *m, struct buf *into);

#endif
