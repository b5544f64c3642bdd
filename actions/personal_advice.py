"""Actions for the person who asks: what was told, advice, the plan and its progress."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.advisor_action import PLAN, AdvisorAction
from actions.plan_form import FORM
from actions.profile import DIALOGUE
from bot.answers.dialogue import answer
from bot.domain.plain_reply import plain
from bot.domain.question import Question


class TakeYes(AdvisorAction):
    """What a bare yes means stands in the dialogue: it may answer a question of the advisor's."""

    intent = "affirm"

    def name(self) -> str:
        return "action_take_yes"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = self.turn(tracker)
        if turn.state.asked == PLAN:
            return [FollowupAction(FORM)]
        if turn.before != turn.profile:  # a reading that was asked back is confirmed
            reply, state = answer(Question("inform"), turn)
            dispatcher.utter_message(text=plain(reply), reply=reply.to_dict())
            return [SlotSet(DIALOGUE, state.to_dict())]
        return super().run(dispatcher, tracker, domain)


class TakeNo(AdvisorAction):
    intent = "deny"

    def name(self) -> str:
        return "action_take_no"


class Acknowledge(AdvisorAction):
    """What was heard of the person, and what it changes."""

    intent = "inform"

    def name(self) -> str:
        return "action_acknowledge"


class Congratulate(AdvisorAction):
    """Congratulates on good news, which may tick off a step of the plan."""

    intent = "share_success"

    def name(self) -> str:
        return "action_congratulate"


class Advise(AdvisorAction):
    """Advice for the person who asks."""

    intent = "ask_advice"

    def name(self) -> str:
        return "action_advise"


class ShowPlan(AdvisorAction):
    intent = "ask_plan"

    def name(self) -> str:
        return "action_show_plan"

    def questions(self, tracker: Tracker) -> Sequence[Question]:
        """The wish for the plan alone, where the message asked something beside it: that has had
        its answer.
        """
        found = super().questions(tracker)
        wishes = [question for question in found if question.intent == self.intent]
        return wishes or found


class ReviewProgress(AdvisorAction):
    """What has changed since the plan last shown."""

    intent = "ask_progress"

    def name(self) -> str:
        return "action_review_progress"


class SupposeOtherwise(AdvisorAction):
    """ "What if I had …": the plan as it would be."""

    intent = "ask_what_if"

    def name(self) -> str:
        return "action_suppose_otherwise"


class NameNextJob(AdvisorAction):
    """Which job to go for next, by what leads on from the person's own."""

    intent = "ask_next_job"

    def name(self) -> str:
        return "action_name_next_job"


class WeighDecision(AdvisorAction):
    """A decision of one's own that no plan answers, with what sources say on it."""

    intent = "ask_decision"

    def name(self) -> str:
        return "action_weigh_decision"


class OfferPractice(AdvisorAction):
    """What a good answer would touch on; nothing here quizzes or grades."""

    intent = "ask_practice"

    def name(self) -> str:
        return "action_offer_practice"
