#!/bin/sh
# keep.sh CALIBRATE NEW TABLE -- puts the rows of NEW (one statistic's, or all) in the place of TABLE's, in the
# order of CALIBRATE's own list; rows that it does not list any more are dropped.
set -u
calibrate=$1 new=$2 table=$3
"$calibrate" --list | while IFS= read -r row; do
    cat "$new" "$table" | grep -F -m 1 -e "$row," || printf '%s: no row, run make calibrate\n' "$row" >&2
done > "$table.new" && mv "$table.new" "$table"
