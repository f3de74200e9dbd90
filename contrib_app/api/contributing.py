"""A case proposed by another simulator → a draft that the person looks at and sends here.

The person consents on our page, in front of the exact case: no simulator consents for anybody.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from contrib_app.api.problems import Refused, Wrong, place
from contrib_app.api.service import Computer, Service, explained
from contrib_app.api.validating import ID, validated
from contrib_app.api.vocabulary import Vocabulary
from contrib_app.catalogue import Benefit, load_catalogue
from contrib_app.contributions import service as contributions
from contrib_app.contributions.models import Contribution, Evidence
from contrib_app.contributions.service import MARGINS
from contrib_app.contributions.simulators import Proposal, Simulator, digest, find_proposal
from contrib_app.contributions.wording import plain_value
from contrib_app.engine import EngineError
from contrib_app.orm import now
from contrib_app.simulator.wording import month_words
from lawcases import Case

FIELDS = {"situation", "period", "expected", "evidence", "evidence_date", "sentence"}
MOST_EXPECTED = 10
LONGEST_SENTENCE = 500
EVIDENCE = {one.value: one for one in Evidence}


def propose(
    session: Session,
    service: Service,
    engine: Computer,
    simulator: Simulator,
    *,
    body: bytes,
    given: Any,
    idempotency_key: str,
    secret: str,
) -> Contribution:
    """Keep a draft of the case that a simulator proposes; the same request gives the same draft.

    body: the request as it came; given: what it says. secret: from which codes are drawn.
    Raises Refused.
    """
    known = find_proposal(session, simulator, idempotency_key)
    if known is not None:
        draft = contributions.find_draft(session, known.draft)
        if known.body_hash != digest(body) or draft is None:
            message = "cette clé a déjà servi à une autre demande : tirez-en une nouvelle."
            raise Refused(422, "Cette clé a déjà servi", [Wrong("Idempotency-Key", message)])
        return draft
    try:
        vocabulary = service.vocabulary(engine)
    except EngineError as error:
        raise explained(error) from None
    case, benefit = case_of(given, vocabulary)
    draft = contributions.keep_case(
        session,
        case,
        benefit=benefit.variable,
        evidence=EVIDENCE[given["evidence"]],
        sentence=given["sentence"],
        key=secret,
    )
    draft.evidence_date = given.get("evidence_date")
    session.add(
        Proposal(
            simulator_id=simulator.id,
            key=idempotency_key,
            body_hash=digest(body),
            draft=draft.token,
        )
    )
    return draft


def case_of(given: Any, vocabulary: Vocabulary) -> tuple[Case, Benefit]:
    """Return the case that a request describes, and its first benefit. Raises Refused."""
    if not isinstance(given, dict):
        raise _refused([Wrong("corps", "écrivez un objet JSON.")])
    plain = {name: given[name] for name in ("situation", "period") if name in given}
    question = validated(plain, vocabulary)
    wrong = [
        Wrong(place(name), f"ce champ n'existe pas : {', '.join(sorted(FIELDS))}.")
        for name in given.keys() - FIELDS
    ]
    wrong += _wrong_words(given)
    expected = given.get("expected")
    if not isinstance(expected, list) or not 1 <= len(expected) <= MOST_EXPECTED:
        message = f"donnez de 1 à {MOST_EXPECTED} valeurs attendues."
        raise _refused([*wrong, Wrong("expected", message)])
    benefits = {one.variable: one for one in load_catalogue()}
    output: dict[str, dict[str, dict[str, Any]]] = {}
    known: set[Any] = set()
    for rank, one in enumerate(expected):
        wrong += _wrong_expected(one, rank, question.situation, vocabulary, benefits)
        said = (one.get("variable"), one.get("instance")) if isinstance(one, dict) else None
        if not wrong and said in known:
            wrong.append(Wrong(f"expected.{rank}", "cette aide est déjà attendue, ici même."))
        if not wrong:
            known.add(said)
            entity = vocabulary.variables[one["variable"]].entity
            period = benefits[one["variable"]].period_of(question.period)
            value = one["value"] if period == question.period else {period: one["value"]}
            instances = output.setdefault(entity, {})
            instances.setdefault(one["instance"], {})[one["variable"]] = value
    if wrong:
        raise _refused(wrong)
    first = benefits[expected[0]["variable"]]
    title = f"{first.label} : {plain_value(expected[0]['value'])} en {month_words(question.period)}"
    case = Case(
        name=title[:180],
        period=question.period,
        input=question.situation,
        output=output,
        absolute_error_margin=max(MARGINS[benefits[one["variable"]].kind] for one in expected),
    )
    return case, first


def _wrong_words(given: Mapping[str, Any]) -> list[Wrong]:
    """Return what is wrong with the evidence and the sentence."""
    wrong = []
    if given.get("evidence") not in list(EVIDENCE):
        wrong.append(Wrong("evidence", f"écrivez l'un de ces mots : {', '.join(EVIDENCE)}."))
    day = given.get("evidence_date")
    if day is not None and not _is_day(day):
        wrong.append(Wrong("evidence_date", "écrivez une date comme 2026-10-12."))
    sentence = given.get("sentence")
    if not isinstance(sentence, str) or not 1 <= len(sentence.strip()) <= LONGEST_SENTENCE:
        wrong.append(Wrong("sentence", f"écrivez une phrase de {LONGEST_SENTENCE} signes au plus."))
    return wrong


def _wrong_expected(
    one: Any,
    rank: int,
    situation: Mapping[str, Any],
    vocabulary: Vocabulary,
    benefits: Mapping[str, Benefit],
) -> list[Wrong]:
    """Return what is wrong with one expected value."""
    where = f"expected.{rank}"
    if not isinstance(one, dict) or one.keys() != {"variable", "instance", "value"}:
        return [Wrong(where, "donnez « variable », « instance » et « value », rien d'autre.")]
    benefit = benefits.get(one["variable"]) if isinstance(one["variable"], str) else None
    if benefit is None:
        return [Wrong(f"{where}.variable", "nommez une aide du catalogue.")]
    instances = situation.get(vocabulary.variables[benefit.variable].entity, {})
    instance = one["instance"]
    if not isinstance(instance, str) or not ID.fullmatch(instance) or instance not in instances:
        return [Wrong(f"{where}.instance", "nommez une personne ou un groupe de la situation.")]
    value = one["value"]
    is_right = benefit.kind == "right"
    if is_right != isinstance(value, bool):
        said = "true ou false" if is_right else "un nombre"
        return [Wrong(f"{where}.value", f"écrivez {said}.")]
    if not is_right and not (isinstance(value, int | float) and 0 <= value <= 10**6):
        return [Wrong(f"{where}.value", "écrivez un montant de 0 à un million.")]
    return []


def _is_day(day: Any) -> bool:
    try:
        return isinstance(day, str) and len(day) == 10 and date.fromisoformat(day) <= now().date()
    except ValueError:
        return False


def _refused(wrong: list[Wrong]) -> Refused:
    return Refused(422, "Le cas ne peut pas être proposé", wrong)
