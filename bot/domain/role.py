"""The role that the advisor speaks of, as its configuration names it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """How the role is called and where its figures are from.

    `name` is the short form that answers use (`CISO`), `long` what it stands for, `field` what the
    work is in (`security`), `home` the place that figures are from when they name none. `main` is
    the id of the source that describes the role.
    """

    name: str
    long: str = ""
    plural: str = ""
    field: str = ""
    home: str = ""
    main: str = ""

    @property
    def many(self) -> str:
        return self.plural or f"{self.name}s"

    @property
    def with_article(self) -> str:
        """`a CISO`, `an auditor`."""
        return f"{'an' if _sounds_like_vowel(self.name) else 'a'} {self.name}"

    def fill(self, text: str) -> str:
        """A text with `{role}`, `{roles}`, `{a_role}` and
        `{role_long}` filled in; all else stays.
        """
        if "{" not in text:
            return text
        names = {
            "{role}": self.name,
            "{roles}": self.many,
            "{a_role}": self.with_article,
            "{role_long}": self.long or self.name,
        }
        for placeholder, name in names.items():
            text = text.replace(placeholder, name)
        return text


def _sounds_like_vowel(name: str) -> bool:
    spelled = name.isupper() and len(name) <= 4 and not any(c in "AEIOU" for c in name[1:])
    return name[:1].upper() in ("AEFHILMNORSX" if spelled else "AEIO")
