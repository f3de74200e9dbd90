"""Form fields that read what French people type: dates, amounts, counts."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any, TypeVar

from wtforms import StringField, ValidationError
from wtforms.validators import StopValidation

from contrib_app.simulator.typed import read_amount, read_day

Read = TypeVar("Read")


class Required:
    """An answer is needed. Does not mark the field `required`, so that our own message shows."""

    def __init__(self, message: str = "Répondez à cette question."):
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:
        if field.errors:
            raise StopValidation
        raw = field.raw_data[0] if field.raw_data else ""
        if field.data is None or (isinstance(raw, str) and not raw.strip()):
            raise StopValidation(self.message)


class TypedField(StringField):
    """A text that stands for something else; what was typed is shown again when it is wrong."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])[:200]
        return "" if self.data is None else self.words(self.data)

    def process_data(self, value: Any) -> None:
        self.data = value

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = unicodedata.normalize("NFKC", valuelist[0]).strip() if valuelist else ""
        self.data = None
        if typed:
            self.data = self.read(typed)

    def words(self, value: Any) -> str:
        return str(value)

    def read(self, typed: str) -> Any:
        raise NotImplementedError


class DateField(TypedField):
    """A day, kept in ISO form; typed 31/01/2020, 31 01 2020 or 2020-01-31."""

    def read(self, typed: str) -> str:
        return _said(read_day, typed)

    def words(self, value: Any) -> str:
        return "/".join(reversed(str(value).split("-")))


class AmountField(TypedField):
    """An amount in euros, never negative; typed 1 234,56 or 1234.56 €."""

    def read(self, typed: str) -> float:
        return _said(read_amount, typed)

    def words(self, value: Any) -> str:
        return f"{value:.2f}".replace(".", ",").removesuffix(",00")


class CountField(TypedField):
    """A whole number between two bounds."""

    def __init__(self, *arguments: Any, least: int = 0, most: int = 100, **options: Any):
        super().__init__(*arguments, **options)
        self.least, self.most = least, most

    def read(self, typed: str) -> int:
        if not re.fullmatch(r"[+-]?\d{1,9}", typed):
            raise ValidationError("Écrivez un nombre entier en chiffres.")
        if not self.least <= int(typed) <= self.most:
            raise ValidationError(f"Écrivez un nombre entre {self.least} et {self.most}.")
        return int(typed)


def _said(read: Callable[[str], Read], typed: str) -> Read:
    """Read a text; what is wrong with it becomes an error of the field."""
    try:
        return read(typed)
    except ValueError as error:
        raise ValidationError(str(error)) from None
