# The verbs of the house; `make` alone lists them.
#
# On a bare Debian git and make are enough. Python 3.11 or later, its venv module and, for the tests, a virtual screen
# are brought by apt where that is allowed; elsewhere the line to run is printed.
#
#   .venv       this tree, editable     demo, check, bench, docs, and your editor
#   .venv-test  the built wheel, [gui]  test
#
# PYTHON=python3.12 chooses the interpreter; ARGS="-k cobb" is handed to pytest.

SOURCES := $(shell find measure plugins sample_images -name __pycache__ -prune -o -print)
SCREEN  := $(if $(DISPLAY),,xvfb-run -a -s "-screen 0 1600x1200x24")
SYSTEM  := xvfb xauth fontconfig fonts-dejavu-core libgl1 libgl1-mesa-dri libegl1 libopengl0 libglib2.0-0 libdbus-1-3 \
           libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 \
           libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1
SERVERS := dicom3tools postgresql libxcb-res0 libxcb-composite0 libxcb-ewmh2
ORACLES := gvxr xraylib spekpy # other people's physics: what the simulator is held to

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check check-full bench docs train clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1@\2/p' Makefile | awk -F@ '{ printf "%-20s %s\n", $$1, $$2 }'

demo: .venv/.core ## set-up, then measure sample_images/ into results/ (table, store, overlays)
	.venv/bin/measure film sample_images/lateral_fracture.dcm
	@echo
	.venv/bin/measure batch sample_images --landmarks sample_images/landmarks.csv --cases sample_images/cases.csv --out results

test: .venv-test/.wheel ## set-up, then the whole test suite on the built wheel, headless
	env -u PYTHONPATH PYTHONSAFEPATH=1 MEASURE_TEST_INSTALLED=1 $(SCREEN) .venv-test/bin/pytest \
	    -n logical --dist loadgroup --cov --cov-report term:skip-covered $(ARGS) --pyargs ./tests measure napari_measure

check: .venv/.dev ## style, types and the import direction of the rooms
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

check-full: .venv-test/.deps ## check and test, with every outside validator and server installed first
	@tools/apt.sh $(SERVERS)
	.venv-test/bin/python -m pip install --quiet "$$(ls dist/*.whl)[postgres,train]" $(ORACLES)
	$(MAKE) --no-print-directory check test

bench: .venv/.dev ## each benchmark beside what a user would otherwise write
	@set -e; for file in benchmarks/[a-z]*.py; do echo "== $$file"; .venv/bin/python $$file; done

docs: .venv/.core ## write docs/schema, docs/columns.md and docs/definitions again from the code
	.venv/bin/python -m measure.outcomes.schema_docs docs/schema
	.venv/bin/python docs/make_pages.py

train: .venv/.train ## make the networks of the package again, from nothing: hours on a processor, minutes on a GPU
	.venv/bin/python -m training make --work .training $(ARGS)

clean: ## remove both environments and everything built, measured or cached
	rm -rf .venv .venv-test dist build results site htmlcov .coverage* .*_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

# --- what the verbs stand on: stamp files, so that a second run is quick ---

.venv/.core: pyproject.toml
	@tools/venv.sh .venv
	.venv/bin/python -m pip install --quiet --editable .
	@touch $@

.venv/.dev: .venv/.core
	.venv/bin/python -m pip install --quiet --editable '.[dev]'
	@touch $@

.venv/.train: .venv/.core
	.venv/bin/python -m pip install --quiet --editable '.[train]'
	@touch $@

dist/.wheel: pyproject.toml README.md LICENSE $(SOURCES)
	@tools/venv.sh .venv-test
	@rm -rf dist
	.venv-test/bin/python -m pip wheel --quiet --no-deps --wheel-dir dist .
	@touch $@

.venv-test/.deps: pyproject.toml | dist/.wheel
	@tools/venv.sh .venv-test
	@tools/apt.sh $(SYSTEM)
	.venv-test/bin/python -m pip install --quiet "$$(ls dist/*.whl)[gui,dev]"
	@touch $@

.venv-test/.wheel: dist/.wheel .venv-test/.deps
	.venv-test/bin/python -m pip install --quiet --no-deps --force-reinstall dist/*.whl
	@touch $@
