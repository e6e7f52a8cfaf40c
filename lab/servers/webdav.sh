#!/usr/bin/env bash
# A throw-away WebDAV server for tests: Debian's Apache with mod_dav on 127.0.0.1. Any user may run it, several at once.
#
# webdav.sh start DIR [--port 8080] [--user droprelay] [--password WORD] [--files FOLDER] [--limit BYTES] [--owner PID]
# webdav.sh stop DIR
# webdav.sh status DIR     0 while it answers, else 3
#
# http://127.0.0.1:PORT/dav/ is read and written with user and password; /public/ is the same folder, read by anybody.
#
# --files   the folder; DIR/files by default. Started by root, the server works as www-data, who must get there
# --limit   larger bodies get 413; none by default
# --owner   the server ends with this process, and DIR is deleted then
set -eu
packages='apache2'
programs='apache2 htpasswd'
. "$(dirname "$0")/processes.sh"

modules=/usr/lib/apache2/modules

configure() {
  local module
  for module in mpm_event authn_core authn_file authz_core authz_user auth_basic alias headers mime dav dav_fs; do
    echo "LoadModule ${module}_module $modules/mod_$module.so"
  done
  cat <<CONF
ServerRoot "$dir"
ServerName 127.0.0.1
Listen 127.0.0.1:$port
PidFile "$dir/run/apache2.pid"
DefaultRuntimeDir "$dir/run"
Mutex "file:$dir/run" default
ErrorLog "$dir/log/error.log"
LogFormat "%h %t \"%r\" %>s in=%I out=%O" traffic
CustomLog "$dir/log/access.log" traffic
DavLockDB "$dir/lock/dav"
DocumentRoot "$files"
TypesConfig /etc/mime.types
LimitRequestBody $limit
ServerTokens Prod
StartServers 1
ServerLimit 2
ThreadsPerChild 32
MaxRequestWorkers 64
# Nobody waits for a server that is stopped.
GracefulShutdownTimeout 1
$run_as
<Directory />
  AllowOverride None
  Require all denied
</Directory>
<Directory "$files">
  Options None
</Directory>
Alias /dav "$files"
Alias /public "$files"
<Location /dav>
  Dav On
  AuthType Basic
  AuthName "Droprelay test"
  AuthBasicProvider file
  AuthUserFile "$dir/users"
  Require valid-user
</Location>
<Location /public>
  Header set X-Content-Type-Options nosniff
  Require method GET HEAD
</Location>
CONF
}

start() {
  local port=8080 user=droprelay password=droprelay-secret files=$dir/files limit=0 run_as= owner=
  while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || usage
    case $1 in
      --port) port=$2 ;; --user) user=$2 ;; --password) password=$2 ;; --files) files=$2 ;; --limit) limit=$2 ;;
      --owner) owner=$2 ;; *) usage ;;
    esac
    shift 2
  done
  need_programs
  is_running && die "it runs already in $dir"
  answers "$port" && die "port $port is in use"
  rm -rf "$dir/run" "$dir/lock"
  mkdir -p "$files" "$dir/log" "$dir/run" "$dir/lock"
  files=$(cd "$files" && pwd -P)
  printf '%s\n' "$password" | htpasswd -i -c -s "$dir/users" "$user" 2>/dev/null
  if [ "$(id -u)" -eq 0 ]; then
    run_as=$'User www-data\nGroup www-data'
    chown www-data:www-data "$files" "$dir/lock" "$dir/run"
    chmod 711 "$dir"
    chmod 644 "$dir/users"
    runuser -u www-data -- test -w "$files" || die "www-data can not get at $files: a folder above is closed to it"
    runuser -u www-data -- test -r "$dir/users" || die "www-data can not get at $dir: a folder above is closed to it"
  fi
  configure >"$dir/apache2.conf"
  trap abandon EXIT
  apache2 -d "$dir" -f "$dir/apache2.conf" </dev/null >"$dir/log/start.log" 2>&1
  await 20 'Apache' is_running
  trap - EXIT
  start_guard "$owner"
  echo "WebDAV on http://127.0.0.1:$port/dav/, user $user, password $password; to be read at http://127.0.0.1:$port/public/"
}

address() { sed -n 's|^Listen |http://|p' "$dir/apache2.conf" 2>/dev/null; }

is_running() { pid_in "$dir/run/apache2.pid" >/dev/null && answers "$(address | sed 's/.*://')"; }

stop() { end_all TERM "$dir/run/apache2.pid"; }

run_command "$@"
