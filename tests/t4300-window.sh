#!/bin/sh
# dielog-window as a program: columns, verdicts, groups, bad input, speed.
. "$(dirname "$0")/lib.sh"

# 140 days, a visit every 53 minutes by day and every 4 h at night, with some jitter; on
# 21 June 2016 a second copy and a third, half a minute later each.
make_events() {
    awk 'BEGIN {
        srand(7)
        print "time,client"
        for (d = 0; d < 140; d++)
            for (m = 0; m < 1440; m += (m < 420 || m > 1200) ? 240 : 53) {
                t = 1462147200 + d * 86400 + m * 60 + int(rand() * 2400)
                copies = d == 50 ? 3 : 1
                for (k = 0; k < copies; k++)
                    printf "%d,%s\n", t + k * 30, d % 2 ? "alfa" : "beta"
            }
    }'
}
make_events > "$tmp/e.csv"
cat > "$tmp/events.csv" <<'END'
event,start,end,label,group,declared
june,2016-06-21T00:00:00Z,2016-06-22T00:00:00Z,"a ""quoted"" day, tripled",x,2016-05-01
july,2016-07-06T08:00:00+02:00,2016-07-06T18:00:00+02:00,nothing,x,2016-07-05
later,2017-07-06T08:00:00Z,2017-07-06T18:00:00Z,next year,x,
END
field() { awk -F, -v r="$2" -v c="$3" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i } NR == r { print $at[c] }' "$1"; }

dielog window --events "$tmp/events.csv" -o "$tmp/w.csv" "$tmp/e.csv"
ok $? "it runs"
is "$(head -1 "$tmp/w.csv")" \
    group,event,label,start,end,status,observed,expected,ratio,lo95,hi95,p_exact,p_shift,p_tail,p_search,p_holm,p_bh,p_by,shifts,dispersion,mdr,days_out,verdict \
    "the columns are the promised ones"
is "$(wc -l < "$tmp/w.csv")" 4 "without --group: all, one row an event"
like "$(sed -n 2p "$tmp/w.csv")" '^all,june,"a ""quoted"" day, tripled",2016-06-21T00:00:00.000000Z,.*more than expected$' \
    "the tripled day is found, the label is quoted"
is "$(field "$tmp/w.csv" 3 observed)" "$(awk -F, '$1 >= 1467784800 && $1 < 1467820800' "$tmp/e.csv" | wc -l | tr -d ' ')" \
    "observed is what awk counts; local zones are understood"
is "$(field "$tmp/w.csv" 3 verdict)" "consistent with no change" "an ordinary window is called so"
is "$(sed -n 4p "$tmp/w.csv" | cut -d, -f6-)" "exploratory,,,,,,,,,,,,,0,,,0,outside the observed span" \
    "an event outside the span has missing numbers"

dielog window --group client --events "$tmp/events.csv" "$tmp/e.csv" > "$tmp/g.csv"
is "$(cut -d, -f1 "$tmp/g.csv" | uniq | tr '\n' ' ')" "group all alfa beta " "with --group: all first, then the groups"
measured() { sed -n 2,4p "$1" | sed 's/"a.*tripled"/label/' | cut -d, -f1-15,19-; }
is "$(measured "$tmp/g.csv")" "$(measured "$tmp/w.csv")" "all is measured the same with and without --group"
holm() { sed -n 2p "$1" | sed 's/"a.*tripled"/label/' | cut -d, -f16; }
ok "$(awk -v a="$(holm "$tmp/w.csv")" -v b="$(holm "$tmp/g.csv")" 'BEGIN { print !(b > 2 * a && b < 4 * a) }')" \
    "p is adjusted over the events of all series"

# Not declared, or declared after it began: exploratory, and dearer.
sed 's/2016-05-01$/2016-06-21/; s/2016-07-05$//' "$tmp/events.csv" > "$tmp/after.csv"
dielog window --events "$tmp/after.csv" --tests "$tmp/tests.csv" --groups "$tmp/groups.csv" --variants "$tmp/variants.csv" \
    "$tmp/e.csv" > "$tmp/x.csv"
is "$(sed 's/"a.*tripled"/label/' "$tmp/x.csv" | cut -d, -f6 | paste -sd' ')" "status exploratory exploratory exploratory" "a date that is not before the window is exploratory"
like "$(sed -n 2p "$tmp/x.csv")" "more than expected; exploratory" "and a finding says so"
ok "$(sed -n '3p' "$tmp/x.csv" | awk -F, '!($15 >= $14)' | grep -c .)" "p of the search is not below p of the window"
is "$(cut -d, -f1-3 "$tmp/groups.csv" | paste -sd' ')" "group,events_group,n_events all,x,3" "events of one group are tested together"
is "$(cut -d, -f3 "$tmp/variants.csv" | sort | uniq -c | awk '{ print $1 $2 }' | paste -sd' ')" \
    "2declared 2double 2half 2lag 2lead 2triple 1variant" "widths, before and behind, of each window that was measured"
is "$(wc -l < "$tmp/tests.csv")" 3 "the tests for independent visits, where something was expected"
dielog window --seed 1 --events "$tmp/after.csv" "$tmp/e.csv" > "$tmp/y.csv"
is "$(cat "$tmp/y.csv")" "$(cat "$tmp/x.csv")" "a seed gives the same again"

(head -1 "$tmp/e.csv"; sed 1d "$tmp/e.csv" | sort -r) | dielog window --events "$tmp/events.csv" > "$tmp/r.csv"
is "$(cat "$tmp/r.csv")" "$(cat "$tmp/w.csv")" "the order of the rows does not matter; standard input is read"

# Repeats within two seconds are one visit, unless every event is asked for.
awk -F, 'NR == 1 { print; next } { print; printf "%d,%s\n", $1 + 1, $2 }' "$tmp/e.csv" > "$tmp/twice.csv"
dielog window --events "$tmp/events.csv" "$tmp/twice.csv" > "$tmp/t.csv"
is "$(field "$tmp/t.csv" 3 observed)" "$(field "$tmp/w.csv" 3 observed)" "repeats collapse to visits"
dielog window --every-event --events "$tmp/events.csv" "$tmp/twice.csv" > "$tmp/t.csv"
is "$(field "$tmp/t.csv" 3 observed)" "$((2 * $(field "$tmp/w.csv" 3 observed)))" "--every-event counts them all"

printf 'time\n2016-05-02T05:00:00Z\n' > "$tmp/one.csv"
dielog window --events "$tmp/events.csv" "$tmp/one.csv" > "$tmp/o.csv"
ok $? "a single event is no error"
printf 'time\n' > "$tmp/none.csv"
dielog window --events "$tmp/events.csv" "$tmp/none.csv" > "$tmp/o.csv"
ok $? "no event at all is no error"
is "$(cat "$tmp/o.csv")" "$(head -1 "$tmp/w.csv")" "and nothing is claimed"
printf 'start,end\n' > "$tmp/never.csv"
dielog window --observed "$tmp/never.csv" --events "$tmp/events.csv" "$tmp/e.csv" > "$tmp/o.csv"
like "$(sed -n 2p "$tmp/o.csv")" 'outside the observed span$' "nothing observed: all is outside"

printf 'time\n-9999999999\n1462320000\n' > "$tmp/far.csv"
fails 1 'error: the observed span is longer' "a span of more than 100 years" \
    dielog window --events "$tmp/events.csv" "$tmp/far.csv"
fails 2 'events' "no --events" dielog window "$tmp/e.csv"
fails 1 'nowhere.csv' "no such file" dielog window --events "$tmp/events.csv" "$tmp/nowhere.csv"
printf 'event,start,end,label\na,2016-06-21T00:00:00Z,2016-06-20T00:00:00Z,x\n' > "$tmp/bad.csv"
fails 1 'bad.csv:2: error: .*end' "an event that ends before it starts" dielog window --events "$tmp/bad.csv" "$tmp/e.csv"
printf 'event,start,end,label\na,2016-06-21T00:00:00Z,2016-06-22T00:00:00Z,x\na,2016-06-21T00:00:00Z,2016-06-22T00:00:00Z,y\n' > "$tmp/bad.csv"
fails 1 'bad.csv:3: error: .*before' "an event twice" dielog window --events "$tmp/bad.csv" "$tmp/e.csv"
printf 'event,start,end,label\na,2016-06-21 00:00,2016-06-22T00:00:00Z,x\n' > "$tmp/bad.csv"
fails 1 'bad.csv:2' "a time without a zone" dielog window --events "$tmp/bad.csv" "$tmp/e.csv"
if [ -w /dev/full ]; then
    fails 1 'space|write' "a full disk" sh -c "'$build/dielog' window --events '$tmp/events.csv' '$tmp/e.csv' > /dev/full"
fi
finish
