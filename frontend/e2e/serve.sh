#!/usr/bin/env bash
# The real server on an empty database with the cast of the journeys; everything goes with it.
set -euo pipefail
cd "$(dirname "$0")/.."
home=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null; wait "${server:-}" 2>/dev/null; rm -rf "$home" "$E2E_MAILS"' EXIT
trap 'exit 0' TERM INT
rm -rf "$E2E_MAILS"
export EMAIL_URL="filemail:///$E2E_MAILS"
export DATA_DIR="$home" DEMO=false CLINIC_TIME_ZONE=Europe/Paris LOG_LEVEL=ERROR
# The journeys book for the same few people.
export MOST_UPCOMING_VISITS=1000
# The journeys sign in and register more often than people do.
export RATE_LIMIT_LOGIN=1000/min RATE_LIMIT_REGISTER=1000/min RATE_LIMIT_MAIL=1000/min
export RATE_LIMIT_REFRESH=1000/min RATE_LIMIT_BOOKING=1000/min RATE_LIMIT_DIRECTORY=10000/min
# Without the environment of the Makefile, the project's own Python is found beside it.
PATH="$PWD/../.venv/bin:$PATH"
cd ../backend
python manage.py migrate -v0
python manage.py shell -v0 <../frontend/e2e/cast.py
python manage.py serve --port "${E2E_PORT:-8123}" &
server=$!
wait "$server"
