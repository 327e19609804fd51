#!/bin/sh
# scale.sh PROGRAMS FOLDER OUTPUT LOOKUPS [SHAPE]... -- what lookups, days and clients cost, stage by stage, raw log to report.
#
# A SHAPE is AXIS:LOOKUPS:DAYS:CLIENTS:GOALS.  Its case is made in FOLDER (bench/lookups.c: a log a day, zstd), `dielog report -j 2` is
# run over it with every program under the meter, and it is removed.  GOALS: `counts` stops after counts, records, shares and
# autocorrelation; `scans` makes all results but those of period and cadence, which cost most; `report` makes all.
# OUTPUT.csv gets a row a stage of each shape:
#
#   axis,lookups,days,clients,goals,stage,processes,cpu_s,wall_s,peak_bytes,written_bytes
#
# `count` is that of days, `rebin` the joined counts; peak_bytes is of the largest process; `whole` is all, with make and the shell.
# Rows of the stage `store-<what>` have in written_bytes what lies on the disk at the end: raw logs, slices, days, counts, results.
# Without a SHAPE: by days, by clients and by lookups, the last one LOOKUPS.  OUTPUT.svg and .png draw them (scale.gp), OUTPUT.txt says what
# the largest cost.
# PROGRAMS: two folders, of dielog-* and of meter and lookups, with a colon between.
set -eu
libexec=${1%%:*} tools=${1#*:}
folder=$2 output=$3 lookups=$4
shift 4
export LC_ALL=C.UTF-8 TZ=UTC
mkdir -p "$folder" "$(dirname "$output")"
if [ $# -eq 0 ]; then
    for days in 1 10 100 1000; do set -- "$@" "days:$((days * lookups / 100000)):$days:1000:scans"; done
    for clients in 100 1000 10000 100000 1000000; do set -- "$@" "clients:$((lookups / 100)):10:$clients:scans"; done
    for part in 10000 1000 100; do set -- "$@" "lookups:$((lookups / part)):10:1000:report"; done
    set -- "$@" "whole:$lookups:100:100000:counts"
fi

# --- every program under the meter ----------------------------------------------------
metered=$folder/libexec
rm -rf "$metered"
mkdir "$metered"
for file in "$libexec"/*; do
    case ${file##*/} in
    dielog-*) ln -s "$tools/meter" "$metered/${file##*/}" ;;
    *) ln -s "$file" "$metered/" ;;
    esac
done

# --- one shape ------------------------------------------------------------------------------
results() { # GOALS: the results to be made, none: all and the pages
    case $1 in
    counts) set -- counts daily records share share_client status autocorrelation ;;
    scans) set -- counts daily records share share_client status autocorrelation coverage integrity couple service names rhythm cache cache_client \
        zone mixture window epoch spikes change ;;
    report) set -- ;;
    esac
    [ $# -eq 0 ] || printf " $folder/store/results/%s.csv" "$@"
}

lay_out() { # LOOKUPS DAYS CLIENTS
    rm -rf "$folder/case" "$folder/store" "$folder/report" "$folder/meter"
    mkdir -p "$folder/case/logs"
    day=0
    while [ $day -lt "$2" ]; do
        "$tools/lookups" "$1" "$2" "$3" $day | zstd -q -1 > "$(printf '%s/case/logs/%04d.log.zst' "$folder" $day)"
        day=$((day + 1))
    done
    printf 'prefix,party,label\n10.0.0.0/10,north,North\n10.64.0.0/10,east,East\n10.128.0.0/10,south,South\n' > "$folder/case/parties.csv"
    printf '[case]\ntitle = Scale\n[input ns1]\nfiles = logs/*.zst\nformat = bind9\nzone = UTC\n' > "$folder/case/case.ini"
}

report() { # GOALS
    # shellcheck disable=SC2046 # words
    DIELOG_LIBEXEC=$metered METER_PROGRAMS=$libexec METER_LOG=$folder/meter \
        "$metered/dielog-report" -q -j 2 -w "$folder/store" -o "$folder/report" "$folder/case" -- $(results "$1") > "$folder/said"
}

rows() { # SHAPE, with commas
    awk -F, -v shape="$1" '
        { verb = $2 == "--rebin" ? "rebin" : $1 == "dielog-report" ? "whole" : substr($1, 8) }
        { n[verb]++; cpu[verb] += $3 + $4; peak[verb] = 1024 * $7 > peak[verb] ? 1024 * $7 : peak[verb]; wall[verb] += $8; written[verb] += $6 }
        END { for (v in n) printf "%s,%s,%d,%.6f,%.6f,%.0f,%.0f\n", shape, v, n[v], cpu[v], wall[v], peak[v], written[v] }' "$folder/meter"
    for what in case/logs store/slices store/days store/counts store/results; do
        echo "$1,store-${what#*/},1,0,0,0,$(find "$folder/$what" -type f -printf '%s\n' | awk '{ n += $1 } END { printf "%.0f", n }')"
    done
}

echo axis,lookups,days,clients,goals,stage,processes,cpu_s,wall_s,peak_bytes,written_bytes > "$output.csv"
for shape in "$@"; do
    # shellcheck disable=SC2046 # words
    set -- $(echo "$shape" | tr : ' ')
    lay_out "$2" "$3" "$4"
    report "$5"
    rows "$(echo "$shape" | tr : ,)" | sort >> "$output.csv"
done
rm -rf "$folder/case" "$folder/store" "$folder/report"

# --- what came out ----------------------------------------------------------------------------
{
    date -u +'%Y-%m-%d %H:%M UTC'
    sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | sort | uniq -c | sed 's/^ *\([0-9]*\) /\1 x /'
    echo "load average $(cut -d' ' -f1-3 /proc/loadavg); CPU is what the processes used, wall what passed meanwhile"
    echo
    awk -F, -v shape="$(echo "$shape" | tr : ,)" '
        index($0, shape) != 1 { next }
        $6 ~ /^store-/ { store = store sprintf("%-18s %9.2f bytes a lookup\n", substr($6, 7), $11 / $2); next }
        $6 == "whole" { whole = sprintf("%.0f lookups of %d days and %d clients (%s): %.0f s, CPU %.0f s, %.0f lookups a CPU second\n", $2, $3, $4, $5, $9, $8, $2 / $8); next }
        { stages = stages sprintf("%-18s %6d processes %10.2f CPU s %8.2f CPU ns a lookup %8.1f MB at most\n", $6, $7, $8, $8 / $2 * 1e9, $10 / 1e6) }
        END { print whole; print stages; print store }' "$output.csv"
} > "$output.txt"
if grep -qE '^(days|clients|lookups),' "$output.csv" && command -v gnuplot > /dev/null; then
    for device in 'svg size 1500,820 font "Inter,11"' 'pngcairo size 1500,820 font "Inter,11"'; do
        kind=${device%% *}
        gnuplot -e "table='$output.csv'; all=$lookups.0; out='$output.${kind%cairo}'; device='$device'" "$(dirname "$0")/scale.gp" 2> /dev/null
    done
fi
cat "$output.txt"
