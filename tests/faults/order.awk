# order.awk -- reads what `strike --trace' wrote: would a file that has its final name be whole after the power failed?
# Names each rename of a file whose bytes were not synced before it; and each fragment of a batch (batches/*.d), which says
# that its slices and what the next piece goes on from are there, that got its name before their folders were synced.
BEGIN { FS = "," }
function folder(path) { sub("/[^/]*$", "", path); return path }
$3 == "create" || $3 == "write" || $3 == "pwrite64" || $3 == "writev" { dirty[$4] = 1 }
$3 == "fsync" || $3 == "fdatasync" { delete dirty[$4]; delete renamed[$4] }
$3 == "syncfs" { split("", dirty); split("", renamed) }
$3 ~ /^rename/ {
    seen++
    if ($4 in dirty)
        print "renamed before it was synced: " $5
    delete dirty[$4]
    if ($5 ~ /\/batches\/[^\/]*\.d$/)
        for (f in renamed)
            if (f ~ /\/slices(\/|$)/ || f ~ /\/batches$/)
                print "a fragment before " f " was synced: " $5
    renamed[folder($5)] = 1
}
$3 == "mkdir" || $3 == "mkdirat" { if ($4 ~ /\/slices\/[^\/]*$/) renamed[folder($4)] = 1 }
END { print seen " renames" }
