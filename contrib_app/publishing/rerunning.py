"""When the rules change, every published case runs again, all in one batch."""

import json
import sys
from collections.abc import Callable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrib_app.contributions.models import Contribution, State
from contrib_app.contributions.publication import Run, Source, keep_run
from contrib_app.engine.law import COUNTRY, EXTENSIONS
from contrib_app.publishing.child import limit, run_child
from contrib_app.publishing.errors import Unreachable
from contrib_app.work import queue

SECONDS = 600.0
SECONDS_EACH = 1.0
Runner = Callable[[Mapping[int, str]], dict[int, bool]]


def texts_to_run(session: Session, rules: str) -> dict[int, str]:
    """Return the published cases that these rules have not run yet, {number: text}."""
    known = select(Run.contribution_id).where(Run.rules == rules, Run.source == Source.PLATFORM)
    found = session.scalars(
        select(Contribution)
        .where(
            Contribution.state == State.PUBLISHED,
            Contribution.published_yaml != "",
            Contribution.id.not_in(known),
        )
        .order_by(Contribution.id)
    )
    return {one.id: one.published_yaml for one in found}


def keep_verdicts(session: Session, rules: str, verdicts: Mapping[int, bool]) -> list[int]:
    """Keep what these rules say, and return the cases of which they say something new.

    Whoever follows one of those is told.
    """
    flipped = []
    for number, passed in verdicts.items():
        before = last_verdict(session, number)
        keep_run(session, number, rules, Source.PLATFORM, passed)
        if before is not None and before != passed:
            flipped.append(number)
            queue.ask(session, "flip", number)
    return flipped


def last_verdict(session: Session, number: int) -> bool | None:
    """Return what was last said of a case: by a run, or when it was published."""
    last = session.scalar(
        select(Run.passed)
        .where(Run.contribution_id == number, Run.source == Source.PLATFORM)
        .order_by(Run.id.desc())
        .limit(1)
    )
    if last is not None:
        return last
    path = session.scalar(select(Contribution.path).where(Contribution.id == number))
    return path.startswith("yaml/") if path else None


def run(texts: Mapping[int, str]) -> dict[int, bool]:
    """Run cases in one batch, in a process that loads the rules as they are now on disk."""
    out = run_child(
        "contrib_app.publishing.rerunning",
        given=json.dumps({str(number): text for number, text in texts.items()}),
        seconds=SECONDS + SECONDS_EACH * len(texts),
    )
    try:
        verdicts = json.loads(out.splitlines()[-1])
        return {number: bool(verdicts[str(number)]) for number in texts}
    except (IndexError, KeyError, ValueError):
        raise Unreachable("the batch ended without verdicts") from None


def main(seconds: str) -> None:  # pragma: no cover - runs in the child
    """Read {number: text}; print {number: true when the rules satisfy the case}."""
    limit(int(float(seconds)))
    from lawcases import load_legislation, read_cases, run_cases

    texts = json.load(sys.stdin)
    cases = [read_cases(text)[0] for text in texts.values()]
    outcomes = run_cases(cases, load_legislation(COUNTRY, EXTENSIONS))
    verdicts = {number: one.passed for number, one in zip(texts, outcomes, strict=True)}
    sys.stdout.write("\n" + json.dumps(verdicts) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
