# Two commands: `make run` starts the program, `make test` checks it. Each does all of its own set-up.
#   PORT (8000) and DATA (./data) are honoured, so that two can run side by side.
#   make test AT=tests/supervision runs the checks and the tests of one folder.

SHELL := /bin/bash
.DELETE_ON_ERROR:
PORT ?= 8000
DATA ?= data
AT ?= tests
PYTHON ?= python3
BIN := .venv/bin
CATALOGUE := voting/translations/en/LC_MESSAGES/messages.mo
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run ready test check lock fuzz mutants proof hall faults bench texts release clean help

help:            ## list the commands
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

run: $(BIN)/.run $(CATALOGUE) ## set up, seed the demonstration, serve on PORT
	@DATA="$(DATA)" PORT="$(PORT)" deploy/run

ready: $(BIN)/.run $(CATALOGUE) ## set up only, for a service that is started otherwise
	@echo "set up; docs/operating.md says how to start it in service"

test: $(BIN)/.test $(BIN)/.js $(CATALOGUE) debian ## set up, check and test everything
	@deploy/check
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder $(AT)
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder --database postgresql -m database $(AT) || [ $$? -eq 5 -a "$(AT)" != tests ]

check: $(BIN)/.test $(BIN)/.js ## the checks without the tests
	@deploy/check

fuzz: $(BIN)/.test $(BIN)/.js $(CATALOGUE) ## 10,000 single mutations of real ballots; 20,000 nasty requests to every address; 250 sittings in any order on each database
	@$(BIN)/python -m bench.fuzz
	@$(BIN)/python -m pytest -q --fuzz 20000 tests/e2e/test_fuzz.py tests/interleaved
	@$(BIN)/python -m pytest -q --fuzz 20000 --database postgresql -m database tests/interleaved
	@SEEDS=60 $(BIN)/node --test tests/js/interleaved.test.mjs
	@SEEDS=20 $(BIN)/node --test tests/js/interleaved_opening.test.mjs

mutants: $(BIN)/.test $(BIN)/.js $(CATALOGUE) ## plant faults in a copy, one after the other, and say which test kills each
	@$(BIN)/python -m tests.mutants

proof: $(BIN)/.test ## a real election through the browser code, checked by two verifiers
	@$(BIN)/python -m bench.proof

hall: $(BIN)/.test ## 12 tablets side by side, 300 viewers, the rush alone, beside each attack from outside and beside 10,000 notices
	@$(BIN)/python -m bench.sitting
	@$(BIN)/python -m bench.hall
	@$(BIN)/python -m bench.rush
	@$(BIN)/python -m bench.attack
	@$(BIN)/python -m bench.telling

faults: $(BIN)/.test ## kill the program at random points of 1,000 draws and casts
	@$(BIN)/python -m bench.faults --people 1000 --kills 20

bench: $(BIN)/.test ## every measurement, into bench/results/latest.json
	@$(BIN)/python -m bench

texts: $(BIN)/.test ## collect the texts for the English catalogue
	@deploy/texts

release: $(BIN)/.test $(CATALOGUE) debian ## keep a small demonstration of this version on both databases, for the tests of upgrades
	@$(BIN)/python -m tests.migrations.release

lock: ## pin the requirements with hashes
	@$(BIN)/python -m pip install -q uv
	@for f in requirements tests/requirements; do $(BIN)/uv pip compile -q --universal --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --python-version 3.11 $$f.in -o $$f.txt; done
	@deploy/javascript lock

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed"; exit 1; }
	@$(PYTHON) -m venv .venv

$(BIN)/.run: requirements.txt | $(BIN)/python
	@echo "setting up: the program's packages"
	@$(BIN)/python -m pip install -qq --no-deps --require-hashes -r requirements.txt
	@touch $@

$(BIN)/.test: tests/requirements.txt $(BIN)/.run
	@echo "setting up: the tests' packages"
	@$(BIN)/python -m pip install -qq --no-deps --require-hashes -r tests/requirements.txt
	@touch $@

$(BIN)/.js: tests/js/package.json tests/js/package-lock.json $(BIN)/.test
	@echo "setting up: the checks of JavaScript"
	@deploy/javascript
	@touch $@

%.mo: %.po | $(BIN)/.run
	@$(BIN)/pybabel -q compile -i $< -o $@ 2>/dev/null
	@test -s $@ || { echo "the catalogue $< was not compiled"; exit 1; }

.PHONY: debian
debian:
	@deploy/debian

clean: ## remove what the set-up made, never the data
	@rm -rf .venv .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
