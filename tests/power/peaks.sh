#!/bin/sh
# peaks.sh FIRST LAST -- how often dielog-spike finds a spike and names its maker, and dielog-window a tripled day: simulated
# cases, one a seed.  Prints a row a case, then the sums as comments.
#
#   BUILD=build sh tests/power/peaks.sh 1 100
#
# Three parties of 25, 10 and 37 visits a day, 140 days, an office each with its own clock; in every second case the days vary
# (gamma, variance .1) and visits repeat.  A party drawn at random has six times its rate for a day, three times over; the first has
# three times its rate on a declared day, beside nine declared days on which nothing happens.  awk draws all of it, apart from the simulator.
# peaks.csv keeps the sums.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=${BUILD:-$here/../../build}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

draw() { # SEED: $tmp/visits.csv, $tmp/events.csv, $tmp/truth
    awk -v seed="$1" -v dir="$tmp/" '
        function u(lo, hi) { return lo + rand() * (hi - lo) }
        function gauss() { return sqrt(-2 * log(1 - rand())) * cos(6.283185307 * rand()) }
        function poisson(mean,   n, left) { # sums of exponentials
            for (n = -1; mean > 0; n++) mean += log(1 - rand())
            return n < 0 ? 0 : n
        }
        # gamma of mean 1 and variance 1/10: the mean of ten exponentials
        function frailty(   i, s) { if (!uneven) return 1; s = 0; for (i = 0; i < 10; i++) s -= log(1 - rand()); return s / 10 }
        function weight(p, d, h) { h = (h - start[p] + 24) % 24; return (h < 9 ? 1 : .1) * (d % 7 >= 5 ? weekend[p] : 1) }
        function stamp(d, s) { return strftime("%Y-%m-%dT%H:%M:%SZ", 1462147200 + 86400 * d + s, 1) }
        function ask(p, t) {
            printf "%d,%s\n", 1462147200 + t, name[p] > (dir "visits.csv")
            while (uneven && rand() < .25) { t += u(3, 90); printf "%d,%s\n", 1462147200 + t, name[p] > (dir "visits.csv") }
        }
        BEGIN {
            srand(seed); uneven = seed % 2
            split("a b c", name); split("25 10 37", rate)
            for (p = 1; p <= 3; p++) {
                start[p] = int(u(5, 12)); weekend[p] = u(.2, .6)
                for (h = 0; h < 168; h++) sum[p] += weight(p, int(h / 24), h % 24)
            }
            print "time,party" > (dir "visits.csv")
            print "event,start,end,label,declared" > (dir "events.csv")
            for (i = 0; i < 13; i++) { # thirteen days that do not touch
                do { day[i] = 5 + int(u(0, 130)); free = 1
                     for (k = 0; k < i; k++) if (day[k] - day[i] > -3 && day[k] - day[i] < 3) free = 0 } while (!free)
                if (i < 10) printf "e%d,%s,%s,day,2016-01-01T00:00:00Z\n", i, stamp(day[i], 0), stamp(day[i] + 1, 0) > (dir "events.csv")
                else maker[day[i]] = 1 + int(u(0, 3))
            }
            for (d in maker) printf "%s %s\n", stamp(d, 0), name[maker[d]] > (dir "truth")
            printf "%s a\n", stamp(day[0], 0) > (dir "truth")
            for (d = 0; d < 140; d++) for (p = 1; p <= 3; p++) {
                f = frailty() * (maker[d] == p ? 6 : 1) * (p == 1 && d == day[0] ? 3 : 1) / (uneven ? 1.333 : 1)
                for (h = 0; h < 24; h++)
                    for (n = poisson(rate[p] * 7 / sum[p] * weight(p, d, h) * f); n > 0; n--) ask(p, 86400 * d + 3600 * h + u(0, 3600))
            }
        }'
}

for seed in $(seq "$1" "$2"); do
    rm -f "$tmp"/*.csv "$tmp/truth"
    draw "$seed"
    "$build/dielog" spike --group party "$tmp/visits.csv" > "$tmp/spikes.csv"
    "$build/dielog" window --group party --events "$tmp/events.csv" --seed "$seed" "$tmp/visits.csv" > "$tmp/window.csv"
    awk -F, -v seed="$seed" '
        FNR == 1 { file++ }
        file == 1 { split($0, t, " "); truth[t[1]] = t[2]; n++; next }
        FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        file == 2 && $at["direction"] != "" {
            # a true one overlaps the day of a planted spike
            day = ""
            for (d in truth) {
                from = substr($at["start"], 1, 10); to = $at["end"]
                if ($at["direction"] == "more" && from <= substr(d, 1, 10) && to > d) day = d
            }
            all++
            if (day == "") { false_++; next }
            if (seen[day]++) next
            found++
            split($at["maker"], m, " ")
            named += $at["maker"] != ""; right += index(" " $at["maker"] " ", " " truth[day] " ") > 0; alone += $at["maker"] == truth[day]
        }
        file == 3 && $at["event"] == "e0" && $at["group"] == "a" {
            p = $at["p_tail"] <= .05; holm = $at["p_holm"] <= .05 && $at["ratio"] > 1; covers = $at["lo95"] <= 3 && $at["hi95"] >= 3
        }
        file == 3 && $at["event"] != "e0" && $at["group"] != "all" { none++; small += $at["p_tail"] <= .05; wrong += $at["p_holm"] != "" && $at["p_holm"] <= .05; one += $at["lo95"] <= 1 && $at["hi95"] >= 1 }
        END { printf "%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d\n", seed, n, all, false_, found, named, right, alone, p, holm, covers, none, small, wrong, one }
    ' "$tmp/truth" "$tmp/spikes.csv" "$tmp/window.csv"
done > "$tmp/rows"
echo "seed,planted,finds,false,found,named,right,alone,p_tail,holm,covers,quiet,quiet_05,quiet_holm,quiet_covers"
cat "$tmp/rows"
awk -F, '{ for (i = 1; i <= NF; i++) { s[i] += $i; h[$1 % 2, i] += $i } any += $14 > 0; k[$1 % 2]++; fdp += $3 > 0 ? $4 / $3 : 0 }
    function line(x, u) {
        printf "# days %s: spikes found %d of %d, maker named %d, right %d, alone %d; false %d of %d finds; tripled day p_tail %d, Holm %d, covered %d of %d; quiet days p_tail %d, Holm %d, covered %d of %d\n",
            u ? "vary" : "alike", h[u, 5], h[u, 2], h[u, 6], h[u, 7], h[u, 8], h[u, 4], h[u, 3], h[u, 9], h[u, 10], h[u, 11], k[u], h[u, 13], h[u, 14], h[u, 15], h[u, 12] }
    END { line(h, 0); line(h, 1); printf "# false discovery proportion %.4f; any false Holm in %d of %d cases\n", fdp / NR, any, NR }' "$tmp/rows"
