# The usual fields of the same log in its widest shape (views.log): ISO stamps, a key, a view with a blank, ECS.
BEGIN { print "time,client,action,target,transport" }
(i = index($0, ": query: ")) > 0 {
    client = $6
    sub(/#.*/, "", client)
    split(substr($0, i + 9), q, " ")
    printf "%s000Z,%s,%s,%s,%s\n", substr($1, 1, 23), client, q[3], tolower(q[1]), q[4] ~ /T/ ? "tcp" : "udp"
}
