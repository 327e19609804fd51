#!/bin/sh
# run.sh FOLDER SECONDS [TARGET...] -- libFuzzer on each dialect and other reader for that long, from the fixtures and from
# what earlier runs learned (FOLDER/fuzz/corpus). What breaks a law, crashes, takes 10 s or 1 GB lies in
# FOLDER/fuzz/found; a finding that was put into fixtures/fuzz/<target>/ is replayed by `make check` for ever.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
folder=$1 seconds=$2
shift 2
# shellcheck disable=SC2046 # names of targets have no blanks
[ $# -gt 0 ] || set -- $("$folder/libexec/dielog-formats" | grep -aoE '^[a-z0-9-]+') $("$folder/fuzz/replay" --readers)
work=$folder/fuzz
export LSAN_OPTIONS="suppressions=$top/tests/leaks.supp:print_suppressions=0"
mkdir -p "$work/found"
bad=0

# The seeds of a target, each under a name of its own.
seed() {
    rm -rf "$work/seeds/$1"
    mkdir -p "$work/seeds/$1" "$work/corpus/$1"
    for file in "$top/fixtures/formats/$1"/*/in.log "$top/fixtures/fuzz/$1"/*; do
        [ -f "$file" ] && cp "$file" "$work/seeds/$1/$(basename "$(dirname "$file")")-$(basename "$file")"
    done
}

for target in "$@"; do
    seed "$target"
    if FUZZ_TARGET=$target "$work/fuzz" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=4096 \
        -artifact_prefix="$work/found/$target-" "$work/corpus/$target" "$work/seeds/$target" > "$work/$target.out" 2>&1; then
        echo "fuzz: $target: $(sed -nE 's/^#([0-9]+)\tDONE +cov: ([0-9]+).*/\1 inputs, \2 edges/p' "$work/$target.out"), nothing found"
    else
        bad=1
        echo "fuzz: $target: FOUND ($work/$target.out):"
        grep -aE 'broken law|^SUMMARY|runtime error|^ALARM|Test unit written' "$work/$target.out" | head -5
    fi
done
exit $bad
