#include "report.h"

/* What the records say; without any there is nothing to ask. */
static bool add_questions(struct report *r, struct err *err)
{
    return !facts_has_records(r->facts) ||
           (report_who(r, err) && report_when(r, err) && report_rhythm(r, err) && report_machine(r, err) && report_zone(r, err) &&
            report_weigh(r, err) && report_events(r, err) && report_spikes(r, err) && report_asked(r, err) && report_together(r, err));
}

bool report_build(struct report *r, struct err *err)
{
    if (!report_findings(r, err))
        return false;
    report_further(r);
    if (!add_questions(r, err) || !report_coverage(r, err))
        return false;
    if (facts_has_records(r->facts))
        report_methods(r);
    report_limits(r);
    return report_provenance(r, err);
}
