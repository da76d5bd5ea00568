"""A lawful store, for tests that write below the engine what is not."""

from __future__ import annotations

import pytest

from lifecycle.handling import Engine
from tests.lifecycle.acts import register_plot
from tests.lifecycle.conformance.forging import deviations
from tests.lifecycle.story import contracted, given_plot


@pytest.fixture
def ready(engine: Engine) -> Engine:
    """P-1 held by A since 2016, P-2 free, B under contract."""
    given_plot(engine)
    contracted(engine, "B", "INV-B", "2019-06-03", jobs_due="2030-01-01")
    register_plot(engine, "P-2")
    assert deviations(engine) == []
    return engine
