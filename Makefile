# make demo · make test · make check · make bench
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check docs bench bench-extract studio recipes constraints clean

demo: $(READY)
	$(BIN)/dateline demo

test: $(READY)
	$(BIN)/python -m pytest

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy src/dateline scripts corpus/harbour

# What is generated: tables of stored fields, verbs and reasons, and the datasheet's numbers.
docs: demo
	$(BIN)/python docs/generate.py
	$(BIN)/python -m dateline.publish.datasheet dist/release.json DATASHEET.md

bench: $(READY)
	$(BIN)/python benchmarks/validate.py

bench-extract: $(READY)
	$(BIN)/python benchmarks/extract.py

$(READY): constraints/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r constraints/dev.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

# A Label Studio server in an environment of its own, and what CI has besides.
studio: $(READY)
	$(BIN)/pip install --quiet --require-hashes -r constraints/ci.txt
	$(BIN)/dateline studio install

# An environment of its own in which the recipes of docs/train.md for transformers are tested.
recipes: $(READY)
	$(PYTHON) -m venv .dateline/recipes
	.dateline/recipes/bin/pip install --quiet torch==2.13.0
	.dateline/recipes/bin/pip install --quiet transformers==5.23.0 accelerate==1.15.0 \
	  datasets==5.2.0 seqeval==1.2.2

# Pin the newest versions again (needs uv).
constraints:
	for extra in dev ci; do uv pip compile --quiet --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate --extra $$extra \
	  pyproject.toml -o constraints/$$extra.txt || exit 1; done

clean:
	rm -rf .dateline dist corpus/pages corpus/articles corpus/rejects
