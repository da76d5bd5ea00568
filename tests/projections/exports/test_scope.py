"""What a part of a log must hold to be about something: a zone's plots, whole acts, what is not there."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from projections.exports import verify
from projections.exports.kept import Bundle
from tests.projections.exports import judging
from tests.projections.exports.judging import FINDINGS, VERIFIED
from tests.projections.exports.small import ORIGIN, PAPER, Signing, Story, part, whole

STREAMS = {"zone-KHG": 1, "land-KHG": 2, "plot-1": 1, "plot-2": 1}
ALL = (1, 2, 3, 4, 5, 6, 7)


def zone(founding: dict[str, str] | None = None) -> tuple[Story, dict[str, bytes]]:
    """A zone with two plots: each is registered by an act of two records."""
    told = Story()
    told.add("store-main", "store.StoreFounded@1", {"origin": ORIGIN} if founding is None else founding)
    told.add("zone-KHG", "zone.ZoneEstablished@1")
    for key in ("1", "2"):
        told.add(f"plot-{key}", "plot.PlotRegistered@1", {"zone": "KHG"}, command=f"register-{key}")
        told.add("land-KHG", "land.LandTaken@1", {"plot": key}, command=f"register-{key}", act=None)
    return told, told.commit()


def judged(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    return judging.judged(capsys, folder, "--key", Signing().vkey)


# -- a zone ------------------------------------------------------------------------------------------


def test_a_zone_comes_with_every_plot_of_its_ledger_and_premises_are_said_not_to_be_covered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = judged(part(tmp_path / "zone", *zone(), STREAMS, *ALL, scope=("zone", "KHG")), capsys)
    assert code == VERIFIED, out
    assert "scope: zone KHG, with every plot that took land in it" in out
    assert "whether premises in the zone are left out" in out.partition("NOT VERIFIED")[2]


def test_a_plot_cannot_be_left_out_of_a_zone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = {name: version for name, version in STREAMS.items() if name != "plot-2"}
    hidden = part(tmp_path / "hidden", *zone(), one, *ALL, scope=("zone", "KHG"))
    assert "names plot-2, which is part of the story" in judged(hidden, capsys)[1]
    del one["land-KHG"]
    without_land = part(tmp_path / "landless", *zone(), one, 1, 2, 3, 4, 7, scope=("zone", "KHG"))
    code, out = judged(without_land, capsys)
    assert (code, "not here as a whole: zone KHG" in out) == (FINDINGS, True), out
    between = {"land-KHG": ("heads-main", "plot-1")}
    denied = part(tmp_path / "denied", *zone(), one, 1, 2, 3, 4, 7, scope=("zone", "KHG"), absent={})
    assert judged(denied, capsys)[0] == FINDINGS
    with pytest.raises(ValueError, match="heads-main"):
        part(tmp_path / "claimed", *zone(), one, 1, 2, 3, 4, 7, scope=("zone", "KHG"), absent=between)


def test_a_zone_in_which_no_plot_ever_took_land_has_no_ledger(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = Story()
    told.add("store-main", "store.StoreFounded@1", {"origin": ORIGIN, "time_zone": "Asia/Almaty", "format": 1})
    told.add("zone-KHG", "zone.ZoneEstablished@1")
    heads = told.commit()
    for before, after, code in ((None, "store-main", VERIFIED), ("store-main", "zone-KHG", FINDINGS)):
        absent = {"land-KHG": (before, after)}
        bundle = tmp_path / str(before)
        folder = part(bundle, told, heads, {"zone-KHG": 1}, 1, 2, 3, scope=("zone", "KHG"), absent=absent)
        assert judged(folder, capsys)[0] == code


# -- the founding ------------------------------------------------------------------------------------


@pytest.mark.parametrize("scope", [("zone", "KHG"), ("absent", "plot-0")])
def test_a_part_comes_with_the_record_that_founds_the_log_which_the_checkpoint_names(
    scope: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    about: dict[str, Any] = {"scope": scope}
    if scope[0] == "absent":
        about["absent"] = {"plot-0": ("land-KHG", "plot-1")}
    streams = STREAMS if scope[0] == "zone" else {}
    code, out = judged(part(tmp_path / "own", *zone(), streams, *ALL, **about), capsys)
    assert (code, f"origin: record 1 founds the log {ORIGIN}" in out) == (VERIFIED, True), out
    without = part(tmp_path / "without", *zone(), streams, *ALL[1:], **about)
    assert "record 1, which founds the log, is not here" in judged(without, capsys)[1]
    for name, founding in {
        "elsewhere": {"origin": "example.kz/other"},
        "nowhere": {"origin": ""},
        "nothing": {},
    }.items():
        code, out = judged(part(tmp_path / name, *zone(founding), streams, *ALL, **about), capsys)
        assert (code, "record 1: does not found the log that the checkpoint names" in out) == (FINDINGS, True)


# -- acts --------------------------------------------------------------------------------------------


def test_records_of_an_act_cannot_be_left_out_unseen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told, heads = zone()
    alone = part(tmp_path / "alone", told, heads, {"land-KHG": 2}, 1, 4, 6, 7, scope=("land", "KHG"))
    assert judged(alone, capsys)[0] == FINDINGS
    plots = {"plot-1": 1}
    complete = part(tmp_path / "complete", told, heads, plots, 1, 3, 4, 5, 7, scope=("plot", "1"))
    code, out = judged(complete, capsys)
    assert code == VERIFIED, out
    cut = part(tmp_path / "cut", told, heads, plots, 1, 3, 7, scope=("plot", "1"))
    code, out = judged(cut, capsys)
    behind = "whether the acts shown here also wrote elsewhere, in records that are not here"
    assert (code, behind in out.partition("NOT VERIFIED")[2]) == (VERIFIED, True), out


PLOT, ZONE = {"plot-1": 1}, {"zone-KHG": 1, "land-KHG": 1}


@pytest.mark.parametrize(
    ("streams", "places", "said"),
    [
        (PLOT, (1, 3, 4, 5, 6), "Everything checked agrees"),
        (PLOT, (1, 3, 4, 6), "Everything checked agrees"),
        (PLOT, (1, 3, 5, 6), "record 5: goes on with an act whose records behind 3 are not here"),
        (ZONE, (1, 2, 3, 4, 6), "Everything checked agrees"),
        (ZONE, (1, 2, 4, 6), "record 4: belongs to an act that does not begin here with its own record"),
    ],
)
def test_an_act_begins_with_its_own_record_and_has_no_holes(
    streams: dict[str, int],
    places: tuple[int, ...],
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = Story()
    told.add("store-main", "store.StoreFounded@1", {"origin": ORIGIN, "time_zone": "Asia/Almaty", "format": 1})
    told.add("zone-KHG", "zone.ZoneEstablished@1")
    told.add("plot-1", "plot.PlotRegistered@1", {"zone": "KHG"}, command="register")
    told.add("land-KHG", "land.LandMeasured@1", command="register", act=None)
    told.add("number-1", "number.NumberTaken@1", command="register", act=None)
    scope = ("plot", "1") if streams is PLOT else ("zone", "KHG")
    folder = part(tmp_path / "acts", told, told.commit(), streams, *places, scope=scope)
    assert said in judged(folder, capsys)[1]


def test_papers_are_those_of_acts_upon_what_is_whole_here_and_not_those_behind_a_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = Story()
    told.add("store-main", "store.StoreFounded@1", {"origin": ORIGIN})
    there, left = (sha256(text).hexdigest() for text in (PAPER, b"An extract"))
    told.add("party-A", "party.PartyRegistered@1", documents=[{"kind": "extract", "sha256": left}])
    # The act upon the plot is another subject's, and its paper comes first.
    told.add("project-P", "project.PlotsGranted@1", command="grant", documents=[{"kind": "x", "sha256": there}])
    told.add("plot-1", "plot.PlotAllocated@1", {"party": "A"}, command="grant", act=None)
    folder = part(tmp_path / "named", told, told.commit(), {"plot-1": 1}, 1, 2, 3, 4, 5, scope=("plot", "1"))
    code, out = judged(folder, capsys)
    assert (code, "papers: the bytes of 1 that are cited" in out) == (VERIFIED, True), out
    assert "renamed in records that are not here; the papers behind names" in out.partition("NOT VERIFIED")[2]
    (folder / "documents" / there).unlink()
    assert f"paper {there}, cited by record 3: is missing" in judged(folder, capsys)[1]


# -- what is not there -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "between"),
    [
        ("plot-0", ("land-KHG", "plot-1")),
        ("plot-10", ("plot-1", "plot-2")),
        ("agent-1", (None, "land-KHG")),
        ("zone-X", ("zone-KHG", None)),
    ],
)
def test_that_something_is_not_in_the_log_is_shown_by_its_neighbours(
    name: str,
    between: tuple[str | None, str | None],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = part(tmp_path / "absent", *zone(), {}, 1, 7, scope=("absent", name), absent={name: between})
    code, out = judged(folder, capsys)
    noun, _, key = name.partition("-")
    assert (code, f"absence: no {noun} {key} in the log up to record 6" in out) == (VERIFIED, True), out


@pytest.mark.parametrize(
    ("name", "between"),
    [
        ("plot-2", ("plot-1", "store-main")),
        ("plot-2", ("plot-1", "plot-2")),
        ("plot-2", ("plot-2", "store-main")),
        ("plot-2", ("zone-KHG", None)),
        ("plot-2", (None, "land-KHG")),
        ("plot-2", (None, None)),
        ("plot-10", ("plot-2", "plot-1")),
        ("plot-10", ("land-KHG", "plot-2")),
    ],
)
def test_what_is_there_cannot_be_shown_not_to_be(
    name: str,
    between: tuple[str | None, str | None],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = part(tmp_path / "false", *zone(), {}, 1, 7, scope=("absent", name), absent={name: between})
    assert judged(folder, capsys)[0] == FINDINGS


# -- gaps --------------------------------------------------------------------------------------------


def test_records_that_are_missing_among_positions_are_told_once(tmp_path: Path) -> None:
    told = Story()
    for _ in range(4):
        told.add("zone-KHG", "zone.ZoneEstablished@1")
    whole(tmp_path / "log", told)
    log = verify.Log(Bundle(tmp_path / "log"), ORIGIN)
    found: list[str] = []
    for place, line in zip((1, 2, 2**63 - 2, 2**63 - 1), told.lines, strict=True):
        with verify.noting(found, f"{place} "):
            log.take(place, line)
    assert found[1:] == [f"{2**63 - 2} stands where record 3 belongs: there is none up to it"], found
