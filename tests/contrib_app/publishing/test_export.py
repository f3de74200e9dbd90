"""Accepted cases become files, once, where nothing of a contributor decides."""

import pytest

from contrib_app.contributions.models import State
from contrib_app.publishing import content, exporting
from lawcases import load_legislation, read_file
from tests.contrib_app.proposals import CASE, propose, session_of, stored

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def legislation():
    return load_legislation("openfisca_france", ["openfisca_mesaides"])


def export(app, corpus, legislation):
    with session_of(app) as session:
        found = list(exporting.export(session, corpus, legislation))
        session.commit()
        return found


def test_green_goes_to_the_corpus_and_red_to_the_divergences(app, tmp_path, legislation):
    green = propose(app, state=State.ACCEPTED)
    red = propose(
        app, state=State.ACCEPTED, token="b" * 32, case_yaml=CASE.replace("af: 0", "af: 900")
    )
    written = export(app, tmp_path, legislation)
    folder = "national/france/af"
    name = "allocations_familiales_pas_de_droit"
    assert [one.path.as_posix() for one in written] == [
        f"yaml/{folder}/{name}_{green}.yaml",
        f"divergences/{folder}/{name}_{red}.yaml",
    ]
    (case,) = read_file(tmp_path / written[0].path)
    assert case.name == "Allocations familiales : pas de droit"
    assert case.keywords == (f"contribution-{green}", "notification")
    assert stored(app, green).state == State.PUBLISHED
    assert export(app, tmp_path, legislation) == []


@pytest.mark.parametrize("state", [State.NEW, State.REFUSED, State.WITHDRAWN, State.DRAFT])
def test_only_accepted_cases_leave(app, tmp_path, legislation, state):
    propose(app, state=state)
    assert export(app, tmp_path, legislation) == []


def test_without_consent_nothing_leaves(app, tmp_path, legislation):
    propose(app, state=State.ACCEPTED, may_publish=False)
    assert export(app, tmp_path, legislation) == []


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"case_yaml": "- !!python/object/apply:os.system [x]"}, "tag"),
        ({"title": "Voir avec jeanne@free.fr"}, "e-mail"),
        ({"benefit": "gone"}, "catalogue"),
    ],
)
def test_what_cannot_be_published_is_said_and_stays(app, tmp_path, legislation, changed, problem):
    number = propose(app, state=State.ACCEPTED, **changed)
    (written,) = export(app, tmp_path, legislation)
    assert written.path is None
    assert problem in written.problem
    assert stored(app, number).state == State.ACCEPTED
    assert list(tmp_path.rglob("*.yaml")) == []


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Paris : 116 € attendus, à l'équilibre", "paris_116_attendus_a_l_equilibre"),
        ("../../.github/workflows/x.yml\n", "github_workflows_x_yml"),
        ("日本", "cas"),
        ("x" * 200, "x" * 60),
    ],
)
def test_a_file_name_holds_plain_letters_only(title, slug):
    assert content.slug(title) == slug
