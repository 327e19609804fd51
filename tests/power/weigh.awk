# weigh.awk -- one scenario for weigh.sh, drawn by the seed: a party for each proposition, named after it, and one of ordinary people whose
# names the others' are held against.  Rates, hours, spans, zones, jitters, losses, bursts, busy days and days without a log are drawn, so no two cases
# are alike.  Half the spans have a change of the clock within, where the zone has any; half the caches are asked for several names.  What is no scenario is
# written to files: `observed` (start,end) and `zones` (the true zone, a decoy, and by how many days the weekend comes before Saturday and Sunday).
function u(lo, hi) { return lo + rand() * (hi - lo) }
function lu(lo, hi) { return exp(u(log(lo), log(hi))) }
function int_u(lo, hi) { return int(u(lo, hi + .999)) }
function pick(list,   n, of) { n = split(list, of, " "); return of[int_u(1, n)] }
function party(id) { print "\n[party " id "]\naddresses = 198.51." ++octet "." 1 }
function wide(id) { print "\n[party " id "]\naddresses = 198.51." ++octet ".0/24" }
function process(id, of, kind) { print "[process " id "]\nkind = " kind "\nparty = " of }
# A process has its names weights drawn; ordinary types but for a few.
function ordinary(   i, list) {
    list = ""
    for (i = int_u(1, 6); i > 0; i--) list = list "h" int_u(1, 40) ".example.com " pick("A A A AAAA HTTPS") " " int_u(1, 40) ",\n  "
    return list "mail.example.com A 20, example.com MX 2"
}
function bursts(one) {
    print "names = " (one ? "mail.example.com A" : ordinary())
    if (rand() < .6) print "burst_share = " u(.02, .25) "\nburst = " u(1, 4) "\nburst_spread = " u(5, 60) "s"
}
# ONE: a single name.
function office(rate, one) {
    print "zone = " zone "\nlevel = " rate "\ndispersion = " (rand() < .5 ? 0 : u(.05, .35))
    print "work_start = " u(7, 10) "\nwork_end = " u(16, 20) "\nsoftness = " u(.2, 1) "\ndip = " u(0, .5) "\nweekend = " u(.05, .6) "\nnight = " u(.01, .12)
    bursts(one)
}
function timer(id, of, period) {
    process(id, of, "timer")
    print "mode = " pick("clock sleep") "\nperiod = " period "s\njitter = " u(.01, .12) "\nloss = " u(0, .2) "\nnames = t.example.com"
    if (rand() < .3) print "outage_every = " u(5, 15) "d\noutage_length = " u(.2, 2) "d"
}
function day(n) { return strftime("%Y-%m-%d", n * 86400, 1) }
# Up to two stretches of whole days without a log; what is left is observed.
function outages(   n, from, i) {
    print "start,end" > observed
    from = first
    for (n = int_u(0, 2); n > 0 && from + 6 < first + days; n--) {
        i = int_u(from + 3, from + 12)
        if (i + 4 >= first + days) break
        print day(from) "T00:00:00Z," day(i) "T00:00:00Z" > observed
        from = i + int_u(1, 3)
        print "\n[outage out" n "]\nstart = " day(i) "\nend = " day(from)
    }
    print day(from) "T00:00:00Z," day(first + days) "T00:00:00Z" > observed
}
BEGIN {
    srand(seed)
    days = int_u(24, 75); zone = pick("Europe/Moscow America/New_York Asia/Kolkata Europe/Berlin America/Los_Angeles Asia/Tokyo America/New_York Europe/Berlin Asia/Riyadh Asia/Dhaka")
    first = rand() < .5 ? 16923 : 16843 + int_u(0, 20) # 2 May, or from 12 February on: clocks change in March
    print zone, pick("Europe/London America/Chicago Asia/Shanghai Australia/Sydney"), (zone ~ /Riyadh|Dhaka/) > zones
    print "[scenario]\ntitle = weighing\nstart = " day(first) "\nend = " day(first + days) "\nseed = " seed
    outages()
    for (i = 1; i <= 3; i++) print "\n[resolver r" i "]\nttl = 1h"
    # visits a day
    party("crowd"); process("crowd", "crowd", "people"); office(.8)
    party("chance"); process("chance", "chance", "steady"); print "level = " lu(.08, .4); bursts()
    party("people"); process("people", "people", "people"); office(lu(.15, .6))
    party("timer"); timer("timer", "timer", lu(3600, 14400))
    party("people_timer"); period = lu(3600, 10800); timer("pt", "people_timer", period)
    process("ptp", "people_timer", "people"); office(3600 / period * u(.5, 2))
    party("cache"); process("cache", "cache", "steady"); print "resolver = r1\nlevel = " lu(.3, 3); bursts(rand() < .5)
    party("people_cache"); process("pc", "people_cache", "people"); office(lu(.8, 5), rand() < .5); print "resolver = r2"
    if (rand() < .6) { process("pcp", "people_cache", "people"); office(lu(.1, .3)) }
    wide("mailing"); process("mailing", "mailing", "mailing"); print "level = " lu(.03, .08) "\nreceivers = " int_u(3, 15)
    print "names = 21.113.0.203.in-addr.arpa PTR, mail.example.com A, example.com MX, example.com TXT, _dmarc.example.com TXT\ndelay = " lu(30, 3000) "s\ngap = " lu(.05, 2) "s"
    party("scan"); process("scan", "scan", "scanner"); print "level = " lu(.04, .15)
    print "names = version.bind TXT, " (rand() < .5 ? "example.com ANY, " : "") "example.com NS, www.example.com A, ftp.example.com A, vpn.example.com A, test.example.com A\ngap = " lu(2.5, 20) "s"
    party("tunnel"); process("tunnel", "tunnel", "tunnel"); print "level = " lu(.03, .12) "\nlength = " int(lu(8, 25)) "\nlabel = " int(lu(15, 60)) "\nnames = t.example.net TXT\ngap = " lu(2.5, 20) "s"
    print "\n[sensor ns1]\naddress = 203.0.113.1\nresolution = 1s"
}
