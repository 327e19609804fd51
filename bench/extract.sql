-- The same fields as extract.awk, for DuckDB, from peer.log in its folder.
copy (
  select strftime(strptime(part.stamp, '%d-%b-%Y %H:%M:%S.%g'), '%Y-%m-%dT%H:%M:%S.%fZ') as time, part.client as client,
         part.action as action, lower(part.target) as target,
         case when contains(part.flags, 'T') then 'tcp' else 'udp' end as transport
  from (select regexp_extract(line, '^(\S+ \S+) queries: info: client \S+ ([^#]+)#\d+ \S+ query: (\S+) IN (\S+) (\S+)',
                              ['stamp', 'client', 'target', 'action', 'flags']) as part
        from read_csv('peer.log', columns = {'line': 'varchar'}, delim = '\x01', quote = '', escape = '', header = false, auto_detect = false))
  where part.stamp <> ''
) to '/dev/null' (format csv);
