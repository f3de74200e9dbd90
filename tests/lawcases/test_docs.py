"""The documentation is true, and forgets no public name."""

import argparse
import doctest
import re
from pathlib import Path
from typing import Any

import pytest

import lawcases
from lawcases import CaseError, Legislation, errors, legislation
from lawcases.cli import COMMANDS

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
    headings = [line for line in text.splitlines() if line.startswith(("## ", "### "))]
    assert any(f"`{name}`" in heading for heading in headings)
    examples = "\n".join(re.findall(r"^(?:>>>|\.\.\.) .*$|^.*\(.*\)$", text, flags=re.MULTILINE))
    assert re.search(rf"\b{name}\b", examples)


def test_public_names_exist() -> None:
    for name in lawcases.__all__:
        assert getattr(lawcases, name) is not None
    with pytest.raises(AttributeError, match="no_such_name"):
        lawcases.no_such_name  # noqa: B018


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_every_command_is_documented_with_its_options(command: Any) -> None:
    name = command.__name__.rpartition(".")[2]
    text = PAGE.read_text("utf-8")
    assert f"| `lawcases {name} PATH…` |" in text

    parsers = argparse.ArgumentParser().add_subparsers()
    command.add_to(parsers, argparse.ArgumentParser(add_help=False))
    [parser] = parsers.choices.values()
    written = re.search(rf"^{name}: .*\n(?: .*\n)*", text, flags=re.MULTILINE)
    assert written is not None
    options = {option for action in parser._actions for option in action.option_strings}
    forms = {option for option in options if not option.startswith(("--no-", "--help", "-h"))}
    for option in forms:
        assert option in written[0].replace("--[no-]", "--"), option


def test_errors_are_one_tree_and_its_drawing_is_whole() -> None:
    drawn = re.findall(r"[A-Z]\w+", (errors.__doc__ or "").split("\n\n")[1])
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    for kind in kinds:
        if issubclass(kind, Exception):
            assert issubclass(kind, CaseError)
            assert kind.__name__ in drawn
