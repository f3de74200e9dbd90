"""From an accepted case to a branch and a pull request: once, whatever fails in between."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from contrib_app.contributions import service as contributions
from contrib_app.contributions.models import Contribution, State
from contrib_app.contributions.publication import Publication, PullState
from contrib_app.publishing.errors import BadAnswer, Conflict, Refused, Unreachable
from contrib_app.publishing.forges import Gitea, GitHub, GitLab
from contrib_app.publishing.gathering import gather
from contrib_app.publishing.publish import publish
from contrib_app.publishing.reconciling import reconcile
from contrib_app.work.models import Job
from tests.contrib_app.proposals import CASE, propose, session_of, stored

FILE = "tests/yaml/national/france/af/allocations_familiales_pas_de_droit_1.yaml"
FORGES = {"github": GitHub, "gitlab": GitLab, "gitea": Gitea}


def accepted(app, count=1, **changed):
    numbers = [
        propose(app, state=State.ACCEPTED, token=f"{rank:032x}", **changed)
        for rank in range(1, count + 1)
    ]
    return numbers[0] if count == 1 else numbers


def gathered(app, press):
    with session_of(app) as session:
        numbers = gather(session, press.settings)
        session.commit()
        return numbers


def publication(app, number=1):
    with session_of(app) as session:
        return session.get(Publication, number)


def asked(app):
    with session_of(app) as session:
        return sorted(session.scalars(select(Job.key)))


@pytest.fixture(params=FORGES)
def with_forge(request, press, forge):
    kind = FORGES[request.param]
    api = kind("owner/rules", "a token", forge.url, seconds=2.0, pause=0.0)
    return replace(press, forge=api, settings=replace(press.settings, forge=request.param))


def test_one_case_becomes_one_branch_and_one_pull_request(app, with_forge, forge, remote):
    number = accepted(app)
    (publishing,) = gathered(app, with_forge)
    publish(with_forge, publishing)
    assert list(remote.branches()) == ["cas/1"]
    assert list(remote.files("cas/1")) == [FILE]
    assert stored(app, number).state == State.PUBLISHED
    assert stored(app, number).path == FILE.removeprefix("tests/")
    kept = publication(app)
    assert (kept.pull_number, kept.pull_state) == (1, PullState.OPEN)
    assert kept.pull_url.startswith("https://forge.example/")
    assert kept.commit_sha == remote.branches()["cas/1"]
    publish(with_forge, publishing)
    assert len(forge.pulls) == 1
    assert "tell:1" in asked(app)


def test_the_pull_request_says_facts_only(app, press, forge):
    api = GitHub("owner/rules", "a token", forge.url, pause=0.0)
    press = replace(press, forge=api)
    title = "Voir ```\n@admin Closes #1 <img src=x> [x](http://evil.example)".replace("\n", " ")
    number = accepted(app, title=title, sentence="Je suis <b>Jeanne</b>")
    publish(press, *gathered(app, press))
    (content,) = [one[3] for one in forge.requests if one[0] == "POST"]
    assert content["title"] == "Cas n° 1 : Allocations familiales (af)"
    assert "Jeanne" not in content["body"]
    assert content["body"].count("@admin") == 1
    fence = content["body"].split("Titre validé par l'agent :\n\n")[1]
    assert fence.startswith("````text\nVoir ```")
    assert "Une décision reçue" in content["body"]
    assert f"Cas n° {number}" in content["body"]


def test_a_batch_leaves_together(app, press, remote):
    press = replace(press, settings=replace(press.settings, batch_minutes=60))
    numbers = accepted(app, 3)
    publish(press, *gathered(app, press))
    assert list(remote.branches()) == ["cas/1-3-3"]
    assert len(remote.files("cas/1-3-3")) == 3
    assert {stored(app, one).state for one in numbers} == {State.PUBLISHED}


def test_without_a_repository_cases_leave_as_patches(app, press, remote, tmp_path):
    settings = replace(press.settings, forge="patch", repository="")
    press = replace(press, settings=settings)
    accepted(app)
    publish(press, *gathered(app, press))
    (patch,) = press.patches.iterdir()
    assert patch.name == "cas-1.patch"
    work = tmp_path / "work"
    remote.git("clone", "--quiet", ".", str(work))
    remote.git("-C", str(work), "am", "--quiet", given=patch.read_text())
    assert (work / FILE).exists()


def test_with_nowhere_to_go_cases_wait_for_an_export(app, press):
    accepted(app)
    nowhere = replace(press, settings=replace(press.settings, forge=""))
    assert gathered(app, nowhere) == []


def test_a_red_case_goes_apart(app, press, remote):
    accepted(
        app,
        case_yaml=CASE.replace("af: 0", "af: 900"),
        checks=[{"variable": "af", "expected": 900, "computed": 0, "passed": False}],
    )
    publish(press, *gathered(app, press))
    assert next(iter(remote.files("cas/1"))).startswith("tests/divergences/national/france/af/")


def test_a_case_of_which_the_rules_say_something_else_goes_back(app, press, remote):
    number = accepted(app, case_yaml=CASE.replace("af: 0", "af: 900"))
    publish(press, *gathered(app, press))
    back = stored(app, number)
    assert (back.state, back.publication_id, back.decided_by) == (State.NEW, None, None)
    assert [event.note for event in back.events] == ["verdict"]
    assert remote.branches() == {}


def test_a_case_that_names_somebody_goes_back(app, press, remote):
    number = accepted(app, title="Voir avec jeanne@free.fr")
    publish(press, *gathered(app, press))
    assert [event.note for event in stored(app, number).events] == ["unpublishable"]
    assert remote.branches() == {}


@pytest.mark.parametrize("state", [State.NEW, State.REFUSED, State.WITHDRAWN])
def test_only_accepted_cases_leave(app, press, state):
    propose(app, state=state)
    assert gathered(app, press) == []


def test_without_consent_nothing_leaves(app, press):
    propose(app, state=State.ACCEPTED, may_publish=False)
    assert gathered(app, press) == []


def test_an_author_withdraws_until_the_case_begins_to_leave(app, press):
    number = accepted(app)
    gathered(app, press)
    with session_of(app) as session:
        assert not contributions.withdraw(session, session.get(Contribution, number))


def test_a_branch_of_somebody_else_needs_somebody(app, press, remote):
    remote.git("update-ref", "refs/heads/cas/1", remote.first)
    number = accepted(app)
    (publishing,) = gathered(app, press)
    with pytest.raises(Conflict):
        publish(press, publishing)
    assert stored(app, number).state == State.ACCEPTED


def test_after_a_restored_backup_our_own_branch_is_adopted(app, press, remote):
    """The database forgot that it published; main moved on; the branch is there."""
    number = accepted(app)
    (publishing,) = gathered(app, press)
    publish(press, publishing)
    ours = remote.branches()["cas/1"]
    remote.git("update-ref", "refs/heads/main", ours)
    another_moment = stored(app, number).proposed_at
    with session_of(app) as session:
        session.execute(update(Contribution).values(state=State.ACCEPTED, path=None))
        session.execute(
            update(Publication).values(base_sha=None, commit_sha=None, made_at=another_moment)
        )
        session.commit()
    publish(press, publishing)
    assert remote.branches() == {"cas/1": ours}
    assert publication(app).commit_sha == ours
    assert stored(app, number).state == State.PUBLISHED


def test_the_reconciler_finishes_repairs_and_reports(app, press, remote):
    accepted(app, 2)
    first, second = gathered(app, press)
    publish(press, first)
    remote.git("update-ref", "-d", "refs/heads/cas/1")
    remote.git("update-ref", "refs/heads/cas/99", remote.first)
    found = reconcile(press)
    assert (found.unfinished, found.lost, found.foreign) == ([second], [first], ["cas/99"])
    assert {f"publish:{first}", f"publish:{second}", "gather:0"} <= set(asked(app))
    publish(press, first)
    publish(press, second)
    assert {"cas/1", "cas/2"} <= set(remote.branches())
    found = reconcile(press)
    assert (found.unfinished, found.lost) == ([], [])


FAULTS = [502, 503, 429, 403, 404, 302, "drop before", "drop after", "hang"]


@pytest.mark.one_database
@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_of_a_forge_has_its_class_and_a_retry_mends_it(
    app, with_forge, forge, fault, remote
):
    """Fail the first call, then the second, and so on until nothing fails."""
    number = accepted(app)
    (publishing,) = gathered(app, with_forge)
    errors = []
    for rank in range(6):
        forge.faults = [None] * rank + [fault]
        try:
            publish(with_forge, publishing)
        except (Unreachable, Refused, BadAnswer) as error:
            errors.append(error)
        else:
            break
    assert all("token" not in str(error) for error in errors)
    assert all(error.after == 7.0 for error in errors if fault == 429)
    assert stored(app, number).state == State.PUBLISHED
    assert len(forge.pulls) == 1
    assert list(remote.branches()) == ["cas/1"]
    assert errors or fault == 404


def test_an_answer_that_never_ends_or_says_nothing(app, press, forge):
    def endless(request):
        request.send_response(200)
        request.end_headers()
        try:
            while True:
                request.wfile.write(b" " * 65536)
        except OSError:
            request.close_connection = True

    def not_json(request):
        request.send_response(200)
        request.send_header("Content-Length", "6")
        request.end_headers()
        request.wfile.write(b"<html>")

    def wrong_type(request):
        request.send_response(200)
        request.send_header("Content-Length", "17")
        request.end_headers()
        request.wfile.write(b'{"number": "one"}')

    api = GitHub("owner/rules", "a token", forge.url, seconds=2.0, pause=0.0)
    for fault in (endless, not_json, wrong_type):
        forge.faults = [fault]
        with pytest.raises((BadAnswer, Unreachable)):
            api.find("cas/1", "main")


@pytest.mark.parametrize("step", ["fetch", "commit", "push", "find", "open"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_around_each_step_loses_and_doubles_nothing(app, press, forge, remote, step, when):
    """An exception that nobody catches stands for a kill, before or after the step was done."""
    api = GitHub("owner/rules", "a token", forge.url, pause=0.0)
    press = replace(press, forge=api)
    number = accepted(app)
    (publishing,) = gathered(app, press)
    owner = press.repository if hasattr(press.repository, step) else api
    real = getattr(owner, step)

    def killed(*arguments):
        if when == "after":
            real(*arguments)
        raise KeyboardInterrupt

    setattr(owner, step, killed)
    with pytest.raises(KeyboardInterrupt):
        publish(press, publishing)
    setattr(owner, step, real)
    publish(press, publishing)
    assert len(forge.pulls) == 1
    assert list(remote.branches()) == ["cas/1"]
    assert [event.what for event in stored(app, number).events] == [State.PUBLISHED]
