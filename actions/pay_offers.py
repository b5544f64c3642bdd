"""Actions on pay that somebody was offered."""

from __future__ import annotations

from actions.advisor_action import AdvisorAction


class CompareOffer(AdvisorAction):
    """An offer beside the surveys that measured the same thing."""

    intent = "ask_offer"

    def name(self) -> str:
        return "action_compare_offer"


class CompareOffers(AdvisorAction):
    """Two offers side by side."""

    intent = "compare_offers"

    def name(self) -> str:
        return "action_compare_offers"


class PlaceRaise(AdvisorAction):
    """A raise that somebody tells of, beside those that surveys measured."""

    intent = "tell_raise"

    def name(self) -> str:
        return "action_place_raise"
