"""The entries of the catalogue: each fits its schema, and what it says of variables is true."""

from collections.abc import Iterator
from pathlib import Path

from contrib_app.authoring.checks.findings import Finding, Repository
from contrib_app.authoring.checks.formulas import unknown_variable
from contrib_app.catalogue import Benefit, CatalogueError, read_benefit
from lawcases import Legislation


def check(repository: Repository) -> Iterator[Finding]:
    """Yield the entries that do not fit the schema."""
    for file in _files(repository):
        try:
            read_benefit(file)
        except CatalogueError as error:
            yield Finding(repository.name_of(file), error.line, error.problem, error.remedy)


def check_with(repository: Repository, law: Legislation) -> Iterator[Finding]:
    """Yield the entries whose variables are not what the law says."""
    for file in _files(repository):
        try:
            benefit = read_benefit(file)
        except CatalogueError:
            continue  # already said
        for problem, remedy in problems_with(benefit, law):
            yield Finding(repository.name_of(file), 1, problem, remedy)


def problems_with(benefit: Benefit, law: Legislation) -> Iterator[tuple[str, str]]:
    """Yield what the law does not have as an entry says it, and the remedy."""
    known = set(law.variables)
    for name in (one for one in benefit.variables if one not in known):
        yield unknown_variable(name, known)
    facts = law.variable(benefit.variable)
    if facts is None:
        return
    entity = law.by_plural[facts.entity].key
    if entity != benefit.entity:
        yield f"« {benefit.variable} » est calculée par {entity}", f"Écrivez entity: {entity}"
    if facts.is_yearly != (benefit.periodicity != "month"):
        right = "year" if facts.is_yearly else "month"
        problem = f"« {benefit.variable} » se calcule par {'an' if facts.is_yearly else 'mois'}"
        yield problem, f"Écrivez periodicity: {right}"
    if (facts.kind == "bool") != (benefit.kind == "right"):
        right = "right" if facts.kind == "bool" else "amount"
        yield f"« {benefit.variable} » est de type {facts.kind}", f"Écrivez kind: {right}"
    for name in benefit.variables:
        needed = law.variable(name)
        if needed and needed.entity != facts.entity:
            problem = f"« {name} » n'est pas calculée par {entity} comme « {benefit.variable} »"
            yield problem, "Retirez-la, ou choisissez une variable de la même entité"


def _files(repository: Repository) -> list[Path]:
    return sorted(repository.catalogue.glob("*.yaml"))
