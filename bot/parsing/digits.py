"""The value of digits with signs of grouping, as they are written around the world."""

from __future__ import annotations

# No figure has more; Python refuses to read some thousands of them.
_MOST_DIGITS = 100
FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}


def to_number(text: str) -> float | None:
    """The value of digits with signs of grouping: `166,585`, `166 585`,
    `166.585`, `1.250,50`, `70,00,000`, `1½`, `1 1/2`; None for what no figure looks like.
    """
    text, quotient = _without_quotient(text)
    if quotient >= 1:
        return None
    fraction = quotient + sum(FRACTIONS.get(character, 0.0) for character in text)
    digits = "".join(character for character in text if character.isdecimal() or character in ".,")
    if not digits:
        return fraction
    if len(digits) > _MOST_DIGITS:
        return None
    signs = [character for character in digits if character in ".,"]
    if not signs:
        return int(digits) + fraction
    value = _grouped_value(digits.replace(",", ".").split("."), signs)
    return None if value is None else value + fraction


def _without_quotient(text: str) -> tuple[str, float]:
    """`1 1/2` as `1` and a half."""
    if "/" not in text:
        return text, 0.0
    whole, _, quotient = text.rpartition(" ")
    above, _, below = quotient.partition("/")
    return whole, int(above) / int(below) if int(below) else 1.0


def _grouped_value(parts: list[str], signs: list[str]) -> float | None:
    """The value of groups of digits, the last of which may be decimals; None for odd groups."""
    tail = parts[-1]
    if len(set(signs)) == 1 and (len(signs) > 1 or len(tail) == 3):
        whole, decimals = parts, ""
    else:
        whole, decimals = parts[:-1], tail
    if len(set(signs[: len(whole) - 1])) > 1 or not _grouped(whole) or len(decimals) > 2:
        return None
    number = "".join(whole)
    return float(f"{number}.{decimals}") if decimals else int(number)


def _grouped(parts: list[str]) -> bool:
    """`166`, `585` or, in India, `70`, `00`, `000`."""
    middle = {len(part) for part in parts[1:-1]}
    last = not parts[1:] or len(parts[-1]) == 3
    return last and len(parts[0]) <= (9 if len(parts) == 1 else 3) and middle <= {2, 3}
