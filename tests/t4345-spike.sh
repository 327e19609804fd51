#!/bin/sh
# dielog-spike as a program: a spike of one party and its maker, a quiet time of all, the way back to the events, refusals.
. "$(dirname "$0")/lib.sh"

# Three parties, each about 20 visits a day at random times from 07 to 21 h: 140 days from 2 May 2016.  On day 50 beta has four
# times as many, all for one target; day 90 is nearly empty for all.
awk 'BEGIN {
    srand(11)
    print "time,party,client,action,target"
    split("alfa beta gamma", party, " ")
    for (d = 0; d < 140; d++)
        for (p = 1; p <= 3; p++) {
            most = d == 50 && p == 2 ? 80 : d == 90 ? 1 : 20
            for (k = 0; k < most; k++) {
                t = 1462147200 + d * 86400 + 25200 + int(rand() * 50400)
                target = d == 50 && p == 2 && k >= 20 ? "odd.example" : "mail.example"
                printf "%d,%s,192.0.2.%d,A,%s\n", t, party[p], p, target
            }
        }
}' > "$tmp/e.csv"
cat > "$tmp/events.csv" <<'END'
event,start,end,label,group
near,2016-06-20T00:00:00Z,2016-06-20T20:00:00Z,The day before,one
far,2016-08-10T00:00:00Z,2016-08-11T00:00:00Z,Another,two
END
dielog spike --group party --events "$tmp/events.csv" --days "$tmp/d.csv" --parties "$tmp/p.csv" --makeup "$tmp/m.csv" \
    --matches "$tmp/n.csv" -o "$tmp/s.csv" "$tmp/e.csv"
ok $? "it runs"
is "$(head -1 "$tmp/s.csv")" \
    spike,direction,start,end,best_start,best_s,found_in,observed,expected,ratio,p_value,q_value,maker,maker_share,maker_p,verdict,scope,event,event_lag_s \
    "the columns are the promised ones"
is "$(sed 1d "$tmp/s.csv" | cut -d, -f1,2,3,4,8,13,16,17,18,19)" \
"1,more,2016-06-21T00:00:00.000000Z,2016-06-22T00:00:00.000000Z,120,beta,spike,,near,14400
2,fewer,2016-07-31T00:00:00.000000Z,2016-08-01T00:00:00.000000Z,3,gamma alfa beta,quiet,all,far,-777600" \
    "one spike, made by beta; one quiet time of all; nothing else"
is "$(awk -F, '$1 == 1 { print $2, $3, $7 }' "$tmp/p.csv")" "beta 80 yes
alfa 20 no
gamma 20 no" "what each party shows in the spike"
is "$(awk -F, '$1 == 1 && $2 != was { print $2, $3, $4; was = $2 }' "$tmp/m.csv" | paste -sd ' ')" "client 192.0.2.2 80 action A 120 target odd.example 60" \
    "the client and the target that the spike is made of"
is "$(sed 1d "$tmp/n.csv" | cut -d, -f1-5,9,10)" "more,,1,2,1,18,cannot tell: too few weeks
more,one,1,1,1,18,cannot tell: too few weeks
more,two,1,1,0,18,cannot tell: too few weeks
fewer,,1,2,0,18,cannot tell: too few weeks
fewer,one,1,1,0,18,cannot tell: too few weeks
fewer,two,1,1,0,18,cannot tell: too few weeks" "how many are near an event, and that the weeks are too few for a small p"
is "$(awk -F, 'NR > 1' "$tmp/d.csv" | cut -d, -f1 | sort | uniq -c | tr -s ' ' | paste -sd ' ')" " 140 alfa  140 all  140 beta  140 gamma" \
    "the days of each series"

(head -1 "$tmp/e.csv"; sed 1d "$tmp/e.csv" | sort -r) | dielog spike --group party > "$tmp/r.csv"
is "$(cut -d, -f1-17 "$tmp/r.csv")" "$(cut -d, -f1-17 "$tmp/s.csv")" "the order of the rows does not matter; standard input is read"
awk -F, 'NR == 1 || $1 < 1462147200 + 50 * 86400' "$tmp/e.csv" | dielog spike --group party > "$tmp/calm.csv"
is "$(sed 1d "$tmp/calm.csv")" "" "without spikes: none"
head -20 "$tmp/e.csv" | dielog spike > "$tmp/few.csv"
is "$(sed -n 2p "$tmp/few.csv" | cut -d, -f7,16)" "all,cannot tell: too few visits" "too few visits are refused"
printf 'time\n' | dielog spike > "$tmp/none.csv"
ok $? "no event at all is no error"
fails 2 'matches' "matches with nothing" dielog spike --matches "$tmp/x" "$tmp/e.csv"
fails 2 'twice' "the rows of standard input are read once" sh -c "'$build/dielog' spike --makeup '$tmp/x' < '$tmp/e.csv'"
fails 2 'alpha' "a rate above what is kept" dielog spike --alpha .5 "$tmp/e.csv"
fails 1 'time' "no column of times" dielog spike --time when "$tmp/e.csv"

finish
