# What a contributor needs: run, test, bench, lint, wheel. Each installs what is missing first; `make help` lists them.

VENV   := .venv
SAMPLE := build/sample
BENCHES := $(patsubst %,tests/bench/bench_%.py,files export review window whole_window chart folder folder_start)
MEASURED := --benchmark-enable --benchmark-only --benchmark-disable-gc --benchmark-columns=median,rounds --timeout=900 -q
EXTRAS := dev,cas,dask,documents,parquet,remote,spacy,xlsx
# On Windows both have other names; scripts are given to sh, since make there starts none by its first line.
ifeq ($(OS),Windows_NT)
PYTHON ?= python
BIN    := $(VENV)/Scripts
else
PYTHON ?= python3
BIN    := $(VENV)/bin
endif

# Whoever has it set would have each of the many processes that tests start compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test test-long screens torture fuzz mutants quality effort pictures bench bench-quick bench-compare lint format wheel portable deb test-portable release-check venv constraints docs territories clean libraries test-libraries

help:  ## list what can be made
	@sed -n 's/^\([a-z-]*\):.*##  *\(.*\)/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 20

venv: $(VENV)/installed  ## make or renew the virtual environment

# The folder is made anew when it is broken or was made by another Python; uv then installs within seconds.
$(VENV)/installed: Makefile pyproject.toml constraints.txt annotator/__init__.py
	@sh packaging/debian/python.sh $(PYTHON)
	@$(BIN)/python -c "" 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/uv --version 2>/dev/null | grep -qF "$$(sed -n 's/^uv==//p' constraints.txt)" \
		|| $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt uv
	@echo "Installing into $(VENV)"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode \
		--constraint constraints.txt --build-constraint constraints.txt --editable '.[$(EXTRAS)]'
	@touch $@

libraries:
	@sh packaging/debian/system-libraries.sh

test-libraries:
	@sh packaging/debian/system-libraries.sh tests

run: venv libraries  ## open the app on a fresh copy of the sample articles
	@sh packaging/run-sample.sh $(BIN) $(SAMPLE)

test: venv test-libraries  ## run all tests; ARGS goes to pytest
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

test-long: venv test-libraries  ## the same, where what makes up its own cases makes up many more
	HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

screens: venv test-libraries  ## look at every screen in both themes: letters, room, contrast, screen readers
	EVERY_SCREEN=1 $(BIN)/python -m pytest -n auto --dist worksteal tests/gui/test_every_screen.py $(ARGS)

torture: venv  ## kill it, fill its disks, press any key, for minutes; nothing acknowledged may be lost
	-@sh packaging/debian/system-libraries.sh torture
	$(BIN)/python -m tests.torture $(ARGS)

# What only this needs has wheels for few systems.
fuzz: venv  ## feed bytes from anywhere to all that reads files; ARGS="-max_total_time=60 sidecar brat"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --constraint constraints.txt --editable '.[$(EXTRAS),fuzz]'
	$(BIN)/python -m tests.torture.fuzz $(ARGS)

mutants: venv  ## break the program in small ways and see whether a test notices; ARGS=--all for every way
	$(BIN)/python -m tests.mutants $(ARGS)

quality: venv  ## say how good suggestions and offers are, on texts that others annotated; ARGS="--misses 40"
	$(BIN)/python -m tests.quality $(ARGS)

pictures: venv  ## draw the guide's pictures anew, and every screen into build/screens
	$(BIN)/python -m annotator.ui.pictures seeds --guide --out docs/images
	$(BIN)/python -m annotator.ui.pictures seeds --size 1280x800 --size 1920x1080 --out build/screens

bench: venv test-libraries  ## measure, each figure beside its yardstick
	$(BIN)/python -m pytest $(BENCHES) $(MEASURED) $(ARGS)

bench-quick: venv test-libraries  ## the same with smaller sizes, within minutes
	BENCH_QUICK=1 $(BIN)/python -m pytest $(BENCHES) $(MEASURED) --benchmark-max-time=0.2 $(ARGS)

bench-compare: venv  ## the last two tables of the bench side by side; ARGS="OLD.json NEW.json" compares others
	$(BIN)/python -m tests.bench.table $(ARGS)

effort: venv test-libraries  ## annotate articles to their references by keys, and count actions and letters
	$(BIN)/python -m tests.effort $(ARGS)

lint: venv  ## style, types, and which layer may import which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: venv  ## put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

wheel: venv  ## build dist/annotator-*.whl
	$(BIN)/uv build --quiet --wheel --python $(BIN)/python --build-constraint constraints.txt
	@ls dist/*.whl

portable: venv libraries  ## build build/portable/annotator, a folder that runs without Python
	@sh packaging/portable/build.sh $(BIN)

deb: portable  ## build dist/annotator_*.deb
	@sh packaging/debian/make-deb.sh "$$($(BIN)/python -c 'import annotator; print(annotator.__version__)')"

# PROGRAM=/usr/bin/annotator tries the installed package instead.
test-portable: venv  ## try the portable program in a real window with every kind of document
	@sh packaging/debian/system-libraries.sh installed
	$(BIN)/python -m pytest tests/installed $(ARGS)

release-check: venv  ## say whether all that names the version agrees, before it is tagged and after
	$(BIN)/python packaging/release_check.py

constraints: venv  ## choose the newest versions that fit, after a change of pyproject.toml
	$(BIN)/uv pip compile --quiet --upgrade --universal --fork-strategy fewest --no-header --no-annotate \
		--all-extras pyproject.toml --output-file constraints.txt

territories: venv  ## write the names of territories anew from Unicode CLDR
	$(BIN)/python packaging/data/territories.py

docs: venv  ## write the fields of the annotation file anew into its schema and the pages that list them
	$(BIN)/python packaging/data/lists_in_docs.py

clean:  ## remove everything that make made
	rm -rf $(VENV) build dist .benchmarks .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find annotator tests -name __pycache__ -type d -prune -exec rm -rf {} +
