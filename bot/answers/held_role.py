"""Who says that they have the role, heard where the words leave a doubt: "Day 4 as CISO"."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.profile_update import Operation, ProfileUpdate
from bot.knowledge.store import KnowledgeBase
from bot.parsing.function_words import members
from bot.plan.stage import is_role

_JOB, _PAY = "job", "pay"


def with_role(update: ProfileUpdate, kb: KnowledgeBase) -> ProfileUpdate:
    """The update with a job in doubt as told where it is the role itself.

    A job is doubted mostly for where its title ends, which the role's own name leaves open less
    than any other. Beside pay it may be a job that is offered, and stays in doubt.
    """
    told = {one.group for one in update.operations}
    doubted = {one.field.partition(".")[0] for one in update.doubts}
    if _JOB in told or _PAY in told | doubted:
        return update
    sure = [one for one in update.doubts if one.field == _JOB and is_role(str(one.value), kb)]
    if not sure:
        return update
    left = tuple(one for one in update.doubts if one not in sure)
    job = Operation("set", _JOB, _without_article(str(sure[0].value)))
    return replace(update, operations=(*update.operations, job), doubts=left)


def _without_article(title: str) -> str:
    first, _, rest = title.partition(" ")
    return rest if rest and first.lower() in members("article") else title
