#!/bin/sh
# afl.sh FOLDER MINUTES [FORMAT...] -- AFL++ on the whole of dielog-normalize, one process, MINUTES in all: each
# dialect and auto in turn, from the fixtures and what earlier runs learned (FOLDER/fuzz/afl/<format>).  What
# crashes or takes more than a second lies in FOLDER/fuzz/found; put into fixtures/fuzz/<dialect>/ it is
# replayed by `make check` for ever.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
folder=$1 minutes=$2
shift 2
# shellcheck disable=SC2046 # names of dialects have no blanks
[ $# -gt 0 ] || set -- auto $("$folder/libexec/dielog-formats" | grep -aoE '^[a-z0-9-]+')
work=$folder/fuzz
seconds=$((minutes * 60 / $#))
export AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_AUTORESUME=1
mkdir -p "$work/found" "$work/afl"
bad=0

# The seeds: the heads of the fixtures (AFL likes them small); auto begins with those of all, packed ones too.
seed() {
    rm -rf "$work/afl-seeds/$1"
    mkdir -p "$work/afl-seeds/$1"
    [ "$1" = auto ] && from='*' || from=$1
    # shellcheck disable=SC2231 # $from may stand for all
    for file in "$top/fixtures/formats"/$from/*/in.log "$top/fixtures/fuzz"/$from/*; do
        [ -f "$file" ] || continue
        place=$(dirname "$file")
        head -c 4096 "$file" > "$work/afl-seeds/$1/$(basename "$(dirname "$place")")-$(basename "$place")-$(basename "$file")"
    done
    [ "$1" = auto ] || return 0
    for packer in gzip bzip2 xz zstd lz4; do
        command -v $packer > /dev/null && $packer -c < "$top/fixtures/formats/bind9/shapes/in.log" > "$work/afl-seeds/$1/$packer" 2> /dev/null
    done
}

for format in "$@"; do
    seed "$format"
    afl-fuzz -i "$work/afl-seeds/$format" -o "$work/afl/$format" -V "$seconds" -t 1000 -m none -- "$work/whole" "$format" \
        > "$work/afl-$format.out" 2>&1 || { bad=1; tail -3 "$work/afl-$format.out" >&2; }
    stats=$work/afl/$format/default/fuzzer_stats
    echo "afl: $format: $(sed -nE 's/^(execs_done|corpus_count|edges_found|saved_crashes|saved_hangs) *: /\1 /p' "$stats" | paste -sd, -)"
    for file in "$work/afl/$format/default"/crashes/id* "$work/afl/$format/default"/hangs/id*; do
        [ -f "$file" ] || continue
        bad=1
        cp "$file" "$work/found/afl-$format-$(basename "$(dirname "$file")")-$(cksum < "$file" | tr -d ' ')"
    done
done
exit $bad
