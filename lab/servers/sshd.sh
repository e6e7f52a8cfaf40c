#!/usr/bin/env bash
# A throw-away SFTP server for tests: Debian's OpenSSH on 127.0.0.1, SFTP only. Any user may run it, several at once.
#
# sshd.sh start DIR [--port 2222] [--password WORD] [--new-host-key] [--sftp COMMAND] [--key FILE] [--owner PID]
# sshd.sh stop DIR
# sshd.sh status DIR     0 while it answers, else 3
#
# Who started it logs in under the own name: with DIR/user_key (ed25519, no passphrase), and what is sent lies below
# DIR/files, where a session begins. Its host key is DIR/host_key.pub, and stays until --new-host-key.
#
# --password      logs the user "droprelay" in as well; needs Debian's libnss-wrapper
# --sftp COMMAND  answers SFTP instead of OpenSSH's own; it is run by the shell
# --key FILE      one more public key that may log in
# --owner         the server ends with this process, and DIR is deleted then
set -eu
packages='openssh-server openssh-client libnss-wrapper procps'
programs='sshd ssh-keygen ps perl'
libraries='libnss_wrapper.so'
. "$(dirname "$0")/processes.sh"

nss_wrapper() {
  local file
  for file in /usr/lib/*/$libraries /usr/lib/$libraries; do [ -e "$file" ] && echo "$file" && return; done
  echo "sshd.sh: --password needs $libraries, which is missing" >&2
  echo "On Debian, as root: apt-get install -y --no-install-recommends $packages" >&2
  exit 2
}

# The user of the password exists only for this server. It is the one who started it, by another name.
with_password() {
  local hash ids
  # shellcheck disable=SC2016 # Perl's own variables
  hash=$(WORD=$1 perl -e 'print crypt($ENV{WORD}, q($6$) . join("", map { ("a".."z")[rand 26] } 1 .. 12))')
  ids=$(id -u):$(id -g)
  { cat /etc/passwd && echo "droprelay:x:$ids::$dir/files:/bin/sh"; } >"$dir/run/passwd"
  cp /etc/group "$dir/run/group"
  (umask 077 && echo "droprelay:$hash:20000::::::" >"$dir/run/shadow")
  echo "LD_PRELOAD=$library NSS_WRAPPER_PASSWD=$dir/run/passwd NSS_WRAPPER_GROUP=$dir/run/group NSS_WRAPPER_SHADOW=$dir/run/shadow"
}

configure() {
  cat >"$dir/sshd_config" <<CONF
ListenAddress 127.0.0.1:$port
HostKey "$dir/host_key"
PidFile "$dir/run/sshd.pid"
AuthorizedKeysFile "$dir/authorized_keys"
# The folder may lie below one that all may write to, such as /tmp.
StrictModes no
UsePAM no
PermitRootLogin yes
PubkeyAuthentication yes
PasswordAuthentication $passwords
KbdInteractiveAuthentication no
MaxAuthTries 3
LoginGraceTime 20
AllowTcpForwarding no
X11Forwarding no
PrintMotd no
UseDNS no
LogLevel VERBOSE
Subsystem sftp $sftp
ForceCommand $sftp
CONF
}

start() {
  local port=2222 password= new_host_key=no sftp="internal-sftp -d $dir/files" key= passwords=no library= env= owner=
  while [ $# -gt 0 ]; do
    case $1 in
      --new-host-key)
        new_host_key=yes
        shift
        continue
        ;;
      --port | --password | --sftp | --key | --owner) [ $# -ge 2 ] || usage ;;
      *) usage ;;
    esac
    case $1 in --port) port=$2 ;; --password) password=$2 ;; --sftp) sftp=$2 ;; --key) key=$2 ;; --owner) owner=$2 ;; esac
    shift 2
  done
  need_programs
  case $dir in *[[:space:]]*) die "sshd takes no folder with a space in its name: $dir" ;; esac
  is_running && die "it runs already in $dir"
  answers "$port" && die "port $port is in use"
  [ -z "$password" ] || library=$(nss_wrapper)
  mkdir -p "$dir/log" "$dir/run" "$dir/files"
  [ "$new_host_key" = no ] || rm -f "$dir/host_key" "$dir/host_key.pub"
  [ -e "$dir/host_key" ] || ssh-keygen -q -t ed25519 -N '' -C 'droprelay test host' -f "$dir/host_key"
  [ -e "$dir/user_key" ] || ssh-keygen -q -t ed25519 -N '' -C 'droprelay test user' -f "$dir/user_key"
  cat "$dir/user_key.pub" ${key:+"$key"} >"$dir/authorized_keys"
  if [ -n "$password" ]; then
    passwords=yes
    env=$(with_password "$password")
  fi
  configure
  # Root's sshd wants this folder, which the system makes when it starts its own.
  [ "$(id -u)" -ne 0 ] || mkdir -p -m 755 /run/sshd
  trap abandon EXIT
  # shellcheck disable=SC2086 # several words
  env $env "$(command -v sshd)" -f "$dir/sshd_config" -E "$dir/log/sshd.log" </dev/null >"$dir/log/start.log" 2>&1
  await 20 'sshd' is_running
  trap - EXIT
  start_guard "$owner"
  echo "SFTP on 127.0.0.1:$port, user $(id -un), key $dir/user_key${password:+, or user droprelay with the password}"
}

address() { sed -n 's/^ListenAddress //p' "$dir/sshd_config" 2>/dev/null; }

is_running() { pid_in "$dir/run/sshd.pid" >/dev/null && answers "$(address | sed 's/.*://')"; }

# The sessions are processes of their own, and outlive their server.
sessions() {
  local parent=$1 pid
  for pid in $(ps -o pid= --ppid "$parent"); do
    sessions "$pid"
    echo "$pid"
  done
}

stop() {
  local pid
  pid=$(pid_in "$dir/run/sshd.pid") || return 0
  for pid in $(sessions "$pid"); do kill -KILL "$pid" 2>/dev/null || true; done
  end_all TERM "$dir/run/sshd.pid"
}

run_command "$@"
