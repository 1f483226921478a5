# `make run` opens Whosaid, `make test` proves it, `make bench` measures it; each first makes what
# it needs.
export PYTHON ?= python3
bin := .venv/bin
pip := $(bin)/python -m pip --quiet --disable-pip-version-check

.PHONY: run test lint bench pictures system

run: .venv/run
	@$(bin)/whosaid

test: with := test
test: lint
	$(bin)/pytest

lint: .venv/test
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/mypy
	$(bin)/lint-imports --no-logo

SIZE ?= 1000000
bench: .venv/bench
	$(bin)/python -m tests.bench all --size $(SIZE)

pictures: .venv/run
	@mkdir -p resources/pictures
	@$(bin)/whosaid shot resources/pictures/window-light.png --search "iranian drones" --place claim/russia-uses-iranian-drones
	@$(bin)/whosaid shot resources/pictures/window-dark.png --search geran --place statement/7q7y2v5cvk74 --dark

system:
	@.ci/system-packages $(with)

# A stamp beside the environment's own files: older than what it was made from, it is made anew.
# pip comes first because Debian 12's knows no dependency groups; the builder comes with it because
# one that is there already spares the editable install a second, isolated environment.
.venv/run: pyproject.toml constraints.txt | system
	$(PYTHON) -m venv --clear .venv
	$(pip) install -c constraints.txt pip hatchling editables
	$(pip) install -c constraints.txt --no-build-isolation -e .
	@touch $@

.venv/test: .venv/run
	$(pip) install -c constraints.txt --group test
	@touch $@

.venv/bench: .venv/run
	$(pip) install -c constraints.txt --group bench
	@touch $@
