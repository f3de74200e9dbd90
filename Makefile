# make serve    install what is needed and serve the application
# make test     install what is needed and run everything that CI runs

PYTHON ?= python3
BIN := .venv/bin
CORPUS := tests/yaml

.PHONY: serve test translations lint types contracts corpus official unit clean

serve: .venv/app.installed
	@$(BIN)/mesaides serve

test: .venv/dev.installed
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint types contracts corpus official unit
	@echo "Tout est vert."

# Find what is to be translated, bring the catalogues up to date, and compile them.
translations:
	$(BIN)/pybabel -q extract -F babel.cfg -k _ -k translated --no-location --sort-output --omit-header -o .venv/messages.pot .
	$(BIN)/pybabel -q update -i .venv/messages.pot -d contrib_app/translations --no-fuzzy-matching --ignore-obsolete --omit-header
	$(BIN)/pybabel -q compile --use-fuzzy -d contrib_app/translations

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/yamllint --strict -f parsable openfisca_mesaides tests/yaml tests/divergences contrib_app/catalogue
	$(BIN)/lawcases lint $(CORPUS) tests/divergences

types:
	$(BIN)/mypy

contracts:
	$(BIN)/lint-imports

corpus:
	$(BIN)/lawcases run $(CORPUS) tests/divergences

official:
	$(BIN)/openfisca test $(CORPUS) --country-package openfisca_france --extensions openfisca_mesaides

unit:  # the corpus has its own two runs
	$(BIN)/pytest --override-ini lawcases=

.venv/app.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 ou plus récent est nécessaire : make $(MAKECMDGOALS) PYTHON=python3.12"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv \
	  || { echo "Le module venv manque : apt install python3-venv, puis recommencez."; exit 2; }
	@echo "Installation dans .venv (une minute environ la première fois)…"
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[app]'
	@touch $@

.venv/dev.installed: .venv/app.installed
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[app,dev]'
	@touch $@

clean:
	rm -rf .venv instance
