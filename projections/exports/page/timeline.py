"""The timeline: each event with both times, who, on which papers and law, what it changed, the state after."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from projections.exports.page import words
from projections.exports.page.markup import EMPTY, Child, Markup, el, join
from projections.exports.page.values import deadline, lines, paper, value
from projections.story import CIRCUMSTANCES

Event = Mapping[str, Any]

DIGEST = re.compile(r"[0-9a-f]{64}")


def timeline(events: Iterable[Event]) -> Markup:
    """A subject's events as an ordered list."""
    return el("ol", join(*map(_event, events)), class_="timeline")


def _event(event: Event) -> Markup:
    kinds = [
        "event",
        *(["late"] if event["late"] else []),
        *(["voided"] if event["voided_by"] else []),
        *(["corrected"] if event["corrected_by"] else []),
    ]
    return el(
        "li", _times(event), el("div", *_told(event), class_="told"), class_=" ".join(kinds), id=event["event"]
    )


def _times(event: Event) -> Markup:
    number = words.NOTHING if event["number"] is None else str(event["number"])
    recorded = event["recorded_at"]
    return el(
        "div",
        el("span", number, class_="number"),
        el(
            "p",
            el("span", f"{words.LEGAL_DATE} ", class_="label"),
            _date(event["effective_on"]),
            class_="legal",
        ),
        el(
            "p",
            el("span", f"{words.RECORDED} ", class_="label"),
            el("time", words.moment(recorded), datetime=recorded),
            class_="recorded",
        ),
        el("p", f"{words.POSITION} {words.number(event['position'])}", class_="quiet"),
        class_="times",
    )


def _date(day: str) -> Markup:
    return el("time", day, datetime=day)


def _told(event: Event) -> Iterator[Child]:
    title: Child = words.event_words(event["type"])
    if event["voided_by"]:
        title = el("s", title)
    yield el("h5", title, " ", join(*_flags(event), between=" "))
    yield el("p", el("code", event["event"]), class_="ref quiet")
    if event["voided_by"]:
        yield _void(event)
    if event["corrected_by"]:
        yield _correction(event)
    if event["changes"]:
        yield changed(event["changes"])
    yield _listed(_details(event))


def _flags(event: Event) -> Iterator[Markup]:
    if event["late"]:
        yield el("span", words.plural(words.LATE, event["late"]), class_="flag late")
    if event["voided_by"]:
        yield el("span", words.VOIDED, class_="flag void")
    if event["corrected_by"]:
        yield el("span", words.CORRECTED, class_="flag fix")


def _void(event: Event) -> Markup:
    said = (
        _said_later(words.VOIDED_BY, one) for one in event["amended_by"] if one["event"] == event["voided_by"]
    )
    return el("div", el("p", el("b", words.NEVER_SO)), join(*said), class_="note void")


def _correction(event: Event) -> Markup:
    rows = (
        el(
            "tr",
            el("th", words.heading(name), scope="row"),
            el("td", join(*(el("s", one) for one in lines(name, old)), between=el("br"))),
            el("td", join(*lines(name, _now(event, name)), between=el("br"))),
        )
        for name, old in event["as_recorded"].items()
    )
    heads = (words.FIELD, words.AS_RECORDED, words.AS_CORRECTED)
    said = (
        _said_later(words.CORRECTED_BY, one)
        for one in event["amended_by"]
        if one["event"] != event["voided_by"]
    )
    return el("div", _table(heads, rows), join(*said), class_="note fix")


def _now(event: Event, name: str) -> Any:
    """What a corrected field says now: in the event's data, or among its circumstances."""
    return event["data"].get(name, event.get(name) if name in CIRCUMSTANCES else None)


def _said_later(label: str, said: Event) -> Markup:
    """A voiding or a correction, with who made it, on what, when it was recorded."""
    moment, position = words.moment(said["recorded_at"]), words.number(said["position"])
    place = f"{words.RECORDED} {moment}, {words.POSITION} {position}"
    details = ((label, join(el("code", said["event"]), " ", place)), *_grounds(said))
    return _listed(details)


def changed(changes: Mapping[str, Any]) -> Markup:
    """What an event changed in the register's row, as a table."""
    rows = (
        el(
            "tr",
            el("th", words.heading(name), scope="row"),
            el("td", value(name, old), class_="was"),
            el("td", value(name, new)),
        )
        for name, (old, new) in changes.items()
    )
    return _table((words.FIELD, words.BEFORE, words.AFTER), rows)


def _table(heads: Iterable[str], rows: Iterable[Markup]) -> Markup:
    row = el("tr", join(*(el("th", head, scope="col") for head in heads)))
    return el("table", el("thead", row), el("tbody", join(*rows)), class_="changes")


Detail = tuple[str, Child]


def _details(event: Event) -> Iterator[Detail]:
    yield words.DETAILS["reason"], event["reason"]
    yield words.DETAILS["data"], _own(event)
    yield from _grounds(event, reason=False)
    yield words.DETAILS["state"], _chips(event)


def _grounds(event: Event, *, reason: bool = True) -> Iterator[Detail]:
    """Who acted, by which law, on which papers, and why."""
    if reason:
        yield words.DETAILS["reason"], event["reason"]
    if event["unknown_act"]:
        yield words.DETAILS["act"], words.ACT_UNKNOWN.format(command=event["command"])
    elif event["by_another"]:
        yield words.DETAILS["act"], words.ACT_ELSEWHERE.format(ref=event["by_another"])
    actor, role = event["actor"], event["role"]
    yield words.DETAILS["who"], f"{actor} ({role})" if actor and role and actor != role else actor or role
    for name in ("second", "mandate", "body"):
        yield words.DETAILS[name], event[name]
    yield words.DETAILS["law"], ", ".join(x for x in (event["regulation"], event["basis"]) if x)
    yield words.DETAILS["documents"], _items(map(_paper, event["documents"]))
    yield words.DETAILS["gaps"], _items(words.GAP.format(**_strings(gap)) for gap in event["gaps"])
    yield words.DETAILS["deadlines"], _items(map(deadline, event["deadlines"]))


def _strings(gap: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(gap.get(name, words.NOTHING)) for name in ("kind", "owner", "until")}


def _listed(details: Iterable[Detail]) -> Markup:
    said = (el("div", el("dt", label), el("dd", detail)) for label, detail in details if detail)
    return el("dl", join(*said), class_="details")


def _items(parts: Iterable[Child]) -> Markup:
    items = [el("li", part) for part in parts]
    return el("ul", join(*items)) if items else EMPTY


def _own(event: Event) -> Markup:
    """What the event says beyond its changes, and beyond the state after it."""
    new = [now for _was, now in event["changes"].values()]
    return _items(
        f"{words.heading(name)}: {value(name, given)}"
        for name, given in event["data"].items()
        if name not in (*event["changes"], "standing") and given not in new
    )


def _paper(given: Mapping[str, Any]) -> Markup:
    digest, named = str(given.get("sha256") or ""), paper(given) if given.get("number") else given["kind"]
    if not DIGEST.fullmatch(digest):
        return join(named, " ", el("span", f"({words.PAPER_KNOWN})", class_="quiet"))
    if given["stored"]:
        link = el("a", f"documents/{digest[:12]}…", href=f"documents/{digest}", rel="noreferrer", title=digest)
        return join(named, " ", link)
    return join(named, " ", el("code", digest), " ", el("span", f"({words.PAPER_ABSENT})", class_="quiet"))


def _chips(event: Event) -> Markup:
    """Where the subject stood after the event, by region; what moved is marked."""
    moved = {region for region, status in event["state"].items() if event["before"].get(region) != status}
    return chips(event["state"], moved)


def chips(standing: Mapping[str, str], marked: Iterable[str] = ()) -> Markup:
    """A standing as a row of small labels, region by region."""
    moved = set(marked)
    return join(
        *(
            el(
                "span",
                el("i", f"{words.heading(region)} "),
                status,
                class_="chip on" if region in moved else "chip",
            )
            for region, status in standing.items()
        ),
        between=" ",
    )
