"""The hard cases of time: disputed starts, no utilities, facts learned late, law and calendar changed."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from tests.law.office import FIRST, Office

COURT = "plot open-reclaim P-1 --ground court --propose"


# -- the clock ---------------------------------------------------------------------------------------


def test_a_disputed_start_of_the_clock_is_settled(office: Office) -> None:
    office.given()
    office.do("plot issue-prescription P-1 --violation non-use", "2018-12-24")
    office.do("plot fix-clock-start P-1 --starts 2018-03-01", "2019-09-02")
    assert office.steps("plot", "P-1", "non-use") == [
        ("started", "2016-02-26"), ("years", "2019-02-26"), ("started", "2018-03-01"), ("years", "2021-03-01"),
    ]  # fmt: skip
    office.too_early(COURT, "2020-01-15", "non-use", "2021-03-01")
    office.too_early(COURT, "2021-03-01", "non-use", "2021-03-01")
    office.confirmed("plot open-reclaim P-1 --ground court", "2021-03-02")


def test_a_start_is_settled_only_in_the_past(office: Office) -> None:
    office.given()
    fault = office.refused("plot fix-clock-start P-1 --starts 2019-09-03", "2019-09-02")
    assert (fault["code"], fault["basis"]) == ("dates-out-of-order", "Land Code 92(2)")


def test_years_without_utilities_keep_the_court_closed_until_the_extended_date(office: Office) -> None:
    office.given()
    for year in (2016, 2017, 2018):
        office.do(
            f"plot exclude-time P-1 --from {year}-03-01 --to {year}-12-31 --ground no-utility",
            f"{year + 1}-01-15",
            "utility-letter",
        )
    office.do("plot issue-prescription P-1 --violation non-use", "2019-03-20")
    assert office.steps("plot", "P-1", "non-use") == [
        ("started", "2016-02-26"), ("years", "2019-02-26"),
        ("excluded", "2019-12-29"), ("excluded", "2020-10-30"), ("excluded", "2021-09-01"),
    ]  # fmt: skip
    office.too_early(COURT, "2020-03-26", "non-use", "2021-09-01")
    office.too_early(COURT, "2021-09-01", "non-use", "2021-09-01")
    office.confirmed("plot open-reclaim P-1 --ground court", "2021-09-02")


def test_time_is_excluded_only_when_it_is_over(office: Office) -> None:
    office.given()
    line = "plot exclude-time P-1 --from 2017-01-01 --to 2017-12-31 --ground no-utility"
    assert office.refused(line, "2017-06-01", "utility-letter")["code"] == "dates-out-of-order"


# -- learned late ------------------------------------------------------------------------------------


def test_a_fact_learned_late_is_recorded_with_its_own_date(office: Office) -> None:
    office.given()
    office.do("plot issue-prescription P-1 --violation non-use", "2018-12-24")
    known = office.history("plot", "P-1")[-1]["recorded_at"]
    office.do(
        "plot exclude-time P-1 --from 2016-06-01 --to 2016-08-31 --ground no-utility",
        "2016-09-05",
        "utility-letter",
    )
    told = [(row["event"], row["effective_on"]) for row in office.history("plot", "P-1")]
    assert told[-2:] == [("plot-P-1@6", "2016-09-05"), ("plot-P-1@5", "2018-12-24")]
    assert office.due("plot", "P-1", "non-use") == "2019-05-29"
    before = office.why("plot", "P-1", "--deadline", "non-use", "--known-at", known)
    assert [row["date"] for row in before] == ["2016-02-26", "2019-02-26"], "as it was known before"


def test_a_fact_learned_late_that_a_later_act_does_not_survive_is_refused_and_names_it(office: Office) -> None:
    office.given()
    office.ordered_by_court()
    fault = office.refused(
        "plot exclude-time P-1 --from 2016-06-01 --to 2018-12-31 --ground no-utility",
        "2019-01-15",
        "utility-letter",
    )
    assert fault["code"] == "later-act-stands"
    assert "plot-P-1@6" in fault["message"]


def test_a_court_s_judgment_learned_late_is_recorded_all_the_same(office: Office) -> None:
    office.given()
    office.registered("P-2")
    office.do("plot allocate P-2 --project A", "2021-03-01")
    office.confirmed("party bar INV-A --until 2023-08-26", "2020-08-26", "judgment")
    assert office.of("plot", "P-2", "tenure", "party") == ("allocated", "INV-A")
    assert office.row("party", "INV-A", "--as-of", "2021-03-01")["standing"] == "barred"


# -- rules changed mid-life --------------------------------------------------------------------------

AMEND = "obligation amend {key} --annex 'annex {n}' --target {target}"


def test_obligations_keep_the_law_of_their_signature(office: Office) -> None:
    office.contracted("OLD", "INV-A", "2018-02-05", "jobs:10:persons:2022-12-31")
    office.contracted("NEW", "INV-B", "2020-02-05", "jobs:10:persons:2022-12-31")
    for n in (1, 2):
        office.do(AMEND.format(key="OLD-1", n=n, target=10 + n), "2021-02-01")
        office.do(AMEND.format(key="NEW-1", n=n, target=10 + n), "2021-02-01")
    office.do(AMEND.format(key="OLD-1", n=3, target=13), "2021-03-01")
    fault = office.refused(AMEND.format(key="NEW-1", n=3, target=13), "2021-03-01")
    assert (fault["code"], fault["basis"]) == ("limit-reached", "Entrepreneurial Code 296-2(2)")
    laws = {key: office.history("obligation", key)[-1]["regulation"] for key in ("OLD-1", "NEW-1")}
    assert laws == {"OLD-1": "kz-2011@3", "NEW-1": "kz-2019@3"}


def test_an_act_is_decided_under_the_law_of_its_day(office: Office) -> None:
    office.given()
    office.registered("P-2")
    office.do("plot allocate P-2 --project A", "2019-04-03")
    assert office.history("plot", "P-1")[1]["regulation"] == "kz-2011@3"
    assert office.history("plot", "P-2")[-1]["regulation"] == "kz-2019@3"
    assert office.why("plot", "P-2", "--deadline", "non-use")[-1]["regulation"] == "kz-2019@3"


# -- a campaign --------------------------------------------------------------------------------------


def found_unmet(office: Office, count: int, folder: Path) -> Path:
    """A plot found unmet and divided, the keys of its parts in a file."""
    office.given()
    office.do(
        "obligation define A-jobs --of project:A --kind jobs --target 10 --unit persons --due 2018-01-15",
        "2016-03-01",
    )
    office.do("plot record-unmet P-1 --obligation A-jobs", "2018-01-16")
    keys = [f"N-{n}" for n in range(count)]
    size = f"{5 / count:g}"
    office.do("plot split P-1 " + " ".join(f"--into {key}={size}" for key in keys), "2018-01-17")
    path = folder / "keys.csv"
    path.write_text("\n".join(["key", *keys]) + "\n", "utf-8")
    return path


def test_a_campaign_of_a_thousand_notices_in_a_day(office: Office, tmp_path: Path) -> None:
    keys = found_unmet(office, 1000, tmp_path)
    started = time.monotonic()
    done = office.typed(f"plot serve-notice --each-from {keys} --yes", "2018-01-30")
    assert (done.code, done.json["outcomes"]) == (0, {"done": 1000}), done.err
    assert time.monotonic() - started < 10
    assert office.due("plot", "N-999", "notice-cure") == "2018-05-02"


def test_one_notice_that_cannot_be_served_stops_the_campaign(office: Office, tmp_path: Path) -> None:
    keys = found_unmet(office, 10, tmp_path)
    office.do("plot close-case N-3 --ground withdrawn", "2018-01-18")
    before = office.position()
    line = f"plot serve-notice --each-from {keys} --yes"
    stopped = office.typed(line, "2018-01-30")
    assert (stopped.code, stopped.json["outcomes"]) == (3, {"permitted": 9, "refused": 1})
    assert office.position() == before, "all or nothing"
    done = office.typed(f"{line} --per-row", "2018-01-30")
    assert done.json["outcomes"] == {"done": 9, "refused": 1}
    assert office.of("plot", "N-3", "compliance") == ("clear",)
    assert office.of("plot", "N-4", "compliance") == ("noticed",)


# -- a public holiday abolished ----------------------------------------------------------------------


def rows(office: Office, deadline: str) -> list[tuple[Any, ...]]:
    """How a due date came about: step, date, calendar."""
    return [(w["step"], w["date"], w["calendar"]) for w in office.why("plot", "P-1", "--deadline", deadline)]


def test_a_deadline_is_moved_because_a_public_holiday_was_abolished(office: Office) -> None:
    office.given()
    office.do("plot issue-prescription P-1 --violation non-use", "2025-08-30")
    counted = [
        ("started", "2025-08-30", None),
        ("years", "2026-08-30", None),
        ("roll", "2026-09-01", "calendar-kz@21"),
    ]  # fmt: skip
    assert rows(office, "prescription-cure") == counted, "Sunday the 30th gives Monday the 31st off"

    amend = "calendar amend kz --working-day 2026-08-31"
    listed = office.typed(f"{amend} --dry-run", "2026-03-16").json["rows"]
    assert [(r["key"], r["name"], r["before"], r["due_on"], r["cause"]) for r in listed] == [
        ("P-1", "prescription-cure", "2026-09-01", "2026-08-31", "calendar-kz@22"),
    ]
    assert office.typed(amend, "2026-03-16").code == 2, "nobody is there to confirm"
    assert rows(office, "prescription-cure") == counted, "nothing moves by itself"

    confirmed = office.typed(f"{amend} --yes", "2026-03-16").json
    assert confirmed["moves"] == listed
    assert rows(office, "prescription-cure") == [*counted, ("changed", "2026-08-31", None)]
    assert office.due("plot", "P-1", "prescription-cure") == "2026-08-31"
    last = office.history("plot", "P-1")[-1]
    assert (last["actor"], last["effective_on"], last["basis"], last["data"]["cause"]) == (
        FIRST, "2026-03-16", "calendar or act cited", "calendar-kz@22",
    )  # fmt: skip


def test_a_deadline_counted_after_the_amendment_needs_no_move(office: Office) -> None:
    office.given()
    office.do("calendar amend kz --working-day 2026-08-31 --yes", "2026-03-16")
    office.do("plot issue-prescription P-1 --violation non-use", "2025-08-30")
    assert rows(office, "prescription-cure")[-1] == ("roll", "2026-08-31", "calendar-kz@22")


def test_no_calendar_moves_a_deadline_to_a_day_that_it_does_not_give(office: Office) -> None:
    office.given()
    office.do("plot issue-prescription P-1 --violation non-use", "2025-08-30")
    office.do("calendar amend kz --working-day 2026-08-31 --yes", "2026-03-16")
    move = "plot move-deadline P-1 --target plot-P-1@5 --name prescription-cure --due {} --cause {}"
    office.refused(move.format("2030-01-01", "calendar-kz@22"), "2026-03-16")
    office.refused(move.format("2026-08-31", "calendar-kz@99"), "2026-03-16")
    alone = office.typed(move.format("2030-01-01", "'order 12'"), "2026-03-16", "decision")
    assert alone.code == 7, "another cause takes a second officer"


def test_a_deadline_beyond_the_years_published_is_provisional(office: Office) -> None:
    office.given()
    office.do("plot issue-prescription P-1 --violation non-use", "2026-01-15")
    last = office.why("plot", "P-1", "--deadline", "prescription-cure")[-1]
    assert (last["date"], last["provisional"]) == ("2027-01-15", True)
