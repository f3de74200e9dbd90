"""French sentences about conditions and changes."""

from typing import Any

from contrib_app.simulator.wording import number
from contrib_app.understanding.service import Change

RELATIONS = {
    "at most": "{} au plus",
    "below": "moins de {}",
    "at least": "{} au moins",
    "above": "plus de {}",
    "equal": "{} exactement",
    "other than": "autre que {}",
}
MONEY = ("ressource", "plafond", "revenu", "montant", "salaire", "loyer", "smic", "socle", "base")
NOT_MONEY = ("âge", "nombre", "durée", "taux", "enfant", "mois")


def condition_lines(conditions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return each condition in words: what it is about, the household, the text, the state."""
    return [_line(one) for one in conditions]


def _line(condition: dict[str, Any]) -> dict[str, Any]:
    words, asked = condition["words"], condition["threshold_words"]
    line = {
        "words": words[:1].upper() + words[1:],
        "met": condition["met"],
        "source": condition["source"],
        "threshold_words": asked,
    }
    if condition["relation"] is None:
        return line | {"value": "oui" if condition["value"] else "non", "threshold": ""}
    text = f"{words} {asked}".lower()
    is_money = any(word in text for word in MONEY) and not any(
        word in words.lower() for word in NOT_MONEY
    )
    value, threshold = (_value(condition[side], is_money) for side in ("value", "threshold"))
    return line | {"value": value, "threshold": RELATIONS[condition["relation"]].format(threshold)}


def _value(value: Any, is_money: bool) -> str:
    """Return a number in French, with its unit when it is an amount.

    >>> _value(1762.1, True), _value(36, False), _value(True, False)
    ('1 762 €', '36', 'oui')
    """
    if isinstance(value, bool):
        return "oui" if value else "non"
    if is_money:
        return f"{number(round(value))} €"
    return number(round(value, 2))


def change_words(change: Change | None, is_open: bool) -> str:
    """Return what would change a result, in one sentence.

    >>> change_words(Change("100 € de revenus en moins par mois", True, "45 € par mois"), False)
    'Avec 100 € de revenus en moins par mois, cette aide s’ouvrirait : 45 € par mois.'
    """
    if change is None:
        kept = "fermerait" if is_open else "ouvrirait"
        return f"Aucun des changements essayés, un seul à la fois, ne {kept} ce droit."
    if change.opens:
        return f"Avec {change.words}, cette aide s’ouvrirait : {change.result}."
    return f"Avec {change.words}, cette aide ne serait plus due."
