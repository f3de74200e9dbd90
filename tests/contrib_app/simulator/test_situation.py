"""Answers → situation: one kind of answer at a time."""

import pytest

from contrib_app.simulator.situation import INCOMES, Calendar, situation_of

MONTH = "2026-11"
SHORT = "month:2026-08:4"
ALONE = {"foyer": {"couple": "seul", "enfants": 0, "autres": 0}}
COUPLE = {"foyer": {"couple": "marie", "enfants": 2, "autres": 1}}


def situation(answers, month=MONTH):
    return situation_of(ALONE | answers, month)


def asker(answers, month=MONTH):
    return situation(answers, month)["individus"]["demandeur"]


def about(**given):
    return {"personne/demandeur": given}


def incomes(kind, mean, current=None, **declared):
    amounts = {f"{kind}_moyenne": mean}
    if current is not None:
        amounts[f"{kind}_actuel"] = current
    found = {"ressources/demandeur": {"natures": [kind]}, "montants/demandeur": amounts}
    return found | ({"declares/demandeur": declared} if declared else {})


def test_everybody_has_a_place():
    found = situation_of(COUPLE, MONTH)
    assert list(found["individus"]) == ["demandeur", "conjoint", "enfant1", "enfant2", "autre1"]
    families, taxes, (home,) = (list(found[key].values()) for key in list(found)[1:])
    assert families[0]["parents"] == ["demandeur", "conjoint"]
    assert families[0]["enfants"] == ["enfant1", "enfant2"]
    assert families[1] == {"parents": ["autre1"]}
    assert [one["declarants"] for one in taxes] == [["demandeur", "conjoint"], ["autre1"]]
    assert taxes[0]["personnes_a_charge"] == ["enfant1", "enfant2"]
    assert home["personne_de_reference"] == ["demandeur"]
    assert (home["conjoint"], home["enfants"], home["autres"]) == (
        ["conjoint"],
        ["enfant1", "enfant2"],
        ["autre1"],
    )


@pytest.mark.parametrize(
    ("couple", "status", "declarants"),
    [
        ("marie", "marie", [["demandeur", "conjoint"]]),
        ("pacse", "pacse", [["demandeur", "conjoint"]]),
        ("union_libre", "celibataire", [["demandeur"], ["conjoint"]]),
    ],
)
def test_couple(couple, status, declarants):
    found = situation_of({"foyer": {"couple": couple, "enfants": 0}}, MONTH)
    for adult in ("demandeur", "conjoint"):
        assert found["individus"][adult]["statut_marital"] == {SHORT: status}
    assert [one["declarants"] for one in found["foyers_fiscaux"].values()] == declarants


def test_a_child_who_declares_alone_has_a_tax_household():
    answers = COUPLE | {"personne/enfant2": {"rattache": "non"}}
    taxes = situation_of(answers, MONTH)["foyers_fiscaux"]
    assert taxes["foyer_fiscal"]["personnes_a_charge"] == ["enfant1"]
    assert ["enfant2"] in [one["declarants"] for one in taxes.values()]


@pytest.mark.parametrize(
    ("given", "variable", "value"),
    [
        ({"naissance": "1985-02-14"}, "date_naissance", "1985-02-14"),
        ({"activite": "salarie"}, "activite", {SHORT: "actif"}),
        ({"activite": "independant"}, "activite", {SHORT: "actif"}),
        ({"activite": "chomeur"}, "activite", {SHORT: "chomeur"}),
        ({"activite": "retraite"}, "activite", {SHORT: "retraite"}),
        ({"nationalite": "ue", "annees_sejour": 3}, "nationalite", {SHORT: "DE"}),
        ({"nationalite": "ue", "annees_sejour": 3}, "duree_possession_titre_sejour", {SHORT: 3}),
        ({"nationalite": "autre", "annees_sejour": 6}, "nationalite", {SHORT: "MA"}),
        ({"handicap": "oui", "taux": "80"}, "handicap", {SHORT: True}),
        ({"handicap": "oui", "taux": "80"}, "taux_incapacite", {SHORT: 0.9}),
        ({"handicap": "oui", "taux": "50"}, "taux_incapacite", {SHORT: 0.7}),
    ],
)
def test_condition_of_a_person(given, variable, value):
    assert asker(about(**given))[variable] == value


@pytest.mark.parametrize(
    ("given", "variable"),
    [
        ({"nationalite": "fr"}, "nationalite"),
        ({"nationalite": "fr"}, "duree_possession_titre_sejour"),
        ({"handicap": "non", "taux": "80"}, "handicap"),
        ({"handicap": "non", "taux": "80"}, "taux_incapacite"),
        ({"garde_alternee": "non"}, "garde_alternee"),
        ({"activite": "salarie"}, "bourse_criteres_sociaux_echelon"),
    ],
)
def test_what_openfisca_supposes_is_not_written(given, variable):
    assert variable not in asker(about(**given))


@pytest.mark.parametrize(
    ("echelon", "rank"), [("-1", -1), ("0", 0), ("7", 7), (None, -1)], ids=repr
)
def test_scholarship_of_a_student(echelon, rank):
    answers = about(activite="etudiant") | (
        {"etudes/demandeur": {"echelon": echelon}} if echelon else {}
    )
    assert asker(answers)["bourse_criteres_sociaux_echelon"] == {SHORT: rank}


def test_shared_custody():
    answers = COUPLE | {"personne/enfant1": {"garde_alternee": "oui"}}
    found = situation_of(answers, MONTH)["individus"]
    assert found["enfant1"]["garde_alternee"] == {SHORT: True}
    assert "garde_alternee" not in found["enfant2"]


@pytest.mark.parametrize("kind", INCOMES)
def test_income_of_each_kind_fills_every_month_since_n_1(monthly, kind):
    found = asker(incomes(kind, 1000, 500))
    for variable, convert in INCOMES[kind].variables.items():
        months = monthly(found[variable])
        assert months[MONTH] == pytest.approx(convert(500), abs=0.01)
        for month in ("2025-01", "2025-10", "2025-11", "2026-07", "2026-08", "2026-10"):
            assert months[month] == pytest.approx(convert(1000), abs=0.01)


@pytest.mark.parametrize("month", ["2026-11", "2026-12", "2027-01", "2027-02", "2026-03"])
def test_income_has_no_hole_and_no_overlap(monthly, month):
    months = monthly(asker(incomes("salaire", 1000), month)["salaire_imposable"])
    first = f"{int(month[:4]) - 2}-01"
    assert min(months) == first
    assert max(months) == month
    assert len(months) == 24 + int(month[5:])


@pytest.mark.parametrize(("current", "now"), [(None, 1000), (0, 0), (1200, 1200)])
def test_this_month_is_as_before_unless_said(current, now):
    assert asker(incomes("salaire", 1000, current))["salaire_net"]["2026-11"] == now


def test_net_gross_and_taxable_wages_agree():
    found = asker(incomes("salaire", 780))
    assert found["salaire_net"]["2026-11"] == 780
    assert found["salaire_de_base"]["2026-11"] == 1000
    assert found["salaire_imposable"]["2026-11"] == pytest.approx(780 + 28.49, abs=0.01)


def test_gross_pension_and_unemployment():
    assert asker(incomes("retraite", 926))["retraite_brute"]["2026-11"] == 1000
    gross = asker(incomes("chomage", 906.17))["chomage_brut"]["2026-11"]
    assert gross == pytest.approx(1000, abs=0.1)


@pytest.mark.parametrize(
    ("line", "variable"),
    [
        ("salaires", "salaire_imposable"),
        ("chomage", "chomage_imposable"),
        ("retraites", "retraite_imposable"),
        ("pensions", "pensions_alimentaires_percues"),
    ],
)
def test_declared_income_is_that_of_n_2(monthly, line, variable):
    found = asker(incomes("salaire", 1000, **{line: 9000.0}))
    assert found[variable]["2024"] == 9000
    assert monthly(found["salaire_net"])["2025-01"] == 1000
    assert not any(month.startswith("2024") for month in monthly(found["salaire_net"]))


def test_a_declared_year_is_whole():
    """Who fills one line of the notice says that the others were nothing."""
    found = asker(incomes("salaire", 1000, retraites=9000.0))
    assert found["salaire_imposable"]["2024"] == 0


def test_an_unticked_income_is_forgotten():
    answers = incomes("salaire", 1000) | {"ressources/demandeur": {"natures": []}}
    assert "salaire_net" not in asker(answers)


@pytest.mark.parametrize(
    ("month", "short", "long_ago", "past"),
    [
        ("2026-11", "month:2026-08:4", "month:2025-11:9", "year:2025-11"),
        ("2027-01", "month:2026-10:4", "month:2026-01:9", "2026"),
        ("2027-02", "month:2026-11:4", "month:2026-02:9", "year:2026-02"),
        ("2026-12", "month:2026-09:4", "month:2025-12:9", "year:2025-12"),
    ],
)
def test_calendar(month, short, long_ago, past):
    calendar = Calendar(month)
    assert (calendar.short[0], calendar.long_ago, calendar.past_year[0]) == (short, long_ago, past)


def test_past_benefits_are_nothing_before_the_last_three_months():
    family = situation({})["familles"]["famille"]
    for benefit in ("af", "cf", "asf", "paje_base", "ppa", "aide_logement", "aspa"):
        assert family[benefit] == {"month:2025-11:9": 0}
    assert family["rsa"] == {"year:2025-11": 0}
    for benefit in ("aah", "ass", "asi"):
        assert asker({})[benefit] == {"month:2025-11:9": 0}


def test_past_benefits_that_are_told():
    family = situation({"prestations": {"af": 150.0, "rsa": 0}})["familles"]["famille"]
    assert family["af"] == {"year:2025-11": 1800}
    assert family["rsa"] == {"year:2025-11": 0}


def test_paid_alimony_is_deducted_by_the_tax_household():
    taxes = situation(incomes("pension_versee", 300))["foyers_fiscaux"]["foyer_fiscal"]
    assert taxes["pensions_alimentaires_versees"] == {"2024": -3600, "2025": -3600}


def test_home():
    answers = {
        "logement": {
            "code_postal": "75020",
            "statut": "locataire_hlm",
            "loyer": 600.0,
            "charges": 50.5,
            "colocation": "oui",
        },
        "commune": {"commune": "75120"},
    }
    home = situation(answers)["menages"]["menage"]
    assert home["depcom"] == {SHORT: "75120"}
    assert home["statut_occupation_logement"] == {SHORT: "locataire_hlm"}
    assert home["loyer"] == {SHORT: 2400}
    assert home["charges_locatives"] == {SHORT: 202}
    assert home["coloc"] == {SHORT: True}


def test_paris():
    answers = COUPLE | {"paris": {"mois_a_paris": 40, "copropriete": 120.0}}
    found = situation_of(answers, MONTH)
    assert found["individus"]["demandeur"]["paris_duree_residence_mois"] == {MONTH: 40}
    assert "paris_duree_residence_mois" not in found["individus"]["enfant1"]
    assert found["menages"]["menage"]["paris_charges_copropriete"] == {MONTH: 120}


@pytest.mark.parametrize("quotient", [0.0, 482.0])
def test_brest(quotient):
    family = situation({"brest": {"quotient": quotient}})["familles"]["famille"]
    assert family["quotient_familial_caf"] == {MONTH: quotient}


def test_an_unknown_quotient_is_left_to_be_estimated():
    assert "quotient_familial_caf" not in situation({"brest": {}})["familles"]["famille"]


def test_empty_answers_make_a_situation():
    assert situation_of({}, MONTH)["individus"].keys() == {"demandeur"}
