# Everything runs in .venv, which is made from requirements.lock. Plain `make` lists the recipes.

PYTHON ?= python3
PY := .venv/bin/python
READY := .venv/ready

.DEFAULT_GOAL := help
.PHONY: help setup demo screenshots test check languages roles bench lock

help:  ## list these recipes
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-11s  %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY)  ## make .venv, and nothing else; the other recipes do this by themselves

demo: $(READY)  ## play eight weeks of a team on a Slack carried along; needs no Slack account
	@$(PY) -m bot demo

screenshots: $(READY)  ## play the demo, and take the pictures of the README anew; needs Chromium
	@$(PY) -m bot.demo.screenshots

test: $(READY)  ## run every test; those on PostgreSQL where there is one
	@$(PY) -m pytest -n auto --dist loadfile -rs

check: $(READY)  ## format, lint and types
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy

languages: $(READY)  ## gather every sentence of the code into the catalogues, for whoever translates them
	@$(PY) -m bot.languages.gather

roles: $(READY)  ## write docs/roles.md anew: who may do what, as the code says
	@$(PY) -m bot.roles

bench: $(READY)  ## run every benchmark, one JSON object a line; ONLY=name runs one
	@$(PY) -m bench $(ONLY)

lock:  ## pin what pyproject.toml asks for in requirements.lock; needs uv. Pins that still fit are kept
	@command -v uv >/dev/null || { echo "make lock needs uv, and there is none on the PATH."; exit 1; }
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --extra dev pyproject.toml -o requirements.lock

$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Candor needs Python 3.11 or newer, but $(PYTHON) is $$($(PYTHON) -V 2>/dev/null || echo missing). Name another: make PYTHON=python3.12"; \
	  exit 1; }
	@echo "Setting up .venv from requirements.lock. This takes a minute or two, once."
	@$(PYTHON) -m venv .venv
	@$(PY) -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r requirements.lock
	@touch $@
