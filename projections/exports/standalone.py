"""`verify.py` as it is given away: one file that needs nothing of ours, put together from three modules."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

PARTS = ("verify.py", "kept.py", "signed.py")
"""What is checked, and then what that rests on: each part knows only those behind it."""

TITLE = re.compile(r'\A""".*?"""\n', re.DOTALL)
IMPORTS = re.compile(r"^(?:from (\S+) )?import (.+)\n", re.MULTILINE)
END = 'if __name__ == "__main__":\n    sys.exit(main())\n'


@cache
def program() -> str:
    """The text of the program."""
    texts = [files("projections.exports").joinpath(name).read_text("utf-8") for name in PARTS]
    named: dict[str, set[str]] = {}
    for module, names in (found for text in texts for found in IMPORTS.findall(text)):
        if not module.startswith(("projections", "__future__")):
            named.setdefault(module, set()).update(names.split(", "))
    plain = [f"import {name}" for name in sorted(named.pop("", ()))]
    chosen = [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(named.items())]
    title = "".join(TITLE.findall(texts[0]))
    bodies = [IMPORTS.sub("", TITLE.sub("", text)).strip("\n") for text in texts]
    head = [title, "from __future__ import annotations\n", *plain, *chosen, "\n"]
    return "\n".join([*head, "\n\n\n".join([*bodies, END])])
