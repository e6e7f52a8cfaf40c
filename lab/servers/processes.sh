# What the scripts of the real servers share. Each sets `packages` and `programs`, sources this, defines `start`, `stop`,
# `is_running` and `address`, and ends with `run_command "$@"`.

# Debian keeps servers out of the PATH of ordinary users.
PATH=$PATH:/usr/sbin:/sbin

die() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

# Without a program nothing begins: which Debian packages bring them stands in the message.
need_programs() {
  local program missing=
  for program in $programs; do command -v "$program" >/dev/null || missing="$missing $program"; done
  [ -z "$missing" ] && return
  echo "$(basename "$0"): these programs are missing:$missing" >&2
  echo "On Debian, as root: apt-get install -y --no-install-recommends $packages" >&2
  exit 2
}

# A process counts as ours only while its command line names our folder: the number in a pid file may be another's by now.
is_ours() {
  [ -r "/proc/$1/cmdline" ] && tr '\0' ' ' <"/proc/$1/cmdline" 2>/dev/null | grep -qF -- "$dir"
}

# The process in a pid file, if it is ours and alive.
pid_in() {
  local pid
  pid=$(cat "$1" 2>/dev/null | tr -d ' \n') && [ -n "$pid" ] && is_ours "$pid" && echo "$pid"
}

# Asks until it is so: `await SECONDS WHAT COMMAND…`.
await() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || die "$what: not within the time. Its logs are in $dir/log"
    sleep 0.1
  done
}

# For `trap … EXIT` while a start is under way: nothing of one that failed is left, and its last words are shown.
abandon() {
  local code=$?
  stop
  [ "$code" -eq 0 ] || tail -n 5 "$dir/log/start.log" >&2
  exit "$code"
}

gone() { ! kill -0 "$1" 2>/dev/null || ! is_ours "$1"; }

# Ends the processes of these pid files, all at once: the signal, and after 10 s the one that nobody can refuse.
end_all() {
  local signal=$1 file pid pids=
  shift
  for file; do pid=$(pid_in "$file") && pids="$pids $pid" && kill "-$signal" "$pid"; done
  for pid in $pids; do
    local end=$((SECONDS + 10))
    until gone "$pid"; do
      [ "$SECONDS" -lt "$end" ] || kill -KILL "$pid" 2>/dev/null
      sleep 0.05
    done
  done
  rm -f "$@"
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# `usage` prints the comment at the top of the script.
usage() {
  sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0" >&2
  exit 64
}

# `dir` is the second argument as an absolute path from here on.
run_command() {
  [ $# -ge 2 ] || usage
  local command=$1
  if [ "$command" = start ]; then
    mkdir -p "$2"
  elif [ ! -d "$2" ]; then
    echo 'stopped'
    [ "$command" = stop ] && exit
    exit 3
  fi
  dir=$(cd "$2" && pwd -P)
  shift 2
  case $command in
    start) start "$@" ;;
    stop)
      end_all TERM "$dir/guard.pid"
      stop
      echo 'stopped'
      ;;
    status)
      is_running || { echo 'stopped' && exit 3; }
      echo "running on $(address)"
      ;;
    guard) guard "$1" ;;
    *) usage ;;
  esac
}

# A process that was killed can not stop its server, nor clear away: this one waits for its end, and does both then.
start_guard() {
  [ -n "$1" ] || return 0
  setsid "$0" guard "$dir" "$1" </dev/null >/dev/null 2>&1 &
  echo $! >"$dir/guard.pid"
}

guard() {
  while kill -0 "$1" 2>/dev/null; do sleep 1; done
  stop
  rm -rf "$dir"
}
