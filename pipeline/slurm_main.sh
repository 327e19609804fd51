#!/bin/sh
# dielog-slurm -- runs a command as a job of Slurm, and again where its node was lost.
#
# FOLDER/jobs holds what is known of the jobs, a few files for each TARGET (its slashes as +):
#   <target>.log     what the command said, on either stream, and Slurm about it
#   <target>.began   node and job; by the job itself
#   <target>.end     exit status or Slurm's word (TIMEOUT ...), node, job; by the job itself, or by us when it was lost
# A job that left no end did not succeed, whatever Slurm says of it.
set -u
export LC_ALL=C.UTF-8
program=dielog-slurm
libexec=${DIELOG_LIBEXEC:-$(cd "$(dirname "$0")" && pwd)}
tries=5

usage() {
    cat << 'END'
Usage: dielog-slurm [OPTION]... TARGET COMMAND [ARGUMENT]...
Run a command, which makes TARGET, as a job of Slurm, and again if its node is lost.

  -w, --work=FOLDER               jobs/ in it takes the logs (default .)
  -p, --partition=NAME            the partition (default: Slurm's own)
      --processors=N              processors to ask for (default 1)
      --memory=SIZE               memory to ask for (as 500M, 2G; default: the partition's)
      --minutes=N                 time to ask for (default: the partition's)
      --check                     would Slurm take such jobs?  Print how many processors there are, and exit
      --cancel                    end all jobs of FOLDER, those of a run that was killed too, and exit
      --failures                  print which jobs of FOLDER failed, where, and their last lines, and exit
      --here                      run the command here, as the job itself does
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

# --- what was asked --------------------------------------------------------------------
work=. partition='' processors=1 memory='' minutes='' verb=submit
while [ $# -gt 0 ]; do
    case $1 in
    --help) usage; exit ;;
    --version) "$libexec/dielog-plan" --version | sed "s/^[^ ]*/$program/"; exit 0 ;;
    --work=* | --partition=* | --processors=* | --memory=* | --minutes=*)
        option=${1%%=*} value=${1#*=}
        shift
        set -- "$option" "$value" "$@"
        continue ;;
    -w | --work | -p | --partition | --processors | --memory | --minutes)
        [ $# -gt 1 ] || wrong "$1 needs a value"
        case $1 in
        -w | --work) work=$2 ;;
        -p | --partition) partition=$2 ;;
        --processors) processors=$2 ;;
        --memory) memory=$2 ;;
        --minutes) minutes=$2 ;;
        esac
        shift 2
        continue ;;
    --check | --cancel | --failures | --here) verb=${1#--} ;;
    -?*) wrong "unknown option '$1'" ;;
    *) break ;;
    esac
    shift
done
case $partition in -* | *[!A-Za-z0-9_.,-]*) wrong "--partition: found '$partition', expected a name" ;; esac
case $processors in '' | *[!0-9]* | 0*) wrong "--processors: found '$processors', expected a whole number above 0" ;; esac
case $memory in [!0-9]* | 0* | *[!0-9KMGT]* | *[KMGT]?*) wrong "--memory: found '$memory', expected a size as 500M or 2G" ;; esac
case $minutes in *[!0-9]* | 0*) wrong "--minutes: found '$minutes', expected a whole number above 0" ;; esac
case $verb in
submit | here) [ $# -gt 1 ] || wrong "say a target and a command" ;;
*) [ $# -eq 0 ] || wrong "--$verb takes no operand" ;;
esac
jobs=$work/jobs
[ "$verb" = check ] || mkdir -p "$jobs" 2> /dev/null || fail "$jobs: error: cannot make the folder"

# --- one job: on its node -----------------------------------------------------------------

# A job whose node was lost may still write beside the one that took its place: each has a name of its own for what it writes.
mark() {
    fresh=$2.tmp-${SLURMD_NODENAME:-here}-$$
    echo "$1${SLURMD_NODENAME:-here} ${SLURM_JOB_ID:--}" > "$fresh" && mv "$fresh" "$2"
}
unmark() { rm -f "$base.began" "$base.end" "$base".began.tmp-* "$base".end.tmp-*; }

# A job may be a make of many targets, each of which comes here again (DIELOG_IN_JOB): of those only a failure is marked.
# XFSZ: without it a write that is too large fails with a reason.
here() {
    unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL GNUMAKEFLAGS MAKE_RESTARTS
    trap '' XFSZ
    [ -n "${DIELOG_IN_JOB:-}" ] || mark '' "$base.began" || return 1
    DIELOG_IN_JOB=yes "$@" >> "$base.log" 2>&1
    status=$?
    [ -s "$base.log" ] || rm -f "$base.log"
    if [ $status -ne 0 ] || [ -z "${DIELOG_IN_JOB:-}" ]; then
        mark "$status " "$base.end"
    elif [ -s "$base.log" ]; then
        cat "$base.log"
    fi
    return $status
}

# --- one job: from here ---------------------------------------------------------------------

# All jobs of a folder have one name, by which they are found again.
job_name() { printf 'dielog-%s' "$(realpath -- "$work" | cksum | cut -d ' ' -f 1)"; }

# The limits of this shell (dielog report --memory ...) hold on the node, too.
ask_slurm() {
    sbatch --parsable --ntasks=1 --cpus-per-task="$processors" --no-requeue --propagate=AS,CPU,FSIZE --job-name="$name" \
        ${partition:+"--partition=$partition"} ${memory:+"--mem=$memory"} ${minutes:+"--time=$minutes"} "$@"
}

# What Slurm says of a job, in one word; nothing while it may still end well, or while Slurm does not answer.
state_of() {
    state=$(squeue --noheader --jobs="$1" --states=all --format=%T 2>&1)
    case $state in
    PENDING | CONFIGURING | RUNNING | COMPLETING | SUSPENDED | STOPPED) ;;
    *[Ii]nvalid\ job\ id* | '') echo LOST ;;
    *[a-z]*) ;;
    *) echo "$state" ;;
    esac
}

# Until there is an end: looked for ten times a second, after 5 s once a second, and then Slurm is asked, too, now and then.
# What a node has written may take its time until it is seen from here.
await_end() {
    n=0 late=0 state=''
    trap 'scancel --quiet "$job"; exit 143' HUP INT TERM
    until [ -f "$base.end" ]; do
        [ ! -e "$jobs/stopped" ] || exit 130
        n=$((n + 1))
        if [ $n -lt 50 ]; then sleep 0.1; else sleep 1; fi
        [ $n -lt 50 ] || [ $((n % 5)) -ne 0 ] || state=$(state_of "$job")
        case $state in
        '') ;;
        COMPLETED | FAILED) late=$((late + 1)) && [ $late -lt 10 ] || return ;;
        *) return ;;
        esac
    done
}

run_once() {
    unmark
    job=$(ask_slurm --output="$base.slurm" "$libexec/dielog-slurm" --here --work="$work" "$target" "$@" 2> "$base.log")
    job=${job%%;*} state=LOST
    [ -z "$job" ] || await_end
    if [ ! -f "$base.end" ]; then
        [ ! -f "$base.slurm" ] || cat "$base.slurm" >> "$base.log"
        read -r node _ 2> /dev/null < "$base.began" || node=-
        echo "$state $node ${job:--}" > "$base.end"
    fi
    rm -f "$base.slurm"
    read -r end node job < "$base.end"
}

# 137 and 143: somebody or something on the node killed it.  COMPLETED: it ended, and where it says so we cannot see.
is_final() {
    case $1 in
    137 | 143) return 1 ;;
    [0-9]* | COMPLETED | TIMEOUT | DEADLINE | OUT_OF_MEMORY | CANCELLED) ;;
    *) return 1 ;;
    esac
}

submit() {
    name=$(job_name)
    try=1 pause=1
    while [ ! -e "$jobs/stopped" ] || exit 130; do
        run_once "$@"
        is_final "$end" && break
        [ $try -lt $tries ] || return 1
        echo "$program: $target: node $node: $end; once more" >&2
        [ "$job" = - ] || scancel --quiet "$job" 2> /dev/null
        sleep $pause
        try=$((try + 1)) pause=$((pause * 2))
    done
    [ "$end" = 0 ] || return 1
    [ -s "$base.log" ] || rm -f "$base.log"
    [ ! -f "$base.log" ] || cat "$base.log" >&2
    unmark
}

# --- all jobs of a folder ------------------------------------------------------------------

check() {
    command -v sbatch > /dev/null || fail "error: sbatch is not installed (Debian: slurm-client)"
    said=$(name=dielog && ask_slurm --test-only --wrap=true 2>&1 < /dev/null) ||
        fail "error: Slurm takes no such job: $(printf '%s\n' "$said" | tail -n 1 | sed 's/.*\(error\|failure\|fatal\): //')"
    sinfo --noheader ${partition:+"--partition=$partition"} --format=%C | awk -F / '{ n += $1 + $2 } END { print n + 0 }'
}

cancel() {
    command -v scancel > /dev/null || fail "error: scancel is not installed (Debian: slurm-client)"
    name=$(job_name)
    while left=$(squeue --noheader --user="$(id -un)" --name="$name" --format=%i) && [ -n "$left" ]; do
        scancel --quiet --user="$(id -un)" --name="$name"
        sleep 0.3
    done
}

in_words() {
    case $1 in
    [0-9]*) echo "exit $1" ;;
    COMPLETED) echo "it left no end: does the node see this folder?" ;;
    TIMEOUT | DEADLINE) echo "it met its time limit" ;;
    OUT_OF_MEMORY) echo "it met its memory limit" ;;
    CANCELLED) echo "it was cancelled" ;;
    *) echo "its node was lost, $tries times" ;;
    esac
}

# A job of many targets failed because one of them did, and that is told.
failures() {
    for end in "$jobs"/*.end; do
        { [ -f "$end" ] && read -r status node job < "$end" && [ "$status" != 0 ]; } || continue
        case ${end##*/} in *portions+*) [ "$(grep -l " $job\$" "$jobs"/*.end | wc -l)" -eq 1 ] || continue ;; esac
        log=${end%.end}.log
        echo "$(basename "$end" .end | tr + /) failed on node $node (job $job, $(in_words "$status")); the end of $log:"
        [ ! -f "$log" ] || tail -n 5 "$log" | sed 's/^/  /'
    done
}

case $verb in
submit | here)
    target=$1
    base=$jobs/$(printf '%s' "${target#"$work"/}" | tr / +)
    shift ;;
esac
$verb "$@"
status=$?
# Read to its end (dielog.c).
: "${whole:=yes}"
(exit "$status")
