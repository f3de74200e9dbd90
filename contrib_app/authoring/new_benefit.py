"""Start a new local benefit: variable, parameters, test and catalogue entry, already green.

The skeleton is a true little law: an amount for whoever lives in the territory with resources up
to a ceiling. Its author then replaces these two conditions with those of the deliberation.
"""

import keyword
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from openfisca_core.parameters import ParameterNode

ECHELONS = ("communes", "intercommunalites", "metropoles", "departements", "regions")
ENTITIES = {"individu": "Individu", "famille": "Famille", "menage": "Menage"}
PERIODICITIES = {"mois": "MONTH", "an": "YEAR"}
FIRST_DATE = date(2000, 1, 1)
RESERVED = {name for name in dir(ParameterNode("", data={})) if not name.startswith("_")}
"""Names that a node of parameters has already: a folder of that name could not be loaded."""


class Refused(Exception):
    """The benefit cannot be started as asked. The message says which answer, and what instead."""


@dataclass(frozen=True)
class Asked:
    """What `mesaides new-benefit` asks.

    communes: INSEE codes where the benefit exists, or their beginnings (`93`, for a département).
    ceiling, amount: euros, per `periodicity`.
    """

    echelon: str
    territory: str
    name: str
    entity: str
    periodicity: str
    communes: tuple[str, ...]
    ceiling: float
    amount: float
    source: str
    href: str
    date: str

    @property
    def folder(self) -> str:
        return f"{self.echelon}/{slug(self.territory)}"

    @property
    def variable(self) -> str:
        """The name of the benefit, which begins with its territory, once."""
        territory, name = slug(self.territory), slug(self.name)
        return name if name.startswith(f"{territory}_") else f"{territory}_{name}"


def slug(text: str) -> str:
    """Return `text` as an identifier: unaccented, lower case, words joined by underscores.

    >>> slug("Aide à l'énergie")
    'aide_a_l_energie'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def start_benefit(asked: Asked, root: Path, taken: Collection[str]) -> list[Path]:
    """Write the files of a new benefit under `root`, and return them.

    taken: names of the variables that exist already.
    Raises Refused, having written nothing, when an answer is unusable or a file exists already.
    """
    check(asked, taken)
    files = {root / path: text for path, text in render(asked).items()}
    for path in files:
        if path.exists() and path.name != "index.yaml":
            raise Refused(
                f"le fichier {path.relative_to(root)} existe déjà : choisissez un autre nom"
            )
    written = []
    for path, text in files.items():
        if path.exists():  # the index of a territory that has benefits already
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def prove(written: Sequence[Path], root: Path) -> None:
    """Load the law with what was just written, and run its test, as `lawcases run` does.

    Raises Refused, having removed what was written, when the law does not load or the test is red.
    """
    (test,) = (path for path in written if path.is_relative_to(root / "tests"))
    environment = {**os.environ, "PYTHONPATH": str(root.resolve())}
    for command in ("lint", "run"):
        done = subprocess.run(  # noqa: S603 - our own command, on a file that we wrote
            [sys.executable, "-m", "lawcases", command, str(test.resolve())],
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            for path in written:
                path.unlink()
            raise Refused(f"rien n'est écrit, car lawcases {command} dit :\n{_said(done)}")


def _said(done: subprocess.CompletedProcess[str]) -> str:
    return (done.stderr + done.stdout).strip()[:1000]


def check(asked: Asked, taken: Collection[str]) -> None:
    """Raise Refused on the first answer that cannot be used."""
    if asked.echelon not in ECHELONS:
        raise Refused(f"échelon « {asked.echelon} » : choisissez parmi {', '.join(ECHELONS)}")
    if asked.entity not in ENTITIES:
        raise Refused(f"entité « {asked.entity} » : choisissez parmi {', '.join(ENTITIES)}")
    if asked.periodicity not in PERIODICITIES:
        raise Refused(f"périodicité « {asked.periodicity} » : « mois » ou « an »")
    for what, text in (("territoire", asked.territory), ("nom", asked.name)):
        if not slug(text) or keyword.iskeyword(slug(text)) or len(slug(text)) > 60:
            raise Refused(f"{what} « {text} » : il faut de 1 à 60 lettres ou chiffres")
        if any(character in text for character in '"\\\n\r{}«»'):
            raise Refused(f"{what} « {text} » : sans guillemet, accolade ni retour à la ligne")
    if slug(asked.territory)[0].isdigit():
        raise Refused(f"territoire « {asked.territory} » : un nom ne commence pas par un chiffre")
    if slug(asked.territory) in RESERVED:
        raise Refused(f"territoire « {asked.territory} » : OpenFisca se réserve ce mot")
    if asked.variable in taken:
        raise Refused(f"la variable {asked.variable} existe déjà : choisissez un autre nom")
    if not asked.communes or not all(
        re.fullmatch(r"(\d{2}|2[AB])\d{0,3}", c) for c in asked.communes
    ):
        raise Refused("communes : donnez des codes INSEE (35238) ou leur début (35), séparés par ,")
    if not (0 < asked.ceiling < 1e7 and 0 < asked.amount < 1e7):
        raise Refused("le plafond et le montant sont des euros, au-dessus de zéro")
    if not asked.source.strip() or any(character in asked.source for character in '"\\\n\r{}'):
        raise Refused("source : le titre de la délibération, sans guillemet ni retour à la ligne")
    if not re.fullmatch(r"https?://[^\s\"'\\{}]+", asked.href):
        raise Refused(f"lien « {asked.href} » : une adresse qui commence par https://")
    try:
        day = date.fromisoformat(asked.date)
    except ValueError:
        raise Refused(f"date « {asked.date} » : écrivez-la 2026-01-31") from None
    if day < FIRST_DATE or day.day != 1:
        raise Refused(f"date « {asked.date} » : un premier du mois, à partir de {FIRST_DATE}")


def periods_and_values(asked: Asked) -> dict[str, object]:
    """Return when the test computes, and resources on both sides of the ceiling.

    A yearly total is spread over twelve months, so that its bound is tested to the euro only.
    """
    day = date.fromisoformat(asked.date)
    if asked.periodicity == "an":
        year = day.year if day.month == 1 else day.year + 1
        return {
            "test_period": str(year),
            "resources_period": str(year - 1),
            "commune_period": f"{year}-01",
            "below": asked.ceiling - 1,
            "above": asked.ceiling + 1,
        }
    before = day - timedelta(days=1)
    return {
        "test_period": f"{day:%Y-%m}",
        "resources_period": f"{before:%Y-%m}",
        "commune_period": f"{day:%Y-%m}",
        "below": asked.ceiling,
        "above": asked.ceiling + 1,
    }


def render(asked: Asked) -> Mapping[str, str]:
    """Return the text of each file, by path relative to the repository."""
    environment = Environment(  # noqa: S701 - Python and YAML, not HTML; `check` guards the answers
        loader=FileSystemLoader(Path(__file__).parent / "skeleton"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    facts = {
        "asked": asked,
        "variable": asked.variable,
        "node": f"mesaides.{asked.echelon}.{slug(asked.territory)}.{asked.variable}",
        "entity_class": ENTITIES[asked.entity],
        "unit_of_time": PERIODICITIES[asked.periodicity],
        "dated": asked.date.replace("-", "_"),
        **periods_and_values(asked),
        "commune": (asked.communes[0] + "00100")[:5],
        "elsewhere": "99999",
        "checked_on": f"{date.today():%Y-%m-%d}",  # noqa: DTZ011 - a day of law
    }
    parameters = f"openfisca_mesaides/parameters/mesaides/{asked.echelon}"
    place = f"{parameters}/{slug(asked.territory)}"
    benefit = f"{place}/{asked.variable}"
    targets = {
        f"openfisca_mesaides/variables/{asked.folder}/{asked.variable}.py": "variable.py",
        f"{parameters}/index.yaml": "echelon.yaml",
        f"{place}/index.yaml": "territory.yaml",
        f"{benefit}/index.yaml": "benefit.yaml",
        f"{benefit}/communes.yaml": "communes.yaml",
        f"{benefit}/plafond.yaml": "plafond.yaml",
        f"{benefit}/montant.yaml": "montant.yaml",
        f"tests/yaml/{asked.folder}/{asked.variable}.yaml": "test.yaml",
        f"contrib_app/catalogue/benefits/{asked.variable}.yaml": "catalogue.yaml",
    }
    return {
        path: environment.get_template(f"{name}.jinja").render(facts)
        for path, name in targets.items()
    }
