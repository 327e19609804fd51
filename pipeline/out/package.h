/* package.h -- result tables as a Frictionless Data Package whose cells a
   spreadsheet does not run.

   A spreadsheet takes a cell that begins with = + - @ TAB or CR for a formula.
   Where such a text is no number, its copy gets an apostrophe before it; nothing
   else is changed.  datapackage.json (profile tabular-data-package,
   specs.frictionlessdata.io) then says of each table what it holds: bytes,
   SHA-256, rows, and type, unit and meaning of every column. */

#ifndef DIELOG_PACKAGE_H
#define DIELOG_PACKAGE_H

#include "base/buf.h"
#include "base/err.h"

struct package_column {
    const char *tables; /* names without .csv, separated by blanks; NULL: any */
    const char *name;
    const char *type; /* of Table Schema: string, number, integer, datetime */
    const char *unit; /* of numbers; NULL of all else */
    const char *description;
};

/* What is known of a column of TABLE, or NULL: then it is published as a string
   without description. */
const struct package_column *package_column(const char *table, const char *column);

struct package;

/* The package's name is made from TITLE: small ASCII letters, digits and -. */
struct package *package_new(const char *title);
void package_free(struct package *p); /* NULL is accepted */

/* Copies FROM/FILE to TO/FILE, unless the same bytes stand there, and takes it
   into the package.  FILE is a plain name [a-z0-9._-]+.csv. */
bool package_add(struct package *p, const char *from, const char *to, const char *file, struct err *err) MUST_USE;

/* datapackage.json: the tables in the order in which they came. */
void package_json(const struct package *p, struct buf *into);

#endif
