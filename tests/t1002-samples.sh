#!/bin/sh
# Real logs: every line of every BIND and Zeek sample is accounted for, and the numbers are those of FORMATS.md
# (noview 34, view 44, zed 53,615) or what awk counts in the raw file.
. "$(dirname "$0")/lib.sh"

if [ -z "$shared" ]; then
    skip "real samples" "the folder of samples is not here"
    finish
fi
formats=$shared/data/formats
traffic=$shared/data/traffic

# counts OUT FILE OPTION...: "lines kept rejected set_aside"; the records go to OUT
counts() {
    out=$1 file=$2
    shift 2
    "$build/libexec/dielog-normalize" --max-rejects 100% --allow-empty --manifest "$tmp/m.json" -o "$out" "$@" "$file" 2> /dev/null || echo failed
    sed -nE 's/^ *"(lines|kept|rejected|set_aside)": ([0-9]+),?$/\2/p' "$tmp/m.json" | tr '\n' ' '
}

for style in full timeonly iso8601 iso8601-utc; do
    is "$(counts "$tmp/n.csv" "$formats/live/bind/noview/query.$style.log" -f bind9 -z Asia/Kolkata)" "34 34 0 0 " "noview, $style: 34 lookups"
    is "$(counts "$tmp/v.csv" "$formats/live/bind/view/query.$style.log" -f bind9 -z Asia/Kolkata)" "44 44 0 0 " "view, $style: 44 lookups"
    # The same queries, whatever the style of the stamp.
    cut -d, -f1,3- "$tmp/n.csv" > "$tmp/n.$style"
    is "$(cmp "$tmp/n.full" "$tmp/n.$style" 2>&1)" "" "noview, $style: the same records"
done
is "$(counts "$tmp/x.csv" "$formats/live/bind/noview/query.bare.log" -f bind9 -z UTC)" "34 0 34 0 " "without stamps: all rejected"
is "$(counts "$tmp/x.csv" "$formats/servers/bind9.18.49-querylog-views.log" -f bind9 -z UTC)" "68 68 0 0 " "views of 9.18: 68"
is "$(counts "$tmp/x.csv" "$formats/servers/bind9.20.23-querylog-local.log" -f bind9 -z UTC)" "69 69 0 0 " "9.20: 69"
is "$(counts "$tmp/x.csv" "$formats/servers/bind9.20.23-responselog.log" -f bind9 -z UTC)" "67 0 0 67 " "9.20: responses are set aside"

# Three shapes of syslog hold the same lookups.
for shape in traditional rfc3339 rfc5424; do
    file=$formats/servers/rsyslog8.2302-syslog-$shape.log
    is "$(counts "$tmp/$shape.csv" "$file" -f bind9 -z UTC --start 2026-11-23)" \
        "$(wc -l < "$file") $(grep -c 'named.* query: ' "$file") 0 $(grep -vc 'named.* query: ' "$file") " "syslog $shape: each query line of named is one lookup"
    cut -d, -f3- "$tmp/$shape.csv" > "$tmp/$shape.rest"
    is "$(cmp "$tmp/traditional.rest" "$tmp/$shape.rest" 2>&1)" "" "syslog $shape: the same records"
done

for file in "$formats"/live/bind/*/*.log "$formats"/servers/bind9*.log "$formats"/text/crowdsec_bind9*.log "$formats"/zeek/*.log; do
    format=bind9
    case $file in */zeek/*) format=zeek ;; esac
    # shellcheck disable=SC2046
    set -- $(counts "$tmp/x.csv" "$file" -f $format -z UTC --start 2022-11-13)
    [ $# -eq 4 ] && [ "$1" -eq $(($2 + $3 + $4)) ] && [ "$1" -eq "$(awk 'END { print NR }' "$file")" ] &&
        [ "$2" -eq "$(($(wc -l < "$tmp/x.csv") - 1))" ]
    ok $? "${file##*/}: $1 lines = $2 kept + $3 rejected + $4 set aside"
done

# Zeek's own test files hide the time: put one there, and every row is a lookup but for those of another opcode.
for file in "$formats"/zeek/scripts*.log "$formats"/zeek/core*.log "$formats"/zeek/opt*.log; do
    sed 's/^X*\.X*/1521911720.865716/' "$file" > "$tmp/timed.log"
    rows=$(grep -vc '^#' "$file")
    others=$(grep -v '^#' "$file" | grep -cE '	(notify|dynamic-update|inv-query|server-status)(	|$)')
    is "$(counts "$tmp/x.csv" "$tmp/timed.log" -f zeek)" \
        "$(wc -l < "$file") $((rows - others)) 0 $(($(grep -c '^#' "$file") + others)) " "${file##*/}: with a time"
done

is "$(counts "$tmp/zed.csv" "$traffic/zed_wrccdc/dns.log.gz" -f zeek)" "53624 53615 0 9 " "zed: 53,615 rows"
first=$(zcat "$traffic/zed_wrccdc/dns.log.gz" | awk -F '\t' '!/^#/ { print $1 }' | sort -n | sed -n '1p;$p' | tr '\n' ' ')
got=$(tail -n +2 "$tmp/zed.csv" | cut -d, -f1 | sort | sed -n '1p;$p' | while read -r t; do date -u -d "$t" +%s.%6N; done | tr '\n' ' ')
is "$got" "$first" "zed: first and last time"
is "$(tail -n +2 "$tmp/zed.csv" | grep -c ',tcp,')" "$(zcat "$traffic/zed_wrccdc/dns.log.gz" | awk -F '\t' '!/^#/ && $7 == "tcp"' | wc -l)" "zed: rows over TCP"

nasa=$traffic/nasa_day/nasa_19950801.tsv
is "$(counts "$tmp/nasa.csv" "$nasa" -f csv --separator tab -c time=time -c client=host -c action=method -c target=url -c status=response -c bytes=bytes)" \
    "30970 30969 0 1 " "nasa: 30,969 requests"
is "$(awk -F '\t' 'NR > 1 { n += $7 } END { print n }' "$nasa")" "$(tail -n +2 "$tmp/nasa.csv" | awk -F, '{ n += $(NF - 1) } END { print n }')" "nasa: bytes"
finish
