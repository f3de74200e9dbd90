"""Each formula is tried on several households at once: what only fails or mixes when it runs."""

import traceback
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from openfisca_core.simulation_builder import SimulationBuilder

from contrib_app.authoring.checks.findings import Finding, Repository
from contrib_app.authoring.checks.wording import failure_words
from lawcases import Legislation
from lawcases.neighbours import looks_at_neighbours

HOUSEHOLDS = 3


def check(repository: Repository, law: Legislation) -> Iterator[Finding]:
    """Yield the formulas of the extension that fail, or that look at their neighbours."""
    folder = (repository.root / repository.extension).resolve()
    law.activate()
    simulation = SimulationBuilder().build_from_entities(law.system, households())
    for name, variable in law.system.variables.items():
        for start, formula in variable.formulas.items():
            file = Path(formula.__code__.co_filename).resolve()
            if not file.is_relative_to(folder):
                continue
            shown, line = repository.name_of(file), formula.__code__.co_firstlineno
            if looks_at_neighbours(formula):
                problem = "la formule regarde les foyers voisins : le résultat change avec eux"
                remedy = "Écrivez famille.sum(…), famille.any(…) ou menage.max(…), foyer par foyer"
                yield Finding(shown, line, problem, remedy)
            yield from _tried(repository, folder, simulation, variable, name, start)


def _tried(
    repository: Repository, folder: Path, simulation: Any, variable: Any, name: str, start: str
) -> Iterator[Finding]:
    """Yield why a formula fails in its first month, at the line of the extension that fails."""
    unit = "year" if variable.definition_period == "year" else "month"
    first = date.fromisoformat(start)
    try:
        simulation.calculate(name, f"{unit}:{first:%Y-%m}")
    except Exception as error:  # a formula may raise anything
        places = [
            frame
            for frame in traceback.extract_tb(error.__traceback__)
            if Path(frame.filename).resolve().is_relative_to(folder)
        ]
        if places:
            file = repository.name_of(Path(places[-1].filename).resolve())
            yield Finding(file, places[-1].lineno or 1, *failure_words(error))


def households() -> dict[str, Any]:
    """Return couples, each with a child: as many members as makes a confusion of sizes fail."""
    numbers = range(HOUSEHOLDS)
    persons = {
        f"{role}{n}": {"date_naissance": {"ETERNITY": f"{born + n}-05-10"}}
        for n in numbers
        for role, born in (("demandeur", 1950), ("conjoint", 1982), ("enfant", 2013))
    }
    return {
        "individus": persons,
        "familles": {
            f"famille{n}": {"parents": [f"demandeur{n}", f"conjoint{n}"], "enfants": [f"enfant{n}"]}
            for n in numbers
        },
        "foyers_fiscaux": {
            f"foyer{n}": {
                "declarants": [f"demandeur{n}", f"conjoint{n}"],
                "personnes_a_charge": [f"enfant{n}"],
            }
            for n in numbers
        },
        "menages": {
            f"menage{n}": {
                "personne_de_reference": [f"demandeur{n}"],
                "conjoint": [f"conjoint{n}"],
                "enfants": [f"enfant{n}"],
            }
            for n in numbers
        },
    }
