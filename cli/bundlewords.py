"""The words for what stands against a bundle."""

from __future__ import annotations

from collections.abc import Mapping

from cli.i18n import noted
from cli.wording import Words

ABOUT_BUNDLES: Mapping[str, Words] = {
    "misused.unsealed": Words(
        noted("no seal covers the last records of what is asked for: a bundle rests on a signed checkpoint"),
        "sez audit seal --key FILE",
    ),
    "misused.plot-and-zone": Words(noted("give either --plot or --zone"), "sez audit bundle --help"),
    "misused.not-a-directory": Words(noted("{path} is no directory"), "sez audit bundle --output DIR"),
    "misused.not-a-bundle": Words(
        noted("{path} holds more than a bundle, and is left as it is; it has {others}"),
        "sez audit bundle --output DIR",
    ),
}
