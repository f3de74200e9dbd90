"""A benefit that was just started is already green, linted and shown."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from contrib_app.authoring.new_benefit import ENTITIES, PERIODICITIES, Asked, Refused, start_benefit
from contrib_app.catalogue import read_benefit
from contrib_app.cli import main
from lawcases import check_case, load_legislation, read_file, run_case

ROOT = Path(__file__).parents[3]
ASKED = Asked(
    echelon="communes",
    territory="Val-Fictif",
    name="Aide à l'énergie",
    entity="famille",
    periodicity="mois",
    communes=("35238", "93"),
    ceiling=1200.5,
    amount=80,
    source="Délibération n° 1 du 2 janvier 2026",
    href="https://val-fictif.example/deliberations/1",
    date="2026-02-01",
)
KINDS = [(entity, period) for entity in ENTITIES for period in PERIODICITIES]


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A repository where one benefit of each kind was started, as a package that can be loaded."""
    root = tmp_path_factory.mktemp("repository")
    for entity, periodicity in KINDS:
        asked = replace(
            ASKED, name=f"Aide {entity} {periodicity}", entity=entity, periodicity=periodicity
        )
        start_benefit(asked, root, taken=())
    package = root / "started_extension"
    (root / "openfisca_mesaides").rename(package)
    (package / "__init__.py").write_text('"""An extension."""\n')
    return root


@pytest.fixture(scope="module")
def legislation(repository):
    sys.path.insert(0, str(repository))
    try:
        yield load_legislation("openfisca_france", ["started_extension"])
    finally:
        sys.path.remove(str(repository))


@pytest.mark.parametrize(("entity", "periodicity"), KINDS)
def test_what_is_started_is_green_and_shown(repository, legislation, entity, periodicity):
    name = f"aide_{entity}_{periodicity}"
    (case,) = read_file(repository / f"tests/yaml/communes/val_fictif/{name}.yaml")
    assert check_case(case, legislation) == []
    outcome = run_case(case, legislation)
    assert outcome.passed, outcome
    assert {check.computed for check in outcome.checks} == {0, 80}
    folder = repository / "contrib_app/catalogue/benefits"
    assert read_benefit(folder / f"val_fictif_{name}.yaml").exists_in("93066", None)


def test_what_is_started_is_linted(repository):
    rules = ["--config", ROOT / "pyproject.toml", "--ignore", "N801,N805,RUF012"]
    for command in (["check", *rules], ["format", "--check", "--config", ROOT / "pyproject.toml"]):
        done = subprocess.run(
            [Path(sys.executable).with_name("ruff"), *command, repository / "started_extension"],
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"echelon": "planètes"}, "échelon"),
        ({"entity": "foyer"}, "entité"),
        ({"periodicity": "jour"}, "périodicité"),
        ({"territory": "93 Nord"}, "commence pas par un chiffre"),
        ({"name": "!!!"}, "lettres ou chiffres"),
        ({"name": 'x"; import os'}, "sans guillemet"),
        ({"communes": ("Rennes",)}, "codes INSEE"),
        ({"communes": ()}, "codes INSEE"),
        ({"ceiling": -1}, "au-dessus de zéro"),
        ({"source": ""}, "source"),
        ({"href": "javascript:alert(1)"}, "https://"),
        ({"date": "2026-02-31"}, "2026-01-31"),
        ({"date": "2026-02-15"}, "premier du mois"),
    ],
)
def test_an_unusable_answer_is_refused_and_nothing_is_written(tmp_path, changed, words):
    with pytest.raises(Refused, match=words):
        start_benefit(replace(ASKED, **changed), tmp_path, taken=())
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_taken_is_refused(tmp_path):
    with pytest.raises(Refused, match="existe déjà"):
        start_benefit(ASKED, tmp_path, taken={"val_fictif_aide_a_l_energie"})
    start_benefit(ASKED, tmp_path, taken=())
    with pytest.raises(Refused, match="existe déjà"):
        start_benefit(ASKED, tmp_path, taken=())


def test_the_command_says_what_it_wrote(tmp_path):
    options = [
        *("--echelon", "communes", "--territory", "Val-Fictif", "--name", "Aide"),
        *("--entity", "individu", "--periodicity", "mois", "--communes", "35238"),
        *("--ceiling", "1000", "--amount", "50", "--source", "Délibération 1"),
        *("--href", "https://val-fictif.example/1", "--date", "2026-01-01"),
        *("--root", str(tmp_path)),
    ]
    done = CliRunner().invoke(main, ["new-benefit", *options])
    assert done.exit_code == 0, done.output
    assert "variables/communes/val_fictif/aide.py" in done.output
    again = CliRunner().invoke(main, ["new-benefit", *options])
    assert again.exit_code == 1
    assert "existe déjà" in again.output
