# make demo   try it: installs into .venv, fills var/ with Phường Mẫu, opens http://127.0.0.1:8000
# make test   everything that must hold before a change lands
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
TESTS ?= tests
PORT ?= 8000
# Where compiled modules are not kept, each process of the tests compiles the tracker anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help demo test checks unit browser-installed bench proofs report-reading screenshots help-pictures release lock clean

help:
	@grep -E '^# make' Makefile | sed 's/^# //'

$(VENV)/runtime: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --editable .
	$(BIN)/python -m compileall -q tracker
	@touch $@

$(VENV)/tests: $(VENV)/runtime tests/requirements.lock
	$(PIP) install --require-hashes -r tests/requirements.lock
	@touch $@

demo: $(VENV)/runtime
	$(BIN)/tracker demo --port $(PORT)

test: checks unit

checks: $(VENV)/tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --num-workers auto
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet

unit: $(VENV)/tests browser-installed
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(TESTS)

# The browser tests drive Debian's Chromium; a browser of your own works through TRACKER_TEST_BROWSER.
browser-installed: $(VENV)/tests
	@$(BIN)/python -m tests.browser.install

# make bench  the figures the README quotes, measured on this machine
bench: $(VENV)/tests
	$(BIN)/python -m tests.bench

# make proofs  in full: reminders (10,000 due at once, 200 kills, both databases), figures (300 courses), 200 courses of work beside a model, 10,000 wrong requests, 40 kills of a writing server, a minute of two web processes and two schedulers with S3, 5,000 hostile uploads
proofs: $(VENV)/tests
	$(BIN)/python -m tests.reminders.proofs
	$(BIN)/python -m tests.figures.proofs
	$(BIN)/python -m tests.robustness.proofs
	$(BIN)/python -m tests.evidence.proofs

# make report-reading  how well every plan file is read, cell by cell
report-reading: $(VENV)/tests
	$(BIN)/python -m tests.reading.report

# make screenshots  every page at 360 and 1400 px, into test-artifacts/
screenshots: $(VENV)/tests browser-installed
	$(BIN)/python -m tests.browser.screenshots

# make help-pictures  the pictures that the help pages and the README show, into static/help/
help-pictures: $(VENV)/tests browser-installed
	$(BIN)/python -m tests.browser.help_pictures

# make release  wheel, source, bill of materials, audit and checksums, into dist/ (RELEASE=--draft tries it out)
$(VENV)/release: $(VENV)/tests deploy/release/requirements.lock
	$(PIP) install --require-hashes -r deploy/release/requirements.lock
	@touch $@

release: $(VENV)/release
	$(BIN)/python -m deploy.release $(RELEASE)

# make lock   choose newer versions: needs uv
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --upgrade pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --upgrade --extra test -c requirements.lock pyproject.toml -o tests/requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --upgrade --group release -c tests/requirements.lock -o deploy/release/requirements.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
