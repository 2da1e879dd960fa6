# The two front doors are `make serve` and `make test`; both need only Python 3.11+ and, once, a package index.
PYTHON   ?= python3
PORT     ?= 8000
DATABASE ?=
BIN      := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup serve test lint types unit bench lock golden

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.dev ## install everything that serving and testing need, and nothing else

serve: .venv/.runtime ## create the store, load the shipped report, serve on 127.0.0.1:8000 (PORT=, DATABASE=)
	@exec $(BIN)/glossary serve --port $(PORT) $(if $(DATABASE),--database "$(DATABASE)")

test: .venv/.dev lint types unit ## style, types, structure and every test

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

types: .venv/.dev
	$(BIN)/mypy

# What is slow runs without coverage, which doubles its time and finds nothing more covered.
unit: .venv/.dev
	$(BIN)/python -m pytest -n 2 -m "not slow" --cov --cov-report=term:skip-covered
	$(BIN)/python -m pytest -n 2 -m slow

golden: .venv/.dev ## write the golden files anew, to be read in `git diff`
	$(BIN)/python -m tests.golden
	$(BIN)/python -m tests.reports.measured

bench: .venv/.bench ## measure against limits and peers, write docs/benchmarks.md (an hour the first time)
	$(BIN)/python -m benchmarks

# Extras stay in the pins: pip takes the newest version for `coverage[toml]` where only `coverage` is pinned, and refuses it.
lock: ## resolve the dependencies anew (needs uv)
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-strip-extras --no-emit-index-url --no-header -q -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --constraint requirements.lock \
		--generate-hashes --no-strip-extras --no-emit-index-url --no-header --no-annotate -q -o requirements-dev.lock
	uv pip compile pyproject.toml --extra telemetry --group build --universal --python-version 3.11 \
		--constraint requirements.lock --constraint requirements-dev.lock \
		--generate-hashes --no-strip-extras --no-emit-index-url --no-header --no-annotate -q -o requirements-telemetry.lock
	uv pip compile pyproject.toml --group bench --universal --python-version 3.11 --constraint requirements-dev.lock \
		--generate-hashes --no-strip-extras --no-emit-index-url --no-header --no-annotate -q -o requirements-bench.lock
	uv pip compile benchmarks/peers/requirements.in --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-strip-extras --no-emit-index-url --no-header --no-annotate -q -o benchmarks/peers/requirements.lock

.venv/.runtime: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Mingci needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.bench: .venv/.dev requirements-bench.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-bench.lock
	@touch $@

.venv/.dev: .venv/.runtime requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@
