#!/usr/bin/env bash
# The real server on a copy of the prepared data folder; everything goes with it.
source "$(dirname "$0")/environment.sh"
home=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null; wait "${server:-}" 2>/dev/null; rm -rf "$home" "$E2E_MAILS"' EXIT
trap 'exit 0' TERM INT
rm -rf "$E2E_MAILS"
cp -r "$E2E_TEMPLATE/." "$home"
export DATA_DIR="$home" EMAIL_URL="filemail:///$E2E_MAILS"
python manage.py serve --port "$E2E_PORT" &
server=$!
wait "$server"
