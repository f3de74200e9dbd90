"""Simulations: start, answer, compute, forget. Takes a session, knows no HTTP, does not commit."""

import hashlib
import json
import re
import secrets
from functools import lru_cache
from typing import Any, Protocol

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from contrib_app.catalogue import Benefit, load_catalogue, variables_of
from contrib_app.orm import now
from contrib_app.simulator import household, situation
from contrib_app.simulator.communes import communes_of
from contrib_app.simulator.models import Simulation, over
from contrib_app.simulator.wording import person_words


class Computer(Protocol):
    """What computes: `contrib_app.engine.Engine`, or its double in a test."""

    def call(self, job: str, **arguments: Any) -> Any: ...

    def soon(self, job: str, **arguments: Any) -> Any: ...


def start(session: Session, *, for_other: bool = False) -> Simulation:
    """Start an empty simulation for the present month, and forget those that are over.

    for_other: it is filled in for somebody else.
    """
    session.execute(delete(Simulation).where(over(now())))
    simulation = Simulation(
        id=secrets.token_hex(16), answers={}, month=f"{now():%Y-%m}", for_other=for_other
    )
    session.add(simulation)
    return simulation


def get_simulation(session: Session, simulation_id: str) -> Simulation | None:
    """Return a simulation, or None when it is unknown or over."""
    if not re.fullmatch(r"[0-9a-f]{32}", simulation_id):
        return None
    found = session.get(Simulation, simulation_id)
    return found if found and found.is_alive(now()) else None


def answer(simulation: Simulation, page: household.Page, answers: dict[str, Any]) -> None:
    """Keep the answers of one page; the others stay as they are."""
    simulation.answers = {**simulation.answers, page.key: answers}
    simulation.updated_at = now()


def settle_commune(simulation: Simulation) -> None:
    """Choose the commune of a postal code that has only one, and forget one that does not fit."""
    fitting = [one.code for one in communes_of(simulation.answers["logement"]["code_postal"])]
    chosen = simulation.answers.get("commune", {}).get("commune")
    answers = {key: value for key, value in simulation.answers.items() if key != "commune"}
    if len(fitting) == 1:
        answers["commune"] = {"commune": fitting[0]}
    elif chosen in fitting:
        answers["commune"] = {"commune": chosen}
    simulation.answers = answers


def forget(session: Session, simulation: Simulation) -> None:
    """Delete a simulation, really."""
    session.delete(simulation)


def situation_of(simulation: Simulation) -> dict[str, dict[str, Any]]:
    """Return the situation that OpenFisca computes."""
    return situation.situation_of(simulation.answers, simulation.month)


def benefits_of(simulation: Simulation) -> tuple[Benefit, ...]:
    """Return the benefits that exist where the person lives, under their local name if any."""
    place = household.commune(simulation.answers)
    if place is None:
        return ()
    existing = [one for one in load_catalogue() if one.exists_in(place.code, place.epci)]
    replaced = {benefit.replaces for benefit in existing}
    return tuple(
        benefit.for_place(place.code, place.epci, place.departement)
        for benefit in existing
        if benefit.variable not in replaced
    )


def results_of(simulation: Simulation, engine: Computer) -> dict[str, dict[str, Any]]:
    """Return {variable: {instance: value}}, computed once for a state of the answers.

    Results are kept with the very question they answer: an answer changed in the meantime, in
    another tab, never wears the results of the former one.

    Raises EngineError; it is StillComputing when one must come back.
    """
    question = {
        "situation": situation_of(simulation),
        "period": simulation.month,
        "variables": variables_of(benefits_of(simulation), simulation.month),
    }
    digest = hashlib.sha256(json.dumps(question, sort_keys=True).encode()).hexdigest()
    if simulation.results is None or simulation.results["question"] != digest:
        values = engine.soon("compute", **question)
        simulation.results = {"question": digest, "values": values}
    values_by_instance: dict[str, dict[str, Any]] = simulation.results["values"]
    return values_by_instance


@lru_cache(maxsize=256)
def uncertainties_of(variable: str, engine: Computer) -> tuple[str, ...]:
    """Return the uncertain readings of the law that a benefit rests on. Raises EngineError."""
    return tuple(engine.call("uncertainties", variables=[variable]).get(variable, ()))


def keep_results(session: Session, simulation: Simulation) -> None:
    """Keep what was computed for a simulation that the session let go while computing."""
    session.execute(
        update(Simulation)
        .where(Simulation.id == simulation.id)
        .values(results=simulation.results)
        .execution_options(synchronize_session=False)
    )


def person_label(simulation: Simulation, instance: str) -> str:
    """Return how to call a person of the home, or the whole family, on a page."""
    if instance not in household.persons(simulation.answers):
        return "Votre foyer"
    born = household.person(simulation.answers, instance).get("naissance")
    return person_words(instance, born, simulation.month)
