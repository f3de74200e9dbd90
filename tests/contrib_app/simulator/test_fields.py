"""What people type, and what it is read as."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from contrib_app.simulator.fields import AmountField, CountField, DateField, Required


class Typed(Form):
    amount = AmountField("Montant")
    day = DateField("Jour")
    count = CountField("Nombre", most=60)
    needed = AmountField("Obligatoire", validators=[Required("Écrivez un montant.")])


def read(**typed):
    form = Typed(MultiDict({"needed": "1"} | typed))
    form.validate()
    return form


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1234", 1234),
        ("1234,56", 1234.56),
        ("1234.56", 1234.56),
        ("1 234,56 €", 1234.56),
        ("1\u202f234,56\u00a0€", 1234.56),
        (" 0 ", 0),
        ("1000000", 1_000_000),
        ("", None),
        ("   ", None),
    ],
)
def test_amount(typed, amount):
    form = read(amount=typed)
    assert form.amount.data == amount
    assert not form.errors


@pytest.mark.parametrize(
    "typed",
    [
        "-1",
        "-0,01",
        "1e3",
        "1e308",
        "NaN",
        "nan",
        "inf",
        "-Infinity",
        "1000000,01",
        "9" * 400,
        "9" * 60_000,
        "0x10",
        "1_000",
        "12 34 ab",
        "35 * 52 / 12",
        "9**9**9",
        "<b>12</b>",
        "{a: b}",
        "!!python/object/apply:os.system [ls]",
        "\u0000",
        "½",
        ",",
        "--5",
    ],
)
def test_not_an_amount(typed):
    form = read(amount=typed)
    assert form.amount.data is None
    assert len(form.amount.errors) == 1
    assert form.amount._value() == typed[:200], "what was typed is shown again"


@pytest.mark.parametrize(
    "typed", ["31/01/1990", "31 01 1990", "31-1-1990", "31.01.1990", "1990-01-31", " 31/01/1990 "]
)
def test_day(typed):
    assert read(day=typed).day.data == "1990-01-31"


@pytest.mark.parametrize(
    "typed",
    [
        "31/02/2020",
        "29/02/2023",
        "00/01/2020",
        "32/01/2020",
        "01/13/2020",
        "31/01/90",
        "0000-01-01",
        "99999-01-01",
        "now",
        "today",
        "NaT",
        "hier",
        "1" * 10_000,
        "<script>",
        "31/01/1990; 1",
    ],
)
def test_not_a_day(typed):
    form = read(day=typed)
    assert form.day.data is None
    assert len(form.day.errors) == 1


@pytest.mark.parametrize(("typed", "count"), [("0", 0), ("60", 60), (" 36 ", 36), ("", None)])
def test_count(typed, count):
    form = read(count=typed)
    assert form.count.data == count
    assert not form.errors


@pytest.mark.parametrize("typed", ["-1", "61", "1,5", "1e1", "9" * 5_000, "trois", "0x3c"])
def test_not_a_count(typed):
    form = read(count=typed)
    assert form.count.data is None
    assert len(form.count.errors) == 1


@pytest.mark.parametrize("typed", ["", " ", "\u00a0"])
def test_required(typed):
    assert read(needed=typed).errors == {"needed": ["Écrivez un montant."]}


def test_a_required_amount_that_is_wrong_is_told_once():
    assert len(read(needed="-5").errors["needed"]) == 1


def test_what_was_kept_is_shown_in_french():
    form = Typed(data={"amount": 1234.5, "day": "1990-01-31", "count": 3, "needed": 450.0})
    shown = [field._value() for field in form]
    assert shown == ["1234,50", "31/01/1990", "3", "450"]
