# names.awk -- one scenario for names.sh, drawn by the seed; "# truth PARTY WORD" lines say what each party is.
function u(lo, hi) { return lo + rand() * (hi - lo) }
function lu(lo, hi) { return exp(u(log(lo), log(hi))) }
function int_u(lo, hi) { return int(u(lo, hi + .999)) }
function word(   n, i, w) {
    n = int_u(1, 3); w = ""
    for (i = 0; i < n; i++) w = w substr(syllables, 3 * int(rand() * n_syllables) + 1, 2 + (rand() < .5))
    gsub(/ /, "", w)
    return w
}
function party(id, what) { print "\n[party " id "]\naddresses = 198.51." ++octet ".0/" bits[int(rand() * 4) + 1] "\n"; print "# truth " id " " what }
function process(id, of, kind) { print "[process " id "]\nkind = " kind "\nparty = " of }
function domain() { return word() word() (rand() < .7 ? ".example.com" : rand() < .5 ? ".example.net" : ".example.org") }
function people_names(   n, i, list, d, name) {
    n = int_u(2, 40); list = ""
    for (i = 0; i < n; i++) {
        d = i % 4 == 0 ? domain() : d
        name = rand() < .3 ? d : word() (rand() < .3 ? int_u(1, 99) : "") "." d
        list = list (i ? ",\n  " : "") name " " (rand() < .75 ? "A" : rand() < .6 ? "AAAA" : "HTTPS") " " int_u(1, 40)
        if (rand() < .1) list = list ",\n  " d " MX " int_u(1, 8)
        if (rand() < .07) list = list ",\n  " d " TXT " int_u(1, 5)
        if (rand() < .07) list = list ",\n  " int_u(1, 250) ".2.0.192.in-addr.arpa PTR " int_u(1, 8)
        if (rand() < .05) list = list ",\n  " d (rand() < .5 ? " NS " : " SOA ") int_u(1, 4)
    }
    return list
}
function people(id,   rate) {
    process(id, id, rand() < .8 ? "people" : "steady")
    rate = lu(.5, 15)
    print "level = " rate "\nnames = " people_names()
    if (rand() < .6) print "burst_share = " u(.02, .4) "\nburst = " u(1, 6) "\nburst_spread = " u(1, 40) "s"
}
# A monitor or an updater: many names in one go, again and again.
function machine(id,   n, i, list, d, p) {
    process(id "-machine", id, "timer")
    n = int_u(3, 15); d = domain(); p = word()
    for (i = 0; i < n; i++) list = list (i ? ",\n  " : "") p i "." d " " (rand() < .8 ? "A" : "AAAA")
    print "period = " int_u(5, 120) "m\njitter = .05\nnames = " list "\nburst_share = 1\nburst = " n "\nburst_spread = 4s"
}
# Numbered hosts of a content network: many names below one suffix.
function content(id,   n, i, list, d, p) {
    process(id "-content", id, "people")
    n = int_u(30, 120); d = domain(); p = word()
    for (i = 0; i < n; i++) list = list (i ? ",\n  " : "") p int_u(1, 999) (rand() < .3 ? "-" int_u(1, 30) : "") "." d " A"
    print "level = " lu(.5, 5) "\nnames = " list
}
function mailing(id, of,   list, d) {
    process(id, of, "mailing")
    d = domain(); list = ""
    if (rand() < .8) list = list int_u(1, 250) ".113.0.203.in-addr.arpa PTR,\n  "
    if (rand() < .8) list = list "mail." d " A,\n  "
    if (rand() < .75) list = list d " MX,\n  "
    if (rand() < .5) list = list int(u(1, 9)) "k._domainkey." d " TXT,\n  "
    if (rand() < .75) list = list "_dmarc." d " TXT,\n  "
    print "level = " lu(.004, .03) "\nreceivers = " int_u(4, 60) "\nnames = " list d " TXT\ndelay = " lu(10, 900) "s\ngap = " lu(.05, 2) "s"
}
function scan(id, of,   n, i, list, d, from) {
    process(id, of, "scanner")
    d = domain()
    if (rand() < .5)
        list = "version.bind TXT,\n  " (rand() < .6 ? d " ANY,\n  " : "") (rand() < .5 ? d " AXFR,\n  " : "") (rand() < .5 ? "id.server TXT,\n  " : "") d " NS,\n  " d " A"
    else {
        n = int_u(6, 40); from = int(rand() * n_hosts)
        for (i = 0; i < n; i++) list = list (i ? ",\n  " : "") hosts[(from + i) % n_hosts + 1] "." d " A"
    }
    print "level = " lu(.008, .1) "\nnames = " list "\ngap = " lu(.02, 3) "s"
}
function tunnel(id, of,   k) {
    process(id, of, "tunnel")
    k = split("TXT NULL CNAME A MX", types, " ")
    print "level = " lu(.02, .5) "\nlength = " int(lu(10, 200)) "\nlabel = " int(lu(10, 180)) "\nnames = t." domain() " " types[int_u(1, k)] "\ngap = " lu(.05, 8) "s"
}
BEGIN {
    srand(seed)
    syllables = "ba becide dofu galahimonanoperisato tuvewaxiyozukelmarnsoltern"
    n_syllables = int(length(syllables) / 3)
    n_hosts = split("www mail ftp dev test vpn admin api ns1 ns2 smtp imap pop blog shop intranet portal git cdn static db backup remote owa webmail cloud beta stage old new m app login sso monitor docs wiki forum support files", hosts, " ")
    split("32 30 28 24", bits, " ")
    print "[scenario]\ntitle = names\nstart = 2016-05-02\nend = 2016-06-01\nseed = " seed
    n = int_u(2, 4)
    for (i = 1; i <= n; i++) {
        what = "none"
        own = rand()
        if (own < .08) what = "mailing"; else if (own < .16) what = "scan"; else if (own < .24) what = "tunnel"
        party("p" i, what)
        people("p" i)
        if (rand() < .4) machine("p" i)
        if (rand() < .3) content("p" i)
        if (what == "mailing") mailing("q" i, "p" i)
        if (what == "scan") scan("q" i, "p" i)
        if (what == "tunnel") tunnel("q" i, "p" i)
    }
    if (rand() < .5) { party("m", "mailing"); mailing("m", "m") }
    if (rand() < .5) { party("s", "scan"); scan("s", "s") }
    if (rand() < .5) { party("t", "tunnel"); tunnel("t", "t") }
    print "\n[sensor ns1]\naddress = 203.0.113.1"
}
