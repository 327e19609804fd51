#!/bin/sh
# dielog-report -- runs case.mk over a case, then says where the report lies and sums it up.
set -u
export LC_ALL=C.UTF-8
program=dielog-report
libexec=${DIELOG_LIBEXEC:-$(cd "$(dirname "$0")" && pwd)}
# shellcheck source=pipeline/place.sh
. "$libexec/place.sh"

usage() {
    cat << 'END'
Usage: dielog-report [OPTION]... CASE [-- MAKE_ARGUMENT...]
Make the report of a case folder; what is made already and still true is not made again.

  -o, --output=FOLDER             the report's folder (default reports/<case>)
  -w, --work=FOLDER               what lies between (default build/cases/<case>)
  -j, --jobs=N                    stages at the same time (default: processors)
      --memory=SIZE               the most that a stage may take (as 500M, 2G; default: no limit)
      --cpu=SECONDS               the most that a stage may compute
      --largest=SIZE              the largest file that a stage may write
      --slurm                     have Slurm run the heavy stages, --jobs of them at the same time
      --partition=NAME            in this partition of Slurm (default: Slurm's own)
  -f, --figure=NAME               draw this figure alone (dielog figure NAME CASE)
  -v, --verbose                   show each stage as it runs
  -q, --quiet                     no progress bars
      --name                          print the name of the case's folders and exit
      --help                      print this and exit
      --version                   print the version and exit
END
}

wrong() {
    echo "$program: $* (see $program --help)" >&2
    exit 2
}

fail() {
    echo "$program: $*" >&2
    exit 1
}

is_plain() {
    case $1 in '' | -* | *[!A-Za-z0-9_./+@-]*) return 1 ;; esac
}

# size OPTION VALUE: "500M" as KiB, on standard output.
size() {
    case $2 in
    *[!0-9KMG]* | [KMG]* | *[KMG]?* | '' | 0*) wrong "$1: found '$2', expected a size as 500M or 2G" ;;
    *K) echo "${2%K}" ;;
    *M) echo $((${2%M} * 1024)) ;;
    *G) echo $((${2%G} * 1024 * 1024)) ;;
    *) echo $((($2 + 1023) / 1024)) ;;
    esac
}

case='' out='' work='' jobs='' figure='' silent=-s only_name='' memory='' cpu='' largest='' slurm='' partition=''
while [ $# -gt 0 ]; do
    case $1 in
    --help) usage; exit ;;
    --version) "$libexec/dielog-plan" --version | sed "s/^[^ ]*/$program/"; exit 0 ;;
    --output=* | --work=* | --jobs=* | --figure=* | --memory=* | --cpu=* | --largest=* | --partition=*)
        option=${1%%=*} value=${1#*=}
        shift
        set -- "$option" "$value" "$@"
        continue ;;
    -j[0-9]*)
        value=${1#-j}
        shift
        set -- -j "$value" "$@"
        continue ;;
    -o | --output | -w | --work | -j | --jobs | -f | --figure | --memory | --cpu | --largest | --partition)
        [ $# -gt 1 ] || wrong "$1 needs a value"
        case $1 in
        -o | --output) out=$2 ;;
        -w | --work) work=$2 ;;
        -j | --jobs) jobs=$2 ;;
        --memory) memory=$(size "$1" "$2") || exit 2 ;;
        --cpu) cpu=$2 ;;
        --largest) largest=$(size "$1" "$2") || exit 2 ;;
        --partition) partition=$2 ;;
        -f | --figure) figure=$2 ;;
        esac
        shift 2
        continue ;;
    -v | --verbose) silent= ;;
    -q | --quiet) export DIELOG_PROGRESS=no ;;
    --slurm) slurm=yes ;;
    --name) only_name=yes ;;
    --) shift; break ;;
    -?*) wrong "unknown option '$1'" ;;
    *)
        [ -z "$case" ] || wrong "expected one case, found '$case' and '$1'"
        case=$1 ;;
    esac
    shift
done

[ -e /proc/self/fd/1 ] || fail "error: standard output is closed"
[ -n "$case" ] || wrong "say which case"
processors=$(nproc 2> /dev/null || echo 1)
[ -n "$jobs$slurm" ] || jobs=$processors
case ${jobs:-1} in *[!0-9]* | 0*) wrong "--jobs: found '$jobs', expected a whole number above 0" ;; esac
case $cpu in *[!0-9]* | 0*) wrong "--cpu: found '$cpu', expected a whole number of seconds above 0" ;; esac
case $partition in -* | *[!A-Za-z0-9_.-]*) wrong "--partition: found '$partition', expected a name" ;; esac
[ -z "$partition" ] || [ -n "$slurm" ] || wrong "--partition goes with --slurm"
case $figure in *[!a-z]*) wrong "--figure: found '$figure', expected a figure's name" ;; esac
[ -d "$case" ] || fail "$case: error: no such folder (dielog new lays out a case)"
[ -f "$case/case.ini" ] || fail "$case: error: there is no case.ini in it"
command -v make > /dev/null || fail "error: make is not installed"

# The case's name becomes part of paths that make reads; an odd one gets a plain stand-in.
folder=$(cd "$case" && pwd) || fail "$case: error: cannot enter it"
name=${folder##*/}
if ! is_plain "$name"; then
    sum=$(printf '%s' "$folder" | cksum)
    name=$(printf '%s' "$name" | LC_ALL=C tr -c 'A-Za-z0-9_.-' _)-${sum%% *}
fi
if [ -n "$only_name" ]; then
    printf '%s\n' "$name" 2> /dev/null || fail "error: cannot write standard output"
    exit
fi
work=${work:-build/cases/$name}
out=${out:-reports/$name}
simulated=build/simulated/$name
is_plain "$work" || fail "error: the work folder '$work' must have a plain name: letters, digits, . _ + @ - and /"
is_plain "$out" || fail "error: the report's folder '$out' must have a plain name: letters, digits, . _ + @ - and /"
inside=$(realpath -- "$case") || fail "$case: error: cannot find where it lies"
for place in "$work" "$out"; do
    there=$(realpath -m -- "$place") || fail "$place: error: cannot find where it lies"
    case $there/ in
    "$inside"/*)
        fail "$case: error: a case is never written to; run this outside it, or say --work and --output" ;;
    esac
done
scenario=
[ ! -f "$case/scenario.ini" ] || scenario=yes
for place in "$work" "$out" ${scenario:+"$simulated"}; do
    said=$(make_place "$place") || fail "$said"
done
if ! is_plain "$case"; then
    ln -sfn "$folder" "$work/case" || exit 1
    case=$work/case
fi
if ! is_plain "$libexec"; then
    ln -sfn "$libexec" "$work/libexec" || exit 1
    libexec=$work/libexec
fi

# What a job of so many recipes asks for.  A processor's seconds are not the clock's: twice as many, and a minute.
requests() {
    [ -z "$memory" ] || printf ' --memory=%sM' $((memory / 1024 + 32))
    [ -z "$cpu" ] || printf ' --minutes=%s' $((cpu * $1 / 30 + 1))
}

# Slurm must be there, and says how many jobs can run at the same time.  (In words, all of them plain.)
as_job="$libexec/dielog-slurm --work=$work${partition:+ --partition=$partition}"
if [ -n "$slurm" ]; then
    export DIELOG_PROGRESS=no
    # shellcheck disable=SC2046,SC2086 # words
    can=$($as_job$(requests 1) --check) || exit 1
    jobs=${jobs:-$can}
fi

# What a stage that was killed was still writing.  A batch's files have a suffix behind any name that a log can have.
sweep() {
    mark='-\([0-9a-f]+-\)?[0-9]+' # base/outfile.h; the number alone: of an earlier build
    for place in "$work/days" "$work/counts" "$work/results" "$work/screen" "$work/span" "$work/drawn" "$out/data" "$out/figures" "$out/tables"; do
        [ ! -d "$place" ] || find "$place" -type f -regex ".*\.tmp\($mark\)?" -exec rm -f {} +
    done
    for place in "$work/batches" "$work/plan"; do
        [ ! -d "$place" ] || find "$place" -mindepth 1 -maxdepth 1 -regex ".*\.tmp$mark" -exec rm -rf {} +
    done
    find "$work" "$out" -maxdepth 1 -type f -regex ".*\.tmp$mark" -exec rm -f {} +
}

# One run at a time: two would plan past each other.
if command -v flock > /dev/null; then
    said=$( (: >> "$work/lock") 2>&1) || fail "error: cannot write $work/lock: $(reason "$said")"
    exec 9>> "$work/lock"
    said=$(flock -n 9 2>&1)
    case $? in
    0) ;;
    1) fail "error: another run is at work in $work" ;;
    *) fail "error: cannot lock $work/lock: $(reason "$said")" ;;
    esac
    [ ! -e "$work/jobs/running" ] || { $as_job --cancel && rm -f "$work/jobs/running"; } || exit 1
    # Nothing of a run that was killed is at work any more, whatever its number is by now: its stages held the lock, too.
    sweep
fi

# The stages' errors go through a pipe below; their bars go to the terminal that is ours.
if [ -t 2 ] && [ -z "${DIELOG_PROGRESS:-}" ]; then
    exec 8>&2
    export DIELOG_PROGRESS=8
fi

# Each stage is held by the system; what it was writing is not published.  Without XFSZ a write that is too large fails
# with a reason.
# shellcheck disable=SC3045 # POSIX knows no such limits; dash, bash and busybox do
limit() {
    [ -z "$memory" ] || ulimit -v "$memory" || fail "error: --memory: the system refuses this limit"
    [ -z "$cpu" ] || { ulimit -S -t "$cpu" && ulimit -H -t $((cpu + 5)); } || fail "error: --cpu: the system refuses this limit"
    [ -z "$largest" ] || { trap '' XFSZ && ulimit -f $((largest * 2)); } || fail "error: --largest: the system refuses this limit"
}
limit

# What a make above us has set is not meant for this one.
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL GNUMAKEFLAGS MAKE_RESTARTS
case_make() {
    make -f "$libexec/case.mk" CASE="$case" WORK="$work" OUT="$out" SIMULATED="$simulated" LIBEXEC="$libexec" "$@"
}

# Of make's own complaints those go that only repeat that a stage failed, for the stage has said why.
tell() {
    sed -E 's/^make: \*\*\* \[[^]]*: ([^]]*)\] (Error 152|CPU time limit exceeded.*)$/'"$program: error: --cpu: no time was left to make \\1"'/
/^make: \*\*\* (\[.*\] (Error [0-9]+|Terminated|Killed)|Waiting for unfinished jobs\.\.\.\.|(\[.*\] )?Deleting file .*)$/d
/^[^ ]*case\.mk:[0-9]+: .*: No such file or directory$/d
/^make: Failed to remake makefile/d' >&2
}

told() { # COMMAND...: its status; what it complains of is told
    status=$({ {
        "$@" 3>&-
        echo $? >&3
    } 2>&1 >&4 | tell; } 3>&1) 4>&1
    [ "$status" = 0 ]
}

# --- on a cluster ----------------------------------------------------------------------
# First what nodes make, then all the rest here.

# portions PART GOAL PATTERN ARGUMENT...: of batches and days there may be very many that are small.  Those files of a goal
# that are stale (make -n tells) are cut into portions, four for each job that may run at a time.  A portion is a job: a
# make of these files on one node; a day is two recipes.
portions() {
    part=$1 goal=$2 pattern=$3 folder=$work/jobs/portions
    shift 3
    # shellcheck disable=SC2016 # make knows what $@ is
    case_make -s part="$part" "$@" -n "$goal" launch='stale $@ ' > "$work/jobs/makes" || return 1
    sed -n "s,^stale \([^ ]*$pattern\) .*,\1,p" "$work/jobs/makes" > "$work/jobs/stale"
    n=$(wc -l < "$work/jobs/stale")
    [ "$n" -gt 0 ] || return 0
    cut=$((n < 4 * jobs ? n : 4 * jobs))
    rm -rf "$folder" && mkdir "$folder" && split -d -a 5 -n "r/$cut" "$work/jobs/stale" "$folder/$goal-" || return 1
    # shellcheck disable=SC2046,SC2086 # words
    find "$folder" -type f | sort | xargs -P "$jobs" -I '{}' $as_job$(requests $((2 * (n / cut + 1)))) '{}' xargs -a '{}' \
        make -k -s -f "$libexec/case.mk" CASE="$case" WORK="$work" OUT="$out" SIMULATED="$simulated" LIBEXEC="$libexec" \
        part="$part" "$@" launch="$libexec/dielog-slurm --here --work=$work \$@"
}

# Each statistic is a job by itself, when make finds that what it reads is there; a screen of pairs is as many as may run at a time.
on_nodes() {
    case_make -s part=plan "$@" stated && portions batches batches '\.d' "$@" &&
        case_make -s part=days "$@" stated && portions days counts '/counts/[^ ]*' "$@" &&
        case_make $silent -j "$jobs" part=days shards="$jobs" "$@" "${figure:+figure-}${figure:-results}" launch="$as_job$(requests 1) \$@"
}

# An interrupt ends the jobs; then make and xargs end, for theirs have failed.
interrupted() {
    trap '' HUP INT TERM
    : > "$work/jobs/stopped"
    while [ -e "$work/jobs/stopped" ]; do
        $as_job --cancel
        sleep 0.3
    done &
    wait "$nodes"
    rm -f "$work/jobs/running" "$work/jobs/stopped"
    wait
    exit 130
}

on_cluster() {
    # What is for make in general, such as -k, is for every one of them; a goal is for the last.
    goals=$#
    while [ $goals -gt 0 ]; do
        case $1 in -* | *=*) set -- "$@" "$1" ;; esac
        shift
        goals=$((goals - 1))
    done
    { rm -rf "$work/jobs" && mkdir "$work/jobs" && : > "$work/jobs/running"; } || fail "error: cannot write $work/jobs"
    told on_nodes "$@" &
    nodes=$!
    trap interrupted HUP INT TERM
    wait "$nodes"
    status=$?
    trap - HUP INT TERM
    rm -f "$work/jobs/running"
    [ $status -eq 0 ] || {
        $as_job --failures | sed "s/^\([^ ]\)/$program: error: \1/" >&2
        exit 1
    }
}
if [ -n "$slurm" ]; then
    on_cluster "$@"
    sweep # after nodes that were lost
    jobs=$processors
fi

told case_make $silent -j "$jobs" ${figure:+"figure-$figure"} "$@" || exit 1
if [ -n "$figure" ]; then
    echo "$out/figures/$figure.svg" 2> /dev/null || fail "error: cannot write standard output"
elif [ -f "$out/report.pdf" ]; then
    { said=$({ echo "$out/report.pdf" && { [ ! -f "$out/summary.txt" ] || cat "$out/summary.txt"; }; } 2>&1 >&5); } 5>&1 ||
        fail "error: cannot write standard output: ${said#* }"
fi
# Read to its end (dielog.c).
: "${whole:=yes}"
