"""French sentences about contributions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from contrib_app.contributions.models import Author, Evidence, State
from contrib_app.simulator.wording import month_words, number

if TYPE_CHECKING:
    from contrib_app.contributions.service import Expectation

EVIDENCE = {
    Evidence.NOTIFICATION: "Une décision reçue (notification, attestation)",
    Evidence.AGENT: "Le calcul d'un agent de l'organisme",
    Evidence.RULES: "Ma lecture des règles",
    Evidence.EXPECTATION: "Ce que j'attendais",
}
STATES = {
    State.DRAFT: "Brouillon",
    State.NEW: "Reçu, en attente de relecture",
    State.NEEDS_INFORMATION: "L'agent a besoin d'une précision",
    State.ACCEPTED: "Accepté, bientôt publié",
    State.REFUSED: "Refusé",
    State.PUBLISHED: "Publié dans les tests",
    State.WITHDRAWN: "Retiré à la demande de son auteur",
}
AUTHORS = {Author.AGENT: "L'agent", Author.CONTRIBUTOR: "L'auteur du cas"}
PULLS = {
    "none": "La branche est publiée.",
    "open": "Proposé au dépôt des règles, pas encore intégré.",
    "merged": "Intégré aux tests du dépôt des règles.",
    "closed": "Fermé sans être intégré au dépôt des règles.",
}


def case_title(expectations: Sequence[Expectation], month: str) -> str:
    """Return the title of a case: benefits and values, never a word of its contributor."""
    said = []
    for expected in expectations[:3]:
        benefit = expected.target.benefit
        said.append(f"{benefit.label} : {value_words(expected.value, benefit.unit)}")
    more = ", et autres" if len(expectations) > 3 else ""
    return f"{', '.join(said)}{more} en {month_words(month)}"[:180]


def value_words(value: Any, unit: str) -> str:
    """Return an expected value in words."""
    if isinstance(value, bool):
        return "droit ouvert" if value else "pas de droit"
    return f"{number(value)} {unit}" if value else "pas de droit"


def plain_value(value: Any) -> str:
    """Return any value of a check as a person reads it."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    return number(float(value)) if isinstance(value, int | float) else str(value)


def simplification_words(done: dict[str, Any]) -> list[str]:
    """Return what was done to the case before showing it."""
    total = done["kept"] + done["dropped"]
    said = [
        f"{total} informations au départ, {done['kept']} gardées : les autres ne changent rien."
    ]
    if "dates de naissance" in done["coarsened"]:
        said.append("Les dates de naissance sont ramenées au premier d'un mois.")
    if "commune" in done["coarsened"]:
        said.append("La commune est remplacée par sa zone de loyer.")
    return said
