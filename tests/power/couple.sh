#!/bin/sh
# couple.sh FIRST LAST -- how often dielog-couple calls two addresses of one machine so, and two independent parties not: simulated
# cases, one a seed.  Prints a row a pair: seed,truth,n_a,n_b,within_s,excess,p_holm,verdict; then both shares as comments.
#
#   BUILD=build sh tests/power/couple.sh 1 200
#
# Both parties have the same office, clock, holidays and busy days (made by awk, apart from the simulator).  A machine asks from one address and,
# with a share of its own (.3 to 1), within 0.2 to 4 s also from the other; half the machines ask from both alike.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=${BUILD:-$here/../../build}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
: > "$tmp/all"
for seed in $(seq "$1" "$2"); do
    for truth in one two; do
        awk -v seed="$seed" -v truth=$truth '
            function u(lo, hi) { return lo + rand() * (hi - lo) }
            # thinning by the hour; the busy days are common to both
            function office(t,   h, d) {
                d = int(t / 86400); h = t % 86400 / 3600
                return (d % 7 >= 5 ? weekend : 1) * (h >= start && h < end ? 1 : night) * busy[d]
            }
            function draw(who, per_day,   n, i, t) {
                n = int(per_day * days * 24 / (end - start) * 4)
                for (i = 0; i < n; i++) { t = rand() * days * 86400; if (rand() < office(t) / 4) ask(who, t) }
            }
            function ask(who, t) {
                printf "%d,%s\n", 1462147200 + t, who
                while (rand() < burst) { t += u(3, 90); printf "%d,%s\n", 1462147200 + t, who }
                if (truth == "one" && rand() < share) printf "%d,%s\n", 1462147200 + t + u(.2, 4), who == "a" ? "b" : "a"
            }
            BEGIN {
                srand(seed * 2 + (truth == "two"))
                days = 30 + int(u(0, 110)); start = u(6, 10); end = start + u(7, 12); weekend = u(0, .5); night = u(0, .2); burst = u(0, .4)
                share = u(.3, 1)
                for (d = 0; d < days; d++) { g = -log(rand()) - log(rand()); busy[d] = g > 4 ? 2 : g / 2 } # mean 1, variance .5
                print "time,client"
                rate = exp(u(log(4), log(40)))
                draw("a", rate)
                if (truth == "two" || rand() < .5) draw("b", truth == "two" ? exp(u(log(4), log(40))) : rate)
            }' > "$tmp/e.csv"
        "$build/dielog" couple --draws 999 --seed "$seed" "$tmp/e.csv" \
            | awk -F, -v seed="$seed" -v truth=$truth 'NR > 1 { print seed "," truth "," $3 "," $4 "," $5 "," $8 "," $10 "," $NF }' >> "$tmp/all"
    done
done
cat "$tmp/all"
awk -F, '{ n[$2]++; called[$2] += /one machine/; any[$2] += $NF !~ /no more|cannot/ }
    END { printf "# one machine: called so %d of %d\n# independent: not called so %d of %d; nothing found at all in %d\n",
          called["one"], n["one"], n["two"] - called["two"], n["two"], n["two"] - any["two"] }' "$tmp/all"
