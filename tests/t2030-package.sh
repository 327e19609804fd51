#!/bin/sh
# The data package: cells that cannot run, all else as it was, a description that is true.
. "$(dirname "$0")/lib.sh"
cd "$tmp" || exit 1

package() { dielog package --from from -o to/data "$@"; }

mkdir from
tab=$(printf '\t') cr=$(printf '\r')
cat > from/events.csv << END
event,start,end,label,group,source
a,2016-05-05T10:00:00Z,2016-05-05T11:00:00Z,=cmd(),+1+cmd,@sum
b,2016-05-05T10:00:00Z,2016-05-05T11:00:00Z,"=cmd(""x"",1)","$tab=x","${cr}=x"
c,2016-05-05T10:00:00Z,2016-05-05T11:00:00Z,-2.5e-3,+7,-
d,2016-05-05T10:00:00Z,2016-05-05T11:00:00Z,"two lines
=cmd()",a=b,'=cmd()
END
cat > want << END
event,start,end,label,group,source
a,2016-05-05T10:00:00Z,2016-05-05T11:00:00Z,'=cmd(),'+1+cmd,'@sum
b,2016-05-05T10:00:00Z,2016-05-05T11:00:00Z,"'=cmd(""x"",1)",'$tab=x,"'${cr}=x"
c,2016-05-05T10:00:00Z,2016-05-05T11:00:00Z,-2.5e-3,+7,'-
d,2016-05-05T10:00:00Z,2016-05-05T11:00:00Z,"two lines
=cmd()",a=b,'=cmd()
END
printf 'group,lag,n,acf,lower,upper,box_pierce,ljung_box,p_value\nall,1,9,-0.25,-1,1,,,\n' > from/autocorrelation.csv
printf 'group,odd\nall,1\n' > from/other.csv
# shellcheck disable=SC2016 # it is to stay as it is
printf '[case]\ntitle = Ärger & "Läufe": `x` 2016\n' > case.ini

package -c case.ini events.csv autocorrelation.csv
ok $? "tables are published"
is "$(cat to/data/events.csv)" "$(cat want)" "texts that a spreadsheet would run are guarded, no others"
cmp from/autocorrelation.csv to/data/autocorrelation.csv
ok $? "numbers stay"
is "$(perl "$top/tests/package.pl" to/data 2>&1)" "" "datapackage.json is true"
like "$(cat to/data/datapackage.json)" '"name": "rger-l-ufe-x-2016"' "the package's name is made from the title"
# shellcheck disable=SC2016 # as above
like "$(cat to/data/datapackage.json)" '"title": "Ärger & \\"Läufe\\": `x` 2016"' "which stands as it is"
cp to/data/datapackage.json first

# --- again ---
touch -d 2001-01-01 to/data/*
echo old > to/data/stale.csv
package --files-from /dev/stdin -c case.ini << END
events.csv
autocorrelation.csv
END
ok $? "the tables may come from a list"
is "$(find to/data -newermt 2002-01-01 -name '*.csv')" "to/data/stale.csv" "what is published already is left untouched"
cmp first to/data/datapackage.json
ok $? "and described by the same bytes"
is "$(cat to/data/stale.csv)" "old" "a file that is no table of it stays"

package other.csv
like "$(cat to/data/datapackage.json)" '"name": "odd", "type": "string"}' "a column that nobody described is a string"

# --- errors ---
for name in ../from/events.csv .csv events.tsv Events.csv; do
    fails 1 'expected the name of a table' "$name is no name" package "$name"
done
fails 1 'from/absent.csv: error: cannot read' "a table that is not there" package absent.csv
printf 'a,b\n1\n' > from/broken.csv
cp to/data/datapackage.json first
fails 1 'from/broken.csv:2: error: found 1 fields' "a table that is broken" package broken.csv
is "$(find to -name '*broken*')" "" "is not published"
cmp first to/data/datapackage.json
ok $? "nor is a new description"
fails 1 'no.ini' "a case that is not there" package -c no.ini other.csv
fails 2 'say both folders' "folders are needed" dielog package other.csv
fails 2 'say which tables' "and tables" package
finish
