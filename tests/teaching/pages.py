"""Source files as an editor writes them."""

from __future__ import annotations

from collections.abc import Mapping


def page(title: str, text: str, publisher: str = "Own reading", **fields: str) -> str:
    """A source of 2026; `fields` are those of its front matter beside title and publisher."""
    front = {"title": f"'{title}'", "publisher": publisher, "year": "2026", **fields}
    lines = "\n".join(f"{name}: {value}" for name, value in front.items())
    return f"---\n{lines}\n---\n\n{text.strip()}\n"


def certification_page(name: str, claims: Mapping[str, str], **fields: str) -> str:
    """The rules of a certification by ISACA: sentences with the marks that say what they claim."""
    text = "\n\n".join(f"{sentence}\n{{{mark}}}" for sentence, mark in claims.items())
    return page(
        f"The {name}",
        f"# {name}\n\n{text}",
        "ISACA",
        kind="rules",
        about=f"certification/{name}",
        **fields,
    )
