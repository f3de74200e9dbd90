"""A benefit that was just started is already green, linted and shown."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from contrib_app.authoring.checks import Repository, check
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
    name = f"val_fictif_aide_{entity}_{periodicity}"
    (case,) = read_file(repository / f"tests/yaml/communes/val_fictif/{name}.yaml")
    assert check_case(case, legislation) == []
    outcome = run_case(case, legislation)
    assert outcome.passed, outcome
    assert {check.computed for check in outcome.checks} == {0, 80}
    folder = repository / "contrib_app/catalogue/benefits"
    assert read_benefit(folder / f"{name}.yaml").exists_in("93066", None)


def test_what_is_started_has_nothing_to_correct(repository):
    assert check(Repository(repository, "started_extension")) == []
    yamllint = Path(sys.executable).with_name("yamllint")
    folders = [repository / folder for folder in ("started_extension", "tests", "contrib_app")]
    done = subprocess.run(
        [yamllint, "--strict", "-c", ROOT / ".yamllint", *folders], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_what_is_started_is_green_under_openfisca_test(repository):
    openfisca = Path(sys.executable).with_name("openfisca")
    done = subprocess.run(
        [openfisca, "test", "tests/yaml", "-c", "openfisca_france", "-e", "started_extension"],
        cwd=repository,
        env={**os.environ, "PYTHONPATH": str(repository)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    assert f"{len(KINDS)} passed" in done.stdout


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
        ({"territory": "Children"}, "se réserve ce mot"),
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


def test_the_variable_begins_with_its_territory_once():
    assert replace(ASKED, name="Val-Fictif Énergie").variable == "val_fictif_energie"
    assert replace(ASKED, name="Énergie").variable == "val_fictif_energie"


def test_a_name_that_is_taken_is_refused(tmp_path):
    with pytest.raises(Refused, match="existe déjà"):
        start_benefit(ASKED, tmp_path, taken={"val_fictif_aide_a_l_energie"})
    start_benefit(ASKED, tmp_path, taken=())
    with pytest.raises(Refused, match="existe déjà"):
        start_benefit(ASKED, tmp_path, taken=())


OPTIONS = [
    *("--echelon", "communes", "--territory", "Val-Fictif", "--name", "Aide"),
    *("--entity", "individu", "--periodicity", "mois", "--communes", "35238"),
    *("--ceiling", "1000", "--amount", "50", "--source", "Délibération 1"),
    *("--href", "https://val-fictif.example/1", "--date", "2026-01-01"),
]


@pytest.fixture
def empty_repository(tmp_path):
    """A repository whose extension has nothing yet."""
    package = tmp_path / "openfisca_mesaides"
    package.mkdir()
    (package / "__init__.py").write_text('"""An extension."""\n')
    (tmp_path / "pyproject.toml").write_text(
        '[tool.lawcases]\ncountry = "openfisca_france"\nextensions = ["openfisca_mesaides"]\n'
    )
    return tmp_path


def test_the_command_says_what_it_wrote(empty_repository):
    done = CliRunner().invoke(main, ["new-benefit", *OPTIONS, "--root", str(empty_repository)])
    assert done.exit_code == 0, done.output
    assert "variables/communes/val_fictif/val_fictif_aide.py" in done.output
    assert "Le test est vert." in done.output
    again = CliRunner().invoke(main, ["new-benefit", *OPTIONS, "--root", str(empty_repository)])
    assert again.exit_code == 1
    assert "existe déjà" in again.output


def test_what_does_not_load_leaves_nothing_behind(empty_repository):
    broken = empty_repository / "openfisca_mesaides/variables/broken.py"
    broken.parent.mkdir()
    broken.write_text("raise RuntimeError('broken')\n")
    before = sorted(path for path in empty_repository.rglob("*") if path.is_file())
    done = CliRunner().invoke(main, ["new-benefit", *OPTIONS, "--root", str(empty_repository)])
    assert done.exit_code == 1
    assert "rien n'est écrit" in done.output
    assert "broken" in done.output
    assert sorted(p for p in empty_repository.rglob("*") if p.suffix in (".py", ".yaml")) == [
        path for path in before if path.suffix in (".py", ".yaml")
    ]


def test_it_asks_what_is_not_given(empty_repository):
    answers = "\n".join(OPTIONS[1::2]) + "\n"
    done = CliRunner().invoke(main, ["new-benefit", "--root", str(empty_repository)], input=answers)
    assert done.exit_code == 0, done.output
    assert "Versée à chaque" in done.output
    assert (empty_repository / "tests/yaml/communes/val_fictif/val_fictif_aide.yaml").exists()
