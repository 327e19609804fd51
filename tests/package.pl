# package.pl FOLDER -- is FOLDER/datapackage.json true?  One line for each thing that is not.
# JSON::PP and Digest::SHA come with perl.
use strict;
use warnings;
use Digest::SHA;
use JSON::PP;

my $folder = shift;
my %form = (
    integer  => qr/^-?\d+$/,
    number   => qr/^[-+]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i,
    datetime => qr/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z$/,
    date     => qr/^\d{4}-\d\d-\d\d$/,
    string   => qr/^/,
);

sub slurp { open my $f, '<:raw', $_[0] or die "$_[0]: $!\n"; local $/; return scalar <$f> }

# The rows of a CSV, each a reference to its fields.
sub rows {
    my ($text, @rows, @row) = shift;
    while ($text =~ /\G(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\n)/gc) {
        my ($field, $end) = (defined $1 ? $1 : $2, $3);
        $field =~ s/""/"/g;
        push @row, $field;
        if ($end eq "\n") { push @rows, [@row]; @row = () }
    }
    die "no CSV at byte ", pos($text) // 0, "\n" if (pos($text) // 0) != length $text;
    return @rows;
}

sub check {
    my ($r) = @_;
    my $content = slurp("$folder/$r->{path}");
    my ($header, @rows) = rows($content);
    my @fields = @{ $r->{schema}{fields} };
    print "$r->{path}: bytes\n" if $r->{bytes} != length $content;
    print "$r->{path}: hash\n"  if $r->{hash} ne 'sha256:' . Digest::SHA::sha256_hex($content);
    print "$r->{path}: rows $r->{rows}, not ", scalar @rows, "\n" if $r->{rows} != @rows;
    print "$r->{path}: header\n" if join("\n", @$header) ne join("\n", map { $_->{name} } @fields);
    print "$r->{path}: name\n" if $r->{path} ne "$r->{name}.csv" || $r->{name} !~ /^[-a-z0-9._\/]+$/;
    for my $i (0 .. $#fields) {
        my $f = $fields[$i];
        print "$r->{path}: $f->{name} is not described\n" if !$f->{description};
        print "$r->{path}: $f->{name} has no unit\n" if $f->{type} =~ /^(integer|number)$/ && !$f->{unit};
        for (map { $_->[$i] } @rows) {
            print "$r->{path}: $f->{name}: '$_' is no $f->{type}\n" if length && $_ !~ $form{ $f->{type} };
            print "$r->{path}: $f->{name}: '$_' runs in a spreadsheet\n" if /^[=+\-@\t\r]/ && $_ !~ $form{number};
        }
    }
}

my $package = JSON::PP->new->utf8->decode(slurp("$folder/datapackage.json"));
print "profile\n" if $package->{profile} ne 'tabular-data-package';
print "name\n"    if $package->{name} !~ /^[-a-z0-9._\/]+$/;
print "no resources\n" if !@{ $package->{resources} };
check($_) for @{ $package->{resources} };
