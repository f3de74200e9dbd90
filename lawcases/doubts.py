"""What OpenFisca accepts without a word, and that is probably not what was meant.

Each class is a rule of `lawcases lint`, named after it: `SharedOverTime` is `shared-over-time`.
Each holds its facts in attributes and says where, what, and what instead.
"""

from collections.abc import Sequence

from lawcases.errors import Doubtful, Place, shown


class WideMargin(Doubtful):
    """A margin so wide that the case would accept nearly anything."""

    def __init__(self, key: str, text: str | None, place: Place):
        self.key = key
        super().__init__(f"{key}: {text} accepts nearly anything. Give a smaller one", place)


class UnusedMargin(Doubtful):
    """A margin for a variable that the output does not name."""

    def __init__(self, key: str, variable: str, place: Place | None):
        self.key = key
        self.variable = variable
        super().__init__(
            f"{key} names {variable!r}, which the output does not. Remove it, or ask for it", place
        )


class RelativeToZero(Doubtful):
    """A relative margin around zero: it lets nothing through but zero."""

    def __init__(self, variable: str, place: Place | None):
        self.variable = variable
        super().__init__(
            f"a relative margin around 0 is 0, so {variable!r} must be exactly 0. "
            "Give it an absolute margin, or none",
            place,
        )


class SurprisingNumber(Doubtful):
    """A number that YAML does not read in base ten: 01001 is octal, 12:30 is in base sixty."""

    def __init__(self, text: str, value: float, place: Place):
        self.text = text
        self.value = value
        super().__init__(
            f"{text} without quotes is read as {value}, not in base ten. "
            "Put it in quotes or rewrite it",
            place,
        )


class NoName(Doubtful):
    """A case without a name: reports cannot say what is red."""

    def __init__(self, place: Place | None):
        super().__init__("the case has no name: say in 'name' which rule it shows", place)


class DuplicateName(Doubtful):
    """Two cases of a file with one name: a report cannot tell them apart."""

    def __init__(self, name: str, first: Place | None, place: Place | None):
        self.name = name
        self.first = first
        line = f" (line {first.line})" if first else ""
        super().__init__(
            f"another case of this file{line} is named {shown(name)}. "
            "Say in each name what it shows alone",
            place,
        )


class KeywordText(Doubtful):
    """Keywords written as one text: any part of it would select the case."""

    def __init__(self, text: str | None, place: Place):
        self.text = text
        super().__init__(
            f"keywords are a list: with a text, any part of it selects the case. Write [{text}]",
            place,
        )


class UnusualPeriod(Doubtful):
    """A period in another spelling than OpenFisca's own: two persons' values may be mixed up."""

    def __init__(self, period: object, usual: str, place: Place | None):
        self.period = period
        self.usual = usual
        super().__init__(
            f"write '{usual}' rather than {shown(period)}: in an input, with another spelling than "
            "this one, the value of one person may replace those of the others",
            place,
        )


class OverlappingPeriods(Doubtful):
    """A value for a span and one inside it: OpenFisca fills the rest of the span from both."""

    def __init__(self, variable: str, inner: object, outer: object, place: Place | None):
        self.variable = variable
        self.inner = inner
        self.outer = outer
        super().__init__(
            f"{variable!r} is given for {inner} and for {outer}, which holds it: the rest of "
            f"{outer} does not take what is written, for anybody. Give periods that do not overlap",
            place,
        )


class SharedOverTime(Doubtful):
    """An undated amount, shared between the months of the period of the case."""

    def __init__(self, variable: str, period: object, place: Place | None):
        self.variable = variable
        self.period = period
        super().__init__(
            f"{variable!r} has no date, so its value is shared between the months of {period}. "
            f"Write {{{period}: …}} if that is meant, or the month",
            place,
        )


class MonthForYear(Doubtful):
    """A value of a yearly variable given for a month."""

    def __init__(self, variable: str, period: object, year: int, place: Place | None):
        self.variable = variable
        self.period = period
        super().__init__(
            f"{variable!r} is yearly, and a value for {period} is taken for the twelve months "
            f"from there. Write {{{year}: …}}",
            place,
        )


class PartlyGiven(Doubtful):
    """A variable that has a formula, given to some only: the others have its default value."""

    default = "the default value"

    def __init__(self, variable: str, period: object, without: Sequence[str], place: Place | None):
        self.variable = variable
        self.period = period
        self.without = tuple(without)
        names = ", ".join(without[:3]) + (", …" if len(without) > 3 else "")
        super().__init__(
            f"{variable!r} for {period} is not given to {names}, for whom OpenFisca takes "
            f"{self.default}, not the formula. Give it to all, or to none",
            place,
        )


class PartlyZero(PartlyGiven):
    """An amount, a number or a yes that has a formula, given to some: the others have 0 or no."""

    default = "zero, or no"


class EndedVariable(Doubtful):
    """A variable given or asked for after its last day: OpenFisca drops the value."""

    def __init__(self, variable: str, end: str, period: object, place: Place | None):
        self.variable = variable
        self.end = end
        self.period = period
        super().__init__(
            f"{variable!r} ended on {end}: OpenFisca ignores it for {period}. Remove it", place
        )


class VacuousOutput(Doubtful):
    """A part of the output that holds no value: nothing is compared there."""

    def __init__(self, what: str, place: Place | None):
        self.what = what
        super().__init__(
            f"{what!r} holds no value, so nothing is checked. Fill or remove it", place
        )


class GivenOutput(Doubtful):
    """An output that the input gives: the case passes whatever the law says."""

    def __init__(self, variable: str, period: object, place: Place | None):
        self.variable = variable
        self.period = period
        super().__init__(
            f"{variable!r} for {period} is given by the input, so its output proves nothing. "
            "Remove one of them",
            place,
        )


class RankCompared(Doubtful):
    """A member of an enumeration under an instance: OpenFisca compares its rank, not its name."""

    def __init__(self, variable: str, entity: str, plural: str, place: Place | None):
        self.variable = variable
        super().__init__(
            f"OpenFisca compares the rank of {variable!r} under an instance, not its name. "
            f"Put it under {entity!r}, or list it for all the {plural}",
            place,
        )


class BoundedText(Doubtful):
    """An expected text of a variable of bounded length: OpenFisca finds it always different."""

    def __init__(self, variable: str, place: Place | None):
        self.variable = variable
        super().__init__(
            f"{variable!r} is a text of bounded length, which never equals a text for OpenFisca. "
            "Ask for something that is computed from it",
            place,
        )


class TextInList(Doubtful):
    """Arithmetic inside a list of expected values: there OpenFisca does not compute it."""

    def __init__(self, variable: str, text: str, place: Place | None):
        self.variable = variable
        self.text = text
        super().__init__(
            f"{shown(text)} in a list of expected values is not computed. Write its result", place
        )


class BeyondPrecision(Doubtful):
    """An expected number that OpenFisca cannot store: its neighbours would pass as well."""

    def __init__(self, variable: str, number: float, stored: float, place: Place | None):
        self.variable = variable
        self.number = number
        self.stored = stored
        super().__init__(
            f"OpenFisca stores {number} as {stored:.0f}: numbers have 24 bits. "
            f"Expect {stored:.0f}, with a margin",
            place,
        )


class UsesAxes(Doubtful):
    """Axes: one case that is many, computed alone and hard to read."""

    def __init__(self, place: Place | None):
        super().__init__(
            "axes make many situations of one: write a case, or a person, for each value that "
            "matters",
            place,
        )


class EmptyGroup(Doubtful):
    """A group without any member: such a case is computed alone."""

    def __init__(self, entity: str, instance: object, place: Place | None):
        self.entity = entity
        self.instance = instance
        super().__init__(
            f"nobody is in {shown(instance)}, one of the {entity}. Give it members, or remove it",
            place,
        )


class UnplacedPerson(Doubtful):
    """A person who is in none of the groups of a kind: OpenFisca makes one more, at any rank."""

    def __init__(self, person: str, entity: str, place: Place | None):
        self.person = person
        self.entity = entity
        super().__init__(
            f"{shown(person)} is in none of the {entity}, so OpenFisca adds one, in an order that "
            "changes between runs when there are several. Give each person a place",
            place,
        )


class ReplacedParameters(Doubtful):
    """Parameters in a case: they replace the whole legislation, not the values that they name."""

    def __init__(self, place: Place | None):
        super().__init__(
            "'parameters' replaces all the parameters of the law, not only these. Use a reform",
            place,
        )
