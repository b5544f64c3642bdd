"""Actions on what was said last: its source, its age, its reason, one item of it, and back."""

from __future__ import annotations

from actions.advisor_action import AdvisorAction


class AnswerInContext(AdvisorAction):
    """ "And for a deputy?": the question before, asked of something else."""

    intent = "ask_ellipsis"

    def name(self) -> str:
        return "action_answer_in_context"


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


class TellOtherYear(AdvisorAction):
    """The last figure beside an older or newer one that measured the same."""

    intent = "ask_other_year"

    def name(self) -> str:
        return "action_tell_other_year"


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
