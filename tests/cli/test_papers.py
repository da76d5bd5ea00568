"""Papers as people hand them in: files added, and cited by acts."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cli import terms
from tests.cli.harness import sez
from tests.cli.scans import PDF, REGISTER, add, digest, png, said, write

At = Callable[[str], Path]

TEXT = "Решение: земельный участок предоставить.\n".encode()


# -- adding ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("scan.pdf", PDF, "application/pdf"),
        ("plan.png", png(), "image/png"),
        ("решение № 12.txt", TEXT, "text/plain"),
        ("register.xyz-unknown", b"\x00\x01", "application/octet-stream"),
        ("scans.tar.gz", b"\x1f\x8b", "application/octet-stream"),
    ],
)
def test_a_file_is_added_under_its_digest(name: str, content: bytes, media_type: str, at: At) -> None:
    at("zone")
    done = add(
        name, content, "--title", "О зоне", "--number", "401", "--dated", "2019-06-03", "--format", "json"
    )
    key = digest(content)
    assert done.json["stream"] == f"document-{key}"
    assert done.json["events"] == [
        {
            "event": f"document-{key}@1",
            "type": "document.DocumentAdded@1",
            "effective_on": "2024-02-01",
            "kind": "decision",
            "title": "О зоне",
            "number": "401",
            "dated_on": "2019-06-03",
            "media_type": media_type,
            "size": len(content),
        }
    ]
    assert sez("document", "export", key, "-o", "out").code == 0
    assert Path("out").read_bytes() == content


def test_adding_a_file_prints_its_digest(at: At) -> None:
    at("zone")
    assert digest(PDF) in add("scan.pdf").out.splitlines()[0]


def test_adding_a_file_again_does_nothing_and_says_so(at: At) -> None:
    at("zone")
    first = add("scan.pdf", PDF, "--format", "json")
    for more in ((), ("--dry-run",)):
        again = add("copy.pdf", PDF, *more, "--format", "json")
        assert (again.code, again.err) == (0, "")
        assert again.json == {**first.json, "events": []}
    told = add("copy.pdf")
    assert (told.code, "changes nothing" in told.out) == (0, True)


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
@pytest.mark.parametrize(
    "otherwise", [("--kind", "decree"), ("--number", "402"), ("--title", "another"), ("--dated", "2019-06-04")]
)
def test_a_file_is_not_added_again_as_something_else(
    otherwise: tuple[str, ...], dry: tuple[str, ...], at: At
) -> None:
    at("zone")
    add("scan.pdf", PDF, "--number", "401", "--dated", "2019-06-03")
    again = add("copy.pdf", PDF, *otherwise, *dry, "--format", "json")
    stream, recorded = f"document-{digest(PDF)}", "--kind decision, --number 401, --dated 2019-06-03"
    assert (again.code, again.fault["code"], again.fault["rule"], again.fault["message"]) == (
        3,
        "recorded-otherwise",
        "document.add",
        f"{stream} was recorded before with other terms ({recorded}), and they stay",
    )
    assert again.fault["hint"] == f"sez document show {digest(PDF)}"
    assert add("copy.pdf", PDF, "--number", "401").code == 0


def test_a_repeat_under_a_command_id_is_told_as_a_repeat(at: At) -> None:
    at("zone")
    add("scan.pdf", PDF, "--command-id", "C-1")
    again = add("scan.pdf", PDF, "--command-id", "C-1", "--format", "json")
    assert again.json["repeated"]


def test_a_trial_stores_nothing(at: At) -> None:
    at("zone")
    assert add("scan.pdf", PDF, "--dry-run").code == 0
    assert sez("document", "list", "--noun", "document", "--format", "json").json["rows"] == []
    assert said("document", "export", digest(PDF), "-o", "out") == (4, "not-found")


def test_a_paper_may_be_the_first_thing_in_a_store(at: At) -> None:
    at("")
    assert add("scan.pdf").code == 0
    assert sez("document", "check").code == 0


def test_a_file_that_is_no_paper_is_refused_and_makes_no_store(
    at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at("")
    (tmp_path / "folder").mkdir()
    write("empty.pdf", b"")
    write("large.pdf", b"%PDF" + bytes(8))
    monkeypatch.setattr(terms, "LARGEST_BYTES", 8)
    expected = {
        "nowhere.pdf": "file-absent",
        "folder": "file-not-plain",
        "empty.pdf": "file-empty",
        "large.pdf": "file-too-large",
    }
    for name, code in expected.items():
        assert said("document", "add", name, "--kind", "decision") == (2, code)
    assert not (tmp_path / "sez.db").exists()


def test_a_file_at_the_limit_is_a_paper_and_one_byte_more_is_not(at: At) -> None:
    at("zone")
    with Path("scan.bin").open("wb") as file:
        file.truncate(25 * 1024 * 1024 + 1)
    assert said("document", "add", "scan.bin", "--kind", "decision") == (2, "file-too-large")
    os.truncate("scan.bin", 25 * 1024 * 1024)
    assert sez("document", "add", "scan.bin", "--kind", "decision").code == 0
    assert sez("document", "check").code == 0


def test_what_is_said_of_a_paper_must_be_readable(at: At) -> None:
    at("zone")
    write("scan.pdf")
    for more in (
        ("--kind", "Указ"),
        ("--kind", "decree", "--dated", "soon"),
        ("--kind", "decree", "--title", "\x07"),
    ):
        assert said("document", "add", "scan.pdf", *more) == (2, "malformed")
    late = ("--kind", "decree", "--dated", "2024-02-02", "--on", "2024-02-01")
    assert said("document", "add", "scan.pdf", *late) == (3, "beyond-term")
    assert "the date of the paper" in sez("document", "add", "scan.pdf", *late).err
    assert sez("document", "add", "scan.pdf").code == 2


# -- citing ------------------------------------------------------------------------------------------


def test_an_act_cites_a_paper_stored_before_by_its_digest(at: At) -> None:
    at("zone")
    add("scan.pdf")
    key = digest(PDF)
    assert sez(*REGISTER, "--document", f"extract=sha256:{key.upper()}").code == 0
    told = sez("plot", "history", "KHG-099", "--format", "json").json["rows"][0]
    assert told["documents"] == [{"kind": "extract", "sha256": key}]


def test_a_digest_that_nothing_is_stored_under_cannot_be_cited(at: At, tmp_path: Path) -> None:
    cited = ("--document", f"extract=sha256:{'ab' * 32}")
    at("zone")
    for more in ((), ("--dry-run",)):
        assert said(*REGISTER, *cited, *more) == (2, "document-absent")
    (tmp_path / "sez.db").unlink()
    assert said(*REGISTER, *cited) == (2, "document-absent")
    assert not (tmp_path / "sez.db").exists()


@pytest.mark.parametrize("text", ["sha256:", "sha256:abcd", f"sha256:{'zz' * 32}"])
def test_a_digest_is_cited_whole(text: str, at: At) -> None:
    at("zone")
    assert said(*REGISTER, "--document", f"extract={text}") == (2, "malformed")
