"""Rows 6 and 7, in their short forms: random requests to the validator, and to every route."""

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import checks

from contrib_app.api.openapi import EXAMPLE, description
from contrib_app.api.validating import validated
from contrib_app.api.vocabulary import read_vocabulary
from contrib_app.engine import Engine
from tests.contrib_app.api.fuzz import fuzz, requests


@pytest.fixture(scope="session")
def told(served):
    return Engine(served.settings.socket).call("vocabulary")


def test_mutated_requests_are_refused_or_computed(served, told):
    engine = Engine(served.settings.socket, patience=80)
    found = fuzz(requests(2000, seed=5), read_vocabulary(told), engine, compute=5)
    assert found["refused"] > 1000
    assert found["accepted"] > 50
    assert found["computed"] >= 1


def test_the_description_is_openapi():
    OpenAPIV31SpecValidator(description()).validate()


def test_the_example_of_the_description_is_computed(served, told):
    question = validated(EXAMPLE, read_vocabulary(told))
    engine = Engine(served.settings.socket, patience=80)
    values = engine.call(
        "compute",
        situation=question.situation,
        period=question.period,
        variables=question.outputs,
    )
    assert values["rsa"]["famille"] >= 0
    assert values["aide_logement"]["menage" if "menage" in values["aide_logement"] else "famille"]


@pytest.fixture
def api_schema(app, engine, told):
    engine.replies["vocabulary"] = lambda: told
    engine.replies["compute"] = lambda variables, **_: {name: {"a": 0} for name in variables}
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


schema = schemathesis.pytest.from_fixture("api_schema")


@schema.parametrize()
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_route_answers_as_described(case):
    case.call_and_validate(
        checks=[
            checks.not_a_server_error,
            schemathesis.specs.openapi.checks.status_code_conformance,
            schemathesis.specs.openapi.checks.content_type_conformance,
            schemathesis.specs.openapi.checks.response_schema_conformance,
            schemathesis.specs.openapi.checks.response_headers_conformance,
        ]
    )
