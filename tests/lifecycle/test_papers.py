"""Papers in the store: in the act's own transaction, what they say they are, there for as long as the log."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.refusals import AlreadyExists
from lifecycle import papers
from lifecycle.command import Command, Document
from lifecycle.errors import Misused
from lifecycle.handling import Engine
from lifecycle.papers import LARGEST_BYTES, Finding, findings
from lifecycle.store.log import Filed, Log, Paper
from lifecycle.store.sqlite import SqliteLog
from tests.lifecycle.acts import OFFICER, command, found_zone

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def paper(content: bytes = PDF, media_type: str = "application/pdf") -> Paper:
    return Paper(hashlib.sha256(content).hexdigest(), media_type, content)


def adding(brought: Paper, **terms: Any) -> Command:
    """To enter a paper, its bytes being brought."""
    whole = {"kind": "decree", "media_type": brought.media_type, "size": len(brought.content)} | terms
    return Command("document", "add", brought.sha256, whole, OFFICER, date(2020, 1, 1), papers=(brought,))


def abolishing(sha256: str, *brought: Paper) -> Command:
    """An act that rests on a decree known by its digest."""
    asked = command("zone.abolish", "KHG", "2021-01-01")
    return replace(asked, documents=(Document("decree", sha256=sha256),), papers=brought)


def refused(engine: Engine, asked: Command) -> dict[str, Any]:
    """What is said of an act that brings the wrong papers; nothing of it is stored."""
    before, stored = engine.log.position(), list(engine.log.documents())
    with pytest.raises(Misused) as trouble:
        engine.handle(asked)
    assert (engine.log.position(), list(engine.log.documents())) == (before, stored)
    return trouble.value.values


# -- bringing ----------------------------------------------------------------------------------------


def test_a_paper_is_stored_with_the_act_that_enters_it(engine: Engine) -> None:
    brought = paper()
    done = engine.handle(adding(brought, title="О зоне", number="401", dated_on=date(2019, 6, 3)))
    assert done.stream == f"document-{brought.sha256}"
    assert engine.log.paper(brought.sha256) == brought
    (record,) = engine.log.read([done.stream])[done.stream]
    assert record.body["data"] == {
        "kind": "decree",
        "title": "О зоне",
        "number": "401",
        "dated_on": "2019-06-03",
        "media_type": "application/pdf",
        "size": len(PDF),
    }


def test_a_paper_is_entered_once(engine: Engine) -> None:
    engine.handle(adding(paper()))
    with pytest.raises(AlreadyExists):
        engine.handle(adding(paper(), kind="order"))


def test_a_paper_stored_once_is_cited_ever_after_without_its_bytes(engine: Engine) -> None:
    found_zone(engine)
    brought = paper()
    engine.handle(adding(brought))
    engine.handle(abolishing(brought.sha256))
    assert list(engine.log.documents()) == [Filed(brought.sha256, "application/pdf", len(PDF))]
    assert list(findings(engine.log)) == []


def test_a_paper_that_an_act_brought_may_be_entered_afterwards(engine: Engine) -> None:
    found_zone(engine)
    brought = paper()
    engine.handle(abolishing(brought.sha256, brought))
    engine.handle(adding(brought))
    assert list(engine.log.documents()) == [Filed(brought.sha256, "application/pdf", len(PDF))]
    assert list(findings(engine.log)) == []


def test_acts_of_one_batch_may_cite_what_one_of_them_brings(engine: Engine) -> None:
    found_zone(engine)
    brought = paper()
    first, second = (
        engine.act_of(engine.decided(asked, desk), desk)[0]
        for asked, desk in (
            (adding(brought).named("C-1"), engine.desk()),
            (abolishing(brought.sha256).named("C-2"), engine.desk()),
        )
    )
    with pytest.raises(Misused, match="document-absent"):
        engine.log.append([second, first])
    assert len(engine.log.append([first, second])) == 2


# -- what is no paper --------------------------------------------------------------------------------


def test_bytes_that_are_not_those_of_their_digest_are_refused(engine: Engine) -> None:
    found_zone(engine)
    other = paper()._replace(content=PDF + b"%")
    assert refused(engine, abolishing(other.sha256, other))["problem"] == "document-mismatch"
    assert refused(engine, adding(other))["problem"] == "document-mismatch"


def test_a_size_that_the_bytes_do_not_have_is_refused(engine: Engine) -> None:
    assert refused(engine, adding(paper(), size=1))["problem"] == "document-mismatch"


def test_a_paper_without_bytes_is_refused(engine: Engine) -> None:
    found_zone(engine)
    empty = paper(b"")
    assert refused(engine, abolishing(empty.sha256, empty))["problem"] == "document-empty"


def test_a_paper_beyond_the_limit_is_refused_and_one_at_the_limit_is_not(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LARGEST_BYTES == 25 * 1024 * 1024
    monkeypatch.setattr(papers, "LARGEST_BYTES", len(PDF))
    too_large = paper(PDF + b"\n")
    said = refused(engine, adding(too_large))
    assert (said["problem"], said["limit"]) == ("document-too-large", 25)
    engine.handle(adding(paper()))


@pytest.mark.parametrize("media_type", ["", "pdf", "application/pdf\n", "text/plain; charset=utf-8"])
def test_bytes_of_no_media_type_are_refused(engine: Engine, media_type: str) -> None:
    found_zone(engine)
    brought = paper(media_type=media_type)
    said = refused(engine, abolishing(brought.sha256, brought))
    assert (said["problem"], said["media_type"]) == ("document-media-type", media_type)


def test_an_act_cannot_cite_a_digest_that_nothing_is_stored_under(engine: Engine) -> None:
    found_zone(engine)
    brought = paper()
    said = refused(engine, abolishing(brought.sha256))
    assert said == {"problem": "document-absent", "sha256": brought.sha256}
    assert refused(engine, abolishing(brought.sha256.upper(), brought))["problem"] == "document-absent"
    assert refused(engine, replace(adding(brought), papers=()))["problem"] == "document-absent"


def test_the_key_of_a_paper_is_a_digest_in_small_letters(engine: Engine) -> None:
    brought = paper()
    for key in (brought.sha256.upper(), brought.sha256[:-1], "decree-401"):
        said = refused(engine, replace(adding(brought), key=key))
        assert (said["problem"], said["term"], said["text"]) == ("malformed", "key", key)


def test_a_proposal_cannot_cite_what_is_not_stored_either(engine: Engine) -> None:
    found_zone(engine)
    asked = replace(abolishing("ab" * 32), propose=True)
    assert refused(engine, asked)["problem"] == "document-absent"
    brought = paper()
    engine.handle(replace(abolishing(brought.sha256, brought), propose=True))
    assert engine.log.stored([brought.sha256, "ab" * 32]) == {brought.sha256: len(PDF)}


# -- asking the log ----------------------------------------------------------------------------------


def test_documents_are_told_in_the_order_of_their_digests_and_by_their_beginning(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lifecycle.store.sqlite.DOCUMENTS_AT_ONCE", 2)
    several = [paper(bytes([number])) for number in range(5)]
    for one in several:
        engine.handle(adding(one))
    whole = sorted(Filed(filed.sha256, filed.media_type, 1) for filed in several)
    assert list(engine.log.documents()) == whole
    for filed in whole:
        assert list(engine.log.documents(filed.sha256[:8])) == [filed]
    assert list(engine.log.documents("0" * 8)) == []


def test_the_bytes_of_a_document_come_piece_by_piece(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lifecycle.store.sqlite.PIECE_BYTES", 10)
    brought = paper()
    engine.handle(adding(brought))
    pieces = list(engine.log.content(brought.sha256))
    assert b"".join(pieces) == PDF
    assert {len(piece) for piece in pieces[:-1]} == {10}
    assert list(engine.log.content("ab" * 32)) == []


# -- what a store holds ------------------------------------------------------------------------------


@contextmanager
def tampered(engine: Engine, path: Path, *statements: str) -> Iterator[Log]:
    """A copy of the store in which somebody changed documents past its guards."""
    engine.log.backup(path)
    with closing(sqlite3.connect(path)) as connection:
        for name in ("documents_update", "documents_delete"):
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    log = SqliteLog(path, write=False)
    try:
        yield log
    finally:
        log.close()


@pytest.mark.parametrize(
    ("statement", "problems"),
    [
        ("UPDATE documents SET bytes = CAST('%PDE' || substr(bytes, 5) AS BLOB)", ["document-mismatch"]),
        ("UPDATE documents SET bytes = substr(bytes, 2)", ["document-mismatch", "size-differs"]),
        ("UPDATE documents SET size = 1", ["size-differs"]),
        ("UPDATE documents SET media_type = ''", ["document-media-type"]),
        ("UPDATE documents SET bytes = 7", ["document-unreadable"]),
        ("DELETE FROM documents", ["document-absent", "document-absent"]),
    ],
)
def test_what_was_changed_in_the_database_is_found(
    engine: Engine, tmp_path: Path, statement: str, problems: list[str]
) -> None:
    found_zone(engine)
    brought = paper()
    engine.handle(adding(brought))
    engine.handle(abolishing(brought.sha256))
    with tampered(engine, tmp_path / "copy.db", statement) as log:
        found = list(findings(log))
    assert [one.problem for one in found] == problems
    assert {one.sha256 for one in found} == {brought.sha256}
    if problems == ["document-absent"] * 2:
        assert [one.event for one in found] == [f"document-{brought.sha256}@1", "zone-KHG@2"]
    assert list(findings(engine.log)) == []


def test_bytes_missing_are_found_however_many_papers_are_cited(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "DIGESTS_AT_ONCE", 2)
    several = [paper(bytes([number])) for number in range(5)]
    for one in several:
        engine.handle(adding(one))
    told: list[int] = []
    gone = several[3].sha256
    with tampered(engine, tmp_path / "copy.db", f"DELETE FROM documents WHERE sha256 = '{gone}'") as log:
        found = list(findings(log, told.append))
    assert found == [Finding("document-absent", gone, f"document-{gone}@1")]
    assert told == [1, 2, 3, 4]


def test_the_database_itself_refuses_to_change_or_delete_a_document(engine: Engine, tmp_path: Path) -> None:
    engine.handle(adding(paper()))
    with closing(sqlite3.connect(tmp_path / "sez.db")) as connection:
        for statement in ("UPDATE documents SET bytes = x'00'", "DELETE FROM documents"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)
