#!/bin/sh
# The whole house, from logs to PDF: the same bytes at every -j, an installation away from the source tree, names that
# mean harm, Letter paper.
. "$(dirname "$0")/lib.sh"

tree() { (cd "$1" && find "$2" -type f -exec sha256sum {} + | sort -k 2); }
text_of() { pdftotext -layout "$1" - | tr '\n' ' ' | tr -s ' '; }

# --- the demonstration ---
mkdir "$tmp/demo"
(cd "$tmp/demo" && dielog report "$top/fixtures/cases/lookups" -j 2) > "$tmp/log" 2>&1
ok $? "the demonstration"
tree "$tmp/demo" reports > "$tmp/tree"
out=$tmp/demo/reports/lookups
is "$(wc -l < "$out/summary.txt")" 5 "the summary has five lines"
like "$(text_of "$out/report.pdf")" ', gnuplot [0-9]' "it says by which gnuplot it was drawn"
pages=$(pdfinfo "$out/report.pdf" | sed -n 's/^Pages: *//p')
synthetic=$(for page in $(seq "$pages"); do pdftotext -f "$page" -l "$page" "$out/report.pdf" - | grep -ci synthetic; done | grep -cv '^0$')
is "$synthetic" "$pages" "every page says that it is synthetic"
: > "$tmp/stamp"
(cd "$tmp/demo" && dielog report "$top/fixtures/cases/lookups") > "$tmp/log" 2>&1
is "$(find "$tmp/demo/reports" "$tmp/demo/build/cases/lookups/days" -newer "$tmp/stamp" -type f)" "" "a second run writes nothing"
is "$(perl "$top/tests/package.pl" "$out/data" 2>&1)" "" "its data package is true"
is "$(perl "$top/tests/findings.pl" "$out" 2>&1)" "" "every number of its findings stands in its row"
diff -rq "$tmp/demo/build/cases/lookups/results" "$out/data" > "$tmp/log"
is "$(cat "$tmp/log")" "Only in $out/data: datapackage.json" "and its tables are the results, byte by byte"
if command -v python3 > /dev/null; then
    logs=$tmp/demo/build/simulated/lookups
    python3 "$top/tests/audit/audit.py" "$logs" "$out" > "$tmp/audit" 2> "$tmp/log"
    ok $? "its figures are those of a second and simple way from the raw logs"
    mkdir "$tmp/other"
    cp -r "$out/data" "$out/findings.json" "$tmp/other/"
    awk -F, -v OFS=, 'NR == 2 { $3++ } 1' "$out/data/share.csv" > "$tmp/other/data/share.csv"
    python3 "$top/tests/audit/audit.py" "$logs" "$tmp/other" > "$tmp/audit" 2> "$tmp/log"
    is "$? $(grep ',differs$' "$tmp/audit" | cut -d, -f2-4)" "1 party bank,2821,2820
data: data/share.csv line - count,3555.0,3554.0
provenance: data/share.csv line - count,3555.0,3554.0" "which tells when one is another, and the sums over it"
else
    skip "a second and simple way from the raw logs" "no python3 here"
fi
rm "$out/data/zone.csv"
(cd "$tmp/demo" && dielog report "$top/fixtures/cases/lookups") > "$tmp/log" 2>&1
tree "$tmp/demo" reports > "$tmp/again"
cmp -s "$tmp/tree" "$tmp/again"
ok $? "a table that was removed is published again"

is "$(cd "$tmp/demo" && dielog figure share "$top/fixtures/cases/lookups")" "reports/lookups/figures/share.svg" "one figure by its name"
fails 2 "no figure is called" "and none by another" dielog figure nonsense "$top/fixtures/cases/lookups"

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

# --- names that mean harm; the same bytes at every -j ---
for jobs in 1 4; do
    mkdir "$tmp/j$jobs"
    cp -r "$top/fixtures/cases/hostile" "$tmp/j$jobs/"
    (cd "$tmp/j$jobs" && dielog report hostile -j "$jobs") > "$tmp/log" 2>&1
    ok $? "the hostile case goes through at -j$jobs"
    tree "$tmp/j$jobs" reports > "$tmp/tree$jobs"
done
is "$(cat "$tmp/tree1")" "$(cat "$tmp/tree4")" "-j1 and -j4 write the same bytes, the PDF included"
report=$tmp/j1/reports/hostile/report.pdf
qpdf --check "$report" > "$tmp/log" 2>&1
ok $? "its PDF is sound"
data=$tmp/j1/reports/hostile/data
like "$(cat "$tmp/j1/build/cases/hostile/results/parties.csv")" ',=cmd\(\)' "its parties hold formulas"
like "$(cat "$data/parties.csv")" ",'=cmd\(\).*,'-2\+3" "which are guarded where they are published"
is "$(perl "$top/tests/package.pl" "$data" 2>&1)" "" "its data package is true, and no cell runs"
is "$(find "$tmp/j1" "$tmp/j4" -name '*dielog-pwned*')" "" "nothing in it was executed"
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

# --- Letter: only the pages are made anew ---
sed -i 's/^\[case\]/[case]\npaper = Letter/' "$tmp/j4/hostile/case.ini"
(cd "$tmp/j4" && dielog report hostile) > "$tmp/log" 2>&1
like "$(pdfinfo "$tmp/j4/reports/hostile/report.pdf")" 'Page size: +612 x 792 pts' "Letter is Letter"

# --- no lookup at all: a night on which nothing came has its report, too ---
mkdir "$tmp/quiet"
printf '[case]\ntitle = Quiet\n[input ns1]\nfiles = *.log\nformat = bind9\nzone = UTC\n' > "$tmp/quiet/case.ini"
: > "$tmp/quiet/a.log"
(cd "$tmp" && dielog report quiet) > "$tmp/log" 2>&1
is "$? $(sed -n 2p "$tmp/reports/quiet/summary.txt")" "0 Who: nothing to tell, no record in the span" "an empty log is nothing to tell"
like "$(pdftotext "$tmp/reports/quiet/report.pdf" -)" "Nothing to tell: no record" "on page 1"
finish
