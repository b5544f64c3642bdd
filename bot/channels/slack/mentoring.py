"""What becomes of a question to the mentors: who takes it, or gives it back, and how it ends."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.channels.slack import mentor_blocks, wording
from bot.channels.slack.advisor import Services
from bot.channels.slack.errors import SlackRequestRejectedError
from bot.channels.slack.job_queue import Job
from bot.channels.slack.mentor_reminders import Pace, Reminders
from bot.channels.slack.mentors import Mentors
from bot.channels.slack.message import notice, replace_block
from bot.channels.slack.messenger import Messenger
from bot.channels.slack.posting import Destination
from bot.store.mentoring import MentoringStore, Request, State, Take

_DAY = 86_400.0
_AGAIN = 7 * _DAY
_REFUSALS = {
    Take.ALREADY: wording.TAKEN_ALREADY,
    Take.OWN: wording.OWN_QUESTION,
    Take.GONE: wording.GONE,
}
log = logging.getLogger(__name__)


class Mentoring:
    """Each public coroutine that takes a job can be done again without anything happening twice."""

    def __init__(
        self,
        services: Services,
        store: MentoringStore,
        mentors: Mentors,
        messenger: Messenger,
        reminders: Reminders,
        pace: Pace,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._client, self._people = services.client, services.people
        self._reminders = reminders
        self._store, self._mentors, self._messenger = store, mentors, messenger
        self._pace, self._clock = pace, clock
        self._channel = mentors.channel
        self.on_change: Callable[[str], Awaitable[None]] | None = None
        """Awaited with a mentor who changed something on the Home."""

    async def take(self, job: Job) -> None:
        """The first mentor who presses gets it; everybody else is told why not."""
        user, request_id = str(job.data["user"]), str(job.data["id"])
        in_channel = job.data["channel"] == self._channel and await self._people.is_member(user)
        if not (in_channel or await self._mentors.is_mentor(user)):
            return
        now = self._clock()
        taken = await self._store.take(
            request_id, user, now, now + self._pace.check_in, self._pace.most
        )
        request = await self._store.get(request_id)
        if taken is Take.TOO_MANY or taken in _REFUSALS or request is None:
            words = _REFUSALS.get(taken, wording.GONE)
            words = wording.too_many(self._pace.most) if taken is Take.TOO_MANY else words
            await self._answer(job, words)
            return
        again = job.again or taken is Take.REPEATED
        await self._show_state(request)
        pair = request.pair or await self._open_pair(request)
        if pair:
            await self._store.change(request.id, {"round": request.round}, {"pair": pair})
            key = f"{request.id}:{request.round}:pair"
            intro = mentor_blocks.pair_intro(request, self._pace.check_in / _DAY)
            await self._messenger.post(job, Destination(pair), intro, key, again=again)
        words = wording.WILL_HELP_HERE if pair else wording.WILL_HELP
        told = notice(words, user=request.mentor, quoted=request.question)
        key = f"{request.id}:{request.round}:taken"
        await self._messenger.tell(job, request.asker, told, key, again=again)
        await self._changed(job)

    async def give_back(self, job: Job) -> None:
        """The mentor can't help after all: the others see the question again."""
        request = await self._of_mentor(job)
        if request is None:
            return
        await self._reopen(job, request)
        told = notice(wording.GIVEN_BACK, user=request.mentor, quoted=request.question)
        await self._messenger.tell(job, request.asker, told, f"{request.id}:{request.round}:back")
        await self._changed(job)

    async def done(self, job: Job) -> None:
        """The mentor is through; the asker says whether they met."""
        request = await self._of_mentor(job)
        if request is None:
            return
        expected = {"state": State.TAKEN.value, "round": request.round}
        await self._store.change(request.id, expected, {"state": State.DONE.value, "due_at": 0.0})
        await self._show_state(replace(request, state=State.DONE))
        await self._reminders.ask_whether_met(job, request, wording.DONE_ASKER)
        await self._changed(job)

    async def answer_check_in(self, job: Job) -> None:
        """What the asker says: they met, they didn't yet, another mentor should, or it isn't needed
        anymore.
        """
        request = await self._store.get(str(job.data["id"]))
        if request is None or request.asker != job.data["user"]:
            return
        said, key = str(job.data["action"]), f"{job.key}:answer"
        await self._settle(job)
        over = request.state in (State.CLOSED, State.WITHDRAWN)
        if said == mentor_blocks.MET:
            await self._end(request, State.CLOSED)
            await self._messenger.tell(job, request.asker, notice(wording.MET_THANKS), key)
        elif said == mentor_blocks.WITHDRAW:
            await self._end(request, State.WITHDRAWN)
            await self._show_state(replace(request, state=State.WITHDRAWN, mentor=""))
            await self._messenger.tell(job, request.asker, notice(wording.WITHDRAWN_THANKS), key)
        elif said == mentor_blocks.REASSIGN and not over:
            if request.state is not State.OPEN:
                await self._reopen(job, request)
            await self._messenger.tell(job, request.asker, notice(wording.REASSIGNED), key)
        elif said == mentor_blocks.NOT_MET and not over and request.mentor:
            later = {"due_at": self._clock() + _AGAIN, "state": State.TAKEN.value}
            await self._store.change(request.id, {"round": request.round}, later)
            await self._show_state(replace(request, state=State.TAKEN))
            nudge = notice(wording.NOT_MET_NUDGE, user=request.asker, quoted=request.question)
            await self._messenger.tell(job, request.mentor, nudge, f"{job.key}:nudge")
            await self._messenger.tell(job, request.asker, notice(wording.NOT_MET_THANKS), key)

    async def _reopen(self, job: Job, request: Request) -> None:
        opened = {
            "state": State.OPEN.value, "mentor": "", "pair": "", "round": request.round + 1,
            "reminders": 0,
            "due_at": self._clock() + self._pace.reminder,
        }  # fmt: skip
        if await self._store.change(request.id, {"round": request.round}, opened):
            now = await self._store.get(request.id)
            if now:
                await self._show_state(now)
        key = f"{request.id}:{request.round}:open"
        thread = Destination(self._channel, request.ts)
        await self._messenger.post(job, thread, notice(wording.OPEN_AGAIN), key)

    async def pause(self, job: Job) -> None:
        """Whether the mentor is proposed for new questions."""
        user = str(job.data["user"])
        if await self._mentors.is_mentor(user):
            await self._store.pause(user, str(job.data["id"]) == "1")
            await self._changed(job)

    async def _changed(self, job: Job) -> None:
        if self.on_change and not job.data["channel"]:
            await self.on_change(str(job.data["user"]))

    async def _settle(self, job: Job) -> None:
        """Puts what was chosen where the buttons were."""
        data = job.data
        blocks = replace_block(data["blocks"], data["block"], wording.chosen(data["label"]))
        if data["channel"] and blocks:
            await self._client.update(data["channel"], data["ts"], data["text"], blocks)

    async def _end(self, request: Request, state: State) -> None:
        ended = {"state": state.value, "due_at": 0.0}
        await self._store.change(request.id, {"round": request.round}, ended)

    async def _of_mentor(self, job: Job) -> Request | None:
        """The request of a press that only the mentor who took it may make."""
        request = await self._store.get(str(job.data["id"]))
        if request is None:
            await self._answer(job, wording.GONE)
            return None
        theirs = request.state in (State.TAKEN, State.DONE) and request.mentor == job.data["user"]
        if theirs and request.round == job.data["round"]:
            return request
        if not job.again:
            await self._answer(job, wording.NOT_YOURS)
        return None

    async def _answer(self, job: Job, words: str) -> None:
        """Tells the one who pressed alone."""
        channel, user = str(job.data["channel"]), str(job.data["user"])
        if channel:
            await self._client.post_ephemeral(Destination(channel), user, notice(words))
        else:
            await self._messenger.tell(job, user, notice(words), f"{job.key}:answer")

    async def _open_pair(self, request: Request) -> str:
        """The group conversation of asker and mentor, empty where Slack doesn't allow it."""
        try:
            return await self._client.open_conversation(request.asker, request.mentor)
        except SlackRequestRejectedError as error:
            log.error("a pair gets no group conversation: %s", error)
            return ""

    async def _show_state(self, request: Request) -> None:
        """Brings the brief up to date; what was shared stands in its thread and stays."""
        message = mentor_blocks.brief(request)
        await self._client.update(self._channel, request.ts, message.text, message.blocks)
