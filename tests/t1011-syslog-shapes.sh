#!/bin/sh
# Syslog peels off before any dialect of text: every line of every fixture, wrapped in three shapes of syslog
# once more, gives the record of the bare line; its own stamp wins. A line without one takes syslog's, which has
# microseconds that no fixture has.
. "$(dirname "$0")/lib.sh"

# wrap SHAPE: the lines, each as the message of a program that is called sent
wrap() {
    case $1 in
    traditional) sed 's/^/<30>Feb  3 04:05:06.987654 relay sent[7]: /' ;;
    rfc3339) sed 's/^/<30>2026-11-23T04:05:06.987654+01:00 relay sent[7]: /' ;;
    rfc5424) sed 's/^/<30>1 2026-11-23T04:05:06.987654Z relay sent 7 - [x y="]"] /' ;;
    esac
}

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
    for shape in traditional rfc3339 rfc5424; do
        rm -rf "$tmp/work"
        mkdir "$tmp/work"
        wrap $shape < "$folder/in.log" > "$tmp/in.log"
        "$build/libexec/dielog-normalize" --batch b --input "$tmp/input.ini" -d "$tmp/work" --max-rejects 100% \
            "$tmp/in.log" 2> "$tmp/err"
        is "$(cat "$tmp/err" && cat "$tmp/work"/slices/*/b.csv | grep -v '^time,\|\.987654Z' |
            diff "$folder/want.csv" - | grep '^[<>]' | grep -v '^< time,')" "" "$this through $shape"
        # A line may become good by syslog's stamp; none that was good may fail.
        cut -f 1 "$folder/want.rejects" > "$tmp/known"
        is "$(cut -f 1 "$tmp/work/batches/b.rejects" | grep -vxFf "$tmp/known")" "" "$this through $shape: no new rejects"
    done
done
finish
