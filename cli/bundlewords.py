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
    "misused.plot-and-zone": Words(noted("give one of --plot, --zone and --absent"), "sez audit bundle --help"),
    "misused.not-absent": Words(
        noted("{stream} is in the log: that it is not there cannot be shown"), "sez audit bundle --help"
    ),
    "misused.not-a-directory": Words(noted("{path} is no directory"), "sez audit bundle --output DIR"),
    "misused.no-manifest": Words(
        noted("{path} is no bundle, as it has no manifest of one, and is left as it is"),
        "sez audit bundle --output DIR",
    ),
    "misused.folder-absent": Words(
        noted("{path} cannot be written: there is no directory {folder}"), "mkdir {folder}"
    ),
    "misused.folder-unwritable": Words(
        noted("{path} cannot be written: you may not write into the directory {folder}"), "--output FILE"
    ),
    "misused.file-exists": Words(
        noted("there is a file {path}, and it is left as it is: give another name, or remove it"),
        "--output FILE",
    ),
    "misused.file-unwritable": Words(noted("{path} cannot be written: {detail}"), "--output FILE"),
    "misused.not-a-bundle": Words(
        noted("{path} holds more than a bundle, and is left as it is; it has {others}"),
        "sez audit bundle --output DIR",
    ),
}
