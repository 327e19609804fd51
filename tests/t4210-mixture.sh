#!/bin/sh
# dielog mixture as a program: columns, groups, reasons, stated zones, errors.
. "$(dirname "$0")/lib.sh"

# Working days 9 to 17 by the clock of New York, of Kolkata, of both (three to two); too few; a timer.
awk 'BEGIN {
    print "when,who"
    for (day = 0; day < 140; day++) {
        if (day % 7 > 4) continue
        for (i = 0; i < 15; i++) {
            x = (x * 1103515245 + 12345) % 2147483648
            t = 1462147200 + day * 86400 + 46800 + x % 28800
            print t ",newyork"
            print (i < 9 ? t : t - 34200) ",both"
        }
    }
    for (i = 0; i < 12; i++) print 1462147200 + i * 86400 ",few"
    for (i = 0; i < 900; i++) print 1462147200 + i * 13331 ",timer"
}' > "$tmp/in.csv"

ask() { dielog mixture --time when --group who --crowd "$@" "$tmp/in.csv"; }
ask -A America/New_York -B Asia/Calcutta --pairs "$tmp/pairs.csv" --propositions "$tmp/stated.csv" --sessions "$tmp/sessions.csv" \
    --over-time "$tmp/time.csv" > "$tmp/out.csv"
ok $? "runs"
is "$(head -1 "$tmp/out.csv" | tr , ' ')" "group n log10_lr posterior_two a_offset_h a_lo80_h a_hi80_h a_lo95_h a_hi95_h a_zone b_offset_h b_lo80_h b_hi80_h b_lo95_h b_hi95_h b_zone weight_a weight_lo95 weight_hi95 p_change verdict" "columns"
is "$(cut -d, -f1 "$tmp/out.csv" | tr '\n' ' ')" "group both few newyork timer " "a row a group, in order"
value() { awk -F, -v g="$1" -v c="$2" '$1 == g { print $c }' "$tmp/out.csv"; }
like "$(value both 21)" 'two zones: the visits are .* times more probable under two zones than under one' "two are two"
is "$(awk -F, '$1 == "both" && $5 >= -5 && $5 <= -3 && $11 >= 4.5 && $11 <= 6.5 && $17 > .5 && $17 < .7' "$tmp/out.csv" | wc -l)" 1 \
    "both within an hour, and their shares"
like "$(value newyork 21)" 'one zone: the visits are ' "one is one"
like "$(value few 21)" 'cannot tell: too few visits \(12; 30 are needed\)' "too few"
like "$(value timer 21)" 'cannot tell: no working hours' "a timer has no zones"
is "$(value timer 3)$(value timer 5)" "" "and no numbers"

best() { awk -F, -v g="$1" '$1 == g && $7 < 1 { lost[$4] = 1 } $1 == g { seen[$4] } END { for (p in seen) if (!(p in lost)) print p }' "$tmp/stated.csv"; }
is "$(best newyork)" A "New York alone is A, by more than 10 over each other"
is "$(best both)" union "both are the union; the older name of a zone is known"
is "$(best timer)" flat "the timer is flat"
is "$(awk -F, 'NR > 1 && ($6 < -1 || $6 > 1) && $8 == ""' "$tmp/stated.csv" | wc -l)" 0 "each ratio has its words"
is "$(awk -F, '$1 == "both" { s += $4 } END { printf "%.6f", s }' "$tmp/pairs.csv")" 1.000000 "the pairs' probabilities sum to 1"
is "$(awk -F, '$1 == "both" && $9 - $8 < .4 && $7 > .4 && $7 < .8' "$tmp/time.csv" | wc -l)" "$(grep -c '^both' "$tmp/time.csv")" "the share by month"
like "$(grep -c '^newyork' "$tmp/sessions.csv")" '^2$' "sessions both ways"

ask --propositions "$tmp/stated.csv" --sessions "$tmp/sessions.csv" > "$tmp/out.csv"
is "$(cat "$tmp/stated.csv" "$tmp/sessions.csv" | wc -l)" 2 "without stated zones a header alone"
echo when,who | dielog mixture --time when > "$tmp/out.csv"
like "$(tail -1 "$tmp/out.csv")" '^(group|all,0,.*cannot tell: too few visits)' "nothing at all"
fails 2 "dielog-mixture: .*no zone is called 'Mars/Base'" "an unknown zone" dielog mixture -A Mars/Base -B Europe/Moscow "$tmp/in.csv"
fails 2 "dielog-mixture: .*go together" "one stated zone is none" dielog mixture -A Europe/Moscow "$tmp/in.csv"
fails 2 "dielog-mixture: .*profile" "an unknown profile" dielog mixture -p nobody "$tmp/in.csv"
finish
