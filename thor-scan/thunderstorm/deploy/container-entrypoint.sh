#!/bin/sh
# Starts the service in a container. Variables, as the vendor's image has them: HOST, PORT, TLS_CERT, TLS_KEY, PURE_YARA,
# STORE_SAMPLES, STORE_SAMPLES_SCORE, VFS_ENABLED, RESULT_CACHE_SIZE, SYNC_ONLY_THREADS, QUEUE_WARN_SIZE, SIGNATURE_UPDATE_INTERVAL,
# FORCE_MAX_FILE_SIZE, LOG_ENABLED, THUNDERSTORM_ARGS, THOR_ARGS; and TOKENS, a file of bearer tokens. Those about the vendor's licences
# and downloads have no meaning here.
set -eu

config=/etc/thunderstorm/thunderstorm.yml
data=/var/lib/thunderstorm

if [ -e "$config" ]; then
  set -- -t "$config" "$@"
else
  set -- --server-host "${HOST:-0.0.0.0}" --server-port "${PORT:-8080}" \
    --queue-storage "$data/queue" --server-upload-dir "$data/samples" \
    --server-store-samples "${STORE_SAMPLES:-none}" --server-result-cache-size "${RESULT_CACHE_SIZE:-250000}" \
    --store-samples-score "${STORE_SAMPLES_SCORE:-200}" \
    --sync-only-threads "${SYNC_ONLY_THREADS:-0}" --queue-warn-size "${QUEUE_WARN_SIZE:-50000}" "$@"
  if [ -n "${SIGNATURE_UPDATE_INTERVAL:-}" ]; then
    set -- --signature-update-interval "$SIGNATURE_UPDATE_INTERVAL" "$@"
  fi
  if [ "${VFS_ENABLED:-false}" = true ]; then
    set -- --vfs-dir "$data/vfs" "$@"
  fi
  if [ "${FORCE_MAX_FILE_SIZE:-false}" = true ]; then
    set -- --force-max-file-size "$@"
  fi
  if [ "${LOG_ENABLED:-false}" = true ]; then
    set -- --logfile /var/log/thunderstorm/thunderstorm.log --appendlog "$@"
  fi
  if [ -n "${TLS_CERT:-}" ]; then
    set -- --server-cert "$TLS_CERT" --server-key "${TLS_KEY:?TLS_CERT needs TLS_KEY}" "$@"
  fi
  if [ "${PURE_YARA:-false}" = true ]; then
    set -- --pure-yara "$@"
  fi
  if [ -n "${TOKENS:-}" ]; then
    set -- --tokens "$TOKENS" "$@"
  else
    # A container listens where its runtime publishes it; who reaches that is decided there.
    set -- --allow-unauthenticated "$@"
  fi
fi

# THUNDERSTORM_ARGS and THOR_ARGS are several words on purpose.
# shellcheck disable=SC2086
exec /opt/thor-thunderstorm/bin/thor thunderstorm "$@" ${THUNDERSTORM_ARGS:-} ${THOR_ARGS:-}
