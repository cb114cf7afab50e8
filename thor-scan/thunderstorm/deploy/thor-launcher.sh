#!/bin/sh
# Starts the installed thor, /opt/thor-thunderstorm/bin/thor.
#
#   JAVA_HOME       the Java to use, 17 or newer; without it the java found on PATH
#   THOR_JAVA_OPTS  options for the JVM, such as -Xmx4g
set -eu

self=$0
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=$(dirname "$self")/$link ;;
  esac
done
lib=$(CDPATH='' cd "$(dirname "$self")/../lib" && pwd -P)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

# Without a UTF-8 locale (systemd, cron) the JVM cannot open a file whose name is not ASCII.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *[Uu][Tt][Ff]8* | *[Uu][Tt][Ff]-8*) ;;
  *)
    LC_ALL=C.UTF-8
    export LC_ALL
    ;;
esac

# THOR_JAVA_OPTS is several words on purpose.
# shellcheck disable=SC2086
exec "$java" -Dfile.encoding=UTF-8 ${THOR_JAVA_OPTS:-} --add-modules java.se,jdk.management \
  -p "$lib" -m io.thor4j.cli/io.thor4j.cli.ThorCommand "$@"
