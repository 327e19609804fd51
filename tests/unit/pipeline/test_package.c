/* The data package: every column that ARCHITECTURE.md names is described, and which
   cells are guarded. */
#include "unit.h"

#include "base/csv.h"
#include "out/package.h"

/* The results as ARCHITECTURE.md lists them. */
static const struct {
    const char *tables, *columns;
} results[] = {
    { "counts daily", "start series kind count raw exposure_s" },
    { "share share_client status", "by key count raw n n_raw share wilson_lo wilson_hi exact_lo exact_hi boot_lo boot_hi "
                                   "share_raw days effective_number gini" },
    { "share_client", "party" },
    { "status", "within" },
    { "autocorrelation autocorrelation_clock", "group lag n acf lower upper box_pierce ljung_box p_value" },
    { "coverage", "series start end duration_s expected p_value p_adjusted verdict scope" },
    { "integrity", "sensor check n value unit p_value p_holm verdict note" },
    { "couple", "a b n_a n_b within_s seen expected excess p_value p_holm lead_s f_a_b p_a_b p_a_b_holm f_b_a p_b_a p_b_a_holm verdict" },
    { "couple_curve", "a b within_s seen mean lo95 hi95" },
    { "bursts", "group bursts longer_2s longer_20s share_20s lo95 hi95 longest_s" },
    { "service", "group served n answered denied failed unsaid share lo95 hi95 since share_before share_after p_change p_holm "
                 "clients_answered clients_denied lr_closed per_day load_lo95 load_hi95 p_low p_high ratio ratio_lo95 ratio_hi95 verdict" },
    { "weigh", "group n streams blocks block_days ttl_s clock best next log10_lr lo95 hi95 log10_stated support capped not_told bits_visit misfit "
               "misfit_poor dispersion_5 dispersion_20 unfit verdict settles" },
    { "weigh_each", "group proposition weighed log10_lr log10_names bits_visit misfit misfit_poor dispersion_5 dispersion_20 unfit reason" },
    { "weigh_pairs", "group proposition against log10_lr lo95 hi95 blocks in_favour log10_stated support capped" },
    { "weigh_features", "group proposition against feature log10_lr log10_without log10_weight" },
    { "weigh_blocks", "group start end n proposition log10_likelihood" },
    { "service_days", "group day answered denied failed unsaid" },
    { "names", "group n names fresh entropy labels length first address mx txt ptr other reverse searched single sessions mail_sessions "
               "lr_mail lr_mail_most scan_sessions lr_scan lr_scan_most tunnel_suffix tunnel_names lr_tunnel echoes echo_sizes echo_odd verdict" },
    { "names_flows", "group suffix n names names_client length bits log_letters log_length log_fresh lr" },
    { "rhythm", "group weekday hour count exposure_s rate" },
    { "measures", "group measure value lo95 hi95 p_value p_holm n_days unit note zone" },
    { "actogram", "group day row minute count exposure_s" },
    { "period", "group n family method period_s lo95_s hi95_s statistic harmonics amplitude coherent_s p_single p_diurnal p_cache "
                "q_value verdict gather_s p_rayleigh ttl_s caches" },
    { "periodogram", "group frequency_hz period_s score h band95_diurnal band95_cache" },
    { "fold", "group period_s phase count expected" },
    { "cadence", "group n period_s lo95_s hi95_s jitter p_value q_value lr_machine verdict reason kind voices share lr_cache lr_people "
                 "p_lag p_clock p_cache events resolution_s mean_gap_s median_gap_s cv burstiness memory rita_score minute_parts "
                 "minute_chi2 minute_p second_parts second_chi2 second_p" },
    { "cadence_parts", "group date periodic aperiodic" },
    { "cadence_gaps", "group time gap_before_s gap_after_s" },
    { "cache", "group n ttl_s share_below demand_per_hour lo95 hi95 p_value verdict reason ttl_lo95_s ttl_hi95_s ttl_from silence_s "
               "caches gaps below_lo95 below_hi95 hazard_below hazard_from prefetch_p hit_share p_gaps p_memory gain resolution_s "
               "sentence" },
    { "cache_hours", "group hour misses exposure_s rate demand lo95 hi95 live_s" },
    { "cache_gaps", "group from_s to_s count expected" },
    { "zone", "group n offset_h lo80_h hi80_h lo95_h hi95_h zone zones80 zones95 profile log10_fit log10_night rule "
              "rule_probability verdict" },
    { "zone_posterior", "group offset_h probability zone members" },
    { "zone_profiles", "group profile offset_h log10_bf" },
    { "zone_rules", "group rule zone log10_bf probability claimed" },
    { "zone_year", "group month day n shift_h lo95_h hi95_h none_h eu_h us_h southern_h" },
    { "mixture", "group n log10_lr posterior_two a_offset_h a_lo80_h a_hi80_h a_lo95_h a_hi95_h a_zone b_offset_h b_lo80_h "
                 "b_hi80_h b_lo95_h b_hi95_h b_zone weight_a weight_lo95 weight_hi95 p_change verdict" },
    { "mixture_pairs", "group a_offset_h b_offset_h probability weight_a" },
    { "mixture_propositions", "group zone_a zone_b proposition against log10_lr log10_stated support fit_p" },
    { "mixture_sessions", "group from_zone to_zone days waiting went_on expected p_value" },
    { "mixture_time", "group zone_a zone_b start end n weight_a lo95 hi95" },
    { "window", "group event label start end status observed expected ratio lo95 hi95 p_exact p_shift p_tail p_search p_holm p_bh "
                "p_by shifts dispersion mdr days_out verdict" },
    { "window_tests", "group event observed expected baseline_n exact_lo95 exact_hi95 mid_lo95 mid_hi95 p_exact p_mid p_e li_ma "
                      "p_li_ma p_e_wald p_wald p_score p_wald_log p_score_log p_root" },
    { "window_groups", "group events_group n_events observed expected ratio lo95 hi95 p_shift p_tail p_holm p_bh p_by mdr verdict" },
    { "window_variants", "group event variant start end observed expected ratio lo95 hi95 p_tail p_max" },
    { "epoch", "group lag_from_s lag_to_s observed expected ratio band95_lo band95_hi p_shift" },
    { "epoch_test", "group n_events undeclared places p_overall p_holm verdict" },
    { "inputs", "batch sensor path format zone bytes sha256 lines kept rejected set_aside first last resolution_s ambiguous steps_back" },
    { "rejects", "batch reason lines" },
    { "observed", "start end" },
    { "sensors", "sensor start end" },
    { "parties", "prefix party label zone reference note" },
    { "events", "event start end label group source declared" },
    { "stated", "file bytes sha256" },
    { "records", "time party count" },
};

/* Takes the next word off LIST. */
static bool next_word(const char **list, char word[64])
{
    size_t n = strcspn(*list, " ");
    snprintf(word, 64, "%.*s", (int) n, *list);
    *list += n + strspn(*list + n, " ");
    return n > 0;
}

static void assert_described(const char *table, const char *name)
{
    const struct package_column *c = package_column(table, name);
    if (!c)
        fail_msg("%s.csv: column %s is not described in package.c", table, name);
    bool number = strcmp(c->type, "number") == 0 || strcmp(c->type, "integer") == 0;
    bool other = strcmp(c->type, "string") == 0 || strcmp(c->type, "datetime") == 0 || strcmp(c->type, "date") == 0;
    if (!(number || other) || number != (c->unit != NULL) || strlen(c->description) < 4)
        fail_msg("%s.csv: column %s has a type, unit or description that is none", table, name);
}

static void test_every_column(void **state)
{
    char table[64], name[64];
    (void) state;
    for (size_t i = 0; i < sizeof results / sizeof *results; i++)
        for (const char *tables = results[i].tables; next_word(&tables, table);)
            for (const char *names = results[i].columns; next_word(&names, name);)
                assert_described(table, name);
}

static void test_meaning_depends_on_table(void **state)
{
    (void) state;
    assert_string_equal(package_column("rhythm", "count")->unit, "record");
    assert_string_equal(package_column("share", "count")->unit, "record");
    assert_string_equal(package_column("zone", "n")->unit, "visit");
    assert_string_equal(package_column("autocorrelation_clock", "n")->type, "number");
    assert_null(package_column("share", "nothing"));
    assert_null(package_column("share", "start"));
}

static void test_guard(void **state)
{
    static const char *const run[] = { "=cmd()", "+1+1", "-2+3", "@SUM(A1)", "\t=x", "\r=x", "=", "-", "+02:00", "-inf", "-0x1p3" };
    static const char *const stay[] = { "", "a=b", "'=x", " =x", "1+1", "-2.385", "+7", "-0400", "1e5", "-1e-300", "192.0.2.1" };
    (void) state;
    for (size_t i = 0; i < sizeof run / sizeof *run; i++)
        if (!csv_must_guard(text_of(run[i])))
            fail_msg("'%s' is not guarded", run[i]);
    for (size_t i = 0; i < sizeof stay / sizeof *stay; i++)
        if (csv_must_guard(text_of(stay[i])))
            fail_msg("'%s' is guarded", stay[i]);
}

static void test_name(void **state)
{
    struct buf b = BUF_INIT;
    struct package *p = package_new("\u8a3a");
    (void) state;
    package_json(p, &b);
    assert_non_null(strstr(b.at, "\"name\": \"dielog\""));
    package_free(p);
    buf_release(&b);
    package_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_column),
        cmocka_unit_test(test_meaning_depends_on_table),
        cmocka_unit_test(test_guard),
        cmocka_unit_test(test_name),
    };
    return cmocka_run_group_tests_name("package", tests, NULL, NULL);
}
