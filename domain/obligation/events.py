"""What happens to an obligation."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from domain.event import Event
from domain.identifiers import Malformed, key, name
from domain.plot.values import ExclusionGround
from domain.values import LARGEST_INTEGER, Count, Key, Name, ObligationKind, Unit


def subject(text: str) -> str:
    """Whose obligation it is: `project:KEY`, `zone:KEY` or `authority:NAME`. Raises `Malformed`."""
    found = re.fullmatch(r"(project|zone|authority):(.+)", text)
    if not found:
        raise Malformed("subject", text, "project:KEY, zone:KEY or authority:NAME")
    kind, word = found.groups()
    return f"{kind}:{name(word) if kind == 'authority' else key(word)}"


Subject = Annotated[str, AfterValidator(subject)]
Target = Annotated[int, Field(gt=0, le=LARGEST_INTEGER)]
"""What is promised, in the obligation's unit: minor units of a currency, m2 for `ha`, else a count."""


class ObligationDefined(Event, stored="obligation.ObligationDefined@1"):
    """An obligation was taken on: of whom, what, how much, in which unit, by when.

    A unit of three capitals is a currency. `plot` is the single plot that the obligation stands and falls with;
    `regulation` the version of the law at its signature, under which it stays.
    """

    of: Subject
    kind: ObligationKind
    target: Target
    unit: Unit
    due_on: date
    plot: Key | None = None
    obligor: Name | None = None
    regulation: str = ""


class ProgressReported(Event, stored="obligation.ProgressReported@1"):
    """The obligor reported how much is done since the beginning, in the obligation's unit."""

    amount: Count


class ObligationMet(Event, stored="obligation.ObligationMet@1"):
    """The obligation was performed."""


class ObligationUnmet(Event, stored="obligation.ObligationUnmet@1"):
    """The obligation was found not performed when it was due."""


class NoticeServed(Event, stored="obligation.NoticeServed@1"):
    """The obligor was called upon to cure; the term for it runs from the notice.

    `cure_until` is its last day where the notice was served for the plot that the obligation is about.
    """

    cure_until: date | None = None


class ObligationCured(Event, stored="obligation.ObligationCured@1"):
    """The obligation was performed within the term for cure."""


class ObligationBreached(Event, stored="obligation.ObligationBreached@1"):
    """The term for cure ran out."""


class ObligationPerformedLate(Event, stored="obligation.ObligationPerformedLate@1"):
    """A breached obligation was performed after all, and accepted."""


class ObligationAmended(Event, stored="obligation.ObligationAmended@1"):
    """An annex changed what is promised, or by when."""

    annex: Name
    target: Target | None = None
    due_on: date | None = None


class ObligationRescheduled(Event, stored="obligation.ObligationRescheduled@1"):
    """An annex gave an unmet obligation a new due date."""

    annex: Name
    due_on: date


class ClockSuspended(Event, stored="obligation.ClockSuspended@1"):
    """Time stopped counting from this date."""

    ground: ExclusionGround


class ClockResumed(Event, stored="obligation.ClockResumed@1"):
    """Time counts again from this date; the days between are added to every term that was running."""


class ObligationWaived(Event, stored="obligation.ObligationWaived@1"):
    """The obligor was released."""


class ObligationSuperseded(Event, stored="obligation.ObligationSuperseded@1"):
    """What the obligation rested on ended: `cause` names it, such as `project:P-1` or `plot:KHG-014`."""

    cause: str = ""


class ObligationReinstated(Event, stored="obligation.ObligationReinstated@1"):
    """What the obligation rested on was given back."""


class DeadlineMoved(Event, stored="obligation.DeadlineMoved@1"):
    """A due date was moved: `performance`, or one that an earlier event started."""

    target: str
    name: str
    due: date
    cause: str


class DocumentGapClosed(Event, stored="obligation.DocumentGapClosed@1"):
    """A missing paper was found."""

    kind: Name
