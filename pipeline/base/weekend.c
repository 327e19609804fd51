#include "weekend.h"

#include "when.h"
#include <stddef.h>
#include <string.h>

#define ALWAYS INT64_MAX

/* A country's rows are in order of time; each holds until, not with, its day. */
static const struct {
    char country[3];
    enum weekend weekend;
    int64_t until;
} weekends[] = {
    { "AE", WEEKEND_THU_FRI, 13392 }, /* 2006-09-01 */
    { "AE", WEEKEND_FRI_SAT, 18993 }, /* 2022-01-01 */
    { "AF", WEEKEND_THU_FRI, ALWAYS },
    { "BD", WEEKEND_FRI_SAT, ALWAYS },
    { "BH", WEEKEND_THU_FRI, 13392 }, /* 2006-09-01 */
    { "BH", WEEKEND_FRI_SAT, ALWAYS },
    { "DZ", WEEKEND_THU_FRI, 14470 }, /* 2009-08-14 */
    { "DZ", WEEKEND_FRI_SAT, ALWAYS },
    { "EG", WEEKEND_FRI_SAT, ALWAYS },
    { "IL", WEEKEND_FRI_SAT, ALWAYS },
    { "IQ", WEEKEND_FRI_SAT, ALWAYS },
    { "IR", WEEKEND_THU_FRI, ALWAYS },
    { "JO", WEEKEND_FRI_SAT, ALWAYS },
    { "KW", WEEKEND_THU_FRI, 13757 }, /* 2007-09-01 */
    { "KW", WEEKEND_FRI_SAT, ALWAYS },
    { "LY", WEEKEND_FRI_SAT, ALWAYS },
    { "MR", WEEKEND_FRI_SAT, 16344 }, /* 2014-10-01 */
    { "MV", WEEKEND_FRI_SAT, ALWAYS },
    { "OM", WEEKEND_THU_FRI, 15826 }, /* 2013-05-01 */
    { "OM", WEEKEND_FRI_SAT, ALWAYS },
    { "PS", WEEKEND_FRI_SAT, ALWAYS },
    { "QA", WEEKEND_FRI_SAT, ALWAYS },
    { "SA", WEEKEND_THU_FRI, 15885 }, /* 2013-06-29 */
    { "SA", WEEKEND_FRI_SAT, ALWAYS },
    { "SD", WEEKEND_FRI_SAT, ALWAYS },
    { "SY", WEEKEND_FRI_SAT, ALWAYS },
    { "YE", WEEKEND_FRI_SAT, ALWAYS },
};

const char *weekend_name(enum weekend w)
{
    static const char *const names[WEEKENDS] = { "Sat-Sun", "Fri-Sat", "Thu-Fri" };
    return names[w];
}

enum weekend weekend_of(const char *countries, int64_t day)
{
    for (size_t i = 0; i < sizeof weekends / sizeof *weekends; i++)
        if (strncmp(weekends[i].country, countries, 2) == 0 && day < weekends[i].until)
            return weekends[i].weekend;
    return WEEKEND_SAT_SUN;
}

bool weekend_has(enum weekend w, int64_t day) { return (when_weekday(day) + (int)w) % 7 >= 5; }
