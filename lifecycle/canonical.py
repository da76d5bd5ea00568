"""Canonical JSON: the bytes that are stored, exported and hashed (RFC 8785 within the limits checked here)."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from pydantic_core import from_json

MAX_RECORD_BYTES = 65_535
LARGEST_INTEGER = 2**53 - 1
LAST_IN_PLANE = "\uffff"
"""Up to here, keys ordered by code point (ours) stand as RFC 8785 orders them, by UTF-16 unit."""


class NotCanonical(ValueError):
    """A value outside the limits under which our JSON equals RFC 8785."""


_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def encode(value: Any) -> bytes:
    """A JSON object as canonical bytes.

    Raises `NotCanonical` for floats, integers beyond 2^53, keys outside the basic plane, strings that are not
    NFC or hold lone surrogates, and objects over 65,535 bytes. Field names are ASCII; `reads` has the names of
    streams for keys, and these may be Cyrillic.
    """
    text = _ENCODER.encode(value)
    check_limits(value)
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        raise NotCanonical("a string is not in Unicode normal form C")
    try:
        state = text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("a string holds a lone surrogate") from error
    if len(state) > MAX_RECORD_BYTES:
        msg = f"a record of {len(state)} bytes; at most {MAX_RECORD_BYTES}"
        raise NotCanonical(msg)
    return state


def check_limits(value: Any) -> None:
    """Raise `NotCanonical` where a number or a key, anywhere in a JSON value, is outside the limits."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return
    if kind is dict:
        for key, item in value.items():
            if not isinstance(key, str) or (not key.isascii() and max(key) > LAST_IN_PLANE):
                msg = f"key {key!r} is not text of the basic plane"
                raise NotCanonical(msg)
            check_limits(item)
    elif kind is list or kind is tuple:
        for item in value:
            check_limits(item)
    elif kind is not int or abs(value) > LARGEST_INTEGER:
        msg = f"{value!r} is not an integer within 2^53"
        raise NotCanonical(msg)


def decode(state: bytes) -> dict[str, Any]:
    """The object that canonical bytes hold."""
    return from_json(state)  # type: ignore[no-any-return]
