#!/bin/sh
# whole.sh LOG FOLDER -- the way of a case from its raw log to the counts of each day.
set -eu
log=$1 work=$2
rm -rf "$work"
mkdir -p "$work/slices" "$work/batches"
dielog-normalize --batch in --input in.ini --work "$work" "$log"
for day in "$work"/slices/*; do
    dielog-collect -p parties.csv "$day/in.csv" -o "$work/day.csv"
    dielog-count "$work/day.csv" -o "$work/counts.csv"
done
