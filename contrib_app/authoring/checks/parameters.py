"""The files of parameters: readable, dated, sourced, and under one folder of their own."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from contrib_app.authoring.checks.findings import Finding, Repository, texts
from contrib_app.authoring.checks.wording import words_of
from lawcases import load_legislation
from lawcases.errors import CaseError
from lawcases.plain_yaml import Node, parse

OWN = "mesaides"
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
AMOUNT_TEXT = re.compile(r"[-+]?\d[\d\s.,']*\s*(€|%|euros?)?")
NUMBERS = ("currency", "/1", "percent")


def check(repository: Repository) -> Iterator[Finding]:
    """Yield what is wrong in the parameters."""
    root = repository.parameter_root
    yield from _top_folders(repository, root)
    for file, text in texts(repository, sorted(root.rglob("*.yaml"))):
        try:
            document = parse(text, file)
        except CaseError as error:
            line = error.place.line if error.place else 1
            yield Finding(file, line, *words_of(error), stops=True)
            continue
        yield from _parameter(file, document.root)


def _top_folders(repository: Repository, root: Path) -> Iterator[Finding]:
    """Yield the entries of the root of parameters that are not our own folder."""
    for entry in sorted(root.iterdir()) if root.is_dir() else ():
        name = entry.name.removesuffix(".yaml")
        if name in (OWN, "index", "__init__.py", "__pycache__"):
            continue
        if name in roots_of_country(repository.country):
            problem = f"« {name} » existe déjà à la racine des paramètres d'OpenFisca-France"
        else:
            problem = f"« {name} » est à la racine des paramètres, que toutes les lois partagent"
        remedy = f"Rangez-le sous parameters/{OWN}/"
        yield Finding(repository.name_of(entry), 1, problem, remedy, stops=True)


@cache
def roots_of_country(country: str) -> frozenset[str]:
    """Return the names at the root of the parameters of a country package."""
    return frozenset(load_legislation(country, []).system.parameters.children)


def _parameter(file: str, root: Node) -> Iterator[Finding]:
    if not isinstance(root.value, dict):
        problem = "ce n'est pas un paramètre"
        yield Finding(file, root.line, problem, "Écrivez description, values et metadata", True)
        return
    entries: dict[Any, Node] = root.value
    if not _text(entries.get("description")):
        problem = "le paramètre n'a pas de description"
        yield Finding(file, 1, problem, "Ajoutez une phrase qui se comprend seule : description")
    if stray := entries.get("value"):
        yield _undated(file, stray.line)
    tables = _tables(entries)
    if not tables and Path(file).name != "index.yaml" and not stray:
        problem = "le paramètre n'a pas de valeur"
        yield Finding(file, 1, problem, "Ajoutez values, puis chaque date et sa valeur", True)
    metadata = _mapping(entries.get("metadata"))
    dated = _mapping(metadata.get("reference"))
    numeric = _text(metadata.get("unit")) in NUMBERS
    wanted: dict[str, int] = {}
    for table in tables:
        if not isinstance(table.value, dict):
            yield _undated(file, table.line)
            continue
        for date, value in table.value.items():
            if not DATE.fullmatch(str(date)):
                yield _undated(file, value.line, str(date))
                continue
            wanted.setdefault(str(date), value.line)
            yield from _value(file, value, numeric)
    for date, line in wanted.items():
        if not _titled(dated.get(date)):
            problem = f"la valeur du {date} n'a pas de référence"
            remedy = f"Ajoutez sous metadata, reference, {date} : - title: le texte et son article"
            yield Finding(file, line, problem, remedy)


def _undated(file: str, line: int, date: str = "") -> Finding:
    problem = f"« {date} » n'est pas une date" if date else "la valeur n'a pas de date"
    remedy = "Écrivez sous values le jour où elle commence : 2026-01-01, puis value"
    return Finding(file, line, problem, remedy, stops=True)


def _tables(entries: dict[Any, Node]) -> list[Node]:
    """Return the tables of values: of the parameter, or of each bracket of its scale."""
    tables = [entries["values"]] if "values" in entries else []
    brackets = entries.get("brackets")
    for bracket in brackets.value if brackets and isinstance(brackets.value, list) else ():
        tables += _mapping(bracket).values()
    return tables


def _value(file: str, node: Node, numeric: bool) -> Iterator[Finding]:
    value = _mapping(node).get("value", node).value
    if numeric and isinstance(value, str) and AMOUNT_TEXT.fullmatch(value.strip()):
        problem = f"« {value} » est un texte, pas un nombre"
        remedy = "Écrivez le nombre seul, avec un point : 1250.5"
        yield Finding(file, node.line, problem, remedy, stops=True)


def _titled(node: Node | None) -> bool:
    items = node.value if node and isinstance(node.value, list) else [node] if node else []
    return bool(items) and all(_text(_mapping(item).get("title")) for item in items)


def _mapping(node: Node | None) -> dict[Any, Node]:
    return node.value if node and isinstance(node.value, dict) else {}


def _text(node: Node | None) -> str:
    return str(node.value) if node and node.value else ""
