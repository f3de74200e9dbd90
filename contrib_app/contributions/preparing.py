"""Make a draft short and anonymous, after the answer: a job, since it takes many computations."""

from typing import Any

from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from contrib_app.contributions.models import Contribution, State
from contrib_app.engine import EngineError, TooBusy
from contrib_app.simulator.service import Computer
from contrib_app.work.outcomes import TryAgain


class EngineIsBusy(TryAgain):
    """The engine computes for others."""

    after = 2.0


def prepare(database: Engine, engine: Computer, number: int) -> None:
    """Simplify and judge a draft that was only kept; one that is gone, or done, is left alone.

    A draft that cannot be computed says so. Raises EngineIsBusy.
    """
    with Session(database) as session:
        draft = session.get(Contribution, number)
        if draft is None or draft.state != State.DRAFT or draft.is_prepared:
            return
        text = draft.case_yaml
    found: dict[str, Any]
    try:
        simplified = engine.call("simplify", case_yaml=text)
        judged = engine.call("judge", case_yaml=simplified["case_yaml"])
        signature = engine.call("signature", case_yaml=simplified["case_yaml"])
    except TooBusy:
        raise EngineIsBusy from None
    except EngineError:
        found = {"simplification": {"failed": True}}
    else:
        found = {
            "case_yaml": simplified.pop("case_yaml"),
            "simplification": simplified,
            "checks": judged["checks"],
            "signature": signature,
        }
    with Session(database) as session:
        session.execute(
            update(Contribution)
            .where(Contribution.id == number, Contribution.state == State.DRAFT)
            .values(**found)
        )
        session.commit()
