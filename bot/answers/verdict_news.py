"""What news of a person changes in a verdict on an exam that they were told before."""

from __future__ import annotations

from bot.answers.eligibility import eligibility
from bot.answers.news_effect import Effect
from bot.answers.retelling import is_repeated
from bot.answers.sentences import first_sentences, lowered, sentences
from bot.answers.turn import Turn
from bot.domain.profile import Profile
from bot.domain.reply import Reply
from bot.plan.gap_analysis import analyze
from bot.plan.line import capital, the

_OF = "For {name}: {told}"


def verdict_news(turn: Turn) -> Effect | None:
    """What is new in the verdict on the certification that is talked about: "forgot my bachelor's"
    after "can I take the CISSP yet?". None where none was told, or it stays as it was.
    """
    certification = turn.state.focus
    if not certification.startswith("certification/") or turn.profile == turn.before:
        return None
    before, after = (
        _verdict(certification, profile, turn) for profile in (turn.before, turn.profile)
    )
    if not is_repeated(first_sentences(before.text, 1), turn.state.said):
        return None
    known = set(sentences(before.text))
    new = [told for told in sentences(after.text) if told not in known]
    if not new:
        return None
    facts = tuple(fact for cited in after.facts if (fact := turn.kb.fact(cited.id)))
    return _naming(certification, " ".join(new), turn), facts


def _verdict(certification: str, profile: Profile, turn: Turn) -> Reply:
    return eligibility(analyze(profile, turn.kb, turn.today), certification, turn.kb)


def _naming(certification: str, told: str, turn: Turn) -> str:
    """What is told with the certification's name, where its first sentence goes without."""
    known = turn.kb.entity(certification)
    if known is None or known.name in first_sentences(told, 1):
        return told
    return capital(_OF.format(name=the(known.name), told=lowered(told)))
