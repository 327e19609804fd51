#!/bin/sh
# truth.csv agrees with the logs line by line, the same seed gives the same bytes, overlaps and
# duplicates are where truth.csv says, and a local clock shows its change of the hour.
. "$(dirname "$0")/lib.sh"
simulate() { "$build/libexec/dielog-simulate" "$@"; }

cat > "$tmp/scenario.ini" <<'END'
[scenario]
start = 2016-10-28
end = 2016-11-02
seed = 11
[party office]
label = The "Office", all of it
addresses = 192.0.2.7 2001:db8::7
zone = Europe/Berlin
[party scan]
addresses = 203.0.113.0/24
listed = no
[resolver r]
ttl = 10m
[process people]
party = office
level = 30
names = mail.example.com A 3, example.com MX
odd_names = qu\"ote.example.com A, semi\;colon.example.com TXT
odd_share = 0.2
night = 0.5
weekend = 1
repeat = 0.1
[process beacon]
kind = timer
party = office
resolver = r
period = 4m
jitter = 0.1
names = beacon.example.com A
[process sweep]
kind = scanner
party = scan
level = 0.5
names = a.example.com A, b.example.com ANY
[sensor utc]
style = full
batch = 1d
overlap = 3h
duplicates = 0.05
[sensor iso]
style = iso8601-utc
batch = 12h
[sensor berlin]
style = timeonly
zone = Europe/Berlin
resolution = 1s
[outage night]
start = 2016-10-29T22:00:00Z
end = 2016-10-29T23:00:00Z
sensors = iso
END

simulate -o "$tmp/a" "$tmp/scenario.ini" && simulate -o "$tmp/b" "$tmp/scenario.ini"
ok $? "two runs"
diff -r "$tmp/a" "$tmp/b" > "$tmp/diff"
ok $? "same seed, same bytes"
simulate --seed 12 -o "$tmp/c" "$tmp/scenario.ini"
cmp -s "$tmp/a/truth.csv" "$tmp/c/truth.csv"
is $? 1 "another seed, another world"
cd "$tmp/a" || exit 1

# Each line of each log, in order, as truth.csv tells it (names here hold no comma).
for f in logs/*.log; do
    awk -v f="$f" '{ match($0, /client [^#]*#/); c = substr($0, RSTART + 7, RLENGTH - 8)
        q = $0; sub(/.*: query: /, "", q); split(q, w, " "); print f "," NR "," c "," w[3] "," w[1] }' "$f"
done | sort > "$tmp/logs.txt"
sed 1d truth.csv | sed 's/"qu\\""ote.example.com"/qu\\"ote.example.com/' | awk -F, '{ print $1 "," $2 "," $5 "," $6 "," $7 }' | sort > "$tmp/truth.txt"
is "$(wc -l < "$tmp/truth.txt")" "$(cat logs/*.log | wc -l)" "a row a line"
diff "$tmp/logs.txt" "$tmp/truth.txt" > "$tmp/diff"
ok $? "file, line, client, type and name agree"
awk -F, '$1 ~ /^logs.iso/ { print $2, substr($3, 1, 23) "Z" }' truth.csv > "$tmp/truth.txt"
for f in logs/iso*.log; do awk '{ print NR, $1 }' "$f"; done > "$tmp/logs.txt"
cmp -s "$tmp/truth.txt" "$tmp/logs.txt"
ok $? "stamps agree to the millisecond"

# Overlap: the first lines of a batch are the last of the one before, byte for byte.
n=$(awk -F, '$1 == "logs/utc-2016-10-29.log" && $10 == "overlap"' truth.csv | wc -l)
ok "$(awk -v n="$n" 'BEGIN { print !(n > 20) }')" "$n lines of overlap"
is "$(head -n "$n" logs/utc-2016-10-29.log | cksum)" "$(tail -n "$n" logs/utc-2016-10-28.log | cksum)" \
    "the overlap repeats the end of the batch before"
is "$(awk -F, '$10 == "overlap" { print $4 }' truth.csv | sort -u)" utc "no overlap where none was asked for"

# A duplicate is the line above it, and there are no others.
awk -F, '$10 == "duplicate" { print $1 " " $2 }' truth.csv | sort > "$tmp/truth.txt"
for f in logs/*.log; do awk -v f="$f" '$0 == last { print f " " NR } { last = $0 }' "$f"; done | sort > "$tmp/logs.txt"
awk -F, '$10 == "overlap" { print $1 " " $2 }' truth.csv | sort > "$tmp/overlap.txt"
is "$(comm -23 "$tmp/logs.txt" "$tmp/overlap.txt" | cksum)" "$(cksum < "$tmp/truth.txt")" "duplicates stand where truth.csv says"
ok "$(awk 'END { print !(NR > 10) }' "$tmp/truth.txt")" "there are some ($(wc -l < "$tmp/truth.txt"))"

# Berlin, 30 October 2016: 02:00 to 03:00 comes twice; true times still rise.
is "$(sed -n 's/^30-Oct-2016 \(..\):.*/\1/p' logs/berlin.log | uniq | sed -n '/^0[123]/p' | tr '\n' ' ')" "01 02 03 " \
    "the local clock of 30 October"
back=$(sed -n 's/^30-Oct-2016 \(02:..:..\).*/\1/p' logs/berlin.log | awk '$1 < last { n++ } { last = $1 } END { print n + 0 }')
is "$back" 1 "it runs back once"
sorted=$(awk -F, '$1 == "logs/berlin.log" { print $3 }' truth.csv | sort -c 2>&1)
is "$sorted" "" "while true times rise"
is "$(awk -F, '$4 == "iso" && $3 >= "2016-10-29T22" && $3 < "2016-10-29T23"' truth.csv | wc -l)" 0 "an outage loses lines"
is "$(cat parties.csv)" 'prefix,party,label,zone,reference,note,fact,date,source
192.0.2.7,office,"The ""Office"", all of it",Europe/Berlin,no,,,,
2001:db8::7,office,"The ""Office"", all of it",Europe/Berlin,no,,,,' "parties.csv"
is "$(cat events.csv)" event,start,end,label,group,source,declared "events.csv without events"
finish
