"""A country that loads in a moment, for the tests that start processes of their own."""

from pathlib import Path

VARIABLES = """\
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable
from {name}.entities import PERSON


class rent(Variable):
    value_type = float
    entity = PERSON
    definition_period = DateUnit.MONTH
    label = "Rent"


class aid(Variable):
    value_type = float
    entity = PERSON
    definition_period = DateUnit.MONTH
    label = "Aid"

    def formula(person, period, parameters):
        return person("rent", period) * parameters(period).rate
"""
SYSTEM = """\
from pathlib import Path

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from {name}.entities import HOME, PERSON


class CountryTaxBenefitSystem(TaxBenefitSystem):
    def __init__(self):
        super().__init__([PERSON, HOME])
        folder = Path(__file__).parent
        self.load_parameters(str(folder / "parameters"))
        self.add_variables_from_directory(str(folder / "variables"))

    def get_package_metadata(self):
        return {{"location": "", "name": "{name}", "version": "1", "repository_url": ""}}
"""
ENTITIES = """\
from openfisca_core.entities import build_entity

ROLES = [{"key": "member", "plural": "members"}]
PERSON = build_entity(key="person", plural="persons", label="", is_person=True)
HOME = build_entity(key="home", plural="homes", label="", roles=ROLES)
"""


def write_country(folder: Path, name: str = "tinyland", rate: float = 0.5) -> Path:
    """Write a country package whose only rule is aid = rent times a rate; return its folder."""
    package = folder / name
    for file, text in (
        ("__init__.py", SYSTEM.format(name=name)),
        ("entities.py", ENTITIES),
        ("variables/aid.py", VARIABLES.format(name=name)),
        ("parameters/rate.yaml", f"values:\n  2020-01-01: {{value: {rate}}}\n"),
    ):
        (package / file).parent.mkdir(parents=True, exist_ok=True)
        (package / file).write_text(text)
    return package
