# What a person runs. Every target prepares what it needs; `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
unexport PYTHONDONTWRITEBYTECODE # compiled modules are kept: a process starts in half the time

.DEFAULT_GOAL := help
.PHONY: web-pictures migration mutants figures-by-hand rasa-files wheel-check release docs reference deploy-check evidence evidence-apart help setup demo test lint types imports check lock bench bench-slack eval eval-told eval-words eval-drafts train

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(VENV)/ready: requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r requirements-dev.lock
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

setup: $(VENV)/ready ## prepare .venv with everything that is locked

demo: setup ## the demo company, one question, a whole answer
	$(BIN)/osusume demo

WORKERS ?= $(shell echo $$(($$(nproc) + 1))) # one more than cores: many tests wait for another process
test: setup ## all tests
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

lint: setup ## format and lint
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/yamllint -s .
	$(BIN)/hadolint Dockerfile

types: setup ## mypy, strict
	$(BIN)/mypy

imports: setup ## bot > actions > knowledge
	$(BIN)/lint-imports

check: lint imports types test ## all that CI checks

NAMES ?= # one firm's name a line; without it fictional ones are coined
STORE ?= # an empty store; without it a SQLite file that is thrown away
BIG ?= # BIG=1 also measures 100,000 accounts in answers, 1,000,000 at night
bench: setup ## answers, import, the night, figures, pages, Slack's load, names among a million: [NAMES=names.txt] [STORE=postgresql://…] [BIG=1]
	$(BIN)/python -m benchmarks.speed.answers --sizes 150 10000 $(if $(BIG),100000)
	$(BIN)/python -m benchmarks.speed.night --accounts 10000 100000 $(if $(BIG),1000000)
	$(BIN)/python -m benchmarks.speed.figures
	$(BIN)/python -m benchmarks.speed.imports
	$(BIN)/python -m benchmarks.speed.look_ups
	$(BIN)/python -m benchmarks.speed.web
	$(BIN)/python -m benchmarks.speed.slack
	$(BIN)/python -m benchmarks.speed.names $(NAMES) $(if $(STORE),--store $(STORE))

DATA ?= # the folder with public data sets
REPORT ?= docs/evidence.md
evidence: setup ## what the advice is worth on the data in DATA: make evidence DATA=… [REPORT=docs/evidence.md]
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r requirements-baselines.lock
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.evidence.report "$(strip $(DATA))" $(REPORT)

figures-by-hand: setup ## recompute told figures with separate SQL and print the differences: make figures-by-hand [ALL=--all]
	$(BIN)/python -m scripts.figures_by_hand $(ALL)

evidence-apart: setup ## do the goals hold on parts of the data kept apart? make evidence-apart DATA=…
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r requirements-baselines.lock
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.evidence.apart "$(strip $(DATA))"

PYTHONS ?= $(or $(wildcard $(HOME)/.pyenv/versions/3.1[123].*/bin/python),$(PYTHON))
wheel-check: setup ## build the wheel and try it on each Python there is: make wheel-check [PYTHONS="python3.12 …"]
	.ci/wheel_check $(PYTHONS)

lock: ## compile the locks anew from pyproject.toml
	test -x $(BIN)/uv || ($(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet uv==$(UV_VERSION))
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet pyproject.toml --extra all -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet pyproject.toml --extra all --group dev -o requirements-dev.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet pyproject.toml --extra all --group dev --extra baselines -o requirements-baselines.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet pyproject.toml --extra all --group dev --group mutants -c requirements-dev.lock -o requirements-mutants.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet --group release -o requirements-release.lock

SAYS ?= # what the migration changes
migration: setup ## write the migration for tables that changed: make migration SAYS="how a ticket came in"
	$(BIN)/ruff format --quiet $$($(BIN)/python -m scripts.migration "$(SAYS)" | tail -1)

ONLY ?= # which mutants: ONLY='knowledge.offers.gate*'
mutants: setup ## change what decides a little in each place, and tell what no test notices: make mutants [ONLY='knowledge.offers.gate*']
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r requirements-mutants.lock
	$(BIN)/mutmut run $(ONLY)
	$(BIN)/mutmut results

RELEASE := .cache/release
$(RELEASE)/ready: requirements-release.lock | setup
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(RELEASE)
	VIRTUAL_ENV=$(RELEASE) $(BIN)/uv pip install --quiet --require-hashes -r requirements-release.lock
	touch $@

AUDIT ?= --strict # what could not be looked up is a failure; AUDIT= where no database of vulnerabilities is reached
release: $(RELEASE)/ready ## dist/: wheel, sdist, SBOM (CycloneDX) and checksums, and what is known of the lock's vulnerabilities: [AUDIT=]
	rm -rf dist
	$(BIN)/uv build --quiet --out-dir dist .
	$(RELEASE)/bin/cyclonedx-py requirements --pyproject pyproject.toml --of JSON --output-reproducible -o dist/osusume.cdx.json requirements.lock
	cd dist && sha256sum *.whl *.tar.gz *.json > SHA256SUMS
	$(RELEASE)/bin/pip-audit $(AUDIT) --require-hashes --disable-pip -r requirements.lock

reference: setup ## docs/reference/ (commands, settings, the JSON schema of a reply), columns and systems of docs/import.md: from the code
	$(BIN)/python -m scripts.reference docs/reference

docs: $(RELEASE)/ready reference ## the documentation as a site in site/
	$(RELEASE)/bin/mkdocs build --strict --quiet

deploy-check: $(RELEASE)/ready ## systemd unit, compose file and Helm chart against the tools of their makers
	$(RELEASE)/bin/python scripts/deploy_check.py

train: setup ## learn the questions anew, after a change in actions/*/examples.*.yml
	OMP_NUM_THREADS=1 $(BIN)/python -m bot.nlu.training

eval: setup ## how often questions are understood, by intent and language
	OMP_NUM_THREADS=1 $(BIN)/python -m bot.nlu.evaluation

eval-drafts: setup ## how alike drafts are, what has no figure, what obeys: make eval-drafts [SHOW="--show 2"]; two minutes
	$(BIN)/python -m scripts.evaluate_drafts $(SHOW)

eval-told: setup ## how often a statement is taken for what it tells, on sentences kept apart
	OMP_NUM_THREADS=1 $(BIN)/python -m bot.nlu.told_evaluation

eval-words: setup ## how well a customer's own words are kept: make eval-words [SHOW=--misses]
	$(BIN)/python -m bot.nlu.free_text_evaluation $(SHOW)

RASA := .cache/rasa
PYTHON310 ?= python3.10
rasa-files: setup ## domain.yml and data/rules.yml from what the questions declare; the examples into $(RASA)/data
	$(BIN)/python -m scripts.rasa_files $(RASA)/data

rasa-check: rasa-files ## validate and train with Rasa 3.6.21 in its own environment (2.7 GB, Python 3.10)
	test -x $(RASA)/bin/rasa || ($(PYTHON310) -m venv $(RASA) && $(RASA)/bin/pip install --quiet rasa==3.6.21)
	RASA_TELEMETRY_ENABLED=false $(RASA)/bin/rasa data validate --domain domain.yml --data $(RASA)/data data/rules.yml
	RASA_TELEMETRY_ENABLED=false $(RASA)/bin/rasa train --domain domain.yml --data $(RASA)/data data/rules.yml --config config.yml --out $(RASA)/models

bench-slack: setup ## Slack's load on one process: make bench-slack [STORE=postgresql://…]
	$(BIN)/python -m benchmarks.speed.slack $(if $(STORE),--store $(STORE))

kill-slack: setup ## 50 kills of the running app while Slack sends: make kill-slack [STORE=postgresql://…] [NAMES=new]
	$(BIN)/python -m benchmarks.kills.slack --kills 50 $(if $(STORE),--store $(STORE)) $(if $(filter new,$(NAMES)),--renamed)

web-pictures: setup ## the pictures of the page in the browser, for the documentation; needs Debian's chromium and fonts-ipafont-gothic
	$(BIN)/python -m scripts.web_pictures docs/pictures
