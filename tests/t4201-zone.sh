#!/bin/sh
# dielog zone as a program: columns, groups, reasons, errors.
. "$(dirname "$0")/lib.sh"

# Working days 9 to 17 by New York's clock (13 to 21 UTC) over 20 weeks of summer 2016, one visit every 40 min
# on average, by a fixed congruence; the same hours moved by 7 h are Moscow's.
awk 'BEGIN {
    print "when,who"
    for (day = 0; day < 140; day++) {
        if (day % 7 > 4) continue
        for (i = 0; i < 12; i++) {
            x = (x * 1103515245 + 12345) % 2147483648
            t = 1462147200 + day * 86400 + 46800 + x % 28800
            print t ",newyork"
            print t - 25200 ",moscow"
        }
    }
    for (i = 0; i < 12; i++) print 1462147200 + i * 86400 ",few"
    for (i = 0; i < 900; i++) print 1462147200 + i * 13331 ",timer"
    for (i = 0; i < 100; i++) print 1462147200 + i * 600 ",short"
    for (i = 0; i < 140; i++) print 1462147200 + i * 86400 + 43200 + i % 7 * 60 ",daily"
    for (i = 0; i < 280; i++) print 1462147200 + i * 43200 + i % 7 * 60 ",twice"
}' > "$tmp/in.csv"

dielog zone --time when --group who --crowd --posterior "$tmp/posterior.csv" "$tmp/in.csv" > "$tmp/out.csv"
ok $? "runs"
is "$(head -1 "$tmp/out.csv")" "group,n,offset_h,lo80_h,hi80_h,lo95_h,hi95_h,zone,zones80,zones95,profile,log10_fit,log10_night,rule,rule_probability,weekend,weekend_probability,verdict" "columns"
is "$(cut -d, -f1 "$tmp/out.csv" | tr '\n' ' ')" "group daily few moscow newyork short timer twice " "a row a group, in order"
value() { awk -F, -v g="$1" -v c="$2" '$1 == g { print $c }' "$tmp/out.csv"; }
like "$(value newyork 3)" '^-(3|4|5)$' "New York within an hour of UTC-4"
like "$(value moscow 3)" '^(2|3|4)$' "Moscow within an hour of UTC+3"
is "$(awk -F, '$1 == "newyork" && $6 <= -4 && $7 >= -4' "$tmp/out.csv" | wc -l)" 1 "the 95 % set holds UTC-4"
like "$(value newyork 10)" 'America/New_York' "the list of zones names New York"
like "$(grep '^newyork' "$tmp/out.csv")" '"told: the hours of work fit UTC-[345] best, UTC-[0-9]+ to UTC-[0-9]+ at 80 %;' "a sentence"
like "$(value few 18)" 'cannot tell: too few visits \(12; 30 are needed\)' "too few"
like "$(value short 18)" 'cannot tell: too short' "too short"
like "$(value timer 18)" 'cannot tell: no working hours' "a timer has no working hours"
is "$(value timer 3)" "" "and no offset"
like "$(value daily 18)" 'cannot tell: no working hours .nine visits in ten' "nor has a timer that runs once a day"
like "$(value twice 18)" 'cannot tell: no working hours .nine visits in ten' "nor one that runs twice a day"
is "$(printf 'time\nyesterday\n' | dielog zone 2> /dev/null)" "" "not even a header before bad input"

like "$(grep '^moscow' "$tmp/out.csv" | sed 's/,"told.*//')" 'Europe/Moscow' "members that many people live by are listed too"
like "$(grep '^moscow' "$tmp/out.csv")" 'same clock: ' "the sentence names who shares the clock"
is "$(awk -F, 'NR > 1 { p[$1] += $3 } END { printf "%.6f %.6f", p["newyork"], p["moscow"] }' "$tmp/posterior.csv")" \
    "1.000000 1.000000" "probabilities add up to 1"
like "$(grep '^newyork' "$tmp/posterior.csv" | grep 'America/New_York' | cut -d, -f5)" 'America/Toronto' "members of a group"

# The same events as ISO 8601, over standard input, one at a time by count.
{
    echo "time,count"
    awk -F, '$2 == "newyork" { print "@" $1 }' "$tmp/in.csv" | date -u -f - +%Y-%m-%dT%H:%M:%SZ,1
} > "$tmp/iso.csv"
is "$(dielog zone --crowd < "$tmp/iso.csv" | sed '1d; s/^all/newyork/')" \
    "$(sed '1d; /newyork/!d' "$tmp/in.csv" | (echo when,who; cat) | dielog zone --crowd --time when --group who | sed 1d)" \
    "ISO 8601 over standard input gives the same"
is "$(dielog zone --time when --group who --crowd "$tmp/in.csv" | md5sum)" "$(md5sum < "$tmp/out.csv")" "same bytes again"

# New York's party teaches what hours look like, and Moscow's are told by it; New York itself by the others' profiles.
printf 'prefix,party,zone,reference\n1.2.3.4,newyork,America/New_York,yes\n1.2.3.5,moscow,Europe/Moscow,no\n' > "$tmp/parties.csv"
dielog zone --time when --group who --crowd --profile learned --parties "$tmp/parties.csv" "$tmp/in.csv" > "$tmp/learned.csv"
ok $? "a profile from the case's own reference"
is "$(awk -F, '$1 == "moscow" { print $3, $11 }' "$tmp/learned.csv")" "3 learned" "it tells the same hours elsewhere"
like "$(awk -F, '$1 == "newyork" { print $11 }' "$tmp/learned.csv")" '^(office|developer)$' "no reference is judged by itself"
fails 2 "needs --parties" "nothing to learn from" dielog zone --profile learned "$tmp/in.csv"
sed 's/yes/no/' "$tmp/parties.csv" > "$tmp/nobody.csv"
fails 1 "no party with reference = yes" "no references" dielog zone --time when --profile learned --parties "$tmp/nobody.csv" "$tmp/in.csv"

# Moscow's hours a day earlier are those of a week that rests on Friday and Saturday: the clock is the same, the countries are others.
awk -F, '$2 == "moscow" { $1 -= 86400 } $2 == "moscow" || NR == 1 { print $1 "," $2 }' "$tmp/in.csv" > "$tmp/friday.csv"
dielog zone --time when --crowd --holidays --countries "$tmp/countries.csv" "$tmp/friday.csv" > "$tmp/friday.out"
like "$(cat "$tmp/friday.out")" ',Fri-Sat,(1|0\.99)' "a weekend of Friday and Saturday is told"
like "$(cat "$tmp/friday.out")" 'the weekend kept is Fri-Sat .probability [0-9.]+., as in Asia/Riyadh' "and where it is kept"
is "$(head -1 "$tmp/countries.csv")" "group,country,zone,days,log10_bf" "holidays: columns"
is "$(awk -F, 'NR > 1' "$tmp/countries.csv" | wc -l)" 35 "holidays: a row a country"

# Thirteen hours of one day: nothing can be told.
awk 'BEGIN { print "time"; for (i = 0; i < 2000; i++) print 807235200 + i * 23 }' > "$tmp/day.csv"
like "$(dielog zone "$tmp/day.csv")" 'cannot tell: too short' "part of one day cannot be told"
printf 'time\n' > "$tmp/none.csv"
is "$(dielog zone "$tmp/none.csv")" "group,n,offset_h,lo80_h,hi80_h,lo95_h,hi95_h,zone,zones80,zones95,profile,log10_fit,log10_night,rule,rule_probability,weekend,weekend_probability,verdict" "no events: the header alone"

fails 2 "profile is office, developer, home, learned or any" "unknown profile" dielog zone -p nurse "$tmp/in.csv"
fails 1 "in.csv" "no such column" dielog zone --time nothere "$tmp/in.csv"
fails 1 "absent.csv" "no such file" dielog zone "$tmp/absent.csv"
fails 1 "/dev/full|space" "a full disk" dielog zone --time when -o /dev/full "$tmp/in.csv"
dielog zone --time when -o "$tmp/kept.csv" "$tmp/absent.csv" 2> "$tmp/err"
is "$(find "$tmp" -name "kept*" | wc -l)" 0 "no output after a failure"
finish
