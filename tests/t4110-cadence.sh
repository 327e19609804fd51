#!/bin/sh
# dielog-cadence and dielog-screen as programs: columns, verdicts, pairs, side files, threads, real data.
. "$(dirname "$0")/lib.sh"

field() { awk -F, -v r="$2" -v c="$3" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i } NR == r { print $at[c] }' "$1"; }

# Ten days: a clock of 30 min (jitter up to 1 min), a sleeper of 20 min +-25 %, and people, 9 to 17 h.
awk 'BEGIN {
    srand(11)
    print "time,client,target"
    start = 1462147200
    for (k = 0; k < 480; k++)
        printf "%.3f,a,clock\n", start + k * 1800 + 120 * (rand() - .5) + 600
    for (t = 0; t < 864000; t += 1200 * (.75 + .5 * rand()))
        printf "%.3f,a,sleep\n", start + t
    for (d = 0; d < 10; d++)
        for (k = 0; k < 30; k++)
            printf "%.3f,%s,people\n", start + d * 86400 + 32400 + 28800 * rand(), k % 2 ? "a" : "b"
    print start ",a,once"
}' > "$tmp/e.csv"

dielog cadence --group client,target --rank --split "$tmp/s.csv" --parts "$tmp/p.csv" --gaps "$tmp/g.csv" \
    -o "$tmp/c.csv" "$tmp/e.csv"
ok $? "it runs"
is "$(head -1 "$tmp/c.csv" | cut -d, -f1-10)" \
    group,n,period_s,lo95_s,hi95_s,jitter,p_value,q_value,lr_machine,verdict "the promised columns come first"
sed 's/"\([^"]*\),\([^"]*\)"/\1+\2/' "$tmp/c.csv" > "$tmp/d.csv"
like "$(cut -d, -f1 "$tmp/d.csv" | tr '\n' ' ')" '^group a\+clock a\+sleep .\+people .\+people a\+once $' "pairs are named and ranked"
is "$(cut -d, -f10 "$tmp/d.csv" | sed -n 2,3p | tr '\n' ' ')" "machine-like machine-like " "two machines"
is "$(field "$tmp/d.csv" 2 kind) $(field "$tmp/d.csv" 3 kind)" "clock sleep" "of two kinds"
like "$(field "$tmp/d.csv" 2 period_s)" '^(1799\.[5-9]|1800\.[0-4])' "the clock's period"
like "$(awk -v p="$(field "$tmp/d.csv" 3 period_s)" 'BEGIN { print (p > 1164 && p < 1236) ? "near" : p }')" near "the sleeper's"
is "$(grep -c 'machine-like\|mixed' "$tmp/d.csv")" 2 "no people among them"
like "$(tail -1 "$tmp/d.csv")" ',cannot tell,too few visits,' "one visit tells nothing"
is "$(head -1 "$tmp/s.csv"; head -1 "$tmp/p.csv"; head -1 "$tmp/g.csv")" \
    "$(printf 'group,time,posterior,part\ngroup,date,periodic,aperiodic\ngroup,time,gap_before_s,gap_after_s')" "side files"
is "$(awk -F, '/clock/ { v = $4 + $5 } END { printf "%.3f", v }' "$tmp/p.csv")" "480.000" "the parts add up"

is "$(awk -F, '/clock/ && $NF == "periodic" { n++ } END { print (n > 460) }' "$tmp/s.csv")" 1 "the clock's visits are called its own"

dielog screen -j 1 "$tmp/e.csv" > "$tmp/1.csv"
dielog screen -j 3 "$tmp/e.csv" > "$tmp/3.csv"
is "$(cat "$tmp/3.csv")" "$(cat "$tmp/1.csv")" "threads change nothing"
is "$(sed -n 2,3p "$tmp/1.csv" | grep -c machine-like)" 2 "screen finds both"
like "$(head -1 "$tmp/1.csv")" ',rank$' "and ranks"

# --- a screen in parts ---
for k in 1 2 3; do dielog screen --shard $k --shards 3 -o "$tmp/$k.part" "$tmp/e.csv"; done
dielog screen --merge "$tmp/2.part" "$tmp/3.part" "$tmp/1.part" | cmp - "$tmp/1.csv"
ok $? "three shards make the table"
dielog screen --shard 1 --shards 1 "$tmp/e.csv" | dielog screen --merge | cmp - "$tmp/1.csv"
ok $? "so does one of one"
dielog screen --merge --part "$tmp/3.part" "$tmp/1.part" | dielog screen --merge "$tmp/2.part" - | cmp - "$tmp/1.csv"
ok $? "in another grouping, through a pipe"
dielog screen --merge --part "$tmp/1.part" "$tmp/2.part" "$tmp/3.part" > "$tmp/all.part"
dielog screen --merge --part "$tmp/2.part" "$tmp/3.part" | dielog screen --merge --part - "$tmp/1.part" | cmp - "$tmp/all.part"
ok $? "parts of parts have the same bytes"
printf 'start,end\n2016-05-01T00:00:00Z,2016-05-13T00:00:00Z\n' > "$tmp/watched.csv"
for target in clock people 'sleep\|once'; do
    grep "^time\|,\($target\)\$" "$tmp/e.csv" | dielog screen --part --observed "$tmp/watched.csv" > "$tmp/${target%%?|*}.divided"
done
dielog screen --merge "$tmp"/*.divided > "$tmp/divided.csv"
dielog screen --observed "$tmp/watched.csv" "$tmp/e.csv" | cmp - "$tmp/divided.csv"
ok $? "an input that was divided by target makes it, too"
fails 1 'shard 2 of 3 is missing' "a shard that is not there" dielog screen --merge "$tmp/1.part" "$tmp/3.part"
fails 1 'was in a part before' "one that is there twice" dielog screen --merge "$tmp/all.part" "$tmp/1.part" "$tmp/2.part" "$tmp/3.part"
sed '$d' "$tmp/all.part" > "$tmp/short.part"
fails 1 'say that they have 5 pairs, and have 4' "one that was cut" dielog screen --merge "$tmp/short.part"
dielog screen --seed 2 --shard 2 --shards 3 -o "$tmp/other.part" "$tmp/e.csv"
fails 1 'a part of another screen' "one of another seed" dielog screen --merge "$tmp/1.part" "$tmp/other.part" "$tmp/3.part"
fails 1 'no part of a screen' "a table that is none" dielog screen --merge "$tmp/1.csv"
for stated in --seed=1 --jobs=1 --separator=tab --draws=99 --ttl=0 --visit-gap=2 --observed="$tmp/watched.csv" --group=client --count=n --time=t; do
    fails 2 'judged already' "--merge with ${stated%%=*}" dielog screen --merge "$stated" "$tmp/all.part"
done
fails 2 'merged whole' "--merge with a shard" dielog screen --merge --shard 1 "$tmp/all.part"
fails 2 'not so many' "a shard beyond the last" dielog screen --shard 4 --shards 3 "$tmp/e.csv"
sed 1q "$tmp/e.csv" | dielog screen --part | dielog screen --merge | cmp - "$(sed 1q "$tmp/1.csv" > "$tmp/head.csv"; echo "$tmp/head.csv")"
ok $? "no pair is no error"

# People whose stamps all say minute 5.
awk 'BEGIN { srand(2); print "time"
    for (h = 0; h < 80; h++)
        for (k = 0; k < 6; k++)
            print 1431856800 + h * 3600 + 300 + int(60 * rand()) }' > "$tmp/five.csv"
like "$(dielog cadence "$tmp/five.csv" | tail -1)" 'cannot tell,"clock face' "a face that no schedule makes is no beacon"

printf 'time\n' > "$tmp/none.csv"
is "$(dielog cadence "$tmp/none.csv" | wc -l)" 1 "no event is no error"
fails 1 "no column" "a column that is not there" dielog cadence --group client,nobody "$tmp/e.csv"
fails 2 "draws" "too few draws" dielog cadence --draws 3 "$tmp/e.csv"

if [ -n "$shared" ]; then
    traffic=$shared/data/traffic
    zcat "$traffic/rita_lab_http/http.log.gz" | awk -F'\t' 'BEGIN { print "time,client" }
        /^#fields/ { for (i = 2; i <= NF; i++) f[$i] = i - 1 }
        !/^#/ && $f["host"] == "www.alexa.com" { print $f["ts"] "," $f["id.orig_h"] }' > "$tmp/alexa.csv"
    dielog cadence --group client --draws 39 "$tmp/alexa.csv" > "$tmp/alexa.out"
    is "$(awk -F, 'NR > 1 && $2 > 12 && ($10 != "machine-like" || $3 < 299.7 || $3 > 300.3)' "$tmp/alexa.out")" "" \
        "rita_lab_http: 299.98 s within .1 % on every client"
    awk -F'\t' 'BEGIN { print "time,client,target" }
        /^#fields/ { for (i = 2; i <= NF; i++) f[$i] = i - 1 }
        !/^#/ { print $f["ts"] "," $f["id.orig_h"] "," $f["id.resp_h"] ":" $f["id.resp_p"] }' \
        "$traffic/stratosphere/001-zeek-scenario-malicious/labeled-conn.log" > "$tmp/s1.csv"
    dielog screen "$tmp/s1.csv" > "$tmp/s1.out"
    like "$(sed -n 2,4p "$tmp/s1.out")" '192.168.1.115,41.108.179.197:1177' "stratosphere 001: the C2 is in the top three"
else
    skip "rita_lab_http, stratosphere" "no shared folder"
fi
finish
