"""What was said of a person → the variables of that person, incomes apart. Pure."""

from collections.abc import Iterator
from typing import Any

from contrib_app.simulator.calendar import Calendar
from contrib_app.simulator.household import (
    Answers,
    adults,
    attached_asker,
    autonomy,
    counted_children,
    disabled,
    elders,
    in_paris,
    person,
)

ACTIVITIES = {
    "salarie": "actif",
    "independant": "actif",
    "chomeur": "chomeur",
    "etudiant": "etudiant",
    "retraite": "retraite",
    "inactif": "inactif",
}
MARITAL = {"marie": "marie", "pacse": "pacse"}
NATIONALITIES = {"ue": "DE", "suisse": "CH", "autre": "MA"}
YEARS_OF_STAY = {"moins_3_mois": 0.0, "moins_5_ans": 0.25, "moins_10_ans": 5.0, "10_ans": 10.0}
"""The least of each answer: rights open at three months, five years and ten years."""
RATES = {"30": 0.3, "50": 0.7, "80": 0.9}
SITUATIONS = {"handicap": "handicap", "enceinte": "enceinte", "inapte": "inapte_travail"}
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
Input = tuple[str, Any]


def person_inputs(answers: Answers, who: str, calendar: Calendar) -> Iterator[Input]:
    """Yield what a person is: each variable with its value by period."""
    short, _ = calendar.short
    yield from _identity(answers, who, calendar)
    yield from _disability(answers, who, short)
    yield from _studies(answers, who, calendar)
    if who.startswith("enfant"):
        yield from _custody(answers, who, calendar)
    if answers.get(f"chomage/{who}", {}).get("cinq_ans") == "oui":
        yield "ass_precondition_remplie", {calendar.past_year[0]: True, calendar.month: True}
    if stopped := answers.get(f"arret/{who}", {}).get("date"):
        yield "date_arret_de_travail", stopped
    yield from _tax_dependency(answers, who, calendar)
    lodged = answers.get("logement", {}).get("statut") == "loge_gratuitement"
    if (
        who == "demandeur"
        and lodged
        and (answers.get("hebergement", {}).get("chez_parents") == "oui")
    ):
        yield "habite_chez_parents", {short: True}
    if who in adults(answers):
        yield from _in_paris(answers, who, calendar)
        yield from _autonomy(answers, who, calendar)
        yield from _care(answers, who, calendar)
    if who in housed_parents(answers, calendar):
        yield "paris_parent_age_accueilli", {calendar.month: True}


def _identity(answers: Answers, who: str, calendar: Calendar) -> Iterator[Input]:
    given = person(answers, who)
    short, _ = calendar.short
    if born := given.get("naissance"):
        yield "date_naissance", born
    said = given.get("activite") or answers.get(f"scolarite/{who}", {}).get("activite")
    if activity := ACTIVITIES.get(said or ""):
        yield "activite", {short: activity}
    if who in ("demandeur", "conjoint"):
        status = MARITAL.get(answers.get("foyer", {}).get("couple") or "", "celibataire")
        yield "statut_marital", {short: status}
    if nationality := NATIONALITIES.get(given.get("nationalite") or ""):
        stay = answers.get(f"sejour/{who}", {}).get("duree") or "moins_3_mois"
        yield "nationalite", {short: nationality}
        yield "duree_possession_titre_sejour", {short: YEARS_OF_STAY[stay]}


def _disability(answers: Answers, who: str, short: str) -> Iterator[Input]:
    """Yield disability and its rate, unfitness for work, pregnancy, placement."""
    for situation in person(answers, who).get("situations") or []:
        if variable := SITUATIONS.get(situation):
            yield variable, {short: True}
    if disabled(answers, who):
        given = answers.get(f"handicap/{who}", {})
        rate = given.get("taux") or "80"
        if rate in RATES:  # nobody computes with a rate that is still to be decided
            yield "taux_incapacite", {short: RATES[rate]}
        if given.get("rsdae") == "oui" and given.get("taux") == "50":
            yield "aah_restriction_substantielle_durable_acces_emploi", {short: True}
        if given.get("place") == "oui":
            yield "enfant_place", {short: True}


def _studies(answers: Answers, who: str, calendar: Calendar) -> Iterator[Input]:
    school = answers.get(f"scolarite/{who}", {})
    if level := school.get("scolarite"):
        yield "scolarite", {calendar.short[0]: {"autre": "inconnue"}.get(level, level)}
    if "etudiant" in (person(answers, who).get("activite"), school.get("activite")):
        rank = answers.get(f"etudes/{who}", {}).get("echelon")
        yield (
            "bourse_criteres_sociaux_echelon",
            {calendar.short[0]: -1 if rank is None else int(rank)},
        )


def _custody(answers: Answers, child: str, calendar: Calendar) -> Iterator[Input]:
    if "garde_alternee" in (person(answers, child).get("situations") or []):
        yield "garde_alternee", dict.fromkeys(calendar.short_and_january(), True)


def _tax_dependency(answers: Answers, who: str, calendar: Calendar) -> Iterator[Input]:
    """Yield whose tax return a young person is on.

    Once it is said for one, it is said for all the children: OpenFisca reads what is not given
    next to what is as "no".
    """
    young = counted_children(answers, calendar.month)
    years = [str(calendar.year), calendar.last_year, calendar.before_last_year]
    if who in young:
        yield "enfant_a_charge", dict.fromkeys(years, _attached(answers, who))
    elif who == "demandeur" and attached_asker(answers, calendar.month):
        yield "enfant_a_charge", dict.fromkeys(years, True)


def _attached(answers: Answers, child: str) -> bool:
    return person(answers, child).get("rattache") != "non"


def _in_paris(answers: Answers, who: str, calendar: Calendar) -> Iterator[Input]:
    months = answers.get("paris", {}).get("mois_a_paris")
    if months is not None:
        yield "paris_duree_residence_mois", {calendar.month: months}


def _autonomy(answers: Answers, who: str, calendar: Calendar) -> Iterator[Input]:
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


def _care(answers: Answers, who: str, calendar: Calendar) -> Iterator[Input]:
    """Yield what the adult who stopped working for a sick relative lost, in Paris."""
    given = answers.get("accompagnement", {})
    cares = answers.get("paris", {}).get("accompagnement") == "oui" and in_paris(answers)
    if not cares or who != given.get("qui", "demandeur"):
        return
    yield "paris_accompagnement_parent_malade", {calendar.month: True}
    yield "paris_accompagnement_perte_revenus", {calendar.month: given.get("perte") or 0}
    if given.get("indemnites"):
        yield "paris_accompagnement_autres_indemnites", {calendar.month: given["indemnites"]}


def housed_parents(answers: Answers, calendar: Calendar) -> list[str]:
    """Return the parents of 75 or more who live with the family, in Paris."""
    if not in_paris(answers):
        return []
    chosen = answers.get("paris", {}).get("parents_ages") or []
    return [who for who in elders(answers, calendar.month) if who in chosen]
