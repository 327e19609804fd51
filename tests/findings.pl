#!/usr/bin/perl
# findings.pl FOLDER: is every number of findings.json the cell that it names, in the tables of FOLDER, and is findings.csv
# the same list?  Prints each one that is not.
use strict;
use warnings;
use JSON::PP;

my $folder = shift or die "say which folder\n";

# RFC 4180, quoted fields over several lines included.
sub table {
    my ($path) = @_;
    open my $in, '<:encoding(UTF-8)', $path or die "$path: $!\n";
    local $/;
    my $text = <$in>;
    my (@rows, @row);
    while ($text =~ /\G(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/gc) {
        my ($field, $end) = (defined $1 ? $1 =~ s/""/"/gr : $2, $3);
        push @row, $field;
        next if $end eq ',';
        push @rows, [@row];
        @row = ();
    }
    return \@rows;
}

my %tables;
sub cell {
    my ($file, $line, $column) = @_;
    my $rows = $tables{$file} //= table("$folder/$file");
    my ($at) = grep { $rows->[0][$_] eq $column } 0 .. $#{ $rows->[0] };
    return defined $at && $line > 1 && $line <= @$rows ? $rows->[$line - 1][$at] : undef;
}

open my $in, '<', "$folder/findings.json" or die "$folder/findings.json: $!\n";
my $said = decode_json(do { local $/; <$in> });
my @numbers = map { my $f = $_; map { [$f->{id}, @$_{qw(file line column value)}, $f->{text}] } @{ $f->{numbers} } } @{ $said->{findings} };
print "findings.json holds no number\n" unless @numbers;
for (@numbers) {
    my ($id, $file, $line, $column, $value) = @$_;
    my $cell = cell($file, $line, $column);
    print "$id: $file:$line, $column: the finding has $value, the table ", $cell // 'no such cell', "\n"
        unless defined $cell && $cell ne '' && $cell == $value;
}

my @rows = @{ table("$folder/findings.csv") };
shift @rows;
print "findings.csv has ", scalar @rows, " numbers, findings.json ", scalar @numbers, "\n" if @rows != @numbers;
for my $i (0 .. $#rows) {
    my ($id, $file, $line, $column, $value, $text) = @{ $numbers[$i] // [] };
    my (undef, @row) = @{ $rows[$i] };
    print "findings.csv:", $i + 2, " differs from findings.json\n"
        unless defined $id && "@row[0 .. 3]" eq "$id $file $line $column" && $row[4] == $value && $row[5] eq $text;
}
