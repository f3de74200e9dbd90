"""The table of communes: all of France, once each, with what the law needs of them."""

import importlib.util
from pathlib import Path

import pytest

from contrib_app.simulator.communes import TABLE, communes_of, find_commune

SCRIPT = Path(__file__).parents[3] / "scripts" / "build_communes.py"
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("postal_code", "codes"),
    [
        ("35000", ["35238"]),
        ("75020", ["75120"]),
        ("75116", ["75116"]),
        ("69003", ["69383"]),
        ("13001", ["13201"]),
        ("29200", ["29019"]),
        ("99999", []),
        ("", []),
        ("35000 ", []),
    ],
)
def test_postal_code(postal_code, codes):
    assert [commune.code for commune in communes_of(postal_code)] == codes


def test_the_most_populated_commune_comes_first():
    populations = [commune.population for commune in communes_of("01400")]
    assert len(populations) > 5
    assert populations == sorted(populations, reverse=True)


@pytest.mark.parametrize(
    ("code", "name", "departement", "epci"),
    [
        ("35238", "Rennes", "35", "243500139"),
        ("29019", "Brest", "29", "242900314"),
        ("75120", "Paris 20e Arrondissement", "75", "200054781"),
        ("2A004", "Ajaccio", "2A", "242010056"),
        ("97411", "Saint-Denis", "974", "249740119"),
    ],
)
def test_commune(code, name, departement, epci):
    commune = find_commune(code)
    assert (commune.name, commune.departement, commune.epci) == (name, departement, epci)


@pytest.mark.parametrize("code", ["75056", "69123", "13055", "00000", "", "x" * 1000])
def test_no_such_commune(code):
    assert find_commune(code) is None


def test_all_of_france_once_in_a_small_file():
    codes = [row[0] for row in ROWS]
    assert len(codes) == len(set(codes)) > 34_900
    assert codes == sorted(codes)
    assert TABLE.stat().st_size < 1_500_000


@pytest.mark.parametrize(("epci", "count"), [("243500139", 43), ("242900314", 8)])
def test_members_of_the_metropoles(epci, count):
    assert sum(row[2] == epci for row in ROWS) == count


def test_the_script_builds_the_table_from_the_package():
    spec = importlib.util.spec_from_file_location("build_communes", SCRIPT)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    communes = [
        {"code": "75056", "nom": "Paris", "type": "commune-actuelle", "codesPostaux": ["75001"]},
        {
            "code": "75101",
            "nom": "Paris 1er",
            "type": "arrondissement-municipal",
            "commune": "75056",
            "codesPostaux": ["75001"],
            "population": 5,
        },
        {
            "code": "01002",
            "nom": "Deux",
            "type": "commune-actuelle",
            "codesPostaux": ["01640", "01000"],
            "population": 7,
        },
        {"code": "01003", "nom": "Ancienne", "type": "commune-deleguee", "codesPostaux": ["01640"]},
        {"code": "98411", "nom": "Sans code postal", "type": "commune-actuelle"},
    ]
    epci = [{"code": "200", "membres": [{"code": "75056"}]}]
    assert script.table(communes, epci) == [
        ("01002", "Deux", "", "7", "01000 01640"),
        ("75101", "Paris 1er", "200", "5", "75001"),
    ]
