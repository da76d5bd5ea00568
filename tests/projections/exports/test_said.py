from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.projections.exports.judging import FINDINGS, VERIFIED, first_finding, judged
from tests.projections.exports.small import Signing, canonical


def changed(file: Path, **changes: object) -> None:
    values = json.loads(file.read_bytes()) | changes
    file.write_bytes(canonical({name: value for name, value in values.items() if value is not ...}))


@pytest.mark.parametrize("version", [2, 0, "x", "1", True, None, [1], ...])
@pytest.mark.parametrize("made", ["log", "plots"])
def test_a_bundle_of_another_format_is_not_judged(
    version: object, made: str, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = request.getfixturevalue(made)
    changed(folder / "manifest.json", format_version=version)
    assert first_finding(capsys, folder).startswith("manifest.json is not of format 1")


ABOUT = "manifest.json does not say, or in two ways, what it is about"
SCOPES: list[tuple[object, str]] = [
    (..., "cannot be read: KeyError"),
    (None, "cannot be read: TypeError"),
    ("log", "cannot be read: TypeError"),
    ({"kind": "log"}, "cannot be read: KeyError"),
    ({"kind": "plots", "key": "Ә-1"}, ABOUT),
    ({"kind": ["plot"], "key": "Ә-1"}, ABOUT),
    ({"kind": "log", "key": ""}, ABOUT),
    ({"kind": "plot", "key": ""}, ABOUT),
    ({"kind": "plot", "key": ["Ә-1"]}, ABOUT),
    ({"kind": "plot", "key": "Ә-3"}, "what is asked for is not here as a whole: plot Ә-3"),
]


@pytest.mark.parametrize(("scope", "finding"), SCOPES)
def test_a_part_of_a_log_says_what_it_is_about(
    scope: object, finding: str, plots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(plots / "manifest.json", scope=scope)
    assert first_finding(capsys, plots).startswith(finding)


def test_a_whole_log_is_not_said_to_be_about_a_plot(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed(log / "manifest.json", scope={"kind": "plot", "key": "Ә-1"})
    assert first_finding(capsys, log) == ABOUT


def test_nothing_is_said_to_be_absent_from_a_whole_log_of_which_nobody_proved_it(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(log / "manifest.json", absent=["plot-Ә-1"])
    code, out = judged(capsys, log)
    assert (code, "absence" in out) == (VERIFIED, False)


PLACES: list[tuple[object, str]] = [
    ([], "record 1, which founds the log, is not here"),
    ([3, 4, 5, 6], "record 1, which founds the log, is not here"),
    ([-1, 1, 3, 4, 6], "record 1, which founds the log, is not here"),
    ([1, 1, 3], "manifest.json does not say which records there are"),
    ([1, 4, 3], "manifest.json does not say which records there are"),
    ([True, 3], "manifest.json does not say which records there are"),
    ("../../etc", "manifest.json does not say which records there are"),
    (["../../../../etc/passwd"], "manifest.json does not say which records there are"),
    ([1, "3"], "cannot be read: TypeError"),
    ([[1]], "cannot be read: TypeError"),
    (8, "cannot be read: TypeError"),
    ([1, 3, 4, 5, 10**23], "record 100000000000000000000000: is missing, or a link, or no plain file"),
    ([1, 3, 4, 5, 6, 7], "log.jsonl has no whole line for record 7"),
    ([1, 3, 4, 5], "log.jsonl goes on behind the last record that it should hold"),
]


@pytest.mark.parametrize(("places", "finding"), PLACES)
def test_a_part_of_a_log_says_which_records_it_has(
    places: object, finding: str, plots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(plots / "manifest.json", positions=places)
    assert first_finding(capsys, plots).startswith(finding)


@pytest.mark.parametrize("streams", [7, None, {}, {"plot-Ә-2": 1}, ...])
def test_a_part_of_a_log_says_which_streams_it_has(
    streams: object, plots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(plots / "manifest.json", streams=streams)
    assert judged(capsys, plots)[0] == FINDINGS


@pytest.mark.parametrize(
    ("name", "value"), [("origin", "other.kz"), ("size", 7), ("records", 5), ("streams", {"plot-Ә-1": 1})]
)
def test_a_manifest_that_says_something_else_than_the_records_is_found(
    name: str, value: object, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(log / "manifest.json", **{name: value})
    assert first_finding(capsys, log) == f"manifest.json says something else than the records: {name}"


def test_a_manifest_that_names_another_key_than_the_known_one_is_found(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(log / "manifest.json", vkey=Signing(b"\1" * 32).vkey)
    assert judged(capsys, log, "--key", Signing().vkey)[0] == FINDINGS


TWO_WAYS: dict[str, Callable[[bytes], bytes]] = {
    "a name twice": lambda data: data[:-1] + b',"zzz":1,"zzz":1}',
    "names out of order": lambda data: b'{"zzz":1,' + data[1:],
    "a space": lambda data: data.replace(b":", b": ", 1),
    "a line end": lambda data: data + b"\n",
    "an escape": lambda data: data.replace("Ә".encode(), b"\\u04d8", 1),
    "no number": lambda data: b'{"a":NaN,' + data[1:],
    "no end": lambda data: b'{"a":-Infinity,' + data[1:],
    "too large": lambda data: b'{"a":1e999,' + data[1:],
    "a fraction": lambda data: b'{"a":6.0,' + data[1:],
    "a mark of byte order": lambda data: b"\xef\xbb\xbf" + data,
    "UTF-16": lambda data: data.decode().encode("utf-16"),
    "no UTF-8": lambda _data: b"\xff",
    "a list": lambda data: b"[" + data + b"]",
    "null": lambda _data: b"null",
    "depth": lambda _data: b"[" * 100_000,
    "nothing": lambda _data: b"",
}


@pytest.mark.parametrize("name", ["manifest.json", "proofs/heads.json"])
@pytest.mark.parametrize("how", TWO_WAYS)
def test_json_that_could_be_written_in_another_way_is_not_read(
    how: str, name: str, plots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (plots / name).write_bytes(TWO_WAYS[how]((plots / name).read_bytes()))
    expected = f"{name.rpartition('/')[2]} is no object of JSON, written in the one canonical way"
    assert first_finding(capsys, plots) == expected


def test_the_ends_of_streams_are_told_in_one_way_only(plots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = plots / "proofs" / "heads.json"
    good = json.loads(file.read_bytes())
    first, second = good["streams"].values()
    spaced = [f"{text[:2]} {text[2:]}" for text in second["proof"]]
    of_log = "heads.json does not go with the last record here that commits to the ends of streams"
    others = "heads.json is of other streams than those that are here, or said to be absent"

    def of_second(**change: object) -> dict[str, object]:
        return {"streams": {"plot-Ә-1": first, "plot-Ә-2": {**second, **change}}}

    for changes, finding in (
        ({"position": 5}, of_log),
        ({"position": "6"}, of_log),
        ({"streams": {**good["streams"], "plot-Ә-3": first}}, others),
        ({"absent": {"plot-Ә-3": [None, None]}}, others),
        ({"streams": {"plot-Ә-1": first}}, others),
        (of_second(proof=spaced), "base64 that is not canonical"),
        (of_second(proof=second["proof"][:-1]), "has a proof that is too short"),
        (of_second(proof=second["proof"] * 2), "has a proof that is too long"),
        (of_second(proof=second["proof"][::-1]), "stream plot-Ә-2 does not end with version 1"),
        (of_second(hash=second["hash"].upper()), "plot-Ә-2 is not here up to its end"),
        (of_second(version=2), "plot-Ә-2 is not here up to its end"),
        (of_second(stream="plot-Ә-1"), "plot-Ә-2 is not here up to its end"),
        (of_second(index=False), "has a proof for a place"),
        (of_second(index=5), "has a proof for a place"),
        (of_second(index=-1), "has a proof for a place"),
        ({"streams": {"plot-Ә-1": first, "plot-Ә-2": {}}}, "cannot be read: KeyError"),
        ({"streams": {"plot-Ә-1": first, "plot-Ә-2": None}}, "cannot be read: TypeError"),
        ({"streams": None}, "cannot be read: AttributeError"),
        ({"streams": ...}, "cannot be read: KeyError"),
    ):
        changed(file, **changes)
        assert finding in first_finding(capsys, plots), changes
        file.write_bytes(canonical(good))


def test_a_folder_may_be_named_by_a_link(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    link = log.with_name("link")
    link.symlink_to(log)
    assert judged(capsys, link, "--checkpoint", link / "checkpoint")[0] == VERIFIED
