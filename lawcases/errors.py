"""The tree of refusals. Each one holds facts in attributes and says an English sentence.

CaseError
├── Unreadable              the text is not a file of test cases
│   ├── NotYaml
│   ├── TooLarge
│   ├── Unsafe              a tag, an anchor, an alias, a merge key
│   ├── SeveralDocuments
│   ├── DuplicateKey
│   └── NoCase
├── BadCase                 the text is YAML, but not a test case
│   ├── UnknownKey
│   ├── NotAllowed          reforms, extensions, parameters: they import code or replace the law
│   ├── MissingOutput
│   ├── UnexpectedType
│   ├── NotFinite
│   └── BadMargin
├── DoesNotFit              the case says something that the legislation does not know
│   ├── UnknownName
│   ├── AmbiguousName
│   ├── WrongEntity
│   ├── WrongValue
│   ├── BadPeriod
│   ├── NoPeriod
│   ├── NotAMapping
│   ├── WrongCount
│   └── BadGroup
├── Doubtful                accepted, but probably not what was meant: see doubts.py
├── BadTable                a table of renames that cannot be understood
├── Undecided               a table of renames does not say what becomes of something
├── NotArithmetic           a text that stands for a number is not plain arithmetic
├── NotWritable             a case that could not be read again as it is
├── ModelFailed             the legislation could not compute
│   └── NotANumber
├── BatchDisagrees          a case computed among others has not the results it has alone
├── MutationDisagrees       a case computed again in part has not the results it has whole
└── LegislationNotLoaded
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

SHOWN_CHARACTERS = 80


@dataclass(frozen=True)
class Place:
    """Where something is written: a file (or any name of a text) and a line counted from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def suggestion(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that was probably meant, or None.

    >>> suggestion("salary_bsae", ["salary_base", "rent"])
    'salary_base'
    """
    return next(iter(get_close_matches(name[:SHOWN_CHARACTERS], known, n=1, cutoff=0.75)), None)


def shown(value: object) -> str:
    """Return a value as a message quotes it: never longer than a line.

    >>> shown("a" * 200)[-5:]
    "aaa…'"
    """
    text = repr(value[: SHOWN_CHARACTERS + 1] if isinstance(value, str) else value)
    quote = text[-1] if isinstance(value, str) else ""
    return text if len(text) <= SHOWN_CHARACTERS + 2 else text[:SHOWN_CHARACTERS] + "…" + quote


class CaseError(Exception):
    """Something about a case that somebody has to correct.

    `place` tells where it is written, when known; `path` which part of the case it is, for an
    error found in a situation that has no text.
    """

    def __init__(self, message: str, place: Place | None = None):
        self.message = message
        self.place = place
        self.path: tuple[str | int, ...] = ()
        super().__init__(message)

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message

    def __reduce__(self) -> Any:
        """Let a process send it to another, whatever its facts are."""
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[CaseError], arguments: Any, facts: dict[str, Any]) -> CaseError:
    error = kind.__new__(kind, *arguments)
    error.args = arguments
    error.__dict__.update(facts)
    return error


class Unreadable(CaseError):
    """The text is not a file of test cases."""


class NotYaml(Unreadable):
    """The text breaks the syntax of YAML, or is not text at all."""

    def __init__(self, problem: str, place: Place):
        self.problem = problem
        super().__init__(f"this is not readable as YAML: {problem}", place)


class TooLarge(Unreadable):
    """A bound that keeps reading and computing quick is passed."""

    def __init__(self, what: str, limit: int, place: Place):
        self.what = what
        self.limit = limit
        super().__init__(f"{what}: at most {limit:,} are accepted", place)


class Unsafe(Unreadable):
    """YAML that can run code or grow without bound; a test case needs none of it."""

    def __init__(self, what: str, instead: str, place: Place):
        self.what = what
        super().__init__(f"{what} is not accepted: {instead}", place)


class SeveralDocuments(Unreadable):
    """A second `---`; several cases are written as a list."""

    def __init__(self, place: Place):
        super().__init__("a second document begins here: write several cases as a list", place)


class DuplicateKey(Unreadable):
    """The same key twice in one mapping: one of the values would be lost."""

    def __init__(self, key: str, first_line: int, place: Place):
        self.key = key
        self.first_line = first_line
        super().__init__(f"{shown(key)} is already given at line {first_line}", place)


class NoCase(Unreadable):
    """An empty text."""

    def __init__(self, place: Place):
        super().__init__("there is no test case here", place)


class BadCase(CaseError):
    """The text is YAML, but not a test case."""


class UnknownKey(BadCase):
    """A key that a test case does not have."""

    def __init__(self, key: str, known: Iterable[str], place: Place):
        self.key = key
        self.known = tuple(known)
        self.suggestion = suggestion(key, self.known)
        remedy = (
            f"Did you mean {self.suggestion!r}?"
            if self.suggestion
            else f"The keys are {', '.join(self.known)}."
        )
        super().__init__(f"a test case has no key {shown(key)}. {remedy}", place)


class NotAllowed(BadCase):
    """A key that imports code or replaces the law, and that the caller did not allow."""

    def __init__(self, key: str, place: Place):
        self.key = key
        super().__init__(
            f"{key!r} is refused here, because it loads code or replaces the legislation. "
            f"Remove it, or allow it explicitly if you trust this file",
            place,
        )


class MissingOutput(BadCase):
    """A case that expects nothing passes whatever the law says."""

    def __init__(self, place: Place):
        super().__init__("'output' is missing or empty: say what you expect", place)


class UnexpectedType(BadCase):
    """A value of another shape than the one its key needs."""

    def __init__(self, what: str, expected: str, found: object, place: Place):
        self.what = what
        self.expected = expected
        self.found = found
        super().__init__(f"{what} must be {expected}, not {shown(found)}", place)


class NotFinite(BadCase):
    """An infinite number, or none at all (`.nan`)."""

    def __init__(self, text: str, place: Place):
        self.text = text
        super().__init__(f"{shown(text)} is not a number that can be compared", place)


class BadMargin(BadCase):
    """A margin that is not a sane number, or a mapping of margins without a default."""

    def __init__(self, key: str, problem: str, place: Place):
        self.key = key
        super().__init__(f"{key}: {problem}", place)


class DoesNotFit(CaseError):
    """The case says something that the legislation does not know."""


class UnknownName(DoesNotFit):
    """A variable, an entity, a role or an instance that does not exist."""

    def __init__(
        self, kind: str, name: object, known: Iterable[str] = (), place: Place | None = None
    ):
        self.kind = kind
        self.name = name
        self.suggestion = suggestion(str(name), known)
        remedy = f". Did you mean {self.suggestion!r}?" if self.suggestion else ""
        super().__init__(f"no {kind} is named {shown(name)}{remedy}", place)


class AmbiguousName(DoesNotFit):
    """The name of an entity that is also a variable: OpenFisca takes it for the variable."""

    def __init__(self, name: str, plural: str, place: Place | None):
        self.name = name
        self.plural = plural
        super().__init__(
            f"OpenFisca takes {name!r} for the variable of that name. Write '{plural}: "
            f"{{instance: …}}', or the variables without the entity",
            place,
        )


class WrongEntity(DoesNotFit):
    """A variable given or asked for another entity than its own."""

    def __init__(self, variable: str, entity: str, belongs_to: str, place: Place | None):
        self.variable = variable
        self.entity = entity
        self.belongs_to = belongs_to
        super().__init__(
            f"{variable!r} is not a variable of {entity!r}. Put it under {belongs_to!r}", place
        )


class WrongValue(DoesNotFit):
    """A value that the variable cannot have."""

    def __init__(self, variable: str, expected: str, value: object, place: Place | None):
        self.variable = variable
        self.expected = expected
        self.value = value
        super().__init__(f"{variable!r} expects {expected}, not {shown(value)}", place)


class BadPeriod(DoesNotFit):
    """A text that is no period, or a period of another unit than the variable's."""

    def __init__(self, period: object, problem: str, place: Place | None = None):
        self.period = period
        super().__init__(f"the period {shown(period)} {problem}", place)


class NoPeriod(DoesNotFit):
    """A value without a date, in a case without a period."""

    def __init__(self, variable: str, place: Place | None):
        self.variable = variable
        super().__init__(f"{variable!r} needs a period: the case has none", place)


class NotAMapping(DoesNotFit):
    """A value where names to values are needed, such as instances of an entity."""

    def __init__(self, name: object, of: str, found: object, place: Place | None):
        self.name = name
        self.found = found
        super().__init__(f"{name!r} must be a mapping of {of}, not {shown(found)}", place)


class WrongCount(DoesNotFit):
    """A list with another number of values than there are instances."""

    def __init__(self, variable: str, found: int, expected: int, place: Place | None):
        self.variable = variable
        self.found = found
        self.expected = expected
        super().__init__(
            f"{variable!r} is given {found} values, and there are {expected} instances", place
        )


class BadGroup(DoesNotFit):
    """A group whose members are impossible: a stranger, somebody twice, too many in a role."""


class Doubtful(CaseError):
    """Something accepted, but probably not what was meant."""


class BadTable(CaseError):
    """A table of renames that cannot be understood."""


class Undecided(CaseError):
    """A table of renames does not say what becomes of something: somebody has to."""


class NotArithmetic(CaseError):
    """A text that stands for a number is not plain, bounded arithmetic."""

    def __init__(self, text: str, problem: str, place: Place | None = None):
        self.text = text
        self.problem = problem
        super().__init__(f"{shown(text)} is not a number or simple arithmetic: {problem}", place)


class NotWritable(CaseError):
    """A case that could not be read again as it is: writing refuses rather than alters."""


class ModelFailed(CaseError):
    """The legislation could not compute the case."""

    def __init__(self, reason: str, place: Place | None = None):
        self.reason = reason
        super().__init__(f"the computation failed: {reason}", place)


class NotANumber(ModelFailed):
    """The legislation computed an infinite number, or none at all."""

    def __init__(self, variable: str, period: str):
        self.variable = variable
        self.period = period
        super().__init__(f"{variable!r} for {period} is not a finite number")


class BatchDisagrees(CaseError):
    """A bug of batches, never a verdict: results that a lone run contradicts."""

    def __init__(self, name: str, place: Place | None):
        super().__init__(
            f"{name}: computed among others, it has not the results it has alone; "
            "please report it with the case",
            place,
        )


class MutationDisagrees(CaseError):
    """A bug of mutation, never a verdict: a whole run of the case says otherwise."""

    def __init__(self, mutant: str, said: str, place: Place | None):
        super().__init__(
            f"{mutant}\n    computed in part, this case is {said} with that mutant, not when it is "
            "run whole; please report it with the case",
            place,
        )


class LegislationNotLoaded(CaseError):
    """A country package, an extension or a reform could not be loaded."""

    def __init__(self, name: str, reason: str, place: Place | None = None):
        self.name = name
        self.reason = reason
        super().__init__(f"{name!r} could not be loaded: {reason}", place)
