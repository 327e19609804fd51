#!/bin/sh
# make bench: the table of times, its rows, and what it says of rows that cannot be.
. "$(dirname "$0")/lib.sh"

bench=$build/bench/bench
cd "$tmp" || exit 1
printf 'abcdefghij' > ten
mkdir sub && printf '12345' > sub/five

cat > rows << 'END'
# a comment

floor | ten | cat ten > 1
both files | ten sub/five | cat ten sub/five > 2
no such program | ten | dielog-never-written ten
END
"$bench" -n 3 --csv out.csv rows > out
ok $? "the rows run"
is "$(cut -d, -f1-3 out.csv)" 'name,bytes,runs
floor,10,3
both files,15,3' "a row a command, the bytes of all its files, the runs that count"
is "$(sed 1d out.csv | awk -F, '{ print ($5 <= $4 && $4 <= $6 && $7 > 0 && $8 > 0 && $10 > 1e5) }' | sort -u)" 1 \
    "least <= median <= most; CPU time, rate and peak are there"
is "$(sed 1d out.csv | awk -F, 'NR == 1 { floor = $8 } { d = $9 * $8 / floor; print (d > 0.999 && d < 1.001) }' | sort -u)" 1 \
    "times floor: the floor's rate over the row's"
like "$(cat out)" '^no such program is left out: dielog-never-written is not installed' "what is not installed is left out by name"
"$bench" -n 2 --only both --csv only.csv rows > /dev/null
is "$(cut -d, -f1,3 only.csv)" 'name,runs
floor,2
both files,2' "--only keeps the floor"
echo 'x | ten | sleep 0.05' > nap
"$bench" -n 2 --csv nap.csv nap > /dev/null
is "$(awk -F, 'NR == 2 { print ($4 >= 0.05 && $4 < 5) }' nap.csv)" 1 "seconds are seconds"

echo 'x | nowhere | cat' > absent
fails 1 'cannot read ./nowhere' "an input that is not there" "$bench" absent
echo 'x | ten | false' > false
fails 1 "row 'x' failed: false" "a command that fails" "$bench" false
echo 'x | ten' > short
fails 1 "expected name" "a row without a command" "$bench" short
fails 2 'expected one TABLE' "no table" "$bench"

# The bench itself, small: two hours of log, two rows.
"$top/bench/bench.sh" "$build/libexec:$build/bench" "$tmp/inputs" 24M "$tmp/kept/table" -n 1 --only "normalize: discarded" > out 2> err
ok $? "the bench runs"
[ -s err ] && note "$(head -5 err)"
is "$(sed -n 3p kept/table.csv | cut -d, -f1,2)" "normalize: discarded,$(stat -c %s inputs/in.log)" "its table is kept"
like "$(cat kept/table.txt)" '^input: [0-9]+ bytes' "with what was read"
is "$(cut -c1-14 inputs/in.log | uniq | paste -sd ,)" "04-May-2016 00,04-May-2016 01" "the input's hours follow each other"
is "$("$build/libexec/dielog-normalize" -f bind9 -z UTC inputs/in.log | sed 1d | cut -d, -f1 | sort -c && echo sorted)" sorted \
    "in order of time, every line a record"
# What was asked beside what was measured.
printf 'name,bytes,cpu_s,bytes_per_s,peak_bytes\n%s\n' 'normalize: discarded,1e9,1,1.3e9,1e7' 'mawk: usual fields,1e9,5,2e8,1e6' \
    'normalize: capture,1e8,1,1e8,2e7' 'raw to counts,1e9,2,5e8,1e7' > goals.csv
is "$(awk -f "$top/bench/goals.awk" goals.csv | grep -v 'not measured' | tail -n +3)" \
    '| normalize, BIND 9.18, output discarded | at least 1200 MB/s | 1300 MB/s | yes |
| the same, times mawk on the usual fields | at least 10 | 6.5 | no |
| captures, million packets a second | at least 1.5 | 1.00 | no |
| raw log to counts, a core | at least 400 MB/s | 500 MB/s | yes |
| peak memory of normalize | under 64 MB | 20 MB | yes |' "the goals, row by row"
# What a night costs, after one day and after two; statistics and pages are stand-ins.
. "$top/tests/stand-ins.sh"
rm libexec/dielog-simulate
ln -s "$build/libexec/dielog-simulate" libexec/
for verb in share coverage window zone cadence spike; do
    printf '#!/bin/sh\nfor file in $(echo "$*" | grep -oE "[^ ]*/(results/[a-z_]*|span/found).csv"); do echo group,event,series,start,end,verdict,zone,key,count,party,direction,maker > "$file"; done\n' > libexec/dielog-$verb
done
NIGHTS=1 "$top/bench/nights.sh" "$tmp/libexec:$build/bench" "$tmp/nights" "$tmp/kept/nights" 1 2 > out 2> err
ok $? "the nights are measured"
[ -s err ] && note "$(head -5 err)"
is "$(awk -F, '$2 == "normalize" || $2 == "collect" || $2 == "count" { print $1, $2, $3, ($4 > 0 && $5 > 0 && $6 > 0) }' kept/nights.csv | sort)" "1 collect 1 1
1 count 2 1
1 normalize 1 1
2 collect 1 1
2 count 2 1
2 normalize 1 1" "one more day is one log read, one day collected and counted, one counted anew to its end"
like "$(cat kept/nights.txt)" '^whole +[0-9.]+ +[0-9.]+ ' "the table compares"

# Lookups on the fly, and what they cost stage by stage.
"$build/bench/lookups" 2001 2 50 1 > day.log
is "$("$build/libexec/dielog-normalize" -f bind9 -z UTC day.log | awk -F, 'NR > 1 { n++; if ($1 < last || $1 !~ /^2016-05-05/) bad++; last = $1 } END { print n + 0, bad + 0 }')" \
    "1001 0" "a day of lookups, in order"
"$top/bench/scale.sh" "$build/libexec:$build/bench" "$tmp/scale" "$tmp/kept/scale" 1 whole:2001:2:50:counts > out 2> err
ok $? "the scale is measured"
is "$(cat err)" "" "without a complaint"
is "$(awk -F, '$6 ~ /^(normalize|collect|count|rebin)$/ { print $2, $6, $7, ($8 > 0 && $9 > 0 && $10 > 1e5) }' kept/scale.csv)" "2001 collect 2 1
2001 count 2 1
2001 normalize 2 1
2001 rebin 2 1" "a row a stage: processes, time, memory"
like "$(cat out)" '^2001 lookups of 2 days and 50 clients' "with what the whole cost"
is "$(awk -F, '$6 ~ /^store-/ { print $6, ($11 > 0) }' kept/scale.csv)" "store-counts 1
store-days 1
store-logs 1
store-results 1
store-slices 1" "and what lies on the disk"
like "$(cat out)" '^days +[0-9.]+ bytes a lookup' "by lookups"
finish
