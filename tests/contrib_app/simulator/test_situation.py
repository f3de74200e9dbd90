"""Answers → situation: one row of the questionnaire at a time."""

import pytest

from contrib_app.simulator.calendar import Calendar
from contrib_app.simulator.incomes import INCOMES, RECEIVED, WEALTH
from contrib_app.simulator.situation import situation_of

MONTH = "2026-11"
SHORT = "month:2026-07:5"
LONG_AGO = "month:2025-11:8"
PAST = "year:2025-11"
YEARS = ["2026", "2025", "2024"]
ALONE = {"foyer": {"couple": "seul", "enfants": 0, "autres": 0}}
COUPLE = {"foyer": {"couple": "marie", "enfants": 2, "autres": 1}}


def situation(answers, month=MONTH):
    return situation_of(ALONE | answers, month)


def asker(answers, month=MONTH):
    return situation(answers, month)["individus"]["demandeur"]


def about(**given):
    return {"personne/demandeur": given}


def incomes(kind, mean, now=None, declared=None, **detail):
    """Return the answers of who receives one kind of income; `detail` names months and total."""
    name = "total" if INCOMES[kind].exceptional else "moyenne"
    amounts = {f"{kind}_{name}": mean} | {f"{kind}_{key}": one for key, one in detail.items()}
    if now is not None:
        amounts[f"{kind}_m0"] = now
    found = {"ressources/demandeur": {"natures": [kind]}, "montants/demandeur": amounts}
    return found | ({"declares/demandeur": declared} if declared else {})


def test_everybody_has_a_place():
    found = situation_of(COUPLE, MONTH)
    assert list(found["individus"]) == ["demandeur", "conjoint", "enfant1", "enfant2", "autre1"]
    families, taxes, (home,) = (list(found[key].values()) for key in list(found)[1:])
    assert families[0]["parents"] == ["demandeur", "conjoint"]
    assert families[0]["enfants"] == ["enfant1", "enfant2"]
    assert families[1]["parents"] == ["autre1"]
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


DISABLED = {"situations": ["handicap"]}


@pytest.mark.parametrize(
    ("given", "more", "variable", "value"),
    [
        ({"naissance": "1985-02-14"}, {}, "date_naissance", "1985-02-14"),
        ({"activite": "salarie"}, {}, "activite", "actif"),
        ({"activite": "independant"}, {}, "activite", "actif"),
        ({"activite": "chomeur"}, {}, "activite", "chomeur"),
        ({"activite": "retraite"}, {}, "activite", "retraite"),
        ({"nationalite": "ue"}, {}, "nationalite", "DE"),
        ({"nationalite": "suisse"}, {}, "nationalite", "CH"),
        ({"nationalite": "autre"}, {}, "nationalite", "MA"),
        (
            {"nationalite": "ue"},
            {"sejour": {"duree": "moins_3_mois"}},
            "duree_possession_titre_sejour",
            0,
        ),
        (
            {"nationalite": "ue"},
            {"sejour": {"duree": "moins_5_ans"}},
            "duree_possession_titre_sejour",
            0.25,
        ),
        (
            {"nationalite": "autre"},
            {"sejour": {"duree": "moins_10_ans"}},
            "duree_possession_titre_sejour",
            5,
        ),
        (
            {"nationalite": "autre"},
            {"sejour": {"duree": "10_ans"}},
            "duree_possession_titre_sejour",
            10,
        ),
        (DISABLED, {"handicap": {"taux": "80"}}, "handicap", True),
        (DISABLED, {"handicap": {"taux": "80"}}, "taux_incapacite", 0.9),
        (DISABLED, {"handicap": {"taux": "50"}}, "taux_incapacite", 0.7),
        (DISABLED, {"handicap": {"taux": "30"}}, "taux_incapacite", 0.3),
        (
            DISABLED,
            {"handicap": {"taux": "50", "rsdae": "oui"}},
            "aah_restriction_substantielle_durable_acces_emploi",
            True,
        ),
        ({"situations": ["inapte"]}, {}, "inapte_travail", True),
        ({"situations": ["enceinte"]}, {}, "enceinte", True),
    ],
)
def test_condition_of_a_person(given, more, variable, value):
    answers = about(**given) | {f"{step}/demandeur": said for step, said in more.items()}
    found = asker(answers)[variable]
    assert found == (value if variable == "date_naissance" else {SHORT: value})


@pytest.mark.parametrize(
    ("given", "variable"),
    [
        ({"nationalite": "fr"}, "nationalite"),
        ({"nationalite": "fr"}, "duree_possession_titre_sejour"),
        ({"situations": []}, "handicap"),
        ({"situations": []}, "taux_incapacite"),
        ({"situations": []}, "enceinte"),
        ({"situations": []}, "inapte_travail"),
        ({"activite": "salarie"}, "bourse_criteres_sociaux_echelon"),
        ({"activite": "chomeur"}, "ass_precondition_remplie"),
        ({}, "date_arret_de_travail"),
        ({}, "habite_chez_parents"),
        ({}, "enfant_a_charge"),
    ],
)
def test_what_openfisca_supposes_is_not_written(given, variable):
    answers = about(**given) | {"handicap/demandeur": {"taux": "80"}}
    assert variable not in asker(answers)


def test_the_restriction_of_access_to_work_counts_between_50_and_79_percent():
    answers = about(**DISABLED) | {"handicap/demandeur": {"taux": "80", "rsdae": "oui"}}
    assert "aah_restriction_substantielle_durable_acces_emploi" not in asker(answers)


def test_five_years_of_work_open_the_ass():
    answers = about(activite="chomeur") | {"chomage/demandeur": {"cinq_ans": "oui"}}
    assert asker(answers)["ass_precondition_remplie"] == {PAST: True, MONTH: True}


def test_the_first_day_of_a_sick_leave():
    found = asker({"arret/demandeur": {"date": "2026-05-04"}})
    assert found["date_arret_de_travail"] == "2026-05-04"


YOUNG = {"naissance": "2005-06-01", "activite": "inactif"}


def test_a_young_asker_may_be_on_the_tax_return_of_their_parents():
    found = situation(about(**YOUNG) | {"impots/demandeur": {"seul": "non"}})
    assert found["individus"]["demandeur"]["enfant_a_charge"] == dict.fromkeys(YEARS, True)
    assert found["foyers_fiscaux"]["foyer_fiscal"] == {"personnes_a_charge": ["demandeur"]}


@pytest.mark.parametrize("given", [{}, {"seul": "oui"}])
def test_a_young_asker_who_declares_alone(given):
    found = situation(about(**YOUNG) | {"impots/demandeur": given})
    assert "enfant_a_charge" not in found["individus"]["demandeur"]
    assert found["foyers_fiscaux"]["foyer_fiscal"]["declarants"] == ["demandeur"]


def test_an_adult_of_25_is_never_on_the_tax_return_of_their_parents():
    given = YOUNG | {"naissance": "2001-06-01"}
    found = situation(about(**given) | {"impots/demandeur": {"seul": "non"}})
    assert found["foyers_fiscaux"]["foyer_fiscal"]["declarants"] == ["demandeur"]


@pytest.mark.parametrize(
    ("echelon", "rank"), [("-1", -1), ("0", 0), ("7", 7), (None, -1)], ids=repr
)
def test_scholarship_of_a_student(echelon, rank):
    answers = about(activite="etudiant") | (
        {"etudes/demandeur": {"echelon": echelon}} if echelon else {}
    )
    assert asker(answers)["bourse_criteres_sociaux_echelon"] == {SHORT: rank}


ONE_CHILD = {"foyer": {"couple": "seul", "enfants": 1, "autres": 0}}


def child(more=None, month=MONTH, **given):
    """Return the inputs of an only child."""
    answers = ONE_CHILD | {"personne/enfant1": {"naissance": "2012-06-01"} | given}
    answers |= {f"{step}/enfant1": said for step, said in (more or {}).items()}
    return situation_of(answers, month)["individus"]["enfant1"]


def test_shared_custody_is_read_in_january_too():
    custody = child(situations=["garde_alternee"])["garde_alternee"]
    assert custody == {"2026-01": True, SHORT: True}
    assert child(situations=["garde_alternee"], month="2026-03")["garde_alternee"] == {
        "month:2025-11:5": True
    }
    assert "garde_alternee" not in child()


@pytest.mark.parametrize(
    ("said", "level"), [("college", "college"), ("lycee", "lycee"), ("autre", "inconnue")]
)
def test_school(said, level):
    assert child({"scolarite": {"scolarite": said}})["scolarite"] == {SHORT: level}


def test_work_of_a_grown_child():
    found = child({"scolarite": {"scolarite": "autre", "activite": "chomeur"}})
    assert found["activite"] == {SHORT: "chomeur"}


@pytest.mark.parametrize(("said", "attached"), [("oui", True), ("non", False), (None, True)])
def test_who_declares_a_child(said, attached):
    found = child(**({"rattache": said} if said else {}))
    assert found["enfant_a_charge"] == dict.fromkeys(YEARS, attached)


def test_a_disabled_child_may_be_placed():
    found = child({"handicap": {"taux": "80", "place": "oui"}}, situations=["handicap"])
    assert found["enfant_place"] == {SHORT: True}
    assert found["taux_incapacite"] == {SHORT: 0.9}


@pytest.mark.parametrize(
    ("born", "situations", "counted"),
    [("2000-12-01", [], True), ("2000-10-01", [], False), ("2000-10-01", ["handicap"], True)],
)
def test_a_child_over_25_without_disability_is_not_of_the_family(born, situations, counted):
    given = {"personne/enfant1": {"naissance": born, "situations": situations}}
    found = situation_of(ONE_CHILD | given, MONTH)
    assert ("enfant1" in found["individus"]) == counted
    assert ("enfants" in found["familles"]["famille"]) == counted
    assert ("enfants" in found["menages"]["menage"]) == counted
    assert ("personnes_a_charge" in found["foyers_fiscaux"]["foyer_fiscal"]) == counted


@pytest.mark.parametrize(("said", "written"), [("oui", True), ("non", False)])
def test_recently_alone(said, written):
    family = situation(ONE_CHILD | {"isolement": {"recent": said}})["familles"]["famille"]
    assert family.get("rsa_isolement_recent") == ({SHORT: True} if written else None)


USUAL = [kind for kind, income in INCOMES.items() if not (income.exceptional or income.level)]
ONCE = [kind for kind, income in INCOMES.items() if income.exceptional]


@pytest.mark.parametrize("kind", USUAL)
def test_income_of_each_kind_fills_every_month_since_n_1(monthly, kind):
    found = asker(incomes(kind, 1000, 500))
    for variable, convert in INCOMES[kind].variables.items():
        months = monthly(found[variable])
        assert months[MONTH] == pytest.approx(convert(500), abs=0.01)
        for month in ("2025-01", "2025-10", "2025-11", "2026-07", "2026-08", "2026-10"):
            assert months[month] == pytest.approx(convert(1000), abs=0.01)


@pytest.mark.parametrize("kind", ONCE)
def test_what_came_once_is_spread_over_the_year_and_not_carried_to_this_month(monthly, kind):
    for variable, convert in INCOMES[kind].variables.items():
        months = monthly(asker(incomes(kind, 1200))[variable])
        assert months[MONTH] == 0
        assert months["2026-10"] == pytest.approx(convert(100), abs=0.01)


def test_wages_bonuses_and_end_of_contract_are_one_income(monthly):
    answers = {
        "ressources/demandeur": {"natures": ["salaire", "primes", "fin_contrat"]},
        "montants/demandeur": {
            "salaire_moyenne": 1000.0,
            "primes_total": 600.0,
            "fin_contrat_total": 1200.0,
        },
    }
    months = monthly(asker(answers)["salaire_net"])
    assert months["2026-09"] == pytest.approx(1150)
    assert months[MONTH] == 1000


def test_the_level_of_an_allowance_is_that_of_each_month():
    levels = asker(incomes("pch", 300.0))["pch"]
    assert set(levels.values()) == {300}


def test_the_last_months_one_by_one(monthly):
    told = incomes("salaire", 1000, m1=1100.0, m2=900.0, m3=400.0, total=10500.0)
    months = monthly(asker(told)["salaire_net"])
    recent = ["2026-08", "2026-09", "2026-10", MONTH]
    assert [months[month] for month in recent] == [400, 900, 1100, 1100]
    assert months["2026-07"] == pytest.approx((10500 - 2400) / 9)
    assert months["2025-11"] == pytest.approx((10500 - 2400) / 9)


def test_months_told_by_one_are_months_for_all():
    answers = COUPLE | incomes("salaire", 1000, m1=1100.0)
    answers |= {
        "ressources/conjoint": {"natures": ["salaire"]},
        "montants/conjoint": {"salaire_moyenne": 500.0},
    }
    found = situation_of(answers, MONTH)["individus"]
    assert found["demandeur"]["salaire_net"].keys() == found["conjoint"]["salaire_net"].keys()


@pytest.mark.parametrize("kind", USUAL)
def test_what_is_no_longer_received_stops_before_this_month(monthly, kind):
    found = asker(incomes(kind, 1000, encore="non"))
    for variable in INCOMES[kind].variables:
        months = monthly(found[variable])
        assert months[MONTH] == 0
        assert months["2026-10"] > 0


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
    found = asker(incomes("salaire", 1000, declared={line: 9000.0}))
    assert found[variable]["2024"] == 9000
    assert monthly(found["salaire_net"])["2025-01"] == 1000
    assert not any(month.startswith("2024") for month in monthly(found["salaire_net"]))


def test_a_declared_year_is_whole():
    """Who fills one line of the notice says that the others were nothing."""
    found = asker(incomes("salaire", 1000, declared={"retraites": 9000.0}))
    assert found["salaire_imposable"]["2024"] == 0


def test_an_unticked_income_is_forgotten():
    answers = incomes("salaire", 1000) | {"ressources/demandeur": {"natures": []}}
    assert "salaire_net" not in asker(answers)


@pytest.mark.parametrize(
    ("month", "short", "long_ago", "past"),
    [
        ("2026-11", "month:2026-07:5", "month:2025-11:8", "year:2025-11"),
        ("2027-01", "month:2026-09:5", "month:2026-01:8", "2026"),
        ("2027-02", "month:2026-10:5", "month:2026-02:8", "year:2026-02"),
        ("2026-12", "month:2026-08:5", "month:2025-12:8", "year:2025-12"),
    ],
)
def test_calendar(month, short, long_ago, past):
    calendar = Calendar(month)
    assert (calendar.short[0], calendar.long_ago, calendar.past_year[0]) == (short, long_ago, past)


def test_past_benefits_are_nothing_before_the_last_four_months():
    family = situation({})["familles"]["famille"]
    for benefit in ("af", "cf", "asf", "paje_base", "ppa", "aide_logement", "aspa"):
        assert family[benefit] == {LONG_AGO: 0}
    assert family["rsa"] == {PAST: 0}
    for benefit in ("aah", "ass", "asi"):
        assert asker({})[benefit] == {LONG_AGO: 0}


@pytest.mark.parametrize("benefit", RECEIVED)
def test_a_benefit_still_received_is_told_for_this_month_too(benefit):
    answers = {
        "prestations": {"recues": [benefit]},
        "prestations_montants": {f"{benefit}_moyenne": 150.0, f"{benefit}_encore": "oui"},
    }
    assert situation(answers)["familles"]["famille"][benefit] == {PAST: 1800, MONTH: 150}


@pytest.mark.parametrize("benefit", RECEIVED)
def test_a_benefit_that_stopped_is_computed_for_this_month(benefit):
    answers = {
        "prestations": {"recues": [benefit]},
        "prestations_montants": {f"{benefit}_moyenne": 150.0, f"{benefit}_encore": "non"},
    }
    assert situation(answers)["familles"]["famille"][benefit] == {PAST: 1800}


@pytest.mark.parametrize(("month", "flag"), [("2025-02", None), ("2025-03", {"2025-03": True})])
def test_since_march_2025_the_rsa_reads_the_quarter_before_the_last_month(month, flag):
    families = situation_of({"foyer": {"couple": "seul", "enfants": 0, "autres": 1}}, month)
    for family in families["familles"].values():
        assert family.get("departement_experimentation_rsa") == flag


def test_paid_alimony_is_deducted_by_the_tax_household():
    taxes = situation(incomes("pension_versee", 300))["foyers_fiscaux"]["foyer_fiscal"]
    assert taxes["pensions_alimentaires_versees"] == {"2024": -3600, "2025": -3600}


def test_declared_alimony_and_expenses():
    declared = {"pensions_versees": 2000.0, "frais_reels": 1500.4}
    found = situation(incomes("pension_versee", 300, declared=declared))
    taxes = found["foyers_fiscaux"]["foyer_fiscal"]
    assert taxes["pensions_alimentaires_versees"] == {"2024": -2000, "2025": -3600}
    expenses = found["individus"]["demandeur"]["frais_reels"]
    assert expenses == {"2024": 1500}
    assert isinstance(expenses["2024"], int)


def test_reference_income():
    found = situation({"rfr": {"n2": 12000.0, "n1": 11000.0}})["foyers_fiscaux"]
    assert found["foyer_fiscal"]["rfr"] == {"2024": 12000, "2025": 11000}


def self_employed(kind, **given):
    return asker({"ressources/demandeur": {"natures": [kind]}, "independant/demandeur": given})


@pytest.mark.parametrize(
    ("trade", "variable"),
    [
        ("achat_revente", "rpns_auto_entrepreneur_CA_achat_revente"),
        ("bic", "rpns_auto_entrepreneur_CA_bic"),
        ("bnc", "rpns_auto_entrepreneur_CA_bnc"),
    ],
)
def test_turnover_of_an_auto_entrepreneur(monthly, trade, variable):
    given = {"ae_annee": 12000.0, "ae_m1": 900.0, "ae_m2": 800.0, "ae_m3": 700.0}
    months = monthly(self_employed("ae", ae_type=trade, **given)[variable])
    told = [months[month] for month in ("2025-06", "2026-08", "2026-09", "2026-10", MONTH)]
    assert told == [1000, 700, 800, 900, 900]
    assert len(months) == 35


@pytest.mark.parametrize(
    ("trade", "variable"),
    [
        ("achat_revente", "rpns_micro_entreprise_CA_bic_vente_imp"),
        ("bic", "rpns_micro_entreprise_CA_bic_service_imp"),
        ("bnc", "rpns_micro_entreprise_CA_bnc_imp"),
    ],
)
def test_turnover_of_a_small_business(trade, variable):
    found = self_employed("micro", micro_type=trade, micro_ca=20000.0)
    assert found[variable] == {"2024": 20000, "2025": 20000}


def test_profit_of_a_farm():
    found = self_employed("agricole", agricole_benefice=9000.0)
    assert found["rpns_benefice_exploitant_agricole"] == {"2024": 9000, "2025": 9000}


def test_profit_of_a_profession():
    found = self_employed("liberal", liberal_type="bic", liberal_benefice=15000.0)
    assert found["rpns_autres_revenus"] == {"2024": 15000, "2025": 15000}
    assert found["tns_autres_revenus_type_activite"] == {SHORT: "bic"}


@pytest.mark.parametrize(("answer", "variable"), WEALTH.items())
def test_wealth_is_told_for_every_month_that_is_read(answer, variable):
    found = asker({"patrimoine/demandeur": {answer: 5000.0}})
    assert found[variable] == {"month:2025-11:13": 5000}


PARISIAN = {"commune": {"commune": "75120"}}


def home_of(status, rent=None, **more):
    answers = {"logement": {"code_postal": "75020", "statut": status}} | PARISIAN | more
    answers |= {"loyer": rent} if rent else {}
    return situation(answers)["menages"]["menage"]


def test_place_and_status_are_read_in_january_too():
    home = home_of("locataire_hlm")
    assert home["depcom"] == {"2026-01": "75120", SHORT: "75120"}
    assert home["statut_occupation_logement"] == {
        "2026-01": "locataire_hlm",
        SHORT: "locataire_hlm",
    }


@pytest.mark.parametrize(
    ("status", "rent", "charges"),
    [
        ("locataire_vide", True, True),
        ("locataire_hlm", True, True),
        ("locataire_foyer", True, True),
        ("locataire_meuble", True, False),
        ("primo_accedant", True, False),
        ("proprietaire", False, False),
        ("loge_gratuitement", False, False),
        ("sans_domicile", False, False),
    ],
)
def test_rent_and_charges(status, rent, charges):
    home = home_of(status, {"loyer": 600.0, "charges": 50.5})
    assert home.get("loyer") == ({SHORT: 3000} if rent else None)
    assert home.get("charges_locatives") == ({SHORT: 252.5} if charges else None)


@pytest.mark.parametrize(
    ("box", "variable"),
    [("colocation", "coloc"), ("chambre", "logement_chambre"), ("crous", "logement_crous")],
)
def test_features_of_a_rented_home(box, variable):
    rent = {"loyer": 600.0, "particularites": [box]}
    assert home_of("locataire_vide", rent)[variable] == {SHORT: True}
    assert variable not in home_of("proprietaire", rent)


def test_a_landlord_of_the_family_is_said_of_the_family():
    answers = {
        "logement": {"statut": "locataire_vide"},
        "loyer": {"loyer": 600.0, "particularites": ["famille"]},
    }
    family = situation(answers)["familles"]["famille"]
    assert family["proprietaire_proche_famille"] == {SHORT: True}


def test_somebody_lodged():
    hosted = {"participation": "oui", "chez_parents": "oui"}
    answers = {"logement": {"statut": "loge_gratuitement"}, "hebergement": hosted}
    found = situation(answers)
    assert found["menages"]["menage"]["participation_frais"] == {SHORT: True}
    assert found["individus"]["demandeur"]["habite_chez_parents"] == {SHORT: True}


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
