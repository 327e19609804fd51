#!/bin/sh
# weigh.sh FIRST LAST -- is what dielog-weigh states right as often as it says?  Simulated cases of known truth, one a seed, each with a party
# for every proposition (weigh.awk).  Prints a row a pair of propositions that were weighed against each other for a party, from the side that is favoured:
# seed,truth,for,against,log10_lr,log10_stated,capped; then, as comments, what was best by truth, and of the pairs in which
# one side is the truth how often the favoured one was, by ENFSI's words.
#
#   BUILD=build sh tests/power/weigh.sh 6 55
#
# The kept table tests/power/weigh.csv has the sums; seeds 1 to 5 were looked at while the program was built.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=${BUILD:-$here/../../build}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
: > "$tmp/pairs"
: > "$tmp/best"
for seed in $(seq "$1" "$2"); do
    awk -v seed="$seed" -f "$here/weigh.awk" > "$tmp/scenario.ini"
    rm -rf "$tmp/case"
    "$build/dielog" simulate -o "$tmp/case" "$tmp/scenario.ini" > /dev/null
    "$build/dielog" names "$tmp/case/truth.csv" > "$tmp/names.csv"
    "$build/dielog" weigh --group party --ttl 1h --names "$tmp/names.csv" --pairs "$tmp/p.csv" --seed "$seed" -o "$tmp/w.csv" "$tmp/case/truth.csv"
    for x in w p; do sed -i 's/_/+/; s/^crowd,/people,/' "$tmp/$x.csv"; done
    awk -F, -v seed="$seed" 'NR > 1 && $4 > 0 { print seed "," $1 "," $2 "," $3 "," $4 "," $9 "," $11 }' "$tmp/p.csv" >> "$tmp/pairs"
    awk -F, -v seed="$seed" 'NR > 1 { print seed "," $1 "," $7 "," $NF }' "$tmp/w.csv" | sed 's/,[^,]*$//' >> "$tmp/best"
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
