#!/bin/sh
# Binary logs: the fixtures are what their maker writes, and real captures and dnstap streams give what is known of them.
. "$(dirname "$0")/lib.sh"

mkdir -p "$tmp/made/pcap" "$tmp/made/dnstap"
perl "$top/fixtures/formats/wire.pl" "$tmp/made"
for made in "$tmp"/made/*/*/in.log; do
    name=${made#"$tmp/made/"}
    is "$(cmp "$made" "$top/fixtures/formats/$name" 2>&1)" "" "$name is what wire.pl writes"
done

normalize() { "$build/libexec/dielog-normalize" "$@"; }
fails 1 "README.md: error: this is no capture" "text as a capture" normalize -f pcap "$top/README.md"
fails 1 "README.md: error: this is no dnstap frame stream" "text as dnstap" normalize -f dnstap "$top/README.md"
{ head -c 24 "$top/fixtures/formats/pcap/ethernet/in.log"; printf '\0\0\0\0\0\0\0\0\377\377\377\177\377\377\377\177'; } > "$tmp/absurd.pcap"
fails 1 "absurd.pcap: error: damaged capture" "a frame of 2 GiB" normalize -f pcap "$tmp/absurd.pcap"
{ head -c 20 "$top/fixtures/formats/pcap/ethernet/in.log"; printf '\12\0\0\0'; } > "$tmp/fddi.pcap"
fails 1 "fddi.pcap: error: a capture of link type FDDI \(10\) is not read" "another link type" normalize -f pcap "$tmp/fddi.pcap"
fails 1 "found lookup 'mail', expected dns or echo" "a lookup that is not offered" normalize -f pcap --lookup mail "$tmp/fddi.pcap"

if [ -z "$shared" ]; then
    skip "real samples" "the folder of samples is not here"
    finish
fi
formats=$shared/data/formats

# counts FILE OPTION...: "lines kept records rejected set_aside"
counts() {
    file=$1
    shift
    normalize --max-rejects 100% --allow-empty --manifest "$tmp/m.json" -o "$tmp/n.csv" "$@" "$file" 2> /dev/null || echo failed
    sed -nE 's/^ *"(lines|kept|records|rejected|set_aside)": ([0-9]+),?$/\2/p' "$tmp/m.json" | tr '\n' ' '
}

is "$(counts "$formats/pcap/dnscap_dns.pcap" -f pcap)" "133 41 41 0 92 " "dnscap_dns: 41 queries"
is "$(grep -o '"response": 41' "$tmp/m.json")" '"response": 41' "dnscap_dns: and 41 responses, 82 DNS frames"
cut -d, -f3-7,9 "$tmp/n.csv" > "$tmp/dns"
for same in vlan11 dnso1tcp frags; do
    counts "$formats/pcap/dnscap_$same.pcap" -f pcap > /dev/null
    cut -d, -f4,5 "$tmp/n.csv" | sort > "$tmp/$same"
    is "$(cut -d, -f2,3 "$tmp/dns" | sort | cmp - "$tmp/$same" 2>&1)" "" "dnscap_$same: the same questions"
done
is "$(counts "$formats/pcap/packetq_icmp.pcap.gz" -f pcap --lookup echo)" "29 27 27 0 2 " "packetq_icmp: 27 echoes"
is "$(counts "$formats/pcap/sv_tests_dns_dns-tcp-multirequest-buffer_dns-tcp-multirequest-buffer.pcap" -f pcap)" "48 1 20 0 47 " \
    "twenty queries in one segment"

# What BIND wrote as text and as dnstap in one run: the same records, but for the time of writing and the bytes.
for run in noview view; do
    counts "$formats/live/bind/$run/bind.dnstap" -f dnstap > /dev/null
    cut -d, -f3-5,7 "$tmp/n.csv" | sort > "$tmp/tap"
    counts "$formats/live/bind/$run/query.full.log" -f bind9 -z Asia/Kolkata > /dev/null
    cut -d, -f3-5,7 "$tmp/n.csv" | sort > "$tmp/text.all"
    is "$(comm -23 "$tmp/tap" "$tmp/text.all")" "" "bind, $run: every record of the dnstap is in the text log"
    [ $run = view ] || is "$(cmp "$tmp/tap" "$tmp/text.all" 2>&1)" "" "bind, $run: and the other way round"
done
is "$(counts "$formats/live/bind/noview/bind.dnstap" -f dnstap)" "69 34 34 0 35 " "bind, noview: 34 queries in 69 frames"

for file in "$formats"/pcap/* "$formats"/servers/*.pcap "$formats"/live/*/*/*.dnstap "$formats"/live/knot/*.dnstap \
    "$formats"/servers/*.fstrm "$formats"/dnstap/*; do
    case $file in
        *inverse-query*) continue ;; # FDDI
        *pcap*) format=pcap ;;
        *) format=dnstap ;;
    esac
    # shellcheck disable=SC2046
    set -- $(counts "$file" -f $format)
    [ $# -eq 5 ] && [ "$1" -gt 0 ] && [ "$1" -eq $(($2 + $4 + $5)) ] && [ "$3" -eq "$(($(wc -l < "$tmp/n.csv") - 1))" ]
    ok $? "${file##*/}: $1 frames = $2 kept + $4 rejected + $5 set aside"
done
finish
