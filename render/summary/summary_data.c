/* summary_data.c -- what was looked at, and what it cannot tell. */

#include "summary_parts.h"
#include <math.h>

/* Times before it count from 0 (base/when.h, WHEN_FIRST_DATED). */
#define FIRST_DATED "1980-01-01"

/* A night's report looks back so far and no farther. */
static void say_looked(struct sentence *data, struct results *r)
{
    size_t all = result_find(r->looked, "what", "all"), recent = result_find(r->looked, "what", "recent");
    if (!(result_int(r->looked, recent, "days") < result_int(r->looked, all, "days")))
        return;
    rich_add(&data->text, RICH_PLAIN, " A night’s report: of the ");
    sentence_cell(data, RICH_PLAIN, r->looked, all, "days", AS_COUNT);
    rich_add(&data->text, RICH_PLAIN, " days in these files it looks at the last ");
    sentence_cell(data, RICH_PLAIN, r->looked, recent, "days", AS_COUNT);
    rich_add(&data->text, RICH_PLAIN, ".");
}

static void say_span(struct sentence *data, const struct facts *f, struct results *r)
{
    struct buf days = BUF_INIT;
    number_days(&days, f->first_day, f->last_day);
    rich_add_format(&data->text, RICH_PLAIN, "%s (", days.at);
    if (isfinite(sentence_cell(data, RICH_PLAIN, r->looked, result_find(r->looked, "what", "recent"), "days", AS_COUNT)))
        rich_add_format(&data->text, RICH_PLAIN, " day%s, ", summary_plural((double) facts_days(f)));
    rich_add(&data->text, RICH_PLAIN, "UTC)");
    buf_release(&days);
}

/* "9 files of 3 sensors" */
static void say_files(struct sentence *data, struct results *r)
{
    double files = (double) sentence_rows(data, RICH_PLAIN, r->inputs);
    rich_add_format(&data->text, RICH_PLAIN, " file%s of ", summary_plural(files));
    double sensors = (double) sentence_kinds(data, RICH_PLAIN, r->inputs, "sensor");
    rich_add_format(&data->text, RICH_PLAIN, " sensor%s, ", summary_plural(sensors));
}

static double input_lines(struct results *r, const char *column)
{
    double sum = 0;
    for (size_t i = 0; i < result_rows(r->inputs); i++)
        sum += (double) result_int(r->inputs, i, column);
    return sum;
}

static void say_set_apart(struct sentence *data, struct results *r)
{
    double rejected = input_lines(r, "rejected");
    if (rejected > 0)
        sentence_sum(data, RICH_PLAIN, r->inputs, "rejected");
    rich_add_format(&data->text, RICH_PLAIN, rejected > 0 ? " line%s rejected" : "no line rejected", summary_plural(rejected));
    if (input_lines(r, "set_aside") > 0) {
        rich_add(&data->text, RICH_PLAIN, ", ");
        sentence_sum(data, RICH_PLAIN, r->inputs, "set_aside");
        rich_add(&data->text, RICH_PLAIN, " set aside");
    }
    rich_add(&data->text, RICH_PLAIN, ".");
}

void summary_data(struct summary *s, const struct facts *f, struct results *r)
{
    struct sentence *data = &s->data;
    if (result_rows(r->inputs) == 0) {
        rich_add(&data->text, RICH_PLAIN, "There was no line to read in any file.");
        return;
    }
    double lines = sentence_sum(data, RICH_PLAIN, r->inputs, "lines");
    rich_add_format(&data->text, RICH_PLAIN, " line%s in ", summary_plural(lines));
    say_files(data, r);
    say_span(data, f, r);
    rich_add(&data->text, RICH_PLAIN, "; ");
    double records = sentence_sum(data, RICH_PLAIN, r->share, "count");
    rich_add_format(&data->text, RICH_PLAIN, " record%s after repeats were resolved, ", summary_plural(records));
    say_set_apart(data, r);
    say_looked(data, r);
}

/* Captures that were made anonymous begin at 0. */
static void cannot_date(struct summary *s, struct results *r)
{
    struct sentence *said = NULL;
    struct tally more = { 0 };
    for (size_t i = 0; i < result_rows(r->inputs); i++) {
        const char *first = result_text(r->inputs, i, "first");
        if (first[0] == '\0' || strcmp(first, FIRST_DATED) >= 0)
            continue;
        if (said != NULL) {
            tally_add(&more, r->inputs, i);
            continue;
        }
        said = summary_cannot(s);
        rich_add(&said->text, RICH_PLAIN, "The times of ");
        sentence_cell(said, RICH_PLAIN, r->inputs, i, "path", AS_WORDS);
    }
    if (said == NULL)
        return;
    summary_and_more(said, &more, " and of ", more.n == 1 ? " more file" : " more files");
    rich_add(&said->text, RICH_PLAIN, " count from zero, not from a date: only distances between them mean something, and what this report says of "
                                      "hours, weekdays and dates there means nothing.");
}

/* What no log of its kind can tell, in one sentence. */
static void cannot_ever(struct summary *s, const struct facts *f, struct results *r)
{
    struct sentence *said = summary_cannot(s);
    rich_add(&said->text, RICH_PLAIN, "An address is not a person");
    rich_add(&said->text, RICH_PLAIN, result_rows(r->zone) > 0 ? ", an hour not a place" : "");
    rich_add(&said->text, RICH_PLAIN, f->n_events > 0 ? ", a rise at an event not its effect" : "");
    rich_add(&said->text, RICH_PLAIN,
             "; a silence may be the sensor’s, the network’s or the people’s. A record says that somebody asked, not who or why.");
}

void summary_unknown(struct summary *s, const struct facts *f, struct results *r)
{
    cannot_date(s, r);
    summary_cannot_zones(s, f, r);
    summary_cannot_windows(s, f, r);
    if (facts_days(f) < RHYTHM_DAYS && facts_has_records(f) && !summary_has(s, "rhythm"))
        rich_add(&summary_cannot(s)->text, RICH_PLAIN, "Whether a rhythm of days or weeks is there: under two weeks of log show too few of them.");
    cannot_ever(s, f, r);
}
