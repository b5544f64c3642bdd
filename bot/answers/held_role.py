"""Who says that they have the role, heard where the words leave a doubt: "Day 4 as CISO"."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.profile import Profile
from bot.domain.profile_update import Operation, ProfileUpdate
from bot.knowledge.store import KnowledgeBase
from bot.parsing.function_words import members
from bot.plan.stage import names_of, words_of

_JOB, _PAY = "job", "pay"
_ROLES = ("role", "title")


def with_role(update: ProfileUpdate, known: Profile, kb: KnowledgeBase) -> ProfileUpdate:
    """The update with a job in doubt as told where it is the role, by its name alone.

    A job is doubted mostly for where its title ends, which the role's own name leaves open less
    than any other. Beside pay it may be a job that is offered, and after another job one that is
    wished for: then it stays in doubt.
    """
    told = {one.group for one in update.operations}
    doubted = {one.field.partition(".")[0] for one in update.doubts}
    if known.job or _JOB in told or _PAY in told | doubted:
        return update
    names = [words_of(name) for one in kb.entities if one.kind in _ROLES for name in names_of(one)]
    titles = {one: _without_article(str(one.value)) for one in update.doubts if one.field == _JOB}
    sure = {doubt: title for doubt, title in titles.items() if words_of(title) in names}
    if not sure:
        return update
    left = tuple(one for one in update.doubts if one not in sure)
    job = Operation("set", _JOB, next(iter(sure.values())))
    return replace(update, operations=(*update.operations, job), doubts=left)


def _without_article(title: str) -> str:
    first, _, rest = title.partition(" ")
    return rest if rest and first.lower() in members("article") else title
