#!/bin/sh
# dielog-night -- what cron runs: reads what is new of a case's logs, makes the report anew, keeps it by date and
# says what changed.
set -u
export LC_ALL=C.UTF-8 TZ=UTC
PATH=${PATH:-/usr/local/bin:/usr/bin:/bin}
program=dielog-night
libexec=${DIELOG_LIBEXEC:-$(cd "$(dirname "$0")" && pwd)}
# shellcheck source=pipeline/place.sh
. "$libexec/place.sh"
locked=75 # EX_TEMPFAIL of sysexits.h: try again later

usage() {
    cat << 'END'
Usage: dielog-night [OPTION]... CASE
Read what is new of a case's logs, make its report anew, keep it by date and say what changed.

  -o, --output=FOLDER             where nights/ is (default reports/<case>)
  -w, --work=FOLDER               the store, which remembers (default store/<case>)
  -k, --keep=DAYS                 keep all reports of so many days (default 30), then each month's first
  -d, --date=DATE                 the night's date (default today, UTC)
  -j, --jobs=N                    stages at the same time (default: processors)
  -m, --mail                      print what changed, ready for a mail, instead of one line
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
# dielog-report; where it is a script it is read by a shell that comes behind it if it cannot be read to its end (dielog.c).
report() {
    if [ "$(head -c 2 "$libexec/dielog-report")" = '#!' ]; then
        sh -c 'unset whole; . "$0"; status=$?; [ "${whole:-}" ] && exit $status; echo "dielog-report: error: $0 cannot be read to its end" >&2; exit 1' "$libexec/dielog-report" "$@"
    else
        "$libexec/dielog-report" "$@"
    fi
}

# --- what was asked ------------------------------------------------------------------
case='' out='' work='' keep=30 date='' jobs='' mail=''
while [ $# -gt 0 ]; do
    case $1 in
    --help) usage; exit ;;
    --version) "$libexec/dielog-plan" --version | sed "s/^[^ ]*/$program/"; exit 0 ;;
    --output=* | --work=* | --keep=* | --date=* | --jobs=*)
        option=${1%%=*} value=${1#*=}
        shift
        set -- "$option" "$value" "$@"
        continue ;;
    -o | --output | -w | --work | -k | --keep | -d | --date | -j | --jobs)
        [ $# -gt 1 ] || wrong "$1 needs a value"
        case $1 in
        -o | --output) out=$2 ;;
        -w | --work) work=$2 ;;
        -k | --keep) keep=$2 ;;
        -d | --date) date=$2 ;;
        -j | --jobs) jobs=$2 ;;
        esac
        shift 2
        continue ;;
    -m | --mail) mail=yes ;;
    -?*) wrong "unknown option '$1'" ;;
    *)
        [ -z "$case" ] || wrong "expected one case, found '$case' and '$1'"
        case=$1 ;;
    esac
    shift
done

[ -e /proc/self/fd/1 ] || fail "error: standard output is closed"
[ -n "$case" ] || wrong "say which case"
case $keep in '' | *[!0-9]* | 0*) wrong "--keep: found '$keep', expected a whole number above 0" ;; esac
date=${date:-$(date +%F)}
[ "$(date -d "$date" +%F 2> /dev/null)" = "$date" ] || wrong "--date: found '$date', expected a date such as 2026-11-24"
command -v flock > /dev/null || fail "error: flock is not installed"
name=$(report --name "$case" 2>&1) || fail "${name#dielog-report: }"
work=${work:-store/$name}
out=${out:-reports/$name}
nights=$out/nights
began=$(date +%s)

# --- one at a time ---------------------------------------------------------------------
for place in "$work" "$nights"; do
    said=$(make_place "$place") || fail "$said"
done
# (A redirection that fails would end the shell, with its own message and status.)
said=$( (: >> "$work/night.lock") 2>&1) || fail "error: cannot write $work/night.lock: $(reason "$said")"
exec 8>> "$work/night.lock"
said=$(flock -n 8 2>&1)
case $? in
0) ;;
1)
    echo "$program: $case: another night is at work in $work; nothing was done" >&2
    exit $locked ;;
*) fail "error: cannot lock $work/night.lock: $(reason "$said")" ;;
esac
# A run that was killed while it put a night in the place of another of the same date.
for folder in "$nights"/.????-??-??.old; do
    [ -d "$folder" ] || continue
    night=${folder##*/.}
    if [ -d "$nights/${night%.old}" ]; then rm -rf "$folder"; else mv -T "$folder" "$nights/${night%.old}"; fi
done
rm -rf "$nights"/.*.tmp

# --- the run -----------------------------------------------------------------------------
# A log that was rotated between plan and reading is told by its content; then once more.
run() {
    touch "$work/night.began" &&
        said=$(report -w "$work" -o "$work/report" ${jobs:+-j "$jobs"} "$case" -- -k REMEMBER=yes 2>&1 > /dev/null 8>&-)
}
rotated() {
    case $said in *'it is not the log that the plan saw'* | *'cannot read it: No such file'*) ;; *) return 1 ;; esac
}
run || { rotated && run; }
status=$?
# What it said and went on, or why it did not.
[ -z "$said" ] || printf '%s\n' "$said" >&2
[ $status -eq 0 ] || fail "$case: error: the night of $date failed; what was published before stands"
printf '%s' "${said:+$said
}" > "$work/night.said" || fail "error: cannot write $work/night.said"

# --- what changed ---------------------------------------------------------------------------
# The folders of nights in $there, in order.  (A pattern would take a folder that cannot be read for a short one.)
look() {
    there=$(find "$nights" -mindepth 1 -maxdepth 1 -type d -name '????-??-??' 2>&1) || fail "error: cannot read $nights: $(reason "$there")"
    there=$(printf '%s\n' "$there" | sort) || fail "error: cannot sort the nights in $nights"
}
look
before=
while IFS= read -r folder; do
    [ -d "$folder/data" ] && [ "$(printf '%s\n%s\n' "${folder##*/}" "$date" | sort | head -n 1)" != "$date" ] && before=$folder
done << END
$there
END
"$libexec/dielog-changes" --name "dielog $name $date" --notes "$work/night.said" -o "$work/report/changes.txt" \
    ${before:+"$before/data"} "$work/report/data" || exit 1
line=$("$libexec/dielog-changes" --line ${before:+"$before/data"} "$work/report/data") || exit 1
days=$(find "$work/days" -name '*.csv.zst' -newer "$work/night.began" 2>&1) || fail "error: cannot read $work/days: $(reason "$days")"
days=$(printf '%s' "${days:+$days
}" | wc -l)

# --- publish: whole, by rename ------------------------------------------------------------------
fresh=$nights/.$date.tmp
cp -a "$work/report" "$fresh" || fail "error: cannot write $fresh"
sync -f "$fresh" || fail "error: cannot write $fresh"
if [ -d "$nights/$date" ]; then
    mv -T "$nights/$date" "$nights/.$date.old" || fail "error: cannot replace $nights/$date"
fi
mv -T "$fresh" "$nights/$date" || fail "error: cannot write $nights/$date"
sync "$nights" || fail "error: cannot write $nights" # before what it replaces goes
rm -rf "$nights/.$date.old"
look
newest=${there##*/}
ln -sfn "$newest" "$nights/.latest.tmp" || fail "error: cannot write $nights/.latest.tmp"
mv -T "$nights/.latest.tmp" "$nights/latest" ||
    fail "error: cannot write $nights/latest"

# --- prune: all of the last KEEP days, then the first of each month ------------------------------
oldest=$(date -d "$newest - $((keep - 1)) days" +%F)
month=
while IFS= read -r folder; do
    night=${folder##*/}
    [ "$(printf '%s\n%s\n' "$night" "$oldest" | sort | head -n 1)" = "$oldest" ] && break
    if [ "${night%-*}" = "$month" ]; then
        mv -T "$folder" "$nights/.gone.tmp" && rm -rf "$nights/.gone.tmp"
    fi
    month=${night%-*}
done << END
$there
END

if [ -n "$mail" ]; then
    cat "$nights/$date/changes.txt" 2> /dev/null || fail "error: cannot write standard output"
else
    echo "$name $date: $line, $days days touched, $(($(date +%s) - began)) s" 2> /dev/null ||
        fail "error: cannot write standard output"
fi
# Read to its end (dielog.c).
: "${whole:=yes}"
