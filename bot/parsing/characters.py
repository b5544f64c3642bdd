"""Signs of numbers as they are typed around the world, each put into its plain form."""

from __future__ import annotations

_DASHES = "‐‑‒–—―−⸺⸻﹘﹣－"
_APOSTROPHES = "’ʼ′´`＇"
_SLASHES = "⁄∕／"
_SPACES = "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_PLAIN = str.maketrans(
    {
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys(_SLASHES, "/"),
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys("～∼〜", "~"),
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        **{"，": ",", "．": ".", "＄": "$", "￡": "£", "￥": "¥", "￦": "₩", "＋": "+", "％": "%"},
    }
)


def plain_signs(text: str) -> str:
    """The text with one form of each dash, space, apostrophe, slash and digit.

    It keeps its length, so that offsets into one hold for the other.
    """
    return text.translate(_PLAIN)
