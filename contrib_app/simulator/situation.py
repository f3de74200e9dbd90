"""Answers → the situation that OpenFisca computes. Data tables and small pure functions.

What periods an answer fills follows what the law reads:
- incomes: the year N-2 as it is declared, then every month since January of N-1, then the month M;
- conditions and housing: the month M and the three before;
- benefits received in the past: nothing before M-3 unless somebody says so, and no RSA until M.

OpenFisca keeps a variable for everybody at once: what is given for one person and one period is
0 there for all the others. So the same periods, that never overlap, serve for everybody.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from contrib_app.simulator.household import (
    PAID,
    Answers,
    adults,
    autonomy,
    children,
    commune,
    elders,
    in_couple,
    in_paris,
    natures,
    others,
    person,
    persons,
)

Inputs = dict[str, dict[str, Any]]


Convert = Callable[[float], float]


class Income(NamedTuple):
    """A kind of income: its words, and the variables it fills, each from the net amount.

    declared: the line of the tax notice where it appears, and how much of it, if it does.
    """

    label: str
    variables: Mapping[str, Convert]
    declared: tuple[str, Convert] | None = None


def same(net: float) -> float:
    return net


def wage_base(net: float) -> float:
    """Gross wage: about 22 % of contributions."""
    return net / 0.78


def wage_taxable(net: float) -> float:
    """Taxable wage: the net plus the part of CSG and CRDS that is not deductible (2.9 %)."""
    return net + 0.029 * 0.9825 * wage_base(net)


def unemployment_gross(net: float) -> float:
    return net / (1 - (0.067 * 0.9825 + 0.028))


def unemployment_taxable(net: float) -> float:
    """CSG and CRDS that are not deductible: 2.9 % of 98.25 % of the gross."""
    return net + 0.029 * 0.9825 * unemployment_gross(net)


def pension_gross(net: float) -> float:
    return net / 0.926


def pension_taxable(net: float) -> float:
    """CSG and CRDS that are not deductible: 2.9 % of the gross."""
    return net + 0.029 * pension_gross(net)


INCOMES: dict[str, Income] = {
    "salaire": Income(
        "Salaire, primes comprises",
        {
            "salaire_net": same,
            "salaire_imposable": wage_taxable,
            "salaire_de_base": wage_base,
        },
        ("salaires", wage_taxable),
    ),
    "chomage": Income(
        "Allocation chômage (ARE)",
        {"chomage_net": same, "chomage_brut": unemployment_gross},
        ("chomage", unemployment_taxable),
    ),
    "retraite": Income(
        "Retraite, pension de réversion",
        {"retraite_nette": same, "retraite_brute": pension_gross},
        ("retraites", pension_taxable),
    ),
    "invalidite": Income("Pension d'invalidité", {"pensions_invalidite": same}),
    "maladie": Income("Indemnités journalières maladie", {"indemnites_journalieres_maladie": same}),
    "maternite": Income(
        "Indemnités journalières maternité, paternité, adoption",
        {"indemnites_journalieres_maternite": same},
    ),
    "aah": Income("Allocation aux adultes handicapés (AAH)", {"aah": same}),
    "ass": Income("Allocation de solidarité spécifique (ASS)", {"ass": same}),
    "pension_recue": Income(
        "Pension alimentaire reçue", {"pensions_alimentaires_percues": same}, ("pensions", same)
    ),
    "pension_versee": Income(
        "Pension alimentaire versée", {"pensions_alimentaires_versees_individu": same}
    ),
    "locatif": Income("Revenus locatifs", {"revenus_locatifs": same}),
    "capital": Income("Revenus de l'épargne et des placements", {"revenus_capital": same}),
    "bourse": Income("Bourse de l'enseignement supérieur", {"bourse_enseignement_sup": same}),
}

DECLARED = {
    "salaires": "salaire_imposable",
    "chomage": "chomage_imposable",
    "retraites": "retraite_imposable",
    "pensions": "pensions_alimentaires_percues",
}

ACTIVITIES = {
    "salarie": "actif",
    "independant": "actif",
    "chomeur": "chomeur",
    "etudiant": "etudiant",
    "retraite": "retraite",
    "inactif": "inactif",
}
MARITAL = {"marie": "marie", "pacse": "pacse"}
NATIONALITIES = {"ue": "DE", "autre": "MA"}

GIR = {"jamais": "gir_6", "ponctuellement": "gir_5", "regulierement": "gir_1"}
DEPENDENT = {"gir_1", "gir_2", "gir_3", "gir_4"}
SAID_YES = {
    "inaptitude": "paris_avantage_vieillesse_inaptitude",
    "ancien_combattant": "paris_ancien_combattant",
    "mutuelle": "paris_mutuelle_payante",
}
SAID_AMOUNTS = {
    "cotisation": "paris_cotisation_mutuelle_annuelle",
    "plan_aide": "dependance_plan_aide_domicile",
}
DISABILITY_TITLES = (
    "aah",
    "actp",
    "pch_aide_humaine",
    "pension_invalidite_2_ou_3",
    "pension_veuf_invalide",
    "rente_at_80",
    "pension_anticipee_fonctionnaire",
    "rente_viagere_cdc",
)

PAY_NOTHING = ("proprietaire", "loge_gratuitement", "sans_domicile")
PERSON_BENEFITS = ("aah", "ass", "asi")
FAMILY_BENEFITS = ("af", "cf", "asf", "paje_base", "rsa", "ppa", "aide_logement", "aspa")
RECEIVED = ("af", "aide_logement", "rsa", "ppa")


def situation_of(answers: Answers, month: str) -> dict[str, dict[str, Any]]:
    """Return the situation for a computation in `month` (`2026-11`), entity by entity."""
    calendar = Calendar(month)
    everybody = {who: dict(_person(answers, who, calendar)) for who in persons(answers)}
    return {
        "individus": everybody,
        "familles": _families(answers, calendar),
        "foyers_fiscaux": _tax_households(answers, calendar),
        "menages": {"menage": {**_home_members(answers), **_home(answers, calendar)}},
    }


class Calendar:
    """The periods that answers fill, around a month M."""

    def __init__(self, month: str):
        self.first = date.fromisoformat(f"{month}-01")
        self.month = month
        self.year = self.first.year
        self.before_last_year = str(self.year - 2)

    def ago(self, months: int) -> str:
        """Return the month that is so many months before M.

        >>> Calendar("2026-02").ago(3)
        '2025-11'
        """
        index = self.year * 12 + self.first.month - 1 - months
        return f"{index // 12}-{index % 12 + 1:02}"

    @property
    def spans(self) -> list[tuple[str, int]]:
        """Return what goes from January of N-1 to M-1, without overlap, with lengths in months.

        The last twelve months are cut at M-3, as past benefits are.

        >>> Calendar("2026-11").spans
        [('month:2025-01:10', 10), ('month:2025-11:9', 9), ('month:2026-08:3', 3)]
        """
        before = self.first.month - 1
        found = [(self.ago(12 + before), before), (self.ago(12), 9), (self.ago(3), 3)]
        return [
            (f"month:{start}:{count}" if count > 1 else start, count)
            for start, count in found
            if count
        ]

    @property
    def short(self) -> tuple[str, int]:
        """M and the three months before."""
        return f"month:{self.ago(3)}:4", 4

    @property
    def long_ago(self) -> str:
        """From M-12 to M-4."""
        return f"month:{self.ago(12)}:9"

    @property
    def past_year(self) -> tuple[str, int]:
        """From M-12 to M-1, as OpenFisca itself writes it."""
        start = self.ago(12)
        return start[:4] if start.endswith("-01") else f"year:{start}", 12


def _person(answers: Answers, who: str, calendar: Calendar) -> Iterator[tuple[str, Any]]:
    """Yield the inputs of a person: identity and conditions, then incomes."""
    given = person(answers, who)
    if born := given.get("naissance"):
        yield "date_naissance", born
    short, _ = calendar.short
    if activity := ACTIVITIES.get(given.get("activite") or ""):
        yield "activite", {short: activity}
    if who in ("demandeur", "conjoint"):
        status = MARITAL.get(answers.get("foyer", {}).get("couple") or "", "celibataire")
        yield "statut_marital", {short: status}
    if nationality := NATIONALITIES.get(given.get("nationalite") or ""):
        yield "nationalite", {short: nationality}
        yield "duree_possession_titre_sejour", {short: given.get("annees_sejour") or 0}
    if given.get("handicap") == "oui":
        yield "handicap", {short: True}
        yield "taux_incapacite", {short: 0.9 if given.get("taux") == "80" else 0.7}
    if given.get("garde_alternee") == "oui":
        yield "garde_alternee", {short: True}
    if given.get("activite") == "etudiant":
        rank = answers.get(f"etudes/{who}", {}).get("echelon")
        yield "bourse_criteres_sociaux_echelon", {short: -1 if rank is None else int(rank)}
    months = answers.get("paris", {}).get("mois_a_paris")
    if months is not None and who in adults(answers):
        yield "paris_duree_residence_mois", {calendar.month: months}
    if who in adults(answers):
        yield from _autonomy(answers, who, calendar)
        yield from _care(answers, who, calendar)
    if who in _housed_parents(answers, calendar):
        yield "paris_parent_age_accueilli", {calendar.month: True}
    yield from _incomes(answers, who, calendar).items()


def _autonomy(answers: Answers, who: str, calendar: Calendar) -> Iterator[tuple[str, Any]]:
    """Yield what an adult said of daily help and health. "I do not know" gives nothing."""
    given = autonomy(answers, who, calendar.month)
    need = given.get("besoin_aide")
    gir = f"gir_{given['gir']}" if need == "gir" and "gir" in given else GIR.get(need or "")
    if gir:
        yield "gir", {calendar.short[0]: gir}
    if gir in DEPENDENT and in_paris(answers):
        yield "paris_perte_autonomie", {calendar.month: True}
    if given.get("titre_handicap") in DISABILITY_TITLES:
        yield "paris_titre_handicap", {calendar.month: given["titre_handicap"]}
    for answer, variable in SAID_YES.items():
        if given.get(answer) == "oui":
            yield variable, {calendar.month: True}
    for answer, variable in SAID_AMOUNTS.items():
        if given.get(answer):
            yield variable, {calendar.month: given[answer]}


def _care(answers: Answers, who: str, calendar: Calendar) -> Iterator[tuple[str, Any]]:
    """Yield what the adult who stopped working for a sick relative lost, in Paris."""
    given = answers.get("accompagnement", {})
    cares = answers.get("paris", {}).get("accompagnement") == "oui" and in_paris(answers)
    if not cares or who != given.get("qui", "demandeur"):
        return
    yield "paris_accompagnement_parent_malade", {calendar.month: True}
    yield "paris_accompagnement_perte_revenus", {calendar.month: given.get("perte") or 0}
    if given.get("indemnites"):
        yield "paris_accompagnement_autres_indemnites", {calendar.month: given["indemnites"]}


def _housed_parents(answers: Answers, calendar: Calendar) -> list[str]:
    """Return the parents of 75 or more who live with the family, in Paris."""
    if not in_paris(answers):
        return []
    chosen = answers.get("paris", {}).get("parents_ages") or []
    return [who for who in elders(answers, calendar.month) if who in chosen]


def _incomes(answers: Answers, who: str, calendar: Calendar) -> Inputs:
    """Return the incomes of a person, and the benefits that nobody in the home received."""
    amounts = answers.get(f"montants/{who}", {})
    found: Inputs = dict(_year_before_last(answers, who, calendar))
    for kind in natures(answers, who):
        mean = amounts.get(f"{kind}_moyenne") or 0
        current = amounts.get(f"{kind}_actuel")
        for variable, convert in INCOMES[kind].variables.items():
            found[variable] = found.get(variable, {}) | {
                **{span: round(length * convert(mean), 2) for span, length in calendar.spans},
                calendar.month: round(convert(mean if current is None else current), 2),
            }
    received = {kind for one in persons(answers) for kind in natures(answers, one)}
    for benefit in PERSON_BENEFITS:
        if benefit not in received:
            found[benefit] = {calendar.long_ago: 0}
    return found


def _year_before_last(
    answers: Answers, who: str, calendar: Calendar
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the incomes of N-2: those declared, or, if none is, those of the last twelve months."""
    amounts = answers.get(f"montants/{who}", {})
    declared = answers.get(f"declares/{who}", {})
    year = calendar.before_last_year
    if any(line in declared for line in DECLARED):
        for line, variable in DECLARED.items():
            yield variable, {year: declared.get(line) or 0}
        return
    for kind in natures(answers, who):
        income, total = INCOMES[kind], 12 * (amounts.get(f"{kind}_moyenne") or 0)
        if income.declared:
            line, convert = income.declared
            yield DECLARED[line], {year: round(convert(total), 2)}
        else:
            for variable, convert in income.variables.items():
                yield variable, {year: round(convert(total), 2)}


def _families(answers: Answers, calendar: Calendar) -> dict[str, dict[str, Any]]:
    family: dict[str, Any] = {"parents": adults(answers)}
    if children(answers):
        family["enfants"] = children(answers)
    received = answers.get("prestations", {})
    past, length = calendar.past_year
    for benefit in FAMILY_BENEFITS:
        amount = received.get(benefit)
        if amount is not None:
            family[benefit] = {past: round(length * amount, 2)}
        elif benefit == "rsa":
            family[benefit] = {past: 0}
        else:
            family[benefit] = {calendar.long_ago: 0}
    quotient = answers.get("brest", {}).get("quotient")
    if quotient is not None:
        family["quotient_familial_caf"] = {calendar.month: quotient}
    if _housed_parents(answers, calendar):
        family["paris_parent_age_accueillant"] = {calendar.month: True}
    return {"famille": family, **{f"famille_{who}": {"parents": [who]} for who in others(answers)}}


def _tax_households(answers: Answers, calendar: Calendar) -> dict[str, dict[str, Any]]:
    """Return the tax households: one for a married couple, one each for partners who are not."""
    alone = others(answers)
    attached: list[str] = []
    for child in children(answers):
        (alone if person(answers, child).get("rattache") == "non" else attached).append(child)
    declarants = adults(answers)
    if in_couple(answers) and answers["foyer"]["couple"] == "union_libre":
        declarants, alone = ["demandeur"], ["conjoint", *alone]
    members = {"foyer_fiscal": declarants} | {f"foyer_{who}": [who] for who in alone}
    found: dict[str, dict[str, Any]] = {
        name: {"declarants": who, **_paid_alimony(answers, who, calendar)}
        for name, who in members.items()
    }
    if attached:
        found["foyer_fiscal"]["personnes_a_charge"] = attached
    return found


def _paid_alimony(answers: Answers, members: list[str], calendar: Calendar) -> dict[str, Any]:
    """Return what a tax household deducts for N-2 and N-1: negative, as OpenFisca has it."""
    paid = sum(
        12 * (answers.get(f"montants/{who}", {}).get(f"{PAID}_moyenne") or 0)
        for who in members
        if PAID in natures(answers, who)
    )
    if not paid:
        return {}
    years = (calendar.before_last_year, str(calendar.year - 1))
    return {"pensions_alimentaires_versees": dict.fromkeys(years, -round(paid, 2))}


def _home_members(answers: Answers) -> dict[str, Any]:
    members: dict[str, Any] = {"personne_de_reference": ["demandeur"]}
    if in_couple(answers):
        members["conjoint"] = ["conjoint"]
    if children(answers):
        members["enfants"] = children(answers)
    if others(answers):
        members["autres"] = others(answers)
    return members


def _home(answers: Answers, calendar: Calendar) -> dict[str, Any]:
    given = answers.get("logement", {})
    period, length = calendar.short
    found: dict[str, Any] = {}
    if place := commune(answers):
        found["depcom"] = {period: place.code}
    if status := given.get("statut"):
        found["statut_occupation_logement"] = {period: status}
    for answer, variable in (("loyer", "loyer"), ("charges", "charges_locatives")):
        if given.get(answer) and status not in PAY_NOTHING:
            found[variable] = {period: round(length * given[answer], 2)}
    if given.get("colocation") == "oui":
        found["coloc"] = {period: True}
    copropriete = answers.get("paris", {}).get("copropriete")
    if copropriete:
        found["paris_charges_copropriete"] = {calendar.month: copropriete}
    return found
