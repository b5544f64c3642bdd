"""What a company says of itself: told as its word, with its links, and never as a
general answer.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain.facts import Passage
from bot.domain.reply import Reply


def as_company_says(reply: Reply, passage: Passage) -> Reply:
    """The reply with the company named first, and the addresses behind the words that
    lead to them.
    """
    company = passage.source.company
    text = reply.text if company.lower() in reply.text.lower() else f"At {company}: {reply.text}"
    missing = []
    for link in passage.links:
        shown = link.address.removeprefix("mailto:")
        if shown in text:
            continue
        if link.words and link.words in text:
            text = text.replace(link.words, f"{link.words} ({shown})", 1)
        else:
            missing.append(shown)
    if missing:
        text = f"{text} See {', '.join(missing)}."
    return replace(reply, text=text)
