#!/bin/sh
# The hostile case holds what it is for, and the first stage turns all of it into harmless text.
# shellcheck disable=SC2016,SC1003  # the names are meant to be as they stand
. "$(dirname "$0")/lib.sh"

case=$top/fixtures/cases/hostile
log=$case/logs/ns1.log
for what in '`touch dielog-pwned`' '$(touch dielog-pwned)' '%s%n' '=cmd' '<b>' '&amp' '\027[31m'; do
    grep -qF -e "$what" "$log"
    ok $? "the log holds $(printf '%s' "$what" | tr -d '\\')"
done
grep -q "$(printf '\033\\[2J')" "$log"
ok $? "the log holds a raw terminal escape"
iconv -f UTF-8 -t UTF-8 "$log" > /dev/null 2>&1
is $? 1 "the log holds bytes that are no UTF-8"
is "$(LC_ALL=C tr -d '\000' < "$log" | cksum)" "$(cksum < "$log")" "but no NUL (git shows it as text)"
longest=$(sed 's/.*query: //; s/ IN .*//; s/\\[0-9][0-9][0-9]/x/g' "$log" | awk 'length > n { n = length } END { print n }')
is "$longest" 253 "names as long as names can be"
iconv -f UTF-8 -t UTF-8 "$case/case.ini" "$case/parties.csv" "$case/events.csv" > /dev/null
ok $? "case.ini, parties.csv and events.csv are UTF-8"

mkdir "$tmp/here" && cd "$tmp/here" || exit 1
"$build/libexec/dielog-normalize" -f bind9 -z UTC --max-rejects 20% --rejects rejects -o records.csv "$log" 2> "$tmp/err"
ok $? "normalize reads it"
kept=$(($(wc -l < records.csv) - 1))
ok "$(awk -v n="$kept" 'BEGIN { print !(n >= 300) }')" "$kept records"
is "$(LC_ALL=C tr -d '\n -~' < records.csv | wc -c)" 0 "records hold printable ASCII alone"
for what in '`touch\032dielog-pwned`' '\$\(touch\032dielog-pwned\)' '=cmd\(\)' '<b>markup</b>&amp\;' '%s%n%d%%' \
    '\027[31mred\027[0m'; do
    grep -qF -e "$what" records.csv
    ok $? "kept: $(printf '%s' "$what" | tr -d '\\')"
done
is "$(find "$tmp" "$case" -name '*pwned*' | wc -l)" 0 "nothing was executed"
finish
