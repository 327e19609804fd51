#include "calendars.h"

#include "base/when.h"
#include <string.h>

/* A rule: m/d fixed; w: the Nth weekday (1 Monday ... 7 Sunday) of a month, N -1: the last; e, o: so many days after
   western, Orthodox Easter Sunday. */
struct rule {
    char kind;
    signed char a, b, c; /* f: month, day; w: month, N, weekday; e, o: days */
};

#define F(month, day) { 'f', month, day, 0 }
#define W(month, n, weekday) { 'w', month, n, weekday }
#define E(days) { 'e', days, 0, 0 }
#define O(days) { 'o', days, 0, 0 }
#define NEW_YEAR F(1, 1)
#define LABOUR F(5, 1)
#define CHRISTMAS F(12, 25)
#define BOXING F(12, 26)
#define GOOD_FRIDAY E(-2)
#define EASTER_MONDAY E(1)
#define ASCENSION E(39)
#define WHIT_MONDAY E(50)
#define ASSUMPTION F(8, 15)
#define ALL_SAINTS F(11, 1)
#define IMMACULATE F(12, 8)
#define EPIPHANY F(1, 6)

static const struct {
    char country[3];
    struct rule rules[CALENDAR_MOST];
} calendars[] = {
    { "AR", { NEW_YEAR, F(3, 24), F(4, 2), LABOUR, F(5, 25), F(6, 20), F(7, 9), IMMACULATE, CHRISTMAS, GOOD_FRIDAY, E(-48), E(-47) } },
    { "AT", { NEW_YEAR, EPIPHANY, EASTER_MONDAY, LABOUR, ASCENSION, WHIT_MONDAY, E(60), ASSUMPTION, F(10, 26), ALL_SAINTS, IMMACULATE, CHRISTMAS, BOXING } },
    { "AU", { NEW_YEAR, F(1, 26), GOOD_FRIDAY, EASTER_MONDAY, F(4, 25), CHRISTMAS, BOXING } },
    { "BE", { NEW_YEAR, EASTER_MONDAY, LABOUR, ASCENSION, WHIT_MONDAY, F(7, 21), ASSUMPTION, ALL_SAINTS, F(11, 11), CHRISTMAS } },
    { "BR", { NEW_YEAR, E(-48), E(-47), GOOD_FRIDAY, F(4, 21), LABOUR, E(60), F(9, 7), F(10, 12), F(11, 2), F(11, 15), CHRISTMAS } },
    { "CA", { NEW_YEAR, GOOD_FRIDAY, F(7, 1), W(9, 1, 1), W(10, 2, 1), CHRISTMAS, BOXING } },
    { "CH", { NEW_YEAR, ASCENSION, F(8, 1), CHRISTMAS } },
    { "CN", { NEW_YEAR, LABOUR, F(10, 1), F(10, 2), F(10, 3) } },
    { "CZ", { NEW_YEAR, EASTER_MONDAY, LABOUR, F(5, 8), F(7, 5), F(7, 6), F(9, 28), F(10, 28), F(11, 17), F(12, 24), CHRISTMAS, BOXING } },
    { "DE", { NEW_YEAR, GOOD_FRIDAY, EASTER_MONDAY, LABOUR, ASCENSION, WHIT_MONDAY, F(10, 3), CHRISTMAS, BOXING } },
    { "DK", { NEW_YEAR, E(-3), GOOD_FRIDAY, EASTER_MONDAY, ASCENSION, WHIT_MONDAY, CHRISTMAS, BOXING } },
    { "ES", { NEW_YEAR, EPIPHANY, GOOD_FRIDAY, LABOUR, ASSUMPTION, F(10, 12), ALL_SAINTS, F(12, 6), IMMACULATE, CHRISTMAS } },
    { "FI", { NEW_YEAR, EPIPHANY, GOOD_FRIDAY, EASTER_MONDAY, LABOUR, ASCENSION, F(12, 6), CHRISTMAS, BOXING } },
    { "FR", { NEW_YEAR, EASTER_MONDAY, LABOUR, F(5, 8), ASCENSION, WHIT_MONDAY, F(7, 14), ASSUMPTION, ALL_SAINTS, F(11, 11), CHRISTMAS } },
    { "GB", { NEW_YEAR, GOOD_FRIDAY, W(5, 1, 1), W(5, -1, 1), CHRISTMAS, BOXING } },
    { "GR", { NEW_YEAR, EPIPHANY, O(-48), F(3, 25), O(-2), O(1), LABOUR, O(50), ASSUMPTION, F(10, 28), CHRISTMAS, BOXING } },
    { "HU", { NEW_YEAR, F(3, 15), EASTER_MONDAY, LABOUR, WHIT_MONDAY, F(8, 20), F(10, 23), ALL_SAINTS, CHRISTMAS, BOXING } },
    { "IE", { NEW_YEAR, F(3, 17), EASTER_MONDAY, W(5, 1, 1), W(6, 1, 1), W(8, 1, 1), W(10, -1, 1), CHRISTMAS, BOXING } },
    { "IN", { F(1, 26), F(8, 15), F(10, 2) } },
    { "IT", { NEW_YEAR, EPIPHANY, EASTER_MONDAY, F(4, 25), LABOUR, F(6, 2), ASSUMPTION, ALL_SAINTS, IMMACULATE, CHRISTMAS, BOXING } },
    { "JP", { NEW_YEAR, W(1, 2, 1), F(2, 11), F(4, 29), F(5, 3), F(5, 4), F(5, 5), W(9, 3, 1), F(11, 3), F(11, 23) } },
    { "KR", { NEW_YEAR, F(3, 1), F(5, 5), F(6, 6), F(8, 15), F(10, 3), F(10, 9), CHRISTMAS } },
    { "MX", { NEW_YEAR, W(2, 1, 1), W(3, 3, 1), LABOUR, F(9, 16), W(11, 3, 1), CHRISTMAS } },
    { "NL", { NEW_YEAR, EASTER_MONDAY, ASCENSION, WHIT_MONDAY, CHRISTMAS, BOXING } },
    { "NO", { NEW_YEAR, E(-3), GOOD_FRIDAY, EASTER_MONDAY, LABOUR, F(5, 17), ASCENSION, WHIT_MONDAY, CHRISTMAS, BOXING } },
    { "NZ", { NEW_YEAR, F(1, 2), F(2, 6), GOOD_FRIDAY, EASTER_MONDAY, F(4, 25), W(6, 1, 1), W(10, 4, 1), CHRISTMAS, BOXING } },
    { "PL", { NEW_YEAR, EPIPHANY, EASTER_MONDAY, LABOUR, F(5, 3), E(60), ASSUMPTION, ALL_SAINTS, F(11, 11), CHRISTMAS, BOXING } },
    { "PT", { NEW_YEAR, GOOD_FRIDAY, F(4, 25), LABOUR, F(6, 10), ASSUMPTION, IMMACULATE, CHRISTMAS } },
    { "RO", { NEW_YEAR, F(1, 2), O(1), LABOUR, O(50), ASSUMPTION, F(12, 1), CHRISTMAS, BOXING } },
    { "RU", { NEW_YEAR, F(1, 2), F(1, 3), F(1, 4), F(1, 5), EPIPHANY, F(1, 7), F(1, 8), F(2, 23), F(3, 8), LABOUR, F(5, 9), F(6, 12), F(11, 4) } },
    { "SE", { NEW_YEAR, EPIPHANY, GOOD_FRIDAY, EASTER_MONDAY, LABOUR, ASCENSION, F(6, 6), CHRISTMAS, BOXING } },
    { "TR", { NEW_YEAR, F(4, 23), LABOUR, F(5, 19), F(8, 30), F(10, 29) } },
    { "UA", { NEW_YEAR, F(1, 7), F(3, 8), O(1), LABOUR, F(5, 9), O(50), F(6, 28), F(8, 24) } },
    { "US", { NEW_YEAR, W(1, 3, 1), W(2, 3, 1), W(5, -1, 1), F(7, 4), W(9, 1, 1), W(11, 4, 4), CHRISTMAS } },
    { "ZA", { NEW_YEAR, F(3, 21), GOOD_FRIDAY, EASTER_MONDAY, F(4, 27), LABOUR, F(6, 16), F(8, 9), F(9, 24), F(12, 16), CHRISTMAS, BOXING } },
};

#define COUNTRIES (sizeof calendars / sizeof *calendars)

int64_t easter_western(int year)
{
    int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
    int m = (a + 11 * h + 22 * l) / 451, month = (h + l - 7 * m + 114) / 31, day = (h + l - 7 * m + 114) % 31 + 1;
    return when_days(year, month, day);
}

int64_t easter_orthodox(int year)
{
    int a = year % 4, b = year % 7, c = year % 19, d = (19 * c + 15) % 30, e = (2 * a + 4 * b - d + 34) % 7;
    int month = (d + e + 114) / 31, day = (d + e + 114) % 31 + 1;
    return when_days(year, month, day) + year / 100 - year / 400 - 2; /* the Julian date, on the Gregorian calendar */
}

static int64_t weekday_of_month(int year, int month, int n, int weekday)
{
    int64_t first = when_days(year, month, 1), next = month == 12 ? when_days(year + 1, 1, 1) : when_days(year, month + 1, 1);
    if (n > 0)
        return first + (weekday - 1 - when_weekday(first) + 7) % 7 + 7 * (n - 1);
    return next - 1 - (when_weekday(next - 1) - (weekday - 1) + 7) % 7;
}

static int64_t day_of(const struct rule *r, int year)
{
    switch (r->kind) {
    case 'f':
        return when_days(year, r->a, r->b);
    case 'w':
        return weekday_of_month(year, r->a, r->b, r->c);
    case 'e':
        return easter_western(year) + r->a;
    default:
        return easter_orthodox(year) + r->a;
    }
}

size_t calendar_countries(void) { return COUNTRIES; }
const char *calendar_country(size_t i) { return calendars[i].country; }

int calendar_has(const char *country)
{
    for (size_t i = 0; i < COUNTRIES; i++)
        if (strcmp(calendars[i].country, country) == 0)
            return 1;
    return 0;
}

size_t calendar_year(const char *country, int year, int64_t days[CALENDAR_MOST])
{
    size_t n = 0;
    for (size_t i = 0; i < COUNTRIES; i++)
        if (strcmp(calendars[i].country, country) == 0)
            for (; n < CALENDAR_MOST && calendars[i].rules[n].kind != '\0'; n++)
                days[n] = day_of(&calendars[i].rules[n], year);
    return n;
}
