"""Three faults that Python accepts in silence and that cost somebody a benefit."""

import ast


def faults(source):
    """The lines of a file of law with a lost value, a masked assignment or a stray comma."""
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


def test_sound_code_has_no_fault():
    sound = 'def f():\n    """Article 1."""\n    total = (a\n        + b)\n    names = ("a", "b")\n'
    assert list(faults(sound)) == []
