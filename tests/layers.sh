#!/bin/sh
# layers.sh -- the walls of the house: which room may include what.  Reads the
# #include lines; prints every line that goes through a wall.
set -u
cd "$(dirname "$0")/.." || exit 1
bad=0

# wall FILES-GLOB... -- PATTERN WHY: no include in the files may match PATTERN
wall() {
    pattern=$1 why=$2
    shift 2
    found=$(grep -HnE "^[[:space:]]*#[[:space:]]*include[[:space:]]*$pattern" "$@" /dev/null 2>/dev/null) || return 0
    printf '%s\n' "$found" | sed "s|\$|   <- $why|"
    bad=1
}

base=$(ls pipeline/base/*.[ch])
pipeline=$(ls pipeline/*.[ch] pipeline/[!b]*/*.[ch] 2>/dev/null)
stats=$(ls stats/*.[ch] stats/*/*.[ch] 2>/dev/null)
# The rooms within each, each built on those before it.
pipeline_floors='lines formats case store out'
stats_floors='numbers rows asked rates caches zones days periods weighing'
render_floors='words facts charts drawing paper summary report'
render=$(ls render/*.[ch] render/*/*.[ch] 2>/dev/null)
fixtures=$(ls fixtures/*.[ch] 2>/dev/null)
bench=$(ls bench/*.[ch] 2>/dev/null)

drawing='[<"](cairo|pango|poppler|glib|hb)'
numbers='[<"](gsl/|fftw3)'
# shellcheck disable=SC2046,SC2086
{
    wall "$drawing" "only render/ draws" $base $pipeline $stats $fixtures
    wall "$numbers" "only stats/ and the simulator compute statistics" $base $pipeline $render
    wall '<archive' "only pipeline/ reads logs" $base $stats $render $fixtures
    wall '<zlib' "only pipeline/lines/gunzip.c reads gzip, and render/drawing/png.c packs a PNG" $base $(printf '%s\n' $pipeline $render | grep -vxE 'pipeline/lines/gunzip.c|render/drawing/png.c') $stats $fixtures
    wall '<(pcre2|pcap|libknot|fstrm|protobuf-c)' "only the dialects know these" $base $(printf '%s\n' $pipeline | grep -v '^pipeline/formats/') $stats $render $fixtures
    wall '<csv\.h>' "CSV is read through base/csv.h" $pipeline $stats $render $fixtures
    wall '<(openssl|xxhash|ini\.h|zstd)' "the floor wraps these" $pipeline $stats $render $fixtures
    wall "\"($(echo $pipeline_floors | tr ' ' '|'))/" "stats/ and render/ know no logs and no case" $stats $render $fixtures
    wall "\"($(echo $stats_floors | tr ' ' '|'))/" "rooms meet only in files" $base $pipeline $render
    wall "\"($(echo $render_floors | tr ' ' '|'))/" "rooms meet only in files" $base $pipeline $stats $fixtures
    wall '"([^b]|b[^a])' "the bench runs programs and needs the floor alone" $(printf '%s\n' $bench | grep -vx bench/kernels.c)
    # Where the peer is a library, starting a program and reading its input would be what is timed.
    wall "\"($(echo $pipeline_floors $render_floors | tr ' ' '|'))/" "bench/kernels.c times statistics" bench/kernels.c
    wall '"\.\./' "include from the room's root" $base $pipeline $stats $render $fixtures
}
# The simulator draws, and finds no statistic.
# shellcheck disable=SC2086
found=$(grep -HnE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"[^"]*/' $fixtures | grep -vE '"(base/[^"]*|numbers/(stream|gslerrors)\.h)"')
[ -z "$found" ] || { printf '%s\n' "$found" | sed 's|$|   <- of stats/ the simulator knows streams and GSL errors alone|'; bad=1; }
# The floor stands on itself alone.
for file in $base; do
    # shellcheck disable=SC2013 # names of headers have no blanks
    for name in $(sed -nE 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*"([^"]+)".*/\1/p' "$file"); do
        [ -f "pipeline/base/$name" ] || { echo "$file: includes \"$name\"   <- the floor stands on itself alone"; bad=1; }
    done
done
# floors ROOM NAME...: within a room nothing looks upwards, and each folder has a place in that order.
floors() {
    room=$1 below=base
    shift
    for floor in "$@"; do
        found=$(grep -HnE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"[^"]*/' "$room/$floor"/*.[ch] | grep -vE "\"($(echo "$below" | tr ' ' '|'))/")
        [ -z "$found" ] || { printf '%s\n' "$found" | sed "s|\$|   <- $room/$floor stands on $below alone|"; bad=1; }
        below="$below $floor"
    done
    for folder in "$room"/*/; do
        case " $below " in *" $(basename "$folder") "*) ;; *) echo "$folder: no room of $room/ (tests/layers.sh)"; bad=1 ;; esac
    done
}
# shellcheck disable=SC2086
floors pipeline $pipeline_floors
# shellcheck disable=SC2086
floors stats $stats_floors
# shellcheck disable=SC2086
floors render $render_floors
[ "$bad" -eq 0 ] && echo "check-layers: every wall holds"
exit "$bad"
