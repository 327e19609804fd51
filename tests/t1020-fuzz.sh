#!/bin/sh
# What libFuzzer starts from and what it found goes through each dialect again, without it: tests/fuzz/laws.h holds.
# And no line that is made to hurt takes much more than its length.
. "$(dirname "$0")/lib.sh"

if ! [ -x "$build/fuzz/replay" ] || ! [ -x "$build/fuzz/whole" ]; then
    skip "inputs that libFuzzer found" "$build/fuzz is not built: make tests"
    finish
fi
for dialect in $("$build/libexec/dielog-formats" | grep -aoE '^[a-z0-9-]+'); do
    set -- "$top/fixtures/formats/$dialect"/*/in.log
    [ -d "$top/fixtures/fuzz/$dialect" ] && set -- "$@" "$top/fixtures/fuzz/$dialect"/*
    "$build/fuzz/replay" "$dialect" "$@" 2> "$tmp/err"
    status=$?
    ok $status "$dialect: the laws hold for $# inputs"
    [ $status -eq 0 ] || note "$(tail -n 3 "$tmp/err")"
done

# The whole of normalize, which finds the dialect by itself.
"$build/fuzz/whole" auto "$top/fixtures/fuzz/auto"/* 2> "$tmp/err"
status=$?
ok $status "auto: normalize reads or refuses each"
[ $status -eq 0 ] || note "$(tail -n 3 "$tmp/err")"

# The other readers: files of the case, results, texts on paper.
for reader in $("$build/fuzz/replay" --readers); do
    "$build/fuzz/replay" "$reader" "$top/fixtures/fuzz/$reader"/* 2> "$tmp/err"
    status=$?
    ok $status "$reader: the laws hold"
    [ $status -eq 0 ] || note "$(tail -n 3 "$tmp/err")"
done

# The laws can be broken: a dialect's name that is none, and a file that is not there.
fails 2 "unknown format 'nonsense'" "no such dialect" "$build/fuzz/replay" nonsense
fails 1 "No such file" "no such input" "$build/fuzz/replay" bind9 "$tmp/none"

"$build/fuzz/replay" --slow > "$tmp/slow"
ok $? "ten times the line takes not much more than ten times the time"
grep -vE '^(ok|1\.\.)' "$tmp/slow" | sed 's/^/# /'
finish
