# stand-ins.sh -- for tests of the way of a case through make: the programs in $tmp/libexec, real up to the counts and
# the data package.  Statistics, figures and pages are stand-ins that digest what they read.
# shellcheck shell=sh disable=SC2154 # build and tmp are lib.sh's

DIELOG_LIBEXEC=$tmp/libexec
export DIELOG_LIBEXEC
mkdir libexec
for verb in plan normalize span collect count records package report night changes; do
    ln -s "$build/libexec/dielog-$verb" libexec/
done
cp "$build/libexec/case.mk" "$build/libexec/place.sh" libexec/
cat > libexec/stand-in << 'END'
#!/bin/sh
# Writes a digest of every file that it is given, under the names that a stage would write.
verb=${0##*/dielog-} beside=
while [ $# -gt 0 ]; do
    case $1 in
    -o) out=$2; shift ;;
    --files-from) read="$read $(cat "$2")"; shift ;;
    --case) read="$read $2"; shift ;;
    --data | --figures) [ "$verb" = figure ] || read="$read $(find "$2" -type f | sort)"; shift ;;
    --names | --zones | --found) read="$read $2"; shift ;; # results of other stages
    --*) # results that are tables beside the first; other tables are read
        case $2 in
        */results/*.csv) beside="$beside $2"; shift ;;
        *.csv) read="$read $2"; shift ;;
        esac ;;
    *.csv) read="$read $1" ;;
    esac
    shift
done
digest="$verb $(cat $read | cksum)"
publish() { echo "$digest" > "$1.tmp-$$" && mv "$1.tmp-$$" "$1"; }
for file in $beside; do publish "$file"; done
case $verb in
figure) mkdir -p "$out"; for x in .pdf .svg .png -slide.png /draw.gp; do publish "$out$x"; done ;;
compose) mkdir -p "${out%/*}/tables"; for x in report.pdf brief.pdf report.html report.md summary.txt findings.json findings.csv; do publish "${out%/*}/$x"; done ;;
*) publish "$out" ;;
esac
END
chmod 755 libexec/stand-in
for verb in $(grep -oE 'dielog-[a-z]+' "$build/libexec/case.mk" | sed 's/dielog-//' | sort -u); do
    [ ! -e "libexec/dielog-$verb" ] || continue
    cp libexec/stand-in libexec/dielog-$verb
done

