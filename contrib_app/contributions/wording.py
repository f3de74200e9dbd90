"""French sentences about contributions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from contrib_app.contributions import inwords
from contrib_app.contributions.grading import Grade, grade
from contrib_app.contributions.inwords import Labels
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


HASTE = {
    "too_fast": "Envoyé plus vite que quiconque n'écrit : relisez, puis recommencez dans dix "
    "secondes.",
    "over": "Cette page est restée ouverte trop longtemps. Vos réponses sont là : envoyez-les à "
    "nouveau.",
    "forged": "Cette page n'a pas été envoyée comme elle a été reçue. Envoyez-la à nouveau.",
}
GRADES = {
    Grade.EXACT: "Identique au centime",
    Grade.WITHIN_2_PERCENT: "À 2 % près",
    Grade.WITHIN_10_PERCENT: "À 10 % près",
    Grade.BEYOND: "Au-delà de 10 %",
}
SIGNS = {
    "exact_date": "une date de naissance au jour près",
    "commune": "la commune",
    "rare_status": "une situation rare",
    "many_children": "quatre enfants ou plus",
    "great_age": "un âge de plus de 90 ans",
    "high_income": "un revenu de plus de 10 000 € par mois",
}


def wait_words(seconds: float) -> str:
    """Return how long to wait before proposing another case."""
    minutes = max(1, round(seconds / 60))
    when = f"{minutes} min" if minutes < 90 else "quelques heures"
    return (
        f"Beaucoup de cas viennent d'être proposés d'ici. Revenez dans {when} : rien n'est perdu."
    )


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


def grade_words(check: Mapping[str, Any]) -> str:
    """Return how near the computed value of a check is to the expected one.

    >>> grade_words({"expected": 100, "computed": 101.5, "passed": False})
    'à 2 % près'
    """
    expected, computed = check["expected"], check["computed"]
    numbers = all(isinstance(one, int | float) for one in (expected, computed))
    if not numbers or isinstance(expected, bool) or isinstance(computed, bool):
        return "identique" if check["passed"] else "différent"
    words = GRADES[grade(float(expected), float(computed))]
    return words[0].lower() + words[1:]


def similar_words(count: int) -> str:
    """Return how many cases already show the same thing.

    >>> similar_words(1)
    'Un cas déjà reçu remplit les mêmes conditions : le vôtre comptera comme une preuve de plus.'
    """
    who = "Un cas déjà reçu remplit" if count == 1 else f"{count} cas déjà reçus remplissent"
    return f"{who} les mêmes conditions : le vôtre comptera comme une preuve de plus."


def plain_value(value: Any) -> str:
    """Return any value of a check as a person reads it."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    return number(float(value)) if isinstance(value, int | float) else str(value)


STEPS = {
    "amounts": "Les montants sont arrondis autant que le résultat le permet :",
    "dates": "Les dates de naissance sont ramenées au premier d'un mois :",
    "commune": "La commune est remplacée par ce qui donne le même résultat :",
}


@dataclass(frozen=True)
class Step:
    """What was done to a case, and each thing that it changed, in words."""

    words: str
    changes: tuple[str, ...] = ()


def simplification_steps(done: Mapping[str, Any], labels: Labels) -> list[Step]:
    """Return what was done to a case before showing it, step by step."""
    if "kept" not in done:
        return []
    total = done["kept"] + done["dropped"]
    first = f"{total} informations au départ, {done['kept']} gardées : les autres ne changent rien."
    return [
        Step(first),
        *(
            Step(STEPS[step["what"]], tuple(_change_words(one, labels) for one in step["changes"]))
            for step in done.get("steps", ())
        ),
    ]


def _change_words(change: Sequence[Any], labels: Labels) -> str:
    """Return one change: whose, what, when, before and after."""
    instance, variable, period, before, after = change
    label = labels.get(variable, {"label": variable})
    when = inwords.period_words(period) if period and label.get("kind") != "date" else ""
    said = [inwords.person_words(instance), inwords.PLAIN.get(variable, label["label"]), when]
    values = [inwords.value_words(value, label) for value in (before, after)]
    return f"{', '.join(filter(None, said))} : {values[0]} → {values[1]}"


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
