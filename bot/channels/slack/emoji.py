"""Slack's names of emoji: a message that comes without blocks spells them, such as `:wave:`."""

from __future__ import annotations

from types import MappingProxyType

_COMMON = MappingProxyType(
    {
        "+1": "👍", "thumbsup": "👍", "-1": "👎", "thumbsdown": "👎", "wave": "👋", "pray": "🙏",
        "clap": "👏", "raised_hands": "🙌", "ok_hand": "👌", "muscle": "💪", "point_up": "☝️",
        "point_right": "👉", "smile": "😄", "slightly_smiling_face": "🙂", "smiley": "😃",
        "grinning": "😀", "grin": "😁", "joy": "😂", "laughing": "😆",
        "rolling_on_the_floor_laughing": "🤣", "wink": "😉", "blush": "😊", "heart_eyes": "😍",
        "sunglasses": "😎", "thinking_face": "🤔", "confused": "😕", "cry": "😢", "sob": "😭",
        "sweat_smile": "😅", "rage": "😡", "scream": "😱", "tired_face": "😫",
        "disappointed": "😞", "worried": "😟", "pensive": "😔", "heart": "❤️",
        "broken_heart": "💔", "fire": "🔥", "tada": "🎉", "rocket": "🚀", "eyes": "👀",
        "100": "💯", "star": "⭐", "sparkles": "✨", "zap": "⚡", "bulb": "💡", "moneybag": "💰",
        "dollar": "💵", "chart_with_upwards_trend": "📈", "books": "📚", "mortar_board": "🎓",
        "briefcase": "💼", "lock": "🔒", "shield": "🛡️", "warning": "⚠️", "question": "❓",
        "grey_question": "❔", "exclamation": "❗", "white_check_mark": "✅",
        "heavy_check_mark": "✔️", "x": "❌", "coffee": "☕", "beers": "🍻", "facepalm": "🤦",
        "shrug": "🤷", "handshake": "🤝", "crossed_fingers": "🤞",
    }
)  # fmt: skip
_HEXADECIMAL = frozenset("0123456789abcdef")


def character(name: str) -> str:
    """The emoji with a name; empty for a workspace's own and rare ones, which are pictures and not
    words.
    """
    return _COMMON.get(name.partition("::")[0], "")


def from_code_points(code: str) -> str:
    """The emoji of `1f44d-1f3fc`, as Slack's editor sends it beside the name; empty for anything
    else.
    """
    parts = code.split("-")
    if not all(2 <= len(part) <= 6 and _HEXADECIMAL.issuperset(part) for part in parts):
        return ""
    points = [int(part, 16) for part in parts]
    return "".join(map(chr, points)) if all(map(_is_character, points)) else ""


def _is_character(point: int) -> bool:
    """Whether Unicode has a character there; the surrogates are halves of one."""
    return point < 0xD800 or 0xE000 <= point < 0x110000
