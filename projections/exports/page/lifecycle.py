"""The lifecycle, drawn: each region a column of statuses, forward arrows to the right, backward to the left.

The arrows that the subject took are emphasised and bear the numbers of its events.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from projections.exports.page import words
from projections.exports.page.markup import EMPTY, Markup, el, join

BOX_WIDTH, BOX_HEIGHT, PITCH = 104, 28, 50
TOP = 46
FIRST_BULGE, BULGE = 18, 10
CURVE = 4 / 3
"""How far the controls of a Bezier curve stand out, for its middle to reach the bulge."""
APART = 6
"""Arrows leave a box below its middle and reach it above, so that both can be told apart."""
MOST_NUMBERS = 3


class Step(NamedTuple):
    """One arrow taken: from where, to where, by which event; no source is the birth."""

    source: str
    target: str
    number: int
    event: Mapping[str, Any]


def steps(region: str, events: Iterable[Mapping[str, Any]]) -> list[Step]:
    """The arrows that a subject took in a region, in the order of its events in force."""
    found = []
    for event in events:
        source, target = event["before"].get(region, ""), event["state"].get(region, "")
        if event["number"] is not None and source != target:
            found.append(Step(source, target, event["number"], event))
    return found


def diagrams(subject: Mapping[str, Any], regions: Iterable[Mapping[str, Any]]) -> Markup:
    """Every region's diagram with the subject's path."""
    drawn = (_figure(subject, region) for region in regions)
    return el("div", join(*drawn), class_="regions")


def _figure(subject: Mapping[str, Any], region: Mapping[str, Any]) -> Markup:
    name = region["region"]
    path = steps(name, subject["events"])
    now = subject["standing"].get(name, "")
    said = f"{words.heading(name)}: {now or words.NEVER_MOVED}"
    ways = "; ".join(
        words.WAY.format(target=target, acts=", ".join(names)) for target, names in region["from_any"]
    )
    return el(
        "figure",
        el(
            "figcaption",
            el("b", words.heading(name).capitalize()),
            " ",
            el("span", now or words.NEVER_MOVED, class_="chip on"),
        ),
        _drawn(subject["noun"], region, path, now, said),
        el("p", words.FROM_ANY.format(ways=ways), class_="quiet") if ways else EMPTY,
        _listed(path),
        class_="region",
    )


def _listed(path: Sequence[Step]) -> Markup:
    if not path:
        return EMPTY
    rows = (
        el(
            "li",
            f"{words.event_words(step.event['type'])}, {step.event['effective_on']}: ",
            f"{step.source or words.START} → {step.target}",
            value=step.number,
        )
        for step in path
    )
    return el("details", el("summary", words.PATH_LIST), el("ol", join(*rows), class_="path"), class_="small")


class _Place(NamedTuple):
    """Where a status stands in the drawing; the birth is above the first."""

    left: float
    right: float
    middle: float
    rank: int


class _Plan(NamedTuple):
    """Where everything of a region stands: the same for every subject, whatever its path."""

    places: Mapping[str, _Place]
    width: int
    height: int


def _plan(region: Mapping[str, Any]) -> _Plan:
    statuses: list[str] = region["statuses"]
    ranks = {status: rank for rank, status in enumerate(statuses)}
    edges = [(ranks.get(source, -1), ranks[target]) for source, target, _names in region["arrows"]]
    edges += [(end, ranks[target]) for target, _names in region["from_any"] for end in (0, len(statuses) - 1)]
    right = _room(b - max(a, 0) for a, b in edges)
    left = _room(a - b for a, b in edges)
    places = {
        status: _Place(left, left + BOX_WIDTH, TOP + rank * PITCH + BOX_HEIGHT / 2, rank)
        for status, rank in ranks.items()
    }
    places[""] = _Place(left, left + BOX_WIDTH, TOP - 24, -1)
    return _Plan(places, round(left + BOX_WIDTH + right), TOP + len(statuses) * PITCH)


def _room(spans: Iterable[int]) -> float:
    """The width beside the boxes that the widest arrow and its numbers need."""
    widest = max(spans, default=0)
    return FIRST_BULGE + BULGE * (widest - 1) + 20 if widest > 0 else 12


def _name(noun: str, region: Mapping[str, Any]) -> str:
    return f"law-{noun}-{region['region']}"


def symbols(lifecycles: Mapping[str, Iterable[Mapping[str, Any]]]) -> Markup:
    """What every subject's diagrams share, drawn once: the statuses and the arrows that are allowed."""
    return join(*(_symbol(noun, region) for noun, regions in lifecycles.items() for region in regions))


def _symbol(noun: str, region: Mapping[str, Any]) -> Markup:
    plan = _plan(region)
    arrows = (_arrow(plan.places[s], plan.places[t], ", ".join(names)) for s, t, names in region["arrows"])
    boxes = (_box(status, place, "unvisited") for status, place in plan.places.items() if place.rank >= 0)
    birth = el("circle", cx=plan.places[""].left + BOX_WIDTH / 2, cy=TOP - 30, r=5, class_="birth")
    return el(
        "symbol",
        join(*arrows),
        birth,
        join(*boxes),
        id=_name(noun, region),
        viewBox=f"0 0 {plan.width} {plan.height}",
    )


def _drawn(noun: str, region: Mapping[str, Any], path: Sequence[Step], now: str, said: str) -> Markup:
    plan = _plan(region)
    places = plan.places
    taken = {pair: numbers for pair, numbers in _taken(path).items() if set(pair) <= places.keys()}
    visited = {status for pair in taken for status in pair if status}
    return el(
        "svg",
        el("title", said),
        el("use", href=f"#{_name(noun, region)}", width=plan.width, height=plan.height),
        join(*(_arrow(places[s], places[t], "", numbers) for (s, t), numbers in taken.items())),
        join(
            *(
                _box(one, places[one], "now" if one == now else "visited")
                for one in region["statuses"]
                if one in visited
            )
        ),
        join(*(_badge(places[s], places[t], numbers) for (s, t), numbers in taken.items())),
        viewBox=f"0 0 {plan.width} {plan.height}",
        width=plan.width,
        height=plan.height,
        role="img",
        class_="lifecycle",
    )


def _taken(path: Sequence[Step]) -> dict[tuple[str, str], list[int]]:
    taken: dict[tuple[str, str], list[int]] = {}
    for step in path:
        taken.setdefault((step.source, step.target), []).append(step.number)
    return taken


def _box(status: str, place: _Place, state: str) -> Markup:
    return el(
        "g",
        el("rect", x=place.left, y=place.middle - BOX_HEIGHT / 2, width=BOX_WIDTH, height=BOX_HEIGHT, rx=6),
        el("text", status, x=(place.left + place.right) / 2, y=place.middle + 4, text_anchor="middle"),
        class_=f"status {state}",
    )


def _ends(source: _Place, target: _Place) -> tuple[float, float, float, float]:
    """The side on which an arrow runs, how far it stands out, where it begins and ends."""
    forward = target.rank > source.rank
    bulge = (FIRST_BULGE + BULGE * (abs(target.rank - source.rank) - 1)) * (1 if forward else -1)
    side = source.right if forward else source.left
    return (
        side,
        bulge,
        source.middle + APART * (1 if forward else -1),
        target.middle - APART * (1 if forward else -1),
    )


def _arrow(source: _Place, target: _Place, said: str, numbers: Sequence[int] = ()) -> Markup:
    """An arrow with its head; from the birth it goes down into the first status, or around to another."""
    birth = (source.left + source.right) / 2
    if source.rank < 0 and target.rank == 0:
        tip = target.middle - BOX_HEIGHT / 2
        line, head = f"M{birth:.1f} {TOP - 25}V{tip - 2:.1f}", _tip(birth, tip, 0, 1)
    else:
        side, bulge, start, end = _ends(source, target)
        begin, start = (birth + 6, TOP - 30) if source.rank < 0 else (side, start)
        inward, out = (-1 if bulge > 0 else 1), side + bulge * CURVE
        curve = f"C{out:.1f} {start:.1f} {out:.1f} {end:.1f} {side - 3 * inward:.1f} {end:.1f}"
        line, head = f"M{begin:.1f} {start:.1f}{curve}", _tip(side, end, inward, 0)
    title = el("title", said) if said else EMPTY
    return el("g", title, el("path", d=line), head, class_=f"arrow {'taken' if numbers else 'allowed'}")


def _tip(x: float, y: float, dx: int, dy: int) -> Markup:
    """The head of an arrow that points along (dx, dy)."""
    back_x, back_y = x - 7 * dx, y - 7 * dy
    wide_x, wide_y = 3.5 * dy, 3.5 * dx
    points = ((x, y), (back_x - wide_x, back_y - wide_y), (back_x + wide_x, back_y + wide_y))
    return el("polygon", points=" ".join(f"{px:.1f},{py:.1f}" for px, py in points))


def _badge(source: _Place, target: _Place, numbers: Sequence[int]) -> Markup:
    said = ", ".join(map(str, numbers[:MOST_NUMBERS]))
    if len(numbers) > MOST_NUMBERS:
        said += f" +{len(numbers) - MOST_NUMBERS}"
    if source.rank < 0:
        x, y = (source.left + source.right) / 2 + 20, TOP - 28.0
    else:
        side, bulge, start, end = _ends(source, target)
        x, y = side + bulge, (start + end) / 2
    width = 8 + 6.6 * len(said)
    return el(
        "g",
        el("rect", x=x - width / 2, y=y - 8, width=width, height=16, rx=8),
        el("text", said, x=x, y=y + 4, text_anchor="middle"),
        class_="badge",
    )
