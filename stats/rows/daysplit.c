/* daysplit.c -- see daysplit.h. */

#include "daysplit.h"

void daysplit_head(struct csv_writer *w)
{
    static const char *const names[] = { "group", "date", "periodic", "aperiodic" };
    csv_put_header(w, names, sizeof names / sizeof *names);
}

static void put_day(struct csv_writer *w, const char *group, int64_t day, double periodic, double all)
{
    char date[11];
    when_write_day(day, date);
    csv_put_text(w, group);
    csv_put_text(w, date);
    csv_put_double(w, periodic);
    csv_put_double(w, all - periodic);
    csv_put_end(w);
}

void daysplit_put(struct csv_writer *w, const char *group, const when_t *times, size_t n, const double *p)
{
    double periodic = 0;
    for (size_t i = 0; i < n; i++) {
        periodic += p[i];
        if (i + 1 == n || when_day_of(times[i + 1]) != when_day_of(times[i])) {
            put_day(w, group, when_day_of(times[i]), periodic, (double)i + 1);
        }
    }
}
