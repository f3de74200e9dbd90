"""A case → its situation in words: who, what, when, how much. Pure.

Words are those of the law's labels; common facts have plainer ones.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contrib_app.simulator.wording import euros, month_words, number
from lawcases import Case

PERSONS = "individus"
PLAIN = {
    "date_naissance": "Date de naissance",
    "age": "Âge",
    "depcom": "Commune (code INSEE)",
    "zone_apl": "Zone de loyer",
    "statut_occupation_logement": "Logement",
    "statut_marital": "Situation conjugale",
    "loyer": "Loyer hors charges",
    "charges_locatives": "Charges locatives",
    "salaire_net": "Salaire net",
    "salaire_de_base": "Salaire de base",
    "salaire_imposable": "Salaire imposable",
    "garde_alternee": "Garde alternée",
    "handicap": "Handicap reconnu",
    "taux_incapacite": "Taux d'incapacité",
}
GROUPS = {
    "familles": "Famille",
    "foyers_fiscaux": "Foyer fiscal",
    "menages": "Logement",
}
ROLES = {
    "demandeur": "Demandeur",
    "conjoint": "Conjoint",
    "adulte": "Adulte",
    "parent": "Parent",
    "enfant": "Enfant",
    "autre": "Autre personne",
}
Labels = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Fact:
    """One input of a case, in words. when: empty for what has no date."""

    who: str
    what: str
    when: str
    value: str


def facts_of(case: Case, labels: Labels) -> list[Fact]:
    """Return the inputs of a case in words, in its order.

    labels: those of its variables, as `contrib_app.engine.labels` gives them.
    """
    return list(_facts(case, labels))


def names_of(case: Case) -> list[str]:
    """Return the names that may be variables of the inputs of a case."""
    found: dict[str, None] = {}
    for _, _, inputs in _instances(case):
        found |= dict.fromkeys(str(name) for name in inputs)
    return list(found)


def people_of(case: Case) -> list[str]:
    """Return how the persons of a case are called, in order."""
    return [person_words(str(who)) for who in case.input.get(PERSONS, {})]


def person_words(who: str) -> str:
    """Return how a role is called.

    >>> person_words("enfant2"), person_words("demandeur"), person_words("autre_1")
    ('Enfant 2', 'Demandeur', 'Autre personne 1')
    """
    found = re.fullmatch(r"([a-z]+)_?(\d*)", who)
    if not found or found[1] not in ROLES:
        return who
    return f"{ROLES[found[1]]} {found[2]}".strip()


def period_words(period: str) -> str:
    """Return a period in words.

    >>> period_words("2026-11"), period_words("2024"), period_words("month:2026-08:4")
    ('en novembre 2026', 'en 2024', "d'août à novembre 2026")
    >>> period_words("year:2025-11"), period_words("eternity")
    ('de novembre 2025 à octobre 2026', '')
    """
    plain = period.lower().removeprefix("month:")
    if plain == "eternity":
        return ""
    if re.fullmatch(r"(?:year:)?\d{4}", plain):
        return f"en {plain[-4:]}"
    found = re.fullmatch(r"(year:)?(\d{4})-(\d\d)(?::(\d+))?", plain)
    if not found:
        return period
    years, year, month, size = found.groups()
    count = int(size or 1) * (12 if years else 1)
    if count == 1:
        return f"en {month_words(f'{year}-{month}')}"
    last = int(year) * 12 + int(month) - 1 + count - 1
    first, end = month_words(f"{year}-{month}"), month_words(f"{last // 12}-{last % 12 + 1:02}")
    if first[-4:] == end[-4:]:
        first = first[:-5]
    return f"{'d’' if first[0] in 'ao' else 'de '}{first} à {end}".replace("’", "'")


def months_in(period: str) -> int:
    """Return how many months a period has.

    >>> months_in("2026-11"), months_in("2024"), months_in("month:2026-08:4")
    (1, 12, 4)
    """
    plain = period.removeprefix("month:").removeprefix("year:")
    start, _, size = plain.partition(":")
    count = int(size) if size.isdigit() else 1
    is_years = period.startswith("year:") or len(start) == 4
    return count * (12 if is_years else 1)


def value_words(value: Any, label: Mapping[str, Any]) -> str:
    """Return a value in words.

    >>> value_words(True, {}), value_words("hlm", {"members": {"hlm": "Locataire HLM"}})
    ('oui', 'Locataire HLM')
    >>> value_words(1250.5, {"unit": "currency"}), value_words("1990-03-01", {"kind": "date"})
    ('1 250,50 €', '01/03/1990')
    """
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int | float):
        return euros(float(value)) if label.get("unit") == "currency" else number(float(value))
    if label.get("kind") == "date" and re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
        return "/".join(reversed(str(value).split("-")))
    return str(label.get("members", {}).get(str(value), value))


def _facts(case: Case, labels: Labels) -> Iterator[Fact]:
    month = str(case.period)
    for plural, instance, inputs in _instances(case):
        who = person_words(instance) if plural == PERSONS else GROUPS.get(plural, plural)
        for name, given in inputs.items():
            label = labels.get(str(name))
            if label is None:  # a role, with its members
                continue
            what = PLAIN.get(str(name)) or str(label["label"])
            is_dated = isinstance(given, Mapping)
            for at, value in given.items() if is_dated else [(month, given)]:
                when = "" if label["kind"] == "date" else period_words(str(at))
                yield Fact(who, what, when, value_words(value, label))


def _instances(case: Case) -> Iterator[tuple[str, str, Mapping[Any, Any]]]:
    for plural, instances in case.input.items():
        if isinstance(instances, Mapping):
            for instance, inputs in instances.items():
                if isinstance(inputs, Mapping):
                    yield str(plural), str(instance), inputs
