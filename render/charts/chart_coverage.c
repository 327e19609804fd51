/* chart_coverage.c -- when each sensor watched, and when each party was silent: strips of time. */

#include "base/names.h"
#include "chart.h"
#include "charts.h"
#include "words/label.h"
#include "words/number.h"
#include <math.h>

#define ROW_MM 5.2
#define NAME_MM 40
#define PARTIES 6
#define SENSORS 12

struct sheet {
    const struct facts *f;
    struct plot *p;
    struct result *observed, *coverage;
    const char *start, *end; /* the columns of `observed` */
    struct names *sensors;
    struct panel panel;
};

static double at(const struct sheet *s, when_t t)
{
    double day = (double) t / (double) WHEN_DAY - (double) s->f->first_day;
    return panel_x(&s->panel, fmin(fmax(day, 0), s->panel.x1));
}

/* sensors.csv when there is one; else each input's first to last record. */
static bool read_observed(struct sheet *s, const char *dir, struct err *err)
{
    s->observed = result_read(dir, "sensors", NULL, NULL, err);
    s->start = "start";
    s->end = "end";
    if (s->observed != NULL && !result_present(s->observed)) {
        result_free(s->observed);
        s->observed = result_read(dir, "inputs", NULL, NULL, err);
        s->start = "first";
        s->end = "last";
    }
    for (size_t i = 0; s->observed != NULL && i < result_rows(s->observed); i++)
        names_add(s->sensors, text_of(result_text(s->observed, i, "sensor")));
    return s->observed != NULL;
}

static double row_top(const struct sheet *s, size_t row)
{
    return s->panel.top + ROW_MM * (double) row;
}

static void draw_sensor(struct sheet *s, size_t number, size_t row)
{
    struct buf name = BUF_INIT;
    double top = row_top(s, row);
    label_add(&name, names_at(s->sensors, number), 22);
    plot_text(s->p, s->panel.left - 2, top + 2.9, PLOT_TEXT, PLOT_RIGHT, INK, name.at);
    chart_rect(s->p, s->panel.left, s->panel.right, top + .8, top + 3.2, NULL_BAND);
    for (size_t i = 0; i < result_rows(s->observed); i++)
        if (result_is(s->observed, i, "sensor", names_at(s->sensors, number).at) &&
            result_when(s->observed, i, s->start) != WHEN_MIN)
            chart_rect(s->p, at(s, result_when(s->observed, i, s->start)), at(s, result_when(s->observed, i, s->end)),
                       top + .8, top + 3.2, 0x6B7280);
    buf_release(&name);
}

/* The stretches in which SERIES was silent, cut out of its strip, with their length. */
static void draw_silences(struct sheet *s, const char *series, double top, double bottom)
{
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < result_rows(s->coverage); i++) {
        bool elsewhere = strcmp(series, "all") != 0 && result_is(s->coverage, i, "scope", "all");
        if (!result_is(s->coverage, i, "series", series) || !result_is(s->coverage, i, "verdict", "silence") || elsewhere)
            continue;
        double from = at(s, result_when(s->coverage, i, "start")), to = at(s, result_when(s->coverage, i, "end"));
        to = fmax(to, from + .5);
        chart_rect(s->p, from, to, top, bottom, SILENCE);
        buf_clear(&b);
        number_duration(&b, result_number(s->coverage, i, "duration_s"));
        plot_text(s->p, (from + to) / 2, top - .7, PLOT_SMALL, PLOT_CENTRE, INK, b.at);
    }
    buf_release(&b);
}

static void draw_party(struct sheet *s, const struct party *party, size_t row)
{
    double top = row_top(s, row);
    struct buf name = BUF_INIT;
    chart_fit(&name, party->name, NAME_MM, 7);
    plot_text(s->p, s->panel.left - 2, top + 2.9, PLOT_TEXT_BOLD, PLOT_RIGHT, party->colour, name.at);
    buf_release(&name);
    chart_rect(s->p, s->panel.left, s->panel.right, top + .8, top + 3.2, palette_tint(party->colour, .55));
    draw_silences(s, party->id, top + .8, top + 3.2);
}

static double widest_name(const struct sheet *s, size_t parties)
{
    double width = 14;
    for (size_t i = 0; i < parties; i++)
        width = fmax(width, chart_text_width(s->f->parties[i].name, 7));
    return fmin(width, NAME_MM);
}

static void draw(struct sheet *s, const char *title)
{
    size_t sensors = names_count(s->sensors) < SENSORS ? names_count(s->sensors) : SENSORS;
    size_t parties = chart_panels(s->f, PARTIES), rows = sensors + parties;
    s->panel = (struct panel){ .left = widest_name(s, parties) + 3, .right = PLOT_MAIN_MM - 1, .top = 10,
                               .x1 = (double) facts_days(s->f), .y1 = 1 };
    s->panel.bottom = row_top(s, rows);
    s->p = chart_new(s->f, "coverage", PLOT_MAIN_MM, s->panel.bottom + 4.5, title);
    for (size_t i = 0; i < sensors; i++)
        draw_sensor(s, i, i);
    for (size_t i = 0; i < parties; i++)
        draw_party(s, &s->f->parties[i], sensors + i);
    draw_silences(s, "all", s->panel.top + .8, s->panel.bottom - 2);
    chart_dates(s->p, &s->panel, s->panel.bottom + 3, s->f->first_day);
    plot_say(s->p, PLOT_CAPTION,
             "Dark strips: when each sensor watched. Coloured strips: the parties. Tinted stretches are silences that the rhythm of "
             "the party (or of all, through every strip) does not explain, with their length.");
}

/* The first silence of all, or that there is none. */
static void title_of(struct buf *b, const struct facts *f, struct result *coverage)
{
    size_t i = 0;
    while (i < result_rows(coverage) && !(result_is(coverage, i, "verdict", "silence") && result_is(coverage, i, "series", "all")))
        i++;
    if (i == result_rows(coverage)) {
        buf_add_text(b, facts_has_records(f) ? "At no time were all silent beyond what the rhythm explains" : "Cannot tell silences: no records came");
        return;
    }
    buf_add_text(b, "All were silent for ");
    number_duration(b, result_number(coverage, i, "duration_s"));
    buf_add_text(b, " from ");
    number_day_month(b, when_day_of(result_when(coverage, i, "start")));
}

struct plot *chart_coverage(const struct facts *f, const char *dir, struct err *err)
{
    struct buf title = BUF_INIT;
    struct sheet s = { .f = f, .sensors = names_new() };
    bool good = read_observed(&s, dir, err);
    s.coverage = good ? result_read(dir, "coverage", NULL, NULL, err) : NULL;
    good = s.coverage != NULL;
    if (good) {
        title_of(&title, f, s.coverage);
        if (names_count(s.sensors) == 0)
            s.p = chart_nothing(f, "coverage", title.at, "No sensor watched.");
        else
            draw(&s, title.at);
        good = result_sound(s.observed, err) && result_sound(s.coverage, err);
    }
    buf_release(&title);
    result_free(s.observed);
    result_free(s.coverage);
    names_free(s.sensors);
    if (good)
        return s.p;
    plot_free(s.p);
    return NULL;
}
