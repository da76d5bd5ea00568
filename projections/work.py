"""The shape of the work ahead: what a case waits for. The rows are made in `projections.prospects`.

A row is a function of one stream's settled history. What is overdue is asked of a day, never stored; which land
an act on other subjects concerns is joined when asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

VERSION = 3
"""Of the model; a new one has it rebuilt. Policies and editions of the law that change rows take a new one."""

PLACE = ("noun", "key", "place")
"""The columns by which a row is told from others: the subject, and the row's place among its rows."""

WHAT = ("kind", "name", "detail", "due_on", "from_on", "event", "act")
LAW = ("regulation", "calendar", "provisional", "cause", "basis")
WHOSE = ("owner", "whose", "zone", "of_noun", "of_key")
TARGET = ("target", "target_key", "target_by")
LISTS = ("suggest_before", "suggest_after", "target_standing")
"""The columns that hold lists and objects, as JSON."""

COLUMNS = (*PLACE, *WHAT, *LAW, "closes", *WHOSE, *TARGET, *LISTS)
"""`basis` is a deadline's; what other rows rest on is asked of the law when they are told. `detail` is what is
asked for: a kind of obligation, a listing, the act proposed, the period to report. `closes`: there is nothing
to do any more once the date is over. `of_*` is what a subject without a zone of its own belongs to. `target` is
the noun that a step is suggested on where it is not the subject, found by `target_key` or by the column of its
register that holds the subject's key."""

NUMBERS = frozenset({"place", "provisional", "closes"})
EMPTY: Mapping[str, Any] = {
    name: 0 if name in NUMBERS else [] if name in LISTS else "" for name in COLUMNS if name not in PLACE
} | {"target_standing": {}}

KINDS = ("deadline", "obligation", "gap", "end", "proposal", "step")
DEADLINE, OBLIGATION, GAP, END, PROPOSAL, STEP = KINDS
