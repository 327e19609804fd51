#!/bin/sh
# dielog-period as a program: a timer among people, a cache, the day itself, what it writes, refusals, bad input.
. "$(dirname "$0")/lib.sh"

# Forty days from 2 May 2016.  people: about 30 visits a day from 07 to 21 h.  timer: the same, and every 47 min, give or take
# two, an event, one in ten lost.  cached: steady demand of 12 an hour behind a cache of one hour.  few: 9 events.
awk 'BEGIN {
    srand(5)
    print "time,party"
    start = 1462147200
    for (d = 0; d < 40; d++)
        for (k = 0; k < 30; k++) {
            printf "%d,people\n", start + d * 86400 + 25200 + int(rand() * 50400)
            printf "%d,timer\n", start + d * 86400 + 25200 + int(rand() * 50400)
        }
    for (t = start + 1000; t < start + 40 * 86400; t += 2820)
        if (rand() > .1)
            printf "%d,timer\n", t + int(rand() * 240) - 120
    for (t = start; t < start + 40 * 86400; t += 3600 - log(1 - rand()) * 300)
        printf "%d,cached\n", t
    for (k = 0; k < 9; k++)
        printf "%d,few\n", start + k * 86413
}' > "$tmp/e.csv"

dielog period --group party --ttl 1h --draws 99 --min-period 10m --fold "$tmp/fold.csv" \
    --periodogram "$tmp/h.csv" --exact "$tmp/z.csv" -o "$tmp/p.csv" "$tmp/e.csv"
ok $? "it runs"
for jobs in 1 3; do
    dielog period --group party --ttl 1h --draws 99 --min-period 10m --jobs "$jobs" -o "$tmp/p$jobs.csv" "$tmp/e.csv"
done
cmp -s "$tmp/p1.csv" "$tmp/p3.csv"
ok $? "one thread and three give the same bytes"
is "$(head -1 "$tmp/p.csv")" \
    "group,n,family,method,period_s,lo95_s,hi95_s,statistic,harmonics,amplitude,coherent_s,p_single,p_diurnal,p_cache,q_value,verdict,gather_s,p_rayleigh,ttl_s,caches" \
    "the columns are the promised ones"
is "$(awk -F, '$3 == 1 { print $1, $16 }' "$tmp/p.csv")" "cached cache
people diurnal
timer none" "a timer, people and a cache are told apart"
is "$(awk -F, '$1 == "timer" && $3 == 1 { print ($6 < 2820 && 2820 < $7), ($5 > 2819 && $5 < 2821), $13 }' "$tmp/p.csv")" \
    "1 1 0.01" "its period lies in its interval"
is "$(awk -F, '$3 == 1 { print $1, $19 == 3600 ? 3600 : $19, $20 }' "$tmp/p.csv")" "cached 3600 1
people  
timer  " "which cache the second null is about"
awk -F, 'NR == 1 || $2 != "few"' "$tmp/e.csv" > "$tmp/e3.csv"
dielog period --group party --find-ttl --draws 99 --min-period 10m "$tmp/e3.csv" > "$tmp/found.csv"
is "$(awk -F, '$3 == 1 { print $1, $16, ($19 > 3595 && $19 < 3605) }' "$tmp/found.csv")" "cached cache 1
people diurnal 0
timer none 0" "the TTL is read from the gaps where they show one"
like "$(awk -F, '$1 == "timer" && $3 == 1 { print ($17 > 800 && $17 < 1200), ($18 < 1e-20) }' "$tmp/p.csv")" "1 1" \
    "the timer's visits gather 1000 s from midnight on"
is "$(awk -F, '$4 == "day" { print $1, $5, $16 }' "$tmp/p.csv")" "people 86400 rhythm
timer 86400 rhythm" "who follows the day does"
like "$(grep '^few' "$tmp/p.csv")" 'cannot tell: too few visits,,,,$' "nine events say nothing"
is "$(awk -F, '$1 == "timer" && $2 < 2821 { n += $4; e += $5; rows++ } END { print rows, (n > e * .98 && n < e * 1.02) }' "$tmp/fold.csv")" \
    "40 1" "the fold holds every event"
is "$(awk -F, 'NR > 1 { rows[$1]++; if ($1 == "timer" && $5 > $6) { above++; if ($3 > 2750 && $3 < 2890) near++ } }
    END { print (rows["timer"] <= 4000 && rows["timer"] > 1000), (near > 0) }' "$tmp/h.csv")" \
    "1 1" "the periodogram is thinned, and its peak leaves the band"

is "$(awk -F, 'NR > 1 && $1 == "timer" { rows++; if ($3 < 3600 && $4 > most) { most = $4; at = $3; h = $5 } }
    END { print (rows > 1000 && rows <= 2000), (at > 2819 && at < 2821), (h > most / 2) }' "$tmp/z.csv")" \
    "1 1 1" "below an hour the timer's is the largest Z^2 of the times themselves"
dielog period --group party --ttl 1h --draws 99 --min-period 10m --periodogram "$tmp/h2.csv" "$tmp/e.csv" > "$tmp/again.csv"
is "$(cat "$tmp/again.csv")" "$(cat "$tmp/p.csv")" "the same bytes on every run"
dielog period --draws 19 --min-period 10m --bin 1h "$tmp/e.csv" > "$tmp/b.csv"
is "$(awk -F, '{ print $4 }' "$tmp/b.csv" | sort -u | grep -c -e 'fisher g' -e lomb-scargle)" 2 "binned methods on demand"

printf 'time\n2016-05-02T00:00:00Z\n' > "$tmp/one.csv"
like "$(dielog period "$tmp/one.csv")" 'all,1,.*cannot tell' "one event"
printf 'time\n' > "$tmp/none.csv"
is "$(dielog period "$tmp/none.csv" | wc -l)" 1 "no event: the header alone"
fails 1 'no.csv' "a file that is not there" dielog period "$tmp/no.csv"
fails 2 'min-period' "a range that is none" dielog period --min-period 1h --max-period 1h "$tmp/e.csv"
fails 2 'draws' "too few draws" dielog period --draws 3 "$tmp/e.csv"
finish
