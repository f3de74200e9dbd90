"""The situations that answers make are those that OpenFisca means."""

import pytest

import lawcases
from contrib_app.simulator.incomes import INCOMES, RECEIVED, SELF_EMPLOYED, WEALTH
from contrib_app.simulator.situation import situation_of

MONTH = "2026-11"


@pytest.fixture(scope="module")
def legislation():
    return lawcases.load_legislation("openfisca_france", ["openfisca_mesaides"])


def everything():
    """Every kind of answer at once."""
    persons = {
        "demandeur": {
            "naissance": "1985-02-14",
            "activite": "chomeur",
            "nationalite": "autre",
            "situations": ["handicap", "inapte", "enceinte"],
        },
        "conjoint": {"naissance": "1986-07-03", "activite": "salarie", "nationalite": "fr"},
        "enfant1": {
            "naissance": "2012-05-20",
            "situations": ["garde_alternee", "handicap"],
            "rattache": "oui",
        },
        "enfant2": {"naissance": "2006-01-02", "rattache": "non"},
        "autre1": {"naissance": "1950-01-02", "activite": "retraite"},
    }
    amounts = {f"{kind}_moyenne": 100.0 for kind in INCOMES} | {"salaire_m1": 90.0}
    return {
        "foyer": {"couple": "union_libre", "enfants": 2, "autres": 1},
        **{f"personne/{who}": given for who, given in persons.items()},
        "sejour/demandeur": {"duree": "10_ans"},
        "handicap/demandeur": {"taux": "50", "rsdae": "oui"},
        "chomage/demandeur": {"fin_contrat": "2025-01-31", "cinq_ans": "oui"},
        "handicap/enfant1": {"taux": "80", "place": "oui"},
        "scolarite/enfant1": {"scolarite": "college"},
        "scolarite/enfant2": {"scolarite": "autre", "activite": "etudiant"},
        "etudes/enfant2": {"echelon": "4"},
        "logement": {"code_postal": "75020", "statut": "locataire_vide"},
        "loyer": {
            "loyer": 900.0,
            "charges": 50.0,
            "particularites": ["colocation", "chambre", "famille", "crous"],
        },
        "commune": {"commune": "75120"},
        "paris": {"mois_a_paris": 60, "copropriete": 10.0},
        "brest": {"quotient": 500.0},
        **{f"ressources/{who}": {"natures": [*INCOMES, *SELF_EMPLOYED]} for who in persons},
        **{f"montants/{who}": amounts for who in persons},
        "independant/demandeur": {
            "ae_type": "bic",
            "ae_annee": 1200.0,
            "ae_m1": 100.0,
            "micro_type": "bnc",
            "micro_ca": 1000.0,
            "agricole_benefice": 1000.0,
            "liberal_type": "bic",
            "liberal_benefice": 1000.0,
        },
        "arret/demandeur": {"date": "2026-05-04"},
        "prestations": {"recues": list(RECEIVED)},
        "prestations_montants": {f"{benefit}_moyenne": 20.0 for benefit in RECEIVED},
        "declares/demandeur": {"salaires": 12000.0, "frais_reels": 100.0},
        "patrimoine/demandeur": dict.fromkeys(WEALTH, 1000.0),
    }


@pytest.mark.parametrize("month", ["2026-11", "2027-01", "2027-02"])
def test_every_answer_is_accepted(legislation, month):
    situation = situation_of(everything(), month)
    case = lawcases.Case("tout", month, situation, {"rsa": 0})
    assert lawcases.check_case(case, legislation) == []
    assert lawcases.compute(situation, month, ["rsa", "ppa", "af"], legislation)


def test_a_compact_period_means_each_of_its_months(legislation, monthly):
    """Totals over several months give what the same amounts give, one month at a time."""
    answers = alone(
        ressources__demandeur={"natures": ["salaire"]},
        montants__demandeur={"salaire_moyenne": 1000.0, "salaire_m0": 1200.0},
    )
    compact = situation_of(answers, MONTH)
    spelled = situation_of(answers, MONTH)
    asker, home = spelled["individus"]["demandeur"], spelled["menages"]["menage"]
    for inputs, variable in [
        *((asker, variable) for variable in INCOMES["salaire"].variables),
        (home, "loyer"),
    ]:
        inputs[variable] = monthly(inputs[variable])
    recent = ["2026-07", "2026-08", "2026-09", "2026-10", MONTH]
    assert home["loyer"] == dict.fromkeys(recent, 400)

    asked = ["rsa", "ppa", "aide_logement", "rennes_metropole_transport", "quotient_familial_caf"]
    expected = lawcases.compute(spelled, MONTH, asked, legislation)
    computed = lawcases.compute(compact, MONTH, asked, legislation)
    assert computed["ppa"]["famille"] > 100
    for variable in asked:
        assert computed[variable] == pytest.approx(expected[variable], abs=0.01)


def alone(**answers):
    return {
        "foyer": {"couple": "seul", "enfants": 0, "autres": 0},
        "personne/demandeur": {"naissance": "1996-01-01", "activite": "inactif"},
        "logement": {"statut": "locataire_vide"},
        "loyer": {"loyer": 400.0},
        "commune": {"commune": "35238"},
    } | {key.replace("__", "/"): given for key, given in answers.items()}


@pytest.mark.parametrize(
    ("answers", "variable", "instance", "value"),
    [
        # RSA of a person alone without income, less the housing share: 651.69 - 12 %.
        (alone(), "rsa", "famille", 573.49),
        (alone(), "aide_logement", "famille", 308),
        (alone(), "rennes_metropole_transport", "demandeur", 100),
        (
            alone(
                ressources__demandeur={"natures": ["salaire"]},
                montants__demandeur={"salaire_moyenne": 1443.0},
                loyer={"loyer": 450.0},
            ),
            "ppa",
            "famille",
            236.26,
        ),
        # An EU citizen who just arrived has no RSA.
        (
            alone(
                personne__demandeur={
                    "naissance": "1996-01-01",
                    "nationalite": "ue",
                },
                sejour__demandeur={"duree": "moins_3_mois"},
            ),
            "rsa",
            "famille",
            0,
        ),
        (
            alone(commune={"commune": "29019"}, brest={"quotient": 482.0}),
            "brest_metropole_transport",
            "demandeur",
            6.20,
        ),
        (
            {
                "foyer": {"couple": "marie", "enfants": 2, "autres": 0},
                "personne/demandeur": {"naissance": "1985-01-01"},
                "personne/conjoint": {"naissance": "1985-01-01"},
                "personne/enfant1": {"naissance": "2013-06-01"},
                "personne/enfant2": {"naissance": "2016-06-01"},
                "ressources/demandeur": {"natures": ["salaire"]},
                "montants/demandeur": {"salaire_moyenne": 1300.0},
            },
            "af",
            "famille",
            153.01,
        ),
    ],
)
def test_known_amounts(legislation, answers, variable, instance, value):
    """Amounts that official scales give, through the whole mapping."""
    computed = lawcases.compute(situation_of(answers, MONTH), MONTH, [variable], legislation)
    assert computed[variable][instance] == pytest.approx(value, abs=0.02)


def test_a_hosted_person_gets_no_second_housing_benefit(legislation):
    answers = alone(foyer={"couple": "seul", "enfants": 0, "autres": 1})
    answers["personne/autre1"] = {"naissance": "1970-01-01", "activite": "inactif"}
    computed = lawcases.compute(
        situation_of(answers, MONTH), MONTH, ["paris_aides_logement"], legislation
    )
    assert computed["paris_aides_logement"]["menage"] == pytest.approx(308, abs=1)


def test_paid_alimony_lowers_declared_incomes(legislation):
    """A quotient familial is computed on the incomes of N-2 less the alimony paid then."""
    paying = alone(
        ressources__demandeur={"natures": ["salaire", "pension_versee"]},
        montants__demandeur={"salaire_moyenne": 1500.0, "pension_versee_moyenne": 300.0},
    )
    found = lawcases.compute(
        situation_of(paying, MONTH),
        "2024",
        ["pensions_alimentaires_versees"],
        legislation,
    )
    assert found["pensions_alimentaires_versees"]["foyer_fiscal"] == -3600


def couple(**answers):
    return {
        "foyer": {"couple": "marie", "enfants": 1, "autres": 0},
        "personne/demandeur": {"naissance": "1985-01-01", "activite": "salarie"},
        "personne/conjoint": {"naissance": "1985-01-01", "activite": "salarie"},
        "personne/enfant1": {"naissance": "2016-06-01"},
        "ressources/demandeur": {"natures": ["salaire"]},
        "montants/demandeur": {"salaire_moyenne": 1000.0},
        "ressources/conjoint": {"natures": ["chomage"]},
        "montants/conjoint": {"chomage_moyenne": 800.0},
    } | {key.replace("__", "/"): given for key, given in answers.items()}


@pytest.mark.parametrize("kind", ["aah", "ass"])
def test_an_allowance_received_by_one_is_not_changed_by_the_others(legislation, kind):
    answers = couple(
        ressources__demandeur={"natures": [kind]}, montants__demandeur={f"{kind}_moyenne": 500.0}
    )
    for month in ("2026-02", "2026-10"):
        found = lawcases.compute(situation_of(answers, MONTH), month, [kind], legislation)[kind]
        assert found["demandeur"] == pytest.approx(500, abs=0.01)


def test_one_may_declare_and_the_other_not(legislation):
    answers = couple(declares__demandeur={"salaires": 9000.0})
    situation = situation_of(answers, MONTH)
    asked = ["salaire_imposable", "chomage_imposable", "salaire_net", "chomage_net"]
    declared = lawcases.compute(situation, "2024-05", asked, legislation)
    assert declared["salaire_imposable"]["demandeur"] == pytest.approx(750)
    assert declared["chomage_imposable"]["conjoint"] > 700
    recent = lawcases.compute(situation, "2026-10", asked, legislation)
    assert recent["salaire_net"]["demandeur"] == pytest.approx(1000)
    assert recent["chomage_net"]["conjoint"] == pytest.approx(800)


def test_incomes_of_each_person_are_their_own(legislation):
    answers = couple(
        ressources__conjoint={"natures": ["salaire"]},
        montants__conjoint={"salaire_moyenne": 700.0, "salaire_encore": "non"},
    )
    situation = situation_of(answers, MONTH)
    for month, other in (("2025-10", 700), ("2026-10", 700), (MONTH, 0)):
        found = lawcases.compute(situation, month, ["salaire_net"], legislation)["salaire_net"]

        assert found["demandeur"] == pytest.approx(1000, abs=0.01)
        assert found["conjoint"] == pytest.approx(other, abs=0.01)
