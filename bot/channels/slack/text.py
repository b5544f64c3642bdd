"""Text on its way into and out of Slack's markup."""

from __future__ import annotations

import html
import re

_MARK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_MENTIONED = re.compile(r"<@([A-Z0-9]+)(?:\|[^<>]*)?>")
_ACTIVE = re.compile(r"<(?=[!@#])")


def typed(text: str, bot: str) -> str:
    """What somebody typed, without Slack's markup and without the mention of the advisor itself."""
    text = re.sub(rf"<@{re.escape(bot)}(\|[^<>]*)?>", " ", text)
    return html.unescape(_MARK.sub(_readable, text)).strip()


def mentioned(text: str) -> frozenset[str]:
    """The ids of the people mentioned in a text as Slack delivers it."""
    return frozenset(_MENTIONED.findall(text))


def escaped(text: str) -> str:
    """Where Slack reads markup: the three characters that start any mention, link or command are made harmless."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def literal(text: str) -> str:
    """Where Slack takes text as it is (rich text, plain text): only the beginning of a command is broken up.

    Nothing there is read as markup; a word joiner after `<` makes sure that no reader of the message ever does.
    """
    return _ACTIVE.sub("<\u2060", text)


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, ending in an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _readable(mark: re.Match[str]) -> str:
    """`<https://x|label>` is the label, `<#C1|general>` is #general, `<!here>` and mentions are what people see."""
    target, label = mark.group(1), mark.group(2)
    if target.startswith("!"):
        return label or ""
    if target[:1] in ("@", "#"):
        return target[:1] + (label or "").lstrip("@#") if label else ""
    return label or target.removeprefix("mailto:")
