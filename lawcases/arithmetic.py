"""Numbers written as arithmetic (`35 * 52 / 12`), evaluated without evaluating any code.

OpenFisca hands such texts to numexpr, which runs them through Python: `9**9**8` never ends and
other texts do worse. Here a small grammar computes the same numbers, within bounds.

    sum     = product (("+" | "-") product)*
    product = signed (("*" | "/") signed)*
    signed  = ("+" | "-") signed | power
    power   = atom ["**" signed]
    atom    = number | "(" sum ")"
"""

import re

from lawcases.errors import NotArithmetic

MAX_CHARACTERS = 200
MAX_DEPTH = 20
MAX_EXPONENT = 64
MAX_MAGNITUDE = 1e38
MAX_INTEGER = 2**63 - 1

TOKEN = re.compile(
    r"[ \t]*(?:"
    r"(?P<float>(?:\d+(?:_\d+)*\.(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+)?"
    r"|\d+(?:_\d+)*[eE][+-]?\d+)"
    r"|(?P<int>\d+(?:_\d+)*)"
    r"|(?P<sign>\*\*|[-+*/()])"
    r")",
    re.ASCII,
)

Number = int | float


def evaluate(text: str) -> Number:
    """Return the number that an arithmetic text stands for.

    As in numexpr and Python, `/` gives a float and the other operators keep integers.
    Raises NotArithmetic for anything else than numbers, `+ - * / **` and parentheses, and for
    what would be long to compute.

    >>> evaluate("400 * 12")
    4800
    >>> evaluate("35 * 52 / 12")
    151.66666666666666
    >>> evaluate("9**9**8")
    Traceback (most recent call last):
        ...
    lawcases.errors.NotArithmetic: '9**9**8' is not a number or simple arithmetic: an exponent \
is above 64
    """
    if len(text) > MAX_CHARACTERS:
        raise NotArithmetic(text, f"it has more than {MAX_CHARACTERS} characters")
    return _Parser(text).result()


class _Parser:
    def __init__(self, text: str):
        self.text = text
        self.depth = 0
        self.tokens = self._tokens()
        self.position = 0

    def result(self) -> Number:
        try:
            number = self.sum()
        except ZeroDivisionError:
            raise self._refusal("it divides by zero") from None
        except OverflowError:
            raise self._refusal("it is too large") from None
        if self.position < len(self.tokens):
            raise self._refusal(f"{self.tokens[self.position]!r} is not expected there")
        if isinstance(number, int) and abs(number) > MAX_INTEGER:
            raise self._refusal("it is too large")
        return number

    def sum(self) -> Number:
        total = self.product()
        while sign := self._next("+", "-"):
            other = self.product()
            total = self._bounded(total + other if sign == "+" else total - other)
        return total

    def product(self) -> Number:
        total = self.signed()
        while sign := self._next("*", "/"):
            other = self.signed()
            total = self._bounded(total * other if sign == "*" else total / other)
        return total

    def signed(self) -> Number:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self._refusal("it is nested too deeply")
        sign = self._next("+", "-")
        if sign == "-":
            number = -self.signed()
        elif sign == "+":
            number = self.signed()
        else:
            number = self.power()
        self.depth -= 1
        return number

    def power(self) -> Number:
        base = self.atom()
        if not self._next("**"):
            return base
        exponent = self.signed()
        if abs(exponent) > MAX_EXPONENT:
            raise self._refusal(f"an exponent is above {MAX_EXPONENT}")
        if base < 0 and exponent != int(exponent):
            raise self._refusal("a root of a negative number is not a number")
        return self._bounded(base**exponent)

    def atom(self) -> Number:
        if self._next("("):
            number = self.sum()
            if not self._next(")"):
                raise self._refusal("a parenthesis is not closed")
            return number
        if self.position == len(self.tokens):
            raise self._refusal("a number is missing at the end")
        token = self.tokens[self.position]
        if isinstance(token, str):
            raise self._refusal(f"a number is missing before {token!r}")
        self.position += 1
        return self._bounded(token)

    def _tokens(self) -> list[str | Number]:
        tokens: list[str | Number] = []
        text = self.text.rstrip(" \t")
        position = 0
        while position < len(text):
            match = TOKEN.match(text, position)
            if match is None:
                raise self._refusal(f"{text[position:].strip()[:1]!r} has no meaning in it")
            position = match.end()
            if sign := match["sign"]:
                tokens.append(sign)
            elif integer := match["int"]:
                if len(integer) > 1 and integer.startswith("0") and integer.strip("0_"):
                    raise self._refusal("a number does not begin with 0")
                tokens.append(int(integer))
            else:
                tokens.append(float(match["float"]))
        return tokens

    def _next(self, *signs: str) -> str | None:
        if self.position < len(self.tokens):
            token = self.tokens[self.position]
            if isinstance(token, str) and token in signs:
                self.position += 1
                return token
        return None

    def _bounded(self, number: Number) -> Number:
        if not abs(number) <= MAX_MAGNITUDE:
            raise self._refusal("it is too large")
        return number

    def _refusal(self, problem: str) -> NotArithmetic:
        return NotArithmetic(self.text, problem)
