/* weighoutside.h -- what other programs found of each series, as log10 likelihood ratios for weigh.h: of the names asked (dielog-names) and
   of the stated zones (dielog-mixture --propositions). */

#ifndef DIELOG_WEIGHOUTSIDE_H
#define DIELOG_WEIGHOUTSIDE_H

#include "weigh.h"

struct weighoutsides {
    struct {
        char *group;
        struct weighoutside of;
    } *at;
    size_t n, capacity;
};

/* NAMES: a table with group,lr_mail_most,lr_scan_most,lr_tunnel; ZONES: one with group,proposition,against,log10_lr.  Either may be NULL. */
bool weighoutsides_read(struct weighoutsides *o, const char *names, const char *zones, struct err *err) MUST_USE;
void weighoutsides_release(struct weighoutsides *o);

struct weighoutside weighoutsides_of(const struct weighoutsides *o, const char *group);

#endif
