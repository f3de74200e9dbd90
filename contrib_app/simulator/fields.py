"""Form fields that read what French people type: dates, amounts, counts."""

import math
import re
import unicodedata
from datetime import date
from typing import Any

from wtforms import StringField, ValidationError
from wtforms.validators import StopValidation

LARGEST_AMOUNT = 1_000_000


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
        found = re.fullmatch(r"(\d{1,2})[/. -]+(\d{1,2})[/. -]+(\d{4})", typed)
        parts = found.groups()[::-1] if found else None
        if iso := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", typed):
            parts = iso.groups()
        if parts is None:
            raise ValidationError("Écrivez la date ainsi : 31/01/1990.")
        try:
            return date(*map(int, parts)).isoformat()
        except ValueError:
            raise ValidationError("Cette date n'existe pas dans le calendrier.") from None

    def words(self, value: Any) -> str:
        return "/".join(reversed(str(value).split("-")))


class AmountField(TypedField):
    """An amount in euros, never negative; typed 1 234,56 or 1234.56 €."""

    def read(self, typed: str) -> float:
        plain = re.sub(r"[\s€\u202f\u00a0]", "", typed).replace(",", ".")
        if not re.fullmatch(r"[+-]?\d{1,12}(\.\d{1,10})?", plain):
            raise ValidationError("Écrivez un montant en chiffres, par exemple 1 234,56.")
        amount = float(plain)
        if amount < 0:
            raise ValidationError("Un montant ne peut pas être négatif.")
        if not math.isfinite(amount) or amount > LARGEST_AMOUNT:
            raise ValidationError("Ce montant est trop grand : un million d'euros au plus.")
        return round(amount, 2)

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
