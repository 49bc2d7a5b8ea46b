# What the journeys' servers have in common; read by prepare.sh and serve.sh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DEMO=false CLINIC_TIME_ZONE=Europe/Paris LOG_LEVEL=ERROR
# The journeys book for the same few people.
export MOST_UPCOMING_VISITS=1000
# The journeys sign in and register more often than people do.
export RATE_LIMIT_LOGIN=1000/min RATE_LIMIT_REGISTER=1000/min RATE_LIMIT_MAIL=1000/min
export RATE_LIMIT_REFRESH=1000/min RATE_LIMIT_BOOKING=1000/min RATE_LIMIT_DIRECTORY=10000/min
# Every run begins at the same moment.
export PYTHONPATH="$PWD/e2e/clock"
# Without the environment of the Makefile, the project's own Python is found beside it.
PATH="$PWD/../.venv/bin:$PATH"
cd ../backend
