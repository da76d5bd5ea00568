"""What is said of a paper: what kind it is, and what its bytes are."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from domain.identifiers import Malformed
from domain.values import LARGEST_INTEGER

MAX_KIND_LENGTH = 64
MAX_MEDIA_TYPE_LENGTH = 127
"""For a whole type; the registries' own names are far shorter (RFC 6838, 4.2)."""

_NAME = r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*"


def document_kind(text: str) -> str:
    """A kind of paper, in words as regulations write them: `acceptance-act`. Raises `Malformed`."""
    if len(text) > MAX_KIND_LENGTH or not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", text):
        raise Malformed("kind of document", text, "small Latin letters and digits, such as acceptance-act")
    return text


def media_type(text: str) -> str:
    """What bytes are, `type/subtype` without parameters (RFC 6838, 4.2). Raises `Malformed`."""
    if len(text) > MAX_MEDIA_TYPE_LENGTH or not re.fullmatch(f"{_NAME}/{_NAME}", text):
        raise Malformed("media type", text, "type/subtype, such as application/pdf")
    return text


DocumentKind = Annotated[str, AfterValidator(document_kind)]
MediaType = Annotated[str, AfterValidator(media_type)]
Size = Annotated[int, Field(gt=0, le=LARGEST_INTEGER)]
"""A number of bytes above zero."""
