"""French sentences about tables of decisions."""

from collections.abc import Sequence
from itertools import pairwise

from contrib_app.catalogue import Benefit
from contrib_app.contributions.wording import value_words
from contrib_app.simulator.wording import month_words, number, plural
from contrib_app.tables.grading import BOUNDS
from contrib_app.tables.models import Stage
from contrib_app.tables.reading import MOST_COLUMNS, MOST_ROWS, Unreadable

REASONS = {
    "too_large": "Ce fichier est trop gros : 5 Mo au plus.",
    "no_text": "Ce fichier n'est pas du texte. Enregistrez votre tableur au format CSV.",
    "no_header": "La première ligne doit porter le titre de chaque colonne.",
    "too_many_columns": f"Ce tableau a trop de colonnes : {MOST_COLUMNS} au plus.",
    "too_many_rows": f"Ce tableau a trop de lignes : {MOST_ROWS} au plus. Coupez-le.",
    "same_name": "Deux colonnes portent le même titre : changez l'un des deux.",
    "ragged": "Cette ligne n'a pas autant de valeurs que la première a de titres.",
    "too_long": "Une valeur de cette ligne est trop longue pour un fait chiffré.",
    "no_row": "Ce tableau n'a aucune ligne sous ses titres.",
}
STAGES = {
    Stage.UPLOADED: "colonnes à relier",
    Stage.WAITING: "calcul en cours",
    Stage.DONE: "comparé",
    Stage.FAILED: "calcul impossible",
}


def refusal(error: Unreadable) -> str:
    """Return why a file cannot be read, with its line."""
    where = f" (ligne {error.line})" if error.line else ""
    return f"{REASONS[error.reason]}{where}"


def case_title(benefit: Benefit | None, amount: float, month: str) -> str:
    """Return the title of the case of a decision: the benefit and its value."""
    if benefit is None:
        return f"Décision de {month_words(month)}"
    return f"{benefit.label} : {value_words(amount, benefit.unit)} en {month_words(month)}"


def cluster_sentence(wrong: int, among: int) -> str:
    """Return what the agent who reviews a case of a cluster must know.

    >>> cluster_sentence(1, 4)
    "Tableau de décisions : 1 désaccord sur 4 lignes où l'on trouve les mêmes conditions."
    """
    return (
        f"Tableau de décisions : {plural(wrong, 'désaccord')} sur {plural(among, 'ligne')} "
        "où l'on trouve les mêmes conditions."
    )


def gap_words() -> list[str]:
    """Return the name of each interval of gaps, in order.

    >>> gap_words()[0], gap_words()[6]
    ('moins de −200 €', 'de −1 à 1 €')
    """
    edges = [number(bound).replace("-", "−") for bound in BOUNDS]
    middle = [f"de {low} à {high} €" for low, high in pairwise(edges)]
    return [f"moins de {edges[0]} €", *middle, f"{edges[-1]} € et plus"]


def condition_words(conditions: Sequence[Sequence[str | bool]]) -> str:
    """Return the conditions of a cluster in words.

    >>> condition_words([["couple", True], ["loyer ≥ 740", False]])
    'couple ; et non : loyer ≥ 740'
    """
    said = [str(question) if answer else f"non : {question}" for question, answer in conditions]
    return " ; et ".join(said) or "toutes les lignes"
