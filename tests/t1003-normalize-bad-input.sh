#!/bin/sh
# What bad input gets: a clear one-line error or a counted reject, never a wrong result under a final name.
. "$(dirname "$0")/lib.sh"

normalize() { "$build/libexec/dielog-normalize" "$@"; }
line() { printf '%s client 192.0.2.1#1 (%s): query: %s IN A + (192.0.2.53)\n' "$1" "$2" "$2"; }
reasons() { cut -f 2 "$1" | sort | uniq -c | sed 's/^ *//'; }

i=0
while [ $i -lt 1000 ]; do
    line "23-Nov-2026 12:00:00.$(printf %03d $i)" "n$i.example"
    i=$((i + 1))
done > "$tmp/good.log"

# --- the input as declared ---------------------------------------------------------
fails 1 "unknown format 'bind10', expected auto or one of bind9, .*zeek" "an unknown dialect" normalize -f bind10 -z UTC "$tmp/good.log"
fails 1 "good.log:1: error: the stamps have no zone" "a missing zone" normalize -f bind9 "$tmp/good.log"
fails 1 "unknown time zone 'Europe/Atlantis'" "an unknown zone" normalize -f bind9 -z Europe/Atlantis "$tmp/good.log"
fails 1 "No such file" "a missing file" normalize -f bind9 -z UTC "$tmp/none.log"
fails 1 "$tmp: error: cannot read" "a folder" normalize -f bind9 -z UTC "$tmp"
: > "$tmp/empty.log"
fails 1 "empty.log: error: the file is empty" "an empty file" normalize -f bind9 -z UTC "$tmp/empty.log"
is "$(normalize -f bind9 -z UTC --allow-empty "$tmp/empty.log" 2>&1)" "time,sensor,client,action,target,status,transport,bytes,count" "an empty file that is allowed"
echo '23-Nov-2026 12:33:04.040 general: notice: running' > "$tmp/quiet.log"
fails 1 "no record in 1 lines" "a log without lookups" normalize -f bind9 -z UTC "$tmp/quiet.log"
echo 'Nov 23 12:00:00 ns1 named[7]: client 192.0.2.1#1: query: a.example IN A +' > "$tmp/yearless.log"
fails 1 "state the first line's date" "no year and no start" normalize -f bind9 -z UTC "$tmp/yearless.log"
fails 1 "expected a date" "a malformed start" normalize -f bind9 -z UTC --start 4.5.2016 "$tmp/yearless.log"
fails 2 "FIELD=NAME" "a malformed column" normalize -f csv -c nonsense=x "$tmp/good.log"
cp "$tmp/good.log" "$tmp/$(printf '=c\377,"\n%s' 'd().log')"
is "$(normalize -f bind9 -z UTC "$tmp"/=c*.log | sed -n 2p | cut -d, -f2)" "_c____d__" "a file's odd name makes a plain sensor"
fails 2 "found --sensor 'a,b', expected" "a sensor's odd name" normalize -f bind9 -z UTC -s a,b "$tmp/good.log"
fails 2 "FIELD=NAME" "the sensor is no column" normalize -f csv -c sensor=x "$tmp/good.log"
fails 1 "needs the names of two columns" "csv without columns" normalize -f csv "$tmp/good.log"
printf 'a,b\n1,2\n' > "$tmp/table.csv"
fails 1 "table.csv:1: error: the header row has no column 'when'" "a column that is not there" normalize -f csv -c time=when -c client=b "$tmp/table.csv"
fails 1 "expected a comma or tab" "a separator that is none" normalize -f csv --separator ';' -c time=a -c client=b "$tmp/table.csv"
fails 1 "expected a share" "a share that is none" normalize -f bind9 -z UTC --max-rejects lots "$tmp/good.log"
fails 2 "say the dialect" "no dialect" normalize "$tmp/good.log"
fails 2 "go together" "half a stage" normalize --batch b "$tmp/good.log"

# --- lines ---------------------------------------------------------------------------
{ cat "$tmp/good.log"; for i in 1 2 3 4 5 6 7 8 9 10; do echo "rubbish $i"; done; } > "$tmp/one.log"
normalize -f bind9 -z UTC -o "$tmp/one.csv" --rejects "$tmp/one.rejects" "$tmp/one.log" 2> "$tmp/err"
is "$? $(cat "$tmp/err")" "0 dielog-normalize: $tmp/one.log: 10 of 1010 lines do not parse: not a line of BIND's log 10" "under 1 % of rejects is said"
is "$(sed -n 1p "$tmp/one.rejects")" "1001	not a line of BIND's log	rubbish 1" "a reject keeps line, reason and text"
{ cat "$tmp/one.log"; for i in 1 2 3 4 5 6 7 8 9 10 11; do echo "rubbish $i"; done; } > "$tmp/two.log"
fails 1 "two.log:1001: error: 21 of 1021 lines do not parse \(2.06 %, at most 1 % may\), mostly: not a line" "2 % of rejects" \
    normalize -f bind9 -z UTC -o "$tmp/two.csv" --rejects "$tmp/two.rejects" --manifest "$tmp/two.json" "$tmp/two.log"
is "$(find "$tmp" -name 'two.*' | sed 's|.*/||')" "two.log" "leave no output"
normalize -f bind9 -z UTC --max-rejects 3% -o "$tmp/two.csv" "$tmp/two.log" 2> /dev/null
ok $? "unless more are allowed"

{ cat "$tmp/good.log"; head -c 10000000 /dev/zero | tr '\0' x; printf '\nnul\0byte\n'; line '23-Nov-2026 12:00:02.000' last.example; } > "$tmp/long.log"
normalize -f bind9 -z UTC -o "$tmp/long.csv" --rejects "$tmp/long.rejects" "$tmp/long.log" 2> /dev/null
is "$? $(wc -l < "$tmp/long.csv")" "0 1002" "a line of 10 MB and a NUL byte are two rejects"
is "$(reasons "$tmp/long.rejects")" "1 NUL byte
1 line too long" "with their reasons"
is "$(head -1 "$tmp/long.rejects" | wc -c) $(head -1 "$tmp/long.rejects" | grep -o '.cut: [0-9]* bytes.')" "$((5 + 14 + 4096 + 22 + 1)) [cut: 10000000 bytes]" "the long one is kept cut, with its length"
normalize -f bind9 -z UTC -o "$tmp/good.csv" "$tmp/good.log"
sed 's/$/\r/' "$tmp/good.log" > "$tmp/crlf.log"
normalize -f bind9 -z UTC -s good -o "$tmp/crlf.csv" "$tmp/crlf.log"
ok "$(cmp -s "$tmp/good.csv" "$tmp/crlf.csv"; echo $?)" "CRLF changes nothing"
printf %s "$(cat "$tmp/good.log")" > "$tmp/noend.log"
normalize -f bind9 -z UTC -s good -o "$tmp/noend.csv" "$tmp/noend.log"
ok "$(cmp -s "$tmp/good.csv" "$tmp/noend.csv"; echo $?)" "a last line without its end is a line"
{ cat "$tmp/good.log"; printf '23-Nov-2026 12:00:02.000 client 192.0.2.1#1 (x\377\033[0m): query: x\377\033[0m IN A +\n'; } > "$tmp/bytes.log"
is "$(normalize -f bind9 -z UTC "$tmp/bytes.log" | tail -1)" '2026-11-23T12:00:02.000000Z,bytes,192.0.2.1,A,x\255\027[0m,,udp,,1' "bytes that are no UTF-8 become escapes"
{ line '27-Mar-2016 01:59:59.000' a.example; line '27-Mar-2016 02:30:00.000' b.example; line '27-Mar-2016 03:00:00.000' c.example; } > "$tmp/gap.log"
fails 1 "gap.log:2: error: 1 of 3 lines do not parse .*local time does not exist" "a stamp in the gap of a clock put forward" normalize -f bind9 -z Europe/Berlin "$tmp/gap.log"

# --- compressed ------------------------------------------------------------------------
for tool in gzip bzip2 xz zstd lz4; do
    command -v $tool > /dev/null || { skip "$tool" "no $tool here"; continue; }
    $tool -c < "$tmp/good.log" > "$tmp/packed.bin"
    normalize -f bind9 -z UTC -s good -o "$tmp/packed.csv" "$tmp/packed.bin"
    ok "$(cmp -s "$tmp/good.csv" "$tmp/packed.csv"; echo $?)" "$tool is told by content"
    rm -f "$tmp/packed.csv"
    head -c 500 "$tmp/packed.bin" > "$tmp/cut.bin"
    fails 1 "cut.bin: error: " "$tool, cut short" normalize -f bind9 -z UTC -o "$tmp/packed.csv" "$tmp/cut.bin"
    [ ! -e "$tmp/packed.csv" ]
    ok $? "$tool, cut short: no output"
done
head -20 "$tmp/good.log" | gzip -9n > "$tmp/small.gz"
normalize -f bind9 -z UTC -s s -o "$tmp/small.csv" "$tmp/small.gz"
size=$(wc -c < "$tmp/small.gz") n=1 wrong=
while [ $n -lt "$size" ]; do
    head -c $n "$tmp/small.gz" > "$tmp/prefix.gz"
    if normalize -f bind9 -z UTC -s s -o "$tmp/prefix.csv" "$tmp/prefix.gz" 2> "$tmp/err"; then
        cmp -s "$tmp/small.csv" "$tmp/prefix.csv" || wrong="$wrong $n"
    elif [ "$(wc -l < "$tmp/err")" -ne 1 ]; then
        wrong="$wrong $n"
    fi
    n=$((n + 1))
done
is "$wrong" "" "each of $((size - 1)) prefixes of a small .gz fails in one line, or gives the whole"
printf '\377' | dd of="$tmp/small.gz" bs=1 seek=$((size - 8)) conv=notrunc 2> /dev/null
fails 1 "small.gz: error: the gzip data is damaged: incorrect data check" "a gzip whose checksum is another" normalize -f bind9 -z UTC -o "$tmp/x.csv" "$tmp/small.gz"

# --- output --------------------------------------------------------------------------
# As /dev/stdout and /dev/fd are: what is open is written to, and the links stay.
mkdir "$tmp/links" && ln -s /proc/self/fd/1 "$tmp/links/stdout" && ln -s /proc/self/fd "$tmp/links/fd"
echo before > "$tmp/said"
normalize -f bind9 -z UTC -o "$tmp/links/stdout" --manifest "$tmp/links/fd/2" "$tmp/good.log" > "$tmp/written" 2>> "$tmp/said"
is "$? $(cmp "$tmp/written" "$tmp/good.csv" 2>&1) $(head -n 1 "$tmp/said") $(grep -c '"format"' "$tmp/said")" "0  before 1" "outputs that are open already are written in place, a file too"
is "$(find "$tmp/links" -mindepth 1 -printf '%f %l\n' | sort | tr '\n' ' ')" "fd /proc/self/fd stdout /proc/self/fd/1 " "and their links stay"
if [ -w /dev/full ]; then
    if [ -c /dev/tty ]; then
        ln -s /dev/tty "$tmp/tty"
        fails 1 "cannot write .*/tty: " "a device that cannot be opened" setsid -w "$build/libexec/dielog-normalize" -f bind9 -z UTC -o "$tmp/tty" "$tmp/one.log"
        is "$(readlink "$tmp/tty")" /dev/tty "stays what it was"
    else
        skip "a device that cannot be opened" "there is no /dev/tty"
    fi
    for option in --output --rejects --manifest; do
        fails 1 "/dev/full.*No space left" "$option on a full disk" normalize -f bind9 -z UTC -o "$tmp/x.csv" $option /dev/full "$tmp/one.log"
    done
    sh -c '"$1" -f bind9 -z UTC "$2" > /dev/full 2> "$3"' - "$build/libexec/dielog-normalize" "$tmp/good.log" "$tmp/err"
    is "$? $(grep -c 'standard output: No space left' "$tmp/err")" "1 1" "standard output on a full disk"
fi
is "$(normalize -f bind9 -z UTC - < "$tmp/good.log" | sed 's/,log,/,good,/' | cmp - "$tmp/good.csv" 2>&1)" "" "standard input"
is "$(normalize -f bind9 -z UTC -s good "$tmp/good.log" "$tmp/crlf.log" | wc -l)" "2001" "two files, one header"
finish
