"""What questions tell a person: an event's own terms and deadlines, deadlines that wait, a copy for trials."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.cli.harness import EXAMPLES, sez, typed

At = Callable[[str], Path]
TRIAL = "this is a trial copy: nothing here is anybody's record"
PRESCRIBED = (
    *("plot", "issue-prescription", "KHG-014", "--violation", "other", "--on", "2022-12-05"),
    *("--document", "prescription=1@2022-12-05"),
)


def story(*words: str) -> list[list[str]]:
    """A history as it is told: the lines of each event, its own first."""
    blocks: list[list[str]] = []
    for line in sez(*words).out.splitlines():
        if line.startswith(" "):
            blocks[-1].append(line.strip())
        else:
            blocks.append([line])
    return blocks


# -- histories ---------------------------------------------------------------------------------------


def test_an_event_tells_its_own_terms_and_the_deadlines_that_it_starts(at: At) -> None:
    at("held")
    excluded = "plot exclude-time KHG-014 --from 2020-01-01 --to 2020-12-31 --ground no-utility --on 2021-01-11"
    assert typed(f"sez {excluded} --document utility-letter=8@2020-12-28").code == 0
    assert sez(*PRESCRIBED).code == 0
    *_, time, prescription = story("plot", "history", "KHG-014")
    assert time[1:4] == ["from: 2020-01-01", "to: 2020-12-31", "ground: no-utility"]
    assert prescription[1:5] == [
        "compliance: clear -> prescribed",
        "encumbrances: prescription",
        "violation: other",
        "starts: prescription-cure until 2023-03-06 (provisional)",
    ]


def test_a_deadline_that_an_event_started_is_told_as_data(at: At) -> None:
    at("held")
    assert sez(*PRESCRIBED).code == 0
    *_, last = sez("plot", "history", "KHG-014", "--format", "json").json["rows"]
    (deadline,) = last["deadlines"]
    assert deadline == {
        "name": "prescription-cure",
        "from": "2022-12-05",
        "due": "2023-03-06",
        "regulation": "kz-2019@3",
        "provisional": True,
    }


def test_what_the_changes_say_already_is_not_told_again(at: At) -> None:
    at("held")
    for block in story("plot", "history", "KHG-014"):
        labels = [line.partition(":")[0] for line in block[1:]]
        assert len(labels) == len(set(labels)), block
        assert "burdens" not in labels


# -- why a date --------------------------------------------------------------------------------------


def test_only_the_deadlines_that_wait_for_something_are_explained_unless_all_are_asked_for(at: At) -> None:
    at("held")
    assert typed(EXAMPLES["setups"]["building"]["line"]).code == 0
    told = sez("why", "plot", "KHG-014")
    assert (told.code, told.out.strip()) == (0, "")
    assert "Nothing is to be done any more about: non-use (--all explains them too)" in told.err
    every = sez("why", "plot", "KHG-014", "--all")
    assert (every.out.splitlines()[0], every.said) == ("non-use: 2022-10-15", "")
    named = sez("why", "plot", "KHG-014", "--deadline", "non-use")
    assert (named.out, named.said) == (every.out, "")


def test_a_start_is_told_with_its_paper_as_histories_have_it(at: At) -> None:
    at("held")
    assert "decision 88 of 2019-10-14" in sez("why", "plot", "KHG-014", "--deadline", "non-use").out


def test_an_unknown_deadline_is_told_with_those_that_there_are(at: At) -> None:
    at("held")
    unknown = sez("why", "plot", "KHG-014", "--deadline", "foo", "--format", "json")
    assert unknown.code == 4
    assert unknown.fault["message"] == "no deadline foo runs for plot KHG-014; there are: non-use"
    assert unknown.fault["hint"] == "sez why plot KHG-014 --all"
    assert sez(*unknown.fault["hint"].split()[1:]).code == 0


# -- what is not there -------------------------------------------------------------------------------


def test_of_what_was_never_born_the_list_is_shown_and_of_what_was_born_later_the_history(at: At) -> None:
    at("held")
    allocate = ("plot", "allocate", "KHG-015", "--document", "decision=1@2019-07-05", "--on", "2019-07-05")
    never = sez(*allocate, "--project", "Z", "--format", "json")
    assert (never.code, never.fault["hint"]) == (4, "sez project list")
    assert sez("project", "review", "Z", "--format", "json").fault["hint"] == "sez project list"
    later = sez(*allocate, "--project", "P-1", "--format", "json")
    assert (later.code, later.fault["hint"]) == (3, "sez project history P-1")


# -- a copy for trials -------------------------------------------------------------------------------


def test_a_trial_copy_says_that_it_is_one(at: At) -> None:
    at("held")
    assert sez("store", "copy", "trial.db").code == 0
    checks = {
        name: {row["check"]: row["value"] for row in sez("doctor", *where, "--format", "json").json["rows"]}
        for name, where in (("store", ()), ("copy", ("--store", "trial.db")))
    }
    assert checks["store"]["trial copy"] == "no"
    assert checks["copy"]["trial copy"] == "yes: nothing here is anybody's record"
    assert sez(*PRESCRIBED, "--store", "trial.db").err.splitlines() == [TRIAL]
    assert sez("due", "--store", "trial.db").err.splitlines()[-1] == TRIAL
    refused = sez(
        "plot", "sign-lease", "KHG-014", "--until", "2030-01-01", "--store", "trial.db", "--format", "json"
    )
    assert (refused.code, refused.fault["code"]) == (3, "papers-missing")
    assert TRIAL not in sez(*PRESCRIBED).err + sez("due").err


# -- the worklist ------------------------------------------------------------------------------------


def test_a_ready_command_names_the_store_that_was_named(at: At) -> None:
    at("held")
    assert sez("store", "copy", "a copy.db").code == 0
    words = ("--now", "2022-10-01", "--noun", "plot", "--no-steps", "--format", "json")
    (here,) = sez("due", *words).json["rows"]
    (there,) = sez("due", *words, "--store", "a copy.db").json["rows"]
    assert there["commands"] == [f"{line} --store 'a copy.db'" for line in here["commands"]]


def test_a_zone_that_there_is_not_has_no_worklist(at: At) -> None:
    at("held")
    unknown = sez("due", "--zone", "NOPE", "--format", "json")
    assert (unknown.code, unknown.fault["hint"]) == (4, "sez zone list")


def test_what_is_overdue_is_told_however_near_the_end_that_is_asked_for(at: At) -> None:
    at("held")
    words = ("--now", "2023-01-01", "--no-steps", "--format", "json")
    overdue = [row["name"] for row in sez("due", *words, "--overdue").json["rows"]]
    early = [row["name"] for row in sez("due", *words, "--until", "2020-01-01").json["rows"]]
    assert "non-use" in overdue
    assert early == overdue


def test_a_delegation_ends_on_its_day(at: At) -> None:
    at("officers")
    delegated = "officer delegate officer-permits --to officer-leases --until 2027-03-31 --on 2026-01-12"
    done = typed(f"sez {delegated} --document order=3@2026-01-12")
    assert done.code == 0, done.err
    words = ("--noun", "officer", "--until", "2028-01-01", "--format", "json")
    (ends,) = [row for row in sez("due", *words).json["rows"] if row["name"] == "delegation"]
    assert (ends["key"], ends["detail"], ends["due_on"]) == ("officer-permits", "officer-leases", "2027-03-31")
    assert ends["commands"][0].startswith(
        "sez officer delegate officer-permits --to officer-leases --until DATE"
    )
    (over,) = [r for r in sez("due", *words, "--now", "2027-04-01").json["rows"] if r["name"] == "delegation"]
    assert over["acts"] == ["officer.end-delegation"]
    taken_back = over["commands"][0].replace("order=FILE", "order=4@2026-02-01")
    assert typed(f"{taken_back} --on 2026-02-01").code == 0
    assert "delegation" not in [row["name"] for row in sez("due", *words).json["rows"]]


# -- settings ----------------------------------------------------------------------------------------


def test_help_names_what_the_environment_may_say(at: At) -> None:
    at("")
    told = sez("--help").out
    assert all(name in told for name in ("SEZ_STORE", "SEZ_ACTOR", "SEZ_TIME_ZONE", "SEZ_LAW"))
