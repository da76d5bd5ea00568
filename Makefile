# Everything here runs on a machine with only python3 (3.11 or newer) and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test format lock docs bench clean

## demo: play the scenario and print the registry, the story and the figures
demo: $(VENV)/.installed
	@rm -f demo.db demo.db-* demo.views.db*
	@$(BIN)/sez demo --store demo.db

## test: format, lint, types, imports, tests with coverage - all that must hold
test: $(VENV)/.tested
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --cov --cov-branch --cov-report=
	$(BIN)/coverage report --skip-covered --skip-empty --show-missing --fail-under=90
	$(BIN)/coverage report --skip-covered --skip-empty --show-missing --fail-under=100 --include='domain/*,lifecycle/decider.py,lifecycle/question.py,lifecycle/drafting.py'

## format: put the code into its one format
format: $(VENV)/.tested
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

## docs: write everything that is generated from the definitions and the law
docs: $(VENV)/.tested
	$(BIN)/python -m lifecycle.packs
	$(BIN)/python -m cli.indexing
	$(BIN)/python docs/generate.py

## bench: measure what docs/benchmarks.md reports
bench: $(VENV)/.tested
	for script in acts law demo projections startup campaign worklist replay proof flips; do $(BIN)/python benchmarks/$$script.py || exit 1; done

## lock: write the lock files anew from pyproject.toml (needs uv)
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -o requirements.lock
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --extra test --extra postgres -o requirements-test.lock

clean:
	rm -rf $(VENV) demo.db* demo.views.db* .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "sez needs Python 3.11 or newer: make PYTHON=python3.11 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.tested: requirements-test.lock $(VENV)/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@
