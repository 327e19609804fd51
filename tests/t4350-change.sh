#!/bin/sh
# dielog-change as a program: a rise that one party carries, the returns of a timer, no change, refusals.
. "$(dirname "$0")/lib.sh"

# Two parties of about 20 visits a day from 07 to 21 h, 100 days from 2 May 2016; from day 60 on beta has a timer beside: each 62
# minutes, all day.
awk 'BEGIN {
    srand(5)
    print "time,party,client"
    for (d = 0; d < 100; d++)
        for (k = 0; k < 20; k++) {
            printf "%d,alfa,192.0.2.1\n", 1462147200 + d * 86400 + 25200 + int(rand() * 50400)
            printf "%d,beta,192.0.2.2\n", 1462147200 + d * 86400 + 25200 + int(rand() * 50400)
        }
    for (t = 60 * 86400; t < 100 * 86400; t += 3720)
        printf "%d,beta,192.0.2.2\n", 1462147200 + t
}' > "$tmp/e.csv"
dielog change --group party --period 1h --levels "$tmp/l.csv" -o "$tmp/c.csv" "$tmp/e.csv"
ok $? "it runs"
is "$(head -1 "$tmp/c.csv")" kind,group,date,lo95,hi95,before,after,p_value,p_series,p_holm,scale,carried_by,carried_share,verdict \
    "the columns are the promised ones"
is "$(awk -F, 'NR > 1 { print $1, $2, $3, $12, $14 }' "$tmp/c.csv" | LC_ALL=C sort)" \
"level alfa   no change
level all 2016-07-01 beta rises
level beta 2016-07-01  rises
returns alfa   no change
returns all 2016-07-01  rises
returns beta 2016-07-01  rises
share alfa 2016-07-01  falls
share beta 2016-07-01  rises" "the rise is beta's, and what rises are its returns"
is "$(awk -F, '$1 == "level" && $2 == "beta"' "$tmp/l.csv" | wc -l)" 100 "the days and their levels"
dielog change --group party --period 1h -o "$tmp/again.csv" "$tmp/e.csv"
is "$(cksum < "$tmp/again.csv")" "$(cksum < "$tmp/c.csv")" "the same again"
head -40 "$tmp/e.csv" | dielog change > "$tmp/few.csv"
is "$(sed -n 2p "$tmp/few.csv")" "level,all,,,,,,,,,,,,cannot tell: too few visits" "too few visits are refused"
awk -F, 'NR == 1 || $1 < 1462147200 + 20 * 86400' "$tmp/e.csv" | dielog change > "$tmp/short.csv"
is "$(sed -n 2p "$tmp/short.csv" | cut -d, -f14)" "cannot tell: less than four weeks observed" "a short span is refused"
printf 'time\n' | dielog change > "$tmp/none.csv"
ok $? "no event at all is no error"
fails 2 'twice' "the rows of standard input are read once" sh -c "'$build/dielog' change --period 1h < '$tmp/e.csv'"
fails 1 'time' "no column of times" dielog change --time when "$tmp/e.csv"
finish
