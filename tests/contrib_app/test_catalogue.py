"""Each benefit shown to people fits the schema, and speaks of a variable that exists."""

from datetime import date

import pytest

from contrib_app.catalogue import (
    FOLDER,
    CatalogueError,
    find_benefit,
    load_catalogue,
    read_benefit,
    variables_of,
)
from lawcases import load_legislation

WHOLE = """
label: Aide
entity: famille
kind: amount
unit: € par mois
rounding: 1
organism: CAF
purpose: Aide.
path: national/france/aide
information: https://example.org
apply: https://example.org
checked_on: "2026-11-22"
"""


def test_national_benefits_come_first():
    territories = [benefit.territory for benefit in load_catalogue()]
    assert territories == sorted(territories, key=lambda name: (name != "France", name))
    assert len(territories) == len(list(FOLDER.glob("*.yaml")))


@pytest.mark.parametrize("benefit", load_catalogue(), ids=lambda benefit: benefit.variable)
def test_dates_links_and_path(benefit):
    assert date.fromisoformat(benefit.checked_on)
    assert benefit.information.startswith("https://")
    assert benefit.apply.startswith("https://")
    assert benefit.path.split("/")[-1] == benefit.variable
    assert (benefit.warning is None) == (benefit.warning_since is None)
    assert bool(benefit.not_computable_for) == bool(benefit.not_computable_text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (WHOLE + "colour: red\n", "colour"),
        (WHOLE.replace("purpose: Aide.\n", ""), "purpose"),
        (WHOLE.replace("kind: amount", "kind: gift"), "kind"),
        (WHOLE.replace("rounding: 1", "rounding: 0"), "rounding"),
        (WHOLE + "periodicity: week\n", "periodicity"),
    ],
)
def test_a_file_that_does_not_fit_says_where_and_what(tmp_path, text, problem):
    file = tmp_path / "aide.yaml"
    file.write_text(text)
    with pytest.raises(CatalogueError, match=f"aide.yaml: .*{problem}"):
        read_benefit(file)


def test_a_local_benefit_exists_where_its_authority_governs():
    brest = find_benefit("brest_metropole_transport")
    assert brest.exists_in("29019", "242900314")
    assert not brest.exists_in("29232", "200068120")
    paris = find_benefit("paris_logement_familles")
    assert paris.exists_in("75120", None)
    assert not paris.exists_in("69123", "200046977")
    assert find_benefit("nothing") is None


def test_variables_are_named_once():
    names = variables_of(load_catalogue() * 2)
    assert len(names) == len(set(names))
    assert "brest_metropole_transport_eligibilite" in names


def test_every_benefit_is_computed_as_its_entry_says():
    law = load_legislation("openfisca_france", ["openfisca_mesaides"])
    for benefit in load_catalogue():
        facts = law.variable(benefit.variable)
        assert facts is not None, benefit.variable
        entity = law.by_plural[facts.entity].key
        assert (entity, facts.definition_period) == (benefit.entity, benefit.periodicity)
        assert None not in map(law.variable, benefit.variables)
