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
	$(bin)/pytest --numprocesses auto --maxprocesses 4

lint: .venv/test
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/mypy
	$(bin)/lint-imports --no-logo

SIZE ?= 1000000
bench: .venv/bench
	$(bin)/python -m tests.bench all --size $(SIZE)

shot = @$(bin)/whosaid shot resources/pictures/$(1)-light.png $(2) && \
	$(bin)/whosaid shot resources/pictures/$(1)-dark.png --dark $(2)

pictures: .venv/run
	@mkdir -p resources/pictures
	$(call shot,window,--search "iranian drones" --place claim/russia-uses-iranian-drones)
	$(call shot,positions,--view positions --place claim/iran-supplied-drones-for-the-war)
	$(call shot,transfers,--view transfers --place claim/iran-supplied-drones-for-the-war)
	$(call shot,timeline,--view timeline --place statement/7q7y2v5cvk74)
	$(call shot,network,--view network --place actor/iran)
	$(call shot,compare,--place compare/reuters+us-state-department)

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
