"""Answering what differs between two times, of one subject or of a zone with its plots and its land."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cli import output, parsing, screen, stores, tables
from cli.columns import heading
from cli.eventwords import event_words
from cli.faults import FINDINGS
from cli.i18n import _, noted, word
from cli.options import Settings
from cli.output import Sheet
from cli.stories import worded
from domain.values import in_hectares
from projections.comparing import CORRECTED, HAPPENED, TAKEN_BACK, Compared, Difference, Times, compare

if TYPE_CHECKING:
    from projections.zone_changes import Side, ZoneCompared

ZONE, PLOT, LAND = "zone", "plot", "land"
COLUMNS = ("noun", "key", "column", "before", "after", "events")
IN_OTHER_UNITS = frozenset({"area_ha"})
MOST_TOLD = 4
"""Causes that a table names for one plot; JSON names all."""

HOW = {
    HAPPENED: noted("as corrected by {events}"),
    CORRECTED: noted("now as corrected by {events}"),
    TAKEN_BACK: noted("no longer so, by {events}"),
}
HEADINGS = {
    "column": noted("column"),
    "before": noted("before"),
    "after": noted("after"),
    "how": noted("how"),
    "events": noted("events"),
}
WAYS = {
    "came": noted("came"),
    "left": noted("left"),
    "changed-hands": noted("changed hands"),
    "changed-status": noted("changed status"),
    "changed": noted("changed otherwise"),
}


def diff(
    settings: Settings,
    *,
    noun: str,
    key: str,
    then: str,
    now: str,
    known_at: str | None,
    then_known_at: str | None,
    exit_code: bool,
    **_given: Any,
) -> int:
    """Print what differs between two times; exits 6 where anything does and that was asked for."""
    subject = parsing.key(noun, key)
    settings.asked = (noun, "show", subject)
    one, other = _times(then, now, known_at, then_known_at)
    people = settings.format == "table"
    with stores.for_questions(settings.url) as asked:
        if noun == ZONE:
            with stores.registers(settings.url, asked.log) as registers:
                zone = registers.zone_between(subject, one, other)
            sheet = _of_zone(subject, zone, one, other, people=people)
        else:
            found = compare(asked.log, noun, subject, one, other)
            plain = "\n".join(_told(noun, subject, found, one, other)) if people else ""
            rows = list(_rows(noun, subject, found.difference))
            more = {**_then(one), "events": list(found.events)}
            sheet = Sheet(
                rows, COLUMNS, noun, found.position, other.as_of, other.known_at, plain=plain, more=more
            )
    output.emit(sheet, settings.format)
    unequal = noun == ZONE and not all(side.agrees for side in zone.land)
    if unequal:
        screen.say(_("The land of the plots and the land that the zone says is taken do not agree."))
    return FINDINGS if exit_code and (sheet.rows or unequal) else 0


def _times(then: str, now: str, known_at: str | None, then_known_at: str | None) -> tuple[Times, Times]:
    first, second = parsing.day("DATE1", then), parsing.day("DATE2", now)
    known = parsing.moment("--known-at", known_at)
    assert first is not None  # noqa: S101 - both are demanded
    assert second is not None  # noqa: S101 - the same
    return Times(first, parsing.moment("--then-known-at", then_known_at) or known), Times(second, known)


def _then(then: Times) -> dict[str, Any]:
    """The first of the two times; the second is the answer's own."""
    return {"then_as_of": then.as_of.isoformat(), "then_known_at": then.known_at}


def _rows(noun: str, key: str, found: Difference) -> Iterator[dict[str, Any]]:
    for column, (before, after) in found.changes.items():
        own = {"noun": noun, "key": key, "column": column, "before": before, "after": after}
        yield {**own, "events": found.events(column)}


# -- a zone ------------------------------------------------------------------------------------------


def _of_zone(key: str, found: ZoneCompared, then: Times, now: Times, *, people: bool) -> Sheet:
    land = [_land(side) for side in found.land]
    rows = list(_rows(ZONE, key, found.zone.difference))
    for plot in found.plots:
        rows.extend(_rows(PLOT, plot.key, plot.difference))
    for column in land[0]:
        before, after = (side[column] for side in land)
        if before != after:
            rows.append(
                {"noun": LAND, "key": key, "column": column, "before": before, "after": after, "events": []}
            )
    more = {
        **_then(then),
        "events": list(found.zone.events),
        "plots": [_plot(plot.key, plot.how, plot.difference) for plot in found.plots],
        "land": {"before": land[0], "after": land[1]},
    }
    plain = "\n".join(_zone_told(key, found, then, now)) if people else ""
    return Sheet(rows, COLUMNS, ZONE, found.zone.position, now.as_of, now.known_at, plain=plain, more=more)


def _land(side: Side) -> dict[str, Any]:
    by_tenure = {f"{tenure}_m2": area for tenure, area in side.tenures.items()}
    return {
        **by_tenure,
        "unallotted_m2": side.unallotted_m2,
        "area_m2": side.area_m2,
        "agrees": side.agrees,
    }


def _plot(key: str, how: Sequence[str], found: Difference) -> dict[str, Any]:
    return {
        "key": key,
        "how": list(how),
        "area_m2": (found.after or found.before)["area_m2"],
        "changes": found.changes,
        "events": [cause.record.ref for cause in found.causes],
    }


# -- for people --------------------------------------------------------------------------------------


def _told(noun: str, key: str, found: Compared, then: Times, now: Times) -> Iterator[str]:
    yield _title(noun, key, then, now)
    shown = [
        {
            "column": heading(column),
            "before": worded(noun, column, before, _unit(found.difference.before)),
            "after": worded(noun, column, after, _unit(found.difference.after)),
            "events": ", ".join(found.difference.events(column)),
        }
        for column, (before, after) in found.difference.changes.items()
        if column not in IN_OTHER_UNITS
    ]
    if not shown:
        yield _("Nothing differs.")
        return
    yield from ("", *_table(shown, folds=("before", "after")))
    yield from _events(found.events)


def _unit(row: Mapping[str, Any]) -> str:
    return str(row.get("unit") or "")


def _title(noun: str, key: str, then: Times, now: Times) -> str:
    first, second = (_moment(one) for one in (then, now))
    return _("{noun} {key}: {first} -> {second}").format(
        noun=word("noun", noun), key=key, first=first, second=second
    )


def _moment(times: Times) -> str:
    if times.known_at is None:
        return times.as_of.isoformat()
    return _("{date} (as known at {moment})").format(date=times.as_of, moment=times.known_at)


def _table(rows: Sequence[Mapping[str, str]], folds: Iterable[str] = ()) -> Sequence[str]:
    headings = {name: _(HEADINGS[name]) if name in HEADINGS else heading(name) for name in rows[0]}
    columns = [tables.Column(name, told, folds=name in folds) for name, told in headings.items()]
    return tables.laid_out(columns, rows, limit=screen.columns()).lines


def _events(events: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if events:
        yield ""
    for event in events:
        by = ", ".join(event["amended_by"])
        amended = _(HOW[event["how"]]).format(events=by) if by else ""
        who = screen.safe(event["actor"] or "")
        line = (
            f"{event['effective_on']}  {event_words(event['type'])} ({event['event']}), {event['act']}, {who}"
        )
        yield f"{line}; {amended}" if amended else line


def _zone_told(key: str, found: ZoneCompared, then: Times, now: Times) -> Iterator[str]:
    yield from _told(ZONE, key, found.zone, then, now)
    if found.plots:
        yield from ("", _("Plots"))
        yield from _table([_plot_told(one.key, one.how, one.difference) for one in found.plots])
    yield from ("", _("Land, ha"))
    lands = [_land(side) for side in found.land]
    yield from _table([_area_told(name, lands) for name in lands[0] if name.endswith("_m2")])


def _plot_told(key: str, how: Sequence[str], found: Difference) -> dict[str, str]:
    refs = [cause.record.ref.removeprefix(f"{PLOT}-{key}") for cause in found.causes]
    more = [_("and {count} more").format(count=len(refs) - MOST_TOLD)] if len(refs) > MOST_TOLD else []
    return {
        "key": key,
        "how": ", ".join(_(WAYS[way]) for way in how),
        "area_m2": in_hectares((found.after or found.before)["area_m2"]),
        "party": _pair("party", found),
        "tenure": _pair("tenure", found),
        "events": ", ".join([*refs[:MOST_TOLD], *more]),
    }


def _pair(column: str, found: Difference) -> str:
    before, after = (worded(PLOT, column, row.get(column)) or "-" for row in (found.before, found.after))
    return before if before == after else f"{before} -> {after}"


def _area_told(name: str, lands: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    tenure = name.removesuffix("_m2")
    own = {"unallotted": _("in no plot"), "area": _("the zone")}
    first, second = (in_hectares(land[name]) for land in lands)
    return {"tenure": own.get(tenure) or word("plot.tenure", tenure), "before": first, "after": second}
