"""The words for what is wrong with a regulation: what was found, and what its author is to do."""

from __future__ import annotations

from collections.abc import Mapping

from cli.i18n import noted
from cli.wording import Words

LIST_IT = noted("Write it in the list, or correct the name.")
CORRECT = noted("Correct the value.")

PROBLEMS: Mapping[str, Words] = {
    # the text
    "not-utf8": Words(noted("line {line} is not UTF-8"), noted("Save the file as UTF-8.")),
    "unreadable": Words(noted("it is no TOML: {detail}"), noted("Correct the line.")),
    "twice": Words(noted("something stands twice: {detail}"), noted("Keep one of the two.")),
    "missing-key": Words(noted("the key {key} is missing"), noted("Write it.")),
    "unknown-key": Words(
        noted("there is no key {key}; there are {known}"), noted("Correct the name, or leave it out.")
    ),
    "wrong-kind": Words(noted("this must be {expected}"), CORRECT),
    "not-positive": Words(noted("{given} is not above zero"), CORRECT),
    "too-long": Words(noted("{given} is more than {longest}, the longest that is plausible"), CORRECT),
    "listed-twice": Words(noted("{name} stands twice in the list"), noted("Keep one of the two.")),
    "malformed-name": Words(
        noted("{given} is no name"),
        noted("Write small letters, digits and hyphens; a law's name begins with its body of law: kz-2019."),
    ),
    "unknown-roll": Words(noted("there is no roll {given}; there are {known}"), CORRECT),
    "impossible-day": Words(
        noted("{given} is no day of every year"), noted("Write month and day, such as 01-25.")
    ),
    "one-length": Words(
        noted("a deadline has one length, this one has: {given}"), noted("Keep one of {known}.")
    ),
    "ends-before-it-begins": Words(noted("the law ends on {ends}, not after it begins on {begins}"), CORRECT),
    # editions
    "amends-nothing": Words(
        noted("it amends {edition}, which there is not"),
        noted("Name an edition, or check both files together."),
    ),
    "amends-itself": Words(
        noted("it amends itself, directly or through others: {line}"), noted("Break the circle.")
    ),
    "edition-twice": Words(
        noted("there are two editions of this name and version"), noted("Give one a new version.")
    ),
    "misnamed": Words(
        noted("its file is named otherwise than the edition in it, {edition}"),
        noted("Rename the file, or the edition."),
    ),
    "replaces-nothing": Words(
        noted("it replaces {edition}, which there is not"), noted("Name an edition of the same body of law.")
    ),
    "replaces-itself": Words(
        noted("it replaces itself, directly or through others: {edition}"), noted("Break the circle.")
    ),
    "replaces-other-time": Words(
        noted(
            "it replaces {edition}, which is in force from {begins} until {ends}, at another time than itself"
        ),
        noted("Give it the same time; only an open end may be closed."),
    ),
    "replaced-twice": Words(
        noted("{edition} is replaced already, by {other}"), noted("Replace the edition that was issued last.")
    ),
    "gap": Words(
        noted("no law is in force from {begins}, when {edition} ends, until {ends}"),
        noted("Let it begin when the one before it ends."),
    ),
    "overlap": Words(
        noted("{edition} is still in force on {begins}, until {ends}"),
        noted("Issue a new version of the earlier law that ends on that day, or begin later."),
    ),
    "never-named": Words(
        noted("{list} lists {name}, which no rule names"), noted("Name it in a rule, or leave it out.")
    ),
    # acts
    "unknown-act": Words(
        noted("there is no act {act}"), noted("Correct the name: sez NOUN --help lists the acts.")
    ),
    "unknown-role": Words(noted("the law lists no role {name}"), LIST_IT),
    "unknown-body": Words(noted("the law lists no body {name}"), LIST_IT),
    "unknown-paper": Words(noted("the law lists no paper {name}"), LIST_IT),
    "unknown-article": Words(
        noted("the law does not put this citation in words: {article}"),
        noted("Write it under articles; several citations are joined by a semicolon and a space."),
    ),
    "unknown-term": Words(noted("the act has no term {name}"), CORRECT),
    "unknown-condition": Words(
        noted("neither the act nor its subject has a {name}"),
        noted("Name a term of the act or a fact of its subject."),
    ),
    "impossible-value": Words(noted("{name} is never {value}"), CORRECT),
    "no-choice": Words(noted("no value of {name} is left"), noted("Name one value at least.")),
    "unknown-limit": Words(noted("the act asks for no limit {name}; it asks for: {known}"), CORRECT),
    "limit-missing": Words(
        noted("the act cannot be decided without a limit: {needed}"), noted("Set one of them.")
    ),
    "demanded-twice": Words(noted("{kind} may be demanded twice by one act"), noted("Tell the cases apart.")),
    "house-act-missing": Words(
        noted("there is no rule for {act}, which an administration needs under any law"),
        noted("Write the rule."),
    ),
    "no-way-to-confirm": Words(
        noted("a second officer must confirm the act, and there is no rule for {act}"), noted("Write the rule.")
    ),
    # deadlines
    "started-twice": Words(
        noted("two deadlines {name} may start by one act"), noted("Tell the cases apart, or name them apart.")
    ),
    "deadline-missing": Words(noted("the act cannot be decided without a deadline {name}"), noted("Write it.")),
    "starts-from-no-date": Words(noted("the act has no date {name} to count from"), CORRECT),
    "starts-from-no-period": Words(noted("the act has no period {name} to count from"), CORRECT),
    "no-calendar": Words(
        noted("a deadline counts by a calendar, and the law names none"),
        noted("Name one: calendar, or count days."),
    ),
    "unknown-ground": Words(noted("nothing is excluded on the ground {ground}; there are {known}"), CORRECT),
    "nothing-suspends": Words(
        noted("no act suspends the deadline: there is no rule for {act}"),
        noted("Write the rule, or leave suspended_by out."),
    ),
    "grounds-differ": Words(
        noted("the deadline is suspended by {grounds}, and {act} knows {choices}"), noted("Make them the same.")
    ),
    "act-without-rule": Words(
        noted("the deadline is about {act}, for which there is no rule"),
        noted("Write the rule, or leave the act out."),
    ),
    "act-illegal": Words(
        noted("once {starts} is done, {act} is never possible"), noted("Leave the act out, or name another.")
    ),
    "names-itself": Words(
        noted("the deadline is about the act that starts it: {act}"), noted("Name another act.")
    ),
    # statuses
    "unknown-status": Words(noted("there is no status {status}"), CORRECT),
    "unreachable": Words(
        noted("nothing leads to {status}"),
        noted("Write a rule for an act that does, or list it under without."),
    ),
    "reachable": Words(
        noted("the law says that it goes without {status}, and its acts lead there"),
        noted("Leave it out of without."),
    ),
}
"""By the problem's code."""

KINDS: Mapping[str, str] = {
    "text": noted("text of one line"),
    "list": noted("a list"),
    "flag": noted("true or false"),
    "date": noted("a date such as 2026-01-16"),
    "number": noted("a whole number"),
    "table": noted("a table"),
}
"""What a key may hold."""
