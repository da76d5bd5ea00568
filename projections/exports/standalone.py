"""`verify.py` as it is given away: one file that needs nothing of ours, put together from four modules."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

PARTS = ("signed.py", "kept.py", "lines.py", "verify.py")
"""In the order in which they stand in the one file: each knows only those before it."""

TITLE = re.compile(r'\A""".*?"""\n', re.DOTALL)
IMPORTS = re.compile(r"^(?:from|import) [^(\n]*(?:\([^)]*\))?\n", re.MULTILINE)
OURS = ("from projections", "from __future__")


@cache
def program() -> str:
    """The text of the program. Its title, and what it does, stand in the last part."""
    texts = [files("projections.exports").joinpath(name).read_text("utf-8") for name in PARTS]
    found = {line for text in texts for line in IMPORTS.findall(text) if not line.startswith(OURS)}
    imports = "".join(sorted(found, key=lambda line: (line.startswith("from"), line)))
    title = "".join(TITLE.findall(texts[-1]))
    bodies = [IMPORTS.sub("", TITLE.sub("", text)).strip("\n") for text in texts]
    return "\n".join([title, "from __future__ import annotations\n", imports, "\n\n\n".join(bodies), ""])
