#!/usr/bin/python3
"""audit.py CASE REPORT -- a report's main figures once more, from the raw logs, by another way.

CASE is the folder with case.ini, the logs, parties.csv and events.csv; REPORT is what dielog made of it
(reports/<case>).  This is a second opinion: nothing of dielog's is used or read to get at a figure, only the
Python standard library and the formulas of METHODS.md, in their plainest form and in memory.

Written to standard output, as CSV: figure, place, printed, recomputed, difference, verdict.

    same     equal to ten digits (counts, stamps and hashes: equal)
    near     a figure whose model is a simpler one here, and which lies within the printed interval: the ratio of a window,
             to the hours of the week and the level of the four weeks around it; a period, among its neighbours
    differs  neither
    left out needs what is not re-derived here; the reason stands in its place

Exit status: 0 when nothing differs and at least one figure was compared, 1 otherwise.
Read are BIND 9 query logs with a full date, plain or gzip; a case with other inputs is refused by name."""

import bisect
import collections
import configparser
import csv
import datetime
import glob
import gzip
import hashlib
import ipaddress
import itertools
import json
import math
import os
import re
import sys
import zoneinfo

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
DAY, WEEK, SECOND = 86400 * 10**6, 7 * 86400 * 10**6, 10**6
MONDAY = 4 * DAY  # 1970-01-05


def fail(text):
    sys.exit('audit: ' + text)


# --- times, in microseconds since 1970 ---------------------------------------------------------

def micro(moment):
    return (moment - EPOCH) // datetime.timedelta(microseconds=1)


def of_iso(text):
    return micro(datetime.datetime.strptime(text, '%Y-%m-%dT%H:%M:%S.%fZ').replace(tzinfo=datetime.timezone.utc))


def to_iso(t):
    return (EPOCH + datetime.timedelta(microseconds=t)).strftime('%Y-%m-%dT%H:%M:%S.%fZ')


# --- the case ------------------------------------------------------------------------------------

def read_case(folder):
    case = configparser.ConfigParser(inline_comment_prefixes=(';',), interpolation=None)
    case.read(os.path.join(folder, 'case.ini'), encoding='utf-8')
    inputs = [s for s in case.sections() if s.startswith('input ')]
    if not inputs:
        fail('%s/case.ini names no input' % folder)
    for name in inputs:
        if case[name].get('format') != 'bind9':
            fail('[%s] is format %s: only bind9 is read here' % (name, case[name].get('format')))
    return case, inputs


def seconds(text):
    """A duration as case.ini has it: 2s, 10m, 1h, 7d."""
    return float(text[:-1]) * {'s': 1, 'm': 60, 'h': 3600, 'd': 86400}[text[-1]]


def table(path):
    with open(path, encoding='utf-8', newline='') as file:
        return list(csv.DictReader(file))


class Parties:
    """The row of parties.csv with the longest prefix that holds a client; addresses only."""

    def __init__(self, path):
        self.rows = []
        for row in table(path) if os.path.exists(path) else []:
            if row['prefix'] == '':  # a fact of a party, not its address
                continue
            try:
                self.rows.append((ipaddress.ip_network(row['prefix']), row['party']))
            except ValueError:
                fail('parties.csv: %s is no address: names are not read here' % row['prefix'])
        self.rows.sort(key=lambda r: -r[0].prefixlen)

    def of(self, client):
        address = ipaddress.ip_address(client)
        return next((party for net, party in self.rows if address in net), 'other')


# --- the logs --------------------------------------------------------------------------------------

LINE = re.compile(r'^(\d\d)-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))? (?:.*?: )?client (?:@\S+ )?'
                  r'([0-9A-Fa-f.:]+)#(\d+) (?:\([^)]*\): )?(?:view \S+: )?query: (\S+) (\S+) (\S+) (\S+)')
MONTHS = dict((m, i + 1) for i, m in enumerate('Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split()))


def read_log(path, zone):
    """Yields (time, client, key) of every query; a line that is none is not yielded.  KEY makes equal lines equal."""
    with (gzip.open if path.endswith('.gz') else open)(path, 'rt', encoding='utf-8', errors='surrogateescape') as file:
        for line in file:
            m = LINE.match(line)
            if not m:
                continue
            d, mon, y, hh, mm, ss, frac, client, _, name, _, kind, flags = m.groups()
            t = micro(datetime.datetime(int(y), MONTHS[mon], int(d), int(hh), int(mm), int(ss),
                                        int((frac or '0').ljust(6, '0')), tzinfo=zone))
            client = str(ipaddress.ip_address(client))
            yield t, client, (kind, name.lower(), 'T' in flags.split('(')[0])


def read_inputs(case, folder, inputs, check):
    """Records as (time, client) -> (count, raw): the largest number over a sensor's files, sensors added."""
    count, raw = collections.Counter(), collections.Counter()
    printed = dict((row['path'], row) for row in check.rows('inputs'))
    for name in inputs:
        section, per_sensor = case[name], collections.defaultdict(collections.Counter)
        zone = section['zone']
        zone = datetime.timezone.utc if zone == 'UTC' else zoneinfo.ZoneInfo(zone)
        sensor = section.get('sensor', name[len('input '):])
        paths = sorted(p for pattern in section['files'].split() for p in glob.glob(os.path.join(folder, pattern)))
        for path in paths:
            seen = collections.Counter(read_log(path, zone))
            short = os.path.relpath(path, folder)
            row = printed.get(short, {})
            check.equal('kept lines', short, row.get('kept'), sum(seen.values()))
            with open(path, 'rb') as file:
                check.equal('SHA-256', short, row.get('sha256'), hashlib.sha256(file.read()).hexdigest())
            for record, n in seen.items():
                per_sensor[sensor][record] = max(per_sensor[sensor][record], n)
                raw[record[:2]] += n
        for records in per_sensor.values():
            for record, n in records.items():
                count[record[:2]] += n
    return count, raw


# --- held against what was printed -------------------------------------------------------------------

class Check:
    def __init__(self, report):
        self.data = os.path.join(report, 'data')
        self.out = csv.writer(sys.stdout, lineterminator='\n')
        self.out.writerow(['figure', 'place', 'printed', 'recomputed', 'difference', 'verdict'])
        self.compared = self.differ = 0

    def rows(self, name):
        path = os.path.join(self.data, name + '.csv')
        return table(path) if os.path.exists(path) else []

    def put(self, figure, place, printed, own, difference, verdict):
        self.out.writerow([figure, place, printed, own, difference, verdict])
        self.compared += verdict != 'left out'
        self.differ += verdict == 'differs'

    def equal(self, figure, place, printed, own):
        self.put(figure, place, printed, own, '', 'same' if printed == str(own) else 'differs')

    def number(self, figure, place, printed, own):
        difference = math.inf if printed in (None, '') else abs(float(printed) - own) / (abs(own) or 1)
        self.put(figure, place, printed, repr(own), '%.1e' % difference, 'same' if difference < 1e-10 else 'differs')

    def near(self, figure, place, printed, own, lo, hi):
        self.put(figure, place, printed, repr(own), '%.1e' % abs(float(printed) / own - 1) if own else '',
                 'near' if float(lo) <= own <= float(hi) else 'differs')

    def left(self, figure, place, why):
        self.put(figure, place, '', '', why, 'left out')


# --- the figures -------------------------------------------------------------------------------------

def visits(times, gap):
    """The first of every run of records of which none is more than GAP after the one before."""
    return [t for i, t in enumerate(times) if i == 0 or t - times[i - 1] > gap]


def shares(check, by_party, raw_by_party, by_client):
    for name, mine, raw in ('share', by_party, raw_by_party), ('share_client', by_client, None):
        n = sum(mine.values())
        for row in check.rows(name):
            if row['by'] not in ('party', 'client') or row['key'] not in mine:
                continue
            k = mine[row['key']]
            check.equal('records', '%s %s' % (row['by'], row['key']), row['count'], k)
            check.number('share', '%s %s' % (row['by'], row['key']), row['share'], k / n)
            if raw:
                check.equal('records with repeats', '%s %s' % (row['by'], row['key']), row['raw'], raw[row['key']])


def daily(check, series):
    for row in check.rows('daily'):
        if row['series'] in series:
            start = of_iso(row['start'])
            times = series[row['series']]
            own = bisect.bisect_left(times, start + DAY) - bisect.bisect_left(times, start)
            check.equal('records of a day', '%s %s' % (row['series'], row['start'][:10]), row['count'], own)


def autocorrelation(check, times, observed, width, lags=(1, 2, 6, 72, 144, 288, 1008)):
    """sum (x_t - m)(x_t+k - m) / sum (x_t - m)^2 over whole bins without gaps."""
    if len(observed) != 1:
        return check.left('autocorrelation', 'all', 'the observed time has gaps')
    start, end = observed[0]
    x = [0] * ((end - start) // width)
    for t in times:
        if start <= t < end:
            x[(t - start) // width] += 1
    mean = sum(x) / len(x)
    d = [v - mean for v in x]
    c0 = math.fsum(v * v for v in d)
    printed = dict((int(r['lag']), r) for r in check.rows('autocorrelation') if r['group'] == 'all')
    for k in lags:
        if k in printed:
            own = math.fsum(a * b for a, b in zip(d, d[k:])) / c0
            check.number('autocorrelation', 'all, lag %d' % k, printed[k]['acf'], own)


def silences(check, seen):
    """Every printed gap begins at a visit and ends at the next."""
    for row in check.rows('coverage'):
        if row['series'] in seen and row['start']:
            v = seen[row['series']]
            i = bisect.bisect_left(v, of_iso(row['start']))
            own = to_iso(v[i + 1]) if i + 1 < len(v) and v[i] == of_iso(row['start']) else 'no visit at the start'
            check.equal('end of a gap', '%s %s' % (row['series'], row['start']), row['end'], own)


def gaps(check, seen):
    for row in check.rows('cadence'):
        v = seen.get(row['group'])
        if v is None or row['mean_gap_s'] == '':
            continue
        g = [(b - a) / SECOND for a, b in zip(v, v[1:])]
        mean = math.fsum(g) / len(g)
        check.equal('visits', row['group'], row['n'], len(v))
        check.number('mean gap, s', row['group'], row['mean_gap_s'], mean)
        s = sorted(g)
        middle = (s[(len(s) - 1) // 2] + s[len(s) // 2]) / 2
        check.number('median gap, s', row['group'], row['median_gap_s'], middle)
    for row in check.rows('cache'):
        v = seen.get(row['group'])
        if v is not None and row['share_below']:
            ttl = float(row['ttl_s']) * SECOND
            g = [b - a for a, b in zip(v, v[1:])]
            check.number('share of gaps below the TTL', row['group'], row['share_below'], sum(x < ttl for x in g) / len(g))


def hours(check, times):
    """The table of the hours of the week, UTC."""
    own = collections.Counter((t - MONDAY) % WEEK // (3600 * SECOND) for t in times)
    for row in check.rows('rhythm'):
        if row['group'] == 'all':
            hour = 24 * int(row['weekday']) + int(row['hour'])
            check.equal('records of an hour of the week', 'all %d' % hour, row['count'], own[hour])


def turns(v, period, zero):
    """Sine and cosine of the angle of each visit on the circle of PERIOD."""
    angles = [2 * math.pi * ((t - zero) / SECOND % period) / period for t in v]
    return math.fsum(map(math.cos, angles)), math.fsum(map(math.sin, angles))


def strength(pieces, period, harmonics):
    """How far each piece by itself gathers on the circle of the period, summed over pieces and harmonics."""
    total = 0
    for piece in pieces:
        for k in range(1, harmonics + 1):
            c, s = turns(piece, period / k, piece[0])
            total += (c * c + s * s) / len(piece)
    return total


def periods(check, seen, observed):
    """The printed period is the strongest of its neighbours; and where on its circle the visits gather."""
    zero = observed[0][0] // DAY * DAY
    for row in check.rows('period'):
        v = seen.get(row['group'])
        if v is None or not row.get('gather_s'):
            continue
        period, lo, hi = (float(row[name]) for name in ('period_s', 'lo95_s', 'hi95_s'))
        place = '%s %.1f s' % (row['group'], period)
        c, s = turns(v, period, zero)
        check.number('direction in which the visits gather', place, row['gather_s'], math.atan2(s, c) % (2 * math.pi) / (2 * math.pi) * period)
        length = int(float(row['coherent_s']) * SECOND)
        pieces = [list(g) for _, g in itertools.groupby(v, lambda t: (t - observed[0][0]) // length)]
        near = [period + (hi - lo) * x / 4 for x in range(-12, 13)]
        best = max(near, key=lambda p: strength(pieces, p, int(row['harmonics'])))
        check.near('period, s', place, row['period_s'], best, lo, hi)


def hour_of_week(t):
    return (t - MONDAY) % WEEK // (3600 * SECOND)


class Baseline:
    """What a window leads one to expect: the hours of the week outside all windows, times the level of the four weeks around."""

    STEP, AROUND = 600 * SECOND, 14 * DAY

    def __init__(self, v, observed, declared):
        free = lambda t: not any(a <= t < b for a, b in declared)
        self.steps = [t for start, end in observed for t in range(start, end, self.STEP) if free(t)]
        self.visits = [t for t in v if free(t)]
        watched = collections.Counter(map(hour_of_week, self.steps))
        counts = collections.Counter(map(hour_of_week, self.visits))
        self.rate = dict((h, counts[h] / watched[h]) for h in watched)

    def sum(self, steps):
        return math.fsum(self.rate.get(hour_of_week(t), 0) for t in steps)

    def level(self, a, b):
        between = lambda times: times[bisect.bisect_left(times, a - self.AROUND):bisect.bisect_left(times, b + self.AROUND)]
        base = self.sum(between(self.steps))
        return len(between(self.visits)) / base if base > 0 else 1

    def expected(self, a, b):
        return self.level(a, b) * self.sum(range(a, b, self.STEP))


def windows(check, seen, observed):
    """Visits in each window, and the ratio to the baseline."""
    rows = check.rows('window')
    declared = sorted(set((of_iso(r['start']), of_iso(r['end'])) for r in rows))
    baseline = dict((name, Baseline(v, observed, declared)) for name, v in seen.items())
    for row in rows:
        v = seen.get(row['group'])
        if v is None:
            continue
        a, b = of_iso(row['start']), of_iso(row['end'])
        place = '%s %s' % (row['group'], row['event'])
        own = bisect.bisect_left(v, b) - bisect.bisect_left(v, a)
        check.equal('visits in a window', place, row['observed'], own)
        expected = baseline[row['group']].expected(a, b)
        if row['lo95'] and row['hi95'] and expected > 0:
            check.near('rate ratio of a window', place, row['ratio'], own / expected, row['lo95'], row['hi95'])


def stands(rows, number):
    """What the table has where a number of the summary says that it stands."""
    if number['as'] == 'rows':
        return str(len(rows) - 1)
    if number['as'] == 'lines':
        return str(len({line for line in number['lines'] if 1 < line <= len(rows)}))
    cells = [row[rows[0].index(number['column'])] for row in rows]
    if number['as'] == 'kinds':
        return str(len(set(cells[1:])))
    if number['as'] == 'sum':
        return str(sum(float(cell or 0) for cell in cells[1:]))
    return cells[number['line'] - 1]


def findings(check, report):
    """Every number of the summary stands in the table, row and column that it names."""
    with open(os.path.join(report, 'findings.json'), encoding='utf-8') as file:
        said = json.load(file)
    sentences = [('data', said['data'])] + [(f['id'], f) for f in said['findings']] + [('cannot tell', f) for f in said['cannot_tell']]
    sentences += [(f['section'], f) for f in said['sections']]
    for name, sentence in sentences:
        for number in sentence['numbers']:
            with open(os.path.join(report, number['file']), encoding='utf-8', newline='') as file:
                cell = stands(list(csv.reader(file)), number)
            place = '%s: %s line %s %s' % (name, number['file'], number.get('line', '-'), number.get('column', '-'))
            if isinstance(number['value'], str):
                check.equal('number of the summary', place, number['value'], cell)
            else:
                check.number('number of the summary', place, cell, float(number['value']))


def main():
    if len(sys.argv) != 3:
        fail('usage: audit.py CASE REPORT')
    folder, report = sys.argv[1:]
    case, inputs = read_case(folder)
    check = Check(report)
    count, raw = read_inputs(case, folder, inputs, check)
    parties = Parties(os.path.join(folder, case['case'].get('parties', 'parties.csv')))
    observed = [(of_iso(r['start']), of_iso(r['end'])) for r in check.rows('observed')]

    series, by_party, raw_by_party, by_client = collections.defaultdict(list), collections.Counter(), collections.Counter(), collections.Counter()
    for (t, client), n in sorted(count.items()):
        party = parties.of(client)
        for name in ('all', party):
            series[name] += [t] * n
        by_party[party] += n
        by_client[client] += n
        raw_by_party[party] += raw[t, client]
    gap = seconds(case['case'].get('visit_gap', '2s')) * SECOND
    seen = dict((name, visits(times, gap)) for name, times in series.items())

    shares(check, by_party, raw_by_party, by_client)
    daily(check, series)
    autocorrelation(check, series['all'], observed, int(seconds(case['case'].get('bin', '10m')) * SECOND))
    hours(check, series['all'])
    silences(check, seen)
    gaps(check, seen)
    periods(check, seen, observed)
    windows(check, seen, observed)
    findings(check, report)
    print('audit: %d figures compared, %d differ' % (check.compared, check.differ), file=sys.stderr)
    return 0 if check.compared and not check.differ else 1


if __name__ == '__main__':
    sys.exit(main())
