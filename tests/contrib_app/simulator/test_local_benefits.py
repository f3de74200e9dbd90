"""Each local benefit is open for somebody whom the questionnaire describes."""

import pytest

from contrib_app.catalogue import variables_of
from contrib_app.engine.jobs import Jobs
from contrib_app.simulator import service
from contrib_app.simulator.models import Simulation
from contrib_app.simulator.results import shown_benefits

MONTH = "2026-11"
SINGLE = {"couple": "seul", "enfants": 0, "autres": 0}
PARIS = {"mois_a_paris": 60, "accompagnement": "non"}


def home(commune, rent=700.0):
    return {
        "logement": {"statut": "locataire_vide"},
        "loyer": {"loyer": rent},
        "commune": {"commune": commune},
    }


def pension(net):
    return {
        "ressources/demandeur": {"natures": ["retraite"]},
        "montants/demandeur": {"retraite_moyenne": net},
    }


def adult(born, **given):
    return {"naissance": born, "activite": "inactif", "nationalite": "fr"} | given


RETIRED_TENANT = {
    "foyer": SINGLE,
    "personne/demandeur": adult("1950-03-01", activite="retraite"),
    **home("75119", 650.0),
    "paris": {"mois_a_paris": 60},
    **pension(950.0),
    "autonomie/demandeur": {
        "besoin_aide": "regulierement",
        "mutuelle": "oui",
        "cotisation": 900.0,
        "ancien_combattant": "non",
    },
}
DISABLED_ADULT = {
    "foyer": SINGLE,
    "personne/demandeur": adult("1980-03-01", situations=["handicap"]),
    "handicap/demandeur": {"taux": "80"},
    **home("75119"),
    "paris": PARIS,
    "autonomie/demandeur": {"besoin_aide": "jamais", "titre_handicap": "aah", "mutuelle": "non"},
}
PARENT_ALONE = {
    "foyer": {"couple": "seul", "enfants": 1, "autres": 1},
    "personne/demandeur": adult("1985-03-01"),
    "personne/enfant1": {"naissance": "2016-05-20", "situations": ["handicap"]},
    "handicap/enfant1": {"taux": "80"},
    "personne/autre1": {"naissance": "1945-05-20", "activite": "retraite"},
    **home("75120"),
    "paris": {"mois_a_paris": 60, "accompagnement": "oui", "parents_ages": ["autre1"]},
    "accompagnement": {"perte": 1500.0},
}
LARGE_FAMILY = {
    "foyer": {"couple": "marie", "enfants": 4, "autres": 0},
    "personne/demandeur": adult("1985-03-01"),
    "personne/conjoint": adult("1985-03-01"),
    "personne/enfant1": {"naissance": "2016-05-20"},
    "personne/enfant2": {"naissance": "2018-05-20"},
    "personne/enfant3": {"naissance": "2026-09-20"},
    "personne/enfant4": {"naissance": "2026-09-20"},
    **home("75120", 1200.0),
    "paris": PARIS,
    "ressources/demandeur": {"natures": ["salaire"]},
    "montants/demandeur": {"salaire_moyenne": 2000.0},
}
SAINT_DENIS = {
    "foyer": SINGLE,
    "personne/demandeur": adult("1944-03-01", activite="retraite"),
    **home("93066"),
    **pension(1100.0),
    "autonomie/demandeur": {"besoin_aide": "gir", "gir": "3", "plan_aide": 800.0},
}
BREST = {
    "foyer": SINGLE,
    "personne/demandeur": adult("1990-03-01"),
    **home("29019"),
    "brest": {"quotient": 482.0},
}
RENNES = {"foyer": SINGLE, "personne/demandeur": adult("1990-03-01"), **home("35238")}
EVERYBODY = [
    *(RETIRED_TENANT, DISABLED_ADULT, PARENT_ALONE, LARGE_FAMILY),
    *(SAINT_DENIS, BREST, RENNES),
]


LOCAL = (
    "brest_metropole_transport",
    "paris_accompagnement",
    "paris_complement_sante",
    "paris_energie_familles",
    "paris_forfait_familles",
    "paris_logement",
    "paris_logement_aspeh",
    "paris_logement_familles",
    "paris_logement_plfm",
    "paris_logement_psol",
    "paris_naissance_multiple",
    "paris_parent_age",
    "paris_pass_access",
    "paris_pass_familles",
    "paris_pass_seniors",
    "paris_restaurant_emeraude_eligibilite",
    "paris_services_domicile_eligibilite",
    "rennes_metropole_transport",
    "seine_saint_denis_adpa",
)


@pytest.fixture(scope="module")
def jobs():
    return Jobs()


def shown_to(answers, jobs):
    """Return what the results page would show."""
    simulation = Simulation(id="0" * 32, answers=answers, month=MONTH)
    asked = variables_of(service.benefits_of(simulation), MONTH)
    computed = jobs.compute(service.situation_of(simulation), MONTH, asked)
    return shown_benefits(simulation, computed)


@pytest.fixture(scope="module")
def pages(jobs):
    return [shown_to(answers, jobs) for answers in EVERYBODY]


def due(page):
    return {block.benefit.variable: block for block in page.due}


def test_each_local_benefit_is_open_for_one_of_them(pages):
    opened = {name for page in pages for name in due(page)}
    assert set(LOCAL) - opened == set()


def test_a_retired_tenant_of_paris_reads_prices_of_their_bracket(pages):
    block = due(pages[0])["paris_restaurant_emeraude_eligibilite"]
    assert dict(block.results[0].details)["Déjeuner"] == "3,05 €"


def test_in_seine_saint_denis_the_adpa_stands_for_the_apa(pages, jobs):
    page = pages[EVERYBODY.index(SAINT_DENIS)]
    (result,) = due(page)["seine_saint_denis_adpa"].results
    assert result.words.endswith("€ par mois")
    assert dict(result.details) == {"Ce qui reste à votre charge, par mois": "rien"}
    shown = [block.benefit.variable for block in (*page.due, *page.not_due, *page.unknown)]
    assert "apa_eligibilite" not in shown
    autonomy = {"besoin_aide": "gir", "gir": "3"}
    without_plan = shown_to(SAINT_DENIS | {"autonomie/demandeur": autonomy}, jobs)
    (result,) = due(without_plan)["seine_saint_denis_adpa"].results
    assert "dépend du plan d'aide" in result.words
    assert result.details == []


def test_who_does_not_know_is_told_what_to_do(jobs):
    unsure = {"besoin_aide": "inconnu", "titre_handicap": "inconnu", "mutuelle": "inconnu"}
    decided = {"taux": "50", "rsdae": "non"}  # no AAH without a decision
    changed = {"handicap/demandeur": decided, "autonomie/demandeur": unsure}
    page = shown_to(DISABLED_ADULT | changed, jobs)
    reasons = {block.benefit.variable: block.reason for block in page.unknown}
    assert "titres de handicap" in reasons["paris_pass_access"]
    assert "mutuelle" in reasons["paris_complement_sante"]
    assert "paris_pass_seniors" not in reasons  # neither age nor pension could open it


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"taux": "inconnu", "rsdae": "inconnu"}, True),
        ({"taux": "50", "rsdae": "inconnu"}, True),
        ({"taux": "50", "rsdae": "non"}, False),
        ({"taux": "30", "rsdae": "inconnu"}, False),
    ],
)
def test_before_the_commission_decides_nobody_computes_the_aah(jobs, given, told):
    answers = DISABLED_ADULT | {"handicap/demandeur": given, **home("35238")}
    page = shown_to(answers, jobs)
    assert "aah" not in due(page)
    reasons = {block.benefit.variable: block.reason for block in page.unknown}
    assert ("CDAPH" in reasons.get("aah", "")) == told
