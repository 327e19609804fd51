#!/bin/sh
# dielog-service as a program: who is answered, since when, only a stated few, the load; bad input.
. "$(dirname "$0")/lib.sh"

field() { awk -F, -v g="$2" -v c="$3" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } $1 == g { print $at[c] }' "$1"; }

# bank: answered; clinic: denied until day 30, then answered; forty strangers: denied.  70 days of 20 + 10 + 2.
awk 'BEGIN {
    srand(8)
    print "time,party,client,status"
    for (d = 0; d < 70; d++) {
        for (i = 0; i < 20; i++) printf "%d,bank,192.0.2.%d,NOERROR\n", 1462147200 + d * 86400 + int(rand() * 86400), 1 + i % 3
        for (i = 0; i < 10; i++) printf "%d,clinic,198.51.100.9,%s\n", 1462147200 + d * 86400 + int(rand() * 86400), d < 30 ? "REFUSED" : "NOERROR"
        for (i = 0; i < 2; i++) printf "%d,other,203.0.113.%d,REFUSED\n", 1462147200 + d * 86400 + int(rand() * 86400), (2 * d + i) % 40
    }
}' > "$tmp/e.csv"
dielog service --days "$tmp/d.csv" --expected 100..200 --reference bank -o "$tmp/s.csv" "$tmp/e.csv"
ok $? "it runs"
is "$(head -1 "$tmp/s.csv")" "group,served,n,answered,denied,failed,unsaid,share,lo95,hi95,since,share_before,share_after,p_change,p_holm,clients_answered,clients_denied,lr_closed,per_day,load_lo95,load_hi95,p_low,p_high,ratio,ratio_lo95,ratio_hi95,verdict" \
    "the columns are the promised ones"
is "$(sed 1d "$tmp/s.csv" | awk -F, '{ print $1 ": " $NF }')" "all: answered more often since then; answers only those served; fewer a day than expected
bank: answered
clinic: answered more often since then
other: denied" "who is answered, and who is not"
is "$(field "$tmp/s.csv" clinic since)" 2016-06-01 "since when"
is "$(field "$tmp/s.csv" all clients_denied)" 40 "forty clients outside"
is "$(field "$tmp/s.csv" clinic ratio)" 0.5 "the ratio to the reference"
is "$(head -1 "$tmp/d.csv")" "group,day,answered,denied,failed,unsaid" "the columns of the days"
is "$(grep ^clinic,2016-05-03 "$tmp/d.csv")" "clinic,2016-05-03,0,10,0,0" "a day"
dielog service --served clinic,bank,other "$tmp/e.csv" > "$tmp/o.csv"
is "$(field "$tmp/o.csv" all lr_closed)" "" "nobody is outside: no ratio"
sed 's/,REFUSED/,NOERROR/' "$tmp/e.csv" | dielog service --expected 30..40 > "$tmp/open.csv"
is "$(field "$tmp/open.csv" all verdict)" "answered; open to whoever asks; load consistent with what is expected" "an open service, little used"
cut -d, -f1-3 "$tmp/e.csv" | dielog service > "$tmp/unsaid.csv"
is "$(field "$tmp/unsaid.csv" all verdict)" "cannot tell: the logs do not say how requests were answered" "no status"
head -20 "$tmp/e.csv" | dielog service --expected 1..2 > "$tmp/short.csv"
is "$(field "$tmp/short.csv" all verdict)" "answered; cannot tell the load: observed for too short" "a day is no load"
(head -1 "$tmp/e.csv"; sed 1d "$tmp/e.csv" | sort -r) | dielog service --expected 100..200 --reference bank > "$tmp/r.csv"
is "$(cat "$tmp/r.csv")" "$(cat "$tmp/s.csv")" "the order of the rows does not matter; standard input is read"
printf 'time\n' | dielog service > "$tmp/none.csv"
is "$? $(wc -l < "$tmp/none.csv")" "0 1" "no record: no row"
fails 1 'reference' "a reference that is not there" dielog service --reference nobody "$tmp/e.csv"
fails 2 'range' "a range that is none" dielog service --expected 5 "$tmp/e.csv"
fails 2 'range' "a range upside down" dielog service --expected 5..2 "$tmp/e.csv"
fails 1 'time' "no column of times" dielog service --time when "$tmp/e.csv"
if [ -w /dev/full ]; then
    fails 1 'space|write' "a full disk" sh -c "'$build/dielog' service '$tmp/e.csv' > /dev/full"
fi
finish
