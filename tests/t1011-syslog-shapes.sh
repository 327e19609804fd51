#!/bin/sh
# Syslog peels off before any dialect of text: every line of every fixture, wrapped once more in one of three
# shapes of syslog by turns, gives the record of the bare line; its own stamp wins. A line without one takes
# syslog's, which has microseconds that no fixture has.
. "$(dirname "$0")/lib.sh"

# wrap TURN: the lines, each as the message of a program that is called sent
wrap() {
    LC_ALL=C awk -v turn="$1" 'BEGIN {
        head[0] = "<30>Feb  3 04:05:06.987654 relay sent[7]: "
        head[1] = "<30>2026-11-23T04:05:06.987654+01:00 relay sent[7]: "
        head[2] = "<30>1 2026-11-23T04:05:06.987654Z relay sent 7 - [x y=\"]\"] "
    } { print head[(NR + turn) % 3] $0 }'
}

mkdir "$tmp/store" # of all: normalize removes what the last one left
turn=0
for folder in "$top"/fixtures/formats/*/*/; do
    folder=${folder%/}
    dialect=$(basename "$(dirname "$folder")")
    this=$dialect/$(basename "$folder")
    case $dialect in dnstap | pcap | pattern) continue ;; esac # binary, or a layout that the case itself states
    if [ -f "$folder/input.ini" ]; then
        cp "$folder/input.ini" "$tmp/input.ini"
    else
        printf '[input]\nsensor = s1\nformat = %s\nzone = UTC\n' "$dialect" > "$tmp/input.ini"
    fi
    grep -q '^start' "$tmp/input.ini" || echo 'start = 2026-11-23' >> "$tmp/input.ini"
    turn=$((turn + 1))
    wrap $turn < "$folder/in.log" > "$tmp/in.log"
    "$build/libexec/dielog-normalize" --batch b --input "$tmp/input.ini" -d "$tmp/store" --max-rejects 100% "$tmp/in.log" 2> "$tmp/err"
    # A line may become good by syslog's stamp; none that was good may fail.
    cut -f 1 "$folder/want.rejects" > "$tmp/known"
    is "$(grep -v ': the times count from 0, ' "$tmp/err"; cat "$tmp/store"/slices/*/b.csv | grep -v '^time,\|\.987654Z' |
        diff "$folder/want.csv" - | grep '^[<>]' | grep -v '^< time,'
        cut -f 1 "$tmp/store/batches/b.rejects" | grep -vxFf "$tmp/known")" "" "$this through syslog"
done
finish
