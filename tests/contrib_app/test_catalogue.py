"""Each benefit shown to people fits the schema, and speaks of a variable that exists."""

from datetime import UTC, date, datetime

import pytest

from contrib_app.authoring.checks.catalogue import problems_with
from contrib_app.catalogue import (
    FOLDER,
    CatalogueError,
    find_benefit,
    load_catalogue,
    read_benefit,
    variables_of,
)
from contrib_app.engine.uncertainty import uncertain_readings
from contrib_app.simulator.built_forms import AUTONOMY
from contrib_app.simulator.communes import find_commune
from contrib_app.simulator.forms import DisabilityForm
from contrib_app.simulator.wording import ACTIVITIES, HOUSING
from lawcases import load_legislation

NATIONAL = {
    *("af", "cf", "asf", "paje_base", "rsa", "aide_logement", "ppa", "aah", "asi", "ass", "aspa"),
    *("cmu_c", "css_participation_forfaitaire", "bourse_college", "bourse_lycee"),
    *("cheque_energie", "apa_eligibilite"),
}

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
RIGHT = WHOLE.replace("kind: amount\nunit: € par mois\nrounding: 1", "kind: right")
ELSEWHERE = "information: https://example.org/there"


@pytest.fixture(scope="module")
def law():
    return load_legislation("openfisca_france", ["openfisca_mesaides"])


def place(code):
    """Return a commune as `for_place` takes it."""
    commune = find_commune(code)
    return commune.code, commune.epci, commune.departement


def test_national_benefits_come_first():
    territories = [benefit.territory for benefit in load_catalogue()]
    assert territories == sorted(territories, key=lambda name: (name != "France", name))
    assert len(territories) == len(list(FOLDER.glob("*.yaml")))
    assert {b.variable for b in load_catalogue() if b.territory == "France"} == NATIONAL


@pytest.mark.parametrize("benefit", load_catalogue(), ids=lambda benefit: benefit.variable)
def test_dates_links_and_path(benefit):
    assert date.fromisoformat(benefit.checked_on)
    if benefit.warning_since:
        assert date.fromisoformat(benefit.warning_since)
    links = [benefit.information, benefit.apply]
    for variant in benefit.variants:
        links += filter(None, [variant.information, variant.apply])
    assert [link for link in links if not link.startswith("https://")] == []
    assert benefit.path.split("/")[-1] == benefit.variable


@pytest.mark.parametrize("benefit", load_catalogue(), ids=lambda benefit: benefit.variable)
def test_what_is_not_computable_is_something_that_people_answer(benefit):
    assert set(benefit.not_computable_for) <= set(ACTIVITIES) | set(HOUSING)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (WHOLE + "colour: red\n", "colour"),
        (WHOLE.replace("purpose: Aide.\n", ""), "purpose"),
        (WHOLE.replace("kind: amount", "kind: gift"), "kind"),
        (WHOLE.replace("rounding: 1", "rounding: 0"), "rounding"),
        (WHOLE + "periodicity: week\n", "periodicity"),
        (WHOLE.replace("entity: famille", "entity: village"), "entity : « village ».*famille"),
        (WHOLE.replace("unit: € par mois\n", ""), "unit"),
        (RIGHT + "unit: €\n", "unit"),
        (WHOLE.replace('"2026-11-22"', "2026-11-22"), "checked_on"),
        (WHOLE + "unchecked: Vivre en France\n", "unchecked"),
        (WHOLE + "documents: [16301]\n", "documents"),
        (WHOLE + "warning: Faux.\n", "warning_since"),
        (WHOLE + "warning_since: '2026-11-22'\n", "warning_since"),
        (WHOLE + "not_computable_for: [independant]\n", "not_computable_text"),
        (
            WHOLE + f"variants: [{{{ELSEWHERE}}}]\n",
            "un lieu, et en a 0.*departement, epci ou communes",
        ),
        (WHOLE + f"variants: [{{departement: '75', epci: '1', {ELSEWHERE}}}]\n", "en a 2"),
        (WHOLE + "variants: [{departement: '75'}]\n", "75 ne change rien.*organism"),
        (WHOLE + f"variants: [{{departement: 05, {ELSEWHERE}}}]\n", "departement : « 5 »"),
        (WHOLE + f"variants: [{{region: '11', {ELSEWHERE}}}]\n", "region"),
        ("Une aide\n", "fiche"),
    ],
)
def test_a_file_that_does_not_fit_says_where_and_what(tmp_path, text, problem):
    file = tmp_path / "aide.yaml"
    file.write_text(text)
    with pytest.raises(CatalogueError, match=f"aide.yaml:\\d+ : .*{problem}"):
        read_benefit(file)


def test_an_error_tells_its_line_and_what_was_probably_meant(tmp_path):
    file = tmp_path / "aide.yaml"
    file.write_text(WHOLE + "informations: https://example.org\n")
    with pytest.raises(CatalogueError, match=r"aide.yaml:13 : .*Vouliez-vous écrire « information"):
        read_benefit(file)
    file.write_text("label: [\n")
    with pytest.raises(CatalogueError, match=r"aide.yaml:\d : cette ligne n'est pas lisible"):
        read_benefit(file)


def test_a_right_needs_no_unit(tmp_path):
    file = tmp_path / "aide.yaml"
    file.write_text(RIGHT)
    assert read_benefit(file).kind == "right"


def test_a_place_has_its_own_links_and_organism():
    apa = find_benefit("apa_eligibilite")
    assert apa.for_place(*place("05061")).apply == "https://portail-usager.hautes-alpes.fr/apa/"
    lyon = apa.for_place(*place("69381"))
    assert lyon.organism == "Métropole de Lyon"
    assert "grandlyon.com" in lyon.information
    for paris in ("75101", "75119"):
        assert apa.for_place(*place(paris)).organism == "Ville de Paris"
    assert "seinesaintdenis.fr" in apa.for_place(*place("93066")).apply
    alsace = {apa.for_place(*place(code)).organism for code in ("67482", "68224")}
    assert alsace == {"Collectivité européenne d'Alsace"}


def test_elsewhere_keeps_the_links_of_everybody():
    rsa = find_benefit("rsa")
    assert rsa.for_place(*place("35238")) == rsa
    assert rsa.for_place(*place("69264")) == rsa  # Villefranche: in the Rhône, not in the Métropole
    paris, lyon = rsa.for_place(*place("75120")), rsa.for_place(*place("69266"))
    assert "paris.fr" in paris.apply
    assert paris.information == rsa.information
    assert "grandlyon.com" in lyon.information
    assert lyon.apply == rsa.apply


def test_a_variant_may_hold_for_communes_only(tmp_path):
    file = tmp_path / "aide.yaml"
    file.write_text(WHOLE + f"variants: [{{communes: ['97801', '751'], {ELSEWHERE}}}]\n")
    aide = read_benefit(file)
    assert aide.for_place(*place("75119")).information == "https://example.org/there"
    assert aide.for_place(*place("35238")) == aide


def test_a_local_benefit_exists_where_its_authority_governs():
    brest = find_benefit("brest_metropole_transport")
    assert brest.exists_in("29019", "242900314")
    assert not brest.exists_in("29232", "200068120")
    paris = find_benefit("paris_logement_familles")
    assert paris.exists_in("75120", None)
    assert not paris.exists_in("69123", "200046977")
    assert find_benefit("nothing") is None


def test_variables_are_named_once():
    names = variables_of(load_catalogue() * 2, "2026-11")
    assert names["brest_metropole_transport_eligibilite"] == "2026-11"
    assert names["paris_forfait_familles"] == "year:2026-11"
    assert names["cheque_energie"] == "2026"


def test_every_benefit_is_computed_as_its_entry_says(law):
    assert [found for one in load_catalogue() for found in problems_with(one, law)] == []


PUBLIC = {
    *("paris_logement", "paris_logement_familles", "paris_logement_plfm", "paris_logement_psol"),
    *("paris_logement_aspeh", "paris_forfait_familles", "paris_energie_familles"),
    *("paris_complement_sante", "paris_pass_seniors", "paris_pass_access", "paris_pass_familles"),
    *("paris_naissance_multiple", "paris_accompagnement", "paris_parent_age"),
    *("rennes_metropole_transport", "brest_metropole_transport", "seine_saint_denis_adpa"),
}


def test_every_result_of_the_local_law_is_shown(law):
    """A result is what no other formula reads; some benefits are read by others as well.

    What ended before today is computed for the past, and shown to nobody.
    """
    own = {
        name: variable
        for name, variable in law.system.variables.items()
        if not (variable.end and variable.end < datetime.now(UTC).date())
        and any("openfisca_mesaides" in f.__code__.co_filename for f in variable.formulas.values())
    }
    read = {
        text
        for variable in own.values()
        for formula in variable.formulas.values()
        for text in formula.__code__.co_consts
    }
    results = PUBLIC | (set(own) - read)
    assert "paris_telealarme_montre" in results
    assert results - {name for one in load_catalogue() for name in one.variables} == set()


def test_what_is_unknown_is_something_that_people_are_asked():
    asked = {name for benefit in load_catalogue() for name in benefit.unknown_for}
    assert asked - {*AUTONOMY, *vars(DisabilityForm)} == set()


def test_seine_saint_denis_has_its_own_name_of_the_apa():
    assert find_benefit("seine_saint_denis_adpa").replaces == "apa_eligibilite"
    assert find_benefit(find_benefit("seine_saint_denis_adpa").replaces).territory == "France"


def test_a_local_benefit_that_rests_on_an_uncertain_reading_has_a_warning(law):
    local = [benefit for benefit in load_catalogue() if benefit.territory != "France"]
    uncertain = [benefit for benefit in local if uncertain_readings(benefit.variable, law)]
    assert uncertain
    assert [benefit.variable for benefit in uncertain if not benefit.warning] == []
