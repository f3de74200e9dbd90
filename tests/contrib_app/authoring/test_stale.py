"""Which parameters are to be checked again."""

from datetime import date
from pathlib import Path

import openfisca_mesaides
from contrib_app.authoring.stale import stale_parameters

CEILING = """
description: Plafond
values: {{2019-01-01: {{value: 900}}, {last}: {{value: {value}}}}}
metadata: {{short_label: Plafond, last_value_still_valid_on: "{checked}"}}
"""


def put(folder, name, checked, last="2024-01-01", value="1000"):
    text = CEILING.format(checked=checked, last=last, value=value)
    (folder / name).write_text(text)


def test_the_oldest_come_first(tmp_path):
    put(tmp_path, "fresh.yaml", "2026-01-01")
    put(tmp_path, "old.yaml", "2024-05-01")
    put(tmp_path, "oldest.yaml", "2021-05-01")
    put(tmp_path, "ended.yaml", "2021-05-01", value="null")
    (tmp_path / "never.yaml").write_text("values: {2020-01-01: {value: 3}}\n")
    (tmp_path / "index.yaml").write_text("description: Un dossier\n")
    found = stale_parameters(tmp_path, date(2026, 11, 23))
    assert [one.file for one in found] == ["never.yaml", "oldest.yaml", "old.yaml"]
    assert (found[2].label, found[2].since) == ("Plafond", "2024-01-01")


def test_days_are_counted(tmp_path):
    put(tmp_path, "a.yaml", "2026-11-13")
    assert stale_parameters(tmp_path, date(2026, 11, 23), days=10) == []
    assert len(stale_parameters(tmp_path, date(2026, 11, 24), days=10)) == 1


def test_scales_are_read(tmp_path):
    (tmp_path / "scale.yaml").write_text(
        "brackets: [{threshold: {2019-01-01: {value: 0}}, amount: {2020-01-01: {value: 1}}}]\n"
    )
    (one,) = stale_parameters(tmp_path, date(2026, 11, 23))
    assert one.since == "2020-01-01"


def test_our_own_parameters_can_all_be_read():
    folder = Path(openfisca_mesaides.__file__).parent / "parameters"
    assert stale_parameters(folder, date(2100, 1, 1))
