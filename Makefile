# `make help` lists what there is. Needs make, and Python 3.11 or newer with its venv module.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

# The checks must not depend on how this machine's own copy is set up, nor touch its data.
CHECK := env -u DATABASE_URL -u CACHE_URL -u SECRET_KEY -u ALLOWED_HOSTS -u DEBUG \
	NEWSDESK_DATA_DIR=build/check NEWSDESK_HTTPS=1 $(BIN)/python manage.py
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile $(PYTEST_ARGS)

.DEFAULT_GOAL := help
.PHONY: help run install test lint format checks pytest soak bench constraints

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: $(READY)  ## start everything on http://localhost:8000 (PORT=… for another port)
	@$(BIN)/python manage.py run

install: $(READY)  ## make .venv ready

test: lint checks pytest  ## lint, checks and all tests; TEST_DATABASE_URL adds a run on PostgreSQL

lint: $(READY)  ## style, formatting, templates, types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/mypy

format: $(READY)  ## put style and formatting right
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

checks: $(READY)
	$(CHECK) check --deploy --fail-level WARNING
	$(CHECK) makemigrations --check --dry-run

pytest: $(READY)
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || echo \
	  "No Chromium here: the browser tests are skipped. Debian: apt install chromium; macOS: brew install --cask chromium."
	env -u TEST_DATABASE_URL $(PYTEST)
	@if [ -n "$$TEST_DATABASE_URL" ]; then \
	  echo "Once more on PostgreSQL:"; $(PYTEST) -m "not browser"; \
	else echo "TEST_DATABASE_URL is not set: the tests ran on SQLite only."; fi

soak: $(READY)  ## kill the worker 100 times during imports: takes about ten minutes
	env -u TEST_DATABASE_URL NEWSDESK_SOAK=100 $(BIN)/python -m pytest tests/soak

bench: $(READY)  ## measure import and pages
	$(BIN)/python -m tests.benchmarks

constraints:  ## write constraints.txt anew from what pyproject.toml allows
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	$(PYTHON) .ci/requirements.py > build/requirements.txt
	build/lock/bin/python -m pip install --quiet -r build/requirements.txt
	{ sed -n '/^#/p' constraints.txt; build/lock/bin/python -m pip freeze; } > build/constraints.txt
	mv build/constraints.txt constraints.txt

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed, and '$(PYTHON)' is not. Try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "Python's venv module is missing. Debian and Ubuntu: apt install python3-venv" >&2; exit 2; }
	@echo "Making .venv ready; the first time takes a minute or two."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PYTHON) .ci/requirements.py > .venv/requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -r .venv/requirements.txt
	@touch $@
