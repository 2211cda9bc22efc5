# Two commands on a fresh machine: `make run` and `make test`. The rest is for those who work on it.
PORT ?= 8000
PYTHON ?=
export PYTHON

.DEFAULT_GOAL := help
# Where contact sheets of every page are laid; not tracked.
GALLERY ?= gallery
# How many processes run the tests; `auto` is one for each core.
WORKERS ?= auto

.PHONY: help run test gallery words check format bench faults lock setup-run setup-test setup-faults

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

run: setup-run ## install what is missing, serve on 127.0.0.1:8000 (PORT=… changes it)
	@exec .venv/bin/lms serve --port $(PORT)

# Files go to the workers in the order of their names. By the number of their tests, which is what xdist does by itself,
# those that take minutes for a few tests begin last, and one worker waits for the other. Types are looked at meanwhile:
# tests that wait for a server leave room for that.
test: setup-test ## install what is missing, run every check and every test
	.venv/bin/ruff check --quiet .
	.venv/bin/ruff format --check --quiet .
	.venv/bin/mypy --no-error-summary & types=$$!; \
	.venv/bin/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder; tests=$$?; \
	wait $$types || { echo "mypy found something: see above." >&2; exit 1; }; \
	exit $$tests

gallery: setup-test ## lay every page in every state on contact sheets, in gallery/
	GALLERY="$(GALLERY)" .venv/bin/pytest -q tests/gallery

WORDS := lms/wording/catalogues
words: setup-test ## draw the words for people from the code, and bring each catalogue up to date
	.venv/bin/pybabel --quiet extract --mapping-file pyproject.toml --keyword plural:1,2 --keyword in_context:1c,2 \
		--add-location file --no-wrap --sort-output --omit-header --output-file $(WORDS)/lms.pot .
	$(if $(wildcard $(WORDS)/*/LC_MESSAGES),.venv/bin/pybabel --quiet update --domain lms --input-file $(WORDS)/lms.pot \
		--output-dir $(WORDS) --no-fuzzy-matching --ignore-obsolete --no-wrap --ignore-pot-creation-date)

check: setup-test ## style, types and floors, without the tests
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

format: setup-test ## lay the code out, mend what can be mended
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

bench: setup-test ## measure each ratio against its yardstick
	.venv/bin/python -m benchmarks

faults: setup-faults ## kill everything two hundred times, and cut the power (as root: it takes a loop device)
	ROUNDS=200 CUTS=50 .venv/bin/pytest tests/faults tests/faults/power_loss.py

# To be done with Python 3.11, the oldest that is served: a newer one leaves out what only the oldest needs. A release
# that the oldest cannot install is refused, by name, once it is installed here: bound it in requirements/*.in.
COMPILE = .venv/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host $(UPGRADE)
lock: setup-test ## pin requirements/*.in (UPGRADE=--upgrade takes newer versions)
	$(COMPILE) --output-file requirements/run.txt requirements/run.in
	$(COMPILE) --output-file requirements/test.txt requirements/test.in
	@scripts/setup.sh test
	.venv/bin/pytest --quiet tests/test_locks.py

setup-run setup-test setup-faults:
	@scripts/setup.sh $(@:setup-%=%)
