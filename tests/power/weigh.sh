#!/bin/sh
# weigh.sh FIRST LAST -- is what dielog-weigh states right as often as it says?  Simulated cases of known truth, one a seed, each with a party
# for every proposition (weigh.awk).  Prints a row a pair of propositions that were weighed against each other for a party, from the side that is favoured:
# seed,truth,for,against,log10_lr,log10_stated,capped; then, as comments, what was best by truth, of the pairs in which
# one side is the truth how often the favoured one was, by ENFSI's words, and, every other seed, what is told of parties that are none of them (weighodd.awk).
#
#   BUILD=build sh tests/power/weigh.sh 301 350
#
# The kept table tests/power/weigh.csv has the sums; seeds below 301 were looked at while the program was built.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=${BUILD:-$here/../../build}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
: > "$tmp/pairs"
: > "$tmp/best"
: > "$tmp/odd"
# One log for all: where the weekend is not Saturday and Sunday all days are moved, as the simulator's people keep that one.
moved() { TZ=UTC awk -F, -v OFS=, -v days="$1" -v columns="$2" 'NR > 1 && days {
    n = split(columns, at, " ")
    for (i = 1; i <= n; i++) { t = $at[i]; split(substr(t, 1, 10), d, "-"); $at[i] = strftime("%Y-%m-%d", mktime(d[1] " " d[2] " " d[3] " 12 0 0") - days * 86400) substr(t, 11) } }
    { print }' "$3"; }
for seed in $(seq "$1" "$2"); do
    awk -v seed="$seed" -v observed="$tmp/observed" -v zones="$tmp/zones" -f "$here/weigh.awk" > "$tmp/scenario.ini"
    read -r zone decoy days < "$tmp/zones"
    rm -rf "$tmp/case"
    "$build/dielog" simulate -o "$tmp/case" "$tmp/scenario.ini" > /dev/null
    moved "$days" 3 "$tmp/case/truth.csv" > "$tmp/log.csv"
    moved "$days" "1 2" "$tmp/observed" > "$tmp/observed.csv"
    case $((seed % 3)) in 0) clocks=UTC ;; 1) clocks=$zone ;; *) clocks=$decoy,$zone ;; esac
    "$build/dielog" names "$tmp/log.csv" > "$tmp/names.csv"
    "$build/dielog" weigh --group party --client client --question action,target --ttl 1h --observed "$tmp/observed.csv" --clocks "$clocks" --names "$tmp/names.csv" \
        --pairs "$tmp/p.csv" --seed "$seed" -o "$tmp/w.csv" "$tmp/log.csv"
    for x in w p; do sed -i 's/_/+/; s/^crowd,/people,/' "$tmp/$x.csv"; done
    awk -F, -v seed="$seed" 'NR > 1 && $4 > 0 { print seed "," $1 "," $2 "," $3 "," $4 "," $9 "," $11 }' "$tmp/p.csv" >> "$tmp/pairs"
    awk -F, -v seed="$seed" 'NR > 1 { print seed "," $1 "," $8 }' "$tmp/w.csv" >> "$tmp/best"
    [ $((seed % 2)) = 0 ] || continue
    awk -v seed="$seed" -f "$here/weighodd.awk" > "$tmp/odd.csv"
    "$build/dielog" weigh --group party --client client --question action,target --ttl 1h --seed "$seed" -o "$tmp/w.csv" "$tmp/odd.csv"
    awk -F, 'NR > 1 { print $1 "," ($22 != "" ? "none fits" : /cannot tell/ ? "cannot tell" : $8) }' "$tmp/w.csv" >> "$tmp/odd"
done
cat "$tmp/pairs"
awk -F, '{ n[$2]++; right[$2] += $2 == $3; if ($2 != $3) wrong[$2] = wrong[$2] " " $3 }
    END { for (t in n) printf "# best, truth %s: right %d of %d%s\n", t, right[t], n[t], wrong[t] ? "; else" wrong[t] : "" }' "$tmp/best" | sort
awk -F, '
    $2 != $3 && $2 != $4 { next } # neither is the truth
    { s = $6 < .30103 ? "0 none" : $6 < 1 ? "1 weak" : $6 < 2 ? "2 moderate" : $6 < 3 ? "3 moderately strong" : "4 strong"
      n[s]++; right[s] += $2 == $3; if ($2 != $3 && $6 >= 1) bad = bad "\n#   " $0 }
    END { for (s in n) printf "# stated %s: the favoured one was true in %d of %d (%.4f)\n", substr(s, 3), right[s], n[s], right[s] / n[s] | "sort"
          close("sort"); print "# wrong, stated 10 or more:" bad }' "$tmp/pairs"
sort "$tmp/odd" | uniq -c | awk '{ n = $1; sub(/^ *[0-9]+ /, ""); split($0, at, ","); printf "# told of %s: %s, %d times\n", at[1], at[2], n }'
