#!/bin/sh
# compare.sh ARGUED SAID... -- the warnings of gcc's analyzer in the files SAID against ARGUED, whose lines are
# FILE, FUNCTION, WARNING and REASON between tabs: each warning must be argued, and each argument must meet one.
set -u
argued=$1
shift
said=$(mktemp)
trap 'rm -f "$said"' EXIT
awk -F '[:[]' '
    /: In function / { split($0, part, /[^A-Za-z0-9_.\/]+/); name = $0; sub(/.*In function ./, "", name); gsub(/[^A-Za-z0-9_].*/, "", name) }
    /-Wanalyzer/ && /warning:/ { flag = $0; sub(/.*\[-Wanalyzer-/, "", flag); sub(/\].*/, "", flag); print $1 "\t" name "\t" flag }
' "$@" | sort -u > "$said"
awk -F '\t' -v OFS='\t' '
    NR == FNR { if ($0 !~ /^#/ && NF) { reason[$1 OFS $2 OFS $3] = $4 } next }
    !($0 in reason) || reason[$0] == "" { print "analyze: " $1 ": " $2 ": " $3 ": not argued"; bad = 1 }
    { met[$0] = 1 }
    END { for (k in reason) if (!(k in met)) { gsub(/\t/, ": ", k); print "analyze: " k ": argued, but not warned of"; bad = 1 } exit bad }
' "$argued" "$said" && echo "analyze: $(wc -l < "$said") warnings, all argued"
