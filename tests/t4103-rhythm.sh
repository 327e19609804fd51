#!/bin/sh
# dielog-rhythm as a program.
. "$(dirname "$0")/lib.sh"

cat > "$tmp/events.csv" <<EOT
time,party,count
2016-05-02T09:10:00Z,bank,3
2016-05-02T09:20:00Z,clinic,1
1462266000,bank,1
EOT
printf 'start,end\n2016-05-02T09:00:00Z,2016-05-02T09:30:00Z\n2016-05-03T00:00:00Z,2016-05-04T00:00:00Z\n' > "$tmp/observed.csv"
dielog rhythm --group party --all --observed "$tmp/observed.csv" "$tmp/events.csv" > "$tmp/out.csv"
is "$(head -1 "$tmp/out.csv")" group,weekday,hour,count,exposure_s,rate "the columns"
is "$(wc -l < "$tmp/out.csv")" 505 "168 hours of three series"
is "$(grep ,9, "$tmp/out.csv" | grep '^[a-z]*,0,')" "all,0,9,4,1800,8
bank,0,9,3,1800,6
clinic,0,9,1,1800,2" "the rate is an hour of observation"
is "$(grep '^bank,1,9,' "$tmp/out.csv")" bank,1,9,1,3600,1 "epoch seconds: 1462266000 is Tuesday 09:00"
is "$(grep '^all,2,' "$tmp/out.csv" | head -1)" all,2,0,0,0, "not observed: no rate"
is "$(dielog rhythm --zone Asia/Kathmandu --observed "$tmp/observed.csv" "$tmp/events.csv" | awk -F, 'NR > 1 && $4 > 0')" \
    "all,0,14,3,900,12
all,0,15,1,900,4
all,1,14,1,3600,1" "local hours: 09:10 UTC is 14:55 in Kathmandu"
fails 1 "Atlantis" "a zone that does not exist" dielog rhythm --zone Atlantis/City "$tmp/events.csv"
fails 1 "events.csv:2: error: found .bank.* in column .party." "a time that is none" dielog rhythm --time party "$tmp/events.csv"
printf 'start,end\nnow,then\n' > "$tmp/bad.csv"
fails 1 "bad.csv:2: error: found .now.* in column .start." "a bad list of intervals" dielog rhythm --observed "$tmp/bad.csv" "$tmp/events.csv"

# Three weeks of an office: ten lookups an hour from 09 to 17 h on weekdays, none at other times; the second Monday closed.
awk 'BEGIN { print "time,count"; for (d = 0; d < 21; d++) if (d % 7 < 5 && d != 7) for (h = 9; h < 17; h++) printf "%d,10\n", 1462147200 + d * 86400 + h * 3600 }' > "$tmp/office.csv"
printf 'start,end\n2016-05-02T00:00:00Z,2016-05-23T00:00:00Z\n' > "$tmp/three.csv"
printf 'date,name\n2016-05-09,Victory Day\n' > "$tmp/holidays.csv"
dielog rhythm --observed "$tmp/three.csv" "$tmp/office.csv" > "$tmp/alone.csv"
dielog rhythm --observed "$tmp/three.csv" --measures "$tmp/measures.csv" --holidays "$tmp/holidays.csv" --actogram "$tmp/actogram.csv" \
    --actogram-bin 1h "$tmp/office.csv" > "$tmp/week.csv"
is "$(cat "$tmp/week.csv")" "$(cat "$tmp/alone.csv")" "the week's table does not depend on what else is written"
is "$(head -1 "$tmp/measures.csv")" "group,measure,value,lo95,hi95,p_value,p_holm,n_days,unit,note,zone" "the columns of the measures"
is "$(cut -d, -f2 "$tmp/measures.csv" | sed 1d | tr '\n' ' ')" "interdaily_stability intradaily_variability relative_amplitude least_5h least_5h_onset \
most_10h most_10h_onset mesor amplitude_24h acrophase_24h amplitude_12h acrophase_12h explained_24h explained_24h_12h peak_24h_12h weekend_ratio holiday_ratio " "the measures"
is "$(awk -F, '$2 == "relative_amplitude" || $2 == "most_10h_onset" || $2 == "acrophase_24h" || /_ratio/ { printf "%s %.6g\n", $2, $3 }' "$tmp/measures.csv")" \
    "relative_amplitude 1
most_10h_onset 8
acrophase_24h 13
weekend_ratio 0
holiday_ratio 0" "an office: nothing at night, at weekends, on its holiday"
is "$(sed -n '1p;11p' "$tmp/actogram.csv")" "group,day,row,minute,count,exposure_s
all,2016-05-02,0,540,10,3600" "the actogram"
is "$(wc -l < "$tmp/actogram.csv")" 505 "24 bins of 21 days"
is "$(dielog rhythm --observed "$tmp/three.csv" --zone Asia/Tokyo --measures - -o /dev/null "$tmp/office.csv" | awk -F, '$2 == "acrophase_24h" { printf "%.6g", $3 }')" \
    22 "nine hours later by the clock of Tokyo"
dielog rhythm --observed "$tmp/three.csv" --seed 2 --measures "$tmp/again.csv" -o /dev/null "$tmp/office.csv"
dielog rhythm --observed "$tmp/three.csv" --seed 2 --measures "$tmp/once more.csv" -o /dev/null "$tmp/office.csv"
cmp -s "$tmp/again.csv" "$tmp/once more.csv"
ok $? "the same seed, the same bytes"
is "$(dielog rhythm --observed "$tmp/observed.csv" --measures - -o /dev/null "$tmp/events.csv" | awk -F, '$2 == "relative_amplitude" { print $4 $5 "|" $10 }')" \
    "|cannot tell: fewer than 7 days" "two days have no interval"
printf 'start,end\n2016-05-02T09:00:00Z,2016-05-02T09:30:00Z\n' > "$tmp/half.csv"
is "$(dielog rhythm --observed "$tmp/half.csv" --measures - -o /dev/null "$tmp/events.csv" | sed -n 2p)" \
    'all,interdaily_stability,,,,,,1,,"cannot tell: an hour of the day was never observed, or nothing varies",' "half an hour has no rhythm"
printf 'date\nMonday\n' > "$tmp/bad.csv"
fails 1 "bad.csv:2: error: found .Monday.* in column .date." "a holiday that is no date" dielog rhythm --measures "$tmp/x" --holidays "$tmp/bad.csv" "$tmp/events.csv"
# Of a Monday's events at 09:10, 09:10, 09:10 and 09:20 and a Tuesday's at 09:00, by UTC and by three other clocks.
printf 'party,zone\nbank,Asia/Tokyo\n' > "$tmp/parties.csv"
printf 'group,zone\nbank,Europe/Berlin\nclinic,America/New_York\n' > "$tmp/found.csv"
is "$(dielog rhythm --group party --all --parties "$tmp/parties.csv" --found "$tmp/found.csv" --measures - -o /dev/null "$tmp/events.csv" | awk -F, '$2 == "working_hours" { print $1, $11, $3, $10 }')" \
    "all UTC 1 no interval: fewer than 7 days with events
bank UTC 1 no interval: fewer than 7 days with events
bank Asia/Tokyo 0 no interval: fewer than 7 days with events
clinic UTC 1 no interval: fewer than 7 days with events
clinic America/New_York 0 no interval: fewer than 7 days with events" "working hours by UTC, and by the zone that is stated, or else found"
is "$(dielog rhythm --clocks Asia/Kathmandu,Asia/Dubai --observed "$tmp/three.csv" --measures - -o /dev/null "$tmp/office.csv" | awk -F, '$2 == "working_hours" { print $11, $3, $4 <= $3 && $3 <= $5 }')" \
    "UTC 1 0
Asia/Kathmandu 0.375 0
Asia/Dubai 0.39285714285714285 1" "hours of an office by clocks whose weekends are others"
fails 2 "are for --measures" "clocks without measures" dielog rhythm --clocks Asia/Tokyo "$tmp/events.csv"
fails 1 "Atlantis" "a clock that does not exist" dielog rhythm --clocks Atlantis/City --measures "$tmp/x" "$tmp/events.csv"
# Twenty parties, each with half its days: Holm over them, and none over all.
awk 'BEGIN { print "time,party"; for (p = 0; p < 20; p++) for (d = 0; d < 21; d++) for (h = 0; h < 24; h += 1 + (d * 7 + p * 5 + h) % 5) if (d % 7 < 5 || p > 9) printf "%d,p%d\n", 1462147200 + d * 86400 + h * 3600, p }' > "$tmp/many.csv"
dielog rhythm --group party --all --observed "$tmp/three.csv" --measures "$tmp/many-measures.csv" -o /dev/null "$tmp/many.csv"
is "$(awk -F, '$2 == "weekend_ratio" && $1 != "all" { p[n++] = $6; holm[$6] = $7 } $2 == "weekend_ratio" && $1 == "all" { print $6 == $7 }
    END { for (i in p) for (j in p) if (p[j] < p[i]) below[i]++; least = 1; for (i in p) if (!below[i]) { want = 20 * p[i]; print (want > 1 ? 1 : want) - holm[p[i]]; exit } }' "$tmp/many-measures.csv")" "1
0" "the smallest of twenty p is taken twenty times, that of all once"
sed 's/,p7$/,all/' "$tmp/many.csv" | dielog rhythm --group party --observed "$tmp/three.csv" --measures "$tmp/named-all.csv" -o /dev/null
is "$(awk -F, '$2 == "weekend_ratio" && $1 == "all" { print ($7 > $6) }' "$tmp/named-all.csv")" 1 "a party named all is one of the twenty"
fails 1 "dielog-rhythm: .*nowhere" "a folder that is not there" dielog rhythm --measures "$tmp/nowhere/x.csv" "$tmp/events.csv"
fails 2 "holidays is for --measures" "holidays without measures" dielog rhythm --holidays "$tmp/holidays.csv" "$tmp/events.csv"
fails 2 "must divide a day" "bins of seven minutes" dielog rhythm --actogram "$tmp/x" --actogram-bin 7m "$tmp/events.csv"
if [ -n "$shared" ]; then
    log=$(echo "$shared"/data/traffic/nasa_day/*.tsv)
    is "$(dielog rhythm --separator tab "$log" | awk -F, 'NR > 1 && $4 > 0 { printf "%d %d\n", $3, $4 }')" \
        "$(sed 1d "$log" | cut -f3 | awk '{ n[int($1 % 86400 / 3600)]++ } END { for (h in n) print h, n[h] }' | sort -n)" \
        "nasa_day: the same counts an hour as awk's"
else
    skip "nasa_day" "the samples are not here"
fi
finish
