"""No file of the law holds an error that `mesaides check` knows."""

import ast

from contrib_app.authoring.checks.code import faults_of


def faults(source):
    return list(faults_of("law.py", ast.parse(source)))


def test_no_file_of_law_has_one(law_files):
    found = [one for path in law_files for one in faults(path.read_text(encoding="utf-8"))]
    assert len(law_files) > 0
    assert found == []


def test_each_fault_is_seen():
    lost_sum = "total = a\n+ b\n"
    masked = "amount[mask] = 0\n"
    masked_in_place = "amount[mask] *= rate\n"
    stray_comma = "reference = 'Article 1',\n"
    assert [one.line for one in faults(lost_sum)] == [2]
    assert [one.line for one in faults(masked + masked_in_place + stray_comma)] == [1, 2, 3]


def test_sound_code_has_no_fault():
    sound = 'def f():\n    """Article 1."""\n    total = (a\n        + b)\n    names = ("a", "b")\n'
    assert faults(sound) == []
