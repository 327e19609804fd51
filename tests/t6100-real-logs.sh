#!/bin/sh
# Two real logs, whole way: what the report counts is what awk finds in the raw files.
. "$(dirname "$0")/lib.sh"
[ -n "$shared" ] || { skip "real logs" "no folder of samples"; finish; }
traffic=$(cd "$shared/data/traffic" && pwd)

# column NAME FILE: that column of a CSV without quoted commas
column() { awk -F, -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i; next } { print $c }' "$2"; }
stamp() { date -u -d "@${1%.*}" "+%Y-%m-%dT%H:%M:%S"; }

run_case() { # NAME: runs $tmp/cases/NAME, results under $tmp/reports/NAME
    (cd "$tmp" && dielog report "cases/$1" > "$1.log" 2>&1)
    ok $? "$1: the report is made"
    out=$tmp/reports/$1
    [ -s "$out/report.pdf" ]
    ok $? "$1: report.pdf is there"
}

mkdir -p "$tmp/cases/nasa_day" "$tmp/cases/zed"
# Four hours of the day: people and machines of all 31,000 requests take the statistics half a minute.
nasa=$tmp/nasa.tsv
head -n 4001 "$traffic/nasa_day/nasa_19950801.tsv" > "$nasa"
cat > "$tmp/cases/nasa_day/case.ini" << EOF
[case]
title = Web requests of one morning
question = Who came, when, and from which zone?
[input web]
files = $nasa
format = csv
zone = -0400
separator = tab
time = time
client = host
action = method
target = url
status = response
bytes = bytes
EOF
cat > "$tmp/cases/zed/case.ini" << EOF
[case]
title = Lookups of a training network
question = Who asked, and in which rhythm?
[input zeek]
files = $traffic/zed_wrccdc/dns.log.gz
format = zeek
EOF

run_case nasa_day
awk -F'\t' 'NR > 1 { n++; if (n == 1 || $3 < a) a = $3; if ($3 > b) b = $3 } END { print n, a, b }' \
    "$nasa" > "$tmp/raw"
read -r n first last < "$tmp/raw"
is "$(column kept "$out/data/inputs.csv")" "$n" "nasa_day: awk counts $n requests, so does the report"
is "$(column first "$out/data/inputs.csv" | cut -c1-19)" "$(stamp "$first")" "nasa_day: first time"
is "$(column last "$out/data/inputs.csv" | cut -c1-19)" "$(stamp "$last")" "nasa_day: last time"
is "$(column raw "$out/data/share.csv" | awk '{ s += $1 } END { print s }')" "$n" "nasa_day: the parties' raw counts add up"
is "$(awk -F'\t' 'NR > 1 { c[$1]++ } END { for (h in c) if (c[h] > m) m = c[h]; print m }' "$nasa")" \
    "$(column raw "$out/data/share_client.csv" | sort -n | tail -1)" "nasa_day: the busiest client's requests"
like "$(cat "$out/data/zone.csv")" 'cannot tell' "nasa_day: a morning tells no zone, and the report says so"

run_case zed
gzip -dc "$traffic/zed_wrccdc/dns.log.gz" | grep -v '^#' |
    awk -F'\t' '{ n++; if (n == 1 || $1 < a) a = $1; if ($1 > b) b = $1 } END { print n, a, b }' > "$tmp/raw"
read -r n first last < "$tmp/raw"
is "$n" 53615 "zed: the sample has the rows that it should"
is "$(column kept "$out/data/inputs.csv")" "$n" "zed: awk counts $n lookups, so does the report"
is "$(column first "$out/data/inputs.csv" | cut -c1-19)" "$(stamp "$first")" "zed: first time"
is "$(column last "$out/data/inputs.csv" | cut -c1-19)" "$(stamp "$last")" "zed: last time"
is "$(column raw "$out/data/share.csv" | awk '{ s += $1 } END { print s }')" "$n" "zed: the parties' raw counts add up"
finish
