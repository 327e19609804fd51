#!/bin/sh
# dielog-epoch as a program: columns, an effect that is there, odd input.
. "$(dirname "$0")/lib.sh"

# 140 days, a visit every 53 minutes by day; after each of seven events twelve hours with four times as many.
awk 'BEGIN {
    srand(11)
    print "time,client"
    for (d = 0; d < 140; d++)
        for (m = 420; m < 1200; m += 53) {
            t = 1462147200 + d * 86400 + m * 60 + int(rand() * 2400)
            for (k = 0; k < (d % 19 == 9 ? 4 : 1); k++)
                printf "%d,%s\n", t + k * 30, m % 2 ? "alfa" : "beta"
        }
}' > "$tmp/e.csv"
awk 'BEGIN {
    print "event,start,end,label,declared"
    for (d = 9; d < 140; d += 19)
        printf "e%d,%d,%d,an event,2016-05-01\n", d, 1462147200 + d * 86400 + 21600, 1462147200 + d * 86400 + 64800
}' > "$tmp/events.csv"

dielog epoch --events "$tmp/events.csv" --before 2d --after 2d --step 12h --test "$tmp/t.csv" -o "$tmp/p.csv" "$tmp/e.csv"
ok $? "it runs"
is "$(head -1 "$tmp/p.csv")" group,lag_from_s,lag_to_s,observed,expected,ratio,band95_lo,band95_hi,p_shift "the columns"
is "$(cut -d, -f2 "$tmp/p.csv" | paste -sd' ')" "lag_from_s -172800 -129600 -86400 -43200 0 43200 86400 129600" "the steps"
is "$(head -1 "$tmp/t.csv")" group,n_events,undeclared,places,p_overall,p_holm,verdict "the columns of the test"
like "$(sed -n 2p "$tmp/t.csv")" '^all,7,0,[0-9]*,.*,not consistent with other weeks$' "the effect is found"
ok "$(awk -F, '$2 == 0 { exit !($6 > 2 && $6 > $8 && $9 < .01) }' "$tmp/p.csv"; echo $?)" "in the step where it is"
ok "$(awk -F, 'NR > 1 && $2 != 0 && $2 != 43200 && ($6 > 1.3 || $6 < .6)' "$tmp/p.csv" | grep -c .)" "and in none before or later (its last two hours lie in the next)"
dielog epoch --seed 1 --events "$tmp/events.csv" --before 2d --after 2d --step 12h "$tmp/e.csv" > "$tmp/q.csv"
is "$(cat "$tmp/q.csv")" "$(cat "$tmp/p.csv")" "a seed gives the same again"
dielog epoch --group client --events "$tmp/events.csv" --test - -o /dev/null "$tmp/e.csv" > "$tmp/g.csv"
is "$(cut -d, -f1 "$tmp/g.csv" | paste -sd' ')" "group all alfa beta" "all first, then the groups"

sed 's/2016-05-01$//' "$tmp/events.csv" > "$tmp/after.csv"
like "$(dielog epoch --events "$tmp/after.csv" --test - -o /dev/null "$tmp/e.csv" | sed -n 2p)" '^all,7,7,.*; exploratory$' "undeclared events are exploratory"
head -1 "$tmp/events.csv" > "$tmp/none.csv"
like "$(dielog epoch --events "$tmp/none.csv" --test - -o /dev/null "$tmp/e.csv")" 'no event in the observed span' "no events"
printf 'time\n2016-05-12T12:00:00Z\n' > "$tmp/one.csv"
like "$(dielog epoch --events "$tmp/events.csv" --test - -o /dev/null "$tmp/one.csv")" 'no event in the observed span|cannot tell' "one visit"
printf 'time\n' > "$tmp/empty.csv"
dielog epoch --events "$tmp/events.csv" "$tmp/empty.csv" > "$tmp/o.csv"
ok $? "no visit at all is no error"
fails 2 'which events' "no --events" dielog epoch "$tmp/e.csv"
fails 2 'more than 2000 steps' "too many steps" dielog epoch --events "$tmp/events.csv" --step 1s "$tmp/e.csv"
finish
