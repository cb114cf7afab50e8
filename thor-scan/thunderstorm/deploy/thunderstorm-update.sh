#!/bin/sh
# Updates the installed Thunderstorm service, /usr/local/sbin/thunderstorm-update.
#
#   thunderstorm-update           installs the newest signature pack of /etc/thunderstorm/update.conf; the service goes on, and
#                                 reads it by itself
#   thunderstorm-update full DIR  stops the service, installs the program in DIR/lib, updates the signatures, starts the service;
#                                 when the new program does not run, the old one is put back
#
# Packs are taken when they are signed with one of /etc/thunderstorm/keys/*.pub, are newer, and load.
set -eu

# For tests: everything below another folder, and no users.
root=${THUNDERSTORM_ROOT:-}
opt=$root/opt/thor-thunderstorm
etc=$root/etc/thunderstorm
store=$root/var/lib/thunderstorm/signatures
user=thunderstorm

fail() {
  printf 'thunderstorm-update: %s\n' "$1" >&2
  exit 1
}

[ -n "$root" ] || [ "$(id -u)" -eq 0 ] || fail "run this as root"
[ -d "$opt" ] || fail "there is no $opt: install the service first"

systemd() {
  if [ -z "$root" ] && [ -d /run/systemd/system ]; then
    systemctl "$@"
  fi
}

# Not as root: what comes from elsewhere is read by the service's user.
as_user() {
  if [ -z "$root" ]; then
    runuser -u "$user" -- "$@"
  else
    "$@"
  fi
}

update_signatures() {
  SOURCE=
  OPTIONS=
  [ ! -e "$etc/update.conf" ] || . "$etc/update.conf"
  [ -n "$SOURCE" ] || fail "say in $etc/update.conf where packs come from: SOURCE=..."
  set -- --from "$SOURCE" --store "$store"
  for key in "$etc"/keys/*.pub; do
    [ -e "$key" ] || fail "no key in $etc/keys: copy there the public key of who signs packs, NAME.pub"
    set -- "$@" --key "$key"
  done
  # OPTIONS is several words on purpose.
  # shellcheck disable=SC2086
  as_user "$opt/bin/thor" update "$@" $OPTIONS || fail "the signatures in use stay as they are"
  if grep -q '^#custom-signatures: /var/lib/thunderstorm/signatures/current$' "$etc/thunderstorm.yml"; then
    sed 's|^#\(custom-signatures: /var/lib/thunderstorm/signatures/current\)$|\1|' "$etc/thunderstorm.yml" \
      >"$etc/thunderstorm.yml.new"
    chmod 644 "$etc/thunderstorm.yml.new"
    mv "$etc/thunderstorm.yml.new" "$etc/thunderstorm.yml"
    echo "the configuration names the signatures from now on"
    systemd try-restart thor-thunderstorm.service
  fi
}

full() {
  ls "$1"/lib/thor-cli-*.jar >/dev/null 2>&1 || fail "there is no lib/thor-cli-*.jar in $1"
  rm -rf "$opt.new" "$opt.old"
  mkdir -p "$opt.new/lib" "$opt.new/bin"
  cp "$1"/lib/*.jar "$opt.new/lib/"
  chmod 644 "$opt.new"/lib/*
  cp "$opt/bin/thor" "$opt.new/bin/thor"
  # Whatever root's umask is, the service's user has to read it.
  chmod 755 "$opt.new" "$opt.new/bin" "$opt.new/lib" "$opt.new/bin/thor"
  as_user "$opt.new/bin/thor" --version >/dev/null || {
    rm -rf "$opt.new"
    fail "the new program does not run; the old one stays"
  }
  systemd stop thor-thunderstorm.service
  mv "$opt" "$opt.old"
  mv "$opt.new" "$opt"
  if ! (update_signatures); then
    echo "thunderstorm-update: the program was upgraded, the signatures were not" >&2
    failed=1
  fi
  rm -rf "$opt.old"
  systemd start thor-thunderstorm.service
}

failed=0
case ${1:-} in
  '') update_signatures ;;
  full)
    [ $# -eq 2 ] || fail "say where the new program is: thunderstorm-update full DIR"
    full "$2"
    ;;
  *)
    sed -n '2,10s/^# \{0,1\}//p' "$0"
    exit 2
    ;;
esac
exit "$failed"
