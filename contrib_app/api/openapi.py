"""The API, described for machines: OpenAPI 3.1. What it says is tested against what is served."""

import re
from functools import cache
from importlib.metadata import version
from typing import Any

from contrib_app.api import contributing, validating
from contrib_app.api.periods import WRITTEN

ID = "^[A-Za-z0-9_]{1,32}$"
NAME = "^[a-zA-Z][A-Za-z0-9_]{0,120}$"
PERIOD = re.sub(r"\?P<\w+>", "?:", WRITTEN.pattern)
MONTH = "^20[0-4][0-9]-(0[1-9]|1[0-2])$"
EXAMPLE = {
    "period": "2026-11",
    "situation": {
        "individus": {
            "demandeur": {
                "date_naissance": "1985-02-14",
                "salaire_net": {"month:2025-11:12": 9600, "2026-11": 800},
            }
        },
        "familles": {"famille": {"parents": ["demandeur"]}},
        "foyers_fiscaux": {"foyer": {"declarants": ["demandeur"]}},
        "menages": {
            "menage": {
                "personne_de_reference": ["demandeur"],
                "depcom": {"month:2026-08:4": "35238"},
                "statut_occupation_logement": {"month:2026-08:4": "locataire_vide"},
                "loyer": {"month:2026-08:4": 1600},
            }
        },
    },
    "outputs": {"rsa": "2026-11", "aide_logement": "2026-11", "ppa": "2026-11"},
}


@cache
def description() -> dict[str, Any]:
    """Return the document served at /api/v1/openapi.json."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Mes aides : calcul des aides d'un foyer",
            "version": "1",
            "summary": "Un foyer décrit avec les variables d'OpenFisca-France → ses aides.",
            "description": (
                "Rien n'est gardé, aucun compte n'est demandé. Le résultat est indicatif : seul "
                "l'organisme payeur décide. Une réponse 503 dit, dans Retry-After, dans combien de "
                "secondes recommencer."
            ),
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        },
        "servers": [{"url": "/api/v1"}],
        "paths": {
            "/simulations": {"post": _simulate()},
            "/contributions": {"post": _contribute()},
            "/openapi.json": {"get": _described()},
        },
        "components": {
            "schemas": _schemas() | _contribution_schemas(),
            "securitySchemes": {"simulator": {"type": "http", "scheme": "bearer"}},
        },
    }


def _simulate() -> dict[str, Any]:
    return {
        "operationId": "simulate",
        "summary": "Calculer les aides d'un foyer pour un mois",
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": _ref("Request"), "examples": {"rsa": _example()}}
            },
        },
        "responses": {
            "200": _json("Les résultats, par variable et par personne ou groupe.", "Results"),
            "400": _problem("Le corps n'est pas du JSON lisible."),
            "413": _problem("Le corps dépasse 64 kilo-octets."),
            "415": _problem("Le corps n'est pas annoncé comme du JSON."),
            "422": _problem(
                "La situation ne peut pas être calculée : chaque champ fautif est nommé."
            ),
            "503": {
                **_problem("Trop de calculs attendent."),
                "headers": {
                    "Retry-After": {
                        "description": "Secondes à attendre.",
                        "schema": {"type": "integer", "minimum": 1},
                    }
                },
            },
        },
    }


def _contribute() -> dict[str, Any]:
    return {
        "operationId": "contribute",
        "summary": "Proposer un cas de test",
        "description": (
            "Le cas est réduit et rendu anonyme ; la personne le regarde et y consent sur la page "
            "que donne la réponse. Un simulateur reçoit son jeton de l'administrateur de la "
            "plateforme (`mesaides add-simulator`)."
        ),
        "security": [{"simulator": []}],
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "description": "Tirée au hasard ; la même demande renvoyée donne le même cas.",
                "schema": {"type": "string", "pattern": "^[A-Za-z0-9-]{8,64}$"},
            }
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": _ref("Proposal")}},
        },
        "responses": {
            "201": _json("Le cas est gardé ; la page où l'envoyer.", "Draft"),
            "400": _problem("Le corps n'est pas du JSON lisible, ou la clé manque."),
            "401": _problem("Le jeton manque, ou n'est pas connu."),
            "413": _problem("Le corps dépasse 64 kilo-octets."),
            "415": _problem("Le corps n'est pas annoncé comme du JSON."),
            "422": _problem("Le cas ne peut pas être proposé : chaque champ fautif est nommé."),
            "503": _problem("Trop de calculs attendent."),
        },
    }


def _contribution_schemas() -> dict[str, Any]:
    return {
        "Proposal": {
            "type": "object",
            "required": ["period", "situation", "expected", "evidence", "sentence"],
            "additionalProperties": False,
            "properties": {
                "period": {"type": "string", "pattern": MONTH},
                "situation": _ref("Situation"),
                "expected": {
                    "type": "array",
                    "minItems": 1,
                    "maxItems": contributing.MOST_EXPECTED,
                    "items": _ref("Expected"),
                },
                "evidence": {"enum": sorted(contributing.EVIDENCE)},
                "evidence_date": {"type": ["string", "null"], "format": "date"},
                "sentence": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": contributing.LONGEST_SENTENCE,
                    "description": "Lue par l'agent, jamais publiée.",
                },
            },
        },
        "Expected": {
            "type": "object",
            "required": ["variable", "instance", "value"],
            "additionalProperties": False,
            "properties": {
                "variable": {"type": "string", "pattern": NAME},
                "instance": {"type": "string", "pattern": ID},
                "value": {"type": ["number", "boolean"]},
            },
        },
        "Draft": {
            "type": "object",
            "required": ["state", "page"],
            "properties": {
                "state": {"type": "string"},
                "page": {"type": "string", "format": "uri"},
            },
        },
    }


def _described() -> dict[str, Any]:
    return {
        "operationId": "describe",
        "summary": "Cette description",
        "responses": {
            "200": {
                "description": "Un document OpenAPI 3.1.",
                "content": {"application/json": {"schema": {"type": "object"}}},
            }
        },
    }


def _schemas() -> dict[str, Any]:
    value = {
        "description": "Nombre, booléen, nom d'une modalité, date ISO ou code, selon la variable.",
        "anyOf": [
            {
                "type": "number",
                "minimum": -validating.LARGEST,
                "maximum": validating.LARGEST,
            },
            {"type": "boolean"},
            {"type": "string", "minLength": 1, "maxLength": 60},
        ],
    }
    dated = {
        "type": "object",
        "description": "Une valeur par période : 2026-11, 2026, month:2026-08:4.",
        "minProperties": 1,
        "maxProperties": validating.MOST_PERIODS,
        "propertyNames": {"pattern": f"^({PERIOD}|eternity|ETERNITY)$"},
        "additionalProperties": _ref("Value"),
    }
    members = {"type": "array", "items": {"type": "string", "pattern": ID}}
    instance = {
        "type": "object",
        "description": "Variables de l'entité, et pour un groupe ses membres par rôle.",
        "propertyNames": {"pattern": NAME},
        "additionalProperties": {"anyOf": [_ref("Value"), _ref("Dated"), members]},
    }
    return {
        "Value": value,
        "Dated": dated,
        "Instance": instance,
        "Situation": {
            "type": "object",
            "required": ["individus"],
            "additionalProperties": False,
            "properties": {
                "individus": _instances(validating.MOST_PERSONS),
                "familles": _instances(validating.MOST_GROUPS),
                "foyers_fiscaux": _instances(validating.MOST_GROUPS),
                "menages": _instances(validating.MOST_GROUPS),
            },
        },
        "Request": {
            "type": "object",
            "required": ["period", "situation"],
            "additionalProperties": False,
            "properties": {
                "period": {"type": "string", "pattern": MONTH, "description": "Mois calculé."},
                "situation": _ref("Situation"),
                "outputs": {
                    "type": "object",
                    "description": "Variables voulues, chacune avec sa période. Sans ce champ : "
                    "toutes les aides du lieu, d'après depcom.",
                    "minProperties": 1,
                    "maxProperties": validating.MOST_OUTPUTS,
                    "propertyNames": {"pattern": NAME},
                    "additionalProperties": {"type": "string"},
                },
            },
            "examples": [EXAMPLE],
        },
        "Results": {
            "type": "object",
            "required": ["period", "results", "versions"],
            "properties": {
                "period": {"type": "string"},
                "results": {"type": "object", "additionalProperties": _ref("Result")},
                "versions": {"type": "object", "additionalProperties": {"type": "string"}},
            },
        },
        "Result": {
            "type": "object",
            "required": ["period", "entity", "values"],
            "properties": {
                "period": {"type": "string"},
                "entity": {"type": "string"},
                "label": {"type": "string"},
                "unit": {"type": "string"},
                "organism": {"type": "string"},
                "values": {
                    "type": "object",
                    "additionalProperties": {"type": ["number", "boolean", "string", "null"]},
                },
            },
        },
        "Problem": {
            "type": "object",
            "required": ["type", "title", "status", "detail", "errors"],
            "properties": {
                "type": {"type": "string"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "detail": {"type": "string"},
                "errors": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "object",
                        "required": ["field", "message"],
                        "properties": {
                            "field": {"type": "string"},
                            "message": {"type": "string"},
                        },
                    },
                },
            },
        },
    }


def _instances(most: int) -> dict[str, Any]:
    return {
        "type": "object",
        "minProperties": 1,
        "maxProperties": most,
        "propertyNames": {"pattern": ID},
        "additionalProperties": _ref("Instance"),
    }


def _example() -> dict[str, Any]:
    return {
        "summary": f"Une personne seule à Rennes (mes-aides {version('openfisca-mesaides')})",
        "value": EXAMPLE,
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(text: str, schema: str) -> dict[str, Any]:
    return {"description": text, "content": {"application/json": {"schema": _ref(schema)}}}


def _problem(text: str) -> dict[str, Any]:
    return {
        "description": text,
        "content": {"application/problem+json": {"schema": _ref("Problem")}},
    }
