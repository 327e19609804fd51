#!/bin/sh
# Manners that every program shares: help, version, usage errors, a full disk, a manual that is complete.
. "$(dirname "$0")/lib.sh"

for program in "$build"/libexec/dielog-*; do
    name=${program##*/}
    "$program" --help > "$tmp/help" 2> "$tmp/err"
    ok $? "$name --help exits 0"
    is "$(cat "$tmp/err")" "" "$name --help says nothing on standard error"
    like "$(head -1 "$tmp/help")" "^Usage: $name" "$name --help begins with its usage"
    is "$("$program" --version)" "$name $("$build/dielog" --version | sed 's/.* //')" "$name --version agrees with dielog's"
    fails 2 "$name: .*--nonsense" "$name refuses an unknown option" "$program" --nonsense

    page=$(find "$top/pipeline" "$top/stats" "$top/render" "$top/fixtures" -name "$name.1")
    if [ -z "$page" ]; then
        ok 1 "$name has a manual"
        continue
    fi
    ok 0 "$name has a manual"
    lacking=""
    for option in $(sed -nE 's/^ .*--([a-z][a-z-]*).*/\1/p' "$tmp/help" | grep -vxE 'help|version'); do
        grep -qE "Fl -? ?-?$(printf '%s' "$option" | sed 's/-/(\\\\-|-)/g')" "$page" || lacking="$lacking --$option"
    done
    is "$lacking" "" "$name's manual describes every option"
done
finish
