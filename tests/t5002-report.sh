#!/bin/sh
# The report: whole, the same bytes twice, searchable, linked, with hostile labels as text, and honest on a full disk.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/render.sh"

compose() { "$build/libexec/dielog-compose" --case "$1/case.ini" --data "$1/data" --figures "$1/figures" -o "$2"; }

make_case "$tmp/a"
draw_all "$tmp/a"
compose "$tmp/a" "$tmp/a/report.pdf"
ok $? "the report is composed"
qpdf --check "$tmp/a/report.pdf" > "$tmp/qpdf" 2>&1
ok $? "qpdf finds it sound"
pdffonts "$tmp/a/report.pdf" | awk 'NR > 2 && $(NF - 4) != "yes" { exit 1 }'
ok $? "all fonts are embedded"
mkdir "$tmp/again"
in_strange_home "$tmp/home" compose "$tmp/a" "$tmp/again/report.pdf"
cmp "$tmp/a/report.pdf" "$tmp/again/report.pdf"
ok $? "two runs give the same bytes, whatever fonts a user has"

text=$(pdftotext -layout "$tmp/a/report.pdf" -)
pages=$(pdfinfo "$tmp/a/report.pdf" | awk '/^Pages:/ { print $2 }')
like "$text" "Of 6 pairs of a client and a target that were looked through, 5 had" "how many pairs were looked through"
like "$(printf '%s' "$text" | tr -s ' \n' ' ')" "and 2 show a cadence at a false discovery rate of one in twenty; 1 of these is machine-like" "and what shows a cadence"
like "$text" "192.0.2.1 +update.example.com +84 +1.?h +±280.?ms +<.*001 +mixed" "the first rank"
like "$text" '^ *lab, north +say "hi", then go +40 ' "names that hold commas and quotes are told apart"
like "$text" '^ *one name alone +40 ' "a group that is no pair stands whole"
grep -v '^screen' "$tmp/a/case.ini" > "$tmp/unasked.ini"
"$build/libexec/dielog-compose" --case "$tmp/unasked.ini" --data "$tmp/a/data" --figures "$tmp/a/figures" --summary "$tmp/unasked.txt" --findings "$tmp/unasked.json" -o - | pdftotext - "$tmp/unasked"
is "$(grep -c 'Every pair' "$tmp/unasked")" 0 "and no word of pairs where the case did not ask"
screened() { # a report with data/screen.csv as it stands in $tmp/pairs
    "$build/libexec/dielog-compose" --case "$1" --data "$tmp/pairs" --figures "$tmp/a/figures" --summary "$tmp/pairs.txt" --findings "$tmp/pairs.json" -o -
}
cp -r "$tmp/a/data" "$tmp/pairs"
sed -i '4s/,1,1,/,1,one,/' "$tmp/pairs/screen.csv"
fails 1 "screen.csv:4: error: found 'one', expected a number in column 'q_value'" "a q that is no number is an error" screened "$tmp/a/case.ini"
screened "$tmp/unasked.ini" > "$tmp/unasked.pdf"
ok $? "but not where nobody asks for the pairs"
rm "$tmp/pairs/screen.csv"
fails 1 'screen.csv: .*No such file' "pairs that were asked for and are not there are an error, too" screened "$tmp/a/case.ini"
run=$(sha256sum "$tmp/a/data/inputs.csv" | cut -c 1-12)
is "$(pdftotext -layout "$tmp/a/report.pdf" - | grep -c "run $run .*synthetic data .*$pages")" "$pages" "each page has the run, the warning and its number"
like "$text" "A small case" "the title"
like "$(pdftotext -l 1 "$tmp/a/report.pdf" -)" "What these data cannot tell" "what cannot be told stands on page 1"
like "$(pdftotext -f 2 -l 2 "$tmp/a/report.pdf" - | sed -n '/^Who$/p')" "^Who" "and page 2 begins the evidence"
like "$text" "Who +← Findings, page 1" "which links back"
for section in Who When Rhythm "People or a machine" Zone Weighing Events Asked Together Coverage Methods Limits Provenance; do
    like "$text" "^ *$section( +← Findings, page 1)?\$" "section $section"
done
like "$text" "North made 6[0-9.]+.% of" "the first finding names its party and share"
like "$text" "moved +15 June 2016 +https://example.org/moved.* +[0-9]+ of its records (is|are)" "a stated fact stands beside how many records are older"
like "$text" "a cycle of 1.h" "the cycle of one hour is found"
like "$text" "logs/a.log +9.000 +678f89c1a4a83263d97cbff60cce251e97f0c25b55f565774ecfde7d54d56bbf" "inputs stand with their SHA-256"
is "$(printf '%s\n' "$text" | grep -ciE 'genuine|guilt|proves|proof')" 0 "no word says more than data can"
like "$(pdfinfo "$tmp/a/report.pdf")" "CreationDate: +Tue Jun 28 08:00:02 2016" "it is dated by the newest record"
like "$(pdfinfo "$tmp/a/report.pdf")" "Author: +dielog" "and has an author"
like "$(SOURCE_DATE_EPOCH=86400 compose "$tmp/a" "$tmp/dated.pdf"; pdfinfo "$tmp/dated.pdf")" "CreationDate: +Fri Jan  2 00:00:00 1970" "or by SOURCE_DATE_EPOCH"
like "$(qpdf --json "$tmp/a/report.pdf" | tr -d ' \n')" '"title":"(u:)?Who"' "it has bookmarks"
links=$(qpdf --qdf --object-streams=disable "$tmp/a/report.pdf" - | grep -a -A9 '/Subtype /Link\|/URI')
like "$links" '/Subtype /Link' "it has links"
like "$links" '/URI \(https://example.org/moved\?a=1&b=2\)' "to the source of a fact, too"
is "$(printf '%s\n' "$links" | grep -c 'a paper')" 0 "but not where a source is no address"
like "$(pdfinfo "$tmp/a/report.pdf")" "Tagged: +yes" "it is tagged"
structure=$(pdfinfo -struct-text "$tmp/a/report.pdf" 2>&1)
like "$structure" '"Synthetic: made by a simulator whose truth is known. No real party is meant."' "whoever listens hears whole paragraphs"
is "$(printf '%s\n' "$structure" | awk '!/"|Object/ { print $1 }' | sort -u | paste -sd ' ')" \
    "Caption Document Figure H1 H2 H3 Link Note P Sect TD TH TR Table" "headings, tables, figures and notes are what they are"
is "$(printf '%s\n' "$structure" | grep -c 'run [0-9a-f]\{12\}')" 0 "and running feet are not read"

is "$(wc -l < "$tmp/a/summary.txt")" 5 "summary.txt is five lines"
golden render/summary.txt "$tmp/a/summary.txt"
golden render/findings.json "$tmp/a/findings.json"

# Numbers, and whether the test of them can fail.
is "$(perl "$top/tests/findings.pl" "$tmp/a" 2>&1)" "" "every number of the findings stands in its row, and findings.csv has them all"
cp -r "$tmp/a" "$tmp/cell"
sed -i '2s/,0.666667,/,0.666668,/' "$tmp/cell/data/share.csv"
is "$(perl "$top/tests/findings.pl" "$tmp/cell" 2>&1 | grep -c "share.csv:2, share: the")" 1 "a cell that was changed is found"
said() { # EDIT: what is said of findings.json so edited
    rm -rf "$tmp/said"
    mkdir "$tmp/said"
    ln -s "$tmp/a/data" "$tmp/said/data"
    cp "$tmp/a/findings.csv" "$tmp/said"
    sed "$1" "$tmp/a/findings.json" > "$tmp/said/findings.json"
    perl "$top/tests/findings.pl" "$tmp/said" 2>&1
}
like "$(said '/"text": "North/s/ of the/ of 3 in the/')" 'share: "3" is cited nowhere' "a number that is not cited is found"
like "$(said 's/66\.7/66.8/g')" 'is said as "66.8.%", percent' "one that is rounded wrong is found"
like "$(said 's/3\.59/3.57/g')" 'is said as "3.57", number' "in its third digit, too"
like "$(said 's/3600\.02/3605/g')" '3605 is said as "1.h", period' "and a period that is some seconds off"
like "$(said 's/"lines": \[4\]/"lines": [4, 5]/')" 'window.csv: the finding has 1, the table 2' "lines that are miscounted are found"

# The other papers.
qpdf --check "$tmp/a/brief.pdf" > "$tmp/qpdf" 2>&1
ok $? "brief.pdf is sound"
like "$(pdfinfo "$tmp/a/brief.pdf")" "Tagged: +yes" "tagged"
like "$(qpdf --qdf --object-streams=disable "$tmp/a/brief.pdf" - | grep -a '/URI')" '/URI \(report.pdf#nameddest=who\)' "and links into report.pdf"
is "$(pdfinfo "$tmp/a/brief.pdf" | awk '/^Pages:/ { print $2 }')" 1 "and one page"
brief=$(pdftotext -layout "$tmp/a/brief.pdf" -)
like "$brief" "North made 66.7" "with the findings"
like "$brief" "What these data cannot tell" "what cannot be told"
like "$brief" "synthetic data .*page 1 of report.pdf" "and whose first page it is"
cmp -s "$tmp/a/brief.pdf" "$tmp/again/brief.pdf"
ok $? "two runs give the same"
for paper in report.html report.md; do
    like "$(cat "$tmp/a/$paper")" "North.* made .*66.7" "$paper says the first finding"
    cmp -s "$tmp/a/$paper" "$tmp/again/$paper"
    ok $? "two runs give the same $paper"
done
is "$(grep -c '<svg role="img"' "$tmp/a/report.html")" "$(grep -c '^!\[' "$tmp/a/report.md")" "the page holds every figure that report.md shows"
like "$(cat "$tmp/a/report.html")" '<a rel="noreferrer" href="https://example.org/moved\?a=1&amp;b=2">' "a source is a link"
like "$(cat "$tmp/a/report.md")" '<https://example.org/moved\?a=1&b=2>' "and in report.md"
is "$(grep -oE 'id="[^"]*"' "$tmp/a/report.html" | sort | uniq -d)" "" "no name stands twice in it"
is "$(grep -oE '(src|href)="[^"]*"' "$tmp/a/report.html" | grep -vE '"(#|figures/|tables/|data/)|^href="https://example' | sort -u)" "" "it needs no other file and no network"
links=$(grep -oE 'href="#[^"]*"' "$tmp/a/report.html" | sed 's/href="#/id="/' | sort -u)
is "$(printf '%s\n' "$links" | while read -r id; do grep -qF "$id" "$tmp/a/report.html" || echo "$id"; done)" "" "every link leads somewhere"
is "$(grep -oE 'tables/[a-z0-9-]+\.csv' "$tmp/a/report.md" | sort -u)" "$(cd "$tmp/a" && find tables -name '*.csv' | sort)" "report.md names the tables that are there"
touch "$tmp/a/tables/gone-9.csv"
compose "$tmp/a" "$tmp/a/report.pdf"
[ ! -e "$tmp/a/tables/gone-9.csv" ]
ok $? "a table of an earlier report is gone"

evil=$(printf '"`touch %s/ran` $(touch %s/ran) %%s <b>&amp; =cmd() \\n \033[1m' "$tmp" "$tmp")
make_case "$tmp/h" "$evil"
cp -r "$tmp/a/figures" "$tmp/h" # t5001 draws such labels
compose "$tmp/h" "$tmp/h/report.pdf"
ok $? "a hostile label goes through"
[ ! -e "$tmp/ran" ]
ok $? "and nothing of it was run"
qpdf --check "$tmp/h/report.pdf" > "$tmp/qpdf" 2>&1
ok $? "the report with it is sound"
like "$(grep -F touch "$tmp/h/report.html")" '&quot;`touch ' "and the web page, too"
like "$(pdftotext "$tmp/h/report.pdf" -)" '"`touch ' "and shows it as text"

fails 1 "No space" "a full disk is told" sh -c "'$build/libexec/dielog-compose' --case '$tmp/a/case.ini' --data '$tmp/a/data' --figures '$tmp/a/figures' > /dev/full"
mkdir "$tmp/cut"
cp "$tmp/a/figures/"*.svg "$tmp/cut"
head -c 3000 "$tmp/a/figures/share.pdf" > "$tmp/cut/share.pdf"
fails 1 "share.pdf|front.pdf" "a figure that is missing or cut short is an error" \
    "$build/libexec/dielog-compose" --case "$tmp/a/case.ini" --data "$tmp/a/data" --figures "$tmp/cut" -o "$tmp/cut/report.pdf"
is "$(find "$tmp/cut" -type f ! -name '*.svg' -exec basename {} \;)" share.pdf "and nothing is published"
strike=$build/faults/strike
mkdir "$tmp/unread" "$tmp/bare"
if "$strike" --count "$tmp/counts" true 2> "$tmp/why"; then
    fails 1 'a font cannot be used: .* font is .Inter Semi-Bold' "a font that cannot be read is an error" "$strike" --kind open --of /Inter-SemiBold --on \
        "$build/libexec/dielog-compose" --case "$tmp/a/case.ini" --data "$tmp/a/data" --figures "$tmp/a/figures" -o "$tmp/unread/report.pdf"
    is "$(ls -A "$tmp/unread")" "" "and nothing is published"
else
    skip "a font that cannot be read" "$(cat "$tmp/why")"
fi

inter=$(fc-list Inter file | sed -n 's,/[^/]*: *$,,p' | sort -u)
if [ -d "$inter" ] && unshare -rm true 2> "$tmp/why"; then
    fails 1 'pages are set in Inter Regular, and the system has no such font' "a font that is not installed is an error" unshare -rm sh -c \
        "mount -t tmpfs none '$inter' && exec '$build/libexec/dielog-compose' --case '$tmp/a/case.ini' --data '$tmp/a/data' --figures '$tmp/a/figures' -o '$tmp/bare/report.pdf'"
    is "$(ls -A "$tmp/bare")" "" "and nothing is published then"
else
    skip "a font that is not installed" "$(cat "$tmp/why")"
fi

# A case with nothing in it, on Letter.
mkdir -p "$tmp/e/data" "$tmp/e/figures"
printf '[case]\ntitle = Empty\npaper = Letter\n' > "$tmp/e/case.ini"
for table in "$tmp"/a/data/*.csv; do head -1 "$table" > "$tmp/e/data/${table##*/}"; done
draw_all "$tmp/e"
compose "$tmp/e" "$tmp/e/report.pdf"
ok $? "an empty case has a report"
like "$(pdftotext "$tmp/e/report.pdf" -)" "There are no records" "that says so"
like "$(pdfinfo "$tmp/e/report.pdf")" "612 x 792" "on Letter"
finish
