#!/bin/sh
# Figures: four whole pictures each, what draws them again, the same bytes twice, nothing run that a label says, and a full disk told.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/render.sh"

make_case "$tmp/a"
draw_all "$tmp/a"
ok $? "every figure is drawn"
whole=0
for name in $figures; do
    for end in .pdf .svg .png -slide.png /draw.gp /texts.csv; do [ -s "$tmp/a/figures/$name$end" ] || whole=1; done
    xmllint --noout "$tmp/a/figures/$name.svg" 2> /dev/null || whole=1
    qpdf --check "$tmp/a/figures/$name.pdf" > /dev/null 2>&1 || whole=1
    pdffonts "$tmp/a/figures/$name.pdf" | awk 'NR > 2 && $(NF - 4) != "yes" { exit 1 }' || whole=1
done
ok $whole "PDF, SVG and PNG are whole, and all fonts embedded"
like "$(od -A n -t x1 -N 64 "$tmp/a/figures/raster.png" | tr -d ' \n')" "7048597300002e2300002e2301" "the PNG says 300 dpi"
is "$(find "$tmp/a/figures" -mindepth 1 -type f ! -name "*.pdf" ! -name "*.svg" ! -name "*.png" ! -name "*.gp" ! -name "*.csv" | wc -l)" 0 "nothing else is left behind"

# Title and description of an SVG, which gnuplot cannot set, are what was found and how to read it.
said=$(sed -n 's,^<title>\(.*\)</title>$,\1,p' "$tmp/a/figures/period.svg")
like "$said" "^A period of 1.h stands out: North" "an SVG has what was found as its title"
like "$(sed -n 's,^<desc>\(.*\)</desc>$,\1,p' "$tmp/a/figures/period.svg")" "^How strongly the visits keep" "and the caption as its description"
unsaid() { sed 's,^<title>.*</title>$,<title/>,; s,^<desc>.*</desc>$,<desc/>,' "$1"; }

# By itself, elsewhere, without the program: the same picture.
cp -r "$tmp/a/figures" "$tmp/again"
differ=0
for name in $figures; do
    sed -i 's/1:3/2:2/' "$tmp/again/$name/draw.gp"
    (cd "$tmp/again/$name" && gnuplot draw.gp 2> /dev/null)
    unsaid "$tmp/again/$name/figure.svg" > "$tmp/figure.svg"
    unsaid "$tmp/a/figures/$name.svg" | cmp -s - "$tmp/figure.svg" || differ=$((differ + 1))
done
is "$differ" 0 "the script of every figure draws the same SVG again, but for its two lines of title and description"
sed -i 's/66.7/66.8/' "$tmp/again/share/texts.csv"
(cd "$tmp/again/share" && gnuplot draw.gp 2> /dev/null)
unsaid "$tmp/again/share/figure.svg" > "$tmp/figure.svg"
unsaid "$tmp/a/figures/share.svg" | cmp -s - "$tmp/figure.svg"
is "$?" 1 "from the data that stand beside it"

mkdir "$tmp/b"
cp -r "$tmp/a/case.ini" "$tmp/a/data" "$tmp/b"
mkdir "$tmp/b/figures"
in_strange_home "$tmp/home" draw_all "$tmp/b"
diff -r "$tmp/a/figures" "$tmp/b/figures" > /dev/null
ok $? "the same inputs give the same bytes, whatever fonts and .gnuplot a user has"
[ ! -e "$tmp/ran" ]
ok $? "and no .gnuplot was run"

# What gnuplot is given: this environment, nothing to read, links to our scripts, numbers.
mkdir "$tmp/bin"
cat > "$tmp/bin/gnuplot" << 'END'
#!/bin/sh
{ tr '\0' '\n' < /proc/$$/environ | sed 's/^PATH=.*/PATH/' | sort; echo "$*"; cat | wc -c; ls -d *.gp; cat numbers.gp; } > "${0%/*}/given"
exit 1
END
chmod +x "$tmp/bin/gnuplot"
make_case "$tmp/g" '`touch ran`'
fails 1 "gnuplot: error: ended with code 1" "a gnuplot that fails" env PATH="$tmp/bin:$PATH" HOME="$tmp/home" DISPLAY=:0 IFS=x \
    "$build/libexec/dielog-figure" raster --case "$tmp/g/case.ini" --data "$tmp/g/data" -o "$tmp/g/raster"
is "$(head -n 5 "$tmp/bin/given" | paste -sd' ')" "LC_ALL=C.UTF-8 PATH TZ=UTC -d draw.gp 0" "its environment is closed, and it has nothing to read"
is "$(sed 1,5d "$tmp/bin/given" | grep -vE '^(array )?[a-z_0-9]+(\[[0-9]+\])? *= *[][0-9.e+, NaN-]+$|^[a-z]+\.gp$')" "" "and its numbers are numbers"

# What was drawn last is known: the same again is only dated.
cat > "$tmp/bin/gnuplot" << END
#!/bin/sh
echo run >> "$tmp/runs"
exec $(command -v gnuplot) "\$@"
END
make_case "$tmp/k"
again() {
    : > "$tmp/runs"
    PATH="${1-}$tmp/bin:$PATH" "$build/libexec/dielog-figure" share --case "$tmp/k/case.ini" --data "$tmp/k/data" --known "$tmp/k/known" -o "$tmp/k/share"
    wc -l < "$tmp/runs"
}
whole() { (cd "$tmp/k" && find . -name 'share*' -type f -o -path './share/*' -type f | sort | xargs cksum | cksum); }
is "$(again)" 2 "a figure that is not known is drawn, twice: the two must be the same"
first=$(whole)
find "$tmp/k" -name 'share*' -type f -exec touch -d 2020-01-01 {} + -o -name draw.gp -exec touch -d 2020-01-01 {} +
is "$(again) $(whole)" "0 $first" "one that is known is not, and stands as it was"
is "$(find "$tmp/k/share.svg" "$tmp/k/share.png" "$tmp/k/share-slide.png" "$tmp/k/share.pdf" "$tmp/k/share/draw.gp" -newermt 2020-01-02 | wc -l)" 5 "with new time stamps, for make"
missed=0
for change in "share.svg printf x >>" "share.png rm" "share-slide.png printf x >>" "share.pdf printf x >" "share/texts.csv rm" \
    "share/slide/dots.csv printf x >>" "share/style.gp printf x >>" "share/old.csv printf x >" \
    "share/slide/old.gp printf x >" "known rm"; do
    eval "${change#* } $tmp/k/${change%% *}"
    [ "$(again) $(whole)" = "2 $first" ] || missed=$((missed + 1))
done
is "$missed" 0 "whatever was changed or removed is drawn again"
sed -i 's/2016-06-28T08:00:02/2016-06-28T09:00:02/' "$tmp/k/data/inputs.csv"
is "$(again)" 0 "later data: not drawn either"
"$build/libexec/dielog-figure" share --case "$tmp/k/case.ini" --data "$tmp/k/data" -o "$tmp/k/fresh"
cmp -s "$tmp/k/share.pdf" "$tmp/k/fresh.pdf" && grep -aq 'CreationDate (D:20160628090002' "$tmp/k/share.pdf"
ok $? "but dated, as drawing would"
touch -d 2020-01-01 "$tmp/bin/gnuplot"
is "$(again)" 2 "another gnuplot draws it again"
sed -i 's/South/Southern/' "$tmp/k/data/parties.csv"
is "$(again)" 2 "and so do other words"
is "$(again :) $(again :)" "2 2" "where PATH does not say which gnuplot it is always drawn"
fails 1 "gnuplot: error: ended" "one that fails" env PATH="$tmp/bin:$PATH" sh -c "printf '#!/bin/sh\nexit 1\n' > $tmp/bin/gnuplot
    exec $build/libexec/dielog-figure share --case $tmp/a/case.ini --data $tmp/k/data --known $tmp/k/known -o $tmp/k/share"
rm -r "${tmp:?}/bin"

# What a label may hold: quotes, commands, formats, markup, controls, a turned writing direction.
evil=$(printf '"`touch %s/ran` $(touch %s/ran) %%s {/Bold x} <b>&amp; a_b @ \\n # \033[1m \342\200\256x' "$tmp" "$tmp")
make_case "$tmp/h" "$evil"
hostile_cells "$tmp/h" "$evil"
draw_all "$tmp/h"
ok $? "figures with hostile texts in every cell are drawn"
[ ! -e "$tmp/ran" ]
ok $? "and nothing of it was run"
text=$(pdftotext -layout "$tmp/h/figures/raster.pdf" -)
like "$text" '"`touch ' "the label shows as text"
make_case "$tmp/c" "$(printf '<b>\033[1m\342\200\256x')"
dielog figure share --case "$tmp/c/case.ini" --data "$tmp/c/data" -o "$tmp/c/figures/share"
like "$(pdftotext "$tmp/c/figures/share.pdf" -)" '<b>.x1b\[1m.u202ex' "controls show as escapes"

# gnuplot exits 0 on a full disk; a limit on file sizes stands for one here.
(
    trap '' XFSZ
    ulimit -f 8
    exec "$build/libexec/dielog-figure" raster --case "$tmp/a/case.ini" --data "$tmp/a/data" -o "$tmp/full"
) 2> "$tmp/err"
is "$?" 1 "a picture that was cut short fails"
is "$(wc -l < "$tmp/err")" 1 "with one line on standard error"
is "$(find "$tmp" -maxdepth 1 -name "full*" | wc -l)" 0 "and nothing is published"

fails 2 'no figure is called' "an unknown figure is a usage error" dielog figure nonsense --case x --data y -o z
printf 'time,party,count\nyesterday,bank,1\n' > "$tmp/c/data/records.csv"
fails 1 'records|time|yesterday' "a broken table is an error" \
    dielog figure raster --case "$tmp/c/case.ini" --data "$tmp/c/data" -o "$tmp/x"
like "$(pdftotext "$tmp/a/figures/period.pdf" -)" "A period of 1.h stands out: North" "the titles say what was found"
like "$(pdftotext "$tmp/a/figures/gaps.pdf" -)" "Gaps as a cache of TTL 1.h leaves them: North" "of the cache too"
like "$(pdftotext "$tmp/a/figures/parts.pdf" -)" "A machine.s part: 42.0.% of the visits of North" "and of the machine"
rm "$tmp/c/data/window.csv" "$tmp/c/data/events.csv"
dielog figure window --case "$tmp/c/case.ini" --data "$tmp/c/data" -o "$tmp/none"
ok $? "no events: a figure that says so"
like "$(pdftotext "$tmp/none.pdf" -)" "No events were declared" "in words"
# Provenance says which tables a figure shows, and make knows it, too.
is "$(sed -n 's/^    { "\([a-z]*\)", "\(.*\)", chart_.*/\1,\2/p' "$top/render/charts/charts.c" | sort)" \
    "$(sed -n 's/^$(eval $(call draw,\(.*\)))$/\1/p' "$top/pipeline/case.mk" | sort)" "charts.c and case.mk name the same tables of each figure"
finish
