"""Proves that names of persons leave an operator's questions and that other capitals stay."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.knowledge.store import KnowledgeBase
from bot.nlu.person_names import NameRemover

NAMES = (
    "Sarah Mitchell", "Okafor", "Priya Raghunathan", "Łukasz Żak", "Юлия Иванова", "Γιώργος Παππάς",
    "Jean-Luc O’Brien", "Ludwig van der Berg", "Maria de la Cruz", "J. Smith", "山田太郎",
    "محمد علي", "प्रिया शर्मा", "Nguyễn Thị Minh", "Björk", "DeShawn McKinley",
)  # fmt: skip
TEMPLATES = (
    "{} told us that CISSP is enough, is it?",
    "should I ask {} about the exam?",
    "Does {} from Gartner think CISM is better?",
    "what next? Thanks, {}",
    "My mentor {} says I need a degree. True?",
    "is {}'s advice right?",
)
_EXAMPLE = re.compile(r"^\s+- (.+)$", re.MULTILINE)
_ENTITY = re.compile(r"\[([^\]]*)\](?:\{[^}]*\}|\([^)]*\))")


@pytest.fixture(scope="module")
def remover(kb: KnowledgeBase) -> NameRemover:
    return NameRemover(kb)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_name_without_a_lead_in_is_removed_and_nothing_else(
    template: str, name: str, remover: NameRemover
) -> None:
    assert remover.without_names(template.format(name)) == template.format("[name]")


@pytest.mark.parametrize(
    "text",
    [
        "Realistically, can I do it? Frankly I doubt it.",
        "Should Software Engineers in Germany learn German or Mandarin?",
        "What Are The Duties Of A CISO",
        "Can a Nurse become a CISO in São Paulo by March?",
        "According to Hitch Partners, what do CISOs earn? Gartner says little.",
        "As Head of Information Security, is the CISSP enough on Monday?",
        "What does a Chief Information Security Officer do?",
        "Is the average of Q3 2025 in the sources? Tell me: Is it old?",
        "I'd say Yes. I’m sure I am",
        "Does Okta say so? Is NIST CSF needed?",
        "Thank you. Imagine I had a degree, where would I stand?",
        "[name] told me, ask [address]",
        "Как стать CISO?",
        "どうすればCISOになれますか",
    ],
)
def test_what_names_no_person_stays(text: str, remover: NameRemover) -> None:
    assert remover.without_names(text) == text


def test_messages_without_names_stay_nearly_all_as_they_are(remover: NameRemover) -> None:
    lines = [
        _ENTITY.sub(r"\1", line)
        for path in sorted(Path("data/nlu").glob("*.yml"))
        for line in _EXAMPLE.findall(path.read_text("utf-8"))
    ][::20]
    begun = [line[:1].upper() + line[1:] for line in lines]
    changed = [line for line in begun if remover.without_names(line) != line]
    assert len(begun) > 500
    assert len(changed) <= 0.01 * len(begun), changed
