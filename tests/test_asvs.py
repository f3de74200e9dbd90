"""Each requirement of the ASVS that applies here names its evidence, and the evidence exists."""

import csv
import re
import unicodedata
from pathlib import Path

ROOT = Path(__file__).parents[1]


def rows():
    with open(ROOT / "docs" / "asvs.csv", newline="") as file:
        return list(csv.DictReader(file))


def exists(evidence):
    file, mark, part = re.fullmatch(r"([\w./-]+)(?:(::|#)(.+))?", evidence).groups()
    path = ROOT / file
    if not path.is_file():
        return False
    text = path.read_text()
    if mark == "::":
        return f"def {part}(" in text
    return mark is None or part in {anchor(line) for line in text.splitlines() if line[:1] == "#"}


def anchor(heading):
    """Return the anchor of a heading, as forges make it."""
    plain = unicodedata.normalize("NFC", heading.lstrip("# ").strip().lower())
    return re.sub(r"[^\w -]", "", plain).replace(" ", "-")


def test_each_row_that_applies_names_evidence_that_exists():
    bad = [
        row["id"] for row in rows() if row["status"] == "applies" and not exists(row["evidence"])
    ]
    assert bad == []


def test_every_other_row_says_why():
    for row in rows():
        assert row["status"] in ("applies", "open", "not applicable")
        assert row["evidence"], row["id"]


def test_the_page_gives_the_true_count():
    counts = [row["status"] for row in rows()]
    said = (ROOT / "docs" / "trust.md").read_text()
    for status, words in (("applies", "montrées"), ("open", "ouvertes")):
        assert f"{counts.count(status)} {words}" in said
