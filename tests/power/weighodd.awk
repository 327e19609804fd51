# weighodd.awk -- one log for weigh.sh, drawn by the seed, of parties that no proposition describes, or only just.
#
#   two_timers    two machines, each on a timer of its own, and nobody else
#   timer_cache   a timer, and steady demand for the same name behind a cache of an hour
#   walk, wander  a rate whose logarithm walks at random: by ten minutes, by hours
#   on_off        on for some hours and off for some, at no hour of the day
#   slowing       a timer whose gaps grow by a fifth of a percent each
#   constant      one visit an hour, to the second, in a log of whole hours
#   jitter        a timer whose gaps are so uneven (standard deviation .58 of the mean) that it hardly is one
#   drift         people of an office who ask for other names from the middle of the span on: people
#   sessions      people of an office whose visits ask for five names one after the other, none twice: people
function u(lo, hi) { return lo + rand() * (hi - lo) }
function wait(mean) { return -mean * log(1 - rand()) }
function normal() { return sqrt(-2 * log(1 - rand())) * cos(6.283185307 * rand()) }
function put(t, party, name) { if (t < end) printf "%.3f,%s,192.0.2.%d,A,%s\n", t, party, number[party] ? number[party] : number[party] = ++parties, name }
function timer(party, period, jitter,   t) { for (t = start + u(0, period); t < end; t += period * (1 + jitter * normal())) put(t, party, "t.example.com") }
function walk(party, step, by, back, mean,   t, r, n) {
    r = log(1 / mean)
    for (t = start; t < end; t += step) {
        r += by * normal() - back * (r + log(mean))
        for (n = exp(r) * step - wait(1); n > 0; n -= wait(1)) put(t + u(0, step), party, "w.example.com")
    }
}
function office(t) { return (int(t / 86400) + 4) % 7 % 6 ? ((t % 86400) / 3600 > 7 && (t % 86400) / 3600 < 16 ? 1 : .04) : .06 }
BEGIN {
    srand(seed); start = 1462147200; end = start + 45 * 86400
    print "time,party,client,action,target"
    timer("two_timers", u(3800, 5200), .03); timer("two_timers", u(6500, 9800), .03)
    timer("timer_cache", u(7000, 9000), .03); for (t = start; t < end; t += 3600 + wait(u(2000, 9000))) put(t, "timer_cache", "t.example.com")
    walk("walk", 600, .25, .01, 7200); walk("wander", 3600, .12, .003, 5400)
    for (t = start; t < end; t = stop + u(3600, 43200)) { stop = t + u(7200, 21600); for (s = t; s < stop; s += wait(700)) put(s, "on_off", "o.example.com") }
    gap = 1800; for (t = start; t < end; t += gap * (1 + .02 * normal())) { put(t, "slowing", "s.example.com"); gap *= 1.002 }
    for (t = start; t < end; t += 3600) put(t, "constant", "c.example.com")
    for (t = start; t < end; t += wait(1800) + wait(1800) + wait(1800)) put(t, "jitter", "j.example.com")
    for (t = start; t < end; t += wait(1200)) if (rand() < office(t)) put(t, "drift", (t < (start + end) / 2 ? "old" : "new") int(u(1, 4)) ".example.com")
    for (t = start; t < end; t += wait(4000)) if (rand() < office(t)) for (i = 1; i <= 5; i++) put(t + i * u(3, 9), "sessions", "n" i ".example.com")
}
