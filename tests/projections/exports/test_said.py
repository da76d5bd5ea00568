from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from projections.exports import verify
from tests.projections.exports.small import Signing, part, story, whole

VERIFIED, FINDINGS = 0, 6


def judged(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    code = verify.main([str(word) for word in words])
    return code, capsys.readouterr().out


@pytest.fixture
def plots(tmp_path: Path) -> Path:
    return part(tmp_path / "plots", *story(), {"plot-Ә-1": 2, "plot-Ә-2": 1}, 1, 3, 4, 5, 6)


def said_by(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The first finding."""
    code, out = judged(capsys, folder)
    assert code == FINDINGS
    return out.partition("FINDINGS\n  - ")[2].partition("\n")[0]


def changed(file: Path, **changes: object) -> None:
    values = json.loads(file.read_bytes()) | changes
    file.write_text(json.dumps({name: value for name, value in values.items() if value is not ...}), "utf-8")


@pytest.mark.parametrize("version", [2, 0, "x", "1", True, None, [1], ...])
@pytest.mark.parametrize("made", ["whole", "part"])
def test_a_bundle_of_another_format_is_not_judged(
    version: object, made: str, tmp_path: Path, plots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = plots if made == "part" else whole(tmp_path / "log", story()[0])
    changed(folder / "manifest.json", format_version=version)
    assert said_by(folder, capsys).startswith("manifest.json is not of the format 1")


ABOUT = "manifest.json does not say what it is about"
OTHERWISE = "manifest.json says otherwise by its scope than by its positions"
SCOPES: list[tuple[object, str]] = [
    (..., ABOUT),
    (None, ABOUT),
    ([], ABOUT),
    ("log", ABOUT),
    ({"kind": "log"}, ABOUT),
    ({"kind": "plots", "key": "Ә-1"}, ABOUT),
    ({"kind": ["plot"], "key": "Ә-1"}, ABOUT),
    ({"kind": "plot", "key": "Ә-1", "also": "Ә-9"}, ABOUT),
    ({"kind": "log", "key": ""}, OTHERWISE),
    ({"kind": "plot", "key": ""}, OTHERWISE),
    ({"kind": "plot", "key": ["Ә-1"]}, OTHERWISE),
]


@pytest.mark.parametrize(("scope", "finding"), SCOPES)
def test_a_part_of_a_log_says_what_it_is_about(
    scope: object, finding: str, plots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(plots / "manifest.json", scope=scope)
    assert said_by(plots, capsys) == finding


def test_a_whole_log_is_not_said_to_be_about_a_plot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = whole(tmp_path / "log", story()[0])
    changed(log / "manifest.json", scope={"kind": "plot", "key": "Ә-1"})
    assert said_by(log, capsys) == OTHERWISE


def test_a_manifest_that_names_another_key_than_the_known_one_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = whole(tmp_path / "log", story()[0])
    changed(log / "manifest.json", vkey=Signing(b"\1" * 32).vkey)
    assert judged(capsys, log, "--key", Signing().vkey)[0] == FINDINGS


TWO_WAYS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a name twice": (lambda data: b'{"records": 9, "records": 6, ' + data[1:], "says something twice"),
    "a name twice within": (
        lambda data: data.replace(b'{"', b'{"a": {"b": 1, "b": 1}, "', 1),
        "says something twice",
    ),
    "no number": (lambda data: b'{"a": NaN, ' + data[1:], "has a number that counts nothing: NaN"),
    "no end": (lambda data: b'{"a": -Infinity, ' + data[1:], "has a number that counts nothing: -Infinity"),
    "too large": (lambda data: b'{"a": 1e999, ' + data[1:], "has a number that counts nothing: 1e999"),
    "a fraction": (lambda data: b'{"a": 6.0, ' + data[1:], "has a number that counts nothing: 6.0"),
    "a mark of byte order": (lambda data: b"\xef\xbb\xbf" + data, "cannot be read: Unexpected UTF-8 BOM"),
    "UTF-16": (lambda data: data.decode().encode("utf-16"), "cannot be read: 'utf-8' codec"),
    "a list": (lambda data: b"[" + data + b"]", "is no object of JSON"),
    "depth": (lambda _data: b"[" * 100_000, "cannot be read: maximum recursion depth"),
    "nothing": (lambda _data: b"", "cannot be read: Expecting value"),
}


@pytest.mark.parametrize("name", ["manifest.json", "proofs/heads.json"])
@pytest.mark.parametrize("how", TWO_WAYS)
def test_json_that_could_be_read_in_two_ways_is_not_read(
    how: str, name: str, plots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change, finding = TWO_WAYS[how]
    (plots / name).write_bytes(change((plots / name).read_bytes()))
    assert said_by(plots, capsys).startswith(f"{name.rpartition('/')[2]} {finding}")


def test_the_ends_of_streams_are_told_in_one_way_only(plots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = plots / "proofs" / "heads.json"
    good = json.loads(file.read_bytes())
    first, second = good["streams"].values()
    spaced = [" ".join((text[:2], text[2:])) for text in second["proof"]]
    of_log = "heads.json does not go with the last record here that commits to the ends of streams"
    others = "heads.json is of other streams than those that are here, or said to be absent"
    for changes, finding in (
        ({"position": 5}, of_log),
        ({"position": "6"}, of_log),
        ({"streams": {**good["streams"], "plot-Ә-3": first}}, others),
        ({"absent": {"plot-Ә-3": [None, None]}}, others),
        ({"streams": {"plot-Ә-1": first}}, others),
        (
            {"streams": {"plot-Ә-1": first, "plot-Ә-2": {**second, "proof": spaced}}},
            "hex that is not canonical",
        ),
        ({"streams": {"plot-Ә-1": first, "plot-Ә-2": {**second, "hash": second["hash"].upper()}}}, "its last"),
        ({"streams": {"plot-Ә-1": first, "plot-Ә-2": {**second, "stream": "plot-Ә-1"}}}, "its last"),
        ({"streams": {"plot-Ә-1": first, "plot-Ә-2": {**second, "index": False}}}, "has a proof for a place"),
        ({"streams": {"plot-Ә-1": first, "plot-Ә-2": {}}}, "what came with the records is not of the form"),
        ({"streams": {"plot-Ә-1": first, "plot-Ә-2": None}}, "what came with the records is not of the form"),
        ({"streams": None}, "what came with the records is not of the form"),
        ({"streams": ...}, "what came with the records is not of the form"),
    ):
        changed(file, **changes)
        assert finding in said_by(plots, capsys), changes
        file.write_text(json.dumps(good), "utf-8")


@pytest.mark.parametrize(
    "name", ["manifest.json", "checkpoint", "log.jsonl", "proofs", "documents", "proofs/3.tlog-proof"]
)
def test_it_is_said_that_a_link_or_a_folder_is_not_read(
    name: str, plots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = plots / name
    file.rename(plots / "moved")
    file.symlink_to(plots / "moved")
    assert said_by(plots, capsys).endswith(f"is a link: not read: {file}")
    file.unlink()
    if (plots / "moved").is_file():
        file.mkdir()
        assert said_by(plots, capsys).endswith(f"is a folder: not read: {file}")


def test_a_folder_may_be_named_by_a_link(plots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log, link = whole(plots.with_name("log"), story()[0]), plots.with_name("link")
    link.symlink_to(log)
    assert judged(capsys, link, "--checkpoint", link / "checkpoint")[0] == VERIFIED
