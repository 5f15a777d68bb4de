"""The API's own description, in OpenAPI 3.1, made from its endpoints and the forms of their questions and answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from monitor import __version__
from monitor.web import answers
from monitor.web.endpoints import ROOT, Endpoint

VERSION = "3.1.0"
JSON = "application/json"
REFERENCE = "#/components/schemas/{name}"


def description(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """The document that describes some endpoints."""
    asked = {endpoint.question for endpoint in endpoints}
    forms = [answers.Problem, *(endpoint.answer for endpoint in endpoints), *asked]
    schemas, components = msgspec.json.schema_components(forms, ref_template=REFERENCE)
    given = dict(zip(map(repr, forms), schemas, strict=True))
    parameters = {question: components.pop(question.__name__) for question in asked}
    return {
        "openapi": VERSION,
        "info": {
            "title": "Terms monitor",
            "version": __version__,
            "description": "What documents say of AI training, since when, and what changed. Numbers are permanent.",
        },
        "servers": [{"url": ROOT}],
        "security": [{}, {"token": []}],
        "paths": {
            endpoint.path: {"get": _operation(endpoint, given, parameters[endpoint.question])} for endpoint in endpoints
        },
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(endpoint: Endpoint, given: Mapping[str, Any], question: Mapping[str, Any]) -> dict[str, Any]:
    problem = {"content": {JSON: {"schema": given[repr(answers.Problem)]}}}
    return {
        "operationId": endpoint.path.strip("/").replace("/{number}", "_by_number"),
        "summary": endpoint.summary,
        "parameters": [*_parameters(endpoint, question)],
        "responses": {
            "200": {"description": "The answer", "content": {JSON: {"schema": given[repr(endpoint.answer)]}}},
            "304": {"description": "It is what `If-None-Match` names"},
            "400": {"description": "A parameter is wrong", **problem},
            "401": {"description": "The token or a login is missing"},
            "404": {"description": "There is none of that number", **problem},
            "500": {"description": "What is stored of it is damaged", **problem},
            "503": {"description": "The database does not answer", **problem},
        },
    }


def _parameters(endpoint: Endpoint, question: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for name, schema in question["properties"].items():
        where = "path" if f"{{{name}}}" in endpoint.path else "query"
        yield {"name": name, "in": where, "required": where == "path", "schema": schema}
