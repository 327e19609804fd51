#!/bin/sh
# Every fixture of a dialect, fixtures/formats/<dialect>/<case>/: in.log becomes want.csv, the lines that do not
# parse are want.rejects (line, reason), and input.ini says how to read it where the default does not do.
# New fixtures are found by themselves; `GOLDEN=write` re-makes what is wanted.
. "$(dirname "$0")/lib.sh"

is "$("$build/libexec/dielog-formats" | grep -cE "^[a-z]")" "$(grep -rl "^const struct dialect" "$top/pipeline/formats" | wc -l)" "dielog-formats lists every dialect"
fixtures=$top/fixtures/formats
for folder in "$fixtures"/*/*/; do
    folder=${folder%/}
    dialect=$(basename "$(dirname "$folder")")
    this=$dialect/$(basename "$folder")
    work=$tmp/$this
    mkdir -p "$work"
    if [ -f "$folder/input.ini" ]; then
        cp "$folder/input.ini" "$work/input.ini"
    else
        printf '[input]\nsensor = s1\nformat = %s\nzone = UTC\n' "$dialect" > "$work/input.ini"
    fi
    "$build/libexec/dielog-normalize" --batch b --input "$work/input.ini" -d "$work" --max-rejects 100% \
        "$folder/in.log" 2> "$work/err"
    status=$?
    is "$status$(grep -v "the times count from 0" "$work/err")" "0" "$this is read"
    head -qn 1 "$work"/slices/*/b.csv | uniq > "$work/got.csv"
    tail -qn +2 "$work"/slices/*/b.csv >> "$work/got.csv"
    cut -f 1,2 "$work/batches/b.rejects" > "$work/got.rejects"
    for kind in csv rejects; do
        if [ "${GOLDEN:-}" = write ] && ! cmp -s "$work/got.$kind" "$folder/want.$kind"; then
            cp "$work/got.$kind" "$folder/want.$kind"
            note "re-made: $folder/want.$kind (read its diff before you commit it)"
        fi
        diff -u "$folder/want.$kind" "$work/got.$kind" > "$work/diff" 2>&1
        ok $? "$this gives want.$kind"
        sed 's/^/# /' "$work/diff"
    done
    grep -E '"(lines|kept|records|rejected|set_aside)"' "$work/batches/b.json" | tr -dc '0-9\n' | {
        read -r lines && read -r kept && read -r records && read -r rejected && read -r aside
        [ "$lines" -eq $((kept + rejected + aside)) ] &&
            [ "$records" -eq $(($(wc -l < "$work/got.csv") - 1)) ] && [ "$rejected" -eq "$(wc -l < "$work/got.rejects")" ]
    }
    ok $? "$this: lines = kept + rejected + set aside, and they are these"
done
finish
