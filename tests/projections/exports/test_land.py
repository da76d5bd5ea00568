"""Land as it is drawn: areas where no shapes are known, shapes to scale where they are."""

from __future__ import annotations

import re

import pytest

from projections.exports.page import words
from projections.exports.page.land import Tile, land, squarified
from projections.exports.page.markup import text
from tests.projections.exports import drawn


def test_areas_of_a_treemap_are_in_proportion_and_fill_the_room() -> None:
    areas = [900, 500, 500, 120, 33, 7, 7, 1]
    tiles = squarified(areas, Tile(0, 0, 1200, 560))
    assert [round(t.width * t.height) for t in tiles] == [round(a * 1200 * 560 / sum(areas)) for a in areas]
    assert all(t.x >= 0 and t.y >= 0 and t.x + t.width < 1200.01 and t.y + t.height < 560.01 for t in tiles)


def test_a_treemap_is_as_square_as_the_paper_s_own_example() -> None:
    tiles = squarified([6, 6, 4, 3, 2, 2, 1], Tile(0, 0, 6, 4))
    first = [(0, 0, 3, 2), (0, 2, 3, 2), (3, 0, 12 / 7, 7 / 3), (3 + 12 / 7, 0, 9 / 7, 7 / 3)]
    assert [tuple(tile) for tile in tiles[:4]] == [pytest.approx(one) for one in first]


def test_land_without_shapes_says_that_it_is_no_map() -> None:
    plots = [drawn.plot("A-1", 60_000), drawn.plot("A-2", 40_000, "held", compliance="in-court")]
    plots.append(drawn.plot("A-3", 500, premises=True))
    markup = land({"zone": "A", "name": None, "area_m2": 200_000, "plots": plots}, opened=True)
    assert text(words.LAND_AREAS) in markup
    assert "2 plots, 10.0000\u00a0ha" in markup
    assert "1 premises units stand in buildings" in markup
    assert markup.count("url(#case)") == 1


def test_outlines_are_drawn_to_scale() -> None:
    square = [[[0, 0], [100, 0], [100, 100], [0, 100]]]
    wide = [[[100, 0], [300, 0], [300, 100], [100, 100]], [[110, 10], [120, 10], [120, 20]]]
    plots = [
        drawn.plot("A-1", 10_000, outline=square),
        drawn.plot("A-2", 20_000, outline=wide),
        drawn.plot("A-3", 5),
    ]
    markup = land({"zone": "A", "name": "Alpha", "area_m2": None, "plots": plots}, opened=True)
    assert "1 plots have no recorded outline" in markup
    paths = re.findall(r'<path d="(M[^"]+)" fill-rule', markup)
    # Largest first; both as high, the one twice as wide as the other; north is above.
    boxes = [[float(n) for n in re.findall(r"[0-9.]+", path)] for path in paths]
    spans = [(max(b[::2]) - min(b[::2]), max(b[1::2]) - min(b[1::2])) for b in boxes]
    assert spans[0][0] == pytest.approx(2 * spans[1][0])
    assert spans[0][1] == pytest.approx(spans[1][1])
    assert paths[0].count("Z") == 2
    assert boxes[1][1] > boxes[1][5]
