#!/bin/sh
# The whole house, from logs to PDF: the same bytes at every -j, an installation away from the source tree, names that
# mean harm, Letter paper.
. "$(dirname "$0")/lib.sh"

tree() { (cd "$1" && find "$2" -type f -exec sha256sum {} + | sort -k 2); }
text_of() { pdftotext -layout "$1" - | tr '\n' ' ' | tr -s ' '; }

# --- the demonstration, twice ---
for jobs in 1 4; do
    mkdir "$tmp/j$jobs"
    (cd "$tmp/j$jobs" && dielog report "$top/fixtures/cases/lookups" -j "$jobs") > "$tmp/log$jobs" 2>&1
    ok $? "the demonstration at -j$jobs"
    tree "$tmp/j$jobs" reports > "$tmp/tree$jobs"
done
is "$(cat "$tmp/tree1")" "$(cat "$tmp/tree4")" "-j1 and -j4 write the same bytes, the PDF included"
is "$(wc -l < "$tmp/j1/reports/lookups/summary.txt")" 5 "the summary has five lines"
pages=$(pdfinfo "$tmp/j1/reports/lookups/report.pdf" | sed -n 's/^Pages: *//p')
synthetic=$(for page in $(seq "$pages"); do pdftotext -f "$page" -l "$page" "$tmp/j1/reports/lookups/report.pdf" - | grep -ci synthetic; done | grep -cv '^0$')
is "$synthetic" "$pages" "every page says that it is synthetic"
: > "$tmp/stamp"
(cd "$tmp/j1" && dielog report "$top/fixtures/cases/lookups") > "$tmp/log" 2>&1
is "$(find "$tmp/j1/reports" "$tmp/j1/build/cases/lookups/days" -newer "$tmp/stamp" -type f)" "" "a second run writes nothing"
is "$(perl "$top/tests/package.pl" "$tmp/j1/reports/lookups/data" 2>&1)" "" "its data package is true"
diff -rq "$tmp/j1/build/cases/lookups/results" "$tmp/j1/reports/lookups/data" > "$tmp/log"
is "$(cat "$tmp/log")" "Only in $tmp/j1/reports/lookups/data: datapackage.json" "and its tables are the results, byte by byte"
rm "$tmp/j1/reports/lookups/data/zone.csv"
(cd "$tmp/j1" && dielog report "$top/fixtures/cases/lookups") > "$tmp/log" 2>&1
tree "$tmp/j1" reports > "$tmp/again"
cmp -s "$tmp/tree1" "$tmp/again"
ok $? "a table that was removed is published again"

# --- installed, away from the source tree ---
make -s -C "$top" BUILD="$build" INSTALL_PACKAGES=no install DESTDIR="$tmp/dest" prefix=/usr > "$tmp/log" 2>&1
ok $? "make install DESTDIR= prefix="
installed=$tmp/dest/usr/bin/dielog
mkdir "$tmp/away"
(cd "$tmp/away" && "$installed" new mycase) > "$tmp/log" 2>&1
ok $? "dielog new mycase"
tree "$tmp/away" mycase > "$tmp/before"
(cd "$tmp/away" && "$installed" report mycase) > "$tmp/log" 2>&1
ok $? "dielog report mycase"
like "$(text_of "$tmp/away/reports/mycase/report.pdf")" 'Provenance' "and the report is there"
is "$(tree "$tmp/away" mycase)" "$(cat "$tmp/before")" "nothing was written into the case"
# Man pages: installed, each program has one.
for program in "$tmp/dest/usr/libexec/dielog"/dielog-*; do
    [ -f "$tmp/dest/usr/share/man/man1/${program##*/}.1" ] || note "no manual for ${program##*/}"
done > "$tmp/lacking"
is "$(cat "$tmp/lacking")" "" "every installed program has its manual"

# --- names that mean harm ---
mkdir "$tmp/harm"
(cd "$tmp/harm" && dielog report "$top/fixtures/cases/hostile") > "$tmp/log" 2>&1
ok $? "the hostile case goes through"
report=$tmp/harm/reports/hostile/report.pdf
qpdf --check "$report" > "$tmp/log" 2>&1
ok $? "its PDF is sound"
data=$tmp/harm/reports/hostile/data
like "$(cat "$tmp/harm/build/cases/hostile/results/parties.csv")" ',=cmd\(\)' "its parties hold formulas"
like "$(cat "$data/parties.csv")" ",'=cmd\(\).*,'-2\+3" "which are guarded where they are published"
is "$(perl "$top/tests/package.pl" "$data" 2>&1)" "" "its data package is true, and no cell runs"
is "$(find "$tmp/harm" "$top/fixtures/cases/hostile" -name '*dielog-pwned*')" "" "nothing in it was executed"
text=$(text_of "$report")
# shellcheck disable=SC2016 # they are to stay as they are
for name in '<b>Hostile</b>' '`touch dielog-pwned`' '$(touch dielog-pwned)' '%s%n' '=cmd()' "<span size='9999'>"; do
    case $text in
        *"$name"*) ok 0 "shown as text: $name" ;;
        *) ok 1 "shown as text: $name"; note "$(printf '%s' "$text" | cut -c1-600)" ;;
    esac
done
case $text in
    *診療所*) ok 0 "shown as text: other scripts" ;;
    *) skip "shown as text: other scripts" "no font for them here" ;;
esac

# --- Letter ---
mkdir -p "$tmp/letter/case"
cp "$top"/fixtures/cases/hostile/* "$tmp/letter/case/" 2> /dev/null
cp -r "$top/fixtures/cases/hostile/logs" "$tmp/letter/case/"
sed -i 's/^\[case\]/[case]\npaper = Letter/' "$tmp/letter/case/case.ini"
(cd "$tmp/letter" && dielog report case) > "$tmp/log" 2>&1
like "$(pdfinfo "$tmp/letter/reports/case/report.pdf")" 'Page size: +612 x 792 pts' "Letter is Letter"
finish
