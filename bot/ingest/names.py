"""Names of things as ids and file names."""

from __future__ import annotations

import re


def slug(text: str) -> str:
    """`Data loss & fraud` -> `data-loss-fraud`; a plus sign is kept as
    a word, since Security+ isn't security.
    """
    text = text.lower().replace("+", " plus ").replace("’", "'").replace("'", "")
    return "-".join(re.findall(r"[a-z0-9]+", text))[:80].strip("-") or "unnamed"
