#!/bin/sh
# compare.sh ARGUED SAID... -- the warnings of gcc's analyzer in the files SAID against ARGUED, whose lines are
# FILE, FUNCTION, WARNING and REASON between tabs: each warning must be argued, and each argument must meet one.
set -u
argued=$1
shift
said=$(mktemp)
trap 'rm -f "$said"' EXIT
awk -v OFS='\t' '
    FNR == 1 { name = ""; file = FILENAME; sub(/.*\/analyze\//, "", file); sub(/said$/, "c", file) }
    /In function / { name = $0; sub(/.*In function [^A-Za-z_]*/, "", name); sub(/[^A-Za-z0-9_].*/, "", name) }
    /warning:.*-Wanalyzer/ { flag = $0; sub(/.*\[-Wanalyzer-/, "", flag); sub(/\].*/, "", flag); print file, name, flag }
' "$@" | sort -u > "$said"
awk -F '\t' -v OFS='\t' '
    FILENAME == ARGV[1] { if ($0 !~ /^#/ && NF) reason[$1 OFS $2 OFS $3] = $4; next }
    reason[$0] == "" { print "analyze: " $1 ": " $2 ": " $3 ": not argued"; bad = 1 }
    { met[$0] = 1 }
    END { for (k in reason) if (!(k in met)) { gsub(/\t/, ": ", k); print "analyze: " k ": argued, but not warned of"; bad = 1 } exit bad }
' "$argued" "$said" && echo "analyze: $(wc -l < "$said") warnings, all argued"
