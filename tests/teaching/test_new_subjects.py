"""A paragraph on a new subject answers natural questions after a build, without training."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.teaching.asking import Answers, Taught, missed
from tests.teaching.pages import page

pytestmark = pytest.mark.model


@dataclass(frozen=True)
class Subject:
    """What an editor writes, the word that shows its passage was quoted, and what
    people then ask.
    """

    title: str
    text: str
    word: str
    asked: tuple[str, ...]

    @property
    def source(self) -> str:
        return page(self.title, f"# {self.title}\n\n{self.text}", kind="own reading")


WITH_QUESTIONS = (
    Subject(
        "Sabbaticals",
        "Sabbaticals are rare: some companies grant three months after five years when a deputy"
        " can stand in.\n\n<!-- People asked: can a CISO take a sabbatical? [Sometimes]"
        " | are sabbaticals possible -->",
        "three months after five years",
        (
            "Is it possible for a CISO to go on sabbatical?",
            "could I take a few months off as a sabbatical",
            "do companies give CISOs sabbaticals",
            "how long is a CISO sabbatical",
            "sabbatical as ciso?",
        ),
    ),
    Subject(
        "What to wear",
        "Most CISOs dress in business casual and keep a suit for board meetings; at startups"
        " jeans are normal.\n\n<!-- People asked: what does a CISO wear to work?"
        " | is there a dress code -->",
        "business casual",
        (
            "Do I have to wear a suit as a CISO?",
            "what's the dress code for a CISO",
            "how do CISOs dress",
            "can a ciso show up in jeans",
            "what should I wear as the security chief",
        ),
    ),
    Subject(
        "Business travel",
        "A CISO of a company with several sites travels about five days a month, mostly to"
        " offices, suppliers and conferences.\n\n<!-- People asked: how much does a CISO travel?"
        " | does the job involve travel -->",
        "five days a month",
        (
            "Does a CISO travel a lot?",
            "how many days a month is a ciso on the road",
            "how often do CISOs go on business trips",
            "is travelling part of the job",
            "will I have to travel as a CISO",
        ),
    ),
    Subject(
        "Security clearance",
        "A CISO of a defense contractor usually needs a security clearance, which takes six to"
        " twelve months to get; elsewhere nobody asks for one.\n\n<!-- People asked: does a CISO"
        " need a security clearance? -->",
        "six to twelve months",
        (
            "Do I need a clearance to be a CISO?",
            "is a security clearance required for CISO jobs",
            "how long does it take to get a security clearance as a CISO",
            "what about clearances at defense contractors",
            "must a ciso hold a security clearance",
        ),
    ),
    Subject(
        "Notice periods",
        "A notice period of three months is common for CISOs in Europe; in the US two to four"
        " weeks are usual, and some are sent home on garden leave.\n\n<!-- People asked: how long"
        " is the notice period of a CISO? | what is garden leave -->",
        "two to four weeks",
        (
            "What notice does a CISO have to give?",
            "how much notice do I give when I quit as CISO",
            "notice period for CISOs?",
            "do CISOs get garden leave when they resign",
            "how many weeks of notice are usual for a ciso",
        ),
    ),
    Subject(
        "Relocation",
        "About half of the companies that hire a CISO from another city pay for the move, with"
        " $20,000 to $50,000 as the usual amount.\n\n<!-- People asked: do companies pay for a"
        " CISO's move? [Sometimes] | is there a relocation package -->",
        "pay for the move",
        (
            "Will the company pay my relocation if I become CISO?",
            "what is a typical relocation package for a CISO",
            "do employers cover moving costs for CISOs",
            "how much relocation money do CISOs get",
            "relocation assistance for a ciso",
        ),
    ),
    Subject(
        "Company cars",
        "In Europe one CISO in three has a company car; in the US a car is almost never part of"
        " the package.\n\n<!-- People asked: does a CISO get a company car? [Rarely]"
        " | do CISOs have a car allowance -->",
        "one CISO in three has a company car",
        (
            "Do CISOs get a company car?",
            "is a car part of the package for a CISO",
            "how many CISOs have a company car",
            "will I get a car as CISO",
            "company car for security chiefs in Europe?",
        ),
    ),
)
PROSE_ALONE = (
    Subject(
        "Speaking at conferences",
        "CISOs may speak at conferences when their communications department has read the slides;"
        " most give two or three talks a year.",
        "two or three talks",
        (
            "Can a CISO speak at conferences?",
            "how many talks do CISOs give a year",
            "do CISOs give talks at conferences",
            "does somebody have to read a CISO's slides before a conference",
            "am I allowed to speak at conferences as a CISO",
        ),
    ),
    Subject(
        "Side businesses",
        "A side business such as consulting needs the employer's written consent, and work for a"
        " competitor is always ruled out for a CISO.",
        "written consent",
        (
            "Can a CISO have a side business?",
            "may I do consulting on the side as a CISO",
            "does my employer have to agree to a side business",
            "can a ciso run their own consulting business next to the job",
            "are side businesses allowed for CISOs",
        ),
    ),
    Subject(
        "Foreign languages",
        "English is enough for a CISO in most companies; a second language helps where plants or"
        " subsidiaries abroad report to the headquarters.",
        "second language",
        (
            "Does a CISO need foreign languages?",
            "which languages should a CISO speak",
            "is English enough for a CISO",
            "do I need a second language to become a CISO",
            "are foreign languages useful for CISOs",
        ),
    ),
)
GENERAL = {
    "What does a CISO earn?": "364,000",
    "What does a CISO do?": "no fixed list",
    "How many years of experience does a CISO need?": "7 to 12 years",
}


@pytest.fixture(scope="module")
def answers(taught: Taught) -> Answers:
    """The answers to every question here, from the project's sources with these subjects added."""
    subjects = (*WITH_QUESTIONS, *PROSE_ALONE)
    files = {f"answers/{one.title.lower().replace(' ', '-')}.md": one.source for one in subjects}
    return taught(files)([*(q for one in subjects for q in one.asked), *GENERAL])


def test_five_phrasings_each_of_ten_new_subjects_are_answered(
    answers: Answers,
) -> None:
    missed = _missed(answers, (*WITH_QUESTIONS, *PROSE_ALONE))
    assert len(missed) <= 7, missed


def test_prose_without_a_question_beside_it_is_found(answers: Answers) -> None:
    missed = _missed(answers, PROSE_ALONE)
    assert len(missed) <= 3, missed


def test_what_was_answered_before_is_answered_as_before(answers: Answers) -> None:
    assert all(word in answers[question].text for question, word in GENERAL.items())


def _missed(answers: Answers, subjects: tuple[Subject, ...]) -> dict[str, str]:
    return missed(answers, {question: one.word for one in subjects for question in one.asked})
