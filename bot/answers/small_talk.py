"""Small talk, and the sentence that acknowledges a feeling before the facts."""

from __future__ import annotations

_MET = {
    "express_worry": "That's an understandable worry.",
    "express_frustration": "I'm sorry to hear that.",
}


def met(feeling: str, text: str) -> str:
    """The text after a sentence for the feeling that was told beside the question; as it is without
    one.
    """
    return " ".join(filter(None, [_MET.get(feeling, ""), text]))
