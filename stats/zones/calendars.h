/* calendars.h -- the public holidays of some countries, computed: fixed days, days by the week (the fourth Thursday of
   November), and days by Easter, western or Orthodox.

   Whole countries' holidays as of 2010 to 2024, by their laws; those of parts of a country, days that a government moves
   from year to year, and holidays by the moon (Islamic, Hindu, Chinese, Jewish) are left out: a calendar that
   lacks a day is weaker evidence, one that has a wrong day is wrong. */

#ifndef DIELOG_CALENDARS_H
#define DIELOG_CALENDARS_H

#include <stddef.h>
#include <stdint.h>

#define CALENDAR_MOST 24 /* holidays of a country in a year */

/* Days since 1970-01-01 of Easter Sunday in a year of the Gregorian calendar: the western by Meeus (1991, ch. 8, after
   Butcher 1876), the Orthodox by the Julian calendar (Meeus, the same), both on the Gregorian date. */
int64_t easter_western(int year);
int64_t easter_orthodox(int year);

/* Is there a calendar of COUNTRY (ISO 3166, two letters)? */
int calendar_has(const char *country);
size_t calendar_countries(void);
const char *calendar_country(size_t i);

/* The holidays of COUNTRY in YEAR, in no order; returns how many: 0 when there is no calendar. */
size_t calendar_year(const char *country, int year, int64_t days[CALENDAR_MOST]);

#endif
