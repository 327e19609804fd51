/* report_methods.c -- the section Methods, a page: what each section computes, under which null model,
   and where the formulas come from.  METHODS.md has all of it.  And the section Limits. */

#include "section.h"
#include "words/number.h"
#include <stddef.h>

struct method {
    const char *section, *what, *null, *sources;
    size_t table; /* where its result stands within struct results */
};

#define OF(table) offsetof(struct results, table)

static const struct method methods[] = {
    { "Who", "Shares; intervals of Wilson, Clopper and Pearson, and from drawing whole days again (2" NARROW_SPACE "000 draws).",
      "none: shares are estimated, not tested", "Wilson 1927; Clopper, Pearson 1934; Efron 1979; K\xc3\xbcnsch 1989", OF(share) },
    { "Rhythm", "Autocorrelation of counts, divided by n, before and after the mean of each hour of the week is taken out.",
      "bins without correlation, whatever their variances", "Box, Jenkins 1976; Ljung, Box 1978; Dalla et al. 2020", OF(acf) },
    { "People or a machine", "Periods of visits by the H-test over all trial periods; the search is paid for by streams drawn anew.",
      "a stream with the hours of the week and the bursts of these data; the same behind a cache",
      "de Jager et al. 1989; de Jager, B\xc3\xbcsching 2010; Kerr 2011", OF(period) },
    { "", "Beats that come back after each visit or keep to a clock, jitter and gaps allowed, fitted to one half and measured on the other.",
      "hours of the week, slow drift and bursts", "Kim, Jo 2016; Zhang, Paxson 2011; Hawkes 1971; Benjamini, Hochberg 1995", OF(cadence) },
    { "", "What a cache lets pass of steady demand: its TTL, the demand behind it, each visit\xe2\x80\x99s probability to have passed.",
      "a Poisson rate without a cache; and the cache, for the fit", "Jung et al. 2003; Dempster et al. 1977; Davison, Hinkley 1997", OF(cache) },
    { "Zone", "Posterior over zones of equal clocks: hours of work with unknown habits, integrated out; clock changes and holidays where there are any.",
      "none: a posterior, with 80 and 95" NARROW_SPACE "% sets", "Tierney, Kadane 1986; Kass, Raftery 1995; ENFSI 2015", OF(zone) },
    { "Weighing", "Each party under each proposition, fitted to some weeks and measured on the others; ratios in ENFSI\xe2\x80\x99s words, capped.",
      "none: ratios of likelihoods, intervals by drawing blocks of time", "Daley, Vere-Jones 2003; Geisser, Eddy 1979; ENFSI 2015", OF(weigh) },
    { "Events", "Observed over expected visits in each window, exact conditional interval; the smallest rise that would be found.",
      "hour of the week and level around, fitted outside the windows; whole-week shifts beside it; Holm over all",
      "Przyborowski, Wilenski 1940; Westfall, Young 1993; Holm 1979", OF(window) },
    { "Spikes, changes", "Days, quarters and hours out of line, and the party that made each; q over all that was searched.",
      "the same expectation, overdispersed, with long tails", "Farrington et al. 1996; Noufaily et al. 2013; Benjamini, Hochberg 1995", OF(spikes) },
    { "", "Days on which a level, a share or the returns after one TTL changed for five days or more.",
      "one level; days may be busy or quiet as a whole, and remember the days before", "Killick et al. 2012; Bai 1997", OF(change) },
    { "Asked", "Patterns of types and names as likelihood ratios: receiver of mail, scan, tunnel.", "the lookups of the other clients",
      "Dempster et al. 1977; Born, Gustafson 2010", OF(names) },
    { "Together", "Coincidences of two clients within seconds; who leads; what foretells what.",
      "each episode falls anywhere within its half hour: slow co-movement stays", "Amarasingham et al. 2012; Granger 1969; White 1980", OF(couple) },
    { "Coverage", "Silences, each gap rescaled by the expected rate; stamps, order, digits and repeats of the record.",
      "the hours of the week, overdispersed; the largest gap of so many", "Brown et al. 2002; Fisher 1929; Holm 1979", OF(coverage) },
};

static bool has_rows(const struct report *r, const struct method *m)
{
    const struct result *const *at = (const struct result *const *) (const void *) ((const char *) r->results + m->table);
    return result_rows(*at) > 0;
}

void report_methods(struct report *r)
{
    struct table *t = table_new();
    doc_section(r->doc, "Methods", "methods");
    doc_fresh(r->doc);
    report_say(r, TYPE_BODY, "A p is how often the null model named here would show as much as the data do, or more. It is no probability of a hypothesis "
                             "and no size of an effect, so an estimate with its interval stands beside it; a p below .05 alone decides nothing here. All "
                             "tests that were made are in the tables, and what was searched is paid for. Visits are records of one party, those closer together than the stated gap taken as one, because bursts "
                             "are not independent. Rates are per observed time. A Monte Carlo p is (1 + b)/(1 + m), b of m draws being as extreme as the data, and so is never 0.");
    report_note(r, "So asks the American Statistical Association (Wasserstein, Lazar 2016). METHODS.md of the program holds every formula, its source, a worked "
                   "example, and how often each test errs on data made under its null.");
    table_column(t, COLUMN_WRAP, "What is computed");
    table_column(t, COLUMN_WRAP, "Null model");
    table_column(t, COLUMN_WRAP, "Sources");
    const char *section = "";
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        const struct method *m = &methods[i];
        section = *m->section != '\0' ? m->section : section;
        if (!has_rows(r, m))
            continue;
        struct rich what = rich_of(RICH_BOLD, section);
        rich_add(&what, RICH_PLAIN, *section != '\0' ? ". " : "");
        rich_add(&what, RICH_PLAIN, m->what);
        table_cell_rich(t, &what);
        table_cell(t, RICH_ITALIC, m->null);
        table_cell(t, RICH_LIGHT, m->sources);
        section = "";
    }
    if (table_rows(t) == 0) {
        table_free(t);
        return;
    }
    doc_wide_table(r->doc, t);
}

/* --- limits ------------------------------------------------------------------------------ */

void report_limits(struct report *r)
{
    static const struct {
        const char *of, *limit;
    } limits[] = {
        { "Who.", "An address may be one program, one person or a building full of people; people change addresses, and senders of "
                  "datagrams can forge them. A party is what the case states." },
        { "Whole.", "A log is what a sensor kept and somebody handed over. That a record agrees with itself does not tell that it is all there was, nor who wrote it." },
        { "Counts.", "Records are counted, repeats resolved as the inputs allow: the same record in two copies of one sensor’s log once, on two sensors "
                     "twice. Raw counts stand beside." },
        { "Caches.", "A resolver that keeps answers hides requests: an authoritative server sees what no cache knew." },
        { "Clocks.", "Stamps are taken at their word, in the zone that the case states. What is finer than their tick is not real." },
        { "Null models.", "Intervals and p-values hold under the null model that stands beside them and no further. People, holidays and failures "
                          "make more patterns than any of these models has." },
        { "Searching.", "Declared windows are adjusted for all windows and series together, spikes for every day and hour searched, the others for their own table; "
                        "over the sections of this report nothing is adjusted. Whether a window was declared before anybody looked is what the case states." },
        { "Causes.", "What stands out at the time of an event is consistent with it as the cause, and with whatever else was that day. Likelihood ratios weigh the propositions that "
                     "are named; another, not named, may explain the data better than all of them." },
        { "Silence of a test.", "Consistent with no change is no sign that nothing changed. The smallest change that would have been found stands beside." },
    };
    doc_section(r->doc, "Limits", "limits");
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        struct rich text = rich_of(RICH_BOLD, limits[i].of);
        rich_add_format(&text, RICH_PLAIN, " %s", limits[i].limit);
        doc_text(r->doc, TYPE_BODY, &text);
    }
}
