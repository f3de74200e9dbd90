"""What the repository and new rules say of published cases, and who is told."""

import hashlib
import hmac
from dataclasses import replace
from email import message_from_bytes

import pytest
from sqlalchemy import delete, select

from contrib_app import create_app
from contrib_app import duties as all_duties
from contrib_app.contributions.models import State
from contrib_app.contributions.publication import Checks, PullState, Run, Source
from contrib_app.contributions.service import code_for
from contrib_app.publishing import learning, official, rerunning
from contrib_app.publishing.forges import Gitea, GitHub, GitLab
from contrib_app.publishing.publish import publish
from contrib_app.publishing.rules import installed_rules
from contrib_app.work.models import Job
from contrib_app.work.worker import Worker
from tests.contrib_app.conftest import CI_TOKEN, WEBHOOK_SECRET
from tests.contrib_app.proposals import CASE, add_agent, propose, session_of, sign_in, stored
from tests.contrib_app.publishing.test_publish import accepted, asked, gathered, publication
from tests.contrib_app.work.test_queue import let_time_pass

REPORT = """<testsuites><testsuite name="x">
  <testcase classname="c" file="/builds/rules/tests/{path}" name="case (line 1)">{inside}</testcase>
  <testcase classname="c" file="/builds/rules/tests/yaml/other.yaml" name="other"/>
</testsuite></testsuites>"""


@pytest.fixture
def published(app, press):
    number = accepted(app, email="jeanne@free.example")
    publish(press, *gathered(app, press))
    return number


def runs(app):
    with session_of(app) as session:
        return [
            (one.contribution_id, one.rules, one.source, one.passed)
            for one in session.scalars(select(Run))
        ]


def page_of(client, app):
    code = code_for(f"{1:032x}", app.config["SECRET_KEY"])
    return client.post("/suivi", data={"code": code}).text


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("kind", "checks", "expected"),
    [
        (GitHub, ["success", None], Checks.PENDING),
        (GitHub, ["success", "failure"], Checks.FAILURE),
        (GitHub, ["success", "skipped"], Checks.SUCCESS),
        (GitHub, None, Checks.UNKNOWN),
        (GitLab, "success", Checks.SUCCESS),
        (GitLab, "failed", Checks.FAILURE),
        (GitLab, "running", Checks.PENDING),
        (GitLab, None, Checks.UNKNOWN),
        (Gitea, "success", Checks.SUCCESS),
        (Gitea, "error", Checks.FAILURE),
        (Gitea, None, Checks.UNKNOWN),
    ],
)
def test_checks_and_merges_of_a_forge(app, client, press, forge, kind, checks, expected):
    api = kind("owner/rules", "a token", forge.url, pause=0.0)
    press = replace(press, forge=api, settings=replace(press.settings, forge="github"))
    accepted(app)
    publish(press, *gathered(app, press))
    forge.checks = checks
    assert learning.look(press, 1) == learning.LOOK_EVERY
    assert publication(app).checks is expected
    forge.pulls[0]["state"] = "merged"
    assert learning.look(press, 1) is None
    assert publication(app).pull_state is PullState.MERGED
    assert "Intégré aux tests du dépôt" in page_of(client, app)


def test_a_branch_merged_by_hand(app, press, remote, published):
    assert learning.look(press, 1) == learning.LOOK_EVERY
    remote.merge("cas/1")
    assert learning.look(press, 1) is None
    assert publication(app).merged_at is not None


def test_a_report_of_the_checks(app, client, published):
    path = stored(app, published).path
    address = "/api/v1/depot/junit?rules=abc123"
    token = {"Authorization": f"Bearer {CI_TOKEN}"}
    assert client.post(address, data=REPORT).status_code == 401
    assert (
        client.post(address, data=REPORT, headers={"Authorization": "Bearer x"}).status_code == 401
    )
    for inside, passed in (("", True), ('<failure message="no"/>', False)):
        report = REPORT.format(path=path, inside=inside)
        answer = client.post(address, data=report, headers=token)
        assert answer.json == {"cases": 1}
        assert runs(app) == [(published, "abc123", Source.CI, passed)]
    assert "abc123" in page_of(client, app)


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/api/v1/depot/junit", "<testsuites/>"),
        ("/api/v1/depot/junit?rules=a%20b", "<testsuites/>"),
        ("/api/v1/depot/junit?rules=abc", "not XML"),
        (
            "/api/v1/depot/junit?rules=abc",
            '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        ),
        (
            "/api/v1/depot/junit?rules=abc",
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        ),
    ],
)
def test_what_is_not_a_report(client, address, body):
    token = {"Authorization": f"Bearer {CI_TOKEN}"}
    answer = client.post(address, data=body, headers=token)
    assert answer.status_code == 400
    assert "root:" not in answer.text


def signed(body):
    return hmac.new(WEBHOOK_SECRET.encode(), body, hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (lambda body: {"X-Hub-Signature-256": f"sha256={signed(body)}"}, 202),
        (lambda body: {"X-Gitea-Signature": signed(body)}, 202),
        (lambda body: {"X-Gitlab-Token": WEBHOOK_SECRET}, 202),
        (lambda body: {"X-Hub-Signature-256": f"sha256={signed(body + b' ')}"}, 401),
        (lambda body: {"X-Gitlab-Token": "another"}, 401),
        (lambda body: {}, 401),
    ],
)
def test_news_of_the_forge_make_us_look(app, client, press, published, headers, status):
    body = b'{"action": "closed"}'
    with session_of(app) as session:
        session.execute(delete(Job))
        session.commit()
    answer = client.post("/api/v1/depot/nouvelles", data=body, headers=headers(body))
    assert answer.status_code == status
    assert asked(app) == (["look:1"] if status == 202 else [])


def test_without_its_secret_an_address_does_not_exist(settings, engine):
    bare = replace(
        settings, publishing=replace(settings.publishing, ci_token="", webhook_secret="")
    )
    client = create_app(bare).test_client()
    assert client.post("/api/v1/depot/junit?rules=a").status_code == 404
    assert client.post("/api/v1/depot/nouvelles").status_code == 404


class Work:
    """Does every job that is due, as the worker does."""

    def __init__(self, settings, press, verdicts=None):
        self.asked = []

        def run(texts):
            self.asked.append(texts)
            return {number: (verdicts or {}).get(number, True) for number in texts}

        duties = all_duties.duties(settings, press.database, press, run)
        self.worker = Worker(press.database, duties)
        self.settings = settings

    def all(self):
        while self.worker.run_one():
            pass

    def bodies(self):
        return [mail.get_payload(decode=True).decode() for mail in self.mails()]

    def mails(self):
        return [
            message_from_bytes(one.read_bytes())
            for one in sorted(self.settings.home.glob("mail/*.eml"))
        ]


def test_new_rules_run_every_published_case_once_and_followers_of_a_flip_are_told(
    app, client, settings, press, published, monkeypatch
):
    verdicts = {published: True}
    work = Work(settings, press, verdicts)
    with session_of(app) as session:
        all_duties.queue.ask(session, "rules")
        session.commit()
    work.all()
    assert list(work.asked[0]) == [published]
    assert "af: 0" in work.asked[0][published]
    assert runs(app) == [(published, installed_rules(), Source.PLATFORM, True)]
    told = len(work.mails())

    let_time_pass(app)
    work.all()
    assert len(work.asked) == 1, "the same rules are not run twice"

    monkeypatch.setattr(all_duties, "installed_rules", lambda: "france-177+new")
    verdicts[published] = False
    let_time_pass(app)
    work.all()
    assert len(runs(app)) == 2
    assert len(work.mails()) == told + 1
    assert sum("ne donnent plus" in body for body in work.bodies()) == 1
    assert "ne donnent pas ce résultat" in page_of(client, app)


def test_the_whole_way_by_the_worker(app, client, settings, press, remote):
    """An agent accepts; the worker does the rest, and tells who asked for it."""
    number = propose(app, token=f"{1:032x}", email="jeanne@free.example")
    add_agent(app)
    sign_in(client)
    token = client.get(f"/agents/cas/{number}").text.split('id="accept-token"')[1]
    token = token.split('value="')[1].split('"')[0]
    data = {"csrf_token": token, "title": "AF : rien pour un seul"}
    assert client.post(f"/agents/cas/{number}/accepter", data=data).status_code == 303
    work = Work(settings, press)
    work.all()
    assert list(remote.branches()) == ["cas/1"]
    assert stored(app, number).state == State.PUBLISHED
    assert work.bodies(), "told at least once"
    assert all(mail["To"] == "jeanne@free.example" for mail in work.mails())
    code = code_for(f"{1:032x}", app.config["SECRET_KEY"])
    assert not any(code in body for body in work.bodies())


def test_a_refusal_is_told_and_the_email_erased(app, settings, press):
    number = propose(app, state=State.REFUSED, email="jeanne@free.example")
    with session_of(app) as session:
        all_duties.queue.ask(session, "tell", number)
        session.commit()
    work = Work(settings, press)
    work.all()
    (mail,) = work.mails()
    assert "refusé" in mail.get_payload(decode=True).decode()
    assert mail["To"] == "jeanne@free.example"
    assert stored(app, number).email is None


@pytest.mark.one_database
def test_the_official_runner_and_the_batch_give_real_verdicts():
    green, red = CASE, CASE.replace("af: 0", "af: 900")
    assert official.judge({"a": green, "b": red}) == {"a": True, "b": False}
    assert rerunning.run({1: green, 2: red}) == {1: True, 2: False}


def test_installed_rules_have_a_name():
    assert installed_rules().startswith("france-176.")
    assert len(installed_rules()) <= 100
