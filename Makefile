# Needs python3 (3.11 or newer) and make. PYTHON=python3.13 picks another interpreter, VENV another folder.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
TARGET ?= text
SECONDS ?= 600

.PHONY: demo test check docs bench schema fuzz dist clean

demo: $(VENV)/.installed
	$(BIN)/diplo-ner extract $(filter-out %.facts.txt,$(wildcard data/samples/*.txt))

test: $(VENV)/.installed-test
	$(BIN)/python -m pytest

check: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/.installed-test
	$(BIN)/sphinx-build -W --keep-going -q docs site

bench: $(VENV)/.installed-test
	OMP_NUM_THREADS=1 $(BIN)/python benchmarks/extract.py

schema: $(VENV)/.installed
	$(BIN)/python -m diplo_ner.export.schema docs/schema

# make fuzz TARGET=text SECONDS=600: see fuzz/README.md
fuzz: $(VENV)/.installed-test
	$(BIN)/python -m pip install --quiet atheris
	mkdir -p build/fuzz/$(TARGET)
	$(BIN)/python fuzz/run.py $(TARGET) -max_total_time=$(SECONDS) -max_len=2000 -timeout=60 build/fuzz/$(TARGET)

dist: $(VENV)/.installed-test
	rm -rf dist
	$(BIN)/python -m build --outdir dist .
	$(BIN)/twine check --strict dist/*

$(VENV)/.installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.installed-test: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	touch $@

clean:
	rm -rf $(VENV) dist build
