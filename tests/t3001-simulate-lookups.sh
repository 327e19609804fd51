#!/bin/sh
# The demonstration case has the margins that were published of the 2016 lookups, counted
# with grep and awk in the logs themselves (published figures: 2,820 by two addresses of a
# bank, 714 by a health company, 99 % of about 3,525 to 3,570; 4 May to 23 September).
. "$(dirname "$0")/lib.sh"

case=$top/fixtures/cases/lookups
"$build/libexec/dielog-simulate" -o "$tmp/out" "$case/scenario.ini"
ok $? "the demonstration case can be made"
cd "$tmp/out" || exit 1

# Overlapping batches of ns2 hold lines twice: once is enough (ports tell lines apart).
cat logs/ns1*.log logs/ns3*.log > all.log
sort -u logs/ns2*.log >> all.log
raw=$(cat logs/*.log | wc -l)
n=$(wc -l < all.log)
bank=$(grep -cE 'client 192\.0\.2\.1[12]#' all.log)
one=$(grep -cF 'client 192.0.2.11#' all.log)
clinic=$(grep -cF 'client 198.51.100.25#' all.log)

is "$bank" 2820 "2,820 lookups by the bank"
is "$clinic" 714 "714 by the clinic"
ok "$(awk -v n="$n" 'BEGIN { print !(n >= 3525 && n <= 3570) }')" "$n in all: 3,525 to 3,570"
ok "$(awk -v n="$raw" -v m="$n" 'BEGIN { print !(n > m && n <= 3570) }')" "$raw raw lines: more, by the overlap of batches"
ok "$(awk -v s=$((bank + clinic)) -v n="$n" 'BEGIN { print sprintf("%.2f", s / n) != "0.99" }')" "together 99 %"
ok "$(awk -v a="$one" -v n="$bank" 'BEGIN { s = a / n; print !(s > 0.47 && s < 0.53) }')" "the bank's addresses at nearly equal rate ($one of $bank)"

days() { awk '{ print $1 }' all.log | sort -u; }
is "$(awk '{ print $1 }' logs/ns1.log | head -1)" 04-May-2016 "begins on 4 May"
is "$(cat logs/*.log | grep -c '^23-Sep-2016')" "$(grep -c '^23-Sep-2016' all.log)" "ends on 23 September: that day in the last batches"
ok "$(days | grep -qx 23-Sep-2016; echo $?)" "there are lookups on 23 September"
is "$(grep -cE '^(2[4-9]|30)-Sep|-(Oct|Nov|Dec)-' all.log)" 0 "and none later"
is "$(grep -cE '^2[34]-Jul' all.log)" 0 "silence on 23 and 24 July"
is "$(find logs -name '*.log' | sed 's/logs.//; s/[-.].*//' | sort -u | tr '\n' ' ')" "ns1 ns2 ns3 " "three servers"
is "$(grep -vcE '^[0-9]{2}-[A-Z][a-z]{2}-2016 [0-9:]{8}\.000 ' all.log)" 0 "stamps of whole seconds"
ok "$(grep -q 'corp\.local' all.log; echo $?)" "names with a search suffix"

# Same second, same client, same name: repeats.
repeats=$(awk '{ sub(/#.*/, "", $6); print $1, $2, $6, $9 }' all.log | sort | uniq -d | wc -l)
ok "$(awk -v n="$repeats" 'BEGIN { print !(n > 50) }')" "$repeats same-second repeats"

# The next figures come from truth.csv: file,line,time,sensor,client,action,target,process,party,origin
awk -F, 'NR > 1 && $10 != "overlap"' truth.csv > lines.csv
is "$(wc -l < lines.csv)" "$n" "truth.csv counts the same lookups"
count() { awk -F, -v p="$1" -v from="$2" -v to="$3" '$9 == p && $3 >= from && $3 < to' lines.csv | wc -l; }
rise=$(count bank 2016-06-23 2016-06-24)
mean=$(($(count bank 2016-06-13 2016-07-04) / 21))
ok "$(awk -v a="$rise" -v b="$mean" 'BEGIN { print !(a > 2 * b) }')" "23 June: $rise lookups by the bank, $mean on other days"
spike=$(count clinic 2016-07-06 2016-07-07)
ok "$(awk -v a="$spike" 'BEGIN { print !(a > 20) }')" "6 July: the clinic's spike ($spike)"
ok "$(awk -v a="$(count bank 2016-07-06 2016-07-07)" 'BEGIN { print !(a < 20) }')" "which is not the bank's"
aperiodic() { awk -F, -v from="$1" -v to="$2" '$8 == "bank-people" && $3 >= from && $3 < to' lines.csv | wc -l; }
ok "$(awk -v a="$(aperiodic 2016-08-09 2016-08-18)" -v b="$(aperiodic 2016-08-18 2016-08-27)" 'BEGIN { print !(5 * a < b) }')" \
    "the aperiodic part is quiet on 9-17 August"
ok "$(awk -v a="$(aperiodic 2016-09-13 2016-09-21)" -v b="$(aperiodic 2016-09-05 2016-09-13)" 'BEGIN { print !(5 * a < b) }')" \
    "and on 13-20 September"

# The cycle of an hour: gaps of the cached process, by address, in seconds.
awk -F, '$8 == "bank-cached" { split($3, t, /[-T:Z]/)
    s = mktime(t[1] " " t[2] " " t[3] " " t[4] " " t[5] " " int(t[6])); print $5, s }' lines.csv |
    sort -k1,1 -k2,2n | awk '$2 - last[$1] > 2 && last[$1] { print $2 - last[$1] } { last[$1] = $2 }' > gaps
is "$(awk '$1 < 3599' gaps | wc -l)" 0 "no gap below the hour in the cached part"
ok "$(awk '$1 < 3900 { a++ } $1 >= 3900 && $1 < 4200 { b++ } END { print !(a > NR / 3 && b > NR / 10) }' gaps)" \
    "just after the hour, at times 5 to 10 minutes later"
is "$(awk -F, '$8 == "bank-cached" { print substr($3, 1, 10) }' lines.csv | sort | head -1)" 2016-07-25 \
    "the cycle begins when the silence ends"
is "$(wc -l < events.csv)" 9 "eight declared events"
is "$(cut -d, -f1,2 parties.csv | tr '\n' ' ')" "prefix,party 192.0.2.11,bank 192.0.2.12,bank 198.51.100.25,clinic ,bank ,bank ,clinic ,clinic " \
    "parties.csv"
cmp -s case.ini "$case/case.ini"
ok $? "case.ini is copied"
finish
