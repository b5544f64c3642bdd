"""With the sources of another role the advisor speaks of that one, and of no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.slack import role, wording
from bot.domain.role import Role
from bot.ingest.build import build
from bot.knowledge.store import KnowledgeBase, knowledge_engine
from bot.nlu.role_names import RoleNames
from tests.teaching.asking import Taught, missed
from tools.commands import ran_as_text
from tools.serving import share_kept

EXAMPLE = Path("examples/another-role")
DPO = Role("DPO", "data protection officer", "DPOs", "data protection", "European Union", "x")
ASKED = {
    "What does a DPO do?": "data",
    "what is a data protection officer": "person",
    "Which skills does a DPO need?": "plain words",
    "How do I become a DPO?": "first degree",
    "how many years of experience does it take": "3 to 5 years",
    "Which certifications help a DPO?": "CIPP/E",
    "Who offers the CIPM?": "IAPP",
    "Does every company need a DPO?": "public body",
    "can the dpo be external": "service contract",
    "which other titles mean the same job": "privacy officer",
}


def test_names_are_put_into_the_words_of_the_training_data_and_back() -> None:
    names = RoleNames(DPO)
    assert (
        names.as_trained("What do DPOs do, and is a Data Protection Officer a lawyer?")
        == "What do CISOs do, and is a CISO a lawyer?"
    )
    assert (
        names.as_configured("What does a CISO earn? CISOs, a chief information security officer")
        == "What does a DPO earn? DPOs, a data protection officer"
    )
    same = RoleNames(Role("CISO", "chief information security officer", "CISOs"))
    assert same.as_trained("What do CISOs do?") == "What do CISOs do?"
    assert Role("auditor").fill("{a_role}, {roles}, {role}") == "an auditor, auditors, auditor"


@pytest.mark.model
def test_questions_about_the_other_role_are_answered(taught: Taught) -> None:
    answers = taught({}, EXAMPLE)(list(ASKED))
    wrong = missed(answers, ASKED)
    assert len(wrong) <= 1, wrong
    assert all("CISO" not in answer.text for answer in answers.values())


@pytest.mark.model
def test_a_whole_conversation_never_names_the_ciso(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'knowledge.db'}"
    build(knowledge_engine(url), EXAMPLE)
    assert KnowledgeBase.load(knowledge_engine(url)).role.name == "DPO"
    share_kept(tmp_path)
    said = (
        "hi\nwhat does a DPO do?\nhow do I become one?\nwho are you\ntell me a joke\nhow do I bake"
        " bread\nwhere do I stand?\n3 years in data protection\nwhich certifications help?\n"
    )
    done = ran_as_text("chat", typed=said, DATABASE_URL=url, DATA_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "DPO" in done.stdout
    assert "CISO" not in done.stdout
    assert "CISSP" not in done.stdout
    assert "chief information security" not in done.stdout


def test_slack_speaks_of_the_other_role(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'knowledge.db'}"
    build(knowledge_engine(url), EXAMPLE)
    monkeypatch.setenv("DATABASE_URL", url)
    role._reader.cache_clear()
    spoken = [
        wording.HOME_TITLE,
        wording.HOME_ABOUT,
        *wording.EXAMPLES,
        *wording.HOME_KNOWS,
        *wording.HELP,
    ]
    told = " ".join(map(role.in_role, spoken))
    role._reader.cache_clear()
    assert "DPO career advisor" in told
    assert "What does a DPO do?" in told
    assert "CISO" not in told
    assert "/ciso" in told
