#!/bin/sh
# bounded.sh TEST: runs a test for at most TEST_SECONDS, and waits for nothing that it left behind: what it says goes to files first,
# since a process that holds on to a pipe keeps the pipe's reader waiting for ever.
# --foreground: a Ctrl-C, and the end of all that CI bounds, come to the test, too.
seconds=${TEST_SECONDS:-600}
said=$(mktemp -d) || exit 1
trap 'rm -rf "$said"' EXIT
timeout --foreground -k 10 "$seconds" "$@" > "$said/out" 2> "$said/err"
status=$?
cat "$said/out"
cat "$said/err" >&2
case $status in 124 | 137) echo "not ok - no end after $seconds s" ;; esac # ended, or killed
exit $status
