# `make plan` sets everything up and plans the base scenario; `make test` runs the tests.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
SCENARIO ?= scenarios/base.toml

.PHONY: plan scenarios check test test-all fuzz lint docs golden bench lock clean

plan: .venv/ready
	$(BIN)/portfolio plan $(SCENARIO)

scenarios: .venv/ready
	for file in scenarios/*.toml; do $(BIN)/portfolio plan $$file || [ $$? -ge 3 ] || exit 1; done

check: .venv/ready
	$(BIN)/portfolio check

test: .venv/ready
	$(BIN)/python -m pytest -n 2 -m "not slow"

test-all: .venv/ready
	$(BIN)/python -m pytest -n 2

fuzz: .venv/ready
	$(BIN)/python -m fuzz.run

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: .venv/ready
	$(BIN)/python docs/make.py

golden: .venv/ready
	$(BIN)/python -m tests.golden

bench: .venv/ready
	$(BIN)/python -m benchmarks.run

lock: .venv/ready
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --extra dev --generate-hashes --strip-extras \
		--no-emit-index-url --no-emit-find-links --output-file requirements.lock pyproject.toml

.venv/ready: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.12 or newer is needed / 需要 Python 3.12 或更新版本"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	touch $@

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
