"""The way through the questionnaire, to the results and back."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from contrib_app.catalogue import load_catalogue
from contrib_app.engine import Failed, TooBusy, TooSlow
from contrib_app.orm import now
from contrib_app.simulator.models import Simulation

STEPS = [
    "foyer",
    "personne/demandeur",
    "logement",
    "loyer",
    "ressources/demandeur",
    "prestations",
]


def step_of(response):
    assert response.status_code == 303
    return response.location.split("/", 3)[3]


def test_home_says_privacy_first_and_starts(client):
    page = client.get("/").text
    assert page.index("anonyme") < page.index("Commencer la simulation")
    response = client.post("/simulation")
    assert response.status_code == 303
    assert client.get(response.location).status_code == 200


def test_about_credits_sources_and_tells_limits(client):
    page = client.get("/a-propos").text
    for words in ("Licence Ouverte 2.0", "Etalab", "OpenFisca", "AGPL-3.0", "indicatif", "cookie"):
        assert words in page


def test_no_cookie_for_citizens(client, someone):
    for page in ("foyer", "resume"):
        assert "Set-Cookie" not in someone.see(page).headers
    assert "Set-Cookie" not in client.get("/").headers


def test_pages_follow_each_other_to_the_summary(someone, answers):
    pages = [page for page, _ in answers]
    assert pages == STEPS
    for (page, given), following in zip(answers, [*pages[1:], "resume"], strict=True):
        assert someone.see(page).status_code == 200
        assert step_of(someone.answer(page, **given)) == following


def test_progress_is_told(someone):
    page = someone.see("foyer").text
    assert "Étape 1 sur" in page
    assert "<progress" in page


def test_answers_are_shown_again(someone):
    someone.answer_all()
    assert 'value="14/02/1985"' in someone.see("personne/demandeur").text
    assert 'value="35000"' in someone.see("logement").text
    assert 'value="450"' in someone.see("loyer").text


def test_summary_says_every_answer_and_leads_to_it(someone):
    someone.answer_all()
    page = someone.see("resume").text
    for words in ("14 février 1985", "salarié·e", "Rennes", "450"):
        assert words in page
    for step in STEPS:
        assert f"{someone.address}/{step}" in page
    assert "Voir mes aides" in page


def test_one_changed_answer_leads_back_to_the_summary(someone):
    someone.answer_all()
    changed = someone.answer("foyer", couple="seul", enfants="0", autres="0")
    assert step_of(changed) == "resume"


def test_one_more_child_is_asked_about(someone, child):
    someone.answer_all()
    assert step_of(someone.answer("foyer", couple="seul", enfants="1", autres="0")) == (
        "personne/enfant1"
    )
    assert step_of(someone.answer("personne/enfant1", **child)) == "isolement"
    assert step_of(someone.answer("isolement", recent="non")) == "resume"


def test_several_communes_for_a_postal_code(someone, home):
    someone.answer("foyer", couple="seul", enfants="0", autres="0")
    someone.answer("personne/demandeur", naissance="14/02/1985", activite="salarie")
    assert step_of(someone.answer("logement", **home | {"code_postal": "01400"})) == "commune"
    assert "L&#39;Abergement-Clémenciat" in someone.see("commune").text
    assert step_of(someone.answer("commune", commune="01001")) == "loyer"


def test_another_postal_code_asks_the_commune_again(someone, home):
    someone.answer_all(logement=home | {"code_postal": "01400"}, commune={"commune": "01001"})
    assert step_of(someone.answer("logement", **home | {"code_postal": "01640"})) == "commune"


@pytest.mark.parametrize(
    ("postal_code", "local"), [("75020", "paris"), ("29200", "brest"), ("13001", None)]
)
def test_local_questions_only_where_they_matter(someone, home, postal_code, local):
    someone.answer("foyer", couple="seul", enfants="0", autres="0")
    someone.answer("personne/demandeur", naissance="14/02/1985", activite="salarie")
    response = someone.answer("logement", **home | {"code_postal": postal_code})
    assert step_of(response) == "loyer"
    assert step_of(someone.answer("loyer", loyer="450")) == (local or "ressources/demandeur")


def test_a_student_is_asked_about_a_scholarship(someone):
    someone.answer("foyer", couple="seul", enfants="0", autres="0")
    response = someone.answer("personne/demandeur", naissance="14/02/2005", activite="etudiant")
    assert step_of(response) == "etudes/demandeur"
    assert step_of(someone.answer("etudes/demandeur", echelon="4")) == "impots/demandeur"
    assert step_of(someone.answer("impots/demandeur", seul="oui")) == "logement"


def test_amounts_are_asked_for_ticked_incomes_only(someone):
    someone.answer_all()
    assert step_of(someone.answer("ressources/demandeur", natures=["salaire", "ass"])) == (
        "montants/demandeur"
    )
    page = someone.see("montants/demandeur").text
    assert "salaire_moyenne" in page
    assert "ass_encore" in page
    assert "chomage" not in page


def test_results_before_the_last_answer_lead_to_the_first_missing_one(someone):
    someone.answer("foyer", couple="seul", enfants="0", autres="0")
    assert step_of(someone.see("resultats")) == "personne/demandeur"
    assert "Continuer les questions" in someone.see("resume").text


def test_results_show_what_exists_there_with_its_words(someone, engine):
    someone.answer_all()
    engine.values = {"rsa": {"famille": 573.49}, "rennes_metropole_transport": {"demandeur": 85}}
    page = someone.see("resultats").text
    for words in ("573 € par mois", "85 % de réduction", "Rennes Métropole", "CAF ou MSA"):
        assert words in page
    for words in ("Bibus", "Paris Logement Familles"):
        assert words not in page
    national = [b for b in load_catalogue() if b.territory == "France"]
    assert page.count("Pas de droit") == len(national) - 1
    assert f"{someone.address}/contribuer" in page


def test_warnings_and_unchecked_conditions_are_told(someone):
    someone.answer_all()
    page = someone.see("resultats").text
    assert "relevés en mars 2025" in page
    assert "22/11/2026" in page
    assert "dérogations accordées sur dossier" in page


def test_something_due_is_never_shown_as_nothing(someone, engine):
    someone.answer_all()
    engine.values = {"ppa": {"famille": 0.3}}
    page = someone.see("resultats").text
    assert "moins de 1 € par mois" in page
    assert ">0 €" not in page


def test_a_self_employed_person_is_told_why_rsa_is_not_computed(someone, you, engine):
    someone.answer_all(personne__demandeur=you | {"activite": "independant"})
    engine.values = {"rsa": {"famille": 500}}
    page = someone.see("resultats").text
    assert "R. 262-23" in page
    assert "500 €" not in page


def test_individual_results_name_each_person_of_the_family(someone, child, engine):
    someone.answer_all(
        foyer={"couple": "seul", "enfants": "1", "autres": "1"},
        personne__enfant1=child,
        isolement={"recent": "non"},
        personne__autre1={"naissance": "01/01/1950", "activite": "retraite"},
        ressources__autre1={},
    )
    engine.values = {
        "rennes_metropole_transport": {"demandeur": 50, "enfant1": 50},
        "rennes_metropole_transport_gratuite_enfant": {"enfant1": True},
    }
    page = someone.see("resultats").text
    assert "Vous : <strong>50 % de réduction" in page
    assert "1er enfant (8 ans) : <strong>Gratuit pour tous" in page
    assert "autre personne" not in page.split("Affiner cette première estimation")[0]


@pytest.mark.parametrize(
    ("eligible", "price", "words"),
    [(True, 6.2, "6,20 € par mois pour"), (True, 15, "15 € par mois"), (False, 0, "Pas de droit")],
)
def test_price_of_brest(someone, home, engine, eligible, price, words):
    someone.answer_all(logement=home | {"code_postal": "29200"}, brest={"quotient": "482"})
    engine.values = {
        "brest_metropole_transport": {"demandeur": price},
        "brest_metropole_transport_eligibilite": {"demandeur": eligible},
    }
    page = someone.see("resultats").text
    assert words in page[page.index("Bibus") :]


def test_results_are_computed_once_for_a_state_of_the_answers(someone, engine):
    someone.answer_all()
    for _ in range(3):
        someone.see("resultats")
    assert [job for job, _ in engine.calls].count("compute") == 1
    someone.answer("loyer", loyer="10")
    someone.see("resultats")
    assert [job for job, _ in engine.calls].count("compute") == 2


@pytest.mark.parametrize("error", [TooBusy("secret"), TooSlow("secret"), Failed("secret")])
def test_a_computation_that_fails_keeps_the_answers(someone, engine, error):
    someone.answer_all()
    engine.error = error
    response = someone.see("resultats")
    assert response.status_code >= 500
    assert ("Retry-After" in response.headers) == (not isinstance(error, Failed))
    assert "Vos réponses sont conservées" in response.text
    assert f"{someone.address}/resultats" in response.text
    assert "secret" not in response.text
    engine.error = None
    assert someone.see("resultats").status_code == 200


def test_a_result_that_is_on_its_way_is_asked_for_again(someone, engine):
    someone.answer_all()
    engine.not_yet = 2
    for _ in range(2):
        waiting = someone.see("resultats")
        assert waiting.status_code == 202
        assert int(waiting.headers["Refresh"]) > 0
        assert f"{someone.address}/resultats" in waiting.text
    assert someone.see("resultats").status_code == 200


def test_forgetting_is_for_good(app, someone):
    someone.answer_all()
    assert someone.answer("effacer").status_code == 200
    for page in ("foyer", "resume", "resultats"):
        assert someone.see(page).status_code == 404
    with Session(app.extensions["database"]) as session:
        assert session.scalar(select(func.count()).select_from(Simulation)) == 0


def test_a_simulation_lives_for_a_day_after_the_last_answer(app, client, someone):
    someone.answer("foyer", couple="seul", enfants="0", autres="0")
    age(app, timedelta(hours=23))
    assert someone.see("foyer").status_code == 200
    age(app, timedelta(hours=25))
    response = someone.see("foyer")
    assert response.status_code == 404
    assert "un jour après la dernière réponse" in response.text
    client.post("/simulation")
    with Session(app.extensions["database"]) as session:
        assert session.get(Simulation, someone.simulation_id) is None


def age(app, elapsed):
    with Session(app.extensions["database"]) as session:
        session.execute(
            update(Simulation).values(updated_at=now() - elapsed, created_at=now() - elapsed)
        )
        session.commit()


def test_addresses_cannot_be_guessed(client):
    addresses = {client.post("/simulation").location.split("/")[-2] for _ in range(20)}
    assert len(addresses) == 20
    assert all(len(address) == 32 for address in addresses)


def test_uncertain_readings_of_the_law_are_told(someone, engine):
    engine.replies["uncertainties"] = lambda variables: {
        name: ["le délai reste inconnu."] for name in variables
    }
    someone.answer_all()
    page = someone.see("resultats").text
    assert page.count("Le délai reste inconnu.") == 1  # Rennes; national law has no mark
    assert "Ce que le règlement laisse incertain" in page


def test_a_benefit_still_received_is_declared_and_not_due(someone, engine):
    someone.answer_all(
        prestations={"recues": ["rsa"]},
        prestations_montants={"rsa_moyenne": "500", "rsa_encore": "oui"},
    )
    engine.values = {"rsa": {"famille": 500}}
    page = someone.see("resultats").text
    assert "Déjà déclarée : 500 € par mois" in page
    assert 'id="aide-rsa"' not in page


def test_refinements_come_after_the_first_estimate(someone):
    someone.answer_all()
    page = someone.see("resultats").text
    assert f"{someone.address}/patrimoine/demandeur" in page
    assert step_of(someone.answer("patrimoine/demandeur", livret_a="5000")) == "resultats"
    assert "livret a : 5 000,00 €" in someone.see("resume").text


def fields_of(page):
    """Return how many answers a page asks: a group of boxes is one, folded details are optional."""
    shown = re.sub(r"(?s)<details.*?</details>", "", page)
    names = re.findall(r'<(?:input|select)[^>]*?name="([^"]+)"', shown)
    return len(set(names))


def walk(someone, given):
    """Answer each page from the first to the summary; return how many answers were asked."""
    asked, step = 0, "foyer"
    while step != "resume":
        asked += fields_of(someone.see(step).text)
        response = someone.answer(step, **given.get(step, {}))
        assert response.status_code == 303, (step, response.text)
        step = step_of(response)
    return asked


def test_a_single_person_is_asked_fewer_than_25_answers(someone, answers):
    given = dict(answers) | {
        "ressources/demandeur": {"natures": ["salaire"]},
        "montants/demandeur": {"salaire_moyenne": "1200"},
    }
    assert walk(someone, given) < 25


def test_a_family_of_four_is_asked_fewer_than_60_answers(someone, you, home, child):
    wages = {"natures": ["salaire", "primes"]}
    amounts = {"salaire_moyenne": "1200", "primes_total": "300"}
    given = {
        "foyer": {"couple": "marie", "enfants": "2", "autres": "0"},
        "personne/demandeur": you,
        "personne/conjoint": you,
        "personne/enfant1": child | {"naissance": "20/05/2009"},
        "scolarite/enfant1": {"scolarite": "lycee"},
        "personne/enfant2": child | {"naissance": "20/05/2014"},
        "scolarite/enfant2": {"scolarite": "college"},
        "logement": home | {"code_postal": "75020"},
        "loyer": {"loyer": "900", "charges": "50"},
        "paris": {"mois_a_paris": "60"},
        "ressources/demandeur": wages,
        "montants/demandeur": amounts,
        "ressources/conjoint": wages,
        "montants/conjoint": amounts,
        "prestations": {"recues": ["af"]},
        "prestations_montants": {"af_moyenne": "150", "af_encore": "oui"},
    }
    assert walk(someone, given) < 60
