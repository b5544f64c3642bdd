"""What happens to a question to the mentors in time: reminders, and whether the two have met."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.channels.slack import mentor_blocks, wording
from bot.channels.slack.advisor import Services
from bot.channels.slack.job_queue import Job
from bot.channels.slack.mentors import Mentors
from bot.channels.slack.message import button, notice, pack
from bot.channels.slack.messenger import Messenger
from bot.channels.slack.posting import Destination
from bot.store.mentoring import MentoringStore, Request, State

_DAY = 86_400.0
_REMINDERS = 2


@dataclass(frozen=True)
class Pace:
    """When a mentor is reminded, when the pair is asked whether they met, and how many one mentor
    has at once.
    """

    reminder: float = _DAY
    check_in: float = 14 * _DAY
    most: int = 3


class Reminders:
    """Takes on what is due; each job can be done again without anything happening twice."""

    def __init__(
        self,
        services: Services,
        store: MentoringStore,
        mentors: Mentors,
        messenger: Messenger,
        pace: Pace,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._jobs, self._channel = services.jobs, mentors.channel
        self._store, self._mentors, self._messenger = store, mentors, messenger
        self._pace, self._clock = pace, clock

    async def on_tick(self) -> None:
        """Takes on what is due; of several processes one does."""
        for request in await self._store.due(self._clock()):
            key = f"due:{request.id}:{request.round}:{request.due_at:.3f}"
            data = {"id": request.id, "due_at": request.due_at}
            await self._jobs.accept(Job(key, "due", request.conversation, data))

    async def due(self, job: Job) -> None:
        """Reminds the mentors of a question that nobody took, or asks a pair whether they met."""
        request = await self._store.get(str(job.data["id"]))
        if request is None or request.due_at != job.data["due_at"]:
            return
        if request.state is State.TAKEN:
            days = (self._clock() - request.taken_at) / _DAY
            await self.ask_whether_met(job, request, wording.check_in(days))
            await self._store.change(request.id, {"due_at": request.due_at}, {"due_at": 0.0})
        elif request.state is State.OPEN:
            await self._remind(job, request)

    async def ask_whether_met(self, job: Job, request: Request, words: str) -> None:
        """`words` follow the mention of the mentor."""
        labels = {
            mentor_blocks.MET: wording.MET,
            mentor_blocks.NOT_MET: wording.NOT_MET,
            mentor_blocks.REASSIGN: wording.REASSIGN,
            mentor_blocks.WITHDRAW: wording.WITHDRAW,
        }
        buttons = [button(label, action, pack(request.id)) for action, label in labels.items()]
        question = notice(
            words,
            user=request.mentor,
            quoted=request.question,
            buttons=buttons,
            block_id="check_in",
        )
        await self._messenger.tell(job, request.asker, question, f"{job.key}:met")

    async def _remind(self, job: Job, request: Request) -> None:
        number = request.reminders + 1
        if number > _REMINDERS:
            withdraw = button(wording.WITHDRAW, mentor_blocks.WITHDRAW, pack(request.id))
            told = notice(wording.NOBODY, quoted=request.question, buttons=[withdraw])
            later = 0.0
        else:
            user = await self._mentors.next_in_turn(request.asker)
            words = notice(wording.REMINDER, user=user) if user else notice(wording.REMINDER_ALL)
            thread = Destination(self._channel, request.ts)
            await self._messenger.post(job, thread, words, f"{job.key}:reminder")
            if user:
                await self._store.propose(user, self._clock())
            told = notice(wording.STILL_WAITING, quoted=request.question)
            later = self._clock() + 2 * self._pace.reminder
        await self._messenger.tell(job, request.asker, told)
        changed = {"due_at": later, "reminders": number}
        await self._store.change(request.id, {"due_at": request.due_at}, changed)
