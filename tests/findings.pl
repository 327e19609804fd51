#!/usr/bin/perl
# findings.pl FOLDER: does every number that a sentence of findings.json says stand in the tables of FOLDER, where the sentence says
# that it stands, and is it rounded right; is there no digit beside those, names, dates and what the program itself states; and
# is findings.csv the same list?  Prints each thing that is not so.
use strict;
use warnings;
use utf8;
use JSON::PP;
use POSIX ();
use Scalar::Util 'looks_like_number';
use Time::Local 'timegm';
binmode STDOUT, ':encoding(UTF-8)';

my $folder = shift or die "say which folder\n";

# RFC 4180, quoted fields over several lines included.
sub table {
    my ($path) = @_;
    open my $in, '<:encoding(UTF-8)', $path or die "$path: $!\n";
    local $/;
    my $text = <$in>;
    my (@rows, @row);
    while ($text =~ /\G(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/gc) {
        my ($quoted, $plain, $end) = ($1, $2, $3);
        push @row, defined $quoted ? $quoted =~ s/""/"/gr : $plain;
        next if $end eq ',';
        push @rows, [@row];
        @row = ();
    }
    return \@rows;
}

my %tables;
sub rows { return $tables{ $_[0] } //= table("$folder/$_[0]") }

sub column {
    my ($file, $column) = @_;
    my $rows = rows($file);
    my ($at) = grep { $rows->[0][$_] eq $column } 0 .. $#{ $rows->[0] };
    return defined $at ? map { $_->[$at] } @$rows : ();
}

# --- what the file has -----------------------------------------------------------------

sub stands {
    my ($n) = @_;
    my $rows = rows($n->{file});
    my @cells = defined $n->{column} ? column($n->{file}, $n->{column}) : ();
    if ($n->{as} eq 'rows') { return @$rows - 1 }
    if ($n->{as} eq 'lines') {
        my %seen;
        return scalar grep { $_ > 1 && $_ <= @$rows && !$seen{$_}++ } @{ $n->{lines} };
    }
    my $head = shift @cells;
    if ($n->{as} eq 'kinds') { my %kinds = map { $_ => 1 } @cells; return scalar keys %kinds }
    if ($n->{as} eq 'filled') { return scalar grep { $_ ne '' } @cells }
    if ($n->{as} eq 'at most .05') { return scalar grep { $_ ne '' && $_ <= .05 } @cells }
    if ($n->{as} eq 'machine-like or mixed, where q_value is at most .05') {
        my (undef, @q) = column($n->{file}, 'q_value');
        return scalar grep { $q[$_] ne '' && $q[$_] <= .05 && $cells[$_] =~ /^(?:machine-like|mixed)$/ } 0 .. $#cells;
    }
    if ($n->{as} eq 'sum') { my $sum = 0; $sum += $_ || 0 for @cells; return $sum }
    my $cell = $n->{line} > 1 ? $cells[ $n->{line} - 2 ] : undef;
    return defined $cell ? $cell =~ s/^'(?=[-=+@])//r : undef;
}

# --- what was said, back to a number --------------------------------------------------------

my %raised = ('⁰' => 0, '¹' => 1, '²' => 2, '³' => 3, '⁴' => 4, '⁵' => 5, '⁶' => 6, '⁷' => 7, '⁸' => 8, '⁹' => 9, '⁻' => '-');

# The number in a text, and half a unit of its last digit.
sub number {
    my ($said) = @_;
    $said =~ s/\x{202f}//g;
    $said =~ s/−/-/g;
    return ('1e' . join('', map { $raised{$_} } split //, $1), 'bound') if $said =~ /^[<>]10([⁻⁰¹²³⁴-⁹]+)$/;
    my $power = $said =~ s/×10([⁻⁰¹²³⁴-⁹]+)$// ? join('', map { $raised{$_} } split //, $1) : 0;
    return unless $said =~ /^(-?)(\d*)(?:\.(\d+))?$/;
    my $half = defined $3 ? .5 / 10**length($3) : .5;
    return ("$said" * 10**$power, $half * 10**$power);
}

# Noughts at the end that are no longer meant, in "14 000", are not held against it: DIGITS are.
sub near {
    my ($said, $value, $digits) = @_;
    my ($x, $half) = number($said);
    return 0 unless defined $x;
    return $x > 1 ? $value >= $x * .999999 : $value <= $x * 1.000001 if $half eq 'bound';
    my $meant = $value != 0 && defined $digits && $said =~ /^[^.]*0$/ ? .5 * 10**(POSIX::floor(log(abs $value) / log(10)) - $digits + 1) : 0;
    $half = $meant if $meant > $half;
    return abs($x - $value) <= $half * 1.000001;
}

my %seconds = (days => 86400, h => 3600, min => 60, s => 1, ms => .001);
sub is_period {
    my ($said, $value) = @_;
    my ($sum, $unit) = (0, 1);
    my @parts = $said =~ /([\d.\x{202f}]+)\x{202f}(days|h|min|s|ms)/g or return 0;
    my ($half, $whole) = (0, @parts == 2);
    while (my ($x, $name) = splice @parts, 0, 2) {
        my ($n, $h) = number($x);
        $sum += $n * $seconds{$name};
        $half = ($whole ? $h : .5) * $seconds{$name};
    }
    $half = $value >= 7200 ? 30 : .5 if !$whole || ($value >= 99.5 && $value < 7200);
    return abs($sum - $value) <= $half * 1.000001;
}

my @months = qw(January February March April May June July August September October November December);
my $month = join '|', @months;
sub is_day {
    my ($said, $y, $m, $d) = @_;
    return $said =~ /^(\d+)\x{202f}($month)(?: (\d+))?(?:, \d\d:\d\d)?$/ && $1 == $d && $2 eq $months[$m - 1] && (!defined $3 || $3 == $y);
}

sub is_time {
    my ($said, $cell, $as) = @_;
    my ($y, $m, $d, $hour, $minute) = $cell =~ /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?/ or return 0;
    return $said =~ /^\d\d$/ && $said % 24 == $hour if $as eq 'hour';
    ($d, $m, $y) = (gmtime(timegm(0, $minute, $hour, $d, $m - 1, $y) - 1))[3, 4, 5], $m++, $y += 1900 if $as eq 'day that ends';
    return 0 if $said =~ /, (\d\d):(\d\d)$/ && ($1 != $hour || $2 != $minute);
    return is_day($said, $y, $m, $d);
}

sub is_offset {
    my ($said, $value) = @_;
    return 0 unless $said =~ /^UTC(?:([+−])(\d+)(?::(\d\d))?)?$/;
    my $x = ($2 // 0) + ($3 // 0) / 60;
    return abs((($1 // '+') eq '+' ? $x : -$x) - $value) < 1 / 120;
}

my %is = (
    (map { $_ => sub { near($_[0], $_[1]) } } qw(rows lines kinds filled sum count), 'at most .05', 'machine-like or mixed, where q_value is at most .05'),
    number => sub { near($_[0], $_[1], 2) },
    percent => sub { near($_[0] =~ s/\x{202f}%$//r, $_[1] * 100, 3) },
    'percent, at least 0' => sub { near($_[0] =~ s/\x{202f}%$//r, $_[1] > 0 ? $_[1] * 100 : 0) },
    p => sub { my $p = $_[0] =~ s/^p\x{202f}(?:=\x{202f})?//r; $p eq "<\x{202f}.001" ? $_[1] < .001 : near($p, $_[1]) },
    ratio => sub { near($_[0], $_[1], 2) },
    '1 / ratio' => sub { near($_[0], 1 / $_[1], 2) },
    '10 ^ log10' => sub { near($_[0], 10**$_[1], 2) },
    period => \&is_period,
    'hours from UTC' => \&is_offset,
    (map { my $as = $_; $as => sub { is_time($_[0], $_[1], $as) } } ('time', 'day that ends', 'hour')),
    words => sub { my $start = $_[0] =~ s/…$//r; index($_[1], $start) >= 0 },
);

# --- sentences ---------------------------------------------------------------------------------

# Names that the case or a log gives may hold digits, and so may the dates of the span; what the program states is its own.
my @names = sort { length $b <=> length $a } grep { /\d/ }
    map { my ($file, @columns) = @$_; -e "$folder/data/$file" ? map { column("data/$file", $_) } @columns : () }
    ['parties.csv', 'party', 'label'], ['share.csv', 'key'], ['events.csv', 'label'], ['mixture.csv', 'a_zone', 'b_zone'];
my @stated = map { qr/$_/ } "(?:80|95)\x{202f}%", '\d+(?:–\d+)? ?(?:' . "\x{202f})?(?:$month)(?: \\d{4})?";

sub held {
    my ($where, $sentence) = @_;
    my $rest = $sentence->{text};
    my $at = 0;
    for my $n (@{ $sentence->{numbers} }) {
        my $said = $n->{said};
        my $cell = stands($n);
        my $place = "$where: $n->{file}" . (defined $n->{line} ? ":$n->{line}" : '') . (defined $n->{column} ? ", $n->{column}" : '');
        my $same = defined $cell && ($cell eq $n->{value} || (looks_like_number($cell) && looks_like_number($n->{value}) && $cell == $n->{value}));
        print "$place: the finding has $n->{value}, the table ", $cell // 'no such cell', "\n" unless $same;
        print "$place: $n->{value} is said as \"$said\", $n->{as}\n" unless $same && $is{ $n->{as} }->($said, $n->{value});
        pos($rest) = $at;
        my $date = $n->{as} =~ /time|day|hour/ ? '' : qr/(?![–\d]*\x{202f}(?:$month))/; # "28" is not that of "1–28 June"
        my $found = $rest =~ /\G.*?(?<![\d.])(\Q$said\E)(?!\d)$date/s;
        print "$place: \"$said\" is not in the sentence, or not in its order\n" unless $found;
        ($at, my $length) = ($-[1], length $said) if $found;
        substr($rest, $at++, $length) = '#' if $found;
    }
    $rest =~ s/\Q$_\E/#/g for @names;
    $rest =~ s/$_/#/g for @stated;
    print "$where: \"$1\" is cited nowhere: $rest\n" if $rest =~ /(\S*\d\S*)/;
}

open my $in, '<', "$folder/findings.json" or die "$folder/findings.json: $!\n";
my $said = decode_json(do { local $/; <$in> });
my @sentences = (['data', $said->{data}], (map { [$_->{id}, $_] } @{ $said->{findings} }), (map { ['cannot_tell', $_] } @{ $said->{cannot_tell} }),
    map { [$_->{section}, $_] } @{ $said->{sections} });
held(@$_) for @sentences;
my @numbers = map { my ($id, $s) = @$_; map { [$id, $_, $s->{text}] } @{ $s->{numbers} } } @sentences;
print "findings.json holds no number\n" unless @numbers;

# --- the same list as CSV -------------------------------------------------------------------------

my @rows = @{ table("$folder/findings.csv") };
shift @rows;
print "findings.csv has ", scalar @rows, " numbers, findings.json ", scalar @numbers, "\n" if @rows != @numbers;
for my $i (0 .. $#rows) {
    my ($id, $n, $text) = @{ $numbers[$i] // [] };
    my (undef, @row) = @{ $rows[$i] };
    my $line = $n->{line} // join ' ', @{ $n->{lines} // [] };
    print "findings.csv:", $i + 2, " differs from findings.json\n"
        unless defined $id && "@row[0, 1, 3, 5, 6]" eq join(' ', $id, $n->{file}, $n->{column} // '', $n->{as}, $n->{said}) && $row[2] eq $line
        && ($row[4] eq $n->{value} || (looks_like_number($n->{value}) && $row[4] == $n->{value})) && $row[7] eq $text;
}
