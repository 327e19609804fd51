#!/bin/sh
# dielog-integrity as a program: what it finds in records that were made with a fault, and what it leaves alone.
. "$(dirname "$0")/lib.sh"

verdict() { # FILE SENSOR CHECK
    awk -F, -v s="$2" -v c="$3" '$1 == s && $2 == c { print $8 }' "$1"
}

# ns1: four weeks of a sound log.  ns2: all in minute 05.  ns3: each question written twice, stamps in ms.
awk 'BEGIN {
    srand(5)
    print "time,sensor,client,action,target,count"
    for (i = 0; i < 1500; i++) {
        t = 1462147200 + int(rand() * 28 * 86400)
        printf "%d,ns1,192.0.2.%d,A,a%d.example.com,1\n", t, i % 9, i % 50
        printf "%d,ns2,192.0.2.%d,A,a%d.example.com,1\n", int(t / 3600 / 3) * 3 * 3600 + 300 + int(rand() * 60), i % 9, i
        u = t + int(rand() * 1000) / 1000
        printf "%.3f,ns3,198.51.100.%d,A,b%d.example.com,1\n", u, i % 9, i
        printf "%.3f,ns3,198.51.100.%d,A,b%d.example.com,1\n", u, i % 9, i
    }
}' > "$tmp/e.csv"
cat > "$tmp/inputs.csv" <<'END'
batch,sensor,path,format,zone,bytes,sha256,lines,kept,rejected,set_aside,first,last,resolution_s,ambiguous,steps_back
a,ns1,a.log,bind9,UTC,9,,1000,1000,0,0,,,1,0,0
b,ns1,b.log,bind9,UTC,9,,500,500,0,0,,,1,0,0
c,ns2,c.log,bind9,UTC,9,,1540,1500,40,0,,,1,2,
d,ns3,d.log,bind9,UTC,9,,3000,3000,0,0,,,1,0,7
END
dielog integrity --inputs "$tmp/inputs.csv" -o "$tmp/i.csv" "$tmp/e.csv"
ok $? "it runs"
is "$(head -1 "$tmp/i.csv")" "sensor,check,n,value,unit,p_value,p_holm,verdict,note" "the columns are the promised ones"
is "$(awk -F, '$1 == "ns1" && $8 == "of note" { print $2 }' "$tmp/i.csv")" "" "nothing of note in a sound log"
is "$(verdict "$tmp/i.csv" ns2 'one minute')" "of note" "a log whose stamps all lie in one minute"
is "$(awk -F, '$1 == "ns2" && $2 == "one minute" { print $3, $4 }' "$tmp/i.csv")" "1500 1" "all its rows are counted"
is "$(verdict "$tmp/i.csv" ns2 'minute of the hour')" "of note" "its minutes are uneven"
is "$(verdict "$tmp/i.csv" ns2 'rejected lines')" "of note" "2.6 % of its lines were rejected"
is "$(verdict "$tmp/i.csv" ns2 'ambiguous stamps')" "of note" "two of its stamps are ambiguous"
is "$(verdict "$tmp/i.csv" ns2 'steps back')" "cannot tell" "an order that nobody recorded"
is "$(verdict "$tmp/i.csv" ns3 'steps back')" "of note" "a clock that ran backwards"
is "$(awk -F, '$1 == "ns3" && $2 == "repeats at once" { print $4, $8 }' "$tmp/i.csv")" "0.5 of note" "half the records were written twice"
is "$(verdict "$tmp/i.csv" ns1 'repeats at once')" "cannot tell" "whole seconds do not tell of milliseconds"
is "$(verdict "$tmp/i.csv" ns1 'asked before the TTL')" "cannot tell" "no TTL is stated"
is "$(verdict "$tmp/i.csv" ns1 'ports and ids')" "cannot tell" "the record has no ports"
dielog integrity --ttl 1h "$tmp/e.csv" > "$tmp/t.csv"
is "$(verdict "$tmp/t.csv" ns1 'rejected lines') $(verdict "$tmp/t.csv" ns1 'asked before the TTL' | cut -c1-11)" \
    "cannot tell as expected" "without inputs no lines; with a TTL who asks too soon"
(head -1 "$tmp/e.csv"; sed 1d "$tmp/e.csv" | sort -r) | dielog integrity --inputs "$tmp/inputs.csv" > "$tmp/r.csv"
is "$(cat "$tmp/r.csv")" "$(cat "$tmp/i.csv")" "the order of the rows does not matter; standard input is read"
printf 'time\n' | dielog integrity > "$tmp/none.csv"
is "$? $(wc -l < "$tmp/none.csv")" "0 1" "no record: no row"
printf 'time\n2016-05-02T00:00:00Z\n' | dielog integrity > "$tmp/one.csv"
is "$(cut -d, -f8 "$tmp/one.csv" | sort | uniq -c | tr -s ' ' | grep -c 'of note')" 0 "one record: nothing of note"

doctored=$shared/data/traffic/web_doctored/apache_logs
if [ -n "$shared" ] && [ -f "$doctored" ]; then
    dielog normalize -q -f weblog "$doctored" | dielog integrity > "$tmp/web.csv"
    is "$(awk -F, '$2 == "one minute" { print $3, $4, $8 }' "$tmp/web.csv")" "10000 1 of note" "the doctored web log: all 10,000 stamps in minute 05"
    dielog normalize -q -f zeek "$shared/data/traffic/zed_wrccdc/dns.log.gz" | dielog integrity > "$tmp/zed.csv"
    is "$(awk -F, '$2 == "repeats at once" { printf "%.2f %s", $4, $8 }' "$tmp/zed.csv")" "0.54 of note" "a capture that saw packets twice"
    is "$(verdict "$tmp/zed.csv" dns 'last digit')" "as expected" "and whose microseconds are a clock's"
else
    skip "real logs" "no shared samples"
fi

fails 1 'time' "no column of times" dielog integrity --time when "$tmp/e.csv"
fails 1 'nowhere.csv' "no such table of inputs" dielog integrity --inputs "$tmp/nowhere.csv" "$tmp/e.csv"
fails 1 'steps_back|column' "a table that is not one of inputs" dielog integrity --inputs "$tmp/e.csv" "$tmp/e.csv"
printf 'time,bytes\n2016-05-02T00:00:00Z,-4\n' > "$tmp/bad.csv"
fails 1 'bad.csv:2: error: a size' "a negative size" dielog integrity "$tmp/bad.csv"
if [ -w /dev/full ]; then
    fails 1 'space|write' "a full disk" sh -c "'$build/dielog' integrity '$tmp/e.csv' > /dev/full"
fi
finish
