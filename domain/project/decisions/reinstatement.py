"""What a judgment gives back when it overturns the termination of a contract.

There is an act for each point that the project had reached; the facts allow one of them only.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.event import Event, Outcome, Touch
from domain.obligation.events import ObligationReinstated
from domain.obligation.state import Obligation
from domain.project import events
from domain.project.decisions.contract import taken_again
from domain.project.state import Project, Reached
from domain.refusals import NothingToRestore


def _given_back(
    project: Project, reached: Reached, event: Event, obligations: Mapping[str, Obligation]
) -> Outcome:
    """The contract and the obligations that its termination ended, not those that ended with a plot."""
    if project.reached != reached:
        raise NothingToRestore(project.key)
    ended_here = f"project:{project.key}"
    revived = (
        Touch(key, ObligationReinstated())
        for key, obligation in sorted(obligations.items())
        if obligation.superseded and obligation.superseded_by == ended_here
    )
    return (event, *taken_again(project), *revived)


def reinstate_contract(project: Project, *, obligations: Mapping[str, Obligation], on: date) -> Outcome:
    """Give back a contract under which no works had begun."""
    return _given_back(project, "contract", events.ContractReinstated(), obligations)


def reinstate_works(project: Project, *, obligations: Mapping[str, Obligation], on: date) -> Outcome:
    """Give back a contract under which works were going on."""
    return _given_back(project, "works", events.WorksReinstated(), obligations)


def reinstate_launch(project: Project, *, obligations: Mapping[str, Obligation], on: date) -> Outcome:
    """Give back a contract whose project had been launched."""
    return _given_back(project, "launch", events.LaunchReinstated(), obligations)


def reinstate_operation(project: Project, *, obligations: Mapping[str, Obligation], on: date) -> Outcome:
    """Give back a contract whose project was operating."""
    return _given_back(project, "operation", events.OperationReinstated(), obligations)
