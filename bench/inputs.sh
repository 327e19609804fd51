#!/bin/sh
# inputs.sh FOLDER SIZE -- what the rows of the bench read, made in FOLDER:
#   in.log           SIZE bytes of a BIND 9.18 query log: one simulated hour (hour.ini), laid
#                    end to end, each stamped one hour later; in.log.gz, in.log.zst the same
#   peer.log         its first 64 MB, for programs that would take minutes for all of it
#   views.log        the same in the widest shape that BIND writes: ISO stamps, a key, a view with a blank in its name,
#                    ECS, escapes and capitals in names
#   zeek.json, eve.json  the lookups of peer.log as Zeek and Suricata would write them
#   store/           its slices, as the pipeline keeps them, and how late their rows are; day.list names those of its first day
#   day.csv          that day collected
#   dns.pcap         a capture of SIZE / 512 DNS queries (2 million at 1G), 100 bytes each (capture.c)
#   pairs.csv        100 visits of each of SIZE / 536,870 pairs (2,000 at 1G) in 30 days; one in 50 keeps a timer
# Programs are found on PATH.
set -eu
folder=$1
size=$(numfmt --from=iec "$2")
here=$(cd "$(dirname "$0")" && pwd)

if [ "$(cat "$folder/size" 2> /dev/null || :)" = "$size" ] && [ -z "$(find "$here/hour.ini" "$0" -newer "$folder/size")" ] && [ -e "$folder/dns.pcap" ]; then
    exit 0
fi
rm -rf "$folder"
mkdir -p "$folder/store/slices" "$folder/store/batches"
cd "$folder"

dielog-simulate -o hour "$here/hour.ini"
hours() { # the hour again and again, until SIZE is reached
    hour=$(stat -c %s hour/logs/ns1.log)
    k=0
    while [ $((k * hour)) -lt "$size" ]; do
        LC_ALL=C sed "s/^.\{14\}/$(LC_ALL=C date -u -d "2016-05-04 + $k hours" +'%d-%b-%Y %H')/" hour/logs/ns1.log
        k=$((k + 1))
    done
}
hours > in.log
head -c 64M in.log | sed '$d' > peer.log
LC_ALL=C sed -E 's/^(..)-May-(....) (.{12}) /\2-05-\1T\3Z /
    s/#([0-9]+) \(/#\1\/key k1 (/
    s/\): query: (..?)/): view ext v6: query: \U\1\E\\032/
    s/$/ [ECS 192.0.2.0\/24\/0]/' peer.log > views.log
dielog-normalize -f bind9 -z UTC peer.log | awk -f "$here/json.awk" -v zeek=zeek.json -v eve=eve.json
capture $((size / 512)) > dns.pcap
gzip -6 < in.log > in.log.gz
command -v zstd > /dev/null && zstd -q in.log -o in.log.zst

printf '[input]\npath = in.log\nsensor = ns1\nformat = bind9\nzone = UTC\n' > in.ini
dielog-normalize --batch in --input in.ini --work store in.log
cp hour/parties.csv .
echo store/slices/2016-05-04/in.csv > day.list
dielog-collect --parties parties.csv --files-from day.list -o day.csv
awk -v pairs=$((size / 536870)) 'BEGIN {
    srand(1)
    print "time,pair"
    for (i = 0; i < pairs; i++)
        for (k = 0; k < 100; k++)
            printf "%d,p%d\n", 1462147200 + (i % 50 ? rand() : (k + rand() / 10) / 100) * 2592000, i
}' > pairs.csv
echo "$size" > size
