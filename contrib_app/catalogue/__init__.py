"""The benefits shown to people: one YAML file each in `benefits/`, read here and checked.

A file that does not fit the schema stops the application at its start, with file and reason: a
benefit is never shown with a missing word.
"""

import re
from collections.abc import Iterable
from dataclasses import MISSING, dataclass, fields, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import yaml

FOLDER = Path(__file__).parent / "benefits"
TOGETHER = (
    ("warning", "warning_since"),
    ("not_computable_for", "not_computable_text"),
    ("unknown_for", "unknown_text"),
    ("basis", "without_basis"),
)
EXPECTED = {
    "entity": "famille (ou individu, menage, foyer_fiscal)",
    "kind": "amount (ou rate, price, right)",
    "organism": "qui verse ou rend le service",
    "purpose": "à quoi elle sert, en une phrase",
    "checked_on": '"2026-01-31"',
}


@dataclass(frozen=True, kw_only=True)
class Variant:
    """What one place changes in a benefit: who pays it there, where to read, where to apply.

    The place is a `departement`, an `epci` (SIREN number) or `communes` (prefixes of INSEE codes).
    """

    departement: str | None = None
    epci: str | None = None
    communes: tuple[str, ...] = ()
    organism: str | None = None
    information: str | None = None
    apply: str | None = None

    def holds_in(self, commune: str, epci: str | None, departement: str) -> bool:
        """Tell whether a commune is in the place of this variant."""
        if self.communes:
            return commune.startswith(self.communes)
        return self.epci == epci if self.epci else self.departement == departement


@dataclass(frozen=True, kw_only=True)
class Detail:
    """Another value of the same service, shown with an open right: a price, or a tariff bracket.

    zero: how nothing to pay is said.
    """

    variable: str
    label: str
    zero: str = "gratuit"


@dataclass(frozen=True, kw_only=True)
class Benefit:
    """What people must know of one benefit.

    variable: what OpenFisca computes; it is also the name of the file and of the benefit.
    entity: whose result it is; an individual benefit has one result per person.
    kind: `price` is what people pay; a `right` is open or not, and has no unit.
    unit: how an amount reads, after the number.
    periodicity: the period of the variable: a month, a year that begins with the month of the
        claim, or a civil year. What is paid once a year can be carried by a month: then only the
        unit says so.
    rounding: amounts are shown to the nearest multiple of it, in the unit.
    path: folder of its cases in the corpus, `<echelon>/<territory>/<benefit>`.
    communes: prefixes of the INSEE codes where it exists.
    epci: SIREN number of the intercommunality where it exists. Neither: it exists everywhere.
    variants: places that change its links; the first that fits wins.
    replaces: national benefit that this one is the local form of, and hides where it exists.
    eligibility: boolean variable that says the right without its amount, if there is one.
    basis: variable without which an open right has no known amount; `without_basis` says so.
    details: other values of the same service.
    unchecked: conditions that the simulation cannot check.
    documents: forms and papers that the claim needs.
    warning: why the amount may be wrong today, shown with it; `warning_since` is its date.
    not_computable_for: activities of an adult, or housing, for which nobody can compute it.
    unknown_for: questions that leave the right unknown, unless it is open anyway, when nobody could
        answer them; `unknown_text` says what to do then.
    """

    variable: str
    label: str
    entity: Literal["individu", "famille", "foyer_fiscal", "menage"]
    kind: Literal["amount", "rate", "price", "right"]
    unit: str = ""
    rounding: int | float = 1
    organism: str
    purpose: str
    path: str
    information: str
    apply: str
    checked_on: str
    periodicity: Literal["month", "year", "civil_year"] = "month"
    territory: str = "France"
    communes: tuple[str, ...] = ()
    epci: str | None = None
    variants: tuple[Variant, ...] = ()
    replaces: str | None = None
    eligibility: str | None = None
    basis: str | None = None
    without_basis: str | None = None
    details: tuple[Detail, ...] = ()
    companions: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    warning: str | None = None
    warning_since: str | None = None
    not_computable_for: tuple[str, ...] = ()
    not_computable_text: str | None = None
    unknown_for: tuple[str, ...] = ()
    unknown_text: str | None = None

    @property
    def variables(self) -> tuple[str, ...]:
        """Return every variable needed to show this benefit."""
        needed = filter(None, [self.eligibility, self.basis])
        return (self.variable, *needed, *(one.variable for one in self.details), *self.companions)

    def period_of(self, month: str) -> str:
        """Return the period to compute for a claim of that month (`2026-11`)."""
        return {"month": month, "year": f"year:{month}", "civil_year": month[:4]}[self.periodicity]

    def exists_in(self, commune: str, epci: str | None) -> bool:
        """Tell whether the benefit exists in the commune of that INSEE code, member of `epci`."""
        if self.epci:
            return self.epci == epci
        return not self.communes or commune.startswith(self.communes)

    def for_place(self, commune: str, epci: str | None, departement: str) -> "Benefit":
        """Return the benefit with the links and the organism of that place."""
        fitting = (one for one in self.variants if one.holds_in(commune, epci, departement))
        variant = next(fitting, None)
        if variant is None:
            return self
        return replace(
            self,
            organism=variant.organism or self.organism,
            information=variant.information or self.information,
            apply=variant.apply or self.apply,
        )


Entry = TypeVar("Entry", Variant, Detail, Benefit)


class CatalogueError(Exception):
    """A benefit's file is wrong: where, what, and what instead, in the words of its author."""

    def __init__(self, file: Path, line: int, problem: str, remedy: str):
        self.line = line
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{file.name}:{line} : {problem}. {remedy}")


class Wrong(ValueError):
    """A key does not fit the schema: which one, why, and what instead."""

    def __init__(self, key: str, problem: str, remedy: str):
        self.key = key
        self.problem = problem
        self.remedy = remedy
        super().__init__(problem)


@cache
def load_catalogue(folder: Path = FOLDER) -> tuple[Benefit, ...]:
    """Return all benefits, national ones first, then by territory and label.

    Raises CatalogueError on a file that does not fit `Benefit`.
    """
    found = [read_benefit(file) for file in sorted(folder.glob("*.yaml"))]
    return tuple(sorted(found, key=lambda b: (b.territory != "France", b.territory, b.label)))


def read_benefit(file: Path) -> Benefit:
    """Read one benefit's file. Raises CatalogueError when it does not fit `Benefit`."""
    text = file.read_text(encoding="utf-8")
    try:
        given: Any = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        remedy = "Vérifiez ses espaces, ses deux-points et ses guillemets"
        raise CatalogueError(file, line, "cette ligne n'est pas lisible", remedy) from None
    try:
        return _benefit(given, file.stem)
    except Wrong as error:
        line = _line_of(text, error.key)
        raise CatalogueError(file, line, error.problem, error.remedy) from None


def _benefit(given: Any, variable: str) -> Benefit:
    """Build a benefit from what its file holds. Raises Wrong."""
    if not isinstance(given, dict):
        raise Wrong("", "ce n'est pas la fiche d'une aide", "Écrivez label, entity, kind…")
    variants = tuple(_entry(Variant, one, "variants") for one in given.get("variants") or ())
    details = tuple(_entry(Detail, one, "details") for one in given.get("details") or ())
    benefit = _entry(Benefit, {**given, "variants": variants, "details": details}, "", variable)
    _check_benefit(benefit)
    for variant in variants:
        _check_variant(variant)
    return benefit


def _line_of(text: str, key: str) -> int:
    """Return the line of a key of the file, or the first."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    lines = [name.start_mark.line + 1 for name, _ in pairs if name.value == key]
    return int(lines[0]) if lines else 1


def _entry(kind: type[Entry], given: Any, inside: str, variable: str = "") -> Entry:
    """Build one entry of the catalogue; `inside` is the key that holds it, if any.

    Raises Wrong on a key that is missing or unknown, or a value of another type.
    """
    if not isinstance(given, dict):
        raise Wrong(inside, f"« {given} » ne va pas dans {inside}", "Écrivez des clés et valeurs")
    known = {"variable": variable} if variable else {}
    keys = {field.name: field for field in fields(kind) if field.name not in known}
    for key in given:
        if key not in keys:
            near = get_close_matches(str(key), keys, n=1)
            remedy = f"Vouliez-vous écrire « {near[0]} » ?" if near else "Supprimez-la"
            raise Wrong(inside or str(key), f"« {key} » n'est pas une clé connue", remedy)
    for name, field in keys.items():
        if field.default is MISSING and name not in given:
            raise Wrong(
                inside, f"il manque « {name} »", f"Ajoutez {name}: {EXPECTED.get(name, '…')}"
            )
    lists = {key: tuple(value) for key, value in given.items() if isinstance(value, list)}
    entry = kind(**{**given, **lists, **known})
    for name, hint in get_type_hints(kind).items():
        value = getattr(entry, name)
        if not _fits(value, hint):
            shown = str(value) if isinstance(value, str | int | float) else "cette valeur"
            raise Wrong(inside or name, f"{name} : « {shown} » ne convient pas", _expected(hint))
    return entry


def _expected(hint: Any) -> str:
    """Return what a field takes, in words."""
    if get_origin(hint) is Literal:
        return f"Choisissez parmi {', '.join(get_args(hint))}"
    if get_origin(hint) is tuple:
        return "Écrivez une liste, un élément par ligne, chacun après un tiret"
    return "Écrivez un nombre" if hint == int | float else "Écrivez un texte, entre guillemets"


def _fits(value: Any, hint: Any) -> bool:
    """Tell whether a value has the type of its field: text, number, choice, or list of these."""
    if get_origin(hint) is Literal:
        return value in get_args(hint)
    if get_origin(hint) is tuple:
        return isinstance(value, tuple) and all(_fits(one, get_args(hint)[0]) for one in value)
    return isinstance(value, hint)


def _check_benefit(benefit: Benefit) -> None:
    """Raise Wrong when two keys contradict each other."""
    if benefit.rounding <= 0:
        raise Wrong("rounding", "rounding doit être au-dessus de 0", "Écrivez 1, ou 0.01")
    if benefit.kind == "right" and benefit.unit:
        raise Wrong("unit", "unit : un droit n'a pas d'unité", "Supprimez unit")
    if benefit.kind != "right" and not benefit.unit:
        raise Wrong("kind", "unit manque : un montant se lit avec son unité", "Ajoutez unit")
    for one, other in TOGETHER:
        if bool(getattr(benefit, one)) != bool(getattr(benefit, other)):
            given, lacking = (one, other) if getattr(benefit, one) else (other, one)
            raise Wrong(given, f"{given} va avec {lacking}", f"Ajoutez {lacking}")


def _check_variant(variant: Variant) -> None:
    """Raise Wrong when a variant has no place, or several, or changes nothing."""
    places = [one for one in (variant.departement, variant.epci, variant.communes) if one]
    if len(places) != 1:
        remedy = "Donnez departement, epci ou communes, un seul des trois"
        raise Wrong("variants", f"une variante vaut pour un lieu, et en a {len(places)}", remedy)
    if not (variant.organism or variant.information or variant.apply):
        remedy = "Donnez organism, information ou apply"
        raise Wrong("variants", f"la variante de {places[0]} ne change rien", remedy)


def find_benefit(variable: str) -> Benefit | None:
    """Return the benefit of that variable, or None."""
    return next((b for b in load_catalogue() if b.variable == variable), None)


def label_words() -> frozenset[str]:
    """Return the words of labels, places and organisms: with a capital, they name nobody."""
    said = (f"{one.label} {one.territory} {one.organism}" for one in load_catalogue())
    return frozenset(word for text in said for word in re.findall(r"\w+", text))


def variables_of(benefits: Iterable[Benefit], month: str) -> dict[str, str]:
    """Return every variable that these benefits need, with the period of a claim of that month."""
    return {name: benefit.period_of(month) for benefit in benefits for name in benefit.variables}
