"""Changes of a subject as a table, and as data from which the page's script compares two moments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from domain.identifiers import visible
from projections.exports.page import words
from projections.exports.page.markup import EMPTY, Markup, el, embedded, join
from projections.exports.page.values import value

Subject = Mapping[str, Any]


def section(subject: Subject) -> Markup:
    """Every change of a subject; the script puts the choice of two moments above it."""
    changing = [event for event in subject["events"] if event["number"] is not None and event["changes"]]
    if not changing:
        return EMPTY
    heads = (words.EVENT, words.LEGAL_DATE, words.FIELD, words.BEFORE, words.AFTER)
    table = el(
        "table",
        el("thead", el("tr", join(*(el("th", head, scope="col") for head in heads)))),
        join(*(el("tbody", join(*_rows(event))) for event in changing)),
    )
    return el(
        "details",
        el("summary", words.CHANGES),
        el("div", class_="compare", data_stream=visible(subject["stream"])),
        el("p", words.CHANGES_NOTE, class_="quiet"),
        el("div", table, class_="wide", tabindex=0),
        class_="changes",
        id=f"changes-{subject['stream']}",
    )


def _rows(event: Mapping[str, Any]) -> Iterable[Markup]:
    changes = event["changes"]
    title = f"{event['number']}. {words.event_words(event['type'])}"
    heads = join(
        el("th", title, scope="rowgroup", rowspan=len(changes)),
        el("td", event["effective_on"], rowspan=len(changes), class_="figure"),
    )
    for name, (old, new) in changes.items():
        cells = (el("td", value(name, old), class_="was"), el("td", value(name, new)))
        yield el("tr", heads, el("td", words.heading(name), class_="field"), *cells)
        heads = EMPTY


def whole(subjects: Sequence[Subject]) -> Markup:
    """The section in which two legal dates are compared over all subjects told; nothing for a single one."""
    if len(subjects) < 2:  # noqa: PLR2004 - one subject has its own
        return EMPTY
    return el(
        "section",
        el("h2", words.SECTIONS["compare"]),
        el("p", words.COMPARE_NOTE, class_="quiet"),
        el("div", el("p", words.COMPARE_NO_SCRIPT), class_="compare-all"),
        id="compare",
    )


def data(subjects: Iterable[Subject]) -> Markup:
    """What the script reads: each subject's changes by legal date and by recording, values already in words."""
    told = {visible(subject["stream"]): _courses(subject) for subject in subjects if subject["events"]}
    return el("script", embedded({"words": words.SCRIPT, "subjects": told}), type="application/json", id="data")


def _courses(subject: Subject) -> dict[str, Any]:
    legal = [
        [
            f"{event['effective_on']} · {event['number']}. {words.event_words(event['type'])}",
            event["effective_on"],
            _new(event),
        ]
        for event in subject["events"]
        if event["number"] is not None
    ]
    known = [
        [
            f"{words.moment(step['recorded_at'])} · {words.event_words(step['type'])}",
            step["recorded_at"],
            _new(step),
        ]
        for step in subject["known"]
    ]
    return {"legal": legal, "known": known}


def _new(event: Mapping[str, Any]) -> dict[str, str]:
    return {words.heading(name): visible(value(name, new)) for name, (_old, new) in event["changes"].items()}
