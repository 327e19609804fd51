#!/bin/sh
# What the compiled programs are and what they cannot do: hardened, without a socket, without a shell.
. "$(dirname "$0")/lib.sh"

for tool in readelf nm; do
    command -v $tool > /dev/null || { skip "hardening" "no $tool here"; finish; }
done
set -- "$build/dielog"
for file in "$build"/libexec/dielog-*; do
    LC_ALL=C grep -aqm 1 '^.ELF' "$file" && set -- "$@" "$file"
done
n=$#

# What each needs of the libraries: "program function", once.
nm -AD --undefined-only "$@" | sed -E 's|^.*/([^/:]*): *[Uw] ([^@]*).*|\1 \2|' | sort -u > "$tmp/needs"
needs() { awk -v names="^($1)\$" '$2 ~ names' "$tmp/needs" | paste -sd, -; }
if [ -n "$(needs '__(asan|ubsan|sanitizer).*')" ]; then
    skip "hardening" "built with sanitizers"
    finish
fi

# Headers, segments and the dynamic table of all of them.
readelf -hldW "$@" > "$tmp/elf"
have() { is "$(grep -cE -e "$1" "$tmp/elf")" "$n" "$2"; }
have 'Type: +DYN \(Position-Independent Exec' "each is a position-independent program (PIE)"
have 'GNU_RELRO' "its tables are read-only before it begins (RELRO)"
have 'FLAGS_1.*NOW PIE' "with all that it needs bound by then (NOW)"
have 'GNU_STACK.* RW +0x' "no code on the stack"
is "$(grep -cE '\((RPATH|RUNPATH|TEXTREL)\)' "$tmp/elf")" 0 "no path of its own to libraries, no text that is written to"
is "$(awk '$2 == "__stack_chk_fail" { n++ } END { print n }' "$tmp/needs")" "$n" "each guards its stack"
is "$(awk '$2 ~ /^__[a-z]+_chk$/ { print $1 }' "$tmp/needs" | sort -u | wc -l)" "$n" "calls of the C library know their sizes (FORTIFY)"

# Of what is listed as allowed, what would be another thing.
is "$(needs 'socket|socketpair|connect|bind|listen|accept4?|send(to|msg)|getaddrinfo|gethostby.*|pcap_(open_live|create|activate)')" "" \
    "none can open a socket"
is "$(needs 'system|popen|wordexp|dlopen')" "" "none can start a shell"
is "$(needs '(exec|fork|vfork|posix_spawnp?$).*' | tr , '\n' | grep -vE '^dielog(-figure)? ')" "" \
    "only the front and dielog-figure start another program: a verb or man, gnuplot"
is "$(needs 'set(re|res|e)?[ug]id|setgroups|[fl]?chown|f?chmod|umask')" "" "none changes owners, modes or rights"
is "$(needs '(gets|strcpy|strcat|v?sprintf|tmpnam|tempnam|mktemp|ato[ifl]|[fs]?scanf|__isoc99_.*scanf)')" "" "none calls what cannot be called safely"
finish
