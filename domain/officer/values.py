"""The role in which an officer acts: named by the regulation, not by this program."""

import re
from typing import Annotated

from pydantic import AfterValidator

from domain.identifiers import Malformed

MAX_ROLE_LENGTH = 32


def role(text: str) -> str:
    """A role in kebab case, at most 32 characters. Raises `Malformed`."""
    if len(text) > MAX_ROLE_LENGTH or not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", text):
        raise Malformed("role", text, "a role such as zone-administration, at most 32 characters")
    return text


Role = Annotated[str, AfterValidator(role)]
