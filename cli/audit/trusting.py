"""By whose key signatures are checked."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from cli.options import KEY
from lifecycle.errors import Misused

if TYPE_CHECKING:
    from lifecycle.proof.keys import VerifierKey


def given_key(vkey: str | None, key_file: str | None) -> VerifierKey | None:
    """The public key that was given: typed, or in the signer's own file, named by an option or the environment.

    Raises `Misused` for both at once, `BadKey`.
    """
    if vkey and key_file:
        raise Misused(problem="two-keys")
    from lifecycle.proof import errors, keys  # noqa: PLC0415 - most verify without a key

    if vkey:
        with errors.told_of("--vkey"):
            return keys.VerifierKey.parse(_read(vkey))
    named = key_file or os.environ.get(KEY)
    return keys.load(Path(named)).verifier if named else None


def _read(vkey: str) -> str:
    """A public key that is typed, or in a file after `@`. Raises `Misused`."""
    if not vkey.startswith("@"):
        return vkey
    from lifecycle.proof import keys, regular  # noqa: PLC0415 - as above

    try:
        return regular.content(Path(vkey[1:]), keys.LARGEST_FILE).decode("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Misused(problem="file-unreadable", path=vkey[1:]) from error
