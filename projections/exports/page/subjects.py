"""Subjects: the list of them, and each one's own section."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from projections.exports.page import comparing, words
from projections.exports.page.lifecycle import diagrams
from projections.exports.page.markup import EMPTY, Markup, el, join
from projections.exports.page.rails import rails
from projections.exports.page.timeline import chips, timeline
from projections.exports.page.values import value

Subject = Mapping[str, Any]

MOST_LISTED = 1_500
"""Subjects of one kind that the list names."""


def overview(subjects: Sequence[Subject]) -> Markup:
    """Every subject with where it stands and how much is told of it, by kind."""
    groups = (_group(noun, list(found)) for noun, found in groupby(subjects, key=lambda s: s["noun"]))
    return el("section", el("h2", words.SECTIONS["overview"]), join(*groups), id="overview")


def _group(noun: str, found: Sequence[Subject]) -> Markup:
    heads = (words.NOUNS[noun][0], words.STANDS, words.RECORDS)
    table = el(
        "table",
        el("thead", el("tr", join(*(el("th", head, scope="col") for head in heads)))),
        el("tbody", join(*map(_line, found[:MOST_LISTED]))),
    )
    left = len(found) - MOST_LISTED
    return el(
        "details",
        el("summary", f"{words.NOUNS[noun][1]}: {words.number(len(found))}"),
        el("div", table, class_="wide", tabindex=0),
        el("p", words.plural(words.UNLISTED, left)) if left > 0 else EMPTY,
        open=len(found) <= 12,  # noqa: PLR2004 - a short list hides nothing
    )


def _line(subject: Subject) -> Markup:
    name: Markup | str = subject["key"]
    if subject["events"]:
        name = el("a", name, href=f"#{subject['stream']}")
    return el(
        "tr",
        el("th", name, scope="row"),
        el("td", chips(subject["standing"])),
        el("td", words.number(subject["records"]), class_="figure"),
    )


def sections(subjects: Sequence[Subject], lifecycles: Mapping[str, Any], first: str) -> Markup:
    """The sections of the subjects that are told, by kind; the one that the bundle is about stands open."""
    told = [subject for subject in subjects if subject["events"]]
    parts = []
    for noun, found in groupby(told, key=lambda s: s["noun"]):
        regions = lifecycles[noun]
        drawn = join(*(_section(subject, regions, opened=subject["stream"] == first) for subject in found))
        parts.append(el("section", el("h2", words.NOUNS[noun][1]), drawn))
    left = [subject for subject in subjects if subject["untold"] and not subject["events"]]
    if left:
        events = words.number(sum(subject["untold"] for subject in left))
        said = words.NOT_TOLD.format(subjects=words.number(len(left)), events=events)
        parts.append(el("p", said, class_="caution"))
    return join(*parts)


def _section(subject: Subject, regions: Iterable[Mapping[str, Any]], *, opened: bool) -> Markup:
    title = el("h3", f"{words.NOUNS[subject['noun']][0]} ", el("span", subject["key"]))
    return el(
        "details",
        el(
            "summary",
            title,
            el("span", _counts(subject), class_="quiet"),
            el("span", chips(subject["standing"])),
        ),
        _facts(subject),
        rails(subject["events"]),
        el("h4", words.PATH),
        el("p", words.PATH_NOTE, class_="quiet"),
        diagrams(subject, regions),
        el("h4", words.TIMELINE),
        el("p", words.TIMELINE_NOTE, *_left_out(subject), class_="quiet"),
        timeline(subject["events"]),
        comparing.section(subject),
        class_="subject",
        id=subject["stream"],
        open=opened,
    )


def _counts(subject: Subject) -> str:
    events = subject["events"]
    counts = {
        "late": sum(1 for event in events if event["late"]),
        "voided": sum(1 for event in events if event["voided_by"]),
        "corrected": sum(1 for event in events if event["corrected_by"]),
    }
    said = [words.plural(words.EVENTS, len(events) + subject["untold"])]
    return ", ".join(said + [words.OF_THESE[name].format(n=n) for name, n in counts.items() if n])


def _left_out(subject: Subject) -> Iterable[str]:
    if subject["untold"]:
        yield f" {words.plural(words.UNTOLD, subject['untold'])}"
    if subject["later"]:
        yield f" {words.plural(words.LATER, subject['later'])}"


def _facts(subject: Subject) -> Markup:
    """The register's row, what is empty left out."""
    said = (
        el("div", el("dt", words.heading(name)), el("dd", value(name, given)))
        for name, given in subject["row"].items()
        if name != "key" and name not in subject["standing"] and value(name, given) not in (words.NOTHING, "no")
    )
    return el("dl", join(*said), class_="facts")
