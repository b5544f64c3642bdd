"""Pay as people write it into a profile file: amounts, shares, and their currency."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from bot.domain.profile_parts import HOME, MOST_PAY, MOST_PAY_ABROAD
from bot.knowledge.store import KnowledgeBase
from bot.parsing.currencies import CODES
from bot.parsing.quantities import find_quantities
from bot.plan.unusable_value import UnusableValueError, shown

_LARGEST_SHARE = 300


def pay_value(value: Any, kb: KnowledgeBase, today: date) -> dict[str, Any] | None:
    """Amounts a year in one currency, US dollars where none is named: `150000`, `$150,000`, `90k
    EUR`, `52 lakh`; the bonus may be a share such as `20%`.
    """
    if value is None:
        return None
    given = value if isinstance(value, dict) else {"base": value}
    found: dict[str, Any] = {}
    currencies = []
    for key, entry in ((key, entry) for key, entry in given.items() if entry is not None):
        if key == "currency":
            currencies.append(_currency(entry))
            continue
        found[key], named = _part_of_pay(key, entry, today)
        currencies += [named] if named else []
    if len(set(currencies)) > 1:
        raise UnusableValueError(f"must be in one currency, not {' and '.join(currencies)}")
    if found and currencies:
        found["currency"] = currencies[0]
    _check_amounts(found)
    return found or None


def _share(text: str) -> str:
    """A bonus as a share of the base, `20%`."""
    number = text.removesuffix("%").strip()
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", number) or float(number) > _LARGEST_SHARE:
        raise UnusableValueError(f"“{shown(text)}” is no share from 0% to {_LARGEST_SHARE}%")
    return f"{number}%"


def _part_of_pay(key: str, entry: Any, today: date) -> tuple[int | str, str]:
    """What a field of pay holds, with the currency that it names; empty for none."""
    if key == "kind":
        return str(entry), ""
    if key == "bonus" and str(entry).endswith("%"):
        return _share(str(entry)), ""
    return _amount(entry, today)


def _amount(value: Any, today: date) -> tuple[int, str]:
    """An amount a year with the currency that it names; empty for none."""
    text = str(value).replace("_", "").strip()
    bare = text.replace(",", "")
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", bare) and float(bare) <= MOST_PAY_ABROAD:
        return round(float(bare)), ""
    found = find_quantities(text, today)
    money = found[0].money if len(found) == 1 else None
    if money is None or text[: found[0].start].strip() or text[found[0].end :].strip():
        raise UnusableValueError(f"“{shown(value)}” is not an amount of money")
    return money.yearly, money.currency if money.named else ""


def _currency(value: Any) -> str:
    code = str(value).upper()
    if code not in CODES:
        raise UnusableValueError(f"“{shown(value)}” is not the code of a currency, such as EUR")
    return code


def _check_amounts(pay: dict[str, Any]) -> None:
    """Raise UnusableValueError for an amount that nobody earns."""
    most = MOST_PAY if pay.get("currency", HOME) == HOME else MOST_PAY_ABROAD
    for amount in pay.values():
        if isinstance(amount, int) and not 0 <= amount <= most:
            raise UnusableValueError(f"{amount:,} is no year’s pay: at most {most:,}")
