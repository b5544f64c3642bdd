"""Visitors who all talk at once, and what each script is answered with when nobody else does."""

from __future__ import annotations

import asyncio
import threading
import time

import aiohttp

from tools.scripts import SCRIPTS
from tools.visitors import GIVE_UP_SECONDS, Client, Count, Message, Talk

Expected = dict[tuple[int, int], tuple[str, ...]]


async def expectation(url: str) -> Expected:
    """What each script is answered with when nobody else talks; raises
    AssertionError when it isn't answered at once.
    """
    expected: Expected = {}
    async with aiohttp.ClientSession() as http:
        client = Client(http, url)
        for script in range(len(SCRIPTS)):
            talk = await client.begin(script)
            for position in range(len(SCRIPTS[script])):
                message = await client.say(talk, position)
                assert message.attempts[-1] == "answered", (
                    f"{SCRIPTS[script][position]!r}: {message.attempts}"
                )
                expected[script, position] = message.answers
    return expected


class Crowd:
    """Visitors who talk steadily, each in a conversation of its own and
    from an address of its own, until `stop`.
    """

    def __init__(self, url: str, visitors: int, pause: float, expected: Expected) -> None:
        self._url, self._visitors, self._pause, self._expected = url, visitors, pause, expected
        self.messages: list[Message] = []
        self.talks: list[Talk] = []
        self.wrong = Count()
        self._checks = [0] * visitors
        self._wanted_checks = 0
        self._ending = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="crowd", daemon=True)

    def start(self) -> Crowd:
        self._thread.start()
        return self

    def stop(self) -> None:
        """Ends every visitor after the message that is under way, and
        checks every conversation there was.
        """
        self._ending.set()
        self._thread.join(GIVE_UP_SECONDS * 2)
        assert not self._thread.is_alive(), "the visitors don't come to an end"
        if self._failure:
            raise self._failure
        asyncio.run(self._check_all())

    def calm(self, seconds: float) -> bool:
        """Waits until every visitor has been answered without disturbance twice
        from now on, and found the history right.
        """
        begun, end = time.time(), time.time() + seconds
        self._wanted_checks += 1
        while time.time() < end and self._failure is None:
            recent = [
                message
                for message in list(self.messages)
                if message.began >= begun and not message.disturbed
            ]
            if len(recent) >= 2 * self._visitors and min(self._checks) >= self._wanted_checks:
                return True
            time.sleep(0.05)
        return False

    def _run(self) -> None:
        async def all_visitors() -> None:
            await asyncio.gather(*(self._visit(number) for number in range(self._visitors)))

        try:
            asyncio.run(all_visitors())
        except BaseException as failure:
            self._failure = failure

    async def _visit(self, number: int) -> None:
        connector = aiohttp.TCPConnector(local_addr=(f"127.0.1.{number + 1}", 0))
        async with aiohttp.ClientSession(connector=connector) as http:
            client, script = Client(http, self._url), number
            await asyncio.sleep(self._pause * number / self._visitors)
            while not self._ending.is_set():
                talk = await client.begin(script % len(SCRIPTS))
                self.talks.append(talk)
                for position in range(len(SCRIPTS[talk.script])):
                    if self._ending.is_set():
                        break
                    message = await client.say(talk, position)
                    self._judge(message)
                    if message.attempts[-1] != "answered":
                        break  # the rest of the script would lean on what is missing
                    if self._checks[number] < self._wanted_checks:
                        self.wrong.add(await client.check(talk))
                        self._checks[number] = self._wanted_checks
                    await asyncio.sleep(self._pause)
                self.wrong.add(await client.check(talk))
                script += 1

    def _judge(self, message: Message) -> None:
        self.messages.append(message)
        if message.attempts[-1] != "answered":
            self.wrong.lost += 1
        elif message.answers != self._expected[message.script, message.position]:
            self.wrong.crossed += 1

    async def _check_all(self) -> None:
        async with aiohttp.ClientSession() as http:
            client = Client(http, self._url)
            for talk in self.talks:
                self.wrong.add(await client.check(talk))
                await asyncio.sleep(0.06)  # below the pace that one address may have
