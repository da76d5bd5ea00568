"""Every stored event shape ever shipped is read back for ever: `tests/fixtures/records.jsonl` only grows.

To ship a new event or a new schema number, append a line: `python -m tests.lifecycle.test_stored_shapes` prints
a record for every stored name that has none yet.
"""

from __future__ import annotations

import types
from datetime import date
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel, TypeAdapter

from domain.corrections import NEVER_AMENDED, amending
from domain.event import Event
from lifecycle import canonical
from lifecycle.definitions import CATEGORIES, lifecycle_of
from lifecycle.errors import StoreUnusable
from lifecycle.record import Draft
from lifecycle.store import names
from lifecycle.store.codec import to_record, to_state
from lifecycle.store.mapper import RecordMapper

FIXTURES = Path(__file__).parents[1] / "fixtures" / "records.jsonl"
SAMPLES = (
    "KHG-014",
    "150140000012",
    "03-046-123-1234",
    "2025-H1",
    "KZT",
    "jobs",
    "persons",
    "project:P-1",
    "text/plain",
)


def lines() -> list[bytes]:
    return FIXTURES.read_bytes().splitlines()


@pytest.mark.parametrize("state", lines(), ids=lambda s: canonical.decode(s)["type"])
def test_a_stored_shape_reads_back_and_is_written_the_same_again(state: bytes) -> None:
    body = canonical.decode(state)
    record = to_record(1, body["stream"], body["version"], body["type"], state)
    assert canonical.encode(dict(record.body)) == state
    if body["type"] == record.event.stored:
        assert record.event.data() == body["data"]


def test_every_stored_name_has_a_fixture() -> None:
    known = {canonical.decode(state)["type"] for state in lines()}
    assert stored_names() <= known


def test_the_library_s_mapper_is_ours_to_the_byte() -> None:
    mapper = RecordMapper()
    for state in lines():
        body = canonical.decode(state)
        record = to_record(0, body["stream"], body["version"], body["type"], state)
        stored = mapper.to_stored_event(record)
        assert (stored.originator_id, stored.originator_version) == (body["stream"], body["version"])
        assert (stored.topic, stored.state) == (body["type"], state)
        assert mapper.to_domain_event(stored) == record
        assert (record.originator_id, record.originator_version) == (record.stream, record.version)


def test_a_stored_name_that_is_not_ours_is_never_imported() -> None:
    for stored in ("os.system@1", "plot.PlotSold@1", "lifecycle.clock.SystemClock"):
        with pytest.raises(StoreUnusable, match="unknown-type"):
            names.model(stored)


def test_columns_that_disagree_with_the_record_are_found() -> None:
    state = lines()[0]
    body = canonical.decode(state)
    with pytest.raises(StoreUnusable, match="columns-disagree"):
        to_record(1, body["stream"], body["version"] + 1, body["type"], state)


def test_a_record_whose_data_is_not_the_event_s_is_unreadable() -> None:
    body = canonical.decode(fixture(names.model("zone.ZoneTermExtended@1"))) | {"data": {"x": 1}}
    body |= {"stream": "zone-Z"}
    with pytest.raises(StoreUnusable, match="unreadable"):
        to_record(1, "zone-Z", 1, "zone.ZoneTermExtended@1", canonical.encode(body))


@pytest.mark.parametrize("state", [b"", b"\xff{", b"[1]", b"{}", b'{"format":1,"stream":"zone-Z"}'])
def test_bytes_that_are_no_record_are_damage(state: bytes) -> None:
    with pytest.raises(StoreUnusable, match="damaged"):
        to_record(1, "zone-Z", 1, "zone.ZoneTermExtended@1", state)


def test_an_old_shape_is_brought_to_today_s(monkeypatch: pytest.MonkeyPatch) -> None:
    def from_0(data: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        return "zone.ZoneTermExtended@1", {"term_ends_on": data["until"]}

    monkeypatch.setitem(names.UPCASTERS, "zone.ZoneTermExtended@0", from_0)
    event = names.revive("zone.ZoneTermExtended@0", {"until": "2040-01-01"})
    assert event.data() == {"term_ends_on": "2040-01-01"}


# -- making a fixture for a new shape ----------------------------------------------------------------


def stored_names() -> set[str]:
    of_acts = {row.event.stored for category in CATEGORIES for row in lifecycle_of(category).rows}
    amended = [category for category in CATEGORIES if category not in NEVER_AMENDED]
    return of_acts | {event.stored for category in amended for event in amending(category)}


def sample(annotation: Any) -> Any:
    """A value of a type, chosen so that every field is written."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return arguments[-1]
    if origin in (Union, types.UnionType):
        return sample(next(a for a in arguments if a is not type(None)))
    if origin is tuple:
        return (sample(arguments[0]),)
    if origin is dict:
        return {"KHG-014": sample(arguments[1])}
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {name: sample(field.rebuild_annotation()) for name, field in annotation.model_fields.items()}
    adapter = TypeAdapter(annotation)
    for value in (date(2026, 1, 16), True, 125_000, *SAMPLES):
        try:
            if adapter.validate_python(value, strict=True) == value:
                return value
        except ValueError:
            continue
    raise AssertionError(annotation)


def fixture(event: type[Event]) -> bytes:
    """The canonical record of an event with every field written."""
    data = {name: sample(field.rebuild_annotation()) for name, field in event.model_fields.items()}
    draft = Draft(f"{event.category}-KHG-014", 1, event.model_validate(data), date(2026, 1, 16))
    return to_state(draft, recorded_at="2026-01-16T07:00:00.000000Z", command="fixture")


if __name__ == "__main__":
    shipped = {canonical.decode(state)["type"] for state in lines()}
    for stored in sorted(stored_names() - shipped):
        print(fixture(names.model(stored)).decode())
