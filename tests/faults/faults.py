#!/usr/bin/python3
"""faults.py BUILD FOLDER [--runs N] [--from K] [--seed S] [--only kill|fault] [--world NAME] -- a small case under fire.

N times (default 1,000) a run of `dielog report' or `dielog night' is killed (SIGKILL, the whole process group) at a random
moment; N times something fails in it: the n-th read, write, rename, fsync, close, open, mmap, ... of one program
(strike_main.c; malloc by memory.c), on a disk that is full, or in folders that are read-only.  Then:

  - a run that ended with 0 has the right bytes under every name that it was to make;
  - one that failed said why, in a line, and has either the right bytes or nothing under each of these names;
  - a plain run afterwards ends with 0, with the store and the report of a run that nobody disturbed, byte for byte, and
    leaves nothing half-written.

A run is of one scene.  Its stage's files are removed, what it makes is asked for (most scenes: these files alone; some: the whole
report), and after the verdict the time stamps of the finished folder are put back, so that a run costs a second.  The scenes
`whole' and `night' are all of it.  Faults go through scene, program and kind of call in turn; the place n and the moment of a
kill are random, from the seed and the run's number alone, so a run can be had again: --from K --runs 1.

A program that ends by a signal has failed; that is wrong, too, unless there was no memory and a library says so or ended it
before main (GLib, FFTW, the constructors of GnuTLS, dash): `crashed'.

FOLDER/runs-<seed>...csv gets a line a run and is gone on with by the next call; several may work at a time, each in a world of
its own and on runs of its own.  FOLDER/table.csv sums up all of the seed: a row a program and kind of call, with how many runs
did not come to the call, were killed, failed and said the system's reason, failed with other words, crashed, went on to the
right end, and were wrong.  Exit status 0: no run was wrong."""

import argparse
import collections
import csv
import glob
import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time

ERRORS = {  # what a kind of call can fail with; "-on": from then on
    'read': ['EIO', 'EINTR', 'short'], 'write': ['ENOSPC', 'ENOSPC-on', 'EIO', 'EINTR', 'short'], 'fsync': ['EIO', 'ENOSPC'],
    'rename': ['EIO', 'ENOSPC', 'EROFS'], 'close': ['EIO', 'EINTR'], 'open': ['EIO', 'EMFILE', 'EACCES', 'EROFS-on'],
    'mmap': ['ENOMEM', 'ENOMEM-on'], 'memory': ['ENOMEM', 'ENOMEM-on'], 'folder': ['EIO'], 'stat': ['EIO', 'EACCES'],
    'mkdir': ['ENOSPC', 'EROFS'], 'unlink': ['EIO', 'EROFS'], 'link': ['ENOSPC'], 'fork': ['EAGAIN', 'ENOMEM-on'],
    'seek': ['EIO'], 'malloc': ['ENOMEM', 'ENOMEM-on']}
REASONS = re.compile('Input/output error|No space left|Cannot allocate memory|out of memory|memory exhausted|Out of memory|Interrupted|Read-only|'
                     'Permission denied|Too many open|Resource temporarily|Cannot fork|virtual memory|File too large|not enough memory', re.I)
LEFT_OUT = re.compile(r'/stated/|\.ok$|/span\.mk$|/lock$|/night\.(lock|began|said)$')
LONGEST = 180


def fail(text):
    sys.exit('faults: ' + text)


# --- the small case and what a run that nobody disturbs makes of it -----------------------------------

def make_case(top, build, case):
    """Sixteen days of the demonstration, so that every statistic has something to do."""
    simulated = case + '.simulated'
    subprocess.run([f'{build}/libexec/dielog-simulate', '-o', simulated, f'{top}/fixtures/cases/lookups/scenario.ini'], check=True)
    os.makedirs(f'{case}/logs')
    for name in ('parties.csv', 'events.csv'):
        shutil.copy(f'{simulated}/{name}', case)
    with open(f'{top}/fixtures/cases/lookups/case.ini') as f, open(f'{case}/case.ini', 'w') as to:
        to.write(f.read().replace('2016-09-23', '2016-05-19'))
    for sensor in ('ns1', 'ns2', 'ns3'):
        with open(f'{case}/logs/{sensor}.log', 'w') as to:
            for path in sorted(glob.glob(f'{simulated}/logs/{sensor}*.log')):
                with open(path) as f:
                    to.writelines(line for line in f if re.match('(0[4-9]|1[0-9])-May', line))


class World:
    """A folder in which runs are made, with what must be in it after an undisturbed one."""

    def __init__(self, build, folder, case, name):
        self.build, self.case, self.at = build, case, f'{folder}/{name}'
        self.pristine, self.known = f'{folder}/pristine', {}
        self.environment = dict(os.environ, LC_ALL='C.UTF-8', TZ='UTC', DIELOG_PROGRESS='no')
        if not os.path.exists(self.pristine):
            shutil.rmtree(self.at, ignore_errors=True)
            os.makedirs(self.at)
            for command in (self.report(), self.night()):
                subprocess.run(command, cwd=self.at, env=self.environment, check=True, stdout=subprocess.DEVNULL)
            os.rename(self.at, self.pristine)
        self.want = {p: self.digest(f'{self.pristine}/{p}') for p in self.files(self.pristine) if not LEFT_OUT.search(p)}
        self.stamps = {p: os.lstat(f'{self.pristine}/{p}') for p in self.files(self.pristine)}
        self.restore()

    def report(self, *goals):
        return [f'{self.build}/dielog', 'report', '-j', '2', self.case] + (['--', *goals] if goals else [])

    def night(self):
        return [f'{self.build}/dielog', 'night', '-j', '2', '-d', '2026-01-02', self.case]

    def restore(self):
        shutil.rmtree(self.at, ignore_errors=True)
        subprocess.run(['cp', '-a', self.pristine, self.at], check=True)
        self.known = {}

    @staticmethod
    def files(folder):
        return [os.path.relpath(os.path.join(where, n), folder) for where, _, names in os.walk(folder) for n in names]

    @staticmethod
    def digest(path):
        if os.path.islink(path):
            return 'link to ' + os.readlink(path)
        with open(path, 'rb') as f:
            return hashlib.md5(f.read()).hexdigest()

    def digest_of(self, path):
        """Of a file of the world; one that stands as it stood is not read again."""
        s = os.lstat(f'{self.at}/{path}')
        how = (s.st_mtime_ns, s.st_ctime_ns, s.st_size, s.st_ino)
        if path not in self.known or self.known[path][0] != how:
            self.known[path] = (how, self.digest(f'{self.at}/{path}'))
        return self.known[path][1]

    def wrong(self, paths=None):
        """Of PATHS (default: everything) what is missing or other than it should be, and what should not be there."""
        there = set(self.files(self.at))
        asked = self.want if paths is None else paths
        found = [p for p in asked if p not in there or self.digest_of(p) != self.want[p]]
        if paths is None:
            found += [p for p in there if p not in self.want and not LEFT_OUT.search(p)]
        return sorted(found)

    def partial(self, paths):
        """What stands under its final name, and is not the right bytes."""
        return [p for p in paths if os.path.lexists(f'{self.at}/{p}') and self.digest_of(p) != self.want[p]]

    def set_back(self):
        for path, s in self.stamps.items():
            now = os.lstat(f'{self.at}/{path}') if os.path.lexists(f'{self.at}/{path}') else s
            if now.st_mtime_ns != s.st_mtime_ns:
                os.utime(f'{self.at}/{path}', ns=(s.st_atime_ns, s.st_mtime_ns), follow_symlinks=False)

    def run(self, command, environment=None):
        """(status, what it said, seconds)"""
        began = time.monotonic()
        child = subprocess.Popen(command, cwd=self.at, env=dict(self.environment, **(environment or {})), stdout=subprocess.DEVNULL,
                                 stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors='replace', start_new_session=True)
        try:
            said = child.communicate(timeout=LONGEST)[1]
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            return None, child.communicate()[1], LONGEST
        return child.returncode, said, time.monotonic() - began

    def run_and_kill(self, command, after):
        child = subprocess.Popen(command, cwd=self.at, env=self.environment, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            child.wait(timeout=after)
            killed = False
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            killed = True
        child.wait()
        for lock in ('build/cases/small/lock', 'store/small/lock', 'store/small/night.lock'):
            if os.path.exists(f'{self.at}/{lock}'):  # what was killed in the middle of a call holds it for a moment more
                subprocess.run(['flock', '-w', '60', f'{self.at}/{lock}', 'true'], check=True)
        return killed


# --- scenes ------------------------------------------------------------------------------------------------

Scene = collections.namedtuple('Scene', 'name stale goals')  # stale: patterns of what is removed; goals: [] is the whole report

WORK, OUT = 'build/cases/small', 'reports/small'


def result_scenes(case_mk):
    """A scene a statistic, from the rules themselves."""
    with open(case_mk) as f:
        text = f.read().replace('\\\n', ' ')
    words = dict(re.findall(r'^(\w+_tables) := (.*)$', text, re.M))
    files = collections.defaultdict(list)
    for names, program in re.findall(r'^\$\(eval \$\(call result,([^,]*),(\w+),', text, re.M):
        names = re.sub(r'\$\((\w+)\)', lambda m: words[m.group(1)], names)
        files[program] += [f'{WORK}/results/{n}.csv' for n in names.split()]
    figures = re.findall(r'^\$\(eval \$\(call draw,(\w+),', text, re.M)
    return [Scene(p, f, f) for p, f in sorted(files.items())], figures


def scenes_of(world, case_mk):
    results, figures = result_scenes(case_mk)
    results = [s for s in results if set(s.goals) <= set(world.want)]  # the case does not ask for every statistic
    days = sorted(p for p in world.want if re.match(WORK + '/(days|counts)/', p))
    slices = [f'{WORK}/batches/*', f'{WORK}/slices/*/*']
    scenes = [Scene('plan', [f'{WORK}/plan.mk', f'{WORK}/plan/*.*', f'{WORK}/ledger.csv', f'{WORK}/seen.csv', f'{WORK}/plan/raw/*'], days),
              Scene('normalize', slices, days), Scene('collect', [f'{WORK}/days/*'], days), Scene('count', [f'{WORK}/counts/*'], days)]
    scenes[3] = Scene('count', [f'{WORK}/counts/*', f'{WORK}/results/counts.csv', f'{WORK}/results/daily.csv'],
                      days + [f'{WORK}/results/counts.csv', f'{WORK}/results/daily.csv'])
    scenes += [s for s in results if s.name != 'count']
    scenes += [Scene('figure-' + n, [f'{OUT}/figures/{n}[.-]*', f'{OUT}/figures/{n}/*'], ['figure-' + n]) for n in figures]
    copies = [f'{WORK}/results/{n}.csv' for n in 'inputs rejects observed looked sensors parties events stated'.split()]
    return scenes + [Scene('copies', copies, copies), Scene('compose', [f'{OUT}/*.*', f'{OUT}/tables/*'], []),
                     Scene('package', [f'{OUT}/data/*'], []), Scene('manifest', [f'{OUT}/report.sha256'], []),
                     Scene('night', ['reports/small/nights/*', 'store/small/report/report.sha256', 'store/small/report/changes.txt'], None),
                     Scene('whole', [WORK, f'{OUT}/[!n]*'], [])]


def command_of(world, scene):
    return world.night() if scene.goals is None else world.report(*scene.goals)


def made_by(world, scene):
    """The names that the scene is to fill."""
    if scene.goals is None or not scene.goals:
        return sorted(world.want)
    figure = scene.name[7:]
    if scene.name.startswith('figure-'):
        return [p for p in world.want if re.match(f'{OUT}/figures/{figure}([.]|-slide|/)', p)]
    return [p for p in scene.goals if p in world.want]


def make_stale(world, scene):
    for pattern in scene.stale:
        for path in glob.glob(f'{world.at}/{pattern}'):
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path)
            else:
                os.unlink(path)


# --- runs --------------------------------------------------------------------------------------------------------

def heal(world, scene):
    """The plain run afterwards; what is wrong with it, or ''."""
    status, said, _ = world.run(command_of(world, scene))
    bad = world.wrong()
    if status == 0 and not bad:
        world.set_back()
        return ''
    world.restore()
    return f'the next run: exit {status}, {len(bad)} files {" ".join(bad[:4])} {said.strip()[:300]}'


def kill_run(world, scene, took, chance):
    make_stale(world, scene)
    moment = chance.uniform(0, took[scene.name])
    killed = world.run_and_kill(command_of(world, scene), moment)
    took[scene.name] *= 1.06 if killed else .8  # as busy as the machine is now
    partial = world.partial(made_by(world, scene))
    trouble = f'half-written: {" ".join(partial[:4])}' if partial and scene.goals is not None else ''
    return 'killed' if killed else 'not reached', f'after {moment:.2f} s', ' / '.join(filter(None, (trouble, heal(world, scene))))


def judge(world, scene, status, said, kind=''):
    """(outcome, trouble) of a run in which something failed."""
    names = [n for n in made_by(world, scene) if not (said and n.endswith('/changes.txt'))]  # what was said is told there
    if status is None:
        return 'failed', 'it never ended'
    if status == 0:
        bad = world.wrong(names)
        return 'went on', f'exit 0 with {len(bad)} files missing or wrong: {" ".join(bad[:4])} {said.strip()[:300]}' if bad else ''
    partial = world.partial(names)
    if partial and scene.goals is not None:
        return 'failed', f'half-written: {" ".join(partial[:4])}'
    if status < 0 or status > 125 or re.search('Segmentation fault|Aborted|Bus error|breakpoint trap', said):
        excused = kind == 'memory' or re.search('GLib|fftw: alloc|Out of memory', said)
        return 'crashed', '' if excused else f'exit {status}: {said.strip()[:300]}'
    if not said.strip():
        return 'failed', 'it says nothing'
    return ('failed' if REASONS.search(said) else 'unsaid'), ''


def fault_run(world, scene, program, kind, calls, strike, chance):
    seen = world.at + '.seen'
    if os.path.exists(seen):
        os.unlink(seen)
    make_stale(world, scene)
    error = chance.choice(ERRORS[kind])
    name, on = error.split('-')[0], error.endswith('-on')
    nth = int(calls ** chance.random()) if kind == 'malloc' else chance.randint(1, calls)
    command, environment = command_of(world, scene), None
    if kind == 'malloc':
        environment = {'LD_PRELOAD': f'{world.build}/faults/memory.so', 'FAULT': f'malloc:{nth}{"+" if on else ""}', 'FAULT_IN': program, 'FAULT_SEEN': seen}
    else:
        command = [strike, '--kind', kind, '--in', program, '--nth', str(nth), '--as', name, '--seen', seen] + (['--on'] if on else []) + command
    status, said, _ = world.run(command, environment)
    place = f'{error} at {nth} of {calls}'
    if not os.path.exists(seen):
        return 'not reached', place, heal(world, scene)
    with open(seen) as f:
        place += ' ' + f.read().strip().replace(world.at + '/', '')
    outcome, trouble = judge(world, scene, status, said, kind)
    return outcome, f'{place} | {" / ".join(said.strip().splitlines())[:400]}', ' / '.join(filter(None, (trouble, heal(world, scene))))


def disk_run(world, scene, how, chance):
    """On a file system that has no room, or is read-only."""
    place = world.at + '.disk'
    os.makedirs(place, exist_ok=True)
    subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=96m', 'none', place], check=True)
    at, world.at, world.known = world.at, place + '/world', {}
    try:
        subprocess.run(['cp', '-a', world.pristine, world.at], check=True)
        make_stale(world, scene)
        os.mkdir(place + '/tmp')
        if how == 'full':
            room = chance.randint(0, 400) << 10
            s = os.statvfs(place)
            with open(place + '/filler', 'wb') as f:
                f.write(b'\0' * max(0, s.f_bavail * s.f_bsize - room))
        else:
            room = 0
            subprocess.run(['mount', '-o', 'remount,ro', place], check=True)
        status, said, _ = world.run(command_of(world, scene), {'TMPDIR': place + '/tmp'})
        if how == 'full':
            os.unlink(place + '/filler')
        else:
            subprocess.run(['mount', '-o', 'remount,rw', place], check=True)
        outcome, trouble = judge(world, scene, status, said)
        return outcome, f'{how} {room} | {" / ".join(said.strip().splitlines())[:400]}', ' / '.join(filter(None, (trouble, heal(world, scene))))
    finally:
        world.at, world.known = at, {}
        subprocess.run(['umount', place], check=True)


# --- the plan of all runs ---------------------------------------------------------------------------------------------

def measure(world, scenes, strike, cache):
    """How long each scene takes, and its calls: [scene, program, kind, calls]."""
    if os.path.exists(cache):
        with open(cache) as f:
            return json.load(f)
    took, strata = {}, []
    for scene in scenes:
        make_stale(world, scene)
        counts = world.at + '.counts'
        status, said, seconds = world.run([strike, '--count', counts] + command_of(world, scene))
        bad = world.wrong()
        if status != 0 or bad:
            fail(f'the undisturbed run of {scene.name}: exit {status} {said} {bad[:5]}')
        world.set_back()
        took[scene.name] = seconds
        with open(counts, newline='') as f:
            rows = [r for r in csv.DictReader(f)]
        strata += [[scene.name, r['program'], r['kind'], int(r['calls'])] for r in rows]
        programs = sorted({r['program'] for r in rows if r['program'].startswith('dielog-') and r['program'] not in ('dielog-report', 'dielog-night')})
        strata += [[scene.name, p, 'malloc', 3000] for p in programs]
    with open(cache, 'w') as f:
        json.dump((took, strata), f)
    return took, strata


def own(scene, program):
    """Is it the program that the scene is about?  Others run in every scene, and are struck in a few."""
    about = {'copies': 'cp', 'manifest': 'sha256sum', 'night': 'dielog-night'}.get(scene, 'dielog-' + scene.split('-')[0])
    return program == about[:15] or (program == 'gnuplot' and scene.startswith('figure')) or \
        (scene == 'night' and program not in ('make', 'dielog-report', 'dielog-plan')) or (scene in ('copies', 'manifest') and program != 'make')


def order_of(strata, seed):
    """One a program and kind in turn, so that each is struck as often as any other: the scenes where it is at home first."""
    chance, by = random.Random(f'order {seed}'), collections.defaultdict(list)
    for s in strata:
        if s[0] != 'whole' and (own(s[0], s[1]) or s[0] in ('manifest', 'night')) and s[2] in ERRORS:
            by[s[1], s[2]].append(s)
    for group in by.values():
        chance.shuffle(group)
    turns = []
    for k in range(max(len(g) for g in by.values())):
        turn = [g[k % len(g)] for g in by.values()]
        chance.shuffle(turn)
        turns += turn
    return turns


def kill_scene(scenes, chance):
    """Whole runs and nights one in twelve each, pages and package one in six, else a stage by itself."""
    by, x = {s.name: s for s in scenes}, chance.random()
    if x < 1 / 24:
        return by['whole']
    if x < 1 / 6:
        return by['night']
    if x < 1 / 3:
        return by[chance.choice(['compose', 'package', 'manifest'])]
    figures = [s for s in scenes if s.name.startswith('figure-')]
    stages = [s for s in scenes if not s.name.startswith('figure-') and s.name not in ('whole', 'night', 'compose', 'package', 'manifest')]
    return chance.choice(figures if x < 1 / 2 else stages)


# --- the table ------------------------------------------------------------------------------------------------------------

OUTCOMES = ('runs', 'not reached', 'killed', 'failed', 'unsaid', 'crashed', 'went on', 'wrong')


def write_table(logs, path):
    """A row a program and kind of call; kills, and disks that are full or read-only, by scene."""
    cells = collections.defaultdict(collections.Counter)
    for log in logs:
        with open(log, newline='') as f:
            for r in csv.DictReader(f):
                cell = cells[r['program'] or r['scene'].split('-')[0], r['what']]
                cell['runs'] += 1
                cell['wrong'] += bool(r['trouble'])
                cell[r['outcome']] += 1
    with open(path, 'w') as f:
        f.write('program,what,' + ','.join(n.replace(' ', '_') for n in OUTCOMES) + '\n')
        for key in sorted(cells, key=lambda k: (k[1], k[0])):
            f.write(','.join([*key, *(str(cells[key][n]) for n in OUTCOMES)]) + '\n')


def of_one_build(folder, build):
    """What was measured of other programs says nothing of these: it is begun anew."""
    digest = hashlib.sha256()
    for path in sorted(glob.glob(f'{build}/libexec/**', recursive=True)):
        if os.path.isfile(path):
            with open(path, 'rb') as f:
                digest.update(f.read())
    known = f'{folder}/programs'
    if os.path.exists(known):
        with open(known) as f:
            if f.read() == digest.hexdigest():
                return
    os.makedirs(folder, exist_ok=True)
    for name in ('small', 'pristine', 'world*', 'measured.json', 'runs-*.csv', 'table.csv'):
        for path in glob.glob(f'{folder}/{name}'):
            shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
    with open(known, 'w') as f:
        f.write(digest.hexdigest())


def main():
    options = argparse.ArgumentParser()
    options.add_argument('build')
    options.add_argument('folder')
    options.add_argument('--runs', type=int, default=1000)
    options.add_argument('--seed', default='1')
    options.add_argument('--only', choices=('kill', 'fault'))
    options.add_argument('--from', type=int, default=0, dest='first')
    options.add_argument('--world', default='')
    given = options.parse_args()
    build, folder = os.path.abspath(given.build), os.path.abspath(given.folder)
    top = os.path.abspath(os.path.join(os.path.dirname(__file__), '..', '..'))
    strike = f'{build}/faults/strike'
    of_one_build(folder, build)
    case = f'{folder}/small'
    if not os.path.exists(case):
        make_case(top, build, case)
    world = World(build, folder, case, 'world' + given.world)
    scenes = scenes_of(world, f'{build}/libexec/case.mk')
    by = {s.name: s for s in scenes}
    took, strata = measure(world, scenes, strike, f'{folder}/measured.json')
    turns = order_of(strata, given.seed)
    mounts = os.geteuid() == 0
    names = ['run', 'what', 'scene', 'program', 'outcome', 'place', 'trouble']
    log = f'{folder}/runs-{given.seed}{given.world}.csv'
    runs = []
    if os.path.exists(log):
        with open(log, newline='') as f:
            runs = list(csv.DictReader(f))
    done = {(r['what'] == 'kill', int(r['run'])) for r in runs}
    with open(log, 'a', newline='') as f:
        out = csv.DictWriter(f, names, lineterminator='\n')
        if not runs:
            out.writeheader()
        for k in range(given.first, given.first + given.runs):
            for kill in [w == 'kill' for w in ('kill', 'fault') if given.only in (None, w)]:
                if (kill, k) in done:
                    continue
                chance = random.Random(f'{given.seed} {kill} {k}')
                if kill:
                    scene = kill_scene(scenes, chance)
                    what, program, outcome, trouble = 'kill', '', 'not reached', ''
                    while outcome == 'not reached' and not trouble:
                        outcome, place, trouble = kill_run(world, scene, took, chance)
                elif k % 20 == 0 and mounts:
                    what = 'full' if k % 60 else 'read-only'
                    scene, program = chance.choice([s for s in scenes if s.name != 'whole']), ''
                    outcome, place, trouble = disk_run(world, scene, what, chance)
                else:
                    name, program, what, calls = turns[k % len(turns)]
                    scene = by[name]
                    outcome, place, trouble = fault_run(world, scene, program, what, calls, strike, chance)
                row = dict(zip(names, (k, what, scene.name, program, outcome, place, trouble)))
                runs.append({n: str(v) for n, v in row.items()})
                out.writerow(row)
                f.flush()
                if trouble:
                    print(f'{k} {what} {scene.name} {program}: {outcome}: {place}: {trouble}', flush=True)
    write_table(sorted(glob.glob(f'{folder}/runs-{given.seed}*.csv')), f'{folder}/table.csv')
    bad = [r for r in runs if r['trouble']]
    print(f'{len(runs)} runs, {sum(r["outcome"] not in ("not reached",) for r in runs)} reached, {len(bad)} wrong')
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
