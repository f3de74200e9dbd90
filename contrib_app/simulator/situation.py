"""Answers → the situation that OpenFisca computes: who is with whom, then what each has.

What periods an answer fills follows what the law reads:
- incomes: the year N-2 as it is declared, then every month since January of N-1, then the month M;
- conditions and housing: the month M and the four before;
- wealth: the month M and the twelve before;
- benefits received in the past: nothing before M-4 unless somebody says so, and no RSA until M.
"""

from typing import Any

from contrib_app.simulator.calendar import Calendar
from contrib_app.simulator.household import (
    Answers,
    adults,
    attached_asker,
    counted_children,
    grown_up,
    in_couple,
    others,
    person,
    persons,
    received,
)
from contrib_app.simulator.incomes import FAMILY_BENEFITS, PAID
from contrib_app.simulator.mapping_home import home_inputs, ticked
from contrib_app.simulator.mapping_incomes import income_inputs, yearly_total
from contrib_app.simulator.mapping_persons import housed_parents, person_inputs


def situation_of(answers: Answers, month: str) -> dict[str, dict[str, Any]]:
    """Return the situation for a computation in `month` (`2026-11`), entity by entity."""
    calendar = Calendar(month)
    everybody = [
        who
        for who in persons(answers)
        if not (who.startswith("enfant") and grown_up(answers, who, month))
    ]
    return {
        "individus": {
            who: {
                **dict(person_inputs(answers, who, calendar)),
                **income_inputs(answers, who, calendar),
            }
            for who in everybody
        },
        "familles": _families(answers, calendar),
        "foyers_fiscaux": _tax_households(answers, calendar),
        "menages": {
            "menage": {**_home_members(answers, month), **dict(home_inputs(answers, calendar))}
        },
    }


def _families(answers: Answers, calendar: Calendar) -> dict[str, dict[str, Any]]:
    family: dict[str, Any] = {"parents": adults(answers)}
    if children := counted_children(answers, calendar.month):
        family["enfants"] = children
    family |= _received_benefits(answers, calendar)
    if calendar.reads_late:
        family["departement_experimentation_rsa"] = {calendar.month: True}
    if answers.get("isolement", {}).get("recent") == "oui" and not in_couple(answers):
        family["rsa_isolement_recent"] = {calendar.short[0]: True}
    if "famille" in ticked(answers):
        family["proprietaire_proche_famille"] = {calendar.short[0]: True}
    quotient = answers.get("brest", {}).get("quotient")
    if quotient is not None:
        family["quotient_familial_caf"] = {calendar.month: quotient}
    if housed_parents(answers, calendar):
        family["paris_parent_age_accueillant"] = {calendar.month: True}
    apart: dict[str, dict[str, Any]] = {
        f"famille_{who}": {"parents": [who]} for who in others(answers)
    }
    if calendar.reads_late:
        for one in apart.values():
            one["departement_experimentation_rsa"] = {calendar.month: True}
    return {"famille": family, **apart}


def _received_benefits(answers: Answers, calendar: Calendar) -> dict[str, dict[str, float]]:
    """Return the benefits of the past, and of this month when they are still received."""
    amounts, told = answers.get("prestations_montants", {}), received(answers)
    past, length = calendar.past_year
    found: dict[str, dict[str, float]] = {}
    for benefit in told:
        amount = amounts.get(f"{benefit}_moyenne") or 0.0
        found[benefit] = {past: round(length * amount, 2)}
        if amounts.get(f"{benefit}_encore") != "non":
            found[benefit][calendar.month] = amount
    for benefit in FAMILY_BENEFITS:
        if benefit not in told:
            found[benefit] = {past if benefit == "rsa" else calendar.long_ago: 0}
    return found


def _tax_households(answers: Answers, calendar: Calendar) -> dict[str, dict[str, Any]]:
    """Return the tax households: one for a married couple, one each for partners who are not."""
    alone = others(answers)
    attached: list[str] = []
    for child in counted_children(answers, calendar.month):
        (alone if person(answers, child).get("rattache") == "non" else attached).append(child)
    declarants = adults(answers)
    if in_couple(answers) and answers["foyer"]["couple"] == "union_libre":
        declarants, alone = ["demandeur"], ["conjoint", *alone]
    members = {"foyer_fiscal": declarants} | {f"foyer_{who}": [who] for who in alone}
    found: dict[str, dict[str, Any]] = {
        name: {"declarants": who, **_paid_alimony(answers, who, calendar)}
        for name, who in members.items()
    }
    if attached_asker(answers, calendar.month) and declarants == ["demandeur"]:
        del found["foyer_fiscal"]["declarants"]
        attached = ["demandeur", *attached]
    if attached:
        found["foyer_fiscal"]["personnes_a_charge"] = attached
    for answer, year in (("n2", calendar.before_last_year), ("n1", calendar.last_year)):
        amount = answers.get("rfr", {}).get(answer)
        if amount is not None and len(found) == 1:
            found["foyer_fiscal"].setdefault("rfr", {})[year] = amount
    return found


def _paid_alimony(answers: Answers, members: list[str], calendar: Calendar) -> dict[str, Any]:
    """Return what a tax household deducts for N-2 and N-1: negative, as OpenFisca has it."""
    recent = sum(yearly_total(answers, who, PAID, calendar) for who in members)
    declared = [
        answers[f"declares/{who}"]["pensions_versees"]
        for who in members
        if answers.get(f"declares/{who}", {}).get("pensions_versees") is not None
    ]
    before = sum(declared) if declared else recent
    if not (recent or before):
        return {}
    return {
        "pensions_alimentaires_versees": {
            calendar.before_last_year: -round(before, 2),
            calendar.last_year: -round(recent, 2),
        }
    }


def _home_members(answers: Answers, month: str) -> dict[str, Any]:
    members: dict[str, Any] = {"personne_de_reference": ["demandeur"]}
    if in_couple(answers):
        members["conjoint"] = ["conjoint"]
    if children := counted_children(answers, month):
        members["enfants"] = children
    if others(answers):
        members["autres"] = others(answers)
    return members
