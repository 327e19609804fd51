#!/usr/bin/python3
"""soak.py PROGRAMS FOLDER OUTPUT [NIGHTS] -- a year of nights in a row: do they stay flat, and is the end that of one run?

A simulated year (soak.ini) is handed to three sensors, and what happens to logs in a year happens to theirs:

    ns1  one live log in UTC, renamed every week, its name moved on, compressed a week later, removed after five; on
         three days the clock runs ahead for some hours and is then set back; at night its last line is half written
    ns2  one live log in local time (Europe/Berlin, both changes of DST), copied and truncated in place every ten days,
         the copies compressed, and removed after forty days
    ns3  a CSV a day, delivered; some days late, up to twenty days; some twice, as it was or compressed or under another
         name; some with the end of the day before in it once more; a file is removed after sixty days

For four days ns3 delivers nothing, for 36 hours nothing logs; three evenings cron does not run; one night in 37 is killed and
runs again, one in 41 runs twice (before these no line is half written: one that stands as it stood the last time is
taken for whole, dielog-plan(1)).  Figures are most of a night's work: they are drawn every thirtieth night, and only
touched in the others.  After NIGHTS (default 365) the same logs, each whole, are given to one first night of another store:
days and counts must be the same bytes, and so must the results of the statistics; of inputs.csv what does not hang on
names, pieces and compression.

OUTPUT.csv gets a row a night: night,kind,cpu_s,wall_s,peak_kb,peak_of,read_bytes,written_bytes,store_bytes,new_lines,
kind being plain, drawn, killed or twice; OUTPUT-programs.csv night,program,cpu_s.  A soak that was broken off goes on after its last
night, where both and FOLDER are left.  OUTPUT.txt says by program what the first and the last months cost, the slope over plain nights
(least squares, +- 1.96 standard errors) in per cent of the mean a year, and whether the ends agree.
PROGRAMS: two folders, of dielog-* and of meter, with a colon between.  Exit status: 0 when the ends agree."""

import collections
import csv
import datetime
import filecmp
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import time
import zoneinfo

HERE = os.path.dirname(os.path.abspath(__file__))
UTC, BERLIN = datetime.timezone.utc, zoneinfo.ZoneInfo('Europe/Berlin')
DAY, HOUR, SECOND = datetime.timedelta(days=1), datetime.timedelta(hours=1), datetime.timedelta(seconds=1)
FIRST = datetime.datetime(2016, 5, 4, tzinfo=UTC)
SENSORS = ('ns1', 'ns1', 'ns2', 'ns3')  # a lookup goes to one of them, at random

# Days after the first.
STEPS = {20: 2 * HOUR, 150: 90 * SECOND, 290: 5 * HOUR}  # ns1's clock is so far ahead from 8 to 14 h of that day
NO_DELIVERY = range(70, 74)
DARK = (FIRST + 121 * DAY + 6 * HOUR, FIRST + 122 * DAY + 18 * HOUR)
NO_CRON = (33, 34, 210)
DRAWN = 30  # every so many nights

UNDRAWN = """#!/bin/sh
# In the place of dielog-figure: what is there is as new.
while [ "$1" != -o ]; do set -- "$@" "$1"; shift; done
for x in .pdf .svg .png -slide.png /draw.gp; do
    [ -e "$2$x" ] && touch "$2$x" || exec REAL "$@"
done
"""

CASE = """[case]
title = A year of nights
bin = 1h
look_back = 12d
[input ns1]
files = logs/ns1.log*
format = bind9
zone = UTC
[input ns2]
files = logs/ns2.log*
format = bind9
zone = Europe/Berlin
[input ns3]
files = logs/ns3-*
format = csv
zone = UTC
time = time
client = who
action = type
target = name
"""
EVENTS = 'event,start,end,label\n' + ''.join(
    f'e{k},{(FIRST + k * DAY + 9 * HOUR):%FT%TZ},{(FIRST + k * DAY + 15 * HOUR):%FT%TZ},Event {k}\n' for k in range(5, 365, 9))


def fail(text):
    sys.exit('soak: ' + text)


# --- what is logged -----------------------------------------------------------------------------

def bind(stamp, row):
    return (f'{stamp:%d-%b-%Y %H:%M:%S}.{stamp.microsecond // 1000:03d} client {row["client"]}#4711 ({row["target"]}): '
            f'query: {row["target"]} IN {row["action"]} + (203.0.113.53)\n')


def line_of(sensor, moment, row):
    if sensor == 'ns1':
        ahead = STEPS.get((moment - FIRST).days)
        return bind(moment + ahead if ahead and 8 <= moment.hour < 14 else moment, row)
    if sensor == 'ns2':
        return bind(moment.astimezone(BERLIN), row)
    return f'{moment:%FT%T}.{moment.microsecond:06d}Z,{row["client"]},{row["action"]},{row["target"]}\n'


def read_year(programs, folder):
    """sensor -> [(moment, line)] in order, and parties.csv."""
    out = os.path.join(folder, 'simulated')
    subprocess.run([os.path.join(programs, 'dielog-simulate'), '-o', out, os.path.join(HERE, 'soak.ini')], check=True)
    chosen, year = random.Random(20160504), {s: [] for s in SENSORS}
    with open(os.path.join(out, 'truth.csv'), newline='') as f:
        for row in csv.DictReader(f):
            moment = datetime.datetime.fromisoformat(row['time'].replace('Z', '+00:00'))
            sensor = chosen.choice(SENSORS)
            if not DARK[0] <= moment < DARK[1]:
                year[sensor].append((moment, line_of(sensor, moment, row)))
    return year, os.path.join(out, 'parties.csv')


# --- what happens to the logs --------------------------------------------------------------------

class Live:
    """A log that is written: a life of it ends with rotate."""

    def __init__(self, case, name, lines):
        self.case, self.name, self.lines, self.at = case, name, lines, 0
        self.path, self.half, self.lives = os.path.join(case, 'logs', name), '', [[]]

    def write_until(self, moment):
        text, self.half = self.half, ''
        while self.at < len(self.lines) and self.lines[self.at][0] < moment:
            text += self.lines[self.at][1]
            self.lives[-1].append(self.lines[self.at][1])
            self.at += 1
        with open(self.path, 'a') as f:
            f.write(text)

    def write_half(self):
        if self.at < len(self.lines):
            line = self.lines[self.at][1]
            with open(self.path, 'a') as f:
                f.write(line[:len(line) // 2])
            self.half = line[len(line) // 2:]
            self.lives[-1].append(line)
            self.at += 1

    def others(self):
        """Files of this log beside the live one, youngest first."""
        folder = os.path.dirname(self.path)
        return sorted((os.path.join(folder, n) for n in os.listdir(folder) if n.startswith(self.name + '.')),
                      key=lambda p: int(os.path.basename(p)[len(self.name) + 1:].split('.')[0]))


def rename_on(live):
    """As logrotate does: .4.gz becomes .5.gz, .1 becomes .2 and is compressed, the live log becomes .1."""
    for path in reversed(live.others()):
        number, _, rest = os.path.basename(path)[len(live.name) + 1:].partition('.')
        to = f'{live.path}.{int(number) + 1}' + (f'.{rest}' if rest else '')
        if int(number) >= 5:
            os.unlink(path)
            continue
        os.rename(path, to)
        if not rest:
            subprocess.run(['gzip', to], check=True)
    os.rename(live.path, live.path + '.1')
    live.lives.append([])


def copy_truncate(live, k):
    for path in live.others():
        if int(os.path.basename(path)[len(live.name) + 1:].split('.')[0]) <= k - 40:
            os.unlink(path)
        elif not path.endswith('.zst'):
            subprocess.run(['zstd', '-q', '--rm', path], check=True)
    shutil.copyfile(live.path, f'{live.path}.{k}')
    os.truncate(live.path, 0)
    live.lives.append([])


class Delivered:
    """ns3: a file a day, whole, when it comes."""

    def __init__(self, case, lines, chance):
        self.folder, self.chance = os.path.join(case, 'logs'), chance
        self.days = collections.defaultdict(list)
        for moment, line in lines:
            self.days[(moment - FIRST).days].append(line)
        self.waiting, self.came, self.all = [], {}, {}

    def text_of(self, d):
        text = 'time,who,type,name\n'
        if d % 11 == 3:
            text += ''.join(self.days[d - 1][-5:])  # the end of the day before once more
        return text + ''.join(self.days[d])

    def deliver(self, name, text, night):
        with open(os.path.join(self.folder, name), 'w') as f:
            f.write(text)
        self.came[name] = night

    def evening(self, night, last):
        d = night - 1
        if d not in NO_DELIVERY and self.days[d]:
            late = self.chance.randint(3, 20) if d % 13 == 5 and d < last - 25 else 0
            self.waiting.append((night + late, d))
        for due, day in [w for w in self.waiting if w[0] <= night]:
            self.waiting.remove((due, day))
            name = f'ns3-{(FIRST + day * DAY):%F}.csv'
            self.all[name] = self.text_of(day)
            self.deliver(name, self.all[name], night)
        self.repeat(night)
        for name in [n for n, came in self.came.items() if came <= night - 60]:
            os.unlink(os.path.join(self.folder, name))
            del self.came[name]

    def repeat(self, night):
        names = sorted(n for n in self.came if n.endswith('.csv') and 'again' not in n)
        if night % 9 or not names:
            return
        name = self.chance.choice(names[-12:])
        how = night // 9 % 3
        if how == 0:  # the same file, touched
            self.deliver(name, self.all[name], self.came[name])
            return
        again = name.replace('.csv', f'-again{night}.csv')
        self.deliver(again, self.all[name], night)
        if how == 2:
            subprocess.run(['gzip', os.path.join(self.folder, again)], check=True)
            self.came[again + '.gz'] = self.came.pop(again)


# --- a night ----------------------------------------------------------------------------------------

class Nights:
    """Runs them with every program under the meter."""

    def __init__(self, programs, meter, folder):
        self.folder, self.programs, self.log = folder, programs, os.path.join(folder, 'meter')
        self.metered, self.undrawn, self.draws = os.path.join(folder, 'libexec'), os.path.join(folder, 'undrawn'), True
        os.mkdir(self.metered)
        os.mkdir(self.undrawn)
        for name in os.listdir(programs):
            real = os.path.join(programs, name)
            os.symlink(os.path.join(meter, 'meter') if name.startswith('dielog-') else real, os.path.join(self.metered, name))
            if name != 'dielog-figure':
                os.symlink(real, os.path.join(self.undrawn, name))
                continue
            with open(os.path.join(self.undrawn, name), 'w') as f:
                f.write(UNDRAWN.replace('REAL', real))
            os.chmod(f.name, 0o755)

    def start(self, case, date, **how):
        environment = dict(os.environ, DIELOG_LIBEXEC=self.metered, METER_LOG=self.log, LC_ALL='C.UTF-8', TZ='UTC',
                           METER_PROGRAMS=self.programs if self.draws else self.undrawn)
        return subprocess.Popen([os.path.join(self.metered, 'dielog-night'), '-j', '2', '-k', '30', '-d', f'{date:%F}', case],
                                cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **how)

    def run(self, case, date):
        """(what it said, [row of the meter])"""
        if os.path.exists(self.log):
            os.unlink(self.log)
        child = self.start(case, date)
        said, errors = child.communicate()
        if child.returncode != 0 or errors:
            fail(f'the night of {date:%F} ended with {child.returncode}: {errors}')
        with open(self.log, newline='') as f:
            return said, list(csv.reader(f))

    def kill(self, case, date, after):
        child = self.start(case, date, start_new_session=True)
        try:
            child.wait(timeout=after)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
        child.communicate()


def bytes_under(folder):
    return sum(os.lstat(os.path.join(where, n)).st_size for where, _, names in os.walk(folder) for n in names)


def cost_of(rows):
    """Of the whole night, and CPU seconds by program, make and shells under make."""
    whole = next(r for r in rows if r[0] == 'dielog-night')
    stages = [r for r in rows if r[0] not in ('dielog-night', 'dielog-report')]
    peak = max(stages, key=lambda r: int(r[6]))
    by = collections.Counter()
    for r in stages:
        by[r[0][7:]] += float(r[2]) + float(r[3])
    cpu = float(whole[2]) + float(whole[3])
    by['make'] = cpu - sum(by.values())
    return cpu, int(peak[6]), peak[0][7:], int(whole[4]), int(whole[5]), by


def soak(nights, case, year, count, done):
    """Runs the nights up to COUNT; yields a row for OUTPUT.csv and the CPU by program of each, and last the whole logs.  Up to night DONE
    the evenings alone are played."""
    chance = random.Random(37)
    ns1, ns2 = Live(case, 'ns1.log', year['ns1']), Live(case, 'ns2.log', year['ns2'])
    ns3 = Delivered(case, year['ns3'], chance)
    for night in range(1, count + 1):
        midnight = FIRST + night * DAY
        for live in (ns1, ns2):
            live.write_until(midnight)
        if night % 7 == 5:
            rename_on(ns1)
        if night % 10 == 0:
            copy_truncate(ns2, night)
        for live in (ns1, ns2):
            live.write_until(midnight + 2 * HOUR)
        nights.draws = night % DRAWN == 1 or night == count
        kind = 'killed' if night % 37 == 0 else 'twice' if night % 41 == 0 else 'drawn' if nights.draws else 'plain'
        if night < count and night % 2 and kind in ('plain', 'drawn'):
            ns1.write_half()
        ns3.evening(night, count)
        moment = chance.uniform(0, 6) if kind == 'killed' else 0
        if night <= done or (night in NO_CRON and night < count):
            continue
        if kind == 'killed':
            nights.kill('soak', midnight, moment)
        elif kind == 'twice':
            nights.run('soak', midnight)
        began = time.monotonic()
        said, rows = nights.run('soak', midnight)
        cpu, peak, peak_of, read, written, by = cost_of(rows)
        lines = said.split(' logs, ')[1].split(' ')[0]
        store = bytes_under(os.path.join(nights.folder, 'store', 'soak'))
        yield (night, kind, f'{cpu:.3f}', f'{time.monotonic() - began:.2f}', peak, peak_of, read, written, store, lines), by
    yield None, {'ns1': ns1.lives, 'ns2': ns2.lives, 'ns3': ns3.all}


# --- one run -----------------------------------------------------------------------------------------

def write_whole(case, logs):
    for sensor in ('ns1', 'ns2'):
        for k, lines in enumerate(logs[sensor]):
            if lines:
                with open(os.path.join(case, 'logs', f'{sensor}.log.{k + 1:03d}'), 'w') as f:
                    f.writelines(lines)
    for name, text in logs['ns3'].items():
        with open(os.path.join(case, 'logs', name), 'w') as f:
            f.write(text)


def inputs_of(store):
    names = ('sensor', 'format', 'zone', 'lines', 'kept', 'rejected', 'set_aside', 'first', 'last', 'resolution_s', 'ambiguous', 'steps_back')
    with open(os.path.join(store, 'results', 'inputs.csv'), newline='') as f:
        return sorted(tuple(row[n] for n in names) for row in csv.DictReader(f))


def compare(a, b):
    """[(what, files, those that differ)]"""
    found = []
    for folder in ('days', 'counts', 'results'):
        left, right = (set(os.listdir(os.path.join(s, folder))) for s in (a, b))
        names = sorted((left | right) - ({'inputs.csv', 'rejects.csv'} if folder == 'results' else set()))
        differ = [n for n in names if n not in left or n not in right or
                  not filecmp.cmp(os.path.join(a, folder, n), os.path.join(b, folder, n), shallow=False)]
        found.append((folder, len(names), differ))
    return found + [('inputs', 1, [] if inputs_of(a) == inputs_of(b) else ['inputs.csv'])]


# --- the table ------------------------------------------------------------------------------------------

def slope(points):
    """Least squares of y on x: slope and its standard error."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    mx, my = statistics.fmean(xs), statistics.fmean(ys)
    sxx = sum((x - mx) ** 2 for x in xs)
    b = sum((x - mx) * (y - my) for x, y in points) / sxx
    left = sum((y - my - b * (x - mx)) ** 2 for x, y in points)
    return b, (left / (len(xs) - 2) / sxx) ** .5


def row_of(name, points, unit=1):
    third = max(1, len(points) // 12)
    first, last, mean = (statistics.fmean(p[1] for p in part) / unit for part in (points[:third], points[-third:], points))
    b, error = slope(points)
    year = 365 * 100 / (mean * unit) if mean else 0
    return f'{name:18s} {first:10.3f} {last:10.3f} {last / first if first else 0:7.2f} {b * year:+9.1f} +- {1.96 * error * year:.1f}\n'


def table(rows, by, ends):
    warm = 30 if rows[-1][0] > 90 else 0
    steady = [(r, b) for r, b in zip(rows, by) if r[1] == 'plain' and r[0] > warm]
    text = f'{f"plain nights {warm + 1} on":18s} {"first 12th":>10s} {"last 12th":>10s} {"ratio":>7s} {"per cent a year":>16s}\n'
    for name, column, unit in (('CPU, s', 2, 1), ('peak memory, MB', 4, 1024), ('read, MB', 6, 1e6), ('written, MB', 7, 1e6)):
        text += row_of(name, [(r[0], float(r[column])) for r, _ in steady], unit)
    text += 'of it CPU, s, by program\n'
    for name in sorted({n for _, b in steady for n in b}):
        text += row_of('  ' + name, [(r[0], b[name]) for r, b in steady if b])
    text += f'the store at the end: {rows[-1][8] / 1e6:.1f} MB; peak memory of any night: {max(r[4] for r in rows) / 1024:.1f} MB\n'
    text += 'The end beside one run on the whole logs:\n'
    for what, n, differ in ends:
        text += f'  {what}: {n} files, {len(differ)} differ{": " if differ else ""}{" ".join(differ)}\n'
    return text


COLUMNS = 'night,kind,cpu_s,wall_s,peak_kb,peak_of,read_bytes,written_bytes,store_bytes,new_lines'.split(',')


def read_rows(output):
    """What a soak that was broken off had written: its rows, and the CPU by program of each night."""
    if not os.path.exists(output + '.csv'):
        return [], []
    with open(output + '.csv', newline='') as f:
        rows = [tuple(int(r[c]) if c in ('night', 'peak_kb', 'read_bytes', 'written_bytes', 'store_bytes') else r[c] for c in COLUMNS)
                for r in csv.DictReader(f)]
    by = collections.defaultdict(collections.Counter)
    if os.path.exists(output + '-programs.csv'):
        with open(output + '-programs.csv', newline='') as f:
            for r in csv.DictReader(f):
                by[int(r['night'])][r['program']] = float(r['cpu_s'])
    return rows, [by[r[0]] for r in rows]


def newest(folder):
    return max(os.path.getmtime(os.path.join(folder, name)) for name in os.listdir(folder))


def main():
    if len(sys.argv) not in (4, 5):
        fail('soak.py PROGRAMS FOLDER OUTPUT [NIGHTS]')
    programs, meter = (os.path.abspath(p) for p in sys.argv[1].split(':'))
    folder, output, count = os.path.abspath(sys.argv[2]), sys.argv[3], int((sys.argv + ['365'])[4])
    if count < 60:
        fail('60 nights at least, so that there is something to compare')
    rows, by = read_rows(output) if os.path.exists(os.path.join(folder, 'store', 'soak')) else ([], [])
    if rows and (rows[-1][0] >= count or newest(programs) > os.path.getmtime(output + '.csv')):
        rows, by = [], []  # a year that is over, or that other programs began
    once = (os.path.join('store', 'once'), os.path.join('reports', 'once'))
    for name in ('soak', 'once', 'libexec', 'undrawn') + (once if rows else ('store', 'reports')):
        shutil.rmtree(os.path.join(folder, name), ignore_errors=True)
    for case in ('soak', 'once'):
        os.makedirs(os.path.join(folder, case, 'logs'))
    year, parties = read_year(programs, folder)
    for case in ('soak', 'once'):
        shutil.copy(parties, os.path.join(folder, case))
        for name, text in (('case.ini', CASE), ('events.csv', EVENTS)):
            with open(os.path.join(folder, case, name), 'w') as f:
                f.write(text)
    os.makedirs(os.path.dirname(os.path.abspath(output)), exist_ok=True)
    nights = Nights(programs, meter, folder)
    with open(output + '.csv', 'a', newline='') as f, open(output + '-programs.csv', 'a', newline='') as g:
        out, parts = csv.writer(f, lineterminator='\n'), csv.writer(g, lineterminator='\n')
        if not rows:
            f.truncate(0)
            g.truncate(0)
            out.writerow(COLUMNS)
            parts.writerow(('night', 'program', 'cpu_s'))
        for row, rest in soak(nights, os.path.join(folder, 'soak'), year, count, rows[-1][0] if rows else 0):
            if row:
                rows.append(row)
                by.append(rest)
                out.writerow(row)
                parts.writerows((row[0], n, f'{c:.4f}') for n, c in sorted(rest.items()))
                f.flush()
                g.flush()
    write_whole(os.path.join(folder, 'once'), rest)
    nights.run('once', FIRST + count * DAY)
    ends = compare(*(os.path.join(folder, 'store', c) for c in ('soak', 'once')))
    with open(output + '.txt', 'w') as f:
        f.write(table(rows, by, ends))
    with open(output + '.txt') as f:
        sys.stdout.write(f.read())
    return 1 if any(differ for _, _, differ in ends) else 0


if __name__ == '__main__':
    sys.exit(main())
