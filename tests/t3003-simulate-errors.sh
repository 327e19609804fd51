#!/bin/sh
# What goes wrong is said in one line with its place, and leaves no output.
. "$(dirname "$0")/lib.sh"
simulate() { "$build/libexec/dielog-simulate" "$@"; }

scenario() {
    printf '[scenario]\nstart = 2016-05-04\nend = 2016-05-06\n[party p]\naddresses = 192.0.2.1\n'
    printf '[sensor a]\nweight = 1\n[process x]\nparty = p\nnames = example.com\n%s\n' "$1"
}
scenario 'level = 50' > "$tmp/good.ini"
scenario 'level = high' > "$tmp/number.ini"
scenario 'levle = 5' > "$tmp/spelling.ini"
scenario 'total = 5' > "$tmp/total.ini"

fails 1 '^dielog-simulate: .*number.ini:11: error: \[process x\] level' "a bad number: file and line" \
    simulate -o "$tmp/out" "$tmp/number.ini"
fails 1 'spelling.ini:11: error: .*levle' "a misspelt key" simulate -o "$tmp/out" "$tmp/spelling.ini"
fails 1 '\[process x\] total: its rate is too small for 5 events' "a total without a rate" \
    simulate -o "$tmp/out" "$tmp/total.ini"
fails 1 'cannot read' "no scenario" simulate -o "$tmp/out" "$tmp/none.ini"
fails 2 'output is needed' "no folder" simulate "$tmp/good.ini"
fails 2 'expected one scenario' "no operand" simulate -o "$tmp/out"
[ ! -e "$tmp/out" ]
ok $? "nothing was written"

simulate -o "$tmp/out" "$tmp/good.ini"
ok $? "a good one"
is "$(cd "$tmp/out" && find . -type f | sort | tr '\n' ' ')" "./events.csv ./logs/a.log ./parties.csv ./truth.csv " \
    "its files; no case.ini where none lies beside the scenario"
touch -d 2001-01-01 "$tmp/out/logs/a.log" "$tmp/out/truth.csv"
simulate -o "$tmp/out" "$tmp/good.ini"
is "$(find "$tmp/out" -type f ! -newermt 2002-01-01)" "$tmp/out/logs/a.log" \
    "again: an unchanged log keeps its time stamp, truth.csv is new"
touch "$tmp/out/logs/old.log"
fails 1 'old.log: error: found a log that this scenario does not make' "a stranger among the logs" \
    simulate -o "$tmp/out" "$tmp/good.ini"
# The disk breaks at every place where it can: an error, no truth.csv, no leftovers; then all is well again.
preload="$build/faults/disk.so"
# shellcheck disable=SC2317  # called by fails
broken() {
    FAULT=$1 FAULT_SEEN="$tmp/seen" LD_PRELOAD=$preload ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0 \
        "$build/libexec/dielog-simulate" -o "$tmp/broken" "$tmp/good.ini"
}
# (Every second fsync is of the folder; that is a courtesy and may fail.)
for fault in fsync:1 fsync:3 fsync:5 fsync:7 rename:1 rename:2 rename:3 rename:4; do
    rm -rf "$tmp/broken" "$tmp/seen"
    fails 1 'Input/output error' "$fault fails" broken "$fault"
    is "$(find "$tmp/broken" -name truth.csv -o -name '*.tmp-*'; ls "$tmp/seen")" "$tmp/seen" \
        "nothing pretends to be whole"
done
fails 1 'error' "no room on the disk" sh -c "ulimit -f 1; trap '' XFSZ; exec '$build/libexec/dielog-simulate' \
    -o '$tmp/broken' '$tmp/good.ini'"
simulate -o "$tmp/broken" "$tmp/good.ini"
rm "$tmp/out/logs/old.log"
diff -r "$tmp/broken" "$tmp/out"
ok $? "the next run makes all of it, the same bytes"
: > "$tmp/file"
fails 1 'error' "the folder is a file" simulate -o "$tmp/file" "$tmp/good.ini"
finish
