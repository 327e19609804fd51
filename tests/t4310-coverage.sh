#!/bin/sh
# dielog-coverage as a program: silences of one party and of all, refusals, bad input.
. "$(dirname "$0")/lib.sh"

# Three parties, each about 20 visits a day at random times from 07 to 21 h: 140 days
# from 2 May 2016.  All are silent on days 60 and 61, beta alone on 100 to 102, and no sensor
# watches on days 80 to 82.
awk 'BEGIN {
    srand(11)
    print "time,party"
    split("alfa beta gamma", party, " ")
    for (d = 0; d < 140; d++)
        for (p = 1; p <= 3; p++)
            for (k = 0; k < 20; k++) {
                t = 1462147200 + d * 86400 + 25200 + int(rand() * 50400)
                if (d == 60 || d == 61 || d == 80 || d == 81 || d == 82 || (p == 2 && d >= 100 && d <= 102))
                    continue
                printf "%d,%s\n", t, party[p]
            }
}' > "$tmp/e.csv"
cat > "$tmp/observed.csv" <<'END'
start,end
2016-05-02T00:00:00Z,2016-07-21T00:00:00Z
2016-07-24T00:00:00Z,2016-09-19T00:00:00Z
END

dielog coverage --group party --observed "$tmp/observed.csv" -o "$tmp/c.csv" "$tmp/e.csv"
ok $? "it runs"
is "$(head -1 "$tmp/c.csv")" series,start,end,duration_s,expected,p_value,p_adjusted,verdict,scope \
    "the columns are the promised ones"
is "$(awk -F, '$8 == "silence" { print $1, substr($2, 1, 10), substr($3, 1, 10), $9 }' "$tmp/c.csv")" \
"all 2016-06-30 2016-07-03 all
alfa 2016-06-30 2016-07-03 all
beta 2016-06-30 2016-07-03 all
beta 2016-08-09 2016-08-13 party
gamma 2016-06-30 2016-07-03 all" "the silence of all and that of one party are told apart; the unobserved days are none"

dielog coverage "$tmp/e.csv" > "$tmp/a.csv"
is "$(awk -F, '$8 == "silence" { print $1, substr($2, 1, 10), $9 }' "$tmp/a.csv")" \
"all 2016-06-30 all
all 2016-07-20 all" "taken for observed, the unobserved days are a silence too"

(head -1 "$tmp/e.csv"; sed 1d "$tmp/e.csv" | sort -r) | dielog coverage > "$tmp/r.csv"
is "$(cat "$tmp/r.csv")" "$(cat "$tmp/a.csv")" "the order of the rows does not matter; standard input is read"

awk -F, 'NR == 1 || $2 == "alfa" { print }' "$tmp/e.csv" | awk -F, 'NR == 1 || $1 < 1462147200 + 50 * 86400' > "$tmp/calm.csv"
dielog coverage "$tmp/calm.csv" > "$tmp/calm.out"
is "$(cut -d, -f1,8,9 "$tmp/calm.out" | uniq -c | tr -s ' ')" " 1 series,verdict,scope
 3 all,as expected," "without silences: the three longest gaps, as expected"

head -20 "$tmp/e.csv" | dielog coverage > "$tmp/few.csv"
is "$(sed -n 2p "$tmp/few.csv")" "all,,,,,,,cannot tell: too few visits," "too few visits are refused"
awk -F, 'NR == 1 || $1 < 1462147200 + 6 * 86400' "$tmp/e.csv" | dielog coverage > "$tmp/short.csv"
is "$(sed -n 2p "$tmp/short.csv")" "all,,,,,,,cannot tell: less than two weeks observed," "a short span is refused"
printf 'start,end\n' > "$tmp/never.csv"
dielog coverage --observed "$tmp/never.csv" "$tmp/e.csv" > "$tmp/never.out"
is "$(sed -n 2p "$tmp/never.out")" "all,,,,,,,cannot tell: too few visits," "nothing observed is refused"
printf 'time\n' | dielog coverage > "$tmp/none.out"
ok $? "no event at all is no error"

fails 1 'time' "no column of times" dielog coverage --time when "$tmp/e.csv"
fails 2 'alpha' "a probability above 1" dielog coverage --alpha 2 "$tmp/e.csv"
printf 'time\n2016-05-02T00:00:00Z\n1000-01-01T00:00:00Z\n' > "$tmp/wide.csv"
fails 1 '100 years' "an absurd span" dielog coverage "$tmp/wide.csv"
if [ -w /dev/full ]; then
    fails 1 'space|write' "a full disk" sh -c "'$build/dielog' coverage '$tmp/e.csv' > /dev/full"
fi
finish
