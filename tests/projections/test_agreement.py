"""The registers and the domain fold the same history for different readers: they must not disagree."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from lifecycle.clock import SetClock
from lifecycle.handling import Engine
from lifecycle.store.sqlite import SqliteLog
from projections.registers import Registers

TODAY = date(2026, 1, 16)


def test_the_registers_agree_with_what_decisions_know(demo_log: SqliteLog, tmp_path: Path) -> None:
    registers = Registers(demo_log, tmp_path / "v.db")
    desk = Engine(demo_log, SetClock(datetime(2026, 1, 16, tzinfo=UTC))).desk()
    for noun, facts in AGREED.items():
        rows = registers.list(noun, as_of=TODAY).rows
        cases = desk.cases([f"{noun}-{row['key']}" for row in rows], TODAY)
        assert rows
        for row in rows:
            case = cases[f"{noun}-{row['key']}"]
            assert {region: row[region] for region in case.standing} == case.standing
            for name, fact in facts.items():
                assert (row[name] or "") == (plain(getattr(case.facts, fact)) or ""), (row["key"], name)
    registers.close()


def plain(value: object) -> object:
    match value:
        case date():
            return value.isoformat()
        case frozenset() | tuple():
            return sorted(value)
        case _:
            return value


AGREED = {
    "zone": {"area_m2": "area_m2", "term_ends_on": "term_ends_on"},
    "party": {"projects": "projects", "holdings": "holdings"},
    "plot": {
        "zone": "zone",
        "party": "party",
        "project": "project",
        "area_m2": "area_m2",
        "cadastral_number": "number",
        "ground": "ground",
        "rivals": "rivals",
        "gaps": "gaps",
    },
    "project": {
        "zone": "zone",
        "party": "party",
        "plots": "plots",
        "obligations": "obligations",
        "stages_launched": "stages_launched",
    },
    "obligation": {"of": "of", "plot": "plot", "due_on": "due_on", "superseded_by": "superseded_by"},
}
"""Column -> the fact that decisions know it by."""
