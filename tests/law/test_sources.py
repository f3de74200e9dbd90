"""Every value and every formula says which text it comes from."""

import re

import pytest
from openfisca_core.parameters import ParameterScale

ARTICLE = re.compile(
    r"article|[a-d]/\d|délibération|annexe|forfaits solidaires|règle nationale", re.I
)
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def dates_of_values(parameter):
    if isinstance(parameter, ParameterScale):
        leaves = [leaf for bracket in parameter.brackets for leaf in bracket.children.values()]
    else:
        leaves = [parameter]
    return {value.instant_str for leaf in leaves for value in leaf.values_list}


def undated(parameter):
    """The dates at which a value of the parameter has no titled reference."""
    reference = parameter.metadata.get("reference", {})
    titled = {
        str(date) for date, texts in reference.items() if texts and all(t["title"] for t in texts)
    }
    return dates_of_values(parameter) - titled


def test_the_extension_has_variables_and_parameters(own_variables, own_parameters):
    assert "paris_logement_familles" in own_variables
    assert "mesaides.communes.paris.paris_logement_familles.plafond.deux_enfants" in own_parameters


def test_every_value_has_a_dated_reference(own_parameters):
    without = {name: undated(p) for name, p in own_parameters.items() if undated(p)}
    assert without == {}


@pytest.mark.parametrize("key", ["short_label", "unit", "last_value_still_valid_on"])
def test_every_parameter_has(key, own_parameters):
    assert [name for name, p in own_parameters.items() if not p.metadata.get(key)] == []


def test_last_valid_dates_are_dates_that_follow_the_last_value(own_parameters):
    wrong = {
        name: p.metadata["last_value_still_valid_on"]
        for name, p in own_parameters.items()
        if not ISO_DATE.fullmatch(str(p.metadata["last_value_still_valid_on"]))
        or str(p.metadata["last_value_still_valid_on"]) < max(dates_of_values(p))
    }
    assert wrong == {}


def test_every_parameter_describes_itself(own_parameters):
    assert [name for name, p in own_parameters.items() if not p.description] == []


def test_every_variable_has_a_label_and_references(own_variables):
    without = [
        name
        for name, v in own_variables.items()
        if not v.label or not v.reference or not all(isinstance(r, str) for r in v.reference)
    ]
    assert without == []


def test_every_formula_quotes_its_text(own_variables):
    mute = [
        f"{name} {date}"
        for name, v in own_variables.items()
        for date, formula in v.formulas.items()
        if not ARTICLE.search(formula.__doc__ or "")
    ]
    assert mute == []


def test_no_formula_without_a_date(own_variables):
    assert [name for name, v in own_variables.items() if "0001-01-01" in v.formulas] == []


def test_uncertain_readings_are_lines_a_machine_can_find(own_variables):
    lines = [
        line.strip()
        for v in own_variables.values()
        for line in (v.documentation or "").splitlines()
        if "ncertain" in line
    ]
    assert lines
    assert [line for line in lines if not line.startswith("Incertain : ")] == []
