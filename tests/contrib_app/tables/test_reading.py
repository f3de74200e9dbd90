"""Any CSV that a spreadsheet writes is read; anything else is refused, with its line."""

import pytest

from contrib_app.tables.reading import MOST_ROWS, Table, Unreadable, read_table

SAME = Table(("âge", "montant"), (("34", "116,50"), ("70", "0")))


@pytest.mark.parametrize(
    "data",
    [
        "âge;montant\n34;116,50\n70;0\n".encode(),
        "\ufeffâge;montant\r\n34;116,50\r\n\r\n70;0\r\n".encode(),
        "âge;montant\r34;116,50\r70;0".encode("cp1252"),
        'âge,montant\n34,"116,50"\n 70 ,0\n'.encode(),
        "âge\tmontant\n34\t116,50\n70\t0\n".encode(),
    ],
    ids=["plain", "excel", "windows", "quoted", "tabs"],
)
def test_spreadsheets_are_read(data):
    assert read_table(data) == SAME


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (b"", "no_header", 1),
        (b";;\n1;2;3", "no_header", 1),
        (b"age;montant", "no_row", None),
        (b"age;age\n1;2", "same_name", 1),
        (b"age;montant\n1;2\n1;2;3", "ragged", 3),
        (b"age;montant\n1;" + b"9" * 300, "too_long", 2),
        (b"\x00\x01\x02", "no_text", None),
        (b";".join(b"c%d" % n for n in range(80)) + b"\n", "too_many_columns", 1),
        (b"age\n" + b"1\n" * (MOST_ROWS + 1), "too_many_rows", MOST_ROWS + 2),
        (b"a" * (5 * 1024 * 1024 + 1), "too_large", None),
    ],
)
def test_what_is_no_table_is_refused(data, reason, line):
    with pytest.raises(Unreadable) as refused:
        read_table(data)
    assert (refused.value.reason, refused.value.line) == (reason, line)
