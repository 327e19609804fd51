#!/bin/sh
# web-page.sh REPORT.html -- the web page in a browser (headless Chromium): no wider than a phone, dark where the reader
# wants it so, whole on paper.  A copy of the page is given a script that measures; the page itself has none.
. "$(dirname "$0")/lib.sh"

page=${1:-reports/lookups/report.html}
[ -s "$page" ] || { echo "web-page: $page is not there (make report)" >&2; exit 2; }
command -v chromium > /dev/null || { echo "web-page: chromium is not installed" >&2; exit 1; }
browse() { timeout 120 chromium --headless=new --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$tmp/browser" "$@" 2> "$tmp/err"; }

# measure WIDTH [OPTION]: how wide the page comes out in a frame of WIDTH, the colours of paper and words, and of the card below
# a figure.  (A frame, for a window is never narrower than 500.)
measure() {
    script='<script>
const frame = document.createElement("iframe"), whole = document.documentElement.outerHTML.replace(/<script>[^]*/, "");
frame.style.width = "'$1'px";
frame.style.height = "900px";
frame.style.border = "0";
frame.onload = () => {
    const page = frame.contentDocument, colour = (e) => getComputedStyle(e).backgroundColor;
    const said = [page.documentElement.scrollWidth, colour(page.body), getComputedStyle(page.body).color, colour(page.querySelector(".plate"))];
    document.documentElement.textContent = "measured " + said.join("; ");
};
frame.srcdoc = whole;
document.body.replaceChildren(frame);
</script>'
    { sed '/http-equiv="Content-Security-Policy"/d' "$page" && echo "$script"; } > "$tmp/measured.html"
    browse --window-size=1400,1000 ${2:+"$2"} --virtual-time-budget=10000 --dump-dom "file://$tmp/measured.html" | sed -n 's,.*measured \([^<]*\)<.*,\1,p'
}

is "$(measure 390)" "390; rgb(255, 255, 255); rgb(26, 26, 26); rgba(0, 0, 0, 0)" "on a phone it is no wider than the screen, dark on white"
is "$(measure 1280)" "1280; rgb(255, 255, 255); rgb(26, 26, 26); rgba(0, 0, 0, 0)" "nor on a desk"
is "$(measure 390 --blink-settings=preferredColorScheme=0)" "390; rgb(21, 23, 26); rgb(230, 230, 232); rgb(255, 255, 255)" \
    "light on dark where that is wanted, figures on a white card"
browse --no-pdf-header-footer --print-to-pdf="$tmp/print.pdf" "file://$(realpath "$page")"
like "$(pdfinfo "$tmp/print.pdf")" "A4" "it prints on A4"
text=$(pdftotext -layout "$tmp/print.pdf" -)
like "$text" "What these data cannot tell" "with its words"
is "$(printf '%s\n' "$text" | grep -c 'Where the numbers stand')" 0 "without what only a screen can open"
finish
