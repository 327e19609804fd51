#!/bin/sh
# The calibration of p-values: a quick run of it, and the table that is kept.
. "$(dirname "$0")/lib.sh"
table=$top/tests/calibration/table.csv
calibrate=$build/calibrate

"$calibrate" --quick > "$tmp/quick.csv" 2> "$tmp/err"
ok $? "with few draws and wide bars every row holds"
sed -n '/fails/s/^/# /p' "$tmp/err"
"$calibrate" --quick --only counts --jobs 1 > "$tmp/one.csv" 2> "$tmp/err"
"$calibrate" --quick --only counts --jobs 3 > "$tmp/three.csv" 2> "$tmp/err"
is "$(cat "$tmp/three.csv")" "$(cat "$tmp/one.csv")" "the number of processes changes nothing"
for k in 1 2 3; do
    "$calibrate" --quick --only counts --jobs 2 --shard $k --shards 3 > "$tmp/shard$k.csv" 2> "$tmp/err"
done
"$calibrate" --quick --only counts "$tmp/shard3.csv" "$tmp/shard1.csv" "$tmp/shard2.csv" > "$tmp/merged.csv" 2> "$tmp/err"
is "$(cat "$tmp/merged.csv")" "$(cat "$tmp/one.csv")" "nor do shards"
fails 1 'expected' "a shard that lacks is told" "$calibrate" --quick --only counts "$tmp/shard3.csv" "$tmp/shard1.csv"
fails 1 'another row' "and one of other rows" "$calibrate" --quick --only couple "$tmp/shard1.csv"
is "$(head -1 "$table")" "statistic,test,null,draws,answered,p05,p05_lo,p05_hi,p01,p01_lo,p01_hi,verdict" "the columns"
"$calibrate" --list > "$tmp/list"
lacking=$(while IFS= read -r row; do grep -qF -e "$row," "$table" || echo "$row"; done < "$tmp/list")
is "$lacking" "" "the kept table has every row (else: make calibrate ONLY=statistic)"
is "$(wc -l < "$table")" "$(wc -l < "$tmp/list")" "and no other"
is "$(grep -c ',fails$' "$table")" 0 "no row of the kept table fails"
is "$(grep -c 'no answer$' "$table")" 0 "every row has answers"
is "$(sed 1d "$table" | sed 's/"[^"]*"/x/' | awk -F, '$4 < 2000 || $5 < .9 * $4')" "" "2,000 draws each, nine in ten answered"
finish
