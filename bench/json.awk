# Records (CSV of dielog-normalize) as a dns.log of Zeek in JSON, into the file ZEEK, and as an
# eve.json of Suricata, into EVE, with as many members a line as these write.
BEGIN { FS = "," }
NR == 1 || /"/ { next }
{
    time = substr($1, 1, 26)
    printf "{\"_path\":\"dns\",\"_write_ts\":\"%sZ\",\"ts\":\"%sZ\",\"uid\":\"CqKst53mF3det%d\",\"id.orig_h\":\"%s\"," \
        "\"id.orig_p\":41772,\"id.resp_h\":\"192.0.2.53\",\"id.resp_p\":53,\"proto\":\"%s\",\"trans_id\":%d,\"rtt\":0.00087," \
        "\"query\":\"%s\",\"qclass\":1,\"qclass_name\":\"C_INTERNET\",\"qtype\":1,\"qtype_name\":\"%s\",\"rcode\":0," \
        "\"rcode_name\":\"NOERROR\",\"AA\":false,\"TC\":false,\"RD\":true,\"RA\":true,\"Z\":0," \
        "\"answers\":[\"www.example.com\",\"192.0.2.80\"],\"TTLs\":[2230.0,41830.0],\"rejected\":false}\n", \
        time, time, NR, $3, $7, NR % 65536, $5, $4 > zeek
    printf "{\"timestamp\":\"%s+0000\",\"flow_id\":%d,\"pcap_cnt\":%d,\"event_type\":\"dns\",\"src_ip\":\"%s\"," \
        "\"src_port\":57362,\"dest_ip\":\"192.0.2.53\",\"dest_port\":53,\"proto\":\"%s\",\"pkt_src\":\"wire/pcap\"," \
        "\"dns\":{\"version\":2,\"type\":\"query\",\"id\":%d,\"rrname\":\"%s\",\"rrtype\":\"%s\",\"tx_id\":0,\"opcode\":0}}\n", \
        time, 1000000 + NR, NR, $3, toupper($7), NR % 65536, $5, $4 > eve
}
