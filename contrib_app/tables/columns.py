"""The columns of a table of decisions → the answers of a household. Data tables, pure functions.

A column is about one fact of the household; a row of texts becomes the very answers that the
questionnaire would have kept, so that a table and a simulation are computed in the same way.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contrib_app.simulator.communes import communes_of, find_commune
from contrib_app.simulator.household import MOST_CHILDREN
from contrib_app.simulator.typed import read_amount, read_day

AMOUNT = "montant"
Facts = dict[str, Any]
REQUIRED = (AMOUNT, "age")
MOST_AGE = 130
YES = {"oui", "o", "1", "vrai", "true", "x", "yes"}
NO = {"non", "n", "0", "faux", "false", "", "no"}
COUPLES = {
    "marie": "marie",
    "mariage": "marie",
    "pacs": "pacse",
    "pacse": "pacse",
    "concubinage": "union_libre",
    "union libre": "union_libre",
    "vie maritale": "union_libre",
    "couple": "union_libre",
    "seul": "seul",
    "isole": "seul",
    "celibataire": "seul",
    "divorce": "seul",
    "veuf": "seul",
}
HOUSING = {
    "locataire": "locataire_vide",
    "locataire vide": "locataire_vide",
    "non meuble": "locataire_vide",
    "locataire meuble": "locataire_meuble",
    "meuble": "locataire_meuble",
    "hlm": "locataire_hlm",
    "locataire hlm": "locataire_hlm",
    "foyer": "locataire_foyer",
    "proprietaire": "proprietaire",
    "accedant": "primo_accedant",
    "primo accedant": "primo_accedant",
    "heberge": "loge_gratuitement",
    "sans domicile": "sans_domicile",
}


@dataclass(frozen=True)
class Fact:
    """A fact of a household that a column may tell.

    hints: words of a header that make us propose it.
    read: what a text says; raises ValueError, in French.
    """

    label: str
    hints: tuple[str, ...]
    read: Callable[[str], Any]


class Unusable(Exception):
    """A row cannot be computed: `problem` says why, in French; `fact` is the one at fault."""

    def __init__(self, fact: str, problem: str):
        self.fact = fact
        self.problem = problem
        super().__init__(f"{fact}: {problem}")


def plain(text: str) -> str:
    """Return a text without accents, capitals or punctuation.

    >>> plain("Âge du conjoint (années)")
    'age du conjoint annees'
    """
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def _age(text: str) -> int:
    age = int(read_amount(text))
    if age > MOST_AGE:
        raise ValueError(f"Un âge est d'au plus {MOST_AGE} ans.")
    return age


def _ages(text: str) -> list[int]:
    """Return the ages of children, youngest or eldest first: « 4, 7, 10 »."""
    ages = [_age(one) for one in re.findall(r"\d+", text)]
    if len(ages) > MOST_CHILDREN:
        raise ValueError(f"{MOST_CHILDREN} enfants au plus.")
    if re.sub(r"[\d\s,;/|-]|ans|et", "", text.lower()):
        raise ValueError("Écrivez les âges des enfants ainsi : 4, 7, 10.")
    return ages


def _yes_no(text: str) -> bool:
    word = plain(text)
    if word not in YES | NO:
        raise ValueError("Écrivez oui ou non.")
    return word in YES


def _one_of(words: Mapping[str, str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if (word := plain(text)) in words:
            return words[word]
        if text in words.values():
            return text
        raise ValueError(f"Écrivez un de ces mots : {', '.join(words)}.")

    return read


def _couple(text: str) -> str:
    if plain(text) in YES:
        return "union_libre"
    return "seul" if plain(text) in NO else _one_of(COUPLES)(text)


def _commune(text: str) -> tuple[str, str]:
    """Return the postal code and the INSEE code of a commune given by either."""
    code = text.strip().upper()
    if found := find_commune(code):
        return found.postal_codes[0] if found.postal_codes else "", found.code
    if fitting := communes_of(code):
        return code, fitting[0].code
    raise ValueError("Écrivez un code INSEE ou un code postal de France.")


FACTS: Mapping[str, Fact] = {
    AMOUNT: Fact(
        "Montant décidé, par mois (0 pour un refus)",
        ("montant", "decision", "droit", "aide versee"),
        read_amount,
    ),
    "age": Fact("Âge du demandeur", ("age", "age demandeur"), _age),
    "naissance": Fact(
        "Date de naissance du demandeur (ramenée au mois)",
        ("naissance", "date de naissance", "ne le"),
        read_day,
    ),
    "couple": Fact(
        "En couple (oui, non, marié, pacsé, concubinage…)",
        ("couple", "situation familiale", "conjoint"),
        _couple,
    ),
    "age_conjoint": Fact("Âge du conjoint", ("age conjoint", "age du conjoint"), _age),
    "ages_enfants": Fact(
        "Âges des enfants (4, 7, 10)", ("enfants", "ages enfants", "age des enfants"), _ages
    ),
    "enfants_handicapes": Fact(
        "Nombre d'enfants handicapés",
        ("enfants handicapes", "aeeh", "nb enfants handicapes"),
        _age,
    ),
    "commune": Fact(
        "Commune (code INSEE ou postal)", ("commune", "code postal", "insee", "cp"), _commune
    ),
    "statut": Fact(
        "Logement (locataire, HLM, meublé, propriétaire, hébergé…)",
        ("statut", "logement", "occupation"),
        _one_of(HOUSING),
    ),
    "loyer": Fact("Loyer mensuel hors charges", ("loyer",), read_amount),
    "charges": Fact("Charges locatives mensuelles", ("charges",), read_amount),
    "salaire": Fact(
        "Salaire net mensuel du demandeur", ("salaire", "ressources", "revenus"), read_amount
    ),
    "salaire_conjoint": Fact(
        "Salaire net mensuel du conjoint",
        ("salaire conjoint", "salaire du conjoint", "revenus conjoint"),
        read_amount,
    ),
    "chomage": Fact(
        "Chômage net mensuel du demandeur", ("chomage", "are", "allocation chomage"), read_amount
    ),
    "retraite": Fact("Retraite nette mensuelle du demandeur", ("retraite", "pension"), read_amount),
    "aah": Fact("AAH mensuelle du demandeur", ("aah",), read_amount),
    "revenus_declares": Fact(
        "Salaires déclarés de l'avant-dernière année (par an)",
        ("revenus declares", "revenu n 2", "avis imposition"),
        read_amount,
    ),
    "mois_a_paris": Fact(
        "Mois passés à Paris depuis cinq ans", ("mois a paris", "anciennete paris"), _age
    ),
    "colocation": Fact("Colocation (oui, non)", ("colocation", "coloc"), _yes_no),
}
INCOMES = ("salaire", "chomage", "retraite", "aah")


def guessed(columns: Sequence[str]) -> dict[str, str]:
    """Return, for each column that a fact fits, that fact: a proposal, to be looked at.

    >>> guessed(["Âge", "Loyer", "Dossier", "Montant"])
    {'Âge': 'age', 'Loyer': 'loyer', 'Montant': 'montant'}
    """
    found: dict[str, str] = {}
    for column in columns:
        name = plain(column)
        fits = [
            (len(hint), key)
            for key, fact in FACTS.items()
            for hint in fact.hints
            if key not in found.values() and re.search(rf"\b{hint}\b", name)
        ]
        if fits:
            found[column] = max(fits)[1]
    return found


def facts_of(columns: Sequence[str], mapping: Mapping[str, str], row: Sequence[str]) -> Facts:
    """Return what a row tells. An empty cell tells nothing.

    mapping: {column: fact}. Raises Unusable.
    """
    found: dict[str, Any] = {}
    for column, text in zip(columns, row, strict=True):
        key = mapping.get(column)
        if key is None or (not text and key != AMOUNT):
            continue
        try:
            found[key] = FACTS[key].read(text or "0")
        except ValueError as error:
            raise Unusable(key, str(error)) from None
    if "age" not in found and "naissance" not in found:
        raise Unusable("age", "L'âge du demandeur manque.")
    if found.get("enfants_handicapes", 0) > len(found.get("ages_enfants", [])):
        raise Unusable("enfants_handicapes", "Il y a plus d'enfants handicapés que d'enfants.")
    return found


def answers_of(facts: Facts, month: str) -> dict[str, dict[str, Any]]:
    """Return the answers that the questionnaire would keep of this household, in that month."""
    children = facts.get("ages_enfants", [])
    couple = facts.get("couple", "union_libre" if "age_conjoint" in facts else "seul")
    answers: dict[str, dict[str, Any]] = {
        "foyer": {"couple": couple, "enfants": len(children), "autres": 0},
        "personne/demandeur": {"naissance": _born(facts, "age", "naissance", month)},
        "logement": {
            "statut": facts.get("statut", "locataire_vide"),
        },
        "loyer": {
            "loyer": facts.get("loyer"),
            "charges": facts.get("charges"),
            "particularites": ["colocation"] if facts.get("colocation") else [],
        },
    }
    if couple != "seul":
        own = _born({"age": facts.get("age_conjoint", facts.get("age", 40))}, "age", "", month)
        answers["personne/conjoint"] = {"naissance": own}
    for rank, age in enumerate(children, 1):
        disabled = rank <= facts.get("enfants_handicapes", 0)
        answers[f"personne/enfant{rank}"] = {
            "naissance": _born({"age": age}, "age", "", month),
            "rattache": "oui",
            "situations": ["handicap"] if disabled else [],
        }
        if disabled:
            answers[f"handicap/enfant{rank}"] = {"taux": "80"}
    if "commune" in facts:
        postal_code, code = facts["commune"]
        answers["logement"]["code_postal"] = postal_code
        answers["commune"] = {"commune": code}
    if "mois_a_paris" in facts:
        answers["paris"] = {"mois_a_paris": facts["mois_a_paris"]}
    _add_incomes(answers, "demandeur", {kind: facts[kind] for kind in INCOMES if kind in facts})
    if "salaire_conjoint" in facts and couple != "seul":
        _add_incomes(answers, "conjoint", {"salaire": facts["salaire_conjoint"]})
    if "revenus_declares" in facts:
        answers["declares/demandeur"] = {"salaires": facts["revenus_declares"]}
    return answers


def _add_incomes(answers: dict[str, Any], who: str, incomes: Mapping[str, float]) -> None:
    answers[f"ressources/{who}"] = {"natures": list(incomes)}
    answers[f"montants/{who}"] = {f"{kind}_moyenne": value for kind, value in incomes.items()}


def _born(facts: Facts, age: str, day: str, month: str) -> str:
    """Return a birth date: the first of a month, so that nobody is known by it."""
    if day in facts:
        return f"{facts[day][:7]}-01"
    return f"{int(month[:4]) - facts[age]}-{month[5:]}-01"
