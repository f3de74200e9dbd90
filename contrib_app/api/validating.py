"""A request → what the engine is asked, or everything that is wrong with it.

Nothing reaches OpenFisca that this has not read: it evaluates texts, takes dates of birth in the
future, and computes for hours what a short request can ask.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from contrib_app.api.periods import read_span
from contrib_app.api.problems import MOST_ERRORS, Refused, Wrong, echo, place
from contrib_app.api.vocabulary import Variable, Vocabulary
from contrib_app.simulator.communes import find_commune

MOST_PERSONS, MOST_GROUPS = 20, 8
MOST_VALUES, MOST_OUTPUTS, MOST_PERIODS = 600, 60, 40
LARGEST = 10**7
FIRST_DAY, LAST_DAY = "1900-01-01", "2045-12-31"
ID = re.compile(r"[A-Za-z0-9_]{1,32}", re.ASCII)
TEXT = re.compile(r"[A-Za-z0-9_.-]{1,32}", re.ASCII)
MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
BIRTH, COMMUNE = "date_naissance", "depcom"

Path = tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """What is asked: a situation, its month, and the periods of the variables wanted, if told."""

    situation: Mapping[str, Mapping[str, Mapping[str, Any]]]
    period: str
    outputs: Mapping[str, str] | None


def validated(given: Any, vocabulary: Vocabulary) -> Question:
    """Return a request that can be computed. Raises Refused: all that is wrong, 20 at most."""
    wrong: list[Wrong] = []
    for one in _Reader(vocabulary).problems(given):
        wrong.append(one)
        if len(wrong) == MOST_ERRORS:
            break
    if wrong:
        raise Refused(422, "La situation ne peut pas être calculée", wrong)
    return Question(given["situation"], given["period"], given.get("outputs"))


class _Reader:
    """Reads one request: counts what it holds as it goes."""

    def __init__(self, vocabulary: Vocabulary):
        self.vocabulary = vocabulary
        self.values = 0
        self.periods: set[str] = set()
        self.month = ""

    def problems(self, given: Any) -> Iterator[Wrong]:
        """Yield what is wrong with a request, in its order."""
        if not isinstance(given, dict):
            yield Wrong("corps", "écrivez un objet JSON avec « situation » et « period ».")
            return
        for name in given.keys() - {"situation", "period", "outputs"}:
            yield _wrong((name,), "ce champ n'existe pas : situation, period, outputs.")
        period = given.get("period")
        if not isinstance(period, str) or not MONTH.fullmatch(period) or not read_span(period):
            yield Wrong("period", "écrivez un mois entre 2000-01 et 2049-12, comme 2026-11.")
            return
        self.month = period
        if "outputs" in given:
            yield from self._outputs(given["outputs"])
        yield from self._situation(given.get("situation"))

    def _outputs(self, outputs: Any) -> Iterator[Wrong]:
        if not isinstance(outputs, dict) or not outputs or len(outputs) > MOST_OUTPUTS:
            yield Wrong("outputs", f"nommez de 1 à {MOST_OUTPUTS} variables, avec leur période.")
            return
        for name, period in outputs.items():
            path = ("outputs", name)
            variable = self.vocabulary.variables.get(name)
            if variable is None:
                yield self._unknown(path)
            elif not isinstance(period, str):
                yield _wrong(path, 'écrivez une période entre guillemets, comme "2026-11".')
            elif variable.unit == "eternity" or not _is_exact(variable, period):
                yield _wrong(path, _wanted_period(variable))
            else:
                self.periods.add(period)

    def _situation(self, situation: Any) -> Iterator[Wrong]:
        persons = self.vocabulary.persons
        known = {persons, *self.vocabulary.roles}
        if not isinstance(situation, dict) or not isinstance(situation.get(persons), dict):
            yield Wrong(f"situation.{persons}", "décrivez au moins une personne.")
            return
        for plural in situation.keys() - known:
            yield _wrong(("situation", plural), f"connus ici : {', '.join(sorted(known))}.")
        for plural in [one for one in situation if one in known]:
            most = MOST_PERSONS if plural == persons else MOST_GROUPS
            path = ("situation", plural)
            instances = situation[plural]
            if not isinstance(instances, dict) or not 1 <= len(instances) <= most:
                yield _wrong(path, f"écrivez un objet qui en nomme de 1 à {most}.")
                continue
            yield from self._instances(path, instances)
            if plural != persons:
                yield from self._members(path, instances, situation[persons])

    def _instances(self, path: Path, instances: Mapping[str, Any]) -> Iterator[Wrong]:
        for name, inputs in instances.items():
            inside = (*path, name)
            if not ID.fullmatch(name):
                yield _wrong(inside, "un identifiant a de 1 à 32 lettres sans accent ou chiffres.")
            elif not isinstance(inputs, dict):
                yield _wrong(inside, "écrivez un objet, même vide : {}.")
            else:
                yield from self._inputs(inside, inputs)

    def _members(
        self, path: Path, groups: Mapping[str, Any], persons: Mapping[str, Any]
    ) -> Iterator[Wrong]:
        """Yield what keeps each person from being once, and once only, in these groups."""
        seen: list[str] = []
        for name, inputs in groups.items():
            roles = self.vocabulary.roles[path[-1]]
            given = inputs if isinstance(inputs, dict) else {}
            members = 0
            for role in [one for one in given if one in roles]:
                who, most = given[role], roles[role]
                inside = (*path, name, role)
                if not isinstance(who, list) or not all(isinstance(one, str) for one in who):
                    yield _wrong(inside, "écrivez une liste d'identifiants de personnes.")
                    return
                if unknown := [one for one in who if one not in persons]:
                    yield _wrong(inside, f"« {echo(unknown[0])} » n'est pas une des personnes.")
                    return
                if most is not None and len(who) > most:
                    yield _wrong(inside, f"{most} personne au plus dans ce rôle.")
                members += len(who)
                seen += who
            if not members:
                yield _wrong((*path, name), "ce groupe n'a aucun membre : donnez-lui une personne.")
        for one in persons:
            if seen.count(one) != 1 and ID.fullmatch(one):
                times = "nulle part" if one not in seen else "plusieurs fois"
                yield _wrong(path, f"« {one} » y est {times} ; une personne y est une fois.")

    def _inputs(self, path: Path, inputs: Mapping[str, Any]) -> Iterator[Wrong]:
        roles = self.vocabulary.roles.get(path[1], {})
        for name, value in inputs.items():
            inside = (*path, name)
            if name in roles:
                continue
            variable = self.vocabulary.variables.get(name)
            if variable is None:
                yield self._unknown(inside)
            elif variable.entity != path[1]:
                yield _wrong(inside, f"cette variable se donne dans {variable.entity}.")
            elif isinstance(value, dict):
                if not value:
                    yield _wrong(inside, "donnez une valeur à une période au moins.")
                for period, one in value.items():
                    yield from self._value((*inside, period), variable, period, one)
            else:
                period = "eternity" if variable.unit == "eternity" else self.month
                yield from self._value(inside, variable, period, value)

    def _value(self, path: Path, variable: Variable, period: str, value: Any) -> Iterator[Wrong]:
        self.values += 1
        self.periods.add(period)
        if self.values == MOST_VALUES + 1:
            yield Wrong("situation", f"{MOST_VALUES} valeurs au plus.")
        if len(self.periods) == MOST_PERIODS + 1:
            self.periods.add("")  # said once
            yield Wrong("situation", f"{MOST_PERIODS} périodes différentes au plus.")
        if not _is_taken(variable, period):
            yield _wrong(path, _wanted_period(variable))
        elif problem := _value_problem(variable, path[3], value):
            yield _wrong(path, problem)
        elif path[3] == BIRTH and value[:7] > self.month:
            yield _wrong(path, "cette personne naîtrait après le mois calculé.")

    def _unknown(self, path: Path) -> Wrong:
        name = path[-1]
        return _wrong(path, f"aucune variable ne porte ce nom.{self.vocabulary.near(name)}")


def _wrong(path: Path, message: str) -> Wrong:
    return Wrong(place(*path), message)


def _is_exact(variable: Variable, period: str) -> bool:
    """Tell whether a period is one unit of the variable's own."""
    span = read_span(period)
    return span is not None and span.unit == variable.unit and span.count == 1


def _is_taken(variable: Variable, period: str) -> bool:
    """Tell whether an input may be given for a period: its own, or a longer one that is spread."""
    if variable.unit == "eternity":
        return period in ("eternity", "ETERNITY")
    if _is_exact(variable, period):
        return True
    span = read_span(period)
    units = {"month": ("month", "year"), "year": ("year",)}.get(variable.unit, ())
    return span is not None and variable.spreads and span.unit in units


def _wanted_period(variable: Variable) -> str:
    if variable.unit == "eternity":
        return "cette variable ne dépend pas d'une période ; elle se donne, et ne se calcule pas."
    example = {"month": "2026-11", "year": "2026", "day": "2026-11-01"}.get(variable.unit)
    if example is None:
        return "une variable par semaine ne peut pas être demandée ici."
    return f"écrivez une période comme {example}, entre 2000 et 2049."


def _value_problem(variable: Variable, name: str, value: Any) -> str | None:
    """Return what is wrong with a value, or None."""
    match variable.kind:
        case "bool":
            return None if isinstance(value, bool) else "écrivez true ou false."
        case "int":
            fits = type(value) is int and abs(value) <= LARGEST
            return None if fits else f"écrivez un nombre entier, {LARGEST} au plus."
        case "float":
            fits = type(value) in (int, float) and math.isfinite(value) and abs(value) <= LARGEST
            return None if fits else f"écrivez un nombre sans guillemets, {LARGEST} au plus."
        case "date":
            return None if _is_day(value) else 'écrivez une date comme "1985-01-31".'
        case "enum":
            if isinstance(value, str) and value in variable.members:
                return None
            some = ", ".join(variable.members[:8])
            return f"choisissez parmi : {some}{'…' if len(variable.members) > 8 else ''}"[:180]
    if name == COMMUNE:
        known = isinstance(value, str) and len(value) == 5 and find_commune(value) is not None
        return None if known else 'écrivez le code INSEE d\'une commune, comme "35238".'
    fits = isinstance(value, str) and TEXT.fullmatch(value) is not None
    return None if fits else "écrivez de 1 à 32 lettres sans accent, chiffres, points ou tirets."


def _is_day(value: Any) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return FIRST_DAY <= value <= LAST_DAY
