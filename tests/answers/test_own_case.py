"""Questions on one's own case are answered from what was told, and advice isn't told twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.advice import advise
from bot.answers.beside_told import asks_beside
from bot.answers.dialogue import answer
from bot.answers.from_evidence import from_evidence
from bot.answers.intents import as_meant
from bot.answers.own_certification import of_last_exam
from bot.answers.own_question import tells_in_doubt
from bot.answers.personal_evidence import after_evidence
from bot.answers.sentences import first_sentences
from bot.domain.dialogue import DialogueState
from bot.domain.evidence import Candidate, Retrieval
from bot.domain.facts import FactKind
from bot.domain.profile import Profile
from bot.domain.profile_parts import Degree, Experience, Management
from bot.domain.profile_update import Doubt, Operation, ProfileUpdate
from bot.domain.question import Question
from bot.domain.span import Span
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import turn

ANALYST = Profile(job="SOC analyst", experience=Experience(security=Span(4, 4)))
STEP = "what-does-a-ciso-do/education/bachelor"
CISM = "certification/cism"


def _asked(
    intent: str, text: str, form: str, evidence: str = "", entities: tuple[str, ...] = ()
) -> Question:
    candidates = (Candidate(evidence, 0.9),) if evidence else ()
    found = Retrieval(candidates, 0.9, answered=True, form=form)
    return Question(intent, text=text, entities=entities, retrieval=found)


def _exam(text: str) -> Question:
    return _asked(
        "ask_about_certification", text, "definition", "cism-guide/certification/cism", (CISM,)
    )


def test_whether_an_exam_is_open_is_answered_by_the_years(kb: KnowledgeBase) -> None:
    reply, _ = answer(_exam("cism doable?"), turn(kb, text="cism doable?", profile=ANALYST))
    assert reply.text.startswith("Not for the full CISM")


@pytest.mark.parametrize(("text", "profile"), [("what is the cism", ANALYST), ("cism?", Profile())])
def test_a_fact_is_still_a_fact(text: str, profile: Profile, kb: KnowledgeBase) -> None:
    said = turn(kb, text=text, profile=profile)
    assert as_meant(_exam(text), said).intent == "ask_about_certification"


def test_which_certification_is_the_person_s_next_one(kb: KnowledgeBase) -> None:
    text = "and which cert meanwhile?"
    asked = _asked("ask_certifications", text, "which", "list:certifications")
    reply, state = answer(asked, turn(kb, text=text, profile=ANALYST))
    assert reply.text.startswith("For you, the CISSP.")
    assert state.focus == "certification/cissp"  # "can I take it yet?" means it


def test_which_certification_comes_first_needs_nothing_said_before(kb: KnowledgeBase) -> None:
    text = "which cert first then"
    asked = _asked("ask_certifications", text, "which_first", "list:levels")
    before = DialogueState(turns=(Question("ask_tenure", text="how long do CISOs stay"),))
    reply, _ = answer(asked, turn(kb, before, text=text, profile=ANALYST))  # reads nothing again
    assert reply.text.startswith("For you, the CISSP.")


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("yes_no", "Not yet, but it’s possible with time. CISO at the earliest in"),
        ("when", "CISO at the earliest in November 2029"),
        ("duration", "At least 3 more years. CISO at the earliest in November 2029"),
    ],
)
def test_how_far_the_role_is_begins_in_the_form_that_was_asked(
    form: str, start: str, kb: KnowledgeBase
) -> None:
    asked = _asked("ask_advice", "me as ciso?", form)
    reply, _ = answer(asked, turn(kb, text=asked.text, profile=ANALYST))
    assert reply.text.startswith(start)


def test_a_start_whose_years_are_not_known_gets_the_road_that_is(kb: KnowledgeBase) -> None:
    auditor = Profile(job="auditor", certifications=(("CISA", "held"),))
    asked = _asked("ask_advice", "any chance at ciso?", "yes_no")
    reply, _ = answer(asked, turn(kb, text=asked.text, profile=auditor))
    assert reply.text.startswith("It’s possible. Audit is a known road. CISO usually takes 7 to 10")


def test_who_asks_the_verdict_again_gets_it_with_something_to_do(kb: KnowledgeBase) -> None:
    asked = _asked("ask_advice", "so am I close?", "yes_no")
    _, state = answer(asked, turn(kb, text=asked.text, profile=ANALYST))
    again, _ = answer(asked, turn(kb, state, text=asked.text, profile=ANALYST))
    assert again.text.startswith("As I said: not yet, but it’s possible with time. Take the CISSP")


def test_age_is_not_taken_for_what_was_told_last(kb: KnowledgeBase) -> None:
    manager = Profile(job="IT manager", experience=Experience(it=Span(12, 12)))
    state = DialogueState(last_named="management.people")
    old = _asked("ask_about_me", "am I too old? i'm 47", "yes_no")
    reply, _ = answer(old, turn(kb, state, text=old.text, profile=manager))
    assert "earliest" in reply.text
    counts = _asked("ask_about_me", "does that count?", "yes_no")
    reply, _ = answer(counts, turn(kb, state, text=counts.text, profile=manager))
    assert "earliest" not in reply.text


def test_another_certification_is_not_the_one_talked_about(kb: KnowledgeBase) -> None:
    text = "Would the CIPP help me?"
    asked = replace(_asked("ask_not_covered", text, "worth"), others=("CIPP",))
    state = DialogueState(focus="certification/security-plus")
    assert of_last_exam(asked, turn(kb, state, text=text, profile=ANALYST)) == asked


def test_what_has_changed_is_the_article_s_where_nobody_is_known(kb: KnowledgeBase) -> None:
    text = "what has changed"
    asked = replace(_asked("ask_progress", text, "list", "list:outdated"), topic="resources")
    assert as_meant(asked, turn(kb, text=text)).intent == "ask_outdated"
    assert as_meant(asked, turn(kb, text=text, profile=ANALYST)).intent == "ask_progress"


def test_a_year_that_a_degree_covers_is_said_after_what_is_required(kb: KnowledgeBase) -> None:
    graduate = replace(ANALYST, degree=Degree("bachelor"))
    text = "which cert first then"
    asked = _asked("ask_certifications", text, "which_first", "list:levels")
    reply, _ = answer(asked, turn(kb, text=text, profile=graduate))
    assert "you have the 5 years it requires, one of them by your degree." in reply.text


def test_a_question_that_is_offered_is_put_to_everybody(kb: KnowledgeBase) -> None:
    text = "Which certifications help?"
    asked = _asked("ask_certifications", text, "which", "list:certifications")
    assert as_meant(asked, turn(kb, text=text, profile=ANALYST)).intent == "ask_certifications"


def test_a_missing_degree_is_judged_rather_than_recited(kb: KnowledgeBase) -> None:
    text = "is it the degree?"
    without = Profile(experience=Experience(security=Span(17, 17)), degree=Degree("none"))
    reply, _ = answer(
        _asked("ask_education", text, "yes_no", STEP), turn(kb, text=text, profile=without)
    )
    assert reply.text.startswith("Not strictly.")


def test_a_master_s_under_way_does_not_count_yet(kb: KnowledgeBase) -> None:
    text = "does my master's count?"
    studying = Profile(job="security engineer", degree=Degree("master", "in_progress"))
    asked = _asked("ask_education", text, "yes_no", STEP, ("degree/master",))
    reply, _ = answer(asked, turn(kb, text=text, profile=studying))
    assert reply.text.startswith("Not yet") and "master’s" in reply.text


def test_who_asks_what_to_do_again_hears_what_is_new(kb: KnowledgeBase) -> None:
    asked = _asked("ask_advice", "what next?", "which_first")
    first, state = answer(asked, turn(kb, text=asked.text, profile=ANALYST))
    second, _ = answer(asked, turn(kb, state, text=asked.text, profile=ANALYST))
    assert first.text.split(". ")[0] not in second.text


def test_how_far_it_is_is_told_in_full_once(kb: KnowledgeBase) -> None:
    asked = _asked("ask_advice", "how long for me?", "duration")
    first, state = answer(asked, turn(kb, text=asked.text, profile=ANALYST))
    second, _ = answer(asked, turn(kb, state, text=asked.text, profile=ANALYST))
    assert second.text.startswith("As I said: at least 3 more years.")
    assert "exam" in second.text and "exam" not in first.text


def test_what_counts_is_said_to_who_comes_from_elsewhere(kb: KnowledgeBase) -> None:
    manager = Profile(
        job="IT manager",
        experience=Experience(it=Span(15, 15)),
        management=Management(people=10, now=True),
    )
    asked = _asked("ask_about_me", "does any of that count?", "yes_no")
    reply, _ = answer(asked, turn(kb, text=asked.text, profile=manager))
    assert "Leading people counts, and your 15 years in IT are a good base." in reply.text


def test_a_message_that_tells_may_also_ask(kb: KnowledgeBase) -> None:
    update = ProfileUpdate((Operation("set", "experience.security", Span(6, 6)),))
    asked = Question("inform", text="6 years now, maybe do the cism first?")
    told = Question("inform", text="6 years now, which was fun")
    assert asks_beside(asked, turn(kb, update=update, text=asked.text))
    assert not asks_beside(told, turn(kb, update=update, text=told.text))


def test_what_was_heard_in_doubt_is_told_and_not_asked(kb: KnowledgeBase) -> None:
    update = ProfileUpdate(doubts=(Doubt("certifications.CISSP", "held", "CISSP"),))
    told = Question("ask_about_certification", text="i do have the CISSP actually")
    assert tells_in_doubt(told, turn(kb, update=update, text=told.text))


def test_a_question_of_what_to_do_first_is_of_them_who_are_spoken_of(kb: KnowledgeBase) -> None:
    text = "what should she go for first?"
    state = DialogueState(others=Profile(job="network admin", experience=Experience(it=Span(6, 6))))
    asked = _asked("ask_stepping_stones", text, "which_first")
    reply, _ = answer(asked, turn(kb, state, text=text))
    assert reply.text.startswith("For them: take over one security task")


def test_what_the_person_told_is_known_on_request(kb: KnowledgeBase) -> None:
    asked = Question("ask_progress", text="what do you know about me")
    reply, _ = answer(asked, turn(kb, text=asked.text, profile=ANALYST))
    told, _, _ = reply.text.partition(".")
    assert told.startswith("You’ve told me: ")
    assert "SOC analyst" in told and "4 years in security" in told


def test_who_tells_and_asks_what_no_source_answers_gets_advice(kb: KnowledgeBase) -> None:
    update = ProfileUpdate((Operation("set", "experience.security", Span(2, 2)),))
    profile = Profile(experience=Experience(security=Span(2, 2), it=Span(10, 10)))
    text = "coder for ten years, two in appsec. enough?"
    asked = Question("ask_not_covered", text=text, retrieval=Retrieval(form="yes_no"))
    reply, _ = answer(asked, turn(kb, text=text, update=update, profile=profile))
    assert "at the earliest in" in reply.text


def test_no_certification_is_judged_without_a_job_or_years(kb: KnowledgeBase) -> None:
    text = "which certification makes sense"
    asked = _asked("ask_certifications", text, "which", "list:certifications")
    leading = Profile(management=Management(people=14, now=True))
    said = turn(kb, text=text, profile=leading)
    assert as_meant(asked, said).intent == "ask_certifications"


def test_who_has_told_where_they_stand_gets_no_road_for_everybody(kb: KnowledgeBase) -> None:
    text = "what can I do till spring to beat an outsider?"
    asked = _asked("ask_career_path", text, "list", "list:steps")
    known = turn(kb, text=text, profile=replace(ANALYST, job="deputy CISO"))
    assert as_meant(asked, known).intent == "ask_advice"
    assert as_meant(asked, turn(kb, text=text)).intent == "ask_career_path"


@pytest.mark.parametrize(
    ("job", "text", "share"),
    [
        ("sysadmin", "what % of the ciso role is that, by the framework", "8%"),
        ("privacy compliance manager", "how much of that job is mine already", "21%"),
        ("SOC analyst", "which part of the role would be covered by it", "10%"),
    ],
)
def test_the_share_of_the_role_is_that_of_the_job_that_was_told(
    job: str, text: str, share: str, kb: KnowledgeBase
) -> None:
    reply, _ = answer(_asked("ask_overlap", text, "amount"), turn(kb, profile=Profile(job=job)))
    assert reply.text.startswith(f"About {share}")


def test_the_share_of_another_job_is_told_of_that_one(kb: KnowledgeBase) -> None:
    architect = next(f for f in kb.facts(FactKind.OVERLAP) if "security architect" in f.label)
    asked = _asked("ask_overlap", "what share does a security architect have", "", architect.id)
    asked = replace(asked, entities=(architect.about,))
    reply, _ = answer(asked, turn(kb, text=asked.text, profile=Profile(job="sysadmin")))
    assert "11%" in reply.text and "8%" not in reply.text


def test_whose_own_share_was_not_measured_is_told_how_far_it_is(kb: KnowledgeBase) -> None:
    profile = replace(ANALYST, job="SOC manager")
    asked = _asked("ask_overlap", "how much of it do I do already", "amount")
    reply, _ = answer(asked, turn(kb, text=asked.text, profile=profile))
    assert reply.text.startswith("I don’t have how much your job shares")
    assert "at the earliest in" in reply.text


def test_who_told_no_job_is_told_what_each_job_covers(kb: KnowledgeBase) -> None:
    asked = _asked("ask_overlap", "how much of the whole thing do I do already", "amount")
    reply, _ = answer(asked, turn(kb, text=asked.text))
    assert reply.table is not None and "37%" in str(reply.table)


def test_evidence_stands_alone_where_advice_knows_no_years(kb: KnowledgeBase) -> None:
    asked = _asked(
        "ask_advice", "how long does it last", "duration", kb.facts(FactKind.TENURE)[0].id
    )
    for profile, stands in (Profile(job="recruiter"), False), (ANALYST, True):
        said = turn(kb, profile=profile)
        advice = advise(profile, asked, DialogueState(), kb, said.today)
        reply = after_evidence(asked, advice, said)
        assert reply.text.startswith(first_sentences(from_evidence(asked, said).text, 1))
        assert (advice.text in reply.text) is stands
