# `make help` lists what there is. Needs make, and Python 3.11 or newer with its venv module.
PYTHON ?= python3
BIN := .venv/bin
# Another database or cache than SQLite's needs its driver.
RUNNING := $(if $(filter-out sqlite%,$(DATABASE_URL))$(CACHE_URL),scale,run)
READY := .venv/.ready-$(RUNNING)
READY_DEV := .venv/.ready-dev
EXTRAS_scale := scale
EXTRAS_dev := scale dev

# The checks must not depend on how this machine's own copy is set up, nor touch its data.
CHECK := env -u DATABASE_URL -u CACHE_URL -u SECRET_KEY -u ALLOWED_HOSTS -u DEBUG \
	NEWSDESK_DATA_DIR=build/check NEWSDESK_HTTPS=1 $(BIN)/python manage.py
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile $(PYTEST_ARGS)

.DEFAULT_GOAL := help
.PHONY: help run install install-dev test lint format checks pytest soak bench judge fresh constraints
.SECONDARY:

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: $(READY)  ## start everything on http://localhost:8000 (PORT=… for another port)
	@$(BIN)/python manage.py run

install: $(READY)  ## make .venv ready for running, as the settings in the environment need it

install-dev: $(READY_DEV)  ## make .venv ready for everything else here: tests, checks, benchmarks

test: lint checks pytest  ## lint, checks and all tests; TEST_DATABASE_URL adds PostgreSQL, COVERAGE=1 what they reach

lint: $(READY_DEV)  ## style, formatting, templates, scripts, style sheets, types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/oxlint --deny-warnings static/js
	$(BIN)/python -m tests.styles
	$(BIN)/mypy

format: $(READY_DEV)  ## put style and formatting right
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

checks: $(READY_DEV)
	$(CHECK) check --deploy --fail-level WARNING
	$(CHECK) makemigrations --check --dry-run

pytest: $(READY_DEV)
	env -u TEST_DATABASE_URL $(PYTEST) -m "not browser" $(if $(COVERAGE),--cov --cov-report=)
	@$(if $(COVERAGE),$(BIN)/coverage report --fail-under=100 || { \
	  echo "These must be tried in every branch; the lines above are not." >&2; exit 1; })
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || echo \
	  "No Chromium here: the browser tests are skipped. Debian: apt install chromium; macOS: brew install --cask chromium."
	env -u TEST_DATABASE_URL $(PYTEST) -m browser
	@if [ -n "$$TEST_DATABASE_URL" ]; then \
	  echo "Once more on PostgreSQL:"; $(PYTEST) -m "not browser"; \
	else echo "TEST_DATABASE_URL is not set: the tests ran on SQLite only."; fi

soak: $(READY_DEV)  ## kill the worker 100 times during imports, restart under load, back up under writers: half an hour
	env -u TEST_DATABASE_URL NEWSDESK_SOAK=100 NEWSDESK_SOAK_RESTARTS=10 NEWSDESK_SOAK_BACKUPS=30 \
	  $(BIN)/python -m pytest tests/soak tests/browser/test_desk_two_hundred.py

bench: $(READY_DEV)  ## measure import and pages
	$(BIN)/python -m tests.benchmarks

judge: $(READY_DEV)  ## measure suggestions; NEWSDESK_JUDGEMENT names graded stories, NEWSDESK_EXTRA_SEEDS real seeds
	$(BIN)/python -m tests.benchmarks.judge

fresh:  ## make run and make test in bare Debian 12 and 13 (root, debootstrap): before a release
	.ci/fresh

constraints:  ## write constraints.txt anew from pyproject.toml (UPGRADE=1 for newest versions)
	test -x build/lock/bin/uv || { $(PYTHON) -m venv build/lock && build/lock/bin/python -m pip install --quiet uv; }
	build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --all-extras --generate-hashes \
	  $(if $(UPGRADE),--upgrade) --custom-compile-command "make constraints" -o constraints.txt pyproject.toml

# One file for each set of what is installed; a larger set holds the smaller.
.venv/.ready-%: pyproject.toml constraints.txt .ci/requirements.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed, and '$(PYTHON)' is not. Try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "Python's venv module is missing. Debian and Ubuntu: apt install python3-venv" >&2; exit 2; }
	@echo "Making .venv ready; the first time takes a minute or two."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python .ci/requirements.py $(EXTRAS_$*) $(if $(UNHASHED),| sed '/--hash=/d; s/ \\$$//') > .venv/requirements-$*.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(if $(UNHASHED),,--require-hashes) \
	  -r .venv/requirements-$*.txt || { echo "If your package index serves builds of its own, whose hashes\
	differ from those in constraints.txt, and you trust it: make UNHASHED=1 $(MAKECMDGOALS)" >&2; exit 1; }
	@touch .venv/.ready-run $(foreach extra,$(EXTRAS_$*),.venv/.ready-$(extra))
