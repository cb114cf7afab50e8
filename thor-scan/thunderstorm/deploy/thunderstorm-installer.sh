#!/bin/sh
# Installs the Thunderstorm service on Debian and its relatives, upgrades it, or removes it.
#
#   thunderstorm-installer.sh            asks, then installs or upgrades
#   thunderstorm-installer.sh auto       does not ask
#   thunderstorm-installer.sh uninstall  asks, then removes all but the user and the logs
#
#   --program DIR  the built program, a folder with lib/*.jar in it; ./thor beside this script, or the source tree's, by default
#   --yes          does not ask, not even for uninstall
#   --root DIR     works in DIR instead of /, and leaves users, owners and systemd alone: for images and tests
#
# Licences (*.lic) of the current folder are copied. An upgrade keeps /etc/thunderstorm as it is and writes the unit anew.
set -eu

here=$(CDPATH='' cd "$(dirname "$0")" && pwd -P)
root=
program=
mode=ask
answer=

opt=/opt/thor-thunderstorm
etc=/etc/thunderstorm
var=/var/lib/thunderstorm
log=/var/log/thunderstorm
updater=/usr/local/sbin/thunderstorm-update
unit=/etc/systemd/system/thor-thunderstorm.service
user=thunderstorm

report=$PWD/Thunderstorm_Installer_$(uname -n)_$(date +%Y%m%d).log

say() {
  printf '%s\n' "$1"
  printf '%s %s\n' "$(date +%Y-%m-%dT%H:%M:%S)" "$1" >>"$report" 2>/dev/null || true
}

fail() {
  say "ERROR: $1" >&2
  exit 1
}

usage() {
  sed -n '2,12s/^# \{0,1\}//p' "$0"
  exit "$1"
}

while [ $# -gt 0 ]; do
  case $1 in
    auto) mode=auto ;;
    uninstall) mode=uninstall ;;
    --yes) answer=y ;;
    --program)
      [ $# -gt 1 ] || usage 2 >&2
      program=$2
      shift
      ;;
    --root)
      [ $# -gt 1 ] || usage 2 >&2
      root=${2%/}
      [ -d "$root" ] || fail "there is no folder $root"
      shift
      ;;
    -h | --help) usage 0 ;;
    *) usage 2 >&2 ;;
  esac
  shift
done

# Everything below / belongs to root; a folder given with --root to whoever runs this.
if [ -z "$root" ] && [ "$(id -u)" -ne 0 ]; then
  fail "run this as root"
fi

ask() {
  [ -n "$answer" ] && return 0
  printf '%s [y/N] ' "$1"
  read -r reply || reply=
  case $reply in
    y | Y | yes) return 0 ;;
    *) fail "nothing was changed" ;;
  esac
}

systemd() {
  if [ -n "$root" ]; then
    return 0
  elif [ -d /run/systemd/system ] && command -v systemctl >/dev/null; then
    systemctl "$@"
  else
    say "no systemd is running: left out: systemctl $*"
  fi
}

# Another product's service under the same name is not ours to replace or remove.
foreign_unit() {
  [ -e "$root$unit" ] && ! grep -q thor4j "$root$unit"
}

uninstall() {
  [ -d "$root$opt" ] || [ -e "$root$unit" ] || fail "it is not installed"
  foreign_unit && fail "$unit is another product's; remove that one with its own installer"
  ask "Remove the program, its configuration, queue, kept samples and signatures?"
  systemd stop thor-thunderstorm.service || true
  systemd disable thor-thunderstorm.service || true
  rm -f "$root$unit" "$root$updater"
  rm -rf "$root$opt" "$root$opt.new" "$root$opt.old" "$root$etc" "$root$var"
  systemd daemon-reload
  say "removed; the user $user and $log are left"
}

find_program() {
  for folder in "$program" "$here/thor" "$here/../../cli/target/thor"; do
    if [ -n "$folder" ] && ls "$folder"/lib/thor-cli-*.jar >/dev/null 2>&1; then
      program=$folder
      return
    elif [ -n "$folder" ] && [ "$folder" = "$program" ]; then
      fail "there is no lib/thor-cli-*.jar in $folder"
    fi
  done
  fail "no program found: name its folder with --program"
}

check_java() {
  command -v java >/dev/null || fail "no java found: apt-get install openjdk-17-jre-headless"
  version=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
  [ "${version:-0}" -ge 17 ] || fail "java is version ${version:-unknown}, and 17 is needed: apt-get install openjdk-17-jre-headless"
}

# The new program beside the old one, then both moved: at no point is there half of one.
install_program() {
  rm -rf "$root$opt.new" "$root$opt.old"
  mkdir -p "$root$opt.new/bin" "$root$opt.new/lib"
  cp "$program"/lib/*.jar "$root$opt.new/lib/"
  cp "$here/thor-launcher.sh" "$root$opt.new/bin/thor"
  chmod 755 "$root$opt.new" "$root$opt.new/bin" "$root$opt.new/lib" "$root$opt.new/bin/thor"
  chmod 644 "$root$opt.new"/lib/*
  if [ -d "$root$opt" ]; then
    mv "$root$opt" "$root$opt.old"
  fi
  mv "$root$opt.new" "$root$opt"
  rm -rf "$root$opt.old"
}

keep_or_copy() {
  if [ -e "$root$etc/$1" ]; then
    say "kept $etc/$1"
  else
    cp "$here/$1" "$root$etc/$1"
    chmod 644 "$root$etc/$1"
  fi
}

install_all() {
  foreign_unit && fail "$unit is another product's; remove that one with its own installer"
  find_program
  [ -n "$root" ] || check_java
  if [ -d "$root$opt" ]; then
    what="Upgrade the Thunderstorm service?"
  else
    what="Install the Thunderstorm service?"
  fi
  [ "$mode" = auto ] || ask "$what"

  systemd stop thor-thunderstorm.service 2>/dev/null || true
  if [ -z "$root" ] && ! id "$user" >/dev/null 2>&1; then
    useradd --system --no-create-home --home-dir "$var" --shell /usr/sbin/nologin "$user"
  fi
  mkdir -p "$root/opt" "$root$etc/keys" "$root$var/queue" "$root$var/samples" "$root$var/signatures" "$root$log" \
    "$root$(dirname "$updater")" "$root$(dirname "$unit")"
  install_program
  keep_or_copy thunderstorm.yml
  keep_or_copy update.conf
  found=0
  for license in ./*.lic; do
    if [ -f "$license" ]; then
      cp "$license" "$root$etc/"
      chmod 644 "$root$etc/$(basename "$license")"
      found=$((found + 1))
    fi
  done
  [ "$found" -ne 0 ] || ls "$root$etc"/*.lic >/dev/null 2>&1 \
    || say "no licence (*.lic) in the current folder: copy one to $etc if your build of thor asks for it"
  cp "$here/thunderstorm-update.sh" "$root$updater"
  chmod 755 "$root$updater"
  cp "$here/thor-thunderstorm.service" "$root$unit"
  chmod 644 "$root$unit"
  chmod 755 "$root$etc" "$root$etc/keys"
  chmod 750 "$root$var" "$root$log"
  if [ -z "$root" ]; then
    chown -R "$user:$user" "$var" "$log"
  fi
  systemd daemon-reload
  systemd enable thor-thunderstorm.service
  systemd start thor-thunderstorm.service
  say "installed: $etc/thunderstorm.yml is its configuration, $log its log"
}

case $mode in
  uninstall) uninstall ;;
  *) install_all ;;
esac
