#!/bin/sh
# nights.sh PROGRAMS FOLDER OUTPUT [DAYS]... -- what a night costs after so many days (default 1 and 1000).
#
# A log a day (nights.ini) lies in the case from the first day on; the night that brings the next day is measured,
# NIGHTS=3 times.  OUTPUT.csv gets days,stage,processes,cpu_s,read_bytes,written_bytes of the middle one of them, a row a
# program; `count` is that of days, `rebin` joins the counts of all; `whole` is the night with all that it runs, `make`
# what make and the shell took of it beside the stages.
# OUTPUT.txt compares the first with the last number of days.
# PROGRAMS: two folders, of dielog-* and of meter, with a colon between.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
libexec=${1%%:*} meter=${1#*:}/meter
folder=$2 output=$3
shift 3
[ $# -gt 0 ] || set -- 1 1000
export LC_ALL=C.UTF-8 TZ=UTC
nights=${NIGHTS:-3}
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

for days in "$@"; do
    case=$folder/days-$days
    rm -rf "$case" "$folder/store/days-$days" "$folder/reports/days-$days"
    mkdir -p "$case/logs"
    cp "$folder/all/parties.csv" "$case/"
    printf '[case]\ntitle = Small days\n[input ns1]\nfiles = logs/*.log\nformat = bind9\nzone = UTC\n' > "$case/case.ini"
    give "$case" 1 "$days"
    night "$case" 2020-01-01
    k=1
    while [ $k -le "$nights" ]; do
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
    sort -t, -k 1n -k 3,3 -k 5n "$folder/nights" |
        awk -F, -v OFS=, -v middle=$(((nights + 1) / 2)) '{ key = $1 FS $3 } key != last { i = 0; last = key } ++i == middle { print $1, $3, $4, $5, $6, $7 }'
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
