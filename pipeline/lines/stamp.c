#include "stamp.h"
#include "base/tz.h"
#include <stdlib.h>
#include <strings.h>
#include <time.h>

#define MINUTE_US INT64_C(60000000)
#define DAY_S INT64_C(86400)

/* The hour that occurs twice and that the file is in, or was in last. */
struct fold {
    int64_t at;      /* when the clock was put back, UTC; identifies it */
    int64_t local;   /* the stamp before this one, if inside */
    bool second;     /* the step back was seen */
    int64_t pending; /* stamps not decided yet */
};

struct stamper {
    struct tz *zone; /* NULL: none stated */
    int64_t year_day; /* the date that years are counted from, or STAMP_NO_START */

    char second[20]; /* BIND's last second as text, and what it is; at first what no line holds */
    int64_t second_at;
    char iso_second[19]; /* the same of ISO stamps */
    int64_t iso_second_at;
    char date[16]; /* the last date text and its day */
    size_t date_len;
    int64_t date_day;
    int64_t local_from, local_to; /* local = UTC + local_offset for all of [from, to) */
    int64_t local_offset;

    struct fold fold;
    struct stamp_summary seen;
    int64_t divisor; /* greatest common divisor of all stamps and a minute, in us */
    int digits;      /* most that were written */
    when_t previous;
    bool disorder; /* ran backwards by more than STAMP_STEP_S */
};

struct stamper *stamper_new(const char *zone, int64_t start_day, struct err *err)
{
    struct stamper *s = mem_zero(sizeof *s);
    s->year_day = start_day;
    s->second[0] = s->iso_second[0] = '\n';
    if (zone) {
        s->zone = tz_open(zone, err);
        if (!s->zone) {
            free(s);
            return NULL;
        }
    }
    stamper_restart(s);
    return s;
}

void stamper_free(struct stamper *s)
{
    if (!s)
        return;
    tz_free(s->zone);
    free(s);
}

void stamper_restart(struct stamper *s)
{
    s->fold = (struct fold){ .at = INT64_MIN };
    s->seen = (struct stamp_summary){ 0 };
    s->divisor = MINUTE_US;
    s->digits = -1;
    s->previous = WHEN_MIN;
    s->disorder = false;
}

/* --- the resolution ------------------------------------------------------------- */

/* Clocks tick in these steps; 4 ms is the coarse clock of a kernel at 250 Hz. */
static const int64_t ladder[] = { MINUTE_US, 1000000, 100000, 10000, 4000, 1000, 100, 10, 1 };

static int64_t written_resolution(int digits)
{
    if (digits < 0)
        return MINUTE_US;
    int64_t step = WHEN_SECOND;
    for (int i = 0; i < digits; i++)
        step /= 10;
    return step;
}

static int64_t resolution(const struct stamper *s)
{
    if (s->seen.n == 0)
        return 0;
    if (s->seen.n < STAMP_ENOUGH)
        return written_resolution(s->digits);
    size_t i = 0;
    while (s->divisor % ladder[i] != 0)
        i++;
    return ladder[i];
}

static void fold_divisor(struct stamper *s, when_t t)
{
    int64_t rest = t % s->divisor;
    if (rest == 0)
        return;
    int64_t a = s->divisor, b = rest < 0 ? -rest : rest;
    while (b != 0) {
        int64_t r = a % b;
        a = b;
        b = r;
    }
    s->divisor = a;
}

void stamper_summary(const struct stamper *s, struct stamp_summary *out)
{
    *out = s->seen;
    out->resolution_us = resolution(s);
    if (!s->fold.second)
        out->ambiguous += s->fold.pending;
}

void stamper_save(const struct stamper *s, struct stamp_carry *out)
{
    *out = (struct stamp_carry){
        s->year_day, s->fold.at,         s->fold.local,     s->fold.second, s->fold.pending, s->seen.n,   s->seen.first,
        s->seen.last, s->seen.steps_back, s->seen.ambiguous, s->divisor,     s->digits,       s->previous, s->disorder,
    };
}

void stamper_resume(struct stamper *s, const struct stamp_carry *from)
{
    s->year_day = from->year_day;
    s->fold = (struct fold){ from->fold_at, from->fold_local, from->fold_second != 0, from->fold_pending };
    s->seen = (struct stamp_summary){ .n = from->n, .first = from->first, .last = from->last,
                                      .steps_back = from->steps_back, .ambiguous = from->ambiguous };
    s->divisor = from->divisor > 0 && from->divisor <= MINUTE_US ? from->divisor : MINUTE_US;
    s->digits = (int) from->digits;
    s->previous = from->previous;
    s->disorder = from->disorder != 0;
}

/* Measures one stamp that was resolved. */
static void note(struct stamper *s, when_t t, int digits)
{
    if (s->seen.n == 0)
        s->seen.first = s->seen.last = t;
    else if (t < s->previous - WHEN_SECOND) {
        s->seen.steps_back++;
        s->disorder |= t < s->previous - STAMP_STEP_S * WHEN_SECOND;
    }
    s->seen.n++;
    if (t < s->seen.first)
        s->seen.first = t;
    if (t > s->seen.last)
        s->seen.last = t;
    s->previous = t;
    if (digits > s->digits)
        s->digits = digits;
    fold_divisor(s, t);
}

/* --- local time to UTC ----------------------------------------------------------- */

static void leave_fold(struct stamper *s)
{
    if (!s->fold.second)
        s->seen.ambiguous += s->fold.pending;
    s->fold.pending = 0;
}

/* One of the two solutions of a local time in the repeated hour. */
static int64_t choose_pass(struct stamper *s, int64_t local, const int64_t utc[2])
{
    struct tz_change put_back = { 0 };
    if (!tz_next_change(s->zone, utc[0], &put_back))
        put_back.at = utc[1];
    struct fold *f = &s->fold;
    if (f->at != put_back.at) {
        leave_fold(s);
        *f = (struct fold){ .at = put_back.at, .local = INT64_MIN };
    }
    if (!f->second && f->local != INT64_MIN && local < f->local - STAMP_STEP_S) {
        f->second = true;
        f->pending = 0;
    }
    f->local = local;
    if (s->disorder)
        s->seen.ambiguous++;
    else if (!f->second)
        f->pending++;
    return utc[f->second ? 1 : 0];
}

/* The range of local times around UTC's own in which nothing is ambiguous. */
static void remember_range(struct stamper *s, int64_t utc)
{
    struct tz_change now = tz_state(s->zone, utc), next;
    s->local_offset = now.offset;
    s->local_from = INT64_MIN;
    s->local_to = INT64_MAX;
    if (now.at > INT64_MIN) {
        int64_t before = tz_offset(s->zone, now.at - 1);
        s->local_from = now.at + (before > now.offset ? before : now.offset);
    }
    if (tz_next_change(s->zone, utc, &next))
        s->local_to = next.at + (next.offset < now.offset ? next.offset : now.offset);
}

static enum stamp_verdict local_to_utc(struct stamper *s, int64_t local, int64_t *out)
{
    if (local >= s->local_from && local < s->local_to) {
        *out = local - s->local_offset;
        if (s->fold.pending > 0)
            leave_fold(s);
        return STAMP_GOOD;
    }
    int64_t utc[2];
    int n = tz_to_utc(s->zone, local, utc);
    if (n == 0)
        return STAMP_GAP;
    if (n == 2) {
        *out = choose_pass(s, local, utc);
        return STAMP_GOOD;
    }
    leave_fold(s);
    *out = utc[0];
    remember_range(s, utc[0]);
    return STAMP_GOOD;
}

/* --- the year --------------------------------------------------------------------- */

static bool find_year(struct stamper *s, const struct stamp *stamp, int64_t *day)
{
    int year, month, dom;
    when_civil(s->year_day, &year, &month, &dom);
    int64_t best = INT64_MAX;
    for (int y = year - 1; y <= year + 1; y++) {
        if (!when_date_exists(y, stamp->month, stamp->day))
            continue;
        int64_t d = when_days(y, stamp->month, stamp->day);
        int64_t away = llabs(d - s->year_day);
        if (away < best) {
            best = away;
            *day = d;
        }
    }
    return best < INT64_MAX;
}

enum stamp_verdict stamp_resolve(struct stamper *s, const struct stamp *stamp, when_t *out)
{
    int64_t seconds = stamp->seconds, utc;
    if (!stamp->zoned && !s->zone)
        return STAMP_NO_ZONE;
    if (stamp->yearless) {
        int64_t day;
        if (s->year_day == STAMP_NO_START)
            return STAMP_NO_YEAR;
        if (!find_year(s, stamp, &day))
            return STAMP_NO_DATE;
        s->year_day = day;
        seconds += day * DAY_S;
    }
    if (stamp->zoned)
        utc = seconds - stamp->offset_s;
    else {
        enum stamp_verdict v = local_to_utc(s, seconds, &utc);
        if (v != STAMP_GOOD)
            return v;
    }
    *out = utc * WHEN_SECOND + stamp->micros;
    if (*out < WHEN_MIN || *out > WHEN_MAX)
        return STAMP_NO_DATE;
    note(s, *out, stamp->digits);
    return STAMP_GOOD;
}

const char *stamp_reason(enum stamp_verdict v)
{
    switch (v) {
    case STAMP_GOOD: return "";
    case STAMP_GAP: return "local time does not exist (clock put forward)";
    case STAMP_NO_DATE: return "no such date";
    case STAMP_NO_ZONE: return "the stamps have no zone: state one (zone = or --zone)";
    case STAMP_NO_YEAR: return "the stamps have no year: state the first line's date (start = or --start)";
    }
    return "";
}

/* --- scanners --------------------------------------------------------------------- */

static inline bool two(const char *p, int *out)
{
    unsigned a = (unsigned char) p[0] - '0', b = (unsigned char) p[1] - '0';
    *out = (int) (10 * a + b);
    return a <= 9 && b <= 9;
}

static inline bool is_digit(char c) { return (unsigned char) (c - '0') <= 9; }

/* Digits behind the sixth are dropped.  Returns the end. */
static const char *scan_fraction(const char *p, const char *end, struct stamp *out)
{
    static const int32_t scale[] = { 1000000, 100000, 10000, 1000, 100, 10, 1 };
    int32_t value = 0;
    int n = 0;
    for (; p < end && is_digit(*p) && n < 6; p++, n++)
        value = 10 * value + (*p - '0');
    out->micros = value * scale[n];
    out->digits = (int8_t) n;
    while (p < end && is_digit(*p))
        p++;
    return p;
}

/* Milliseconds and no more, as nearly all that write a fraction do. */
static inline bool scan_three(const char *p, const char *end, struct stamp *out)
{
    if (end - p < 4 || is_digit(p[3]))
        return false;
    unsigned a = (unsigned char) p[0] - '0', b = (unsigned char) p[1] - '0', c = (unsigned char) p[2] - '0';
    out->micros = (int32_t) (100 * a + 10 * b + c) * 1000;
    out->digits = 3;
    return a <= 9 && b <= 9 && c <= 9;
}

/* What may stand behind a second. */
static inline const char *scan_subsecond(const char *p, const char *end, struct stamp *out)
{
    bool point = end - p >= 2 && (*p == '.' || *p == ',');
    if (point && scan_three(p + 1, end, out))
        return p + 4;
    out->micros = 0;
    out->digits = 0;
    return point && is_digit(p[1]) ? scan_fraction(p + 1, end, out) : p;
}

/* hh:mm[:ss[.ffffff]], added to what OUT holds; NULL when it is none. */
static const char *scan_clock(const char *p, const char *end, struct stamp *out)
{
    int hour, minute, second = 0;
    if (end - p < 5 || !two(p, &hour) || p[2] != ':' || !two(p + 3, &minute) || hour > 23 || minute > 59)
        return NULL;
    p += 5;
    out->digits = -1;
    if (end - p >= 3 && p[0] == ':' && two(p + 1, &second))
        p = scan_subsecond(p + 3, end, out);
    if (second > 60)
        return NULL;
    out->seconds += (hour * 60 + minute) * 60 + second;
    return p;
}

/* Z, +hh, +hhmm or +hh:mm if there is one; NULL when it is malformed. */
static const char *scan_zone(const char *p, const char *end, struct stamp *out)
{
    int hour, minute = 0;
    if (p < end && (*p == 'Z' || *p == 'z')) {
        out->zoned = true;
        return p + 1;
    }
    if (p == end || (*p != '+' && *p != '-'))
        return p;
    int sign = *p == '-' ? -1 : 1;
    if (end - p < 3 || !two(p + 1, &hour))
        return NULL;
    p += 3;
    if (p < end && *p == ':')
        p++;
    if (end - p >= 2 && is_digit(*p)) {
        if (!two(p, &minute))
            return NULL;
        p += 2;
    }
    out->zoned = true;
    out->offset_s = sign * (hour * 3600 + minute * 60);
    return hour <= 15 && minute <= 59 ? p : NULL;
}

static int month_of(const char *p)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    for (int m = 0; m < 12; m++) {
        if (memcmp(names + 3 * m, p, 3) == 0)
            return m + 1;
    }
    return 0;
}

/* The day of the date text of LEN bytes, from the cache or by PARSE. */
static bool day_of_text(struct stamper *s, const char *p, size_t len,
                        bool (*parse)(const char *p, int *year, int *month, int *day), int64_t *day)
{
    int year, month, dom;
    if (len != s->date_len || memcmp(p, s->date, len) != 0) {
        if (!parse(p, &year, &month, &dom) || !when_date_exists(year, month, dom))
            return false;
        memcpy(s->date, p, len);
        s->date_len = len;
        s->date_day = when_days(year, month, dom);
    }
    *day = s->date_day;
    return true;
}

static bool parse_bind_date(const char *p, int *year, int *month, int *day)
{
    int century, rest;
    if (!two(p, day) || p[2] != '-' || p[6] != '-' || !two(p + 7, &century) || !two(p + 9, &rest))
        return false;
    *month = month_of(p + 3);
    *year = 100 * century + rest;
    return true;
}

/* Lines mostly share their second with the one before. */
size_t stamp_scan_bind(struct stamper *s, struct text t, struct stamp *out)
{
    int64_t day;
    if (t.len >= sizeof s->second && memcmp(t.at, s->second, sizeof s->second) == 0) {
        *out = (struct stamp){ .seconds = s->second_at };
        return (size_t) (scan_subsecond(t.at + sizeof s->second, t.at + t.len, out) - t.at);
    }
    if (t.len < 17 || t.at[11] != ' ' || !day_of_text(s, t.at, 11, parse_bind_date, &day))
        return 0;
    *out = (struct stamp){ .seconds = day * DAY_S };
    const char *end = scan_clock(t.at + 12, t.at + t.len, out);
    if (end && out->digits >= 0) {
        memcpy(s->second, t.at, sizeof s->second);
        s->second_at = out->seconds;
    }
    return end ? (size_t) (end - t.at) : 0;
}

static bool parse_iso_date(const char *p, int *year, int *month, int *day)
{
    int century, rest;
    if (!two(p, &century) || !two(p + 2, &rest) || p[4] != '-' || !two(p + 5, month) || p[7] != '-' ||
        !two(p + 8, day))
        return false;
    *year = 100 * century + rest;
    return true;
}

/* The date, the clock and what stands behind the second; NULL when they are none. */
static const char *scan_iso_local(struct stamper *s, struct text t, struct stamp *out)
{
    int64_t day;
    const size_t second = sizeof s->iso_second;
    const char *end = t.at + t.len;
    if (t.len >= second && memcmp(t.at, s->iso_second, second) == 0) {
        *out = (struct stamp){ .seconds = s->iso_second_at };
        return scan_subsecond(t.at + second, end, out);
    }
    if (t.len < 16 || (t.at[10] != 'T' && t.at[10] != ' ' && t.at[10] != 't') ||
        !day_of_text(s, t.at, 10, parse_iso_date, &day))
        return NULL;
    *out = (struct stamp){ .seconds = day * DAY_S };
    const char *p = scan_clock(t.at + 11, end, out);
    if (p && out->digits >= 0) {
        memcpy(s->iso_second, t.at, second);
        s->iso_second_at = out->seconds;
    }
    return p;
}

size_t stamp_scan_iso(struct stamper *s, struct text t, struct stamp *out)
{
    const char *p = scan_iso_local(s, t, out);
    if (p)
        p = scan_zone(p, t.at + t.len, out);
    return p ? (size_t) (p - t.at) : 0;
}

size_t stamp_scan_yearless(struct text t, struct stamp *out)
{
    int day;
    if (t.len < 12 || t.at[3] != ' ' || t.at[6] != ' ')
        return 0;
    char padded[2] = { t.at[4] == ' ' ? '0' : t.at[4], t.at[5] };
    int month = month_of(t.at);
    if (month == 0 || !two(padded, &day) || !when_date_exists(2000, month, day))
        return 0;
    *out = (struct stamp){ .yearless = true, .month = (int8_t) month, .day = (int8_t) day };
    const char *end = scan_clock(t.at + 7, t.at + t.len, out);
    return end ? (size_t) (end - t.at) : 0;
}

/* Short names of months, as glibc's locales write them, without the dot at the end.
   Each means the same month in all languages of the list. */
static const char *const foreign_months[12][16] = {
    { "jan", "janv", "ene", "gen", "led", "sty", "tammi" },
    { "feb", "févr", "fev", "úno", "lut", "helmi" },
    { "mar", "mär", "märz", "mars", "mrt", "bře", "maalis" },
    { "apr", "april", "avril", "abr", "dub", "kwi", "huhti" },
    { "may", "mai", "mei", "maj", "mag", "kvě", "touko" },
    { "jun", "juni", "juin", "giu", "čen", "cze", "kesä" },
    { "jul", "juli", "juil", "lug", "čec", "lip", "heinä" },
    { "aug", "août", "ago", "srp", "sie", "elo" },
    { "sep", "sept", "set", "zář", "wrz", "syys" },
    { "oct", "okt", "ott", "out", "říj", "paź", "loka" },
    { "nov", "lis", "marras" },
    { "dec", "dez", "déc", "dic", "des", "pro", "gru", "joulu" },
};

static int foreign_month(struct text name)
{
    if (name.len > 0 && name.at[name.len - 1] == '.')
        name.len--;
    for (int m = 0; m < 12; m++)
        for (const char *const *known = foreign_months[m]; *known; known++)
            if (strlen(*known) == name.len && strncasecmp(*known, name.at, name.len) == 0)
                return m + 1;
    return 0;
}

size_t stamp_scan_foreign(struct text t, struct stamp *out)
{
    const char *blank = t.len > 0 ? memchr(t.at, ' ', t.len < 9 ? t.len : 9) : NULL;
    if (!blank)
        return 0;
    size_t n = (size_t) (blank - t.at);
    int day, month = foreign_month((struct text){ t.at, n });
    if (month == 0 || t.len < n + 9 || blank[3] != ' ')
        return 0;
    char padded[2] = { blank[1] == ' ' ? '0' : blank[1], blank[2] };
    if (!two(padded, &day) || !when_date_exists(2000, month, day))
        return 0;
    *out = (struct stamp){ .yearless = true, .month = (int8_t) month, .day = (int8_t) day };
    const char *end = scan_clock(blank + 4, t.at + t.len, out);
    return end ? (size_t) (end - t.at) : 0;
}

size_t stamp_scan_asctime(struct text t, struct stamp *out)
{
    int century, rest;
    if (t.len < 24 || t.at[3] != ' ')
        return 0;
    if (stamp_scan_yearless((struct text){ t.at + 4, 15 }, out) != 15 || t.at[19] != ' ' ||
        !two(t.at + 20, &century) || !two(t.at + 22, &rest) ||
        !when_date_exists(100 * century + rest, out->month, out->day))
        return 0;
    out->seconds += when_days(100 * century + rest, out->month, out->day) * DAY_S;
    out->yearless = false;
    return 24;
}

static bool parse_web_date(const char *p, int *year, int *month, int *day)
{
    int century, rest;
    if (!two(p, day) || p[2] != '/' || p[6] != '/' || !two(p + 7, &century) || !two(p + 9, &rest))
        return false;
    *month = month_of(p + 3);
    *year = 100 * century + rest;
    return true;
}

size_t stamp_scan_web(struct stamper *s, struct text t, struct stamp *out)
{
    int64_t day;
    if (t.len < 17 || t.at[11] != ':' || !day_of_text(s, t.at, 11, parse_web_date, &day))
        return 0;
    *out = (struct stamp){ .seconds = day * DAY_S };
    const char *end = t.at + t.len, *p = scan_clock(t.at + 12, end, out);
    if (p && end - p >= 2 && p[0] == ' ' && (p[1] == '+' || p[1] == '-'))
        p = scan_zone(p + 1, end, out);
    return p ? (size_t) (p - t.at) : 0;
}

size_t stamp_scan_epoch(struct text t, struct stamp *out)
{
    const char *p = t.at, *end = t.at + t.len;
    bool negative = p < end && *p == '-';
    p += negative;
    const char *first = p;
    *out = (struct stamp){ .zoned = true };
    for (; p < end && is_digit(*p) && p - first < 13; p++)
        out->seconds = 10 * out->seconds + (*p - '0');
    if (p == first || (p < end && is_digit(*p)))
        return 0;
    if (end - p >= 2 && *p == '.' && is_digit(p[1]))
        p = scan_fraction(p + 1, end, out);
    if (negative) {
        out->seconds = -out->seconds - (out->micros > 0);
        out->micros = out->micros > 0 ? (int32_t) WHEN_SECOND - out->micros : 0;
    }
    return (size_t) (p - t.at);
}

/* Does the layout have one of these conversions? */
static bool layout_has(const char *layout, const char *letters)
{
    for (const char *p = layout; *p; p++) {
        if (*p != '%' || !p[1])
            continue;
        p++;
        if (strchr(letters, *p))
            return true;
    }
    return false;
}

static bool stamp_from_tm(const struct tm *tm, const char *layout, struct stamp *out)
{
    out->seconds = (tm->tm_hour * 60 + tm->tm_min) * 60 + tm->tm_sec;
    out->yearless = !layout_has(layout, "YyGFDcCs");
    out->month = (int8_t) (tm->tm_mon + 1);
    out->day = (int8_t) tm->tm_mday;
    if (layout_has(layout, "zs")) {
        out->zoned = true;
        out->offset_s = (int32_t) tm->tm_gmtoff;
    }
    int year = out->yearless ? 2000 : tm->tm_year + 1900;
    if (!when_date_exists(year, out->month, out->day))
        return false;
    if (!out->yearless)
        out->seconds += when_days(year, out->month, out->day) * DAY_S;
    return true;
}

size_t stamp_scan_layout(struct text t, const char *layout, struct stamp *out)
{
    char text[128];
    struct tm tm = { .tm_mday = 1 };
    if (t.len >= sizeof text)
        return 0;
    memcpy(text, t.at, t.len);
    text[t.len] = '\0';
    const char *rest = strptime(text, layout, &tm);
    *out = (struct stamp){ .digits = layout_has(layout, "STscrX") ? 0 : -1 };
    if (!rest || !stamp_from_tm(&tm, layout, out))
        return 0;
    const char *end = text + t.len;
    if (end - rest >= 2 && (*rest == '.' || *rest == ',') && is_digit(rest[1]))
        rest = scan_fraction(rest + 1, end, out);
    return rest == end ? t.len : 0;
}
