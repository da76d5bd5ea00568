from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from lifecycle.store import open_log
from tests.cli.harness import done, sez, typed

At = Callable[[str], Path]

ESTABLISH = (
    *("zone", "establish", "KHG", "--name", "Khorgos", "--kind", "sez", "--region", "Zhetisu"),
    *("--area-ha", "4500", "--allocatable-ha", "3600", "--term-ends", "2036-12-31", "--on", "2019-06-03"),
)
REGISTER = (
    *("plot", "register", "KHG-099", "--zone", "KHG", "--area-ha", "1.5", "--purpose", "industry"),
    *("--cadastral-number", "03-046-123-9999", "--on", "2020-01-06"),
)
EXTRACT = ("--document", "extract=1@2020-01-06")


def position(path: Path) -> int:
    log = open_log(str(path), write=False)
    try:
        return log.position()
    finally:
        log.close()


def test_an_act_prints_its_events_and_where_they_stand(at: At) -> None:
    at("zone")
    done = sez(*REGISTER, *EXTRACT, "--format", "json")
    assert done.code == 0
    assert done.json == {
        "position": 7,
        "stream": "plot-KHG-099",
        "version": 1,
        "events": [
            {
                "event": "plot-KHG-099@1",
                "type": "plot.PlotRegistered@1",
                "effective_on": "2020-01-06",
                "zone": "KHG",
                "area_m2": 15000,
                "cadastral_number": "03-046-123-9999",
                "purpose": "industry",
            },
            {
                "event": "number-03-046-123-9999@1",
                "type": "number.NumberTaken@1",
                "effective_on": "2020-01-06",
                "plot": "KHG-099",
            },
            {
                "event": "land-KHG@1",
                "type": "land.LandTaken@1",
                "effective_on": "2020-01-06",
                "plot": "KHG-099",
                "area_m2": 15000,
            },
        ],
    }


def test_an_act_tells_a_person_what_was_done_and_how_things_stand(at: At) -> None:
    at("zone")
    assert sez(*REGISTER, *EXTRACT).out.splitlines() == [
        "plot KHG-099: register is recorded, effective 2020-01-06",
        "  plot-KHG-099@1            plot registered",
        "  number-03-046-123-9999@1  number taken",
        "  land-KHG@1                land taken",
        "Now: record: registered; tenure: free; use: vacant; compliance: clear. Position 7.",
    ]


def test_the_first_act_makes_the_store(at: At, tmp_path: Path) -> None:
    at("")
    assert sez(*ESTABLISH, "--document", "decree=401@2019-06-03").code == 0
    log = open_log(str(tmp_path / "sez.db"), write=False)
    assert [record.ref for record in log.scan()] == [
        "store-main@1",
        "store-main@2",
        "officer-officer-land@1",
        "zone-KHG@1",
    ]
    log.close()


def test_a_refused_first_act_makes_no_store(at: At, tmp_path: Path) -> None:
    at("")
    assert sez(*ESTABLISH).code == 3
    assert sez(*REGISTER, *EXTRACT).code == 4
    assert list(tmp_path.iterdir()) == []


def test_a_store_may_be_named_before_the_noun_and_after_the_verb(at: At, tmp_path: Path) -> None:
    path = at("zone").rename(tmp_path / "other.db")
    assert sez("--store", str(path), *REGISTER, *EXTRACT).code == 0
    assert sez("plot", "show", "KHG-099", "--store", f"sqlite:///{path}").code == 0
    assert sez("--store", "absent.db", "plot", "show", "KHG-099", "--store", str(path)).code == 0


# -- dry runs ----------------------------------------------------------------------------------------


def test_a_dry_run_shows_the_events_and_the_difference_and_writes_nothing(at: At) -> None:
    path = at("held")
    before = position(path)
    shown = sez(
        *("plot", "surrender", "KHG-014", "--on", "2021-05-03", "--document", "statement=3@2021-04-30"),
        *("--dry-run", "--format", "json"),
    )
    assert shown.code == 0
    assert [event["type"] for event in shown.json["events"]] == [
        "plot.PlotSurrendered@1",
        "project.PlotLost@1",
    ]
    assert shown.json["changes"]["tenure"] == ["held", "ended"]
    assert shown.json["dry_run"] is True
    assert position(path) == before


def test_a_dry_run_tells_people_no_more_than_can_be_read(at: At) -> None:
    at("held")
    words = ("plot", "surrender", "KHG-014", "--on", "2021-05-03", "--document", "statement=3@2021-04-30")
    plain = sez(*words, "--dry-run").out
    assert "tenure: held -> ended" in plain
    assert not set("{}'=") & set(plain)
    ((ending, *_rest),) = [sez(*words, "--dry-run", "--format", "json").json["changes"]["endings"][1]]
    assert ending["party"] == "050140001238"


def test_a_key_is_normalised_before_it_is_looked_up(at: At) -> None:
    at("contracted")
    composed, decomposed = "\u0419-1", "\u0418\u0306-1"
    defined = sez(
        *("obligation", "define", decomposed, "--of", "project:P-1", "--kind", "investment", "--target", "5bn"),
        *("--unit", "KZT", "--due", "2099-12-31", "--document", "contract=1@2020-01-06"),
    )
    assert defined.code == 0, defined.err
    told = sez(
        *("obligation", "report", decomposed, "--amount", "2.5bn", "--format", "json"),
        *("--document", "evidence=7@2020-07-20"),
    )
    assert told.json["stream"] == f"obligation-{composed}"


def test_a_dry_run_makes_no_store(at: At, tmp_path: Path) -> None:
    at("")
    shown = sez(*ESTABLISH, "--document", "decree=401@2019-06-03", "--dry-run")
    assert (shown.code, shown.err) == (0, "")
    assert "status: none -> operating" in shown.out
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_reports_all_that_stands_against_an_act(at: At) -> None:
    at("plot")
    tried = sez("plot", "sign-lease", "KHG-014", "--until", "2099-01-01", "--dry-run", "--format", "json")
    assert tried.code == 3
    assert [one["code"] for one in tried.fault["objections"]] == [
        "papers-missing",
        "wrong-status",
        "beyond-term",
    ]


# -- repetition and versions -------------------------------------------------------------------------


def test_the_same_command_again_does_nothing_and_says_so(at: At) -> None:
    path = at("zone")
    first = sez(*REGISTER, *EXTRACT, "--command-id", "c-1", "--format", "json")
    stands = position(path)
    again = sez(*REGISTER, *EXTRACT, "--command-id", "c-1", "--format", "json")
    assert (again.code, again.json) == (0, first.json | {"repeated": True})
    assert "nothing was done" in sez(*REGISTER, *EXTRACT, "--command-id", "c-1").out
    assert position(path) == stands


def test_another_request_under_a_known_command_id_is_a_conflict(at: At) -> None:
    at("zone")
    assert sez(*REGISTER, *EXTRACT, "--command-id", "c-1").code == 0
    other = sez(*REGISTER, *EXTRACT, "--command-id", "c-1", "--premises", "--format", "json")
    assert (other.code, other.fault["code"]) == (5, "command-id-taken")


def test_an_act_may_be_tied_to_a_version(at: At) -> None:
    path = at("zone")
    stale = sez("zone", "abolish", "KHG", "--document", "decree=1@2025-07-03", "--expect-version", "7")
    assert stale.code == 5
    assert "stands at version 1, not 7" in stale.err
    assert position(path) == 4
    assert sez("zone", "abolish", "KHG", "--document", "decree=1@2025-07-03", "--expect-version", "1").code == 0


def test_the_version_an_act_prints_is_the_one_to_expect_next(at: At) -> None:
    at("parties")
    succession = done("sez party succeed 050140001238 --by 100240004565 --document extract=4@2022-02-01")
    assert succession.json["version"] == 2
    again = sez(
        "party",
        "rename",
        "100240004565",
        "--name",
        "X",
        "--document",
        "extract=5@2022-02-01",
        "--expect-version",
        "2",
    )
    assert again.code == 0


def test_an_act_that_changes_nothing_records_nothing(at: At) -> None:
    path = at("pledged")
    before = position(path)
    again = typed(
        "sez plot encumber KHG-014 --kind pledge --holder 'a bank' --on 2020-05-05 "
        "--document extract=1310@2020-05-04"
    )
    assert again.code == 0
    assert "changes nothing" in again.out
    assert position(path) == before


# -- papers ------------------------------------------------------------------------------------------


def test_a_file_given_as_a_document_is_kept_with_its_digest(at: At, tmp_path: Path) -> None:
    path = at("zone")
    scan = tmp_path / "extract.pdf"
    scan.write_bytes(b"%PDF-1.7 the extract")
    assert sez(*REGISTER, "--document", f"extract={scan}").code == 0
    digest = hashlib.sha256(scan.read_bytes()).hexdigest()
    log = open_log(str(path), write=False)
    paper = log.paper(digest)
    log.close()
    assert paper is not None
    assert (paper.media_type, paper.content) == ("application/pdf", b"%PDF-1.7 the extract")
    told = sez("plot", "history", "KHG-099", "--format", "json").json["rows"][0]
    assert told["documents"] == [{"kind": "extract", "sha256": digest}]


def test_a_number_may_hold_the_sign_that_parts_it_from_its_date(at: At) -> None:
    at("zone")
    assert sez(*REGISTER, "--document", "extract=a@b@2020-01-06").code == 0
    told = sez("plot", "history", "KHG-099", "--format", "json").json["rows"][0]
    assert told["documents"] == [{"kind": "extract", "number": "a@b", "date": "2020-01-06"}]


def test_a_missing_paper_may_be_flagged_with_its_owner_and_date(at: At) -> None:
    at("zone")
    flagged = sez(
        *(*REGISTER, "--without", "extract", "--gap-owner", "officer-land", "--gap-until", "2020-03-01"),
    )
    assert flagged.code == 0
    told = sez("plot", "history", "KHG-099", "--format", "json").json["rows"][0]
    assert told["gaps"] == [{"kind": "extract", "owner": "officer-land", "until": "2020-03-01"}]


def test_an_act_says_who_acted_for_which_body_and_why(at: At) -> None:
    at("zone")
    appoint = "sez officer appoint officer-plots --role zone-administration --document order=1@2020-01-06"
    assert typed(appoint).code == 0
    done = sez(*REGISTER, *EXTRACT, "--actor", "officer-plots", "--body", "akimat", "--reason", "stock-taking")
    assert done.code == 0
    told = sez("plot", "history", "KHG-099", "--format", "json").json["rows"][0]
    assert (told["actor"], told["body"], told["reason"]) == ("officer-plots", "akimat", "stock-taking")


def test_amounts_of_one_command_share_a_currency(at: At) -> None:
    at("party")
    done = typed(
        "sez project submit P-9 --zone KHG --party 050140001238 --name Towers --investment 810m --currency USD "
        "--jobs 10 --area-ha 1 --on 2020-01-06 --document application=5@2020-01-06 --format json"
    )
    assert done.json["events"][0]["investment"] == {"minor": 81_000_000_000, "currency": "USD"}


def test_an_obligation_is_counted_in_its_own_unit(at: At) -> None:
    at("contracted")
    money = typed("sez obligation report P-1-2 --amount 2.5bn --document evidence=7@2020-07-20 --format json")
    heads = typed("sez obligation report P-1-1 --amount 35 --document evidence=7@2020-07-20 --format json")
    assert money.json["events"][0]["amount"] == 250_000_000_000
    assert heads.json["events"][0]["amount"] == 35
    assert typed("sez obligation report P-1-1 --amount 2.5bn --document evidence=7@2020-07-20").code == 2
