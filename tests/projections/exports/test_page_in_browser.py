"""The page of a bundle in a real browser: it opens, runs only what is its own, and asks nobody for anything."""

from __future__ import annotations

import re
import socket
import struct
from collections.abc import Iterator
from pathlib import Path
from zlib import decompress

import pytest

from lifecycle.record import Record
from lifecycle.store.sqlite import SqliteLog
from projections.exports.page import page
from projections.exports.pagedata import page_data
from tests.projections.exports import drawn
from tests.projections.exports.browser import Seen, seen

WIDTHS = (400, 1600)


@pytest.fixture(scope="module")
def trap() -> Iterator[socket.socket]:
    """Where a hostile name would have the browser call; nobody should."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


@pytest.fixture(scope="module")
def history(demo_log: SqliteLog, trap: socket.socket) -> list[Record]:
    return drawn.amended(demo_log.read([drawn.PLOT])[drawn.PLOT], f"127.0.0.1:{trap.getsockname()[1]}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("page")


@pytest.fixture(scope="module")
def index(history: list[Record], folder: Path) -> Path:
    """The page of the plot with the hostile name."""
    return written(folder, page(drawn.data(history)))


@pytest.fixture(scope="module")
def opened(index: Path) -> Seen:
    """The page with its section on changes unfolded, as a link into it does."""
    return seen(index, fragment=f"changes-{drawn.PLOT}")


def written(folder: Path, markup: str, name: str = "index.html") -> Path:
    path = folder / name
    path.write_text(markup, encoding="utf-8", newline="\n")
    return path


def called(trap: socket.socket) -> bool:
    """Whether anybody has called."""
    try:
        trap.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def test_every_event_has_its_row(opened: Seen) -> None:
    rows = re.findall(r'<li class="event[^"]*" id="([^"]+)"', opened.document)
    # All 23 records: the correction and the void that stand are told with their records, as is the last void.
    assert sorted(rows) == sorted(f"{drawn.PLOT}@{n}" for n in range(1, 24) if n not in (20, 21, 23))


def test_a_hostile_name_does_not_run(opened: Seen, trap: socket.socket) -> None:
    assert "<title>Plot KHG-014 · Audit bundle</title>" in opened.document
    assert "<img" not in opened.document
    assert "&lt;img src=" in opened.document
    assert not called(trap)


def test_the_console_is_silent(opened: Seen) -> None:
    assert opened.console == []


def test_two_moments_are_compared_in_the_page(opened: Seen) -> None:
    (compared,) = re.findall(r'<div class="compare".*?<p class="quiet">', opened.document)
    assert compared.count("<option") == 2 + 2 * (18 + 1)
    assert re.findall(r"<t[hd](?: [^>]*)?>([^<]*)<", compared) == [
        "Field",
        "Before",
        "After",
        "use",
        "construction",
        "operating",
    ]


@pytest.fixture(scope="module")
def several(demo_log: SqliteLog, folder: Path) -> Path:
    """The page of a zone with a plot in it, which is folded."""
    streams = {name: len(demo_log.read([name])[name]) for name in ("zone-MCPS", drawn.PLOT)}
    return written(folder, page(page_data(drawn.about("zone", "MCPS"), streams, demo_log)), "zone.html")


def test_two_dates_are_compared_over_all_subjects(several: Path) -> None:
    document, console = seen(several)
    (compared,) = re.findall(r'<div class="compare-all">.*?</section>', document)
    assert console == []
    assert 'type="date"' in compared
    assert re.findall(r'<th scope="row">([^<]*)</th><td>use<', compared) == [drawn.PLOT]


def without_policy(page: Path) -> str:
    """A page that may be changed: nothing in it forbids what is not its own."""
    return re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.read_text(encoding="utf-8"))


def leaves(page: Path) -> int:
    """How many leaves of paper a page takes."""
    paper = page.with_suffix(".pdf")
    seen(page, f"--print-to-pdf={paper}", "--no-pdf-header-footer")
    return len(re.findall(rb"/Type /Page\b", paper.read_bytes()))


def test_what_is_folded_on_the_screen_is_printed_by_the_style_or_else_by_the_script(
    several: Path, folder: Path
) -> None:
    older = without_policy(several).replace("::details-content", "::no-such-part")
    neither = leaves(written(folder, older.partition("<script>")[0] + "</body></html>", "neither.html"))
    by_script = leaves(written(folder, older, "script.html"))
    assert by_script > 2 * neither > 0, "the plot is folded, and told at length"
    assert leaves(several) > 2 * neither


def test_nothing_of_the_list_of_subjects_is_cut_off_in_a_narrow_window(several: Path, folder: Path) -> None:
    measured = (
        '<script>document.title = [...document.querySelectorAll("#overview .wide, body")].map((one) =>'
        " one.scrollWidth - one.clientWidth)</script></body>"
    )
    changed = without_policy(several).replace("</body>", measured)
    bare = written(folder, changed, "measured.html")
    assert "<title>0,0,0</title>" in seen(bare, "--dump-dom", "--window-size=500,900").document


def test_without_its_digest_nothing_would_run_and_the_console_would_tell(index: Path, folder: Path) -> None:
    """That the silence above means something: the same page, with a script and a style that are not its own."""
    more = '<script>document.title = "run"</script><p style="color: red">x</p></body>'
    foreign = written(folder, index.read_text(encoding="utf-8").replace("</body>", more), "foreign.html")
    document, console = seen(foreign)
    assert "<title>run</title>" not in document
    assert sum("Content Security Policy" in line for line in console) == 2


def test_without_its_policy_the_hostile_markup_would_call(folder: Path, trap: socket.socket) -> None:
    """That the trap would have caught it."""
    bare = drawn.HOSTILE.format(host=f"127.0.0.1:{trap.getsockname()[1]}")
    # Nobody answers the call, so the browser is told not to wait for it.
    flags = ("--timeout=1000", "--dump-dom")
    seen(written(folder, f"<!DOCTYPE html><body>{bare}", "bare.html"), *flags)
    assert called(trap)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_is_drawn_on_small_and_large_screens(index: Path, folder: Path, width: int) -> None:
    picture = folder / f"{width}.png"
    seen(index, f"--screenshot={picture}", f"--window-size={width},1200")
    assert size(picture) == (width, 1200)
    assert len(set(pixels(picture))) > 3


def size(picture: Path) -> tuple[int, int]:
    """Width and height of a picture (PNG, section 11.2.2)."""
    width, height = struct.unpack(">II", picture.read_bytes()[16:24])
    return width, height


def pixels(picture: Path) -> bytes:
    """The picture's data, unpacked; a blank page has next to nothing in it."""
    data, at, packed = picture.read_bytes(), 8, b""
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        packed += data[at + 8 : at + 8 + length] if data[at + 4 : at + 8] == b"IDAT" else b""
        at += 12 + length
    return decompress(packed)
