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


MAILS = {
    State.NEEDS_INFORMATION: "L'agent qui relit votre cas vous pose une question.",
    State.ACCEPTED: "Un agent a accepté votre cas.",
    State.REFUSED: "Un agent a refusé votre cas. Son motif est sur la page de suivi. "
    "Votre e-mail vient d'être effacé.",
    State.PUBLISHED: "Votre cas est proposé au dépôt des règles.",
}


def mail_about(number: int, state: State, url: str) -> tuple[str, str]:
    """Return the subject and the text of an e-mail; the text is empty when there is none to send.

    Neither holds the secret code, nor a word of the case.
    """
    said = MAILS.get(state, "")
    return f"Votre cas n° {number}", f"{said}\n{_how_to_follow(url)}" if said else ""


def mail_about_flip(number: int, passed: bool, url: str) -> tuple[str, str]:
    """Return the subject and the text of an e-mail about new rules."""
    said = (
        "Les règles ont changé : elles donnent maintenant le résultat de votre cas."
        if passed
        else "Les règles ont changé : elles ne donnent plus le résultat de votre cas."
    )
    return f"Votre cas n° {number}", f"{said}\n{_how_to_follow(url)}"


def _how_to_follow(url: str) -> str:
    return (
        f"\nPour en savoir plus, ou ne plus recevoir ces messages : {url}/suivi, "
        "avec votre code de suivi.\n"
    )
