"""Two rails: an event's legal date above, the moment of its recording below, and a line between them.

What was recorded late slants; what was taken back is dashed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from projections.exports.page import words
from projections.exports.page.markup import EMPTY, Markup, el, join

UPPER, LOWER, HEIGHT = 34, 106, 134
MOST_TICKS = 6
STEPS = (1, 2, 5, 10, 20, 50)
MARGIN = 3.0
"""Percent of the width left free on either side."""


def rails(events: Sequence[Mapping[str, Any]]) -> Markup:
    """The two rails of a subject's events; nothing where there are fewer than two."""
    if len(events) < 2:  # noqa: PLR2004 - a single event has no course
        return EMPTY
    days = [(_day(event["effective_on"]), _day(event["recorded_at"][:10])) for event in events]
    first, last = min(min(pair) for pair in days), max(max(pair) for pair in days)
    span = max(1, last - first)

    def place(day: int) -> str:
        return f"{MARGIN + (100 - 2 * MARGIN) * (day - first) / span:.2f}%"

    lines = (
        _line(event, place(legal), place(known)) for event, (legal, known) in zip(events, days, strict=True)
    )
    return el(
        "figure",
        el("h4", words.RAILS),
        el("figcaption", words.RAILS_NOTE, class_="quiet"),
        el(
            "svg",
            el("title", f"{words.RAILS}: {words.LEGAL_AXIS}, {words.RECORDED_AXIS}"),
            join(*(_tick(year, place(_day(f"{year:04d}-01-01"))) for year in _ticks(first, last))),
            join(*(el("line", x1="0", x2="100%", y1=y, y2=y, class_="rail") for y in (UPPER, LOWER))),
            el("text", words.LEGAL_AXIS, x="0", y=UPPER - 23, class_="axis"),
            el("text", words.RECORDED_AXIS, x="0", y=LOWER + 24, class_="axis"),
            join(*lines),
            width="100%",
            height=HEIGHT,
            role="img",
            class_="rails",
        ),
    )


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def _ticks(first: int, last: int) -> list[int]:
    begin, end = date.fromordinal(first).year + 1, date.fromordinal(last).year
    step = next((s for s in STEPS if (end - begin) // s < MOST_TICKS), STEPS[-1])
    return [year for year in range(begin, end + 1) if year % step == 0]


def _tick(year: int, x: str) -> Markup:
    return join(
        el("line", x1=x, x2=x, y1=UPPER - 6, y2=LOWER + 6, class_="tick"),
        el("text", str(year), x=x, y=UPPER - 10, text_anchor="middle", class_="year"),
    )


def _line(event: Mapping[str, Any], legal: str, known: str) -> Markup:
    kind = "void" if event["voided_by"] else "late" if event["late"] else "prompt"
    said = f"{words.event_words(event['type'])}: {event['effective_on']}, {words.moment(event['recorded_at'])}"
    return el(
        "g",
        el("title", said),
        el("line", x1=legal, x2=known, y1=UPPER, y2=LOWER),
        el("circle", cx=legal, cy=UPPER, r=4),
        el("circle", cx=known, cy=LOWER, r=3),
        class_=f"crossing {kind}",
    )
