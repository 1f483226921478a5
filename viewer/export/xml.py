"""What XML can carry of any text."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def carried(text: str) -> str:
    """Return ``text``, of a whole document or of a part, without what no XML reader opens.

    That is the control characters other than tab and newline, and two that stand for none.
    """
    return _FORBIDDEN.sub("", text)
