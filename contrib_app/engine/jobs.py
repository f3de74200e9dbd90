"""What the engine computes. Arguments and results are plain JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import lawcases
from contrib_app.engine.checking import problems_of
from contrib_app.engine.child import Job, Tasks
from contrib_app.engine.conditions import conditions_of
from contrib_app.engine.covering import covered
from contrib_app.engine.deciding import decide
from contrib_app.engine.labels import labels_of
from contrib_app.engine.law import COUNTRY, EXTENSIONS
from contrib_app.engine.resembling import digest_of
from contrib_app.engine.simplifying import simplify
from contrib_app.engine.stating import Stating
from contrib_app.engine.uncertainty import uncertain_readings
from contrib_app.engine.vocabulary import vocabulary_of
from lawcases.accelerating import accelerate
from lawcases.together import Wanted, compute_together


class Jobs:
    """The jobs of one loaded legislation."""

    def __init__(self) -> None:
        accelerate()
        self.legislation = lawcases.load_legislation(COUNTRY, EXTENSIONS)
        self.stating = Stating(self.legislation)

    def tasks(self) -> Tasks:
        return Tasks(self.by_name(), {"compute": self.compute_together})

    def by_name(self) -> dict[str, Job]:
        return {
            "compute": self.compute,
            "judge": self.judge,
            "simplify": self.simplify,
            "signature": lambda case_yaml: digest_of(self._only_case(case_yaml), self.legislation),
            "check": lambda text: problems_of(text, self.legislation),
            "coverage": lambda texts, path: covered(texts, path, self.legislation),
            "decide": self.decide,
            "why": self.why,
            "vary": self.vary,
            "uncertainties": self.uncertainties,
            "labels": lambda variables: labels_of(variables, self.legislation),
            "vocabulary": lambda: vocabulary_of(self.legislation),
        }

    def warm_up(self) -> None:
        """Compute once, so that parameters are read and every later child finds them in memory."""
        month = f"{date.today():%Y-%m}"  # noqa: DTZ011 - a month of law, not a moment
        alone: dict[str, Any] = {
            "individus": {"demandeur": {"date_naissance": "1985-01-01"}},
            "menages": {"menage": {"personne_de_reference": ["demandeur"]}},
        }
        self.compute(alone, month, dict.fromkeys(["rsa", "aide_logement", "ppa", "af"], month))

    def compute(
        self, situation: Mapping[str, Any], period: str, variables: Mapping[str, str]
    ) -> dict[str, dict[str, Any]]:
        """Return {variable: {instance: value}} for one household; `variables` tells periods."""
        stated = self.stating.with_zeros(situation, period)
        return lawcases.compute(stated, period, variables, self.legislation)

    def compute_together(self, questions: list[dict[str, Any]]) -> list[Any]:
        """Return what `compute` gives to each of several households, or the error it raises."""
        wanted = [
            Wanted(
                self.stating.with_zeros(one["situation"], one["period"]),
                one["period"],
                one["variables"],
            )
            for one in questions
        ]
        return list(compute_together(wanted, self.legislation))

    def vary(
        self, situations: list[dict[str, Any]], period: str, variables: Mapping[str, str]
    ) -> list[dict[str, dict[str, Any]] | None]:
        """Return what `compute` gives to each of several households, None where it fails."""
        wanted = [Wanted(one, period, variables) for one in situations]
        found = compute_together(wanted, self.legislation)
        return [one if isinstance(one, dict) else None for one in found]

    def why(
        self,
        situations: list[dict[str, Any]],
        period: str,
        variables: Mapping[str, str],
        subject: str,
    ) -> dict[str, Any]:
        """Return the conditions of a variable for the first household, and the values of all."""
        return {
            "conditions": conditions_of(
                situations[0], subject, variables[subject], self.legislation
            ),
            "values": self.vary(situations, period, variables),
        }

    def uncertainties(self, variables: list[str]) -> dict[str, list[str]]:
        """Return, for each variable, the uncertain readings of the law that it rests on."""
        return {name: uncertain_readings(name, self.legislation) for name in variables}

    def judge(self, case_yaml: str) -> dict[str, Any]:
        """Judge one case as `openfisca test` would."""
        case = self._only_case(case_yaml)
        outcome = lawcases.run_case(case, self.legislation)
        return {
            "passed": outcome.passed,
            "error": str(outcome.error) if outcome.error else None,
            "checks": [
                {
                    "variable": check.variable,
                    "instance": check.instance,
                    "period": check.period,
                    "expected": check.expected,
                    "computed": check.computed,
                    "passed": check.passed,
                }
                for check in outcome.checks
            ],
        }

    def simplify(self, case_yaml: str) -> dict[str, Any]:
        """Return the case as short and as anonymous as proven equal; see `simplifying`."""
        return simplify(self._only_case(case_yaml), self.legislation)

    def decide(self, facts: list[dict[str, Any]], variable: str, month: str) -> dict[str, Any]:
        """Judge a table of decisions; see `deciding`."""
        return decide(facts, variable=variable, month=month, legislation=self.legislation)

    def _only_case(self, case_yaml: str) -> lawcases.Case:
        (case,) = lawcases.read_cases(case_yaml)
        return case
