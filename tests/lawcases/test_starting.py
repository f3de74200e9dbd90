"""A law that loads quickly is the same law."""

from pathlib import Path
from typing import Any

import pytest
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.taxbenefitsystems import TaxBenefitSystem, tax_benefit_system

from lawcases import keeping
from lawcases.starting import quick_start

PERSON = build_entity(key="person", plural="persons", label="", is_person=True)
VARIABLES = '''\
"""Two variables."""
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable
from openfisca_core.entities import build_entity

PERSON = build_entity(key="person", plural="persons", label="", is_person=True)


class rent(Variable):
    value_type = float
    entity = PERSON
    definition_period = DateUnit.MONTH


class aid(Variable):
    value_type = float
    entity = PERSON
    definition_period = DateUnit.MONTH

    def formula(person, period, parameters):
        return person("rent", period) * parameters(period).rate
    # a last comment
'''
RATE = "description: Part of the rent\nvalues:\n  2020-01-01: {value: 0.5}\n"
SCALE = "brackets:\n- threshold: {2020-01-01: {value: 0}}\n  rate: {2020-01-01: {value: 0.1}}\n"


class Country(TaxBenefitSystem):  # type: ignore[misc] # openfisca has no types
    def __init__(self, folder: Path):
        super().__init__([PERSON])
        self.load_parameters(str(folder / "parameters"))
        self.add_variables_from_directory(str(folder / "variables"))

    def get_package_metadata(self) -> dict[str, str]:
        return {"location": "", "name": "country", "version": "1", "repository_url": ""}

    def preprocess_parameters(self, parameters: Any) -> Any:
        parameters.add_child("made", ParameterNode("made", data={"x": {"2020-01-01": 3}}))
        return parameters


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(keeping, "SETTLED_SECONDS", 0)
    for name, text in (
        ("parameters/rate.yaml", RATE),
        ("parameters/inner/index.yaml", "description: Inner\n"),
        ("parameters/inner/scale.yaml", SCALE),
        ("variables/housing/aid.py", VARIABLES),
        ("variables/empty.py", ""),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def facts(system: Any) -> dict[str, Any]:
    """Return all that a law holds, to be compared."""
    nodes = [system.parameters, *system.parameters.get_descendants()]
    return {
        "parameters": [
            (type(n).__name__, n.name, n.description, n.file_path, repr(n)) for n in nodes
        ],
        "variables": {
            name: (variable.introspection_data, list(variable.formulas))
            for name, variable in system.variables.items()
        },
    }


def quick(folder: Path) -> dict[str, Any]:
    with quick_start():
        return facts(Country(folder))


def test_it_is_the_same_before_with_and_after_the_cache(folder: Path) -> None:
    usual = facts(Country(folder))
    assert usual["variables"]["aid"][0][1].endswith("parameters(period).rate\n")
    assert quick(folder) == usual
    assert quick(folder) == usual
    assert facts(Country(folder)) == usual
    assert tax_benefit_system.ast.parse("x = 1").body


def test_the_second_time_reads_no_file_of_parameters(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = quick(folder)
    monkeypatch.setattr("openfisca_core.parameters.helpers._load_yaml_file", None)
    monkeypatch.setattr("ast.parse", None)
    assert quick(folder) == usual


def test_a_change_of_a_file_is_seen(folder: Path) -> None:
    quick(folder)
    (folder / "parameters" / "rate.yaml").write_text(RATE.replace("0.5", "0.6"))
    (folder / "variables" / "housing" / "aid.py").write_text(VARIABLES.replace("aid", "help"))
    changed = quick(folder)
    assert changed == quick(folder) == facts(Country(folder))
    assert "help" in changed["variables"]
    assert ("Parameter", "rate", "Part of the rent") in [one[:3] for one in changed["parameters"]]
    assert any("0.6" in one[4] for one in changed["parameters"])


def test_a_law_that_does_not_load_leaves_openfisca_as_it_was(folder: Path) -> None:
    methods = (
        ParameterNode.__init__,
        TaxBenefitSystem.add_variables_from_directory,
        TaxBenefitSystem.get_package_metadata,
    )
    (folder / "parameters" / "rate.yaml").write_text("values: [")
    with pytest.raises(Exception, match="rate"):
        quick(folder)
    (folder / "parameters" / "rate.yaml").write_text(RATE)
    (folder / "variables" / "empty.py").write_text("class (")
    with pytest.raises(SyntaxError):
        quick(folder)
    assert methods == (
        ParameterNode.__init__,
        TaxBenefitSystem.add_variables_from_directory,
        TaxBenefitSystem.get_package_metadata,
    )
    assert tax_benefit_system.ast.__name__ == "ast"
