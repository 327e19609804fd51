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
if [ -n "$shared" ]; then
    log=$(echo "$shared"/data/traffic/nasa_day/*.tsv)
    is "$(dielog rhythm --separator tab "$log" | awk -F, 'NR > 1 && $4 > 0 { printf "%d %d\n", $3, $4 }')" \
        "$(sed 1d "$log" | cut -f3 | awk '{ n[int($1 % 86400 / 3600)]++ } END { for (h in n) print h, n[h] }' | sort -n)" \
        "nasa_day: the same counts an hour as awk's"
else
    skip "nasa_day" "the samples are not here"
fi
finish
