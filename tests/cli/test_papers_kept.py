"""Papers as they are kept: listed, shown, written out, checked."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from tests.cli.harness import sez
from tests.cli.scans import PDF, REGISTER, add, digest, png, said, tamper, write
from tests.lifecycle.proof.stores import tampered

At = Callable[[str], Path]


# -- listing -----------------------------------------------------------------------------------------


def test_papers_added_and_cited_are_listed(at: At) -> None:
    at("zone")
    key = digest(PDF)
    assert (
        sez(*REGISTER, "--document", f"extract={write('scan.pdf')}", "--document", "order=7@2020-01-05").code
        == 0
    )
    rows = sez("document", "list", "--of", "plot:KHG-099", "--format", "json").json["rows"]
    common = {
        "event": "plot-KHG-099@1",
        "subject": "plot:KHG-099",
        "effective_on": "2020-01-06",
        "how": "cited",
        "owner": None,
        "until": None,
    }
    assert rows == [
        {"kind": "extract", "number": None, "date": None, "sha256": key, "stored": True} | common,
        {"kind": "order", "number": "7", "date": "2020-01-05", "sha256": None, "stored": False} | common,
    ]
    assert (
        sez("document", "list", "--noun", "plot", "--key", "KHG-099", "--format", "json").json["rows"] == rows
    )
    table = sez("document", "list", "--noun", "plot").out
    assert key[:12] in table
    assert key not in table
    lines = table.splitlines()
    assert ("yes" in lines[2], " no " in lines[3]) == (True, True)


def test_papers_are_listed_by_kind(at: At) -> None:
    at("zone")
    add("scan.pdf")
    kinds = sez("document", "list", "--kind", "decision", "--kind", "letter", "--format", "json").json["rows"]
    assert [(row["kind"], row["how"]) for row in kinds] == [("decision", "added")]
    assert {row["kind"] for row in sez("document", "list", "--format", "json").json["rows"]} >= {
        "decision",
        "decree",
    }


def test_papers_that_are_missing_are_listed_with_who_is_to_find_them(at: At) -> None:
    path = at("zone")
    flagged = (*REGISTER, "--without", "extract", "--gap-owner", "archive", "--gap-until", "2020-03-01")
    assert sez(*flagged).code == 0
    add("scan.pdf")
    assert sez("document", "list", "--missing", "--format", "json").json["rows"] == [
        {
            "kind": "extract",
            "number": None,
            "date": None,
            "sha256": None,
            "stored": False,
            "how": "missing",
            "event": "plot-KHG-099@1",
            "subject": "plot:KHG-099",
            "effective_on": "2020-01-06",
            "owner": "archive",
            "until": "2020-03-01",
        }
    ]
    assert "archive" in sez("document", "list", "--missing").out
    tamper(path, "DELETE FROM documents")
    rows = sez("document", "list", "--missing", "--noun", "document", "--format", "json").json["rows"]
    assert [(row["sha256"], row["stored"], row["how"]) for row in rows] == [(digest(PDF), False, "added")]


def test_a_list_is_asked_for_sensibly(at: At) -> None:
    at("zone")
    assert said("document", "list", "--key", "KHG") == (2, "key-alone")
    assert said("document", "list", "--of", "zone:KHG", "--noun", "zone") == (2, "of-twice")
    for of in ("KHG", "zone:", "house:KHG", "zone:a b"):
        assert said("document", "list", "--of", of) == (2, "malformed")
    assert said("document", "list", "--missing", "--as-of", "yesterday") == (2, "malformed")


# -- showing -----------------------------------------------------------------------------------------


def test_a_paper_is_shown_with_every_event_that_cites_it(at: At) -> None:
    at("zone")
    key = digest(PDF)
    add("scan.pdf", PDF, "--title", "Decision on the plot", "--number", "12", "--dated", "2019-12-30")
    assert sez(*REGISTER, "--document", f"extract=sha256:{key}").code == 0
    shown = sez("document", "show", key[:8], "--format", "json").json["row"]
    assert shown == {
        "sha256": key,
        "kind": "decision",
        "title": "Decision on the plot",
        "number": "12",
        "dated_on": "2019-12-30",
        "media_type": "application/pdf",
        "size": len(PDF),
        "stored": True,
        "event": f"document-{key}@1",
        "cited_by": [
            {
                "event": "plot-KHG-099@1",
                "subject": "plot:KHG-099",
                "how": "cited",
                "kind": "extract",
                "number": None,
                "date": None,
                "effective_on": "2020-01-06",
            },
            {
                "event": f"document-{key}@1",
                "subject": f"document:{key}",
                "how": "added",
                "kind": "decision",
                "number": "12",
                "date": "2019-12-30",
                "effective_on": "2024-02-01",
            },
        ],
    }
    assert sez("document", "show", key.upper(), "--format", "json").json["row"] == shown
    told = sez("document", "show", key[:8]).out
    assert key in told
    assert "plot-KHG-099@1" in told


def test_a_paper_that_was_never_added_is_shown_as_it_is_cited(at: At) -> None:
    path = at("zone")
    assert sez(*REGISTER, "--document", f"extract={write('scan.pdf')}").code == 0
    shown = sez("document", "show", digest(PDF), "--format", "json").json["row"]
    assert (shown["kind"], shown["event"], shown["size"], shown["stored"]) == ("extract", None, len(PDF), True)
    tamper(path, "DELETE FROM documents")
    shown = sez("document", "show", digest(PDF), "--format", "json").json["row"]
    assert (shown["media_type"], shown["size"], shown["stored"]) == (None, None, False)


def test_a_digest_that_begins_two_papers_or_none_is_not_guessed_at(at: At) -> None:
    at("zone")
    for place, content in enumerate(twins()):
        assert add(f"{place}.txt", content).code == 0
    begins = digest(content)[:8]
    for words in (("show", begins), ("export", begins, "-o", "out")):
        done = sez("document", *words, "--format", "json")
        assert (done.code, done.fault["code"]) == (2, "ambiguous-digest")
        assert digest(content) in done.fault["message"]
    assert sez("document", "show", digest(content)[:20]).code == 0
    assert said("document", "show", "0" * 8) == (4, "not-found")
    for text in ("abc", begins[:7], "xyz" * 4, "a" * 65):
        assert said("document", "show", text) == (2, "malformed")


def twins() -> tuple[bytes, bytes]:
    """Two texts whose digests begin alike."""
    seen: dict[str, bytes] = {}
    for number in count():
        content = str(number).encode()
        begins = digest(content)[:8]
        if begins in seen:
            return seen[begins], content
        seen[begins] = content
    raise AssertionError


def test_a_paper_is_shown_as_of_a_date(at: At) -> None:
    at("zone")
    add("scan.pdf")
    assert sez("document", "show", digest(PDF), "--as-of", "2024-02-01", "--format", "json").json["row"][
        "event"
    ]
    earlier = sez("document", "show", digest(PDF), "--as-of", "2024-01-31", "--format", "json").json["row"]
    assert (earlier["event"], earlier["cited_by"], earlier["stored"]) == (None, [], True)


# -- writing out -------------------------------------------------------------------------------------


def test_a_file_in_the_way_is_not_overwritten_unasked(at: At) -> None:
    at("zone")
    add("scan.pdf")
    write("out", b"mine")
    export = ("document", "export", digest(PDF), "-o", "out")
    assert said(*export) == (2, "confirmation")
    assert Path("out").read_bytes() == b"mine"
    done = sez(*export, "--yes", "--format", "json")
    assert done.json["row"] == {"sha256": digest(PDF), "file": "out", "size": len(PDF)}
    assert Path("out").read_bytes() == PDF


def test_a_paper_is_not_written_over_the_store_or_a_folder(at: At) -> None:
    path = at("zone")
    add("scan.pdf")
    export = ("document", "export", digest(PDF), "--yes", "-o")
    before = path.read_bytes()
    for name in ("sez.db", "sez.db-wal", "sez.views.db"):
        assert said(*export, name) == (2, "same-file")
    assert path.read_bytes() == before
    Path("folder").mkdir()
    assert said(*export, "folder") == (2, "file-not-plain")
    assert said(*export, "nowhere/out") == (1, "system")


def test_bytes_that_were_changed_are_not_written_out(at: At) -> None:
    path = at("zone")
    add("scan.pdf")
    tamper(path, "UPDATE documents SET bytes = CAST('%PDE' || substr(bytes, 5) AS BLOB)")
    assert said("document", "export", digest(PDF), "-o", "out") == (1, "document-mismatch")
    assert not [one for one in Path().iterdir() if one.name == "out" or one.suffix == ".partial"]


# -- checking ----------------------------------------------------------------------------------------


def test_papers_that_are_whole_are_said_to_be(at: At) -> None:
    at("zone")
    add("scan.pdf")
    add("plan.png", png())
    assert (sez("document", "check").code, sez("document", "check").out) == (0, "2 documents are whole.\n")
    told = sez("document", "check", "--format", "json").json
    assert (told["documents"], told["rows"]) == (2, [])


@pytest.mark.parametrize(
    ("statement", "problem", "words"),
    [
        ("UPDATE documents SET bytes = zeroblob(size)", "document-mismatch", "not those of the digest"),
        ("UPDATE documents SET size = size + 1", "size-differs", "the size is not"),
        ("UPDATE documents SET media_type = ''", "document-media-type", "media type is missing"),
        ("UPDATE documents SET bytes = 0", "document-unreadable", "cannot be read"),
        ("DELETE FROM documents", "document-absent", "not there"),
    ],
)
def test_papers_that_were_changed_in_the_database_are_found(
    statement: str, problem: str, words: str, at: At
) -> None:
    path = at("zone")
    add("scan.pdf")
    tamper(path, statement)
    done = sez("document", "check", "--format", "json")
    event = f"document-{digest(PDF)}@1" if problem == "document-absent" else ""
    assert (done.code, done.json["rows"]) == (
        6,
        [{"problem": problem, "sha256": digest(PDF), "event": event}],
    )
    told = sez("document", "check")
    assert (told.code, words in told.out) == (6, True)


def test_a_record_that_cannot_be_read_does_not_hide_what_the_others_cite(at: At) -> None:
    path = at("zone")
    add("scan.pdf")
    broken = "UPDATE stored_events SET state = 'x' WHERE originator_id = 'zone-KHG' AND originator_version = 1"
    tampered(path, broken, "DELETE FROM documents")
    done = sez("document", "check", "--format", "json")
    assert (done.code, done.json["rows"]) == (
        6,
        [
            {"problem": "record-unreadable", "sha256": "", "event": "zone-KHG@1"},
            {"problem": "document-absent", "sha256": digest(PDF), "event": f"document-{digest(PDF)}@1"},
        ],
    )


def test_somebody_who_watches_is_told_how_far_the_check_has_come(
    at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    at("zone")
    add("scan.pdf")
    add("plan.png", png())
    assert sez("document", "check").err == ""
    monkeypatch.setattr("cli.screen.interactive", lambda _stream: True)
    assert sez("document", "check").err == "\r1 document \r2 documents \n"


def test_without_a_store_there_are_no_papers(at: At) -> None:
    at("")
    for words in (("list",), ("show", "0" * 8), ("check",), ("export", "0" * 8, "-o", "out")):
        assert said("document", *words) == (4, "store-absent")
