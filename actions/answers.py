"""One action for each thing the advisor does: read the turn, ask `bot.answers`, say the replies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.plan_form import FORM, belongs_to_form
from actions.profile import DIALOGUE, profile_before, update_of
from bot import settings
from bot.answers.acts import KNOWLEDGE
from bot.answers.dialogue import ANSWERABLE, answer, answer_to_advisor, respond
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState, profile_of
from bot.domain.question import Question
from bot.domain.reply import Reply, plain
from bot.knowledge.reader import KnowledgeReader
from bot.nlu.context_reader import ContextReader

PLAN = "plan"  # what `DialogueState.asked` holds after the plan was offered


class AdvisorAction(Action):
    """Answers the questions of the last message and remembers them in the dialogue slot.

    A rule chooses the action by the intent; the action answers in its own way, whatever the intent
    was. The parts of a message that hold other questions are answered by their own intents.
    """

    intent: ClassVar[str] = ""
    """What this action answers: the intent that the main question is taken for."""
    _knowledge: ClassVar[KnowledgeReader] = KnowledgeReader()

    def name(self) -> str:
        return ""

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = self.turn(tracker)
        if self.name() != "action_show_plan" and belongs_to_form(tracker, turn.update):
            return [FollowupAction(FORM)]
        asked = turn.state.asked
        if asked not in ("", PLAN) and turn.update.answer == asked:
            # "security analyst" after "What do you do at the moment?" is an answer, whatever it
            # would be asked as
            replies, state = respond([Question("ask_advice")], turn, answer_to_advisor)
        else:
            replies, state = respond(self.questions(tracker), turn, self.answer_one)
        for reply in replies:
            # the plain text is complete by itself; surfaces of our own take the typed reply
            dispatcher.utter_message(text=plain(reply), reply=reply.to_dict())
        return [SlotSet(DIALOGUE, state.to_dict())]

    def turn(self, tracker: Tracker) -> Turn:
        state = DialogueState.from_dict(tracker.get_slot(DIALOGUE))
        if offered := _last_buttons(tracker):
            state = replace(state, suggestions=offered)
        return Turn(
            state=state,
            kb=self._knowledge.current(),
            today=settings.current_day(),
            reader=ContextReader.current(),
            profile=profile_of(tracker.slots),
            before=profile_before(tracker),
            update=update_of(tracker, state),
            text=str((tracker.latest_message or {}).get("text") or ""),
        )

    def questions(self, tracker: Tracker) -> Sequence[Question]:
        """The questions that the pipeline read; a bare intent, as `/ask_salary` in `rasa shell`, is
        one.
        """
        message = tracker.latest_message or {}
        understood = [Question.from_dict(data) for data in message.get("questions") or ()]
        intent = str((message.get("intent") or {}).get("name") or self.intent)
        return understood or [Question(intent if intent in ANSWERABLE else self.intent)]

    def answer_one(self, question: Question, turn: Turn) -> tuple[Reply, DialogueState]:
        return answer(replace(question, intent=self.intent), turn)


class AnswerQuestion(AdvisorAction):
    """A question about the job: what the knowledge base holds, or that it holds nothing."""

    def name(self) -> str:
        return "action_answer_question"

    def answer_one(self, question: Question, turn: Turn) -> tuple[Reply, DialogueState]:
        intent = question.intent if question.intent in KNOWLEDGE else "ask_not_covered"
        return answer(replace(question, intent=intent), turn)


class AnswerSeveral(AdvisorAction):
    """Several questions in one message, each with an answer of its own, in the order asked."""

    def name(self) -> str:
        return "action_answer_several"

    def answer_one(self, question: Question, turn: Turn) -> tuple[Reply, DialogueState]:
        return answer(question, turn)


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


class NameSource(AdvisorAction):
    """Where the last answer, or the figure that is named, comes from."""

    intent = "ask_source"

    def name(self) -> str:
        return "action_name_source"


class TellAge(AdvisorAction):
    """How old the figures of the last answer are."""

    intent = "ask_figure_age"

    def name(self) -> str:
        return "action_tell_age"


class TellMore(AdvisorAction):
    intent = "ask_more"

    def name(self) -> str:
        return "action_tell_more"


class GiveReason(AdvisorAction):
    intent = "ask_why"

    def name(self) -> str:
        return "action_give_reason"


class PickFromList(AdvisorAction):
    """ "The second one" of the last list."""

    intent = "select_item"

    def name(self) -> str:
        return "action_pick_from_list"


class RepeatAnswer(AdvisorAction):
    intent = "repeat"

    def name(self) -> str:
        return "action_repeat_answer"


class GoBack(AdvisorAction):
    intent = "go_back"

    def name(self) -> str:
        return "action_go_back"


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


class Advise(AdvisorAction):
    """Advice for the person who asks."""

    intent = "ask_advice"

    def name(self) -> str:
        return "action_advise"


class ShowPlan(AdvisorAction):
    intent = "ask_plan"

    def name(self) -> str:
        return "action_show_plan"


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


class DeclineOutOfScope(AdvisorAction):
    """Say kindly that something has nothing to do with the career."""

    intent = "out_of_scope"

    def name(self) -> str:
        return "action_decline_out_of_scope"


class DefaultFallback(AdvisorAction):
    """No rule applies: say that the sources hold nothing on it, with what is closest."""

    intent = "ask_not_covered"

    def name(self) -> str:
        return "action_default_fallback"


class AnswerInContext(AdvisorAction):
    """ "And for a deputy?": the question before, asked of something else."""

    intent = "ask_ellipsis"

    def name(self) -> str:
        return "action_answer_in_context"


class RelateToPerson(AdvisorAction):
    """What the last answer means for the person who asks."""

    intent = "ask_about_me"

    def name(self) -> str:
        return "action_relate_to_person"


class Shorten(AdvisorAction):
    """The last answer in a sentence."""

    intent = "ask_shorter"

    def name(self) -> str:
        return "action_shorten"


class ConfirmSource(AdvisorAction):
    """Who says so, of how many, and how old it is."""

    intent = "ask_certainty"

    def name(self) -> str:
        return "action_confirm_source"


class GiveLink(AdvisorAction):
    """The addresses of the last sources."""

    intent = "ask_link"

    def name(self) -> str:
        return "action_give_link"


class TellSince(AdvisorAction):
    """Since when the last statement holds."""

    intent = "ask_since_when"

    def name(self) -> str:
        return "action_tell_since"


class JudgeFigure(AdvisorAction):
    """The last figure beside others like it."""

    intent = "ask_is_it_a_lot"

    def name(self) -> str:
        return "action_judge_figure"


class CompareListed(AdvisorAction):
    """The two things talked about last, side by side."""

    intent = "compare_listed"

    def name(self) -> str:
        return "action_compare_listed"


class CorrectTopic(AdvisorAction):
    """An apology, and the answer to what was meant."""

    intent = "correct_topic"

    def name(self) -> str:
        return "action_correct_topic"


class GoOn(AdvisorAction):
    """A "hm" or an "ok": where to go on."""

    intent = "acknowledge"

    def name(self) -> str:
        return "action_go_on"


class TellOtherYear(AdvisorAction):
    """The last figure beside an older or newer one that measured the same."""

    intent = "ask_other_year"

    def name(self) -> str:
        return "action_tell_other_year"


class OfferPractice(AdvisorAction):
    """What a good answer would touch on; nothing here quizzes or grades."""

    intent = "ask_practice"

    def name(self) -> str:
        return "action_offer_practice"


class Acknowledge(AdvisorAction):
    """What was heard of the person, and what it changes."""

    intent = "inform"

    def name(self) -> str:
        return "action_acknowledge"

    def answer_one(self, question: Question, turn: Turn) -> tuple[Reply, DialogueState]:
        reply, state = super().answer_one(question, turn)
        doubts = turn.update.doubts
        return reply, replace(
            state, doubt=doubts[0] if doubts and not turn.update.operations else None
        )


def _last_buttons(tracker: Tracker) -> tuple[str, ...]:
    """The buttons of the advisor's last message, where it was a response of the domain."""
    said = next((e for e in reversed(tracker.events) if e.get("event") == "bot"), None)
    buttons = ((said or {}).get("data") or {}).get("buttons") or ()
    return tuple(str(button["title"]) for button in buttons)
