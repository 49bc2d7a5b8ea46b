#!/usr/bin/env bash
# The data folder that every server of the journeys starts from: migrated, with their cast.
source "$(dirname "$0")/environment.sh"
export DATA_DIR="$E2E_TEMPLATE"
python manage.py migrate -v0
python manage.py collectstatic -v0 --no-input
python manage.py shell -v0 <../frontend/e2e/cast.py
