"""What a test case that somebody wrote has wrong, in French, before anything is computed."""

from contrib_app.authoring.checks.wording import words_of
from lawcases import Legislation, check_case, read_cases
from lawcases.errors import CaseError

MOST_PROBLEMS = 20


def problems_of(text: str, legislation: Legislation) -> list[dict[str, str | int]]:
    """Return what is wrong in a text of test cases: [{"line", "problem", "remedy"}]."""
    try:
        found = [error for case in read_cases(text) for error in check_case(case, legislation)]
    except CaseError as error:
        found = [error]
    return [_told(error) for error in found[:MOST_PROBLEMS]]


def _told(error: CaseError) -> dict[str, str | int]:
    problem, remedy = words_of(error)
    return {"line": error.place.line if error.place else 1, "problem": problem, "remedy": remedy}
