"""Papers that were not known, were only cited, or were changed behind the program's back."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.__main__ import main
from tests.cli.harness import sez
from tests.cli.scans import PDF, add, digest, said, tamper, write

At = Callable[[str], Path]

OTHER_BYTES = "UPDATE documents SET bytes = CAST('%PDE' || substr(bytes, 5) AS BLOB)"


def test_a_paper_that_was_not_known_then_is_not_found(at: At) -> None:
    at("zone")
    add("scan.pdf")
    assert said("document", "show", digest(PDF), "--known-at", "2020-01-01T00:00:00Z") == (4, "not-found")


def test_a_paper_that_was_only_cited_has_no_history_and_the_way_to_its_citations_is_shown(at: At) -> None:
    at("zone")
    write("letter.pdf", PDF)
    rename = "zone appoint-company KHG --company C --on 2024-02-01 --document decision=letter.pdf"
    assert sez(*rename.split()).code == 0
    told = sez("document", "history", digest(PDF), "--format", "json")
    assert (told.code, told.fault["hint"]) == (4, f"sez document show {digest(PDF)}")
    assert told.fault["message"] == (
        f"document {digest(PDF)} was never added, so it has no history of its own; acts cite it"
    )
    assert said("document", "history", "0" * 64) == (4, "not-found")
    add("scan.pdf")
    assert sez("document", "history", digest(PDF)).code == 0


def test_a_paper_is_written_to_standard_output_byte_for_byte(at: At) -> None:
    at("zone")
    content = bytes(range(256)) + b"\r\n"
    add("scan.bin", content)
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(out):
        assert main(["document", "export", digest(content), "-o", "-"]) == 0
    assert out.buffer.getvalue() == content
    assert not Path("-").exists()


@pytest.mark.parametrize("changed", [OTHER_BYTES, "UPDATE documents SET size = size + 1"])
def test_no_act_rests_on_bytes_that_were_changed(changed: str, at: At) -> None:
    path = at("zone")
    add("scan.pdf")
    tamper(path, changed)
    before = sez("zone", "history", "KHG", "--format", "json").json["rows"]
    act = "zone appoint-company KHG --company C --on 2024-02-01 --document decision=scan.pdf"
    assert said(*act.split()) == (1, "document-mismatch")
    assert sez("zone", "history", "KHG", "--format", "json").json["rows"] == before
