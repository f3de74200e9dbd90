"""Keeping a result, printing it, and filling the questionnaire in for somebody else."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from contrib_app.orm import now
from contrib_app.simulator import forms, wording
from contrib_app.simulator.models import Simulation
from contrib_app.simulator.neutral import neutral


def older(app, **changed):
    with Session(app.extensions["database"]) as session:
        session.execute(update(Simulation).values(**changed))
        session.commit()


@pytest.fixture
def kept(someone, engine):
    someone.answer_all()
    engine.values = {"rsa": {"famille": 500.0}}
    someone.see("resultats")
    assert someone.answer("garder").status_code == 303
    return someone


def test_a_kept_result_outlives_a_day_and_ends_after_six_months(app, kept):
    long_ago = now() - timedelta(days=100)
    older(app, updated_at=long_ago)
    page = kept.see("resultats").text
    assert "gardé jusqu'au" in page.replace("&#39;", "'")
    for package in ("openfisca-france ", "openfisca-core ", "openfisca-mesaides "):
        assert package in page
    older(app, kept_until=now() - timedelta(days=1))
    assert kept.see("resultats").status_code == 404


def test_starting_another_simulation_forgets_no_kept_one(app, client, kept):
    older(app, updated_at=now() - timedelta(days=100))
    client.post("/simulation")
    assert kept.see("resultats").status_code == 200


def test_a_kept_result_tells_what_changed_when_it_is_computed_again(kept, engine):
    assert "Ce qui a changé depuis" not in kept.see("resultats").text
    engine.values = {"rsa": {"famille": 520.0}}
    kept.answer("recalculer")
    page = kept.see("resultats").text
    assert "(RSA) : 500 € par mois → 520 € par mois" in page


def test_a_kept_result_can_be_erased(kept):
    response = kept.answer("effacer")
    assert "storage" in response.headers["Clear-Site-Data"]
    assert kept.see("resultats").status_code == 404


def test_the_sheet_names_what_is_due_and_where_to_ask(kept):
    page = kept.see("feuille").text
    assert "500 € par mois" in page
    assert "CAF ou MSA" in page
    assert "openfisca-france" in page
    assert "Allocations familiales" not in page


def test_the_situation_is_openfisca_s_own(kept):
    found = kept.see("situation.json").json
    assert found["month"] == f"{now():%Y-%m}"
    assert found["individus"]["demandeur"]["date_naissance"] == "1985-02-14"


ADDRESSED = re.compile(r"\b(vous|votre|vos|mon|ma|mes|je)\b", re.IGNORECASE)


def test_nobody_is_called_you_when_it_is_for_somebody_else(client, someone, answers):
    someone.address = client.post("/simulation", data={"pour": "autre"}).location.rsplit("/", 1)[0]
    for page, given in answers:
        shown = someone.see(page).text
        main = shown[shown.index("<h1>") : shown.index('<div class="actions">')]
        assert ADDRESSED.findall(re.sub(r"<[^>]*>", " ", main)) == [], page
        someone.answer(page, **given)
    assert "Terminer : tout effacer" in someone.see("resultats").text


@pytest.mark.parametrize(
    "words",
    [
        *wording.STEPS.values(),
        *(
            words.format(who="Vous" if "? {" in words else "vous")
            for words in wording.PERSONAL.values()
        ),
        *wording.COUPLES.values(),
        *wording.ACTIVITIES.values(),
        *wording.HOUSING.values(),
        *wording.NEEDS.values(),
    ],
)
def test_the_words_of_each_step_can_be_neutral(words):
    assert ADDRESSED.findall(neutral(words)) == []


@pytest.mark.parametrize(
    "form",
    [
        one
        for one in vars(forms).values()
        if isinstance(one, type) and issubclass(one, forms.PageForm)
    ],
    ids=lambda one: one.__name__,
)
def test_the_words_of_each_form_can_be_neutral(app, form):
    with app.test_request_context():
        for field in form():
            for words in (str(field.label.text), str(field.description or "")):
                assert ADDRESSED.findall(neutral(words)) == [], words
