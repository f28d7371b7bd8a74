.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOME_FOLDER ?= home
STAMP := $(VENV)/.installed

.PHONY: help setup system servers run test check format bench fuzz layouts docs lock clean

help: ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(STAMP) system ## Install everything, locked, into .venv

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Regulars needs Python 3.11 or newer; name one with: make PYTHON=python3.11 …")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked packages (about a minute) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

system: ## Install Chromium and Chinese fonts where this system allows (for PNG and SVG)
	@bash .ci/system-packages

servers: ## Install the servers the tests fetch files from, where this system allows
	@bash .ci/system-packages test

run: setup ## Make a demo home when there is none, run the night, open the dashboard
	@test -f $(HOME_FOLDER)/shop.toml || $(BIN)/regulars init --demo --quiet --home $(HOME_FOLDER)
	@test -e $(HOME_FOLDER)/published/current.duckdb || $(BIN)/regulars nightly --home $(HOME_FOLDER)
	@$(BIN)/regulars up --home $(HOME_FOLDER)

test: setup servers check ## Run every test
	@$(BIN)/python -m pytest -n auto --dist loadfile

check: $(STAMP) ## Lint, format and types, without running anything
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(STAMP) ## Put the code into its standard form
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

bench: setup ## Measure a night on a million orders beside a raw load of the same files
	@$(BIN)/python -m tests.bench.run

fuzz: $(STAMP) ## Fuzz the reading of files, MINUTES=10 in all; what is found becomes a test
	@$(BIN)/python -m tests.fuzz.run --minutes $(or $(MINUTES),10)

layouts: $(STAMP) ## List the export layouts, their evidence and what each gives
	@$(BIN)/python -m transforms.exports.catalogue

docs: $(STAMP) ## Write the data dictionary, the page of measures and the list of exports from what is declared
	@$(BIN)/python -m transforms.tables.dictionary docs/data-dictionary.md
	@$(BIN)/python -m expectations.measures.page docs/measures.md
	@$(BIN)/python -m transforms.exports.catalogue docs/export-layouts.md

lock: $(STAMP) ## Resolve requirements.in into requirements.lock (needs uv)
	@uv pip compile --quiet --universal --no-strip-extras --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header requirements.in -o requirements.lock

clean: ## Remove the environment and caches; homes stay
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
