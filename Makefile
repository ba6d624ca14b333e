# Everything runs in .venv, which is made from the hash-pinned lock; python3 >= 3.11 and make are all it needs.
PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: synth test check bench docs lock clean

synth: $(READY)  ## Synthesize the reference app into cdk.out and print its review
	@python app.py
	@secure-ai review cdk.out

test: $(READY)  ## Run the tests
	pytest

check: $(READY)  ## Everything that CI runs
	ruff check
	ruff format --check
	mypy
	lint-imports
	pytest

bench: $(READY)  ## Measure, as ratios in one run
	python -m benchmarks

docs: $(READY)  ## Write the generated documents
	secure-ai controls --markdown > docs/controls.md
	python app.py
	secure-ai review cdk.out --format markdown > docs/patterns/secure-bedrock-rag.controls.md
	secure-ai review cdk.out --format responsibility > docs/responsibility.md

lock: $(READY)  ## Resolve the lock anew, for every supported Python at once
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --upgrade --quiet --output-file requirements.lock

clean:
	rm -rf $(VENV) cdk.out dist .mypy_cache .pytest_cache .ruff_cache

# Bytecode is compiled at installation, and jsii's index is built by a process that lives long enough:
# without the two, every synth takes about twice as long (docs/performance.md).
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=…")'
	test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --require-hashes --requirement requirements.lock
	$(VENV)/bin/pip install --quiet --no-deps --no-build-isolation --editable .
	$(VENV)/bin/python -m compileall -q $(VENV)/lib || true
	$(VENV)/bin/python -c 'import aws_cdk, time; time.sleep(5)'
	@touch $@
