/* weekend.h -- which two days of the week are the weekend, by country.

   Most countries keep Saturday and Sunday.  Those that do not are a table, with the days on which some of them changed:
   as of 2020 after the Unicode CLDR's week data (version 39, weekendStart and weekendEnd); the changes after the decrees
   of the governments as the press had them (Bahrain 2006, Kuwait 2007, Algeria 2009, Oman and Saudi Arabia 2013,
   Mauritania 2014, United Arab Emirates 2006 and 2022).  Bangladesh and the Maldives, which the CLDR gives no weekend of
   their own, keep Friday and Saturday.  Iran and Afghanistan keep Friday, and Thursday in part: here Thursday and Friday.
   Weekends of parts of a country (some states of Malaysia) are left out. */

#ifndef DIELOG_BASE_WEEKEND_H
#define DIELOG_BASE_WEEKEND_H

#include <stdbool.h>
#include <stdint.h>

/* By how many days the weekend comes before Saturday and Sunday. */
enum weekend { WEEKEND_SAT_SUN, WEEKEND_FRI_SAT, WEEKEND_THU_FRI, WEEKENDS };

const char *weekend_name(enum weekend w); /* "Sat-Sun", "Fri-Sat", "Thu-Fri" */

/* Of the first of COUNTRIES (ISO 3166 codes with commas between, as tz_each has them) on DAY, days since 1970-01-01. */
enum weekend weekend_of(const char *countries, int64_t day);

/* Is DAY one of its two days? */
bool weekend_has(enum weekend w, int64_t day);

#endif
