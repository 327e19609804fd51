#!/bin/sh
# names.sh FIRST LAST -- how often dielog-names calls a mail receiver, a scan and a tunnel rightly: simulated cases, one a
# seed, each with other people, machines, patterns and names.  Prints a row a case and party: seed,party,truth,verdict and the
# three likelihood ratios; then, as a comment, sensitivity, specificity and balanced accuracy.
#
#   BUILD=build sh tests/power/names.sh 101 200
#
# A pattern may be asked for by a party of its own or among a busy party's lookups ("+").  The kept table
# tests/power/names.csv has the sums of two halves: seeds 1-100, on which p and thresholds were chosen, and
# 201-300, which were then measured (101-200 were measured before real logs led to one more change).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=${BUILD:-$here/../../build}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

scenario() {
    awk -v seed="$1" -f "$here/names.awk"
}

: > "$tmp/all"
for seed in $(seq "$1" "$2"); do
    scenario "$seed" > "$tmp/scenario.ini"
    rm -rf "$tmp/case"
    "$build/dielog" simulate -o "$tmp/case" "$tmp/scenario.ini" > /dev/null
    "$build/dielog" names "$tmp/case/truth.csv" > "$tmp/names.csv"
    # A pattern that never happened to be drawn is none.
    awk -F, -v seed="$seed" '
        FNR == 1 { file++ }
        file == 1 { if (sub(/^# truth /, "") && split($0, t, " ")) truth[t[1]] = t[2]; next }
        file == 2 { if ($8 ~ /^[qmst]/) happened[$9] = 1; next }
        FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        !happened[$1] { truth[$1] = "none" }
        { print seed "," $1 "," truth[$1] "," $NF "," $at["lr_mail"] "," $at["lr_scan"] "," $at["lr_tunnel"] }
    ' "$tmp/scenario.ini" "$tmp/case/truth.csv" "$tmp/names.csv" >> "$tmp/all"
done
cat "$tmp/all"
for pattern in "mailing:mail receivers" scan:scan tunnel:tunnel; do
    awk -F, -v truth="${pattern%%:*}" -v word="${pattern#*:}" '
        { called = index($4, word) > 0; if (index($3, truth) > 0) { pos++; hit += called } else { neg++; wrong += called } }
        END { printf "# %s: sensitivity %d/%d, specificity %d/%d, balanced accuracy %.4f\n", truth, hit, pos, neg - wrong, neg,
              (hit / pos + 1 - wrong / neg) / 2 }' "$tmp/all"
done
