#!/usr/bin/env bash
# A throw-away S3 server for tests: Ceph's RADOS gateway on 127.0.0.1, objects in memory. Any user may run it, several at once.
#
# rgw.sh start DIR [--port 7480] [--mon-port 6789] [--bytes 6442450944] [--access-key KEY] [--secret-key KEY] [--dns-name NAME] [--owner PID]
# rgw.sh stop DIR
# rgw.sh status DIR     0 while it answers, else 3
#
# --bytes     how much it holds; memory is taken as it fills
# --dns-name  buckets are also found as BUCKET.NAME in the Host header; 127.0.0.1 stays with buckets in the path
# --owner     the server ends with this process, and DIR is deleted then
set -eu
packages='radosgw ceph-mon ceph-osd ceph-common'
programs='radosgw radosgw-admin ceph ceph-mon ceph-osd monmaptool'
. "$(dirname "$0")/processes.sh"

configure() {
  cat >"$dir/ceph.conf" <<CONF
[global]
fsid = $fsid
mon_host = v1:127.0.0.1:$mon_port
ms_bind_msgr2 = false
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
osd_pool_default_size = 1
osd_pool_default_min_size = 1
mon_allow_pool_size_one = true
osd_crush_chooseleaf_type = 0
osd_pool_default_pg_num = 1
osd_pool_default_pgp_num = 1
osd_pool_default_pg_autoscale_mode = off
mon_max_pg_per_osd = 1000
mon_data_avail_crit = 1
# The monitor gathers changes for so many seconds; the gateway makes its pools one after the other.
paxos_propose_interval = 0.02
paxos_min_wait = 0.01
# A path of a socket may be too long; nobody asks there.
admin_socket =
run_dir = $dir/run
log_file = $dir/log/\$name.log
pid_file = $dir/run/\$name.pid
mon_data = $dir/mon
osd_data = $dir/osd
osd_objectstore = memstore
memstore_device_bytes = $bytes
rgw_frontends = beast endpoint=127.0.0.1:$port
rgw_data = $dir/rgw
# In pieces of 4 MiB, its own sizes, what is stored takes twice its memory.
rgw_max_chunk_size = 16777216
rgw_obj_stripe_size = 16777216
rgw_put_obj_min_window_size = 33554432
${dns_name:+rgw_dns_name = $dns_name}
CONF
}

ceph_() { timeout 20 ceph -c "$dir/ceph.conf" --connect-timeout 10 "$@"; }

start() {
  local port=7480 mon_port=6789 bytes=6442450944 access_key=droprelay secret_key=droprelay-secret dns_name= owner=
  while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || usage
    case $1 in
      --port) port=$2 ;; --mon-port) mon_port=$2 ;; --bytes) bytes=$2 ;; --dns-name) dns_name=$2 ;; --owner) owner=$2 ;;
      --access-key) access_key=$2 ;; --secret-key) secret_key=$2 ;; *) usage ;;
    esac
    shift 2
  done
  need_programs
  is_running && die "it runs already in $dir"
  # What another start left half way.
  stop
  for taken in "$port" "$mon_port"; do answers "$taken" && die "port $taken is in use"; done
  rm -rf "$dir/mon" "$dir/osd" "$dir/log" "$dir/run" "$dir/rgw"
  mkdir -p "$dir/mon" "$dir/osd" "$dir/log" "$dir/run" "$dir/rgw"
  local fsid osd
  fsid=$(cat /proc/sys/kernel/random/uuid) osd=$(cat /proc/sys/kernel/random/uuid)
  configure
  trap abandon EXIT
  # None of them may keep the caller's pipes open.
  exec 3>"$dir/log/start.log"
  local conf=(-c "$dir/ceph.conf")
  monmaptool --create --addv a "[v1:127.0.0.1:$mon_port]" --fsid "$fsid" "$dir/monmap" --clobber >&3 2>&1
  ceph-mon "${conf[@]}" -i a --mkfs --monmap "$dir/monmap" >&3 2>&1
  ceph-mon "${conf[@]}" -i a >&3 2>&1
  ceph_ osd new "$osd" >&3 2>&1
  ceph-osd "${conf[@]}" -i 0 --mkfs --osd-uuid "$osd" >&3 2>&1
  # It fails where it asks the monitor ("wrong fsid") before it was told of which cluster that is.
  await 20 'The object store' ceph-osd "${conf[@]}" -i 0
  radosgw "${conf[@]}" -n client.rgw >&3 2>&1
  timeout 60 radosgw-admin "${conf[@]}" user create --uid=droprelay --display-name=Droprelay \
    "--access-key=$access_key" "--secret=$secret_key" >&3 2>&1
  await 60 'The gateway' answers "$port"
  trap - EXIT
  echo "http://127.0.0.1:$port" >"$dir/address"
  start_guard "$owner"
  echo "Ceph RGW on http://127.0.0.1:$port, access key $access_key, secret key $secret_key"
}

# Nothing of it outlives the stop, so nothing needs time to be saved.
stop() { end_all KILL "$dir/run/client.rgw.pid" "$dir/run/osd.0.pid" "$dir/run/mon.a.pid"; }

is_running() {
  local name
  for name in client.rgw osd.0 mon.a; do pid_in "$dir/run/$name.pid" >/dev/null || return 1; done
  answers "$(address | sed 's/.*://')"
}

address() { cat "$dir/address" 2>/dev/null; }

run_command "$@"
