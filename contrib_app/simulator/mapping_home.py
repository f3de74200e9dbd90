"""What was said of the home and its housing → the variables of the household. Pure."""

from collections.abc import Iterator
from typing import Any

from contrib_app.simulator.calendar import Calendar
from contrib_app.simulator.household import Answers, commune

SAID_OF_RENT = {
    "colocation": "coloc",
    "chambre": "logement_chambre",
    "crous": "logement_crous",
}
"""Boxes of the rent page that belong to the household; `famille` belongs to the family."""
CHARGED = ("locataire_vide", "locataire_hlm", "locataire_foyer")
"""A furnished rent includes its charges."""


def home_inputs(answers: Answers, calendar: Calendar) -> Iterator[tuple[str, Any]]:
    """Yield the inputs of the household."""
    period, length = calendar.short
    status = answers.get("logement", {}).get("statut")
    if place := commune(answers):
        yield "depcom", dict.fromkeys(calendar.short_and_january(), place.code)
    if status:
        yield "statut_occupation_logement", dict.fromkeys(calendar.short_and_january(), status)
    if pays_for_housing(answers):
        rent = answers.get("loyer", {})
        if rent.get("loyer"):
            yield "loyer", {period: round(length * rent["loyer"], 2)}
        if rent.get("charges") and status in CHARGED:
            yield "charges_locatives", {period: round(length * rent["charges"], 2)}
        for box, variable in SAID_OF_RENT.items():
            if box in ticked(answers):
                yield variable, {period: True}
    if status == "loge_gratuitement" and (
        answers.get("hebergement", {}).get("participation") == "oui"
    ):
        yield "participation_frais", {period: True}
    if answers.get("paris", {}).get("copropriete"):
        yield "paris_charges_copropriete", {calendar.month: answers["paris"]["copropriete"]}


def pays_for_housing(answers: Answers) -> bool:
    """Tell whether the home has a rent or a mortgage."""
    status = answers.get("logement", {}).get("statut") or ""
    return status.startswith("locataire") or status == "primo_accedant"


def is_tenant(answers: Answers) -> bool:
    return (answers.get("logement", {}).get("statut") or "").startswith("locataire")


def ticked(answers: Answers) -> list[str]:
    """Return the particular features of a rented home."""
    return answers.get("loyer", {}).get("particularites") or [] if is_tenant(answers) else []
