#!/bin/sh
# A log that is read in pieces gives what one reading gives: every fixture of a text dialect, cut between two
# lines, plain and compressed.  And a piece is only read from the log that was meant.
. "$(dirname "$0")/lib.sh"
normalize=$build/libexec/dielog-normalize

# read_piece FOLDER ID FILE SECTION: ID of FILE, as the [piece] SECTION says
read_piece() {
    { cat "$1/input.ini"; printf '\n[piece]\n%b' "$4"; } > "$1/$2.ini"
    "$normalize" --batch "$2" --input "$1/$2.ini" -d "$1" --max-rejects 100% --allow-empty "$3"
}
# What came out of the batches ID...: records, the last one's sums, rejects.  Path, size and digest are the file's.
outcome() {
    work=$1
    shift
    for day in "$work"/slices/*/; do
        for id in "$@"; do
            [ ! -f "$day$id.csv" ] || tail -n +2 "$day$id.csv"
        done
    done
    cut -d, -f2,4-5,8- "$work/batches/$id.row"
    sed 's/^[^,]*,//' "$work/batches/$id.reasons"
    for id in "$@"; do cat "$work/batches/$id.rejects"; done
    grep -vE '^(bytes|sha256|content),' "$work/batches/$id.carry"
}

for folder in "$top"/fixtures/formats/*/*/; do
    folder=${folder%/}
    dialect=$(basename "$(dirname "$folder")")
    this=$dialect/$(basename "$folder")
    grep -qE "^ *\.frame = " "$top/pipeline/formats/$(echo "$dialect" | tr - _).c" && continue
    work=$tmp/$this
    mkdir -p "$work"
    if [ -f "$folder/input.ini" ]; then
        cp "$folder/input.ini" "$work/input.ini"
    else
        printf '[input]\nsensor = s1\nformat = %s\nzone = UTC\n' "$dialect" > "$work/input.ini"
    fi
    read_piece "$work" whole "$folder/in.log" 'from = 0\n' 2> "$work/err" || { ok 1 "$this is read: $(cat "$work/err")"; continue; }
    lines=$(wc -l < "$folder/in.log")
    # Behind half of the lines; the first fixture of each dialect also behind the first and before the last one.
    cuts=$((lines / 2))
    [ "$dialect" = "${before:-}" ] || cuts="1 $((lines - 1)) $cuts"
    for cut in $(printf '%s\n' $cuts | sort -nu); do
        [ "$cut" -gt 0 ] || continue
        bytes=$(head -n "$cut" "$folder/in.log" | wc -c)
        read_piece "$work" p "$folder/in.log" "from = 0\nto = $bytes\n"
        read_piece "$work" p@2 "$folder/in.log" "from = $bytes\nafter = p\n"
        is "$(outcome "$work" p p@2)" "$(outcome "$work" whole)" "$this cut behind line $cut"
    done
    [ "$dialect" != "${before:-}" ] || continue
    before=$dialect
    gzip -nc "$folder/in.log" > "$work/in.gz"
    read_piece "$work" p@2 "$work/in.gz" "from = $bytes\nafter = p\n"
    is "$(outcome "$work" p p@2)" "$(outcome "$work" whole)" "$this, the rest compressed"
done

# --- format = auto: what the first piece is, the log is ------------------------------------------
work=$tmp/auto
mkdir "$work"
printf '[input]\nsensor = s1\nformat = auto\nzone = UTC\n' > "$work/input.ini"
file=$top/fixtures/formats/bind9/shapes/in.log
bytes=$(head -n 3 "$file" | wc -c)
read_piece "$work" p "$file" "from = 0\nto = $bytes\n" 2> "$work/err"
like "$(cat "$work/err")" 'format bind9' "the first piece tells the dialect"
read_piece "$work" p@2 "$file" "from = $bytes\nafter = p\n" 2> "$work/err"
is "$? $(cat "$work/err")" "0 " "the next ones take it over"

# --- the log that was meant -----------------------------------------------------------------
work=$tmp/meant
mkdir "$work"
printf '[input]\nsensor = s1\nformat = bind9\nzone = UTC\npath = logs/q.log\n' > "$work/input.ini"
for i in 1 2 3 4; do
    echo "04-May-2016 06:00:0$i.000 client 192.0.2.1#1 (www.example.com): query: www.example.com IN A + (192.0.2.53)"
done > "$work/q.log"
gzip -nk "$work/q.log"
line=$(head -n 1 "$work/q.log" | wc -c)
other='it is not the log that the plan saw'
head="head = $line:0123456789abcdef\\n"
fails 1 "logs/q.log: error: $other" "another head" read_piece "$work" p "$work/q.log" "from = $line\n$head"
fails 1 "logs/q.log: error: $other" "another head, compressed" read_piece "$work" p "$work/q.log.gz" "from = $line\n$head"
fails 1 "logs/q.log: error: $other" "another tail" read_piece "$work" p "$work/q.log" \
    "from = 0\nto = $((2 * line))\ntail = 100:0123456789abcdef\n"
for file in q.log q.log.gz; do
    fails 1 "logs/q.log: error: $other" "$file is shorter than the piece" read_piece "$work" p "$work/$file" "from = 0\nto = 1000\n"
    fails 1 "logs/q.log: error: $other" "$file ends before the piece" read_piece "$work" p "$work/$file" "from = 1000\n"
done
is "$(find "$work/batches" -type f)" "" "and nothing is published"
fails 1 'p.ini:9: error: \[piece\] head: expected LEN:HASH' "a mark that is none" read_piece "$work" p "$work/q.log" "from = 0\nhead = 5000:0123456789abcdef\n"
fails 1 'before.carry: error: cannot read' "no piece before it" read_piece "$work" p "$work/q.log" "from = 0\nafter = before\n"
read_piece "$work" p "$work/q.log" "from = 0\nto = 110\n"
is "$(cat "$work"/slices/*/p.csv | wc -l) $(grep -c . "$work/batches/p.rejects")" "2 1" "a piece that ends within a line: what is there of it"
finish
