#!/bin/sh
# dielog-cache as a program: a demand behind a cache, a timer, TTLs from three places, the other tables, bad input.
. "$(dirname "$0")/lib.sh"

# 28 days.  cached: demand of 1 an hour behind a cache of 3600 s; timer: every hour +-3 %; people: a demand of 1 an hour.
awk 'BEGIN {
    srand(5)
    start = 1462147200
    end = start + 28 * 86400
    print "time,party,ttl"
    for (t = start; (t += -3600 * log(1 - rand())) < end;)
        if (t >= filled + 3600) {
            filled = t
            printf "%d,cached,3600\n", t
        }
    for (t = start; (t += 3600 * (.97 + .06 * rand())) < end;)
        printf "%d,timer,3600\n", t
    for (t = start; (t += -3600 * log(1 - rand())) < end;)
        printf "%d,people,\n", t
    print start + 5 ",few,60"
}' > "$tmp/e.csv"
printf 'start,end\n2016-05-02T00:00:00Z,2016-05-30T00:00:00Z\n' > "$tmp/o.csv"

dielog cache --group party --observed "$tmp/o.csv" --by-hour "$tmp/h.csv" --gaps "$tmp/g.csv" -o "$tmp/c.csv" "$tmp/e.csv"
ok $? "it runs"
is "$(head -1 "$tmp/c.csv" | cut -d, -f1-9)" "group,n,ttl_s,share_below,demand_per_hour,lo95,hi95,p_value,verdict" \
    "the columns begin as promised"
is "$(cut -d, -f1,9,13,15 "$tmp/c.csv")" "group,verdict,ttl_from,caches
cached,cache,gaps,1
few,cannot tell,,
people,not a cache,,
timer,not a cache,gaps,1" "a cache, too few, people without a cache, a timer"
ok "$(awk -F, '$1 == "cached" { print !($3 > 3570 && $3 < 3630 && $6 < 1 && $7 > 1 && $11 <= 3600 && $12 >= 3600 && $8 > .01) }' "$tmp/c.csv")" \
    "TTL and demand are right"
like "$(grep ^cached "$tmp/c.csv")" 'this cycle is what a cache of TTL 36.. s makes of steady demand of [01]\.[0-9]+ an hour' "as a sentence"
like "$(grep ^timer "$tmp/c.csv")" 'this cycle is not what a cache of TTL 3... s makes' "and the other"
is "$(head -1 "$tmp/h.csv"; cut -d, -f1 "$tmp/h.csv" | sort | uniq -c | awk '$2 != "group" { print $2, $1 }')" \
    "group,hour,misses,exposure_s,rate,demand,lo95,hi95,live_s
cached 24
timer 24" "the demand by the hour of the day"
is "$(awk -F, '$1 == "cached" { n += $3; s += $4 } END { print n, s }' "$tmp/h.csv")" \
    "$(grep -c ,cached "$tmp/e.csv") 2419200" "has every event and every second"
is "$(head -1 "$tmp/g.csv")" group,from_s,to_s,count,expected "the histogram of gaps"
ok "$(awk -F, '$1 == "cached" { n += $4; e += $5; near += $3 != "" && $3 < 3500 ? $4 + $5 : 0 }
    END { print !(n > 300 && e > .9 * n && e < 1.1 * n && near < 1) }' "$tmp/g.csv")" \
    "what is expected adds up to about what there is; nothing below the TTL"

dielog cache --group party --observed "$tmp/o.csv" -o "$tmp/again.csv" "$tmp/e.csv"
is "$(cat "$tmp/again.csv")" "$(cat "$tmp/c.csv")" "the same again; the other tables change nothing"
dielog cache --group party --observed "$tmp/o.csv" --draws 199 --ttl-column ttl "$tmp/e.csv" > "$tmp/l.csv"
is "$(awk -F, '$1 == "cached" || $1 == "people" { print $1, $3, $9, $13 }' "$tmp/l.csv")" "cached 3600 cache log
people  not a cache " "the TTL of the log, where it has one"
dielog cache --group party --observed "$tmp/o.csv" --draws 199 --ttl 1h "$tmp/e.csv" > "$tmp/s.csv"
is "$(awk -F, '{ print $1, $3, $9, $13 }' "$tmp/s.csv" | sed 1d)" "cached 3600 cache stated
few  cannot tell 
people 3600 not a cache stated
timer 3600 not a cache stated" "a stated TTL"
printf 'time\n' | dielog cache > "$tmp/none.csv"
ok $? "no event at all is no error"

fails 2 'both say' "two TTLs" dielog cache --ttl 1h --ttl-column ttl "$tmp/e.csv"
fails 2 'standard input' "a column of TTLs on standard input" dielog cache --ttl-column ttl
fails 2 'ttl' "a TTL of nothing" dielog cache --ttl 0 "$tmp/e.csv"
fails 1 "e.csv:2: .*column 'party'" "a TTL that is no number" dielog cache --ttl-column party "$tmp/e.csv"
printf 'time,ttl\n1462147200,0\n' > "$tmp/zero.csv"
fails 1 'zero.csv:2: error: .*between 1 and' "a TTL of 0" dielog cache --ttl-column ttl "$tmp/zero.csv"
fails 1 'when' "no column of times" dielog cache --time when "$tmp/e.csv"
if [ -w /dev/full ]; then
    fails 1 'space|write' "a full disk" sh -c "'$build/dielog' cache '$tmp/e.csv' > /dev/full"
fi
finish
