# Two commands matter on a fresh machine: `make try` and `make test`.
PYTHON := $(shell for candidate in python3 python3.13 python3.12 python3.11; do \
	$$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$candidate && break; done)
BIN := .venv/bin
# One more than there are cores: many tests wait for a pretend Telegram. Files in their order: the long ones come first.
WORKERS = $(shell $(BIN)/python -c 'import os; print(min(os.cpu_count(), 4) + 1)')
LOCKING := pyproject.toml --all-extras --group build --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate --quiet

# A wheel is unpacked, a source runs its own set-up first. Two that only judge our exports come as source alone.
WHEELS := --only-binary :all: --no-binary libhxl,python-io-wrapper

# Tests start hundreds of processes: what one has compiled the next need not.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help try test setup check lint types layers words chromium axe pytest promises promises-long lock bench pictures release advisories
help: ## what can be done here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 12

try: .venv/runtime ## a practice room: pretend Telegram, bot and desk on this machine, no token needed
	@$(BIN)/amana try

setup: .venv/tests axe ## everything for working on Amana, in .venv

test: ## every check there is
	@$(MAKE) --no-print-directory --jobs 2 setup chromium
	@$(MAKE) --no-print-directory --jobs 2 check pytest

check: lint types layers words ## style, types, layers, words

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

layers:
	$(BIN)/lint-imports

words:
	$(BIN)/python -m locales check

chromium:
	@tests/find_chromium

axe:
	@tests/find_axe

pytest:
	$(BIN)/pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder

promises: ## a short campaign against what is promised, with a seed of its own
	$(BIN)/python -m tests.campaigns

promises-long: ## 10,000 deaths of the bot; takes hours, and can be broken off and gone on with
	$(BIN)/python -m tests.campaigns --deaths 100 --times 100 --seed 1 --notes campaigns.jsonl

lock: ## work out the lock files anew (needs uv)
	uv pip compile $(LOCKING) --group dev --output-file requirements-test.lock
	uv pip compile $(LOCKING) --constraint requirements-test.lock --output-file requirements.lock

pictures: chromium ## the README's pictures, taken anew (needs a font with emoji)
	PYTHONPATH=. $(BIN)/python tests/journeys/pictures.py pictures

release: ## what is published of the newest commit: source, wheel, bill of materials, sums
	$(BIN)/python -m release build dist

advisories: ## known faults of what is pinned; COPY=the OSV database for PyPI, as a file
	$(BIN)/python -m release advisories $(COPY)

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Amana needs Python 3.11 or newer. On Debian: apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python cannot make virtual environments here. On Debian: apt install python3-venv"; exit 1; }

.venv/runtime: .venv/bin/python requirements.lock pyproject.toml
	@echo "Installing what Amana needs into .venv (once; about a minute)…"
	@$(BIN)/python -m pip install --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/tests: .venv/runtime requirements-test.lock
	@echo "Installing what the checks need into .venv (once; about a minute)…"
	@$(BIN)/python -m pip install --disable-pip-version-check --require-hashes $(WHEELS) -r requirements-test.lock
	@touch $@
