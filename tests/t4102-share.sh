#!/bin/sh
# dielog-share as a program.
. "$(dirname "$0")/lib.sh"

printf 'client\n192.0.2.1\n192.0.2.2\n192.0.2.1\n192.0.2.1\n' > "$tmp/plain.csv"
dielog share --by client "$tmp/plain.csv" > "$tmp/plain.out"
is "$(head -1 "$tmp/plain.out")" \
    by,key,count,raw,n,n_raw,share,wilson_lo,wilson_hi,exact_lo,exact_hi,boot_lo,boot_hi,share_raw,days,effective_number,gini \
    "the columns"
is "$(sed 1d "$tmp/plain.out" | cut -d, -f1-7,12-16)" "client,192.0.2.1,3,3,4,4,0.75,,,0.75,,1.6000000000000001
client,192.0.2.2,1,1,4,4,0.25,,,0.25,,1.6000000000000001" "one a row where there is no count; no time, no bootstrap"
# R: binom.test(3, 4)$conf.int; prop.test(3, 4, correct = FALSE)$conf.int
is "$(awk -F, 'NR == 2 { printf "%.9f %.9f %.9f %.9f", $8, $9, $10, $11 }' "$tmp/plain.out")" \
    "0.300641843 0.954412739 0.194120450 0.993690537" "R's limits of 3 in 4"

# Twelve days; on day d party a has d of 12 + d % 5, b the rest: 78 and 66 + 23.
awk 'BEGIN {
    print "time,party,status,count,raw"
    for (d = 1; d <= 12; d++) {
        printf "2016-05-%02dT10:00:00Z,a,NOERROR,%d,%d\n", d, d, d + 1
        printf "2016-05-%02dT11:00:00Z,b,\"A \"\"B\"\", C\",%d,%d\n", d, 12 - d + d % 5, 13
    } }' > "$tmp/days.csv"
dielog share --by party "$tmp/days.csv" > "$tmp/days.out"
is "$(sed 1d "$tmp/days.out" | cut -d, -f2-6,15)" "b,89,156,167,246,12
a,78,90,167,246,12" "counts, raw counts and days"
awk -F, 'NR == 2 { exit !($12 > .3 && $12 < .5 && $13 > .5 && $13 < .7) }' "$tmp/days.out"
ok $? "an interval by days around one half"
dielog share --by party "$tmp/days.csv" | cmp - "$tmp/days.out"
ok $? "the same bytes on every run"
dielog share --by party --seed 2 "$tmp/days.csv" | cmp -s - "$tmp/days.out"
ok $((! $?)) "another seed, other resamples"
is "$(dielog share --by party --draws 0 "$tmp/days.csv" | sed -n 2p | cut -d, -f12,13)" , "no draws, no bootstrap"
is "$(dielog share --by party,status --with time "$tmp/days.csv" | sed -n '1p;2p' | cut -d, -f16- | tr '\n' ' ')" \
    "effective_number,gini,within,time 12,1,0,a,2016-05-01T10:00:00Z " "nested: within; and one more column"
is "$(dielog share --by party,status "$tmp/days.csv" | sed 1d)" "$(dielog share --by party,status < "$tmp/days.csv" | sed 1d)" \
    "standard input"
like "$(dielog share --by party,status "$tmp/days.csv" | sed -n 3p)" '^"party,status","A ""B"", C",89,156,89,156,1,' \
    "a key with quotes and a comma"
ls "$tmp/days.csv" > "$tmp/list"
is "$(dielog share --by party --files-from "$tmp/list" | sed 1d)" "$(sed 1d "$tmp/days.out")" "a list of files"
printf 'time\tclient\nyesterday\tx\n' > "$tmp/odd.tsv"
is "$(dielog share --by client --separator tab "$tmp/odd.tsv" | sed -n 2p | cut -d, -f2,3,15)" x,1, \
    "a column that is merely called time"
fails 1 "odd.tsv:2: error: found .yesterday.* in column .time." "unless it was asked for" \
    dielog share --by client --separator tab --time time "$tmp/odd.tsv"
printf 'client\n' > "$tmp/none.csv"
is "$(dielog share --by client "$tmp/none.csv" | wc -l)" 1 "no rows: the header"
printf 'client,count\nx,-1\n' > "$tmp/minus.csv"
fails 1 "minus.csv:2: " "a negative count" dielog share --by client "$tmp/minus.csv"
fails 1 "plain.csv.*party" "a column that is not there" dielog share --by party "$tmp/plain.csv"
fails 2 "by" "--by is needed" dielog share "$tmp/plain.csv"
fails 2 "column names" "an empty name" dielog share --by party, "$tmp/plain.csv"
if [ -n "$shared" ]; then
    log=$(echo "$shared"/data/traffic/nasa_day/*.tsv)
    dielog share --by host --separator tab "$log" > "$tmp/nasa.out"
    is "$(awk -F, 'NR > 1 { n += $3 } END { print n }' "$tmp/nasa.out")" "$(sed 1d "$log" | wc -l)" "nasa_day: all rows"
    is "$(sed -n 2p "$tmp/nasa.out" | cut -d, -f2,3)" \
        "$(sed 1d "$log" | cut -f1 | sort | uniq -c | sort -k1,1nr -k2 | awk 'NR == 1 { print $2 "," $1 }')" "nasa_day: the top host"
else
    skip "nasa_day" "the samples are not here"
fi
finish
