#include "tally.h"

/* There are fewer reasons than room for them: each is a literal of a dialect. */
static struct tally_reason *find(struct tally *t, const char *reason, bool rejected)
{
    size_t i = 0;
    for (; i < t->n_reasons; i++) {
        int order = t->reasons[i].reason == reason ? 0 : strcmp(t->reasons[i].reason, reason);
        if (order == 0 && t->reasons[i].rejected == rejected)
            return &t->reasons[i];
        if (order > 0)
            break;
    }
    if (t->n_reasons == TALLY_REASONS)
        return &t->reasons[TALLY_REASONS - 1];
    memmove(t->reasons + i + 1, t->reasons + i, (t->n_reasons - i) * sizeof *t->reasons);
    t->reasons[i] = (struct tally_reason){ reason, rejected, 0 };
    t->n_reasons++;
    return &t->reasons[i];
}

void tally_line(struct tally *t, int64_t number, enum format_verdict verdict, const char *reason)
{
    if (verdict == FORMAT_KEPT) {
        tally_kept(t);
        return;
    }
    if (verdict == FORMAT_MORE) { /* the last record of the line counts it */
        t->records++;
        return;
    }
    t->lines++;
    bool rejected = verdict != FORMAT_SET_ASIDE;
    find(t, reason, rejected)->lines++;
    if (!rejected) {
        t->set_aside++;
        return;
    }
    t->rejected++;
    if (t->first_reject == 0)
        t->first_reject = number;
}

const char *tally_main_reason(const struct tally *t, bool rejected)
{
    const struct tally_reason *most = NULL;
    for (size_t i = 0; i < t->n_reasons; i++) {
        if (t->reasons[i].rejected == rejected && (!most || t->reasons[i].lines > most->lines))
            most = &t->reasons[i];
    }
    return most ? most->reason : NULL;
}

static bool no_record(const struct tally *t, const char *shown, struct err *err)
{
    const char *aside = tally_main_reason(t, false);
    if (t->lines == 0)
        return err_set(err, "%s: error: the file is empty (--allow-empty accepts it)", shown);
    return err_set(err, "%s: error: no record in %lld lines (--allow-empty accepts it)%s%s", shown,
                   (long long) t->lines, aside ? ", mostly set aside: " : "", aside ? aside : "");
}

bool tally_check(const struct tally *t, const char *shown, double share, bool empty_is_fine, struct err *err)
{
    bool empty = t->kept == 0 && !empty_is_fine, rejected = (double) t->rejected > share * (double) t->lines;
    if (t->kept == 0 && t->stranger && (empty || rejected))
        return err_set(err, "%s: error: %s", shown, t->stranger);
    if (rejected)
        return err_set(err,
                       "%s:%lld: error: %lld of %lld lines do not parse (%.3g %%, at most %.3g %% may), mostly: %s", shown,
                       (long long) t->first_reject, (long long) t->rejected, (long long) t->lines,
                       100.0 * (double) t->rejected / (double) t->lines, 100.0 * share, tally_main_reason(t, true));
    return !empty || no_record(t, shown, err);
}
