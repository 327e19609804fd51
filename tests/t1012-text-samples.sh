#!/bin/sh
# Real logs of the other text dialects: every line is accounted for, the counts are those of the servers' own
# statistics or of grep in the raw file, and servers that were asked one list of questions give one list of
# records. What cannot be read is refused in words.
. "$(dirname "$0")/lib.sh"

normalize() { "$build/libexec/dielog-normalize" "$@"; }

# --- refusals ------------------------------------------------------------------------
line() { printf '%s\n' "$1" > "$tmp/one.log"; }
line '[2026-11-23 12:29:03.875] nsd[32190]: notice: nsd starting (NSD 4.6.1)'
for format in bind9 unbound dnsmasq weblog sshd zeek; do
    fails 1 'one.log: error: NSD writes no query log; use dnstap or a capture' "NSD's log as $format" normalize -f $format -z UTC "$tmp/one.log"
done
line 'Nov 23 12:29:03 vm nsd[32190]: nsd starting (NSD 4.6.1)'
fails 1 'NSD writes no query log' "NSD's log through syslog" normalize -f bind9 -z UTC "$tmp/one.log"
line '2026-11-23T12:28:49+0000 info: Knot DNS 3.2.6 starting'
fails 1 'Knot DNS writes no query log; use dnstap' "Knot's log" normalize -f powerdns -z UTC "$tmp/one.log"
line '[system] loading config'
fails 1 'Knot Resolver writes no query log' "Knot Resolver's log" normalize -f unbound -z UTC "$tmp/one.log"
line 'dnsmasq: query[A] www.example.com from 192.0.2.7'
fails 1 'one.log:1: error: dnsmasq wrote this to its standard error, without time' "dnsmasq without time" normalize -f dnsmasq -z UTC "$tmp/one.log"
line '[INFO] 192.0.2.7:50759 - 29008 "A IN www.example.com. udp 41 false 4096" NOERROR qr,rd,ra,ad 68 0.037990251s'
fails 1 'one.log:1: error: CoreDNS writes no time' "CoreDNS without time" normalize -f coredns -z UTC "$tmp/one.log"
line '[1795436837] unbound[30645:0] reply: 192.0.2.7 www.example.com. A IN NOERROR 0.000000 1 60'
fails 1 'no record in 1 lines .*, mostly set aside: reply' "replies alone" normalize -f unbound -z UTC "$tmp/one.log"
fails 1 "found lookup 'answers', expected queries or replies" "another lookup" normalize -f unbound -z UTC --lookup answers "$tmp/one.log"
fails 1 'does not read .lookup' "a lookup where there is no choice" normalize -f dnsmasq -z UTC --lookup replies "$tmp/one.log"
packet='0E70 PACKET  00000000033397A0 UDP Rcv 192.0.2.7 5b47   Q [0001   D   NOERROR] A      (3)www(7)example(3)com(0)'
line "6/5/2026 10:00:32 AM $packet"
fails 1 'one.log:1: error: this date may be day/month or month/day, .*: state date = dmy or date = mdy' "a date of two meanings" normalize -f windows-dns -z UTC "$tmp/one.log"
fails 1 "found date 'american', expected dmy, mdy or ymd" "an unknown order" normalize -f windows-dns -z UTC --date american "$tmp/one.log"
is "$(normalize -f windows-dns -z UTC --date dmy "$tmp/one.log" | tail -n 1 | cut -d, -f1)" "2026-05-06T10:00:32.000000Z" "a stated order"
echo "6/13/2026 10:00:33 AM $packet" >> "$tmp/one.log"
is "$(normalize -f windows-dns -z UTC "$tmp/one.log" | tail -n +2 | cut -d, -f1 | tr '\n' ' ')" "2026-06-05T10:00:32.000000Z 2026-06-13T10:00:33.000000Z " "an order that a later line shows"
is "$(gzip -c "$tmp/one.log" > "$tmp/one.log.gz" && normalize -f windows-dns -z UTC "$tmp/one.log.gz" | wc -l)" "3" "the same, compressed"
is "$(normalize -f windows-dns -z UTC - < "$tmp/one.log" 2>&1 | cut -c1-60)" "dielog-normalize: standard input:1: error: this date may be " "a stream is not read twice"

if [ -z "$shared" ]; then
    skip "real samples" "the folder of samples is not here"
    finish
fi
formats=$shared/data/formats
traffic=$shared/data/traffic

# counts FILE OPTION...: "kept rejected set_aside"; lines = their sum and the rows in $tmp/out.csv = kept, or "lines!"
counts() {
    file=$1
    shift
    normalize --max-rejects 100% --start 2026-11-23 --manifest "$tmp/m.json" -o "$tmp/out.csv" "$@" "$file" 2> /dev/null || echo failed
    # shellcheck disable=SC2046
    set -- $(sed -nE 's/^ *"(lines|kept|rejected|set_aside)": ([0-9]+),?$/\2/p' "$tmp/m.json")
    [ "$1" -eq $(($2 + $3 + $4)) ] && [ "$1" -eq "$(awk 'END { print NR }' "$file")" ] &&
        [ "$2" -eq "$(($(wc -l < "$tmp/out.csv") - 1))" ] || echo "lines! "
    echo "$2 $3 $4"
}

# 36 = "36 queries" in the server's own statistics; 34 replies and 32 local-zone lines.
for style in plain tag ascii; do
    file=$formats/live/unbound/$style/unbound.log
    is "$(grep -c 'server stats.* 36 queries' "$file") $(counts "$file" -f unbound -z America/New_York)" "1 36 0 71" "unbound $style: queries"
    is "$(counts "$file" -f unbound -z America/New_York --lookup replies)" "34 0 73" "unbound $style: replies"
done
is "$(counts "$formats/servers/unbound1.17.1-log-queries-replies-tagged.log" -f unbound -z UTC)" "72 0 104" "unbound: 72 queries in its statistics"
is "$(counts "$formats/servers/unbound1.17.1-log-time-ascii.log" -f unbound -z UTC)" "72 0 97" "unbound, ascii time: 72"
for style in plain extra proto; do
    is "$(counts "$formats/live/dnsmasq/$style/dnsmasq.log" -f dnsmasq -z Europe/Berlin)" "36 0 55" "dnsmasq $style: 36 queries in 91 lines"
done
is "$(counts "$formats/servers/dnsmasq2.90-log-queries.log" -f dnsmasq -z UTC)" "72 0 135" "dnsmasq: 72"
is "$(counts "$formats/servers/dnsmasq2.90-log-queries-extra.log" -f dnsmasq -z UTC)" "72 0 135" "dnsmasq, extra: 72"
fails 1 'stderr.txt:5: error: dnsmasq wrote this to its standard error' "dnsmasq's standard error" normalize -f dnsmasq -z UTC "$formats/servers/dnsmasq2.90-stderr.txt"
is "$(counts "$formats/live/pdns/pdns_auth.log" -f powerdns -z UTC)" "33 0 31" "powerdns: 33"
file=$formats/servers/pdns-auth4.7.3-log-dns-queries.log
is "$(counts "$file" -f powerdns -z UTC)" "$(grep -c "Remote .* wants" "$file") 0 $(grep -vc "Remote .* wants" "$file")" "powerdns: as grep counts"
is "$(counts "$formats/live/pdns/pdns_recursor.log" -f pdns-recursor -z UTC)" "33 0 75" "recursor: 33"
file=$formats/servers/pdns-recursor4.8.8.log
is "$(counts "$file" -f pdns-recursor -z UTC)" "$(grep -ciE 'msg="(TCP )?question' "$file") 0 $(grep -vciE 'msg="(TCP )?question' "$file")" "recursor: as grep counts"
for shape in traditional rfc3339 rfc5424; do
    file=$formats/servers/rsyslog8.2302-syslog-$shape.log
    is "$(counts "$file" -f unbound -z UTC) $(counts "$file" -f dnsmasq -z UTC)" "72 0 504 72 0 504" "syslog $shape: unbound and dnsmasq in one file"
done
is "$(counts "$formats/servers/bind9.18.49-querylog-views.log" -f infoblox -z UTC)" "68 0 0" "infoblox reads BIND's lines"
for log in live/nsd/nsd.log servers/nsd4.6.1.log; do
    fails 1 "nsd.*log: error: NSD writes no query log" "$log" normalize -f unbound -z UTC "$formats/$log"
done
for log in live/knot/knot.log servers/knot3.2.6-debug.log; do
    fails 1 "knot.*log: error: Knot DNS writes no query log" "$log" normalize -f bind9 -z UTC "$formats/$log"
done
fails 1 "kresd.*log: error: Knot Resolver writes no query log" "kresd" normalize -f bind9 -z UTC "$formats/servers/kresd5.6.0-debug.log"

# --- one list of questions, five servers ----------------------------------------------
# names FILE OPTION...: TYPE NAME a record
names() {
    normalize --start 2026-11-23 -z UTC "$@" | tail -n +2 |
        sed -E 's/^([^,]*,){3}([^,]*),("([^"]|"")*"|[^,]*),.*/\2 \3/; s/^([^ ]*) "(.*)"$/\1 \2/; s/""/"/g'
}
names -f bind9 "$formats/live/bind/noview/query.full.log" | sed '$d' > "$tmp/list" # the last is the signed one
is "$(wc -l < "$tmp/list")" "33" "the list"
# A NOTIFY of the list is logged as a query for SOA; two names more were asked of unbound, three of dnsmasq.
is "$(names -f unbound "$formats/live/unbound/tag/unbound.log")" "$(sed -E 's/\\([0-9]{3}|.)/?/g; s/[^A-Za-z0-9._? -]/?/g' "$tmp/list"
    printf '%s\n' 'SOA example.com' 'A a.inform.test' 'A x.blocked.test')" "unbound: the same, odd bytes as ?"
is "$(names -f dnsmasq "$formats/live/dnsmasq/extra/dnsmasq.log")" "$(sed -E 's/^A (ctrl|dot|high).*/A /' "$tmp/list"
    printf '%s\n' 'A mail.example.com' 'A mail.example.com' 'A ads.blocked.test')" "dnsmasq: the same, no name where it wrote none"
is "$(names -f powerdns "$formats/live/pdns/pdns_auth.log")" "$(sed '$d' "$tmp/list" && echo 'SOA example.com')" "powerdns: the same, without AXFR"
is "$(names -f pdns-recursor "$formats/live/pdns/pdns_recursor.log")" "$(cat "$tmp/list")" "recursor: the same"

# --- web and sshd -----------------------------------------------------------------------
file=$traffic/web_doctored/apache_logs
is "$(counts "$file" -f weblog)" "10000 0 0" "web: 10,000 requests"
is "$(tail -n +2 "$tmp/out.csv" | awk -F, '{ n += $(NF - 1) } END { print n }')" "$(sed -E 's/^[^"]*"([^"\\]|\\.)*" [0-9]+ ([0-9]+|-).*/\2/' "$file" | awk '{ n += $1 } END { print n }')" "web: bytes as sed and awk add them"
for file in "$traffic/auth_elastic/auth.log" "$traffic/loghub2k/OpenSSH_2k.log"; do
    is "$(counts "$file" -f sshd -z UTC | cut -d' ' -f1,2)" "$(grep -cE 'sshd\[[0-9]+\]: (Accepted |Failed |message repeated [0-9]+ times: \[ Failed )' "$file") 0" "${file##*/}: as grep counts"
done
is "$(normalize -f sshd -z UTC --start 2015-12-10 "$traffic/loghub2k/OpenSSH_2k.log" | tail -n +2 | awk -F, '{ n += $NF } END { print n }')" \
    "$(LC_ALL=C sed -nE 's/.*sshd\[[0-9]+\]: ((Accepted|Failed) .*|message repeated ([0-9]+) times: \[ Failed.*)/=\3/p' "$traffic/loghub2k/OpenSSH_2k.log" | awk -F= '{ n += $2 > 0 ? $2 : 1 } END { print n }')" "OpenSSH_2k: repeats count"
finish
