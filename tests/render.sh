# render.sh -- a small case for the tests of figures and report: result tables as the
# statistics write them, made by awk, 28 days, two parties and the rest.
#
#   in_strange_home DIR COMMAND...   runs it in DIR as a home with fonts, rules for fonts and a .gnuplot of its own
#   hostile_cells DIR TEXT   puts TEXT into every cell of DIR/data/*.csv that is neither number nor time
#   make_case DIR [NAME]   writes DIR/case.ini and DIR/data/*.csv; NAME labels the first party

make_case() {
    mkdir -p "$1/data" "$1/figures"
    printf '[case]\ntitle = A small case\nquestion = Who, and when?\nsynthetic = yes\nseed = 7\nholidays = yes\nscreen = yes\n' > "$1/case.ini"
    PARTY_NAME=${2:-North} awk -v dir="$1/data/" '
    function proposition(k) { return k == 1 ? "union" : k == 2 ? "A" : k == 3 ? "B" : k == 4 ? "overlap" : k == 5 ? "flat" : "elsewhere" }
    function day(d) { return sprintf("2016-06-%02dT", d + 1) }
    function csv(s) { gsub(/"/, "\"\"", s); return "\"" s "\"" }
    BEGIN {
        records = dir "records.csv"; daily = dir "daily.csv"
        print "time,party,count" > records
        print "start,series,kind,count,raw,exposure_s" > daily
        for (d = 0; d < 28; d++) {
            n = d % 7 < 5 ? 12 : 3
            for (i = 0; i < n; i++) {
                h = (6 + i) % 24; p = i % 3 == 2 ? "clinic" : "bank"
                printf "%s%02d:%02d:%02d.000000Z,%s,1\n", day(d), h, (d * 7 + i * 11) % 60, i, p > records
                k[p]++
            }
            printf "%s00:00:00.000000Z,all,all,%d,%d,86400\n", day(d), n, n > daily
            printf "%s00:00:00.000000Z,bank,party,%d,%d,86400\n", day(d), n - int(n / 3), n > daily
            printf "%s00:00:00.000000Z,clinic,party,%d,%d,86400\n", day(d), int(n / 3), n > daily
        }
        total = k["bank"] + k["clinic"]
        head = "by,key,count,raw,n,n_raw,share,wilson_lo,wilson_hi,exact_lo,exact_hi,boot_lo,boot_hi,share_raw,days,effective_number,gini"
        share = dir "share.csv"; clients = dir "share_client.csv"
        print head > share; print head ",party" > clients
        for (i = 1; i <= 2; i++) {
            p = i == 1 ? "bank" : "clinic"; s = k[p] / total
            row = sprintf("%d,%d,%d,%d,%.6f,%.6f,%.6f,%.6f,%.6f,%.6f,%.6f,%.6f,28,1.8,.2", k[p], k[p] + 2, total, total + 4, s, s - .03, s + .03, s - .04, s + .04, s - .05, s + .05, s)
            print "party," p "," row > share
            print "client,192.0.2." i "," row "," p > clients
        }
        status = dir "status.csv"; print head ",within" > status
        print "\"party,status\",NOERROR,10,10,10,10,1,.7,1,.69,1,,,1,5,1,0,bank" > status
        split("autocorrelation autocorrelation_clock", names, " ")
        for (j = 1; j <= 2; j++) {
            acf = dir names[j] ".csv"; print "group,lag,n,acf,lower,upper,box_pierce,ljung_box,p_value" > acf
            for (g = 1; g <= 3; g++)
                for (lag = 0; lag <= 1010; lag++)
                    printf "%s,%d,4032,%.6f,-.031,.031,9,9,.0004\n", g == 1 ? "all" : g == 2 ? "bank" : "clinic", lag, lag == 0 ? 1 : (lag % 144 == 0 ? .2 : .01) + (lag == 6 && g < 3 ? .15 : 0) > acf
        }
        coverage = dir "coverage.csv"; print "series,start,end,duration_s,expected,p_value,p_adjusted,verdict,scope" > coverage
        print "all,2016-06-11T10:00:00.000000Z,2016-06-13T06:00:00.000000Z,158400,21.5,.0002,.0004,silence,all" > coverage
        rhythm = dir "rhythm.csv"; print "group,weekday,hour,count,exposure_s,rate" > rhythm
        for (g = 1; g <= 3; g++) for (w = 0; w < 7; w++) for (h = 0; h < 24; h++) {
            c = h > 5 && h < 18 ? 4 : 0
            printf "%s,%d,%d,%d,14400,%.17g\n", g == 1 ? "all" : g == 2 ? "bank" : "clinic", w, h, c, c / 4 > rhythm
        }
        period = dir "period.csv"; print "group,n,family,method,period_s,lo95_s,hi95_s,statistic,harmonics,amplitude,coherent_s,p_single,p_diurnal,p_cache,q_value,verdict,gather_s,p_rayleigh,ttl_s,caches" > period
        print "all,240,1,h,3600.5,3599,3602,90,6,.4,2419200,1e-9,.005,.005,.01,none,240,1e-8,3600,1" > period
        print "bank,168,1,h,3600.25,3599.5,3601,120,8,.6,2419200,1e-12,.005,.005,.01,none,238,1e-11,3600,1" > period
        print "bank,168,,day,86400,,,,,,,1e-6,,,,rhythm,,,," > period
        print "clinic,72,1,h stacked,750.5,750,751,14,4,.2,4096,1e-3,.35,.4,.35,diurnal,90,.2,3600,1" > period
        scan = dir "periodogram.csv"; print "group,frequency_hz,period_s,score,h,band95_diurnal,band95_cache" > scan
        for (g = 1; g <= 3; g++)
            for (m = 0; m < 300; m++) {
                x = 241920 * exp(-m / 50)
                printf "%s,%.9g,%.9g,2,%.4g,30,40\n", g == 1 ? "all" : g == 2 ? "bank" : "clinic", 1 / x, x, m == 210 && g < 3 ? 110 : 5 + m % 7 > scan
            }
        fold = dir "fold.csv"; print "group,period_s,phase,count,expected" > fold
        for (m = 0; m < 40; m++) printf "bank,3600.25,%.3f,%d,4.2\n", m / 40, m == 7 ? 60 : 3 > fold
        cadence = dir "cadence.csv"; print "group,n,period_s,lo95_s,hi95_s,jitter,p_value,q_value,lr_machine,verdict,reason,kind,voices,share,lr_cache,lr_people" > cadence
        print "all,240,,,,,.2,.2,1e-4,people-like,no cadence; the hours of people,,,,1e-6,1e6" > cadence
        print "bank,168,3600.02,3599.8,3600.2,.021,1e-9,3e-9,4200,mixed,keeps to a clock,clock,1,.42,1e-6,1e6" > cadence
        print "clinic,72,,,,,,,,cannot tell,too few visits,,,,," > cadence
        screen = dir "screen.csv"; print "group,n,period_s,lo95_s,hi95_s,p_value,q_value,lr_machine,verdict,reason,rank" > screen
        print "\"192.0.2.1,update.example.com\",84,3600.02,3599.8,3600.3,1e-9,4e-9,4200,mixed,keeps to a clock,1" > screen
        print "\"192.0.2.2,mail.example.com\",72,750,749,752,.03,.045,2,cannot tell,\"a cadence, but no machine explains the visits better\",2" > screen
        print "\"192.0.2.1,mail.example.com\",84,,,,1,1,,cannot tell,nothing regular at first sight,3" > screen
        print csv("\"lab, north\",\"say \"\"hi\"\", then go\"") ",40,,,,1,1,,cannot tell,nothing regular at first sight,4" > screen
        print csv("one name alone") ",40,,,,1,1,,cannot tell,nothing regular at first sight,5" > screen
        print "\"192.0.2.2,www.example.com\",3,,,,,,,cannot tell,too few visits,6" > screen
        parts = dir "cadence_parts.csv"; print "group,date,periodic,aperiodic" > parts
        for (d = 0; d < 28; d++) printf "bank,2016-06-%02d,%.1f,%.1f\n", d + 1, d * 2.5, d * 3.4 > parts
        gaps = dir "cadence_gaps.csv"; print "group,time,gap_before_s,gap_after_s" > gaps
        for (g = 1; g <= 3; g++) for (m = 0; m < (g < 3 ? 60 : 9); m++)
            printf "%s,%s06:00:00.000000Z,%s,%s\n", g == 1 ? "all" : g == 2 ? "bank" : "clinic", day(m % 28), m == 0 ? "" : 3600 + m, m == 40 ? "" : m % 5 ? 3601 + m : 90 * m + 5 > gaps
        cache = dir "cache.csv"; print "group,n,ttl_s,share_below,demand_per_hour,lo95,hi95,p_value,verdict,reason,ttl_lo95_s,ttl_hi95_s,ttl_from,sentence" > cache
        print "all,240,3600,.6,1.4,1.2,1.6,.005,not a cache,gaps below the TTL are as common as without a cache,3600,3600,stated,this cycle is not what a cache of TTL 3600 s makes of steady demand of 1.4 an hour (p = 0.005)" > cache
        print "bank,168,3600,0,1.49,1.38,1.6,.4,cache,gaps below the TTL are missing and those beyond it are of steady demand,3600,3600,stated,this cycle is what a cache of TTL 3600 s makes of steady demand of 1.49 an hour (p = 0.4)" > cache
        print "clinic,72,,,,,,,cannot tell,too few gaps,,,," > cache
        left = dir "cache_gaps.csv"; print "group,from_s,to_s,count,expected" > left
        for (m = 0; m < 10; m++) printf "bank,%d,%d,3,%d\n", m * 1200, (m + 1) * 1200, m < 3 ? 0 : 12 - m > left
        print "bank,12000,,1,2" > left
        zone = dir "zone.csv"; print "group,n,offset_h,lo80_h,hi80_h,lo95_h,hi95_h,zone,zones95,verdict" > zone
        print "bank,200,3,1.5,4,0,5.5,Europe/Moscow,Europe/Moscow;Europe/Berlin,\"told: the hours of work fit UTC+3 best\"" > zone
        print "clinic,12,,,,,,,,\"cannot tell: too few visits (12; 30 are needed)\"" > zone
        print "group,country,zone,days,log10_bf\nbank,RU,Europe/Moscow,9,1.6\nclinic,US,America/New_York,9,.1" > (dir "zone_countries.csv")
        posterior = dir "zone_posterior.csv"; print "group,offset_h,probability,zone,members" > posterior
        print "bank,3,.6,Europe/Moscow,Europe/Moscow;Europe/Istanbul" > posterior
        print "bank,2,.4,Europe/Berlin,Europe/Berlin" > posterior
        mixture = dir "mixture.csv"; print "group,n,log10_lr,posterior_two,a_offset_h,a_lo95_h,a_hi95_h,b_offset_h,b_lo95_h,b_hi95_h,weight_a,verdict" > mixture
        print "bank,200,1.8,.98,-4,-6,-2,3,1,5,.4,\"two zones: the visits are 63 times more probable under two zones than under one\"" > mixture
        print "clinic,12,,,,,,,,,,\"cannot tell: too few visits (12; 30 are needed)\"" > mixture
        pairs = dir "mixture_pairs.csv"; print "group,a_offset_h,b_offset_h,probability,weight_a" > pairs
        print "bank,-4,3,.7,.4\nbank,-5,3,.3,.35" > pairs
        stated = dir "mixture_propositions.csv"; print "group,zone_a,zone_b,proposition,against,log10_lr,log10_stated,support,fit_p" > stated
        for (m = 1; m <= 6; m++) for (d = 1; d <= 6; d++) if (m != d)
            printf "bank,Europe/Moscow,America/New_York,%s,%s,%.1f,%.1f,words,.5\n", proposition(m), proposition(d), 2.2 * (d - m), 2.2 * (d - m) > stated
        print "group,from_zone,to_zone,days,waiting,went_on,expected,p_value\nbank,Europe/Moscow,America/New_York,20,12,7,3.1,.02" > (dir "mixture_sessions.csv")
        print "group,zone_a,zone_b,start,end,n,weight_a,lo95,hi95\nbank,Europe/Moscow,America/New_York,2016-06-01T00:00:00.000000Z,2016-06-29T00:00:00.000000Z,168,.4,.3,.5" > (dir "mixture_time.csv")
        weigh = dir "weigh.csv"; print "group,n,clock,best,next,log10_lr,lo95,hi95,log10_stated,verdict,settles" > weigh
        print "bank,160,Europe/Moscow,people,timer,12.5,6.1,19,2.4,people at their hours,nothing more is needed to tell people at their hours from the others that were weighed" > weigh
        print "clinic,70,UTC,timer,chance,1.9,-.2,4,0,cannot tell: a machine on a timer; or chance at no hour,about 9 more weeks like these would tell a machine on a timer from chance at no hour" > weigh
        print "group,proposition,weighed,reason\nbank,chance,yes,\nbank,people,yes,\nbank,timer,yes,\nbank,mailing,no,the names asked are not known" > (dir "weigh_each.csv")
        print "group,proposition,against,log10_lr,lo95,hi95,log10_stated,capped" > (dir "weigh_pairs.csv")
        print "bank,people,timer,12.5,6.1,19,2.4,blocks\nbank,people,chance,22,11,31,2.4,blocks\nbank,people,zone-a,.3,.3,.3,.3,\nclinic,timer,chance,1.9,-.2,4,0," > (dir "weigh_pairs.csv")
        print "group,proposition,against,feature,log10_lr,log10_without,log10_weight\nbank,people,timer,time of day,12.5,1.5,11\nbank,people,chance,weekday,22,20,2" > (dir "weigh_features.csv")
        year = dir "zone_year.csv"; print "group,month,day,n,shift_h,lo95_h,hi95_h,none_h,eu_h,us_h,southern_h" > year
        for (h = 0; h < 24; h++) {
            eu = (h > 5 && h < 20) ? -.42 : .58; us = (h > 4 && h < 21) ? -.42 : .58
            printf "bank,%d,%d,30,%.2f,%.2f,%.2f,0,%.2f,%.2f,0\n", int(h / 2) + 1, (h % 2) ? 16 : 1, eu + .05, eu - .3, eu + .4, eu, us > year
        }
        events = dir "events.csv"; print "event,start,end,label,group,source,declared" > events
        print "vote,2016-06-09T00:00:00.000000Z,2016-06-10T00:00:00.000000Z,A vote,public,,2016-06-01T00:00:00.000000Z" > events
        print "fair,2016-06-20T08:00:00.000000Z,2016-06-22T08:00:00.000000Z,A fair,public,," > events
        print "file,bytes,sha256\nevents.csv,210,0b1c7e1fd2a64b3e9d24f0a1c3b58e77aa0c9d1e2f3a4b5c6d7e8f9012345678" > (dir "stated.csv")
        window = dir "window.csv"
        print "group,event,label,start,end,status,observed,expected,ratio,lo95,hi95,p_exact,p_shift,p_tail,p_search,p_holm,p_bh,p_by,shifts,dispersion,mdr,days_out,verdict" > window
        groups = dir "window_groups.csv"
        print "group,events_group,n_events,observed,expected,ratio,lo95,hi95,p_shift,p_tail,p_holm,p_bh,p_by,mdr,verdict" > groups
        epoch = dir "epoch.csv"; print "group,lag_from_s,lag_to_s,observed,expected,ratio,band95_lo,band95_hi,p_shift" > epoch
        test = dir "epoch_test.csv"; print "group,n_events,undeclared,places,p_overall,p_holm,verdict" > test
        for (g = 1; g <= 2; g++) {
            group = g == 1 ? "all" : "bank"
            print group ",vote,A vote,2016-06-09T00:00:00.000000Z,2016-06-10T00:00:00.000000Z,confirmatory,50,13.94,3.586,2.128,6.527,1e-8,.05,6e-7,,5e-6,5e-6,9e-6,20,1.6,2.4,0,more than expected" > window
            print group ",fair,A fair,2016-06-20T08:00:00.000000Z,2016-06-22T08:00:00.000000Z,exploratory,20,21.1,.948,.58,1.55,.8,.9,.85,.98,1,.98,1,20,1.6,2.1,0,consistent with no change" > window
            print group ",public,2,70,35.04,2,1.3,3.1,.04,.002,.004,.004,.006,1.7,more than expected; exploratory" > groups
            for (l = -2; l < 2; l++)
                print group "," 43200 * l "," 43200 * (l + 1) "," 9 + 12 * (l == 0) ",10," .9 + 1.2 * (l == 0) ",.6,1.5," (l == 0 ? .01 : .6) > epoch
            print group ",2,1,9,.03,.06,consistent with other weeks" > test
        }
        asked = dir "names.csv"
        print "group,n,names,entropy,address,searched,sessions,mail_sessions,lr_mail,scan_sessions,lr_scan,lr_tunnel,verdict" > asked
        print "bank,168,5,.2,.98,.01,150,.2,.1,.2,.1,,ordinary lookups\nclinic,72,4,.4,.97,.04,60,3.8,3e3,9.1,1e6,1e-6,mail receivers; scan" > asked
        service = dir "service.csv"
        print "group,answered,denied,failed,unsaid,share,lo95,hi95,since,share_before,share_after,p_holm,clients_answered,clients_denied,lr_closed,per_day,load_lo95,load_hi95,verdict" > service
        print "all,200,40,0,0,.833,.78,.878,2016-06-10,.5,1,.002,0,7,420,8.6,7.1,10.2,answered more often since then; answers only those served" > service
        print "bank,168,0,0,0,1,.978,1,,,,1,1,0,,6,5,7,answered" > service
        print "clinic,32,40,0,0,.444,.327,.566,2016-06-10,.1,.98,.002,1,0,,2.6,2,3.3,answered more often since then" > service
        days = dir "service_days.csv"; print "group,day,answered,denied,failed,unsaid" > days
        for (d = 1; d <= 28; d++) printf "bank,2016-06-%02d,6,0,0,0\nclinic,2016-06-%02d,%d,%d,%d,0\n", d, d, d < 10 ? 0 : 2, d < 10 ? 4 : 0, d % 9 == 0 > days
        couple = dir "couple.csv"; curve = dir "couple_curve.csv"
        print "a,b,n_a,n_b,within_s,seen,expected,p_value,p_holm,verdict" > couple
        print "192.0.2.1,192.0.2.2,160,70,4,60,2,.0001,.0001,consistent with one machine behind both" > couple
        print "a,b,within_s,seen,mean,lo95,hi95" > curve
        for (m = 0; m < 9; m++) printf "192.0.2.1,192.0.2.2,%d,%d,%g,%d,%d\n", 2 ^ m, 58 + m, m, m / 2, m * 2 + 1 > curve
        integrity = dir "integrity.csv"
        print "sensor,check,n,value,unit,p_value,p_holm,verdict,note" > integrity
        print "ns1,tick,240,1,s,,,as expected,\nns1,steps back,244,3,steps,,,of note,several writers of one log\nns1,ports and ids,,,,,,cannot tell,not held" > integrity
        inputs = dir "inputs.csv"
        print "batch,sensor,path,format,zone,bytes,sha256,lines,kept,rejected,set_aside,first,last,resolution_s,ambiguous,steps_back" > inputs
        print "ns1-a,ns1,logs/a.log,bind9,UTC,9000,678f89c1a4a83263d97cbff60cce251e97f0c25b55f565774ecfde7d54d56bbf," total + 6 "," total + 4 ",2,0,2016-06-01T06:00:00.000000Z,2016-06-28T08:00:02.000000Z,1,0,0" > inputs
        print "batch,reason,lines\nns1-a,no time stamp,2" > (dir "rejects.csv")
        print "what,days,start,end\nall,28,2016-06-01T00:00:00.000000Z,2016-06-29T00:00:00.000000Z\nrecent,28,2016-06-01T00:00:00.000000Z,2016-06-29T00:00:00.000000Z" > (dir "looked.csv")
        print "start,end\n2016-06-01T00:00:00.000000Z,2016-06-29T00:00:00.000000Z" > (dir "observed.csv")
        print "sensor,start,end\nns1,2016-06-01T00:00:00.000000Z,2016-06-29T00:00:00.000000Z" > (dir "sensors.csv")
        parties = dir "parties.csv"; print "prefix,party,label,zone,reference,note,fact,date,source" > parties
        print "192.0.2.1,bank," csv(ENVIRON["PARTY_NAME"]) ",Europe/Moscow,no,,,," > parties
        print "192.0.2.2,clinic,South,,no,,,,\n,clinic,,,,,moved,2016-06-15,https://example.org/moved?a=1&b=2\n,clinic,,,,,told,,a paper" > parties
    }'
}

figures="front raster week daily share autocorrelation period fold gaps parts zone clock mixture weigh window epoch spike change answers together coverage"

draw_all() {
    for name in $figures; do
        dielog figure "$name" --case "$1/case.ini" --data "$1/data" -o "$1/figures/$name" || return 1
    done
}

in_strange_home() {
    _home=$1
    shift
    mkdir -p "$_home/.fonts" "$_home/.config/fontconfig"
    printf 'system "touch %s/ran"\n' "$tmp" | tee "$_home/.gnuplot" > "$_home/gnuplotrc"
    cat > "$_home/.config/fontconfig/fonts.conf" << 'END'
<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include>/etc/fonts/fonts.conf</include>
<match target="pattern"><edit name="family" mode="assign" binding="strong"><string>Droid Sans Fallback</string></edit></match></fontconfig>
END
    cp "$_home/.config/fontconfig/fonts.conf" "$_home/.fonts.conf"
    (cd "$_home" && HOME=$_home XDG_CONFIG_HOME=$_home/.config XDG_DATA_HOME=$_home FONTCONFIG_FILE=$_home/.fonts.conf \
        FONTCONFIG_PATH=$_home GNUPLOT_LIB=$_home GNUTERM=dumb PANGO_LANGUAGE=ja && export HOME XDG_CONFIG_HOME XDG_DATA_HOME \
        FONTCONFIG_FILE FONTCONFIG_PATH GNUPLOT_LIB GNUTERM PANGO_LANGUAGE && "$@")
}

hostile_cells() {
    python3 - "$1/data" "$2" << 'END'
import csv, glob, re, sys
for path in glob.glob(sys.argv[1] + "/*.csv"):
    rows = list(csv.reader(open(path, newline="")))
    plain = re.compile(r"[A-Z][A-Za-z]*/[A-Za-z_]*|UTC|[-+0-9.e]*|\d{4}-\d\d-\d\d(T.*Z)?")
    for row in rows[1:]:
        row[:] = [cell if plain.fullmatch(cell) or cell in ("all", "party", "client") else cell + sys.argv[2] for cell in row]
    csv.writer(open(path, "w", newline=""), lineterminator="\n").writerows(rows)
END
}
