/* The rule of clock changes, by the shift at the changes alone. */

#include "validate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The rule that a zone has kept, or -1: one that has another, or changed it within the data's years. */
static int rule_of(const char *zone)
{
    static const struct {
        const char *zone;
        int rule;
    } known[] = {
        { "America/Toronto", ZONE_RULE_US },     { "America/New_York", ZONE_RULE_US },
        { "America/Chicago", ZONE_RULE_US },     { "America/Denver", ZONE_RULE_US },
        { "America/Los_Angeles", ZONE_RULE_US }, { "America/Vancouver", ZONE_RULE_US },
        { "America/Halifax", ZONE_RULE_US },     { "America/Edmonton", ZONE_RULE_US },
        { "America/Phoenix", ZONE_RULE_NONE },   { "America/Bogota", ZONE_RULE_NONE },
        { "America/Sao_Paulo", ZONE_RULE_SOUTHERN }, { "America/Santiago", ZONE_RULE_SOUTHERN },
        { "Australia/Sydney", ZONE_RULE_SOUTHERN },  { "Australia/Melbourne", ZONE_RULE_SOUTHERN },
        { "Australia/Adelaide", ZONE_RULE_SOUTHERN }, { "Pacific/Auckland", ZONE_RULE_SOUTHERN },
        { "Europe/Moscow", -1 },                 { "Europe/Istanbul", -1 },
        { "Europe/Minsk", -1 },                  { "Europe/Samara", -1 },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].zone, zone) == 0)
            return known[i].rule;
    if (strncmp(zone, "Europe/", 7) == 0)
        return ZONE_RULE_EU;
    static const char *const constant[] = { "Asia/Kolkata", "Asia/Tokyo", "Asia/Shanghai", "Asia/Seoul",
                                            "Asia/Singapore", "Asia/Bangkok", "Asia/Jakarta", "Asia/Taipei",
                                            "Asia/Hong_Kong", "Asia/Karachi", "Australia/Brisbane" };
    for (size_t i = 0; i < sizeof constant / sizeof *constant; i++)
        if (strcmp(constant[i], zone) == 0)
            return ZONE_RULE_NONE;
    return -1;
}

void validate_rules(const struct people *p, struct report *r)
{
    struct profile profile;
    const struct person **who;
    size_t n = people_fixed(p, &who), shown = 0, claimed = 0, right = 0, long_shown = 0, long_claimed = 0;
    size_t constant = 0, constant_claimed = 0;
    struct outcome *o = mem_alloc((n + 1) * sizeof *o);
    profile_init(&profile, PROFILE_DEVELOPER);
    struct zonefit_model model = zonefit_person(&profile, 1);
    people_fit(p, who, n, &model, 0, o);
    for (size_t i = 0; i < n; i++) {
        int rule = rule_of(who[i]->zone);
        bool claims = o[i].rule >= 0;
        if (rule == ZONE_RULE_NONE) {
            constant++;
            constant_claimed += claims;
        }
        if (!who[i]->dst)
            continue;
        shown++;
        claimed += claims;
        right += claims && o[i].rule == rule;
        long_shown += who[i]->years >= 3;
        long_claimed += who[i]->years >= 3 && claims;
    }
    bar(r, "clock changes: a claimed rule is right, persons whose stamps show it", .95, INFINITY,
        (double)right / (double)claimed, claimed);
    bar(r, "clock changes: a rule is claimed, of those with three years of data", 1. / 3, INFINITY,
        (double)long_claimed / (double)long_shown, long_shown);
    bar(r, "clock changes: a rule is claimed, all whose stamps show one", NAN, NAN, (double)claimed / (double)shown, shown);
    bar(r, "clock changes: a rule is claimed, zones without changes", NAN, NAN,
        (double)constant_claimed / (double)constant, constant);
    free(o);
    free(who);
}
