#!/bin/sh
# dielog-names as a program: patterns that are there, real logs without a tunnel, bad input.
. "$(dirname "$0")/lib.sh"

verdict() { awk -F, -v g="$2" '$1 == g { print $NF }' "$1"; }

# office: people; relay: receivers of three mailings; probe: a scan; carry: a tunnel; ping: echoes whose size is data.
awk 'BEGIN {
    srand(4)
    print "time,party,client,action,target,bytes"
    for (i = 0; i < 900; i++)
        printf "%d,office,192.0.2.%d,%s,%s.example.com,\n", 1462147200 + int(rand() * 28 * 86400), i % 5, i % 9 ? "A" : "AAAA", substr("wwwmailtime", 1 + 3 * int(rand() * 3), 3)
    for (i = 0; i < 30; i++) {
        t = 1462147200 + 9 * 86400 * int(i / 10) + int(rand() * 900); c = "198.51.100." i
        split("PTR 7.113.0.203.in-addr.arpa A mail.example.org MX example.org TXT example.org TXT _dmarc.example.org", q, " ")
        for (k = 1; k < 10; k += 2) printf "%.1f,relay,%s,%s,%s,\n", t + k / 10, c, q[k], q[k + 1]
    }
    for (i = 0; i < 6; i++) {
        t = 1462147200 + int(rand() * 28 * 86400)
        split("TXT version.bind ANY example.com NS example.com AXFR example.com", q, " ")
        for (k = 1; k < 8; k += 2) printf "%.1f,probe,203.0.113.%d,%s,%s,\n", t + k / 5, i, q[k], q[k + 1]
    }
    for (i = 0; i < 200; i++) {
        label = ""
        for (k = 0; k < 40; k++) label = label substr("abcdefghijklmnopqrstuvwxyz234567", 1 + int(rand() * 32), 1)
        printf "%d,carry,192.0.2.99,TXT,%s.t.example.net,\n", 1462150000 + 7 * i, label
        printf "%d,ping,192.0.2.98,echo-request,192.0.2.1,%d\n", 1462150000 + i, 100 + int(rand() * 900)
    }
}' > "$tmp/e.csv"
dielog names --flows "$tmp/f.csv" -o "$tmp/n.csv" "$tmp/e.csv"
ok $? "it runs"
is "$(head -1 "$tmp/n.csv")" "group,n,names,fresh,entropy,labels,length,first,address,mx,txt,ptr,other,reverse,searched,single,sessions,mail_sessions,lr_mail,lr_mail_most,scan_sessions,lr_scan,lr_scan_most,tunnel_suffix,tunnel_names,lr_tunnel,echoes,echo_sizes,echo_odd,verdict" \
    "the columns are the promised ones"
is "$(sed 1d "$tmp/n.csv" | awk -F, '{ print $1 ": " $NF }')" "carry: tunnel
office: ordinary lookups
ping: echoes of unusual sizes
probe: scan
relay: mail receivers" "each pattern is named, and no other"
is "$(sed -n '1p;2p' "$tmp/f.csv" | cut -d, -f1-5)" "group,suffix,n,names,names_client
carry,t.example.net,200,200,200" "the flow with most names"
is "$(awk -F, '$1 == "relay" { printf "%.0f", $18 }' "$tmp/n.csv")" 30 "thirty sessions of mail receivers"
(head -1 "$tmp/e.csv"; sed 1d "$tmp/e.csv" | sort -r) | dielog names > "$tmp/r.csv"
is "$(cut -d, -f1-9,28 "$tmp/r.csv")" "$(cut -d, -f1-9,28 "$tmp/n.csv")" "the order of the rows does not matter; standard input is read"
dielog names --group client "$tmp/e.csv" > "$tmp/c.csv"
is "$(verdict "$tmp/c.csv" 192.0.2.99)" "tunnel" "by client"
printf 'time,party\n5,x\n' | dielog names > "$tmp/none.csv"
is "$(verdict "$tmp/none.csv" x)" "cannot tell: no lookups of names" "no names"
printf 'time\n' | dielog names > "$tmp/none.csv"
is "$? $(wc -l < "$tmp/none.csv")" "0 1" "no record: no row"

# Real logs: no tunnel in any; the scan of the contest (version.bind from outside, twice) is there.
if [ -n "$shared" ] && [ -d "$shared/data/traffic" ]; then
    for log in zed_wrccdc/dns.log.gz rita_proxy/dns.log stratosphere/005-zeek-scenario-malicious/dns.log; do
        dielog normalize -q -f zeek "$shared/data/traffic/$log" > "$tmp/real.csv" 2> "$tmp/err"
        for group in client sensor; do
            is "$(dielog names --group $group "$tmp/real.csv" | grep -c tunnel$)" 0 "no tunnel in $log by $group"
        done
    done
    dielog normalize -q -f zeek "$shared/data/traffic/zed_wrccdc/dns.log.gz" | dielog names --group client > "$tmp/zed.csv"
    is "$(sed 1d "$tmp/zed.csv" | grep -c -e 'mail receivers' -e 'scan$')" 1 "of its clients one asks like a scan, none like a mail receiver"
    is "$(verdict "$tmp/zed.csv" 10.128.0.207)" "scan" "who asked for version.bind"
else
    skip "real logs" "no shared samples"
fi
fails 1 'time' "no column of times" dielog names --time when "$tmp/e.csv"
fails 2 'group' "a group that is none" dielog names --group target "$tmp/e.csv"
if [ -w /dev/full ]; then
    fails 1 'space|write' "a full disk" sh -c "'$build/dielog' names '$tmp/e.csv' > /dev/full"
fi
finish
