/* report_zone.c -- the section Zone. */

#include "number.h"
#include "report.h"

static void add_zones(struct report *r)
{
    struct result *zone = r->results->zone;
    struct table *t = table_new();
    table_column(t, COLUMN_TEXT, "Group");
    table_column(t, COLUMN_NUMBER, "Visits");
    table_column(t, COLUMN_TEXT, "Best");
    table_column(t, COLUMN_TEXT, "80" NARROW_SPACE "% set");
    table_column(t, COLUMN_TEXT, "95" NARROW_SPACE "% set");
    table_column(t, COLUMN_WRAP, "Verdict");
    for (size_t i = 0; i < result_rows(zone); i++) {
        cell_group(t, r->facts, result_text(zone, i, "group"));
        cell_count(t, result_number(zone, i, "n"));
        cell_offset(t, result_number(zone, i, "offset_h"));
        cell_offsets(t, result_number(zone, i, "lo80_h"), result_number(zone, i, "hi80_h"));
        cell_offsets(t, result_number(zone, i, "lo95_h"), result_number(zone, i, "hi95_h"));
        cell_label(t, RICH_PLAIN, result_text(zone, i, "verdict"), 400);
    }
    if (table_rows(t) == 0)
        table_free(t);
    else
        doc_wide_table(r->doc, t);
}

bool report_zone(struct report *r, struct err *err)
{
    struct buf b = BUF_INIT;
    doc_section(r->doc, "Zone", "zone");
    buf_add_format(&b, "Each group of zones that kept the same clock over the whole span is asked how well its local hours of work "
                       "explain when the records came. The profile is \xe2\x80\x9c%s\xe2\x80\x9d.", r->facts->profile);
    report_say(r, TYPE_BODY, b.at);
    report_note(r, "Personal habit is the limit: of one person, hours of work tell the offset to an hour or two at best, "
                   "and to four hours for one person in ten.");
    doc_keep(r->doc);
    buf_release(&b);
    if (!report_figure(r, "zone", err))
        return false;
    add_zones(r);
    return true;
}
