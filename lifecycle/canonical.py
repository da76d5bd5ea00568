"""Canonical JSON: the bytes that are stored, exported and hashed (RFC 8785 within the limits checked here)."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

MAX_RECORD_BYTES = 65_535
LARGEST_INTEGER = 2**53 - 1


class NotCanonical(ValueError):
    """A value outside the limits under which our JSON equals RFC 8785."""


def encode(value: Any) -> bytes:
    """A JSON object as canonical bytes.

    Raises `NotCanonical` for floats, integers beyond 2^53, keys outside ASCII, strings that are not NFC or
    hold lone surrogates, and objects over 65,535 bytes.
    """
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    _check(value)
    try:
        state = text.encode()
    except UnicodeEncodeError as error:
        msg = "a string holds a lone surrogate"
        raise NotCanonical(msg) from error
    if len(state) > MAX_RECORD_BYTES:
        msg = f"a record of {len(state)} bytes; at most {MAX_RECORD_BYTES}"
        raise NotCanonical(msg)
    return state


def _check(value: Any) -> None:
    match value:
        case bool() | None:
            return
        case str():
            if not value.isascii() and not unicodedata.is_normalized("NFC", value):
                msg = f"{value!r} is not in Unicode normal form C"
                raise NotCanonical(msg)
        case int():
            if abs(value) > LARGEST_INTEGER:
                msg = f"{value} is beyond 2^53"
                raise NotCanonical(msg)
        case dict():
            for key, item in value.items():
                if not (isinstance(key, str) and key.isascii()):
                    msg = f"key {key!r} is not ASCII"
                    raise NotCanonical(msg)
                _check(item)
        case list() | tuple():
            for item in value:
                _check(item)
        case _:
            msg = f"{type(value).__name__} has no canonical form"
            raise NotCanonical(msg)


def decode(state: bytes) -> dict[str, Any]:
    """The object that canonical bytes hold."""
    return json.loads(state)  # type: ignore[no-any-return]
