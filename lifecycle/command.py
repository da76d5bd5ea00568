"""What a person asks for: an act with its terms, papers and circumstances."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import BaseModel

from lifecycle import canonical
from lifecycle.errors import Misused

if TYPE_CHECKING:
    from lifecycle.store.log import Paper


class Document(NamedTuple):
    """A paper an act rests on: known by number and date, by its bytes' digest, or by all of them."""

    kind: str
    number: str = ""
    on: date | None = None
    sha256: str = ""

    def as_json(self) -> dict[str, str]:
        """The document as it stands in an envelope."""
        whole = {
            "kind": self.kind,
            "number": self.number,
            "date": self.on.isoformat() if self.on else "",
            "sha256": self.sha256,
        }
        return {name: value for name, value in whole.items() if value}


class Gap(NamedTuple):
    """A paper the law demands and the act lacks: who is to find it, and by when."""

    kind: str
    owner: str
    until: date

    def as_json(self) -> dict[str, str]:
        """The gap as it stands in an envelope."""
        return {"kind": self.kind, "owner": self.owner, "until": self.until.isoformat()}


PROPOSAL = "proposal"
APPROVAL = "proposal.approve"
"""The act by which a second officer confirms a proposed one."""

SILENT: tuple[Any, ...] = (None, "", False, (), [])
"""Values of optional terms that leave everything as if the term had not been given."""


@dataclass(frozen=True)
class Command:
    """An act asked for: `noun verb key` with its terms. `on` is the legal date, today where None.

    `propose` puts it before a second officer instead of doing it.
    """

    noun: str
    verb: str
    key: str
    terms: Mapping[str, Any] = field(default_factory=dict)
    actor: str = ""
    on: date | None = None
    documents: tuple[Document, ...] = ()
    gaps: tuple[Gap, ...] = ()
    papers: tuple[Paper, ...] = ()
    body: str = ""
    reason: str = ""
    command_id: str = ""
    expect_version: int | None = None
    propose: bool = False

    @property
    def act(self) -> str:
        """`category.verb`."""
        return f"{self.noun}.{self.verb}"

    def named(self, command_id: str) -> Command:
        """The same request under a command id."""
        return replace(self, command_id=command_id)

    def request_hash(self, on: date) -> str:
        """The digest by which a repeat of this request is told from another request under its id.

        `on` is the legal date the act was decided for; an approval has none of its own. Terms that say nothing
        are left out, so that the digest can be made again from the act's records alone.
        """
        asked = {
            "act": self.act,
            "key": self.key,
            "terms": {name: plain(value) for name, value in self.terms.items() if value not in SILENT},
            "actor": self.actor,
            "on": "" if self.act == APPROVAL else on.isoformat(),
            "documents": [d.as_json() for d in self.documents],
            "gaps": [g.as_json() for g in self.gaps],
            "body": self.body,
            "reason": self.reason,
        } | ({"propose": True} if self.propose else {})
        try:
            return hashlib.sha256(canonical.encode(asked)).hexdigest()
        except canonical.NotCanonical as error:
            raise Misused(problem="not-canonical", detail=str(error)) from error


def plain(value: Any) -> Any:
    """A term's value as JSON."""
    match value:
        case BaseModel():
            return value.model_dump(mode="json")
        case date():
            return value.isoformat()
        case dict():
            return {name: plain(item) for name, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            return value
