#!/bin/sh
# nights.sh PROGRAMS FOLDER OUTPUT [DAYS]... -- what a night costs after so many days (default 1 and 1000).
#
# A log a day (nights.ini) lies in the case from the first day on; nights that bring one day each are measured: as many as lie
# between two closing days of the statistics that cost much (pipeline/case/lookback.h, with LOOK_BACK=42 days), at least three.
# OUTPUT.csv gets days,stage,processes,cpu_s,read_bytes,written_bytes a night, their mean, a row a
# program; `count` is that of days, `rebin` joins the counts of all; `whole` is the night with all that it runs, `make`
# what make and the shell took of it beside the stages; `dearest` is the whole of the night that cost most.
# OUTPUT.txt compares the first with the last number of days.
# PROGRAMS: two folders, of dielog-* and of meter, with a colon between.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
libexec=${1%%:*} meter=${1#*:}/meter
folder=$2 output=$3
shift 3
[ $# -gt 0 ] || set -- 1 1000
export LC_ALL=C.UTF-8 TZ=UTC
look_back=${LOOK_BACK:-42}
mkdir -p "$folder" "$(dirname "$output")"

# --- the logs -------------------------------------------------------------------------
if [ -n "$(find "$here/nights.ini" "$libexec/dielog-simulate" -newer "$folder/simulated" 2>&1)" ]; then
    rm -rf "$folder/all"
    mkdir "$folder/all"
    "$libexec/dielog-simulate" -o "$folder/simulation" "$here/nights.ini"
    cp "$folder/simulation/parties.csv" "$folder/all/"
    (cd "$folder/all" && awk '{ split($1, d, "-"); m = index("JanFebMarAprMayJunJulAugSepOctNovDec", d[2]) / 3 + 2 / 3
        print > sprintf("%s-%02d-%s.log", d[3], m, d[1]) }' ../simulation/logs/ns1.log)
    rm -rf "$folder/simulation"
    touch "$folder/simulated"
fi

# --- nights, with every program under the meter ------------------------------------------
metered=$folder/libexec
rm -rf "$metered"
mkdir "$metered"
for file in "$libexec"/*; do
    case ${file##*/} in
    dielog-*) ln -s "$meter" "$metered/${file##*/}" ;;
    *) ln -s "$file" "$metered/" ;;
    esac
done

# give CASE FROM TO: the logs number FROM to TO
give() { (cd "$folder/all" && find . -name '*.log' | sort | sed -n "$2,$3p" | xargs -r cp -t "$1/logs"); }

# night CASE DATE
night() { (cd "$folder" && DIELOG_LIBEXEC=$metered METER_PROGRAMS=$libexec METER_LOG=$folder/meter "$metered/dielog-night" -j 1 -d "$2" "$1" > said); }

# turn DAYS: the nights from one closing day to the next, so often that they are three or more
turn() {
    awk -v n="$1" -v most="$look_back" 'BEGIN { step = int((n < most ? n : most) / 6); if (step < 1) step = 1; print step * int((step + 2) / step) }'
}

for days in "$@"; do
    case=$folder/days-$days
    rm -rf "$case" "$folder/store/days-$days" "$folder/reports/days-$days"
    mkdir -p "$case/logs"
    cp "$folder/all/parties.csv" "$case/"
    printf '[case]\ntitle = Small days\nlook_back = %sd\n[input ns1]\nfiles = logs/*.log\nformat = bind9\nzone = UTC\n' "$look_back" > "$case/case.ini"
    give "$case" 1 "$days"
    night "$case" 2020-01-01
    k=1
    while [ $k -le "$(turn "$days")" ]; do
        give "$case" $((days + k)) $((days + k))
        rm -f "$folder/meter"
        night "$case" "2020-01-0$((k + 1))"
        awk -F, -v days="$days" -v k=$k '
            { verb = $2 == "--rebin" ? "rebin" : substr($1, 8); n[verb]++; cpu[verb] += $3 + $4; r[verb] += $5; w[verb] += $6 }
            END {
                for (v in n)
                    if (v != "night" && v != "report") {
                        printf "%d,%d,%s,%d,%.6f,%.0f,%.0f\n", days, k, v, n[v], cpu[v], r[v], w[v]
                        c += cpu[v]; ri += r[v]; wi += w[v]
                    }
                printf "%d,%d,make,%d,%.6f,%.0f,%.0f\n", days, k, 1, cpu["night"] - c, r["night"] - ri, w["night"] - wi
                printf "%d,%d,whole,%d,%.6f,%.0f,%.0f\n", days, k, 1, cpu["night"], r["night"], w["night"]
            }' "$folder/meter"
        k=$((k + 1))
    done
done > "$folder/nights"

# --- the table -------------------------------------------------------------------------------
{
    echo days,stage,processes,cpu_s,read_bytes,written_bytes
    awk -F, '
        function put(what, cpu) { printf "%d,%s,%.0f,%.6f,%.0f,%.0f\n", days, what, processes[what] / nights, cpu, r[what] / nights, w[what] / nights }
        function end(v) {
            for (v in cpu)
                put(v, cpu[v] / nights)
            if (nights > 0)
                printf "%d,dearest,1,%.6f,0,0\n", days, dearest
            split("", cpu); split("", processes); split("", r); split("", w)
            dearest = 0
        }
        $1 != days { end(); days = $1 }
        { nights = $2; processes[$3] += $4; cpu[$3] += $5; r[$3] += $6; w[$3] += $7 }
        $3 == "whole" && $5 > dearest { dearest = $5 }
        END { end() }' "$folder/nights" | sort -t, -k 1n -k 2,2
} > "$output.csv"
awk -F, -v first="$1" '
    function ratio(s) { return was[s] ? is[s] / was[s] : 0 }
    NR == 1 { next }
    !($2 in seen) { stage[++n] = $2; seen[$2] = 1 }
    $1 == first { was[$2] = $4 }
    { is[$2] = $4; processes[$2] = $3; r[$2] = $5; w[$2] = $6; last = $1 }
    END {
        printf "A night that brings one day, CPU seconds\n%-18s %10s %10s %7s   %s\n", "stage", first " days", last " days", "ratio", "then: processes, MB read, MB written"
        for (i = 1; i <= n; i++)
            printf "%-18s %10.3f %10.3f %7.2f   %d, %.2f, %.2f\n", stage[i], was[stage[i]], is[stage[i]], ratio(stage[i]), processes[stage[i]], r[stage[i]] / 1e6, w[stage[i]] / 1e6
    }' "$output.csv" > "$output.txt"
cat "$output.txt"
