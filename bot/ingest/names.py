"""Names of things as ids and file names."""

from __future__ import annotations

from string import ascii_lowercase, digits

_KEPT = frozenset(ascii_lowercase + digits)


def slug(text: str) -> str:
    """`Data loss & fraud` -> `data-loss-fraud`; a plus sign is kept as
    a word, since Security+ isn't security.
    """
    text = text.lower().replace("+", " plus ").replace("’", "'").replace("'", "")
    kept = "".join(c if c in _KEPT else " " for c in text)
    return "-".join(kept.split())[:80].strip("-") or "unnamed"
