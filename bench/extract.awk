# The usual fields of a BIND 9.18 query log as CSV: what one writes in a minute, without the
# odd shapes, escapes and checks that dielog-normalize has.
BEGIN {
    split("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", name, " ")
    for (i = 1; i <= 12; i++)
        month[name[i]] = sprintf("%02d", i)
    print "time,client,action,target,transport"
}
$9 == "query:" {
    client = $7
    sub(/#[0-9]+$/, "", client)
    printf "%s-%s-%sT%s000Z,%s,%s,%s,%s\n", substr($1, 8), month[substr($1, 4, 3)], substr($1, 1, 2), $2, client,
        $12, tolower($10), $13 ~ /T/ ? "tcp" : "udp"
}
