# lib.sh -- what the whole-program tests share: TAP, a scratch folder, the programs.
# A test sources this file, calls the functions below and ends with `finish`.
#
#   dielog VERB ...            the program under test
#   ok STATUS "name"           pass when STATUS is 0
#   is GOT WANTED "name"       pass when the texts are equal; shows the difference
#   like TEXT PATTERN "name"   pass when grep -E finds PATTERN
#   fails CODE PATTERN "name" COMMAND...   the command exits CODE and says PATTERN in one line on stderr
#   skip "name" "why"
#   golden NAME FILE           FILE equals tests/golden/NAME; `GOLDEN=write` re-makes it and lists what changed
#
# $top: source tree; $tmp: scratch folder, removed at the end; $shared: the folder of real samples, or empty.

set -u
export LC_ALL=C.UTF-8 TZ=UTC
unset MAKEFLAGS MFLAGS MAKELEVEL # the tests' own makes are nobody's children
top=$(cd "$(dirname "$0")/.." && pwd)
build=${BUILD:-build}
case $build in /*) ;; *) build=$top/$build ;; esac
shared=$top/../shared
[ -d "$shared/data" ] || shared=
tmp=$(mktemp -d "${TMPDIR:-/tmp}/dielog-test.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' INT TERM
count=0
failed=0

dielog() { "$build/dielog" "$@"; }

note() { printf '%s\n' "$*" | sed 's/^/# /'; }

ok() {
    count=$((count + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $count - $2"
    else
        echo "not ok $count - $2"
        failed=$((failed + 1))
    fi
}

is() {
    if [ "$1" = "$2" ]; then
        ok 0 "$3"
    else
        ok 1 "$3"
        printf '%s\n' "$1" > "$tmp/.got"
        printf '%s\n' "$2" > "$tmp/.want"
        diff -u "$tmp/.want" "$tmp/.got" | head -40 | sed 's/^/# /'
    fi
}

like() {
    if printf '%s\n' "$1" | grep -qE -e "$2"; then
        ok 0 "$3"
    else
        ok 1 "$3"
        note "no match for /$2/ in:"
        note "$1"
    fi
}

fails() {
    _code=$1 _text=$2 _name=$3
    shift 3
    "$@" > "$tmp/.out" 2> "$tmp/.err" < /dev/null
    _got=$?
    _lines=$(wc -l < "$tmp/.err")
    if [ "$_got" -eq "$_code" ] && [ "$_lines" -eq 1 ] && grep -qE -e "$_text" "$tmp/.err"; then
        ok 0 "$_name"
    else
        ok 1 "$_name"
        note "exit $_got (wanted $_code), $_lines line(s) on stderr (wanted one matching /$_text/):"
        note "$(head -5 "$tmp/.err")"
    fi
}

skip() {
    count=$((count + 1))
    echo "ok $count - $1 # SKIP $2"
}

golden() {
    if [ "${GOLDEN:-}" = write ]; then
        if ! cmp -s "$2" "$top/tests/golden/$1"; then
            mkdir -p "$(dirname "$top/tests/golden/$1")"
            cp "$2" "$top/tests/golden/$1"
            note "golden file re-made: tests/golden/$1 (read its diff before you commit it)"
        fi
        ok 0 "golden $1 (written)"
    else
        diff -u "$top/tests/golden/$1" "$2" > "$tmp/.diff" 2>&1
        status=$?
        ok $status "golden $1"
        [ $status -eq 0 ] || head -40 "$tmp/.diff" | sed 's/^/# /'
    fi
}

finish() {
    echo "1..$count"
    [ "$failed" -eq 0 ]
    exit
}
