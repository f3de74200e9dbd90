"""What French people type → days and amounts. Pure; refusals are French sentences."""

import math
import re
from datetime import date

LARGEST_AMOUNT = 1_000_000


def read_day(typed: str) -> str:
    """Return a day in ISO form; typed 31/01/2020, 31 01 2020 or 2020-01-31.

    >>> read_day("31/01/1990")
    '1990-01-31'

    Raises ValueError, in French.
    """
    found = re.fullmatch(r"(\d{1,2})[/. -]+(\d{1,2})[/. -]+(\d{4})", typed)
    parts = found.groups()[::-1] if found else None
    if iso := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", typed):
        parts = iso.groups()
    if parts is None:
        raise ValueError("Écrivez la date ainsi : 31/01/1990.")
    try:
        return date(*map(int, parts)).isoformat()
    except ValueError:
        raise ValueError("Cette date n'existe pas dans le calendrier.") from None


def read_amount(typed: str) -> float:
    """Return an amount in euros, never negative; typed 1 234,56 or 1234.56 €.

    >>> read_amount("1 234,56 €")
    1234.56

    Raises ValueError, in French.
    """
    plain = re.sub(r"[\s€\u202f\u00a0]", "", typed).replace(",", ".")
    if not re.fullmatch(r"[+-]?\d{1,12}(\.\d{1,10})?", plain):
        raise ValueError("Écrivez un montant en chiffres, par exemple 1 234,56.")
    amount = float(plain)
    if amount < 0:
        raise ValueError("Un montant ne peut pas être négatif.")
    if not math.isfinite(amount) or amount > LARGEST_AMOUNT:
        raise ValueError("Ce montant est trop grand : un million d'euros au plus.")
    return round(amount, 2)
