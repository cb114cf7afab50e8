#!/bin/sh
# Starts the service in a container. Variables, as the vendor's image has them: HOST, PORT, TLS_CERT, TLS_KEY, PURE_YARA,
# STORE_SAMPLES, RESULT_CACHE_SIZE, SYNC_ONLY_THREADS, QUEUE_WARN_SIZE, THUNDERSTORM_ARGS; and TOKENS, a file of bearer tokens.
set -eu

config=/etc/thunderstorm/thunderstorm.yml
data=/var/lib/thunderstorm

if [ -e "$config" ]; then
  set -- -t "$config" "$@"
else
  set -- --server-host "${HOST:-0.0.0.0}" --server-port "${PORT:-8080}" \
    --queue-storage "$data/queue" --server-upload-dir "$data/samples" \
    --server-store-samples "${STORE_SAMPLES:-none}" --server-result-cache-size "${RESULT_CACHE_SIZE:-250000}" \
    --sync-only-threads "${SYNC_ONLY_THREADS:-0}" --queue-warn-size "${QUEUE_WARN_SIZE:-50000}" "$@"
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

# THUNDERSTORM_ARGS is several words on purpose.
# shellcheck disable=SC2086
exec /opt/thor-thunderstorm/bin/thor thunderstorm "$@" ${THUNDERSTORM_ARGS:-}
