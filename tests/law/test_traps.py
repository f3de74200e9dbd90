"""Faults that Python accepts in silence and that cost somebody a benefit.

Formulas compute whole populations at once: what decides for all from one value, or writes into an
array, gives a household what its neighbours deserve.
"""

import ast

import pytest

ABOUT_ALL = {"any", "all"}


def faults(source):
    """The lines of a file of law with a fault, and which."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Expr(value=ast.BinOp() | ast.UnaryOp() | ast.Compare() | ast.BoolOp()):
                yield node.lineno, "expression computed and thrown away"
            case ast.Assign(targets=targets) if any(isinstance(t, ast.Subscript) for t in targets):
                yield node.lineno, "assignment into an array"
            case ast.AugAssign(target=ast.Subscript()):
                yield node.lineno, "assignment into an array"
            case ast.Assign(value=ast.Tuple(elts=[_])):
                yield node.lineno, "one-element tuple where a text was meant"
            case ast.If() | ast.IfExp() | ast.While() | ast.Match() | ast.Assert():
                yield node.lineno, "choice of Python, where an array decides for each"
            case ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
                yield node.lineno, "and, or, not: of one value, not of an array"
            case ast.Compare(ops=[_, _, *_]):
                yield node.lineno, "chained comparison: of one value, not of an array"
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name in ABOUT_ALL:
                yield node.lineno, "any or all: looks at the whole population"


def test_no_file_of_law_has_one(law_files):
    found = [
        f"{path.name}:{line}: {fault}"
        for path in law_files
        for line, fault in faults(path.read_text(encoding="utf-8"))
    ]
    assert len(law_files) > 0
    assert found == []


def test_each_fault_is_seen():
    lost_sum = "total = a\n+ b\n"
    masked = "amount[mask] = 0\n"
    masked_in_place = "amount[mask] *= rate\n"
    stray_comma = "reference = 'Article 1',\n"
    assert [line for line, _ in faults(lost_sum)] == [2]
    assert [line for line, _ in faults(masked + masked_in_place + stray_comma)] == [1, 2, 3]


@pytest.mark.parametrize(
    "line",
    [
        "if wage > 0: amount = 1",
        "amount = 1 if wage > 0 else 0",
        "amount = 0 < wage < ceiling",
        "amount = wage > 0 and old",
        "amount = not old",
        "skip = (wage > 0).any()",
        "skip = numpy.all(old)",
        "skip = any(old)",
    ],
)
def test_a_choice_for_the_whole_population_is_seen(line):
    assert [at for at, _ in faults(line)] == [1]


def test_sound_code_has_no_fault():
    sound = 'def f():\n    """Article 1."""\n    total = (a\n        + b)\n    names = ("a", "b")\n'
    assert list(faults(sound)) == []
