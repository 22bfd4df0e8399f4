# Everything a clone needs, from nothing but Python 3.11 and make. `make help` lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-builtin-rules --no-print-directory
.NOTPARALLEL:
.DEFAULT_GOAL := help

PYTHON ?= python3
SCALE ?= county
PORT ?= 8000
SERVE ?= 1
NOTICE ?=
ARGS ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq --retries 5
NAME_BUILD := import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-header --no-annotate
TEST_ENV := XUEZUO_DATA=var/check

.PHONY: help demo setup setup-dev test test-sqlite test-postgres test-all lint format bench docs messages missing vendor lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | while IFS=$$'\t' read -r name text; do \
		printf '  make %-14s %s\n' "$$name" "$$text"; done

# ---- running it ---------------------------------------------------------------------------------------------------

demo: setup ## run the main job on a made-up place, then serve it (SCALE, PORT, NOTICE=file, SERVE=0)
	@XUEZUO_DATA="$${XUEZUO_DATA:-var/demo/$(SCALE)}" $(BIN)/xuezuo demo --scale "$(SCALE)" --port "$(PORT)" \
		$(if $(NOTICE),--notice "$(NOTICE)") $(if $(filter 0 no false,$(SERVE)),--no-serve)

setup: .venv/.base .venv/.package ## install what running needs
	@$(MAKE) messages

# ---- checking it --------------------------------------------------------------------------------------------------

setup-dev: .venv/.dev .venv/.package tests/vendor/axe-core/.stamp
	@$(MAKE) messages

test: setup-dev ## the tests, on SQLite and then those that touch the database on a private PostgreSQL
	@outcome=0; \
	$(BIN)/python -m pytest $(ARGS) || outcome=$$?; \
	$(BIN)/python -m pytest --postgres $(ARGS) || outcome=$$?; \
	exit $$outcome

test-sqlite: setup-dev ## the first half alone; ARGS="-k word" and the like
	@$(BIN)/python -m pytest $(ARGS)

test-postgres: setup-dev ## the second half alone
	@$(BIN)/python -m pytest --postgres $(ARGS)

test-all: setup-dev .venv/.spark ## the slow ones and those at a province's size too
	@$(MAKE) test ARGS="-m '' $(ARGS)"

lint: setup-dev ## style, types, import layers, templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo 'Run "make format".' >&2; exit 1; }
	@$(TEST_ENV) $(BIN)/mypy
	@told=$$($(BIN)/lint-imports --no-cache) || { echo "$$told"; exit 1; }; tail -n 6 <<< "$$told"
	@if [ -n "$$(git ls-files 'src/*.html')" ]; then $(BIN)/djlint --lint --quiet src; fi

format: setup-dev ## put the code into the house's form
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

bench: setup-dev ## fill the table in docs/performance.md
	@$(TEST_ENV) $(BIN)/python -m benchmarks $(ARGS)

docs: setup-dev ## write the pages of docs/ that are made from the code
	@$(TEST_ENV) $(BIN)/python -m docs.build

# ---- made files ---------------------------------------------------------------------------------------------------

messages: .venv/.base ## compile changed translations
	@told=$$($(BIN)/python hatch_build.py messages 2>&1) || { echo "$$told" >&2; exit 1; }; \
	case "$$told" in '0 '*) ;; *) echo "$$told";; esac

missing: setup-dev ## sentences that have no Chinese yet, as a catalogue to fill in
	@$(TEST_ENV) DJANGO_SETTINGS_MODULE=xuezuo.config.settings $(BIN)/python -m tests.principles.missing

vendor: .venv/.base ## fetch the front-end files again if package-lock.json changed
	@$(BIN)/python hatch_build.py vendor

lock: .venv/.dev ## choose the newest versions that pyproject.toml allows and write requirements/
	@$(BIN)/python -c '$(NAME_BUILD)' | $(COMPILE) pyproject.toml - --extra dev --extra postgres --extra sso \
		--upgrade -o requirements/dev.txt
	@$(COMPILE) pyproject.toml -c requirements/dev.txt -o requirements/base.txt
	@$(COMPILE) pyproject.toml -c requirements/dev.txt --extra spark -o requirements/spark.txt
	@$(BIN)/python -c '$(NAME_BUILD)' | $(COMPILE) - -c requirements/dev.txt -o requirements/build.txt

clean: ## remove everything that was made, and keep var/
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis tests/vendor \
		src/xuezuo/web/static/vendor
	find src tests benchmarks docs -name __pycache__ -prune -exec rm -rf {} +
	find src -name '*.mo' -delete

# A stamp is as new as the lock it was installed from, so a second run starts at once.

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo 'xuezuo needs Python 3.11 or newer as "$(PYTHON)". On Debian: apt-get install python3 python3-venv; or name another: make PYTHON=…' >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo 'Python cannot make virtual environments here. On Debian: apt-get install python3-venv' >&2; exit 2; }
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/.base: requirements/base.txt requirements/build.txt | .venv/.made
	@echo 'Installing what running needs (about a minute the first time) …' >&2
	@$(PIP) install --require-hashes -r requirements/base.txt -r requirements/build.txt
	@touch $@

.venv/.dev: requirements/dev.txt | .venv/.made
	@echo 'Installing what testing needs (about two minutes the first time) …' >&2
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@ .venv/.base

.venv/.spark: requirements/spark.txt | .venv/.dev
	@echo 'Installing Spark for the slow tests (some 400 MB, once) …' >&2
	@$(PIP) install --require-hashes -r requirements/spark.txt
	@touch $@

.venv/.package: pyproject.toml hatch_build.py package.json package-lock.json | .venv/.base
	@echo 'Installing xuezuo itself and its front-end files …' >&2
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

tests/vendor/axe-core/.stamp: package-lock.json | .venv/.dev
	@$(BIN)/python hatch_build.py axe
	@touch $@
