"""Reports over the registers."""

from __future__ import annotations

from typing import Any

from cli import output, parsing, stores
from cli.options import Settings
from projections.reports.schedule import COLUMNS, schedule


def scheduled(
    settings: Settings, *, project: tuple[str, ...], as_of: str | None, known_at: str | None, **_given: Any
) -> int:
    """Print how much of what was promised was to be done by a date, and how much is reported."""
    asked_of = {"of": tuple(f"project:{parsing.key('project', key)}" for key in project)} if project else {}
    with stores.for_questions(settings.url) as asked, stores.registers(settings.url, asked.log) as registers:
        on, known = stores.times(asked, as_of, known_at)
        answer = registers.list("obligation", filters=asked_of, as_of=on, known_at=known)
    rows = list(schedule(answer.rows, as_of=on))
    output.emit(output.Sheet(rows, COLUMNS, "obligation", answer.position, on, known), settings.format)
    return 0
