"""An agent uploads decisions, maps the columns, reads the report, and makes a case of a cluster."""

from io import BytesIO

import pytest
from sqlalchemy import select, update

from contrib_app.contributions.models import Contribution, Evidence, State
from contrib_app.contributions.preparing import EngineIsBusy
from contrib_app.database import writing
from contrib_app.engine import Failed, TooBusy
from contrib_app.tables import service
from contrib_app.tables.models import DecisionTable, Stage
from contrib_app.work.models import Job
from tests.contrib_app.proposals import add_agent, session_of, sign_in, token_in

HOME = "/agents/tableaux"
CSV = """\
Dossier;Âge;Âge des enfants;Loyer;Code postal;Montant décidé
Mme CANARI;34;4, 7, 10;900;75020;128
CANARI 2;41;3, 5;650;75020;116
CANARI 3;cent;;650;75020;0
"""
CLUSTER = {"conditions": [["loyer ≥ 800", True]], "rows": [0], "among": 1}


@pytest.fixture
def agent(app, client):
    add_agent(app)
    sign_in(client)
    return client


def upload(agent, text=CSV, **changed):
    given = {"benefit": "paris_logement_familles", "month": "11/2026"} | changed
    token = token_in(agent.get(HOME).text)
    file = (BytesIO(text if isinstance(text, bytes) else text.encode()), "decisions.csv")
    return agent.post(HOME, data={"csrf_token": token, "file": file, **given})


def columns(agent, **changed):
    """Map the columns of the table that was uploaded last."""
    address = upload(agent).location
    chosen = ["rien", "age", "ages_enfants", "loyer", "commune", "montant"]
    data = {f"colonne_{rank}": fact for rank, fact in enumerate(chosen)} | changed
    data["csrf_token"] = token_in(agent.get(address).text)
    return agent.post(address, data=data)


def kept(app):
    with session_of(app) as session:
        table = session.scalars(select(DecisionTable)).one()
        session.expunge_all()
        return table


def compute(app, engine):
    """Do what the worker does."""
    engine.replies["decide"] = {"computed": [100.0, 116.0], "clusters": [CLUSTER]}
    service.compute(writing(app.extensions["database"]), engine, kept(app).id)


def test_only_agents_come_in(client):
    assert client.get(HOME).status_code == 302


def test_a_table_is_read_and_its_columns_guessed(agent):
    answer = upload(agent)
    assert answer.status_code == 303
    page = agent.get(answer.location).text
    assert "3 lignes lues" in page
    for fact in ("age", "ages_enfants", "loyer", "commune", "montant"):
        assert page.count(f'<option selected value="{fact}">') == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "première ligne"),
        ("a;b\n1;2;3", "ligne 2"),
        (b"\x00\x01", "pas du texte"),
        ("a;b\n", "aucune ligne"),
    ],
)
def test_what_is_no_table_says_why(agent, text, said):
    answer = upload(agent, text)
    assert answer.status_code == 400
    assert said in answer.text


@pytest.mark.parametrize("month", ["2026", "13/2026", "<b>", "0/2026", "11/26"])
def test_the_month_is_one(agent, month):
    answer = upload(agent, month=month)
    assert answer.status_code == 400
    assert "Écrivez le mois ainsi" in answer.text


def test_the_benefit_is_one_of_the_list(agent):
    assert upload(agent, benefit="../../etc").status_code == 400


def test_a_file_larger_than_a_form_is_read(agent):
    rows = "".join(f"{n};34;4, 7;900;75020;116{'0' * 60}\n" for n in range(3000))
    assert upload(agent, CSV.partition("\n")[0] + "\n" + rows).status_code == 303


def test_wrong_rows_are_shown_before_they_are_left_aside(app, agent):
    answer = columns(agent)
    assert answer.status_code == 400
    assert "Ligne 4" in answer.text
    assert kept(app).stage == Stage.UPLOADED


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"colonne_3": "age"}, "Deux colonnes disent"),
        ({"colonne_5": "rien"}, "Aucune colonne ne dit"),
        ({"colonne_1": "rien"}, "Aucune colonne ne dit"),
    ],
)
def test_the_mapping_is_checked(agent, changed, said):
    answer = columns(agent, **changed)
    assert answer.status_code == 400
    assert said in answer.text


def test_what_is_not_used_is_erased_as_soon_as_it_can_be(app, agent):
    assert columns(agent, without_wrong_rows="y").status_code == 303
    table = kept(app)
    assert table.content is None
    assert "CANARI" not in str(vars(table))
    assert (len(table.facts), table.ignored) == (2, 1)
    with session_of(app) as session:
        assert session.scalars(select(Job.key)).all() == [f"decide:{table.id}"]


def test_the_agent_waits_then_reads_the_report(app, agent, engine):
    address = columns(agent, without_wrong_rows="y").location
    waiting = agent.get(address).text
    assert '<meta http-equiv="refresh"' in waiting
    compute(app, engine)
    page = agent.get(address).text
    assert "2 décisions comparées, 1 ligne laissée de côté" in page
    assert "loyer ≥ 800" in page
    assert "décidé 128 €, calculé 100 €" in page
    (call,) = [arguments for job, arguments in engine.calls if job == "decide"]
    assert call["facts"][0] == {
        "age": 34,
        "ages_enfants": [4, 7, 10],
        "loyer": 900.0,
        "commune": ["75020", "75120"],
        "montant": 128.0,
    }


def test_a_cluster_becomes_one_case_to_look_at_and_send(app, agent, engine):
    address = columns(agent, without_wrong_rows="y").location
    compute(app, engine)
    token = token_in(agent.get(address).text)
    data = {"csrf_token": token, "evidence": "NOTIFICATION"}
    answer = agent.post(f"{address}/groupe/0", data=data)
    assert answer.status_code == 303
    assert "/contribution/" in answer.location
    with session_of(app) as session:
        case = session.scalars(select(Contribution)).one()
    assert (case.state, case.evidence) == (State.DRAFT, Evidence.NOTIFICATION)
    assert case.title == "Paris Logement Familles : 128 € par mois en novembre 2026"
    assert "1 désaccord sur 1 ligne" in case.sentence
    assert "paris_logement_familles: 128" in case.case_yaml
    assert agent.post(f"{address}/groupe/9", data=data).status_code == 404
    assert agent.post(f"{address}/groupe/0", data={"csrf_token": token}).status_code == 400


def test_a_table_that_cannot_be_computed_says_so(app, agent, engine):
    address = columns(agent, without_wrong_rows="y").location
    engine.error = TooBusy("no")
    with pytest.raises(EngineIsBusy):
        service.compute(writing(app.extensions["database"]), engine, kept(app).id)
    assert kept(app).stage == Stage.WAITING
    engine.error = Failed("no")
    service.compute(writing(app.extensions["database"]), engine, kept(app).id)
    assert "pas pu être calculé" in agent.get(address).text


def test_nobody_else_reads_it(app, agent):
    address = columns(agent, without_wrong_rows="y").location
    add_agent(app, "autre@ville.example")
    other = app.test_client()
    sign_in(other, "autre@ville.example")
    assert other.get(address).status_code == 404


def test_it_is_forgotten_on_demand_and_after_a_day(app, agent):
    address = columns(agent, without_wrong_rows="y").location
    token = token_in(agent.get(address).text)
    with session_of(app) as session:
        session.execute(update(DecisionTable).values(created_at=service.now() - service.LIFETIME))
        session.commit()
    assert agent.get(address).status_code == 404
    upload(agent)
    assert agent.get(address).status_code == 404
    address = agent.get(HOME).text.split(f'href="{HOME}/')[1].split('"')[0]
    token = token_in(agent.get(f"{HOME}/{address}/colonnes").text)
    assert agent.post(f"{HOME}/{address}/effacer", data={"csrf_token": token}).status_code == 303
    with session_of(app) as session:
        assert session.scalars(select(DecisionTable)).all() == []
