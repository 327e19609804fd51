#!/bin/sh
# validate.sh PROGRAM WORK DATA -- runs PROGRAM on a folder with persons*.csv and activity*.csv or activity*.csv.gz.
set -eu
program=$1 work=$2 data=$3
persons= activity=
for file in "$data"/persons*.csv; do [ ! -r "$file" ] || persons=$file; done
for file in "$data"/activity*.csv "$data"/activity*.csv.gz; do [ ! -r "$file" ] || activity=$file; done
if [ -z "$persons" ] || [ -z "$activity" ]; then
    echo "validate: $data: no persons*.csv and activity*.csv(.gz)" >&2
    exit 1
fi
mkdir -p "$work"
trap 'rm -f "$work/activity.csv"' EXIT
trap 'exit 1' HUP INT TERM
case $activity in
*.gz) gzip -dc "$activity" > "$work/activity.csv" ;;
*) cp "$activity" "$work/activity.csv" ;;
esac
shift 3
"$program" "$@" "$persons" "$work/activity.csv"
