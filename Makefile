# Shipledger's workbench. `make` lists what there is; each thing is installed once, into .venv, from
# locked files with hashes. POSIX sh and GNU make 4 are enough.

PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
# As pip does, trust whom the machine trusts: behind a company's proxy nothing else works.
UV := $(BIN)/uv --system-certs pip
ARGS ?=
WORKERS ?= auto

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install run test test-slow check lint types house format coverage bench lock clean

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'

install: $(VENV)/dev.stamp ## fill .venv with everything that the other commands need

run: $(VENV)/run.stamp ## start Shipledger with a demonstration history, and say where to look
	$(BIN)/shipledger demo $(ARGS)

test: $(VENV)/dev.stamp ## the tests, but for the slow ones
	$(BIN)/python -m pytest -n $(WORKERS) -m "not slow" $(ARGS)

test-slow: $(VENV)/dev.stamp ## the long suites: fault injection, soak, fuzz, many examples
	HYPOTHESIS_PROFILE=nightly $(BIN)/python -m pytest -m slow $(ARGS)

check: lint types house test ## tests, types, lint and the house's own rules

lint: $(VENV)/dev.stamp ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp ## mypy --strict
	$(BIN)/mypy

house: $(VENV)/dev.stamp ## the arrows between the packages, and what must not be forgotten
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/test_house.py tests/test_facts.py tests/test_readme.py tests/test_docs.py

format: $(VENV)/dev.stamp ## let ruff put the files in form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

coverage: $(VENV)/dev.stamp ## the tests with branch coverage; domain/ and webhooks/ must have all of it
	$(BIN)/python -m pytest -n $(WORKERS) -m "not slow" --cov --cov-report= $(ARGS)
	$(BIN)/coverage report --skip-covered
	$(BIN)/coverage report --include="domain/*,webhooks/*" --fail-under=100 > /dev/null

bench: $(VENV)/dev.stamp ## every figure that the README claims, measured here
	$(BIN)/python -m benchmarks $(ARGS)

lock: $(VENV)/build.stamp ## resolve pyproject.toml anew; `make lock ARGS=--upgrade` takes newer versions
	$(UV) compile $(LOCK) --group build --output-file requirements-build.lock
	$(UV) compile $(LOCK) pyproject.toml --output-file requirements.lock
	$(UV) compile $(LOCK) pyproject.toml --group dev --output-file requirements-dev.lock

clean: ## take away what the commands above made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage .coverage.*

# One resolution for every system and every Python that we support. No index is written down: where
# packages come from is the machine's matter, and their hashes are ours.
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock" $(ARGS)

# --- the virtual environment: each stamp says that its lock file is installed ---

$(BIN)/python:
	@for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11); do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "$$python -m venv $(VENV)"; \
	    $$python -m venv $(VENV) && exit 0; \
	    rm -rf $(VENV); \
	    echo "That failed. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; \
	  fi; \
	done; \
	echo "Shipledger needs Python 3.11 or newer, and found none as: $(or $(PYTHON),python3, python3.11 … python3.14)." >&2; \
	echo "Install one (https://www.python.org/downloads), or name yours: make $(or $(MAKECMDGOALS),install) PYTHON=/path/to/python3.12" >&2; \
	exit 1

$(VENV)/build.stamp: requirements-build.lock | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-build.lock
	@touch $@

$(VENV)/run.stamp: requirements.lock pyproject.toml $(VENV)/build.stamp
	$(UV) install --quiet --require-hashes -r requirements.lock
	$(UV) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml $(VENV)/build.stamp
	$(UV) sync --quiet --require-hashes requirements-dev.lock
	$(UV) install --quiet --no-deps --no-build-isolation --editable .
	@touch $(VENV)/run.stamp $@
