/* zoneholidays.h -- whose public holidays a stream keeps: evidence for the countries of a group of zones.

   By the group's clock the visits are counted a day.  A working day (by the country's weekend, weekends.h; no holiday) lies at
   the mean of such days within four weeks, with variance phi times that (phi from all of them); a day at the weekend at the
   share w of it, w from all.  A holiday on a working day is, for the share h of what is kept, a weekend day: its
   mean is that of the working days times r(h) = 1 - h + h w.  h is the person's own, anything from 0 to 0.95
   beforehand.  So, over the holidays,

       L(country) = mean over h of exp( sum (y log r(h) - m (r(h) - 1)) / phi )

   against no holiday kept (quasi-likelihood: Wedderburn 1974).  A group's evidence is the mean over its zones by their people, of
   a zone over its countries; a country without a calendar (calendars.h) has L = 1. */

#ifndef DIELOG_ZONEHOLIDAYS_H
#define DIELOG_ZONEHOLIDAYS_H

#include "localweek.h"

struct zoneholidays {
    double log_evidence; /* 0 without a calendar or a holiday that could tell */
    size_t days;         /* holidays on working days that could */
};

/* Of COUNTRY (two letters) by CLOCK. */
struct zoneholidays zoneholidays_country(const struct localweek *week, const struct observed *observed,
                                         const struct zone_clock *clock, const char *country);

/* Each country that has a calendar, by the clock of the zone in which most of its people live. */
struct zone_keeping {
    const char *country, *zone;
    struct zoneholidays kept;
};

/* Into OUT (room for calendar_countries); returns how many. */
size_t zoneholidays_all(const struct localweek *week, const struct observed *observed, const struct zonegroups *groups,
                        struct zone_keeping *out);

double zoneholidays_group(const struct localweek *week, const struct observed *observed, const struct zonegroup *group);

#endif
