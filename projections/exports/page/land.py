"""The zone's plots by status: to scale where outlines are given, else a squarified treemap of their areas.

Source of the treemap: Bruls, Huizing, van Wijk, Squarified Treemaps (2000).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from projections.exports.page import words
from projections.exports.page.markup import EMPTY, Markup, el, join
from projections.exports.page.values import value

WIDTH, HEIGHT = 1200.0, 560.0
NO_CASE = frozenset({"clear", "reclaimed"})
LABEL_HEIGHT, LETTER, SMALL_LETTER = 24, 9.4, 7.2
"""The room that a label takes: its height, and the width of a letter, in ordinary and in small type."""
MOST_LISTED = 2_000
PADDING = 12.0


class Tile(NamedTuple):
    """A rectangle of the drawing."""

    x: float
    y: float
    width: float
    height: float


Plot = Mapping[str, Any]


def squarified(areas: Sequence[int], room: Tile) -> list[Tile]:
    """Rectangles that fill a room, each as square as may be.

    They are in proportion to areas above zero, the largest first.
    """
    tiles: list[Tile] = []
    left, start = sum(areas), 0
    while start < len(areas):
        scale = room.width * room.height / left
        side = min(room.width, room.height)
        end = start + 1
        while end < len(areas) and _worst(areas[start : end + 1], side, scale) <= _worst(
            areas[start:end], side, scale
        ):
            end += 1
        row, room = _laid(areas[start:end], room, scale)
        tiles += row
        left -= sum(areas[start:end])
        start = end
    return tiles


def _worst(row: Sequence[int], side: float, scale: float) -> float:
    """The worst proportion of a row's rectangles along a side; the row's areas never grow."""
    total = sum(row) * scale
    return max(side**2 * row[0] * scale / total**2, total**2 / (side**2 * row[-1] * scale))


def _laid(row: Sequence[int], room: Tile, scale: float) -> tuple[list[Tile], Tile]:
    """A row laid along the shorter side of a room, and the room that is left."""
    total = sum(row) * scale
    tall = room.width >= room.height
    depth = total / (room.height if tall else room.width)
    tiles, at = [], room.y if tall else room.x
    for area in row:
        length = area * scale / depth
        tiles.append(Tile(room.x, at, depth, length) if tall else Tile(at, room.y, length, depth))
        at += length
    if tall:
        return tiles, Tile(room.x + depth, room.y, max(room.width - depth, 1e-9), room.height)
    return tiles, Tile(room.x, room.y + depth, room.width, max(room.height - depth, 1e-9))


def land(zone: Mapping[str, Any], *, opened: bool) -> Markup:
    """A zone's land: the drawing, the legend, the sums and the table; nothing where it has no plots."""
    plots = [plot for plot in zone["plots"] if not plot["premises"] and plot["area_m2"]]
    premises = sum(1 for plot in zone["plots"] if plot["premises"])
    order = list(words.TENURES)
    plots.sort(key=lambda plot: (-plot["area_m2"], plot["key"].encode()))
    shaped = [plot for plot in plots if plot["outline"]]
    title = f"{zone['zone']} · {zone['name']}" if zone["name"] else zone["zone"]
    if not plots:
        return EMPTY
    drawing = el(
        "figure",
        el("p", _how(shaped, plots), class_="caution"),
        _legend(plots, order),
        _shapes(shaped) if shaped else _treemap(plots),
        el("p", words.PREMISES.format(n=premises), class_="quiet") if premises else EMPTY,
        el("details", el("summary", words.LAND_TABLE), _table(plots)),
        class_="land",
    )
    said = el("span", _sum(zone, plots), class_="quiet")
    return el("details", el("summary", el("h3", title), " ", said), drawing, class_="zone", open=opened)


def _sum(zone: Mapping[str, Any], plots: Sequence[Plot]) -> str:
    said = words.plural(words.PLOTS, len(plots))
    total = words.area(sum(plot["area_m2"] for plot in plots))
    if zone["area_m2"]:
        return words.LAND_SUM.format(plots=said, sum=total, whole=words.area(zone["area_m2"]))
    return words.LAND_SUM_ONLY.format(plots=said, sum=total)


def _how(shaped: Sequence[Plot], plots: Sequence[Plot]) -> str:
    if not shaped:
        return words.LAND_AREAS
    left = len(plots) - len(shaped)
    return f"{words.LAND_SHAPES} {words.LAND_PARTLY.format(n=left)}" if left else words.LAND_SHAPES


def _in_case(plot: Plot) -> bool:
    return plot["compliance"] not in NO_CASE


def _legend(plots: Sequence[Plot], order: Sequence[str]) -> Markup:
    items = []
    for tenure in order:
        found = [plot for plot in plots if plot["tenure"] == tenure]
        if found:
            said = f"{words.TENURES[tenure]}: {words.plural(words.PLOTS, len(found))}, "
            items.append(_key(f"t-{tenure}", said + words.area(sum(plot["area_m2"] for plot in found))))
    cases = sum(map(_in_case, plots))
    if cases:
        items.append(_key("case", f"{words.OPEN_CASE}: {words.plural(words.PLOTS, cases)}"))
    return el("ul", join(*items), class_="legend")


def _key(kind: str, said: str) -> Markup:
    swatch = el(
        "svg",
        el("rect", width=18, height=14, rx=2, class_=kind),
        el("path", d="M0 14L14 0M6 14L18 2M-6 14L6 2", class_="hatch") if kind == "case" else EMPTY,
        width=18,
        height=14,
        aria_hidden="true",
    )
    return el("li", swatch, " ", said)


def _said(plot: Plot) -> str:
    holder = f", {value('party', plot['party'])}" if plot["party"] else ""
    return f"{plot['key']}: {words.area(plot['area_m2'])}, {plot['tenure']}, {plot['compliance']}{holder}"


def hatch() -> Markup:
    """The pattern that marks a plot about which a case is open; drawings refer to it."""
    lines = el("path", d="M0 16L16 0M-4 4L4 -4M12 20L20 12", class_="hatch")
    return el("pattern", lines, id="case", width=16, height=16, patternUnits="userSpaceOnUse")


def _drawing(parts: Iterator[Markup], height: float, *more: Markup) -> Markup:
    return el(
        "svg",
        el("title", words.SECTIONS["land"]),
        join(*parts),
        *more,
        viewBox=f"0 0 {WIDTH:.0f} {height:.0f}",
        role="img",
        class_="plots",
    )


def _treemap(plots: Sequence[Plot]) -> Markup:
    tiles = squarified([plot["area_m2"] for plot in plots], Tile(0, 0, WIDTH, HEIGHT))
    return _drawing((_tile(plot, tile) for plot, tile in zip(plots, tiles, strict=True)), HEIGHT)


def _tile(plot: Plot, tile: Tile) -> Markup:
    where = {"x": tile.x + 0.75, "y": tile.y + 0.75}
    where |= {"width": max(tile.width - 1.5, 0.1), "height": max(tile.height - 1.5, 0.1)}
    return el(
        "g",
        el("title", _said(plot)),
        el("rect", **where, class_=f"t-{plot['tenure']}"),
        el("rect", **where, fill="url(#case)") if _in_case(plot) else EMPTY,
        *_labels(plot, tile),
    )


def _labels(plot: Plot, tile: Tile) -> Iterator[Markup]:
    """A plot's key, and its area below, where there is room for all of it; legible on a hatched tile too."""
    key, size = plot["key"], words.area(plot["area_m2"]).partition(" (")[0]
    width, below = LETTER * len(key), SMALL_LETTER * len(size)
    if tile.height < LABEL_HEIGHT:
        return
    if tile.width > 12 + width:
        both = tile.height > 2 * LABEL_HEIGHT and tile.width > 12 + below
        yield _panel(plot, tile, max(width, below) if both else width, 40 if both else LABEL_HEIGHT)
        yield el("text", key, x=tile.x + 6, y=tile.y + 18)
        if both:
            yield el("text", size, x=tile.x + 6, y=tile.y + 34, class_="minor")
    elif tile.width > 8 + SMALL_LETTER * len(key):
        yield _panel(plot, tile, SMALL_LETTER * len(key), 22)
        yield el("text", key, x=tile.x + 4, y=tile.y + 16, class_="small")


def _panel(plot: Plot, tile: Tile, width: float, height: float) -> Markup:
    """What keeps a hatched tile's label clear of the hatching."""
    if not _in_case(plot):
        return EMPTY
    where = {"x": tile.x + 0.75, "y": tile.y + 0.75, "width": width + 8, "height": height}
    return el("rect", **where, class_=f"t-{plot['tenure']} panel")


def _shapes(plots: Sequence[Plot]) -> Markup:
    points = [point for plot in plots for ring in plot["outline"] for point in ring]
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    scale = (WIDTH - 2 * PADDING) / max(east - west, (north - south) * WIDTH / (2 * HEIGHT), 1e-9)
    height = (north - south) * scale + 2 * PADDING + 30

    def path(plot: Plot) -> str:
        rings = (
            "L".join(f"{PADDING + (x - west) * scale:.2f} {PADDING + (north - y) * scale:.2f}" for x, y in ring)
            for ring in plot["outline"]
        )
        return "".join(f"M{ring}Z" for ring in rings)

    drawn = (
        el(
            "g",
            el("title", _said(plot)),
            el("path", d=path(plot), fill_rule="evenodd", class_=f"t-{plot['tenure']}"),
            el("path", d=path(plot), fill_rule="evenodd", fill="url(#case)") if _in_case(plot) else EMPTY,
        )
        for plot in plots
    )
    return _drawing(drawn, height, _scale_bar(scale, height))


def _scale_bar(scale: float, height: float) -> Markup:
    """A bar of a round length, about a fifth of the drawing's width."""
    length = 1.0
    for step in (2, 2.5, 2) * 12:
        if length * step * scale > WIDTH / 5:
            break
        length *= step
    y = height - 12
    return el(
        "g",
        el(
            "path",
            d=f"M{PADDING} {y - 5:.1f}V{y:.1f}H{PADDING + length * scale:.1f}V{y - 5:.1f}",
            class_="scale",
        ),
        el("text", words.SCALE.format(n=f"{length:g}"), x=PADDING + length * scale + 8, y=y),
    )


def _table(plots: Sequence[Plot]) -> Markup:
    heads = (words.NOUNS["plot"][0], words.AREA, "tenure", "use", "compliance", words.HOLDER)
    rows = (
        el(
            "tr",
            el("th", plot["key"], scope="row"),
            el("td", words.area(plot["area_m2"]), class_="figure"),
            join(*(el("td", plot[name], class_="figure") for name in ("tenure", "use", "compliance"))),
            el("td", value("party", plot["party"])),
        )
        for plot in plots[:MOST_LISTED]
    )
    table = el(
        "table",
        el("thead", el("tr", join(*(el("th", head.capitalize(), scope="col") for head in heads)))),
        el("tbody", join(*rows)),
    )
    left = len(plots) - MOST_LISTED
    more = el("p", words.plural(words.UNLISTED, left)) if left > 0 else EMPTY
    return join(el("div", table, class_="wide", tabindex=0), more)
