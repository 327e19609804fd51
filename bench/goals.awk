# goals.awk -- what was asked of the speed beside what a run of the bench measured, as the table that README.md quotes:
#   awk -f bench/goals.awk reports/bench/latest.csv
# With -v cpu=1 rates are from CPU seconds, for a machine that others use too.  What works in two threads or two processes is then
# compared by the clock all the same: `from gzip` and `from zstd`; and `two at once` needs two processors of its own.
BEGIN { FS = "," }
NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
{
    wall[$1] = $column["bytes_per_s"] / 1e6
    a_core[$1] = $column["bytes"] / 1e6 / $column["cpu_s"]
    rate[$1] = cpu ? a_core[$1] : wall[$1]
    peak = $column["peak_bytes"] / 1e6
    if ($1 ~ /^normalize/ && peak > normalize_peak)
        normalize_peak = peak
    if ($1 ~ /^collect/ && peak > collect_peak)
        collect_peak = peak
}
function row(what, asked, measured, shown, reached) {
    printf "| %s | %s | " shown " | %s |\n", what, asked, measured, (measured != 0 ? (reached ? "yes" : "no") : "not measured")
}
function at_least(what, measured, bar, unit, shown) {
    row(what, sprintf("at least %g%s", bar, unit), measured, shown unit, measured >= bar)
}
function at_most(what, measured, bar, unit, shown) {
    row(what, sprintf("under %g%s", bar, unit), measured, shown unit, measured < bar)
}
function over(a, b) { return b > 0 ? a / b : 0 }
END {
    print "| | asked | measured | reached |\n|---|---|---|---|"
    at_least("normalize, BIND 9.18, output discarded", rate["normalize: discarded"], 1200, " MB/s", "%.0f")
    at_least("the same, times mawk on the usual fields", over(rate["normalize: discarded"], rate["mawk: usual fields"]), 10, "", "%.1f")
    at_least("normalize, widest shape, times mawk", over(rate["normalize: widest shape"], rate["mawk: widest shape"]), 6, "", "%.1f")
    row("normalize, to a file in memory", "(a second figure)", rate["normalize: file in memory"], "%.0f MB/s", 1)
    at_least("two at once, times one", cpu ? 0 : over(wall["normalize: two at once"], wall["normalize: discarded"]), 1.7, "", "%.2f")
    at_least("from gzip, times `gzip -dc`", over(wall["normalize: gzip"], wall["gzip -dc"]), 0.9, "", "%.2f")
    at_least("from zstd, times `zstd -dc`", over(wall["normalize: zstd"], wall["zstd -dc"]), 0.9, "", "%.2f")
    at_least("Zeek JSON", rate["normalize: zeek JSON"], 200, " MB/s", "%.0f")
    at_least("Suricata", rate["normalize: suricata"], 200, " MB/s", "%.0f")
    at_least("captures, million packets a second", rate["normalize: capture"] / 100, 1.5, "", "%.2f") # 100 bytes each
    at_least("collect, output discarded", rate["collect: discarded"], 600, " MB/s", "%.0f")
    at_least("count", rate["count"], 600, " MB/s", "%.0f")
    at_least("raw log to counts, a core", a_core["raw to counts"], 400, " MB/s", "%.0f")
    at_most("peak memory of normalize", normalize_peak, 64, " MB", "%.0f")
    at_most("peak memory of collect", collect_peak, 256, " MB", "%.0f")
}
