#!/bin/sh
# Real logs in JSON lines, and Zeek's in all its forms: every line is accounted for, two forms of the same events
# give the same bytes, and what one sensor saw on the wire is what the server logged.
. "$(dirname "$0")/lib.sh"

normalize=$build/libexec/dielog-normalize

# counts OUT FILE OPTION...: "lines kept rejected set_aside"; the records go to OUT
counts() {
    out=$1 file=$2
    shift 2
    "$normalize" --max-rejects 100% --allow-empty --manifest "$tmp/m.json" -s s -o "$out" "$@" "$file" 2> /dev/null || echo failed
    sed -nE 's/^ *"(lines|kept|rejected|set_aside)": ([0-9]+),?$/\2/p' "$tmp/m.json" | tr '\n' ' '
}

# The same traffic in two logs would count twice.
printf '%s\n' '{"ts":1,"id.orig_h":"192.0.2.1","query":"a.example","qtype_name":"A"}' \
    '{"ts":1,"id.orig_h":"192.0.2.1","conn_state":"SF"}' > "$tmp/two.log"
fails 1 'two.log:2: error: rows of two logs .*lookup = ' "rows of two logs of Zeek" dielog normalize -f zeek "$tmp/two.log"
is "$(counts "$tmp/x.csv" "$tmp/two.log" -f zeek --lookup conn)" "2 1 0 1 " "rows of two logs, one stated"

# A clock that was set to 0.
counts "$tmp/x.csv" "$top/fixtures/formats/zeek/rebased/in.log" -f zeek > /dev/null
like "$(cat "$tmp/m.json")" '"rebased": true' "times that count from 0: the manifest says so"
counts "$tmp/x.csv" "$top/fixtures/formats/zeek/json/in.log" -f zeek > /dev/null
like "$(cat "$tmp/m.json")" '"rebased": false' "times that have a date: the manifest says so"

# Crafted lines of a megabyte: deep, wide, long, full of escapes, never ended.  A reader that were not linear
# would need minutes.
{
    printf '%01000000d\n' 0 | sed 's/0/[/g'
    printf '%0300000d\n' 0 | sed 's/0/{"":/g'
    printf '%0250000d\n' 0 | sed 's/0/[0],/g; s/^/{"dns":[/; s/,$/]}/'
    printf '%0160000d\n' 0 | sed 's/0/\\u0041/g; s/.*/{"event_type":"&"}/'
    printf '%0160000d\n' 0 | sed 's/0/\\u0041/g; s/.*/{"&":"&/'
    printf '%0200000d\n' 0 | sed 's/0/"":1,/g; s/^/{/; s/,$/}/'
    printf '%01000000d\n' 0 | sed 's/^0/1/; s/.*/{"event_type":&}/'
    printf '%01000000d\n' 0 | sed 's/0/"/g'
} > "$tmp/crafted.json"
is "$(counts "$tmp/x.csv" "$tmp/crafted.json" -f suricata)" "8 0 6 2 " "crafted lines"
ok "$(timeout 10 "$normalize" -f suricata --allow-empty --max-rejects 100% "$tmp/crafted.json" > /dev/null 2>&1; echo $?)" "crafted lines take their time, but no more"

if [ -z "$shared" ]; then
    skip "real samples" "the folder of samples is not here"
    finish
fi
formats=$shared/data/formats
traffic=$shared/data/traffic

is "$(counts "$tmp/tab.csv" "$traffic/zed_wrccdc/dns.log.gz" -f zeek)" "53624 53615 0 9 " "zed, tabs: 53,615 rows"
is "$(counts "$tmp/json.csv" "$traffic/zed_wrccdc/dns.json.gz" -f zeek)" "53615 53615 0 0 " "zed, JSON: 53,615 rows"
cmp -s "$tmp/tab.csv" "$tmp/json.csv"
ok $? "zed: tabs and JSON give the same bytes"
is "$(counts "$tmp/tab.csv" "$traffic/rita_lab_http/http.log.gz" -f zeek)" "27213 27204 0 9 " "http.log, tabs: 27,204 requests"
is "$(counts "$tmp/json.csv" "$traffic/rita_lab_http/http.json.log.gz" -f zeek)" "27204 27204 0 0 " "http.log, JSON: 27,204 requests"
cmp -s "$tmp/tab.csv" "$tmp/json.csv"
ok $? "http.log: tabs and JSON give the same bytes"
is "$(tail -n +2 "$tmp/tab.csv" | awk -F, '{ n += $(NF - 1) } END { print n }')" \
    "$(zcat "$traffic/rita_lab_http/http.log.gz" | awk -F '\t' '!/^#/ { n += $15 } END { print n }')" "http.log: bytes"
conn=$traffic/stratosphere/008-zeek-mixed/data/conn.log.labeled
is "$(counts "$tmp/x.csv" "$conn" -f zeek)" "5671 5663 0 8 " "conn.log: 5,663 connections"
is "$(tail -n +2 "$tmp/x.csv" | awk -F, '{ n += $(NF - 1) } END { print n }')" \
    "$(awk -F '\t' '!/^#/ && $10 != "-" { n += $10 } END { print n }' "$conn")" "conn.log: bytes"

is "$(counts "$tmp/x.csv" "$traffic/suricata-test6.eve.json.gz" -f suricata)" "5000 340 0 4660 " "suricata: 340 queries"
like "$(cat "$tmp/m.json")" '"answer": 340,' "suricata: 340 answers are set aside"
is "$(counts "$tmp/x.csv" "$traffic/suricata-test6.eve.json.gz" -f suricata --lookup http)" "5000 56 0 4944 " "suricata: 56 requests"
is "$(counts "$tmp/x.csv" "$formats/text/crowdsec_suricata-logs-evelog.log" -f suricata)" "8 0 0 8 " "suricata: no dns events"
is "$(counts "$tmp/x.csv" "$formats/text/crowdsec_adguardhome-logs.log" -f adguard)" "4 0 4 0 " "AdGuard Home: its other log is no query log"

# What Suricata saw on the wire is what BIND logged: 397 of 399 records are the same.  The two others have a dot within
# a label, which Suricata writes like any dot; and 4 queries on the wire are not in BIND's log.
is "$(counts "$tmp/wire.csv" "$formats/servers/suricata7.0.10-eve.json" -f suricata)" "993 403 0 590 " "suricata 7: 403 queries"
counts "$tmp/bind.csv" "$formats/servers/bind9.18.49-querylog-local.log" -f bind9 -z UTC > /dev/null
for log in wire bind; do
    tail -n +2 "$tmp/$log.csv" | cut -d, -f3-5,7 | sort > "$tmp/$log.rows"
done
is "$(comm -12 "$tmp/wire.rows" "$tmp/bind.rows" | wc -l)" 397 "suricata and BIND: the same 397 queries"
is "$(comm -13 "$tmp/wire.rows" "$tmp/bind.rows" | uniq -c | sed 's/^ *//')" '2 127.0.0.1,A,a\.b.example.com,udp' "suricata and BIND: all but a dot in a label"

for file in "$formats"/zeek/*.log "$traffic"/rita_proxy/*.log "$traffic"/rita_proxy_rolling/*.gz "$traffic"/zed_wrccdc/*.gz \
    "$traffic"/stratosphere/*/*.log "$traffic"/stratosphere/*/data/*.labeled; do
    # shellcheck disable=SC2046
    set -- $(counts "$tmp/x.csv" "$file" -f zeek)
    [ $# -eq 4 ] && [ "$1" -eq $(($2 + $3 + $4)) ] && [ "$1" -eq "$(zcat -f "$file" | awk 'END { print NR }')" ] &&
        [ "$2" -eq "$(($(wc -l < "$tmp/x.csv") - 1))" ]
    ok $? "${file#"$shared/data/"}: $1 lines = $2 kept + $3 rejected + $4 set aside"
done
finish
