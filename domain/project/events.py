"""What happens to a project."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.event import Event
from domain.values import LARGEST_INTEGER, AreaM2, Count, Duty, Key, Money, Name, PartyKey, Period

Stages = Annotated[int, Field(ge=1, le=LARGEST_INTEGER)]
Rate = Annotated[str, Field(pattern=r"^[0-9]{1,12}(\.[0-9]{1,8})?$")]
"""A rate of exchange as it was published, a decimal such as `448.15`; text, so that it stays exact."""

TerminationGround = Literal["breach", "agreement", "bankruptcy", "zone-ended", "court"]


# -- application -------------------------------------------------------------------------------------


class ProjectSubmitted(Event, stored="project.ProjectSubmitted@1"):
    """An investor applied: what is to be built, with how much money and how many working there.

    `equivalent` is the investment in another currency, kept with the rate and its date.
    """

    zone: Key
    party: PartyKey
    name: Name
    investment: Money
    jobs: Count
    area_m2: AreaM2
    stages: Stages = 1
    off_territory: bool = False
    activity: Name | None = None
    equivalent: Money | None = None
    rate: Rate | None = None
    rate_on: date | None = None


class ReviewStarted(Event, stored="project.ReviewStarted@1"):
    """The application is being examined."""


class ClarificationAsked(Event, stored="project.ClarificationAsked@1"):
    """The applicant was asked to explain or to add to the application."""


class ClarificationGiven(Event, stored="project.ClarificationGiven@1"):
    """The applicant answered; the answer may name the activity meant."""

    activity: Name | None = None


class ProjectApproved(Event, stored="project.ProjectApproved@1"):
    """The project was approved."""


class ProjectRejected(Event, stored="project.ProjectRejected@1"):
    """The project was refused."""


class ProjectWithdrawn(Event, stored="project.ProjectWithdrawn@1"):
    """The applicant withdrew before a contract."""


class ApprovalLapsed(Event, stored="project.ApprovalLapsed@1"):
    """No contract followed the approval in time."""


# -- contract and membership -------------------------------------------------------------------------


class ActivityContractSigned(Event, stored="project.ActivityContractSigned@1"):
    """The contract on carrying out activity was signed, with the obligations it names."""

    obligations: tuple[Duty, ...] = ()


class ContractAmended(Event, stored="project.ContractAmended@1"):
    """An annex changed the contract: the date of commissioning, the investment, the jobs."""

    annex: Name
    commissioning_on: date | None = None
    investment: Money | None = None
    jobs: Count | None = None


class ParticipantRegistered(Event, stored="project.ParticipantRegistered@1"):
    """The ministry entered the investor in the register of participants."""


class ParticipantExcluded(Event, stored="project.ParticipantExcluded@1"):
    """The ministry took the investor off the register after the contract was terminated."""


class ParticipantLeft(Event, stored="project.ParticipantLeft@1"):
    """The investor left the register when the project was completed."""


class MembershipRestored(Event, stored="project.MembershipRestored@1"):
    """The investor stands in the register of participants again."""


class ActivityContractTerminated(Event, stored="project.ActivityContractTerminated@1"):
    """The contract ended before its term."""

    ground: TerminationGround


class ContractReinstated(Event, stored="project.ContractReinstated@1"):
    """A judgment gave back a contract under which no works had begun."""


class WorksReinstated(Event, stored="project.WorksReinstated@1"):
    """A judgment gave back a contract under which works were going on."""


class LaunchReinstated(Event, stored="project.LaunchReinstated@1"):
    """A judgment gave back a contract whose project had been launched."""


class OperationReinstated(Event, stored="project.OperationReinstated@1"):
    """A judgment gave back a contract whose project was operating."""


# -- works and operation -----------------------------------------------------------------------------


class ProjectStarted(Event, stored="project.ProjectStarted@1"):
    """The investor set to work."""


class StageLaunched(Event, stored="project.StageLaunched@1"):
    """One stage was commissioned, numbered from 1."""

    stage: Stages


class ProjectLaunched(Event, stored="project.ProjectLaunched@1"):
    """The whole project was commissioned."""


class ProgressReported(Event, stored="project.ProgressReported@1"):
    """The investor reported: jobs at the period's end, money in the period (not since the beginning)."""

    period: Period
    jobs: Count | None = None
    investment: Money | None = None
    output: Money | None = None
    taxes: Money | None = None


class OperationBegun(Event, stored="project.OperationBegun@1"):
    """The launched project works regularly."""


class ProjectCompleted(Event, stored="project.ProjectCompleted@1"):
    """All that the contract asked for was done."""


class ProjectSuspended(Event, stored="project.ProjectSuspended@1"):
    """The activity rests by decision."""


class ProjectResumed(Event, stored="project.ProjectResumed@1"):
    """The activity goes on."""


class ProjectTransferredToZone(Event, stored="project.ProjectTransferredToZone@1"):
    """The project moved from its zone to another: both agreed, or a decree put that zone in its place."""

    zone: Key
    by_decree: bool = False


class ProjectExtendedToZone(Event, stored="project.ProjectExtendedToZone@1"):
    """The project spread to another zone and stays in its own."""

    zone: Key


# -- written by other acts ---------------------------------------------------------------------------


class PlotGranted(Event, stored="project.PlotGranted@1"):
    """The project was given a plot."""

    plot: Key
    area_m2: AreaM2


class PlotLost(Event, stored="project.PlotLost@1"):
    """The project has the plot no more."""

    plot: Key


class HolderChanged(Event, stored="project.HolderChanged@1"):
    """Another party stands behind the project."""

    party: PartyKey


class AnnexAttached(Event, stored="project.AnnexAttached@1"):
    """An annex to the contract changed one of the project's obligations."""

    annex: Name
    obligation: Key


class ObligationAttached(Event, stored="project.ObligationAttached@1"):
    """The project bears an obligation."""

    obligation: Key


class DeadlineMoved(Event, stored="project.DeadlineMoved@1"):
    """A due date that an earlier event started was moved."""

    target: str
    name: str
    due: date
    cause: str


class DocumentGapClosed(Event, stored="project.DocumentGapClosed@1"):
    """A missing paper was found."""

    kind: Name
