"""The API does what its description says, whatever it is asked; MONITOR_EXAMPLES asks more than the usual few."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from visiting import Visitor
from world import FORBIDDEN, TRAINING, World

EXAMPLES = int(os.environ.get("MONITOR_EXAMPLES", "2"))  # for each operation, and as many that are wrong


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough: what is asked is what `test_api.py` asks."""
    return sqlite_url


@pytest.fixture
def visitor(world: World) -> Visitor:
    """Somebody where there is something of everything."""
    world.serve(FORBIDDEN, TRAINING)
    world.look()
    return world.visitor()


@pytest.mark.hypothesis
def test_it_does_what_its_description_says(visitor: Visitor) -> None:
    schemathesis = pytest.importorskip("schemathesis")  # which takes seconds to import
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", visitor.app, headers={"Host": "localhost"})
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 11
    asking = settings(max_examples=EXAMPLES, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    for operation in operations:
        modes = (
            list(schemathesis.GenerationMode)
            if operation.definition.raw["parameters"]
            else [schemathesis.GenerationMode.POSITIVE]
        )
        for mode in modes:

            @asking
            @given(operation.as_strategy(generation_mode=mode))
            def asked(case: Any) -> None:
                case.call_and_validate(headers={"Host": "localhost"})

            asked()
