#!/bin/sh
# A folder that everybody may write to, in which somebody else has laid links: nothing is written through them.
. "$(dirname "$0")/lib.sh"

if [ "$(id -u)" -ne 0 ]; then
    skip "links of somebody else" "only root can lay them"
    finish
fi
other=65534
cd "$tmp" || exit 1
mkdir shared victim mine
chmod 1777 shared
echo precious > victim/file
echo precious > victim/data.csv
dielog new mine/case > /dev/null
theirs() { ln -s "$1" "$2" && chown -h $other "$2"; }
sums() { find victim | sort | while read -r f; do if [ -f "$f" ]; then cksum < "$f"; fi; echo "$f"; done; }
before=$(sums)

# The folder itself, one of somebody else's within it, a link of his to one of ours.
fails 1 'shared: error: everybody may write there' "a report into the folder itself" dielog report -o shared -w mine/work mine/case
fails 1 'shared: error: everybody may write there' "a store in it" dielog night -w shared -o mine/out mine/case
mkdir shared/his
chown $other shared/his
fails 1 "his/out: error: .*/shared/his is somebody else's" "a report below a folder of his" dielog report -o shared/his/out -w mine/work mine/case
theirs "$tmp/victim" shared/link
fails 1 "link: error: .*/shared/link is somebody else's" "a report through a link of his" dielog report -o shared/link -w mine/work mine/case
fails 1 "link/work: error: .*/shared/link is somebody else's" "a work folder through it" dielog report -w shared/link/work -o mine/out mine/case
fails 1 "link/nights: error: .*/shared/link is somebody else's" "nights through it" dielog night -w mine/work -o shared/link mine/case
is "$(find shared/his -mindepth 1)$(sums)" "$before" "and nothing of it was written to"
mkdir shared/ours
(. "$build/libexec/place.sh" && make_place shared/ours/out/deep) > /dev/null
ok $? "a folder of our own in it will do"

# A single program: a link under the name that it writes, under the name that it writes first, and a pipe.
log=$top/fixtures/formats/bind9/shapes/in.log
normalize() { "$build/libexec/dielog-normalize" -q -f bind9 -z UTC --start 2026-11-23 --max-rejects 100% -o "$1" "$log"; }
theirs "$tmp/victim/file" shared/records.csv
normalize shared/records.csv 2> "$tmp/err" # (may replace it or not: the kernel says)
mkfifo shared/pipe && chown $other shared/pipe && chmod 666 shared/pipe
timeout 20 "$build/libexec/dielog-normalize" -q -f bind9 -z UTC --start 2026-11-23 --max-rejects 100% -o shared/pipe "$log" 2> "$tmp/err"
ok "$(test $? -ne 124; echo $?)" "a pipe of his is not waited for"
theirs /dev/full shared/device.csv
normalize shared/device.csv 2> "$tmp/err"
ok $? "a link of his to a device is replaced"
normalize /dev/full 2> "$tmp/err"
is $? 1 "a device by its own name is written to"
# The temporary name says where and by what process, which somebody may guess: the shell that lays the link becomes the program.  What
# it says of here is seen in the name of one that waits for its input.
mkfifo feed
"$build/libexec/dielog-normalize" -q -f bind9 -z UTC --start 2026-11-23 -o shared/seen.csv - < feed 2> /dev/null &
exec 6> feed
for _ in $(seq 100); do [ -n "$(find shared -name 'seen.csv.tmp-*')" ] || sleep .05; done
mark=$(find shared -name 'seen.csv.tmp-*-*' | sed 's/.*\.tmp-\(.*\)-.*/\1/')
exec 6>&-
wait
like "$mark" '^[0-9a-f]{16}$' "a temporary name says where"
sh -c 'link=shared/next.csv.tmp-$3-$$ && ln -s "$1" "$link" && chown -h "$2" "$link" && shift 3 && exec "$@"' sh "$tmp/victim/file" $other "$mark" \
    "$build/libexec/dielog-normalize" -q -f bind9 -z UTC --start 2026-11-23 --max-rejects 100% -o shared/next.csv "$log" 2> "$tmp/err"
ok $? "a link under the very temporary name"
is "$(head -n 1 shared/next.csv | cut -d, -f1)" time "and the records are there"

# A figure's folder of sources: what lies behind a link of his is neither written nor removed.
mkdir data
theirs "$tmp/victim" shared/share
printf '[case]\ntitle = x\n' > case.ini
"$build/libexec/dielog-figure" share --case case.ini --data data -o shared/share 2> "$tmp/err"
is $? 1 "a figure whose folder is a link of his"
like "$(cat "$tmp/err")" 'cannot make the folder shared/share: (Too many levels|Permission denied)' "is refused, by the kernel where it protects links"
is "$(sums)" "$before" "after all this nothing was written through a link, nor removed"
finish
