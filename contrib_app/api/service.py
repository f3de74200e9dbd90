"""What the API answers: a question already validated → results. Knows no HTTP."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, Protocol

from contrib_app.api.problems import Refused, Wrong
from contrib_app.api.validating import Question, validated
from contrib_app.api.vocabulary import Vocabulary, read_vocabulary
from contrib_app.catalogue import find_benefit, load_catalogue, variables_of
from contrib_app.engine import EngineError, TooBusy, TooSlow
from contrib_app.simulator.communes import find_commune

DISTRIBUTIONS = ("openfisca-core", "openfisca-france", "openfisca-mesaides")


class Computer(Protocol):
    """What computes: `contrib_app.engine.Engine`, or its double in a test."""

    def call(self, job: str, **arguments: Any) -> Any: ...


class Service:
    """Answers questions with an engine, of which it learns the vocabulary once."""

    def __init__(self) -> None:
        self._vocabulary: Vocabulary | None = None

    def vocabulary(self, engine: Computer) -> Vocabulary:
        if self._vocabulary is None:
            self._vocabulary = read_vocabulary(engine.call("vocabulary"))
        return self._vocabulary

    def simulate(self, given: Any, engine: Computer) -> dict[str, Any]:
        """Return the results of a request. Raises Refused."""
        try:
            vocabulary = self.vocabulary(engine)
            question = validated(given, vocabulary)
            asked = question.outputs or local_benefits(question)
            values = engine.call(
                "compute",
                situation=question.situation,
                period=question.period,
                variables=dict(asked),
            )
        except EngineError as error:
            raise explained(error) from None
        return {
            "period": question.period,
            "results": {
                name: {
                    "period": period,
                    "entity": vocabulary.variables[name].entity,
                    "values": values[name],
                    **_words(name),
                }
                for name, period in asked.items()
            },
            "versions": {name: version(name) for name in DISTRIBUTIONS},
        }


def local_benefits(question: Question) -> dict[str, str]:
    """Return the benefits of the catalogue where the home is. Raises Refused when it is nowhere."""
    code = _commune_code(question.situation)
    commune = find_commune(code) if code else None
    if commune is None:
        message = "nommez des variables, ou donnez « depcom » dans menages pour toutes les aides."
        raise Refused(422, "La demande n'est pas complète", [Wrong("outputs", message)])
    existing = [one for one in load_catalogue() if one.exists_in(commune.code, commune.epci)]
    replaced = {one.replaces for one in existing}
    return variables_of([one for one in existing if one.variable not in replaced], question.period)


def explained(error: EngineError) -> Refused:
    """Return what to tell of a computation that gave nothing."""
    if isinstance(error, TooBusy):
        wrong = Wrong("service", "beaucoup de calculs attendent ; recommencez un peu plus tard.")
        return Refused(503, "Le service est très demandé", [wrong], error.retry_after)
    if isinstance(error, TooSlow):
        wrong = Wrong("outputs", "ce calcul dépasse la durée permise ; demandez moins de choses.")
        return Refused(422, "Ce calcul est trop long", [wrong])
    wrong = Wrong("situation", "le modèle ne sait pas calculer ces variables pour ce foyer.")
    return Refused(422, "Le modèle n'a pas pu calculer", [wrong])


def _commune_code(situation: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str | None:
    """Return the commune of the first home, at its last period."""
    for home in situation.get("menages", {}).values():
        given = home.get("depcom")
        if given is not None:
            return str(list(given.values())[-1] if isinstance(given, Mapping) else given)
    return None


def _words(name: str) -> dict[str, str]:
    benefit = find_benefit(name)
    if benefit is None:
        return {}
    return {"label": benefit.label, "unit": benefit.unit, "organism": benefit.organism}
