#!/bin/sh
# bench.sh PROGRAMS FOLDER SIZE OUTPUT [OPTION]... -- makes inputs of SIZE in FOLDER, times the
# rows, keeps the table: OUTPUT.csv, and OUTPUT.txt with date, machine and versions above it.
# PROGRAMS: folders with dielog-*, bench and floor, with colons between.  OPTIONs are bench's.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
PATH=$1:$PATH
folder=$2 size=$3 output=$4
shift 4
export here PATH LC_ALL=C.UTF-8
memory=$(mktemp -d "$(test -d /dev/shm && echo /dev/shm || echo /tmp)/dielog-bench.XXXXXX")
export memory
trap 'rm -rf "$memory"' EXIT
trap 'exit 1' INT TERM

# Debian's Python has Debian's statsmodels, whatever python3 is first on PATH.
if /usr/bin/python3 -c 'import statsmodels' 2> /dev/null; then
    mkdir "$memory/peers"
    # shellcheck disable=SC2016 # $here is for the script to expand
    printf '#!/bin/sh\nexec /usr/bin/python3 "$here/acf.py" "$@"\n' > "$memory/peers/statsmodels-acf"
    chmod +x "$memory/peers/statsmodels-acf"
    PATH=$PATH:$memory/peers
fi

version() { # PROGRAM: what it says of itself in one line
    command -v "$1" > /dev/null 2>&1 || return 0
    { "$@" 2>&1 || :; } < /dev/null | sed -n 1p
}

"$here/inputs.sh" "$folder" "$size"
mkdir -p "$(dirname "$output")"
output=$(cd "$(dirname "$output")" && pwd)/${output##*/}
{
    date -u +'%Y-%m-%d %H:%M UTC'
    sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | sort | uniq -c | sed 's/^ *\([0-9]*\) /\1 x /'
    uname -srm
    version "${CC:-cc}" --version
    version dielog-normalize --version
    version mawk -W version
    version mlr --version
    version duckdb --version | sed "s/^/DuckDB /"
    version zstd --version
    echo "input: $(stat -c %s "$folder/in.log") bytes, $(wc -l < "$folder/in.log") lines"
    echo
    bench -C "$folder" --csv "$output.csv" "$@" "$here/rows"
} > "$memory/table"
{
    echo
    echo "What was asked (goals.awk):"
    awk -f "$here/goals.awk" "$output.csv"
} >> "$memory/table"
cp "$memory/table" "$output.txt"
cat "$output.txt"
