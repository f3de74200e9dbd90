"""What some cases reach of the rules of one benefit, and what none of them does, in words."""

from collections.abc import Sequence
from typing import Any

from contrib_app.engine.law import EXTENSIONS
from lawcases import Legislation, read_cases
from lawcases.coverage import Item, coverage_of

MOST_WANTED = 40
PARAMETERS = {"value", "bracket"}


def covered(texts: Sequence[str], path: str, legislation: Legislation) -> dict[str, Any]:
    """Return {"reached", "total", "wanted": [{"what", "where"}]} for the files of a benefit.

    path: where its files are (`communes/paris/paris_logement_familles`), under variables and
    parameters alike.
    """
    cases = [case for text in texts for case in read_cases(text)]
    items = [
        item
        for extension in EXTENSIONS
        for item in coverage_of(cases, legislation, extension).items
        if f"/variables/{path}.py" in item.place.file
        or f"/parameters/mesaides/{path}/" in item.place.file
    ]
    missed = [item for item in items if item.by is None]
    return {
        "reached": len(items) - len(missed),
        "total": len(items),
        "wanted": [
            {"what": _words(item, legislation), "where": _place(item)}
            for item in missed[:MOST_WANTED]
        ],
    }


def _words(item: Item, legislation: Legislation) -> str:
    if item.kind not in PARAMETERS:
        return f"{item.subject} : {item.what}"
    node: Any = legislation.system.parameters
    for name in item.subject.partition("[")[0].split("."):
        node = node.children.get(name, node) if hasattr(node, "children") else node
    what = item.what.replace(" from ", " depuis le ")
    return f"{node.description or item.subject} : {what}"


def _place(item: Item) -> str:
    file = item.place.file.rpartition("openfisca_mesaides/")[2]
    return f"{file}, ligne {item.place.line}"
