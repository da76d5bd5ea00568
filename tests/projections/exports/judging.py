"""What `verify.py` says of something, asked as on a command line."""

from __future__ import annotations

import pytest

from projections.exports import verify

VERIFIED, FINDINGS, MISUSED = 0, 6, 2


def judged(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    """Its exit code, and what it prints."""
    code = verify.main([str(word) for word in words])
    return code, capsys.readouterr().out


def first_finding(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    """The first of its findings; there are some."""
    code, out = judged(capsys, *words)
    assert code == FINDINGS
    return out.partition("FINDINGS\n  - ")[2].partition("\n")[0]
