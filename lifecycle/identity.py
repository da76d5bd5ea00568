"""Who acts: the name that is written into every act."""

from __future__ import annotations

import getpass
import os


def actor() -> str:
    """Who the system says you are: `SEZ_ACTOR`, or the name of the account."""
    return os.environ.get("SEZ_ACTOR") or getpass.getuser()
