"""The documentation is true, and forgets no public name."""

import doctest
import re
from pathlib import Path

import pytest

import lawcases
from lawcases import Legislation, legislation

PAGE = Path(__file__).parents[2] / "docs" / "lawcases.md"


def test_examples_are_true(law: Legislation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legislation, "load_legislation", lambda country, extensions: law)
    text = re.sub(r"^```.*$", "", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    examples = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    assert len(examples.examples) > 20
    said: list[str] = []
    results = doctest.DocTestRunner().run(examples, out=said.append)
    assert results.failed == 0, "".join(said)


@pytest.mark.parametrize("name", lawcases.__all__)
def test_every_public_name_has_its_heading_and_example(name: str) -> None:
    text = PAGE.read_text("utf-8")
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert any(f"`{name}`" in heading for heading in headings)
    examples = "\n".join(re.findall(r"^(?:>>>|\.\.\.) .*$|^.*\(.*\)$", text, flags=re.MULTILINE))
    assert re.search(rf"\b{name}\b", examples)


def test_public_names_exist() -> None:
    for name in lawcases.__all__:
        assert getattr(lawcases, name) is not None
    with pytest.raises(AttributeError, match="no_such_name"):
        lawcases.no_such_name  # noqa: B018
