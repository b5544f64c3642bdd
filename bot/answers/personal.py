"""What is asked of oneself: advice, what the last answer means for the person, what their job earns
or covers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers import advice, fallback, thread
from bot.answers.beside_told import about_told, doubted_years
from bot.answers.from_evidence import from_evidence
from bot.answers.memory import asking
from bot.answers.offer_figures import job_of
from bot.answers.own_case import asks_for_fact, is_of_overlap
from bot.answers.sentences import a, first_sentences, lowered, sentence
from bot.answers.third_person import of_them
from bot.answers.turn import Turn
from bot.domain.facts import FactKind
from bot.domain.profile_update import Doubt, Operation, apply_operations
from bot.domain.question import Question
from bot.domain.reply import Reply, cite
from bot.parsing.asking import asking_part, asks_or_wishes, speaks_of_self
from bot.parsing.function_words import has, members, words_of
from bot.plan.evidence import average_pay
from bot.plan.gap_analysis import analyze
from bot.plan.line import describe_experience
from bot.plan.requirements import certification_id
from bot.plan.stage import Stage

# How likely evidence answers what is asked of oneself, to be told in the place of advice.
_SURE = 0.9
# How likely it answers that, to be told before the advice for who also tells of themselves.
_CLOSE = 0.6
# Cosine of the closest question that evidence is known to answer.
_NEAR = 0.6
# The same, where nothing is known of the person, so that advice has little to say: "am I too old?".
_NEAR_ENOUGH = 0.45
# Below this it isn't sure that something is asked of oneself.
_UNSURE = 0.6
# Words from which the first sentence of evidence says something by itself.
_SENTENCE = 3
_IF_SO = "If that’s {years}:"
_HEARD = (
    "I hear you. I can’t settle that, but if it helps, we can look at your next step, or at what"
    " would bring the date forward."
)
# Words up to which a message may ask without a word that asks: "my chances by 2030".
_SHORT = 6
_BEYOND_ADVICE = (
    FactKind.SURVEY, FactKind.STATEMENT, FactKind.TENURE, FactKind.TURNOVER, FactKind.REPORTING,
)  # fmt: skip


def advise(question: Question, turn: Turn) -> Reply:
    if found := _of_evidence(question, turn):
        return found
    of_told = about_told(question, turn)
    question = of_told or _of_asking_clause(question, turn)
    state = replace(asking(turn), said=()) if turn.speaks_of_others else asking(turn)
    if doubts := doubted_years(turn.update, asking_part(question.text)):
        return _supposing(doubts, question, turn)
    reply = advice.advise(turn.person, question, state, turn.kb, turn.today)
    if turn.speaks_of_others:
        return of_them(reply)
    if thread.is_restated(reply) and _is_remark(question, turn):
        return Reply("smalltalk", _HEARD, suggestions=reply.suggestions)
    if turn.update.operations and not of_told and _is_beyond_advice(question, turn, _CLOSE):
        return _after_evidence(question, reply, turn)
    return reply


def _is_remark(question: Question, turn: Turn) -> bool:
    """Whether a message neither asks nor tells a fact: "my ex says I'm wasting my twenties"."""
    update = turn.update
    told = (update.operations, update.others, update.supposed, update.doubts, update.answer)
    talks = len(words_of(turn.text)) > _SHORT and speaks_of_self(turn.text)
    named = question.entities or turn.reader.named(turn.text).role
    return talks and not any(told) and not named and not asks_or_wishes(turn.text)


def _supposing(doubts: Sequence[Doubt], question: Question, turn: Turn) -> Reply:
    """Advice by years that were told in doubt, said as such; whether they are meant is asked."""
    told = tuple(Operation("set", doubt.field, doubt.value) for doubt in doubts)
    profile = apply_operations(turn.person, told)
    clause = asking_part(question.text)
    if words_of(clause)[0] not in members("interrogative"):  # "9 years, 2 in SOC. Enough?"
        question = replace(question, retrieval=replace(question.retrieval, form="yes_no"))
    reply = advice.advise(profile, question, asking(turn), turn.kb, turn.today)
    taken = _IF_SO.format(years=describe_experience(profile, turn.kb))
    return replace(reply, text=f"{taken} {lowered(reply.text)}")


def _of_evidence(question: Question, turn: Turn) -> Reply | None:
    """What evidence answers although it is asked of oneself: pay, the cover of a job, "am I too
    old?".
    """
    tells = bool(turn.update.operations) or turn.speaks_of_others
    if not tells and _is_beyond_advice(question, turn, _SURE):
        return from_evidence(question, turn)
    if _asks_for_pay(question, turn):
        return from_evidence(question, turn)
    # "how far am I from security manager?" asks for both jobs side by side
    names_job = question.retrieval.form == "duration" and bool(question.about("work_role"))
    of_own = turn.profile.job and not turn.speaks_of_others and not names_job
    return covered(question, turn) if of_own and is_of_overlap(question, turn.kb) else None


def _after_evidence(question: Question, reply: Reply, turn: Turn) -> Reply:
    """The first sentence of what evidence tells of it, and where the person stands."""
    told = from_evidence(question, turn)
    first = first_sentences(told.text, 1)
    if question.retrieval.missing:
        return reply  # "I don't have that for Dublin" helps nobody on the way
    # advice has a verdict of its own, which "Yes." alone may contradict
    if reply.text.startswith(first) or len(first.split()) < _SENTENCE:
        return reply
    text = f"{first} {reply.text}"
    return replace(reply, text=text, facts=(*told.facts, *reply.facts))


def _asks_for_pay(question: Question, turn: Turn) -> bool:
    """Whether an amount is asked for and pay was found: "what would I make"."""
    best, retrieval = question.retrieval.best, question.retrieval
    fact = turn.kb.fact(best.evidence) if best else None
    asks = retrieval.answered and retrieval.form == "amount" and not question.about("certification")
    return asks and fact is not None and fact.kind is FactKind.PAY


def _of_asking_clause(question: Question, turn: Turn) -> Question:
    """The question with the things that its asking clause names; what is told beside it isn't asked
    about.
    """
    asking_clause = asking_part(question.text)
    tells = bool(turn.update.operations)
    if not tells or not question.entities or asking_clause in ("", question.text):
        return question
    named = turn.reader.read(asking_clause).entities
    kept = tuple(entity for entity in question.entities if entity in named)
    return replace(question, entities=kept)


def _is_beyond_advice(question: Question, turn: Turn, least: float) -> bool:
    """Whether evidence surely answers what is asked of oneself, and advice knows nothing of it: "am
    I too old?".
    """
    retrieval = question.retrieval
    # evidence of several sources on one thing shares its likelihood: how many have an MBA
    beyond = [one for one in retrieval.candidates if _tells_beyond_advice(one.evidence, turn)]
    ahead = retrieval.best in beyond and sum(one.score for one in beyond) >= least
    least_near = _NEAR_ENOUGH if turn.person.is_empty else _NEAR
    near = max((one.reasons.get("anchor", 0.0) for one in beyond), default=0.0) >= least_near
    return retrieval.answered and retrieval.answerable >= least and ahead and near


def _tells_beyond_advice(evidence: str, turn: Turn) -> bool:
    fact = turn.kb.fact(evidence)
    return fact is not None and fact.kind in _BEYOND_ADVICE


def about_me(question: Question, turn: Turn) -> Reply:
    """What the last answer means for the person: "and me?", "can I take it yet?"."""
    if _is_of_the_job(question):
        return from_evidence(question, turn)
    of_pay = question.topic == "salary" or _asks_for_pay(question, turn)
    of_own_job = not question.about("work_role") and not turn.reader.named(question.text).role
    if turn.person.job and of_pay and of_own_job:
        return _pay_of_job(turn.person.job, turn)
    points = not asks_for_fact(question, turn)
    about = turn.state.focus or _told_last(question, turn)
    if points and not question.entities and about:
        question = replace(question, entities=(about,))
    return advise(question, turn)


def _is_of_the_job(question: Question) -> bool:
    """Whether a question that may be of oneself asks for something about the job, which evidence
    clearly answers: "and what should I ask them?".
    """
    retrieval = question.retrieval
    clear = retrieval.answered and retrieval.answerable >= _SURE and question.confidence < _UNSURE
    best = retrieval.best
    ahead = best is not None and best.score >= _CLOSE
    return clear and ahead and retrieval.form in ("list", "which", "who", "definition")


def next_job(question: Question, turn: Turn) -> Reply:
    """The jobs that may come next, of whoever the conversation is about."""
    reply = advice.next_job(analyze(turn.person, turn.kb, turn.today), turn.kb)
    return of_them(reply) if turn.speaks_of_others else reply


def _told_last(question: Question, turn: Turn) -> str:
    """The thing that the person told of last and points at, as an entity: a degree, a
    certification, leading people.
    """
    group, _, name = turn.state.last_named.partition(".")
    of_it = question.retrieval.form in ("yes_no", "worth") and _points(question.text)
    if turn.update.operations or not of_it:
        return ""
    if group == "degree" and turn.profile.degree is not None:
        return f"degree/{turn.profile.degree.level}"
    if group == "certifications":
        return certification_id(name, turn.kb) if name else ""
    managing = {fact.passage.id for fact in turn.kb.facts(FactKind.MANAGEMENT)}
    steps = (f.about for f in turn.kb.facts(FactKind.STEP) if f.passage.id in managing)
    return next(steps, "") if group == "management" else ""


def _points(text: str) -> bool:
    """Whether a question points at a thing rather than asking for the person as a whole."""
    return has(text, "pointing")


def _pay_of_job(job: str, turn: Turn) -> Reply:
    """What people with the person's job earn: "what do people like me earn?"."""
    head = job_of(job, turn.kb)
    known = turn.kb.entity(head) if head else None
    if known is None:
        return _closest_pay(turn) or fallback.no_pay_for(job, turn.kb)
    return from_evidence(turn.reader.read(f"How much does {a(known.name, low=True)} earn?"), turn)


def covered(question: Question, turn: Turn) -> Reply:
    """How much of the role other jobs cover, or the person's own where they ask for that."""
    if turn.profile.job and speaks_of_self(question.text):
        return advice.coverage(analyze(turn.profile, turn.kb, turn.today), turn.kb)
    return from_evidence(question, turn)


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
    told = f"{text} {fallback.CLOSEST} {lowered(sentence(fact, kb))}"
    return Reply("salary", told, facts=cite([fact]), lacking=(turn.person.job,))
