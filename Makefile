# make run | ask Q="..." | test | check | bench DATA=... | clean
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# On Linux the package index's torch brings several GB of CUDA; a CPU build is taken when one is offered, here or by the
# index that TORCH_INDEX names.
TORCH       ?= 2.13.0
TORCH_INDEX ?=
PIP         := $(BIN)/pip install --quiet --disable-pip-version-check

.PHONY: run ask test check format bench clean

run: $(VENV)/ready
	$(BIN)/quoted index || [ $$? -eq 1 ]
	@if [ -n "$$QUOTED_TELEGRAM_TOKEN" ]; then exec $(BIN)/quoted serve; else exec $(BIN)/quoted serve --playground; fi

ask: $(VENV)/ready
	@[ -n "$(Q)" ] || { echo 'usage: make ask Q="Where will the leaders meet?"' >&2; exit 2; }
	@[ -d data/indexes ] || $(BIN)/quoted index || [ $$? -eq 1 ]
	@$(BIN)/quoted ask "$(Q)"

test: $(VENV)/ready-dev
	HF_HUB_OFFLINE=1 $(BIN)/python -m pytest -n logical --dist loadfile

check: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(VENV)/torch:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "quoted needs Python 3.11 or newer; name one: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) "torch==$(TORCH)+cpu" 2>/dev/null || $(PIP) "torch==$(TORCH)"
	touch $@

$(VENV)/ready: $(VENV)/torch pyproject.toml
	$(PIP) --editable .
	touch $@

$(VENV)/ready-dev: $(VENV)/ready
	$(PIP) --editable '.[dev]'
	touch $@

# DATA: a folder of question sets (docs/evaluation.md). A million passages take an hour, the peers' environments 3 GB.
WORK     ?= bench
PASSAGES ?= 1000000
bench: $(VENV)/ready-dev
	@[ -n "$(DATA)" ] || { echo 'usage: make bench DATA=FOLDER_OF_QUESTION_SETS [PASSAGES=1000000] [WORK=bench]' >&2; exit 2; }
	[ -d $(WORK)/corpus ] || $(BIN)/python -m benchmarks.corpus $(DATA) $(WORK)/corpus --passages $(PASSAGES)
	$(BIN)/python -m benchmarks.encoding $(DATA) --work $(WORK)/encoders
	$(BIN)/python -m benchmarks.growth $(WORK)/corpus $(DATA)/squad/questions.jsonl --work $(WORK)/growth
	$(BIN)/python -m benchmarks.plot_growth
	$(BIN)/python -m benchmarks.search $(WORK)/growth/data $(DATA)/squad/questions.jsonl --work $(WORK)/search
	$(BIN)/python -m benchmarks.cold_start
	$(BIN)/python -m benchmarks.beside_peers $(WORK)/corpus $(DATA)/squad/questions.jsonl --work $(WORK)/peers

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
