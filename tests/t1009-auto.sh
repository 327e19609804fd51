#!/bin/sh
# format = auto: every fixture that a dialect reads without description is told apart by its content, and what cannot be
# told is refused with the reason.
. "$(dirname "$0")/lib.sh"

normalize() { "$build/libexec/dielog-normalize" "$@"; }
# said FILE...: the format that auto chooses, or the error
said() { normalize -f auto -z UTC --start 2026-11-23 --max-rejects 100% --allow-empty -o /dev/null "$@" 2>&1 | sed -nE '1s/.*: format ([a-z0-9-]+): .*/\1/;1p'; }

for folder in "$top"/fixtures/formats/*/*/; do
    dialect=$(basename "$(dirname "$folder")")
    case $dialect/$(basename "$folder") in
        csv/* | pattern/*) continue ;;      # need a description
        */cut) continue ;;                  # mostly lines that no dialect knows
        windows-dns/*) continue ;;          # the order of dates may have to be said
        infoblox/*) want="bind9|infoblox|.*no dialect keeps any.*" ;; # its lines are BIND's, or responses
        *) want=$dialect ;;
    esac
    [ "$(wc -l < "$folder/want.rejects")" -ge "$(wc -l < "$folder/want.csv")" ] && continue # made to be rejected
    said "$folder/in.log" | grep -qxE "$want"
    ok $? "${folder#"$top"/fixtures/formats/} is $want"
done

printf '%s\n' 'a line of no kind' > "$tmp/other.log"
fails 1 "no dialect keeps any of the first 1 lines" "a log of nothing" normalize -f auto -z UTC "$tmp/other.log"
echo 'queries: info: client @0x7f3c5a7dd718 192.0.2.1#54257 (a.example): query: a.example IN A + (192.0.2.53)' > "$tmp/bare.log"
fails 1 "bare.log: error: lines of bind9 without time" "a log without time, by its dialect" normalize -f auto -z UTC "$tmp/bare.log"
: > "$tmp/empty.log"
fails 1 "the file is empty: its format cannot be told" "an empty log" normalize -f auto -z UTC "$tmp/empty.log"
fails 1 "the format of standard input cannot be told" "standard input" normalize -f auto -z UTC -
fails 1 "no record in|No such file" "a file that is not there" normalize -f auto -z UTC "$tmp/none.log"

# In a case each file is told by itself, and the manifest names what was found.
mkdir -p "$tmp/c/logs"
cp "$top/fixtures/formats/bind9/names/in.log" "$tmp/c/logs/a.log"
cp "$top/fixtures/formats/pcap/vlan/in.log" "$tmp/c/logs/b.log"
printf '[case]\ntitle = x\nmax_rejects = 100%%\n[input s]\nfiles = logs/*\nformat = auto\nzone = UTC\n' > "$tmp/c/case.ini"
mkdir -p "$tmp/w/batches" "$tmp/w/slices"
"$build/libexec/dielog-plan" "$tmp/c" "$tmp/w"
is $? 0 "a case with format = auto is planned"
for batch in $(cd "$tmp/w/plan/raw" && ls); do
    "$build/libexec/dielog-normalize" --batch "$batch" --input "$tmp/w/plan/$batch.ini" -d "$tmp/w" --max-rejects 100% "$tmp/w/plan/raw/$batch" 2>> "$tmp/said"
done
is "$(sed -nE 's/.*"format": "([a-z0-9]+)".*/\1/p' "$tmp"/w/batches/*.json | sort | tr '\n' ' ')" "bind9 pcap " "the manifests name the formats"
is "$(grep -c ': format ' "$tmp/said")" 2 "and what was chosen is said"

if [ -z "$shared" ]; then
    skip "real samples" "the folder of samples is not here"
    finish
fi
formats=$shared/data/formats
while read -r want file; do
    is "$(said "$formats/$file")" "$want" "$file is $want"
done <<END
bind9 live/bind/noview/query.full.log
bind9 live/bind/view/query.iso8601.log
dnstap live/bind/noview/bind.dnstap
unbound live/unbound/ascii/unbound.log
dnsmasq live/dnsmasq/extra/dnsmasq.log
powerdns live/pdns/pdns_auth.log
pdns-recursor live/pdns/pdns_recursor.log
bind9 servers/rsyslog8.2302-syslog-rfc5424.log
pcap pcap/packetq_sample-bigendian.pcap.gz
END
fails 1 "NSD" "NSD by name" normalize -f auto -z UTC "$formats/live/nsd/nsd.log"
finish
