"""What evidence answers although it is asked of oneself: "am I too old?", pay, a job's cover."""

from __future__ import annotations

from dataclasses import replace

from bot.answers import fallback
from bot.answers.distance import distance
from bot.answers.empty_handed import told_of
from bot.answers.from_evidence import from_evidence
from bot.answers.offer_figures import job_of
from bot.answers.own_case import OF_OVERLAP, is_of_overlap
from bot.answers.position import coverage
from bot.answers.role_comparison import is_other_job
from bot.answers.sentences import a, first_sentences, lowered, sentence
from bot.answers.turn import Turn
from bot.domain.facts import FactKind
from bot.domain.question import Question
from bot.domain.reply import Reply, cite
from bot.knowledge.store import KnowledgeBase
from bot.parsing.asking import speaks_of_self
from bot.plan.evidence import average_pay, own_overlap
from bot.plan.gap_analysis import analyze
from bot.plan.goal import TELL_YEARS
from bot.plan.stage import Stage, is_deputy, is_role

# How likely evidence answers what is asked of oneself, to be told in the place of advice.
_SURE = 0.9
# How likely it answers that, to be told before the advice for who also tells of themselves.
_CLOSE = 0.6
# Share of pay in all evidence that is likely at all, from which a question is about pay: "what do
# people like me make?" has 0.3 and more, "am I too old?" 0.02.
_OF_PAY = 0.25
# Score of what comes first among it: where all are as unlikely, none of it is what is asked.
_FIRST = 0.15
# Cosine of the closest question that evidence is known to answer.
_NEAR = 0.6
# The same, where nothing is known of the person, so that advice has little to say: "am I too old?".
_NEAR_ENOUGH = 0.45
# Below this it isn't sure that something is asked of oneself.
_UNSURE = 0.6
# Forms of questions that ask which jobs are closest to the role.
_NAMING_JOBS = ("list", "which", "which_first", "who", "compare")
# Words from which the first sentence of evidence says something by itself.
_SENTENCE = 3
_BEYOND_ADVICE = (
    FactKind.SURVEY, FactKind.STATEMENT, FactKind.TENURE, FactKind.TURNOVER, FactKind.REPORTING,
)  # fmt: skip


def of_evidence(question: Question, turn: Turn) -> Reply | None:
    """What evidence answers although it is asked of oneself: pay, the cover of a job, "am I too
    old?".
    """
    tells = bool(turn.update.operations) or turn.speaks_of_others
    if not tells and _is_beyond_advice(question, turn, _SURE):
        return from_evidence(question, turn)
    # what something is worth, no plan tells: "would an MBA help her or is it a waste?"
    if question.retrieval.form == "worth" and _is_beyond_advice(question, turn, _CLOSE):
        return from_evidence(question, turn)
    if asks_for_pay(question, turn):
        return from_evidence(question, turn)
    # "how far am I from security manager?" asks for both jobs side by side
    names_job = question.retrieval.form == "duration" and bool(question.about("work_role"))
    of_own = turn.profile.job and not turn.speaks_of_others and not names_job
    return covered(question, turn) if of_own and is_of_overlap(question, turn.kb) else None


def after_evidence(question: Question, reply: Reply, turn: Turn) -> Reply:
    """The first sentence of what evidence tells of it, and where the person stands; all of it where
    that isn't known.
    """
    told = from_evidence(question, turn)
    first = first_sentences(told.text, 1)
    if question.retrieval.missing or told.lacking:
        return reply  # "I don't have that for Dublin" helps nobody on the way
    if TELL_YEARS in reply.text:
        return told  # a recruiter's search takes months, and no years of theirs
    # advice has a verdict of its own, which "Yes." alone may contradict
    if reply.text.startswith(first) or len(first.split()) < _SENTENCE:
        return reply
    text = f"{first} {reply.text}"
    return replace(reply, text=text, facts=(*told.facts, *reply.facts))


def asks_for_pay(question: Question, turn: Turn) -> bool:
    """Whether an amount is asked for and pay was found: "what would I make"."""
    best, retrieval = question.retrieval.best, question.retrieval
    fact = turn.kb.fact(best.evidence) if best else None
    asks = retrieval.answered and retrieval.form == "amount" and not question.about("certification")
    return asks and fact is not None and fact.kind is FactKind.PAY


def sounds_of_pay(question: Question, turn: Turn) -> bool:
    """Whether pay is what a question is about, though no figure is of this person: "what do people
    like me make?".
    """
    likely = turn.reader.likely("", question.text)
    of_pay = {fact.id for fact in turn.kb.facts(FactKind.PAY)}
    held = {name: share for name, share in likely.items() if name}
    pay = sum(share for name, share in held.items() if name in of_pay)
    return pay >= _OF_PAY * sum(held.values()) and pay > 0.0


def _is_beyond_advice(question: Question, turn: Turn, least: float) -> bool:
    """Whether evidence surely answers what is asked of oneself, and advice knows nothing of it: "am
    I too old?".
    """
    retrieval = question.retrieval
    # evidence of several sources on one thing shares its likelihood: how many have an MBA
    beyond = [one for one in retrieval.candidates if _tells_beyond_advice(one.evidence, turn)]
    best = retrieval.best
    first = best in beyond and best is not None and best.score >= _FIRST
    ahead = first and sum(one.score for one in beyond) >= least
    least_near = _NEAR_ENOUGH if turn.person.is_empty else _NEAR
    near = max((one.reasons.get("anchor", 0.0) for one in beyond), default=0.0) >= least_near
    return retrieval.answered and retrieval.answerable >= least and ahead and near


def is_closely_beyond_advice(question: Question, turn: Turn) -> bool:
    """Whether evidence is close enough to what is asked beside what is told of oneself, and advice
    knows nothing of it.
    """
    return _is_beyond_advice(question, turn, _CLOSE)


def _tells_beyond_advice(evidence: str, turn: Turn) -> bool:
    fact = turn.kb.fact(evidence)
    return fact is not None and fact.kind in _BEYOND_ADVICE


def is_of_the_job(question: Question) -> bool:
    """Whether a question that may be of oneself asks for something about the job, which evidence
    clearly answers: "and what should I ask them?".
    """
    retrieval = question.retrieval
    clear = retrieval.answered and retrieval.answerable >= _SURE and question.confidence < _UNSURE
    best = retrieval.best
    ahead = best is not None and best.score >= _CLOSE
    return clear and ahead and retrieval.form in ("list", "which", "who", "definition")


def pay_of_job(job: str, turn: Turn) -> Reply:
    """What people with the person's job earn: "what do people like me earn?"."""
    head = job_of(job, turn.kb) or _deputies(job, turn.kb)
    known = turn.kb.entity(head) if head else None
    if known is None:
        return _closest_pay(turn) or fallback.no_pay_for(job, turn.kb)
    return from_evidence(turn.reader.read(f"How much does {a(known.name, low=True)} earn?"), turn)


def _deputies(job: str, kb: KnowledgeBase) -> str:
    """The id of the deputies whose pay is held, for a job that only says that it is one's."""
    held = (one.id for one in kb.entities if is_deputy(one.name, kb) and average_pay(kb, one.id))
    return next(held, "") if is_deputy(job, kb) else ""


def covered(question: Question, turn: Turn) -> Reply:
    """How much of the role other jobs cover, or the person's own where they ask for that; how far
    the role is, too, where their own wasn't measured.
    """
    kb, person = turn.kb, turn.profile
    if person.job and not is_role(person.job, kb) and _is_of_own_job(question, turn):
        analysis = analyze(person, kb, turn.today)
        reply = coverage(analysis, kb)
        if own_overlap(person.job, kb) or analysis.horizon is None:
            return reply
        far = distance(analysis, kb)
        return replace(reply, text=f"{reply.text} {far.text}", facts=(*reply.facts, *far.facts))
    if question.confidence >= _UNSURE and not is_of_overlap(question, kb):
        question = told_of(question, OF_OVERLAP, question.confidence)
    return from_evidence(question, turn)


def _is_of_own_job(question: Question, turn: Turn) -> bool:
    """Whether no other job than the person's own is named or asked for, or they speak of
    themselves.
    """
    named = (one for one in question.about("work_role") if one != turn.kb.role.id)
    others = [one for one in named if is_other_job(turn.profile.job, one, turn.kb)]
    asks_for_jobs = question.retrieval.form in _NAMING_JOBS
    return speaks_of_self(question.text) or not (others or asks_for_jobs)


def _closest_pay(turn: Turn) -> Reply | None:
    """The pay of the job nearest to one that no source has a figure for: of those below the role
    for who leads, else of analysts; None outside the field.
    """
    kb, stage = turn.kb, analyze(turn.person, turn.kb, turn.today).stage
    below = next((e.id for e in kb.entities if e.name.startswith("the leaders who report")), "")
    nearest = {Stage.LEADER: below, Stage.SECURITY: job_of(f"{kb.job.field} analyst", kb)}
    fact = average_pay(kb, nearest.get(stage, ""))
    if fact is None:
        return None
    text = fallback.NO_PAY.format(job=a(turn.person.job, low=True))
    told = f"{text} {fallback.CLOSEST} {lowered(sentence(fact, kb), kb.proper_names)}"
    return Reply("salary", told, facts=cite([fact]), lacking=(turn.person.job,))
