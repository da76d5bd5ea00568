"""Identifiers and names: what they are made of, and how two writings of one are told to be the same.

Every parser raises `Malformed`, which names what was expected.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_KEY_LENGTH = 64
MAX_NAME_LENGTH = 2_000
REMEMBERED = 10_000
"""How many identifiers found well-formed need not be looked at again: a log names the same ones many times."""


class Malformed(ValueError):
    """Text that is not a value of its kind: what it is, the text, and what was expected."""

    def __init__(self, what: str, text: str, expected: str) -> None:
        super().__init__(f"{what} {text!r}: expected {expected}")
        self.what, self.text, self.expected = what, text, expected


def script_of(letter: str) -> str:
    """The script a letter belongs to: LATIN, CYRILLIC or another, from its Unicode name."""
    return unicodedata.name(letter, "UNKNOWN").split(" ", 1)[0]


def _scripts(text: str) -> set[str]:
    return {script_of(letter) for letter in text if letter.isalpha()}


@lru_cache(REMEMBERED)
def key(text: str) -> str:
    """A subject's key: letters, digits, `.`, `_`, `-`; at most 64 characters, one script, NFC.

    Raises `Malformed`. Source: the stored formats, "Names".
    """
    word = unicodedata.normalize("NFC", text)
    if word.isascii() and 0 < len(word) <= MAX_KEY_LENGTH and re.fullmatch(r"[\w.\-]+", word):
        return word
    if not 0 < len(word) <= MAX_KEY_LENGTH:
        raise Malformed("key", text, f"1 to {MAX_KEY_LENGTH} characters")
    scripts = _scripts(word)
    if not scripts <= {"LATIN", "CYRILLIC"} or not all(c.isalpha() or c in "0123456789._-" for c in word):
        raise Malformed("key", text, "Latin or Cyrillic letters, digits, '.', '_', '-'")
    if len(scripts) > 1:
        raise Malformed("key", text, "letters of one script, Latin or Cyrillic, not both")
    return word


def _weighted(digits: list[int], weights: list[int]) -> int:
    return sum(d * w for d, w in zip(digits, weights, strict=False)) % 11


def checksum_holds(number: str) -> bool:
    """The 12th digit of a BIN or IIN: weights 1..11 mod 11; if that is 10, weights 3..11, 1, 2."""
    digits = [int(c) for c in number]
    check = _weighted(digits[:11], list(range(1, 12)))
    if check == 10:  # noqa: PLR2004 - the law's own number
        check = _weighted(digits[:11], [*range(3, 12), 1, 2])
    return check == digits[11]


@lru_cache(REMEMBERED)
def business_number(text: str) -> str:
    """A BIN: 12 digits, a legal entity's type digit, the checksum. Raises `Malformed`; refuses an IIN."""
    if not re.fullmatch(r"[0-9]{12}", text):
        raise Malformed("BIN", text, "12 digits")
    if not checksum_holds(text):
        raise Malformed("BIN", text, "a number whose last digit is its checksum")
    if text[4] not in "456":
        raise Malformed("BIN", text, "the number of an organisation, never a person's IIN")
    return text


def party_key(text: str) -> str:
    """A party's key: its BIN, or a key with a letter that the administration chooses."""
    return business_number(text) if text.isdigit() else key(text)


def digest(text: str) -> str:
    """A paper's key: the SHA-256 of its bytes, 64 small hexadecimal digits. Raises `Malformed`."""
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise Malformed("digest", text, "a SHA-256 in 64 small hexadecimal digits")
    return text


def cadastral_number(text: str) -> str:
    """A cadastral number as written, linted: groups of digits, or letters of one script."""
    number = unicodedata.normalize("NFC", text).strip()
    expected = "groups such as 03-046-123-1234, in letters of one script"
    if len(number) > MAX_KEY_LENGTH or not re.fullmatch(r"[^\W_]+([:\-/][^\W_]+){1,6}", number):
        raise Malformed("cadastral number", text, expected)
    if not all(c.isalpha() or c in "0123456789:-/" for c in number) or len(_scripts(number)) > 1:
        raise Malformed("cadastral number", text, expected)
    return number


def normalised(number: str) -> str:
    """The form under which two writings of one cadastral number are the same key."""
    return re.sub(r"[:/]", "-", number).upper()


UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of what changes a line without being seen in it: control, bidirectional, separators."""

LONGEST_SHORT_ESCAPE = 0xFFFF


def name(text: str) -> str:
    """A name as people write it: NFC, trimmed, no control or bidirectional characters."""
    word = unicodedata.normalize("NFC", text).strip()
    if not 0 < len(word) <= MAX_NAME_LENGTH:
        raise Malformed("name", text, f"1 to {MAX_NAME_LENGTH} characters")
    if not word.isprintable() and any(unicodedata.category(c) in UNSEEN for c in word):
        raise Malformed("name", text, "no control, invisible or bidirectional characters")
    return word


def visible(text: str) -> str:
    r"""Text with every control, invisible and bidirectional character written as an escape such as `\u202e`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_spelled(c) if unicodedata.category(c) in UNSEEN else c for c in text)


def _spelled(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= LONGEST_SHORT_ESCAPE else f"\\U{code:08x}"
