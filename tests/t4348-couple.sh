#!/bin/sh
# dielog-couple as a program: one machine, common hours, refusals, bad input.
. "$(dirname "$0")/lib.sh"

field() { awk -F, -v p="$2" -v c="$3" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } $1 "," $2 == p { print $at[c] }' "$1"; }

# a and b: one machine that asks by both; c: the same office; d: seldom.
awk 'BEGIN {
    srand(6)
    print "time,client,party,action,target"
    for (i = 0; i < 600; i++) {
        d = int(rand() * 40); t = 1462147200 + d * 86400 + 28800 + int(rand() * 32400)
        printf "%d,a,p,A,x\n", t
        if (rand() < .7) printf "%d,b,p,A,x\n", t + 1 + int(rand() * 2)
        printf "%d,c,q,A,x\n", 1462147200 + int(rand() * 40) * 86400 + 28800 + int(rand() * 32400)
        if (i % 50 == 0) printf "%d,d,r,A,x\n%d,d,r,A,x\n", t, t + 30
    }
}' > "$tmp/e.csv"
dielog couple --draws 1999 --curve "$tmp/c.csv" --bursts "$tmp/b.csv" -o "$tmp/p.csv" "$tmp/e.csv"
ok $? "it runs"
is "$(head -1 "$tmp/p.csv")" "a,b,n_a,n_b,within_s,seen,expected,excess,p_value,p_holm,lead_s,f_a_b,p_a_b,p_a_b_holm,f_b_a,p_b_a,p_b_a_holm,verdict" "the columns are the promised ones"
is "$(sed 1d "$tmp/p.csv" | awk -F, '{ print $1 " " $2 ": " $NF }')" "a b: consistent with one machine behind both
a c: no more than common hours
a d: cannot tell: too few visits
b c: no more than common hours
b d: cannot tell: too few visits
c d: cannot tell: too few visits" "one machine is told from common hours"
is "$(awk -v l="$(field "$tmp/p.csv" a,b lead_s)" 'BEGIN { print (l >= 1 && l <= 2) }')" 1 "a leads"
is "$(sed -n 1p "$tmp/c.csv") $(grep -c '^a,b,[0-9]' "$tmp/c.csv")" "a,b,within_s,seen,mean,lo95,hi95 9" "the curve"
is "$(grep '^r,' "$tmp/b.csv" | cut -d, -f1-4)" "r,12,12,12" "twelve bursts of half a minute"
dielog couple --draws 1999 --group party "$tmp/e.csv" > "$tmp/g.csv"
is "$(sed 1d "$tmp/g.csv" | cut -d, -f1,2)" "p,q
p,r
q,r" "by party"
(head -1 "$tmp/e.csv"; sed 1d "$tmp/e.csv" | sort -r) | dielog couple --draws 1999 > "$tmp/r.csv"
is "$(cat "$tmp/r.csv")" "$(cat "$tmp/p.csv")" "the order of the rows does not matter; standard input is read"
printf 'time,client\n' | dielog couple > "$tmp/none.csv"
is "$? $(wc -l < "$tmp/none.csv")" "0 1" "no event: no row"
fails 1 'who' "no column of groups" dielog couple --group who "$tmp/e.csv"
fails 2 'second time' "bursts of standard input" dielog couple --bursts "$tmp/x.csv"
if [ -w /dev/full ]; then
    fails 1 'space|write' "a full disk" sh -c "'$build/dielog' couple --draws 99 '$tmp/e.csv' > /dev/full"
fi
finish
