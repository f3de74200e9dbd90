"""Cases → what is to be corrected in them, each by a rule that has a name.

A rule is a class of `errors.py` or `doubts.py`; its identifier is the name of the class, in small
letters. What cannot be read at all cannot be silenced.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from lawcases import doubts, errors
from lawcases.case import Case
from lawcases.checking import check_case
from lawcases.errors import BadCase, CaseError, DoesNotFit, Doubtful, Unreadable, suggestion
from lawcases.legislation import Legislation
from lawcases.traps import same_names, traps_of

MODULES = (errors, doubts)
REFUSALS = (Unreadable, BadCase)
FAMILIES = (*REFUSALS, DoesNotFit, Doubtful)


@dataclass(frozen=True)
class Rule:
    """What a rule finds, in a sentence. One that refuses a case altogether cannot be silenced."""

    identifier: str
    summary: str
    can_be_silenced: bool


def lint_cases(
    cases: Iterable[Case], law: Legislation, *, silenced: Collection[str] = ()
) -> list[CaseError]:
    """Return everything to correct in cases, by file and line; nothing is computed.

    silenced: identifiers of rules that are not wanted; `rules` lists them all.
    """
    cases = list(cases)
    found = [error for case in cases for error in _errors_of(case, law)]
    found += same_names(cases)
    return sorted((e for e in found if rule_of(e) not in silenced), key=_order)


def rule_of(error: CaseError) -> str:
    """Return the identifier of the rule that found something.

    >>> rule_of(doubts.UsesAxes(None))
    'uses-axes'
    """
    return _identifier(type(error))


def rules() -> list[Rule]:
    """Return every rule, those that refuse a case first."""
    return [
        Rule(_identifier(kind), (kind.__doc__ or "").splitlines()[0], _can_be_silenced(kind))
        for kind in (*_kinds(REFUSALS), *_kinds((DoesNotFit,)), *_kinds((Doubtful,)))
    ]


def check_silenced(names: Sequence[str]) -> None:
    """Raise CaseError for a name that is no rule, or a rule that cannot be silenced."""
    known = {rule.identifier: rule for rule in rules()}
    for name in names:
        if name not in known:
            near = suggestion(name, known)
            remedy = f"Did you mean {near!r}?" if near else "`lawcases lint --rules` lists them."
            raise CaseError(f"no rule is named {name!r}. {remedy}")
        if not known[name].can_be_silenced:
            raise CaseError(f"{name!r} cannot be silenced: such a case cannot be read")


def _errors_of(case: Case, law: Legislation) -> Iterator[CaseError]:
    """Yield what is to be corrected in a case, for the legislation that it asks for."""
    yield from check_case(case, law)
    try:
        own = law.for_case(case)
    except CaseError:  # it was told
        return
    yield from traps_of(case, own)


def _kinds(families: tuple[type[CaseError], ...]) -> Iterator[type[CaseError]]:
    for module in MODULES:
        for kind in vars(module).values():
            is_own = isinstance(kind, type) and kind.__module__ == module.__name__
            if is_own and issubclass(kind, families) and kind not in FAMILIES:
                yield kind


def _can_be_silenced(kind: type[CaseError]) -> bool:
    return not issubclass(kind, REFUSALS)


def _identifier(kind: type[CaseError]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()


def _order(error: CaseError) -> tuple[str, int]:
    return (error.place.file, error.place.line) if error.place else ("", 0)
