"""An offer beside what the person makes now, of the widest kind of pay that both tell."""

from __future__ import annotations

from bot.answers.offer_figures import parts_of
from bot.answers.turn import Turn
from bot.domain.profile_parts import Pay

_WIDEST = ("total", "cash", "base")
_BASES = {"total": "in total", "cash": "in base and bonus", "base": "in base pay"}
_GAP = "The offer is {gap} ({share:.0f}%) {side} {basis} than your pay now: {offer} against {now}."
_SAME = "The offer is what you make now {basis}: {offer}."
_UNLIKE = (
    "Your {now} {kind} now and the offer’s {offer} {other} aren’t the same kind of pay, so I"
    " can’t subtract one from the other."
)


def beside_current(turn: Turn) -> list[str]:
    """How an offer compares with the present pay, where a message tells the second of the two."""
    told = any(operation.group == "pay" for operation in turn.update.operations)
    pay, before = turn.profile.home_pay, turn.before.home_pay
    if not told or pay is None:
        return []
    if pay.kind == "offer":
        return _gap(pay, before) if before is not None and before.kind == "current" else []
    held = turn.state.packages
    return _gap(held[-1], pay) if held else []


def _gap(offer: Pay, now: Pay) -> list[str]:
    """How much more or less an offer is than what is earned now."""
    offered, earned = _sums(offer), _sums(now)
    if not offered or not earned:
        return []
    basis = next((one for one in _WIDEST if one in offered and one in earned), "")
    if not basis:
        return [_unlike(offered, earned)]
    more = offered[basis] - earned[basis]
    wording = _GAP if more else _SAME
    return [
        wording.format(
            gap=f"${abs(more):,}",
            share=abs(more) / earned[basis] * 100,
            side="more" if more > 0 else "less",
            basis=_BASES[basis],
            offer=f"${offered[basis]:,}",
            now=f"${earned[basis]:,}",
        )
    ]


def _unlike(offered: dict[str, int], earned: dict[str, int]) -> str:
    kind, other = next(iter(earned)), next(iter(offered))
    return _UNLIKE.format(
        now=f"${earned[kind]:,}", kind=_BASES[kind], offer=f"${offered[other]:,}",
        other=_BASES[other],
    )  # fmt: skip


def _sums(pay: Pay) -> dict[str, int]:
    """What pay comes to by kind, the widest first; without a bonus base and bonus are the base."""
    sums = {part.basis: part.amount for part in parts_of(pay, ())}
    if pay.base is not None and pay.bonus == 0:
        sums["cash"] = pay.base
    return sums
