"""Whether Slack and the app can hear each other: tokens, the socket, and what is wrong
with them.
"""

from __future__ import annotations

import asyncio
import logging

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.client import SlackClient
from bot.channels.slack.errors import AUTHENTICATION, SlackError, remedy
from bot.channels.slack.places import BotIdentity
from bot.channels.slack.settings import SlackSettings

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
# Seconds between looks at the socket.
_CHECK = 2.0
_OPENING = 15.0
# Seconds between looks at the bot token.
_VERIFY = 60.0
log = logging.getLogger(__name__)


class Problem:
    """What is wrong at the moment; each new trouble is logged once, and so is its end."""

    def __init__(self, what: str) -> None:
        self._what, self.code = what, ""

    def set(self, code: str, needed: str = "") -> None:
        if code and code != self.code:
            advice = remedy(code, needed)
            log.error("%s: %s%s", self._what, code, f"; {advice}" if advice else "")
        elif self.code and not code:
            log.info("%s: fine again", self._what)
        self.code = code


class Connection:
    """Looks after the bot token and, in Socket Mode, the socket; it goes on trying for ever."""

    def __init__(self, settings: SlackSettings, web: AsyncWebClient) -> None:
        self._settings, self._web = settings, web
        self.token = Problem("Slack and the bot token")
        self.app_token = Problem("Slack and the app token")
        self._identified = False
        self._socket: SocketModeClient | None = None
        self._handler: AsyncSocketModeHandler | None = None

    async def health(self) -> dict[str, object]:
        """`connected` is true with valid tokens and, in Socket Mode, a live socket; `error` is
        Slack's code.
        """
        problem = self.token.code or self.app_token.code
        live = self._settings.app_token == "" or await self._is_live()
        connected = self._identified and live and not problem
        reason = (
            problem or ("" if live else "no_socket") if self._identified else problem or "starting"
        )
        return {"connected": connected, **({} if connected else {"error": reason})}

    def heard(self, code: str) -> None:
        """Takes what a call to Slack says of the bot token: its error code, empty where the token
        is fine.
        """
        if code or self.token.code in AUTHENTICATION:
            self.token.set(code)

    async def identify(self, client: SlackClient) -> BotIdentity:
        """Who we are, as soon as Slack says so."""
        pause = _FIRST_PAUSE
        while True:
            try:
                answer = await client.call("auth.test")
            except SlackError as error:
                self.token.set(error.code)
            else:
                me, wrong = self._identity(answer)
                if me:
                    self.token.set("")
                    self._identified = True
                    return me
                self.token.set(wrong)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _identity(self, answer: dict[str, object]) -> tuple[BotIdentity | None, str]:
        """A token of a whole organization works for the one workspace that the settings name."""
        team, enterprise = str(answer.get("team_id") or ""), str(answer.get("enterprise_id") or "")
        if answer.get("is_enterprise_install"):
            if not self._settings.team:
                log.error(
                    "the app is installed for an organization: SLACK_TEAM must name a workspace"
                )
                return None, "org_install_without_team"
            team = self._settings.team
        if self._settings.team not in ("", team):
            log.error("the bot token is of workspace %s, SLACK_TEAM says otherwise", team)
            return None, "wrong_team"
        return BotIdentity(team, str(answer.get("user_id")), enterprise), ""

    async def verify(self, client: SlackClient) -> None:
        """Goes on asking whether the token is still good, more often while it isn't."""
        while True:
            await asyncio.sleep(_CHECK if self.token.code else _VERIFY)
            try:
                await client.call("auth.test", tries=1)
            except SlackError as error:
                log.debug("the bot token: %s", error.code)

    async def keep_socket(self, app: AsyncApp) -> None:
        """Opens the socket and looks after it; a refused app token is tried again until it is put
        right.
        """
        quiet = logging.getLogger("slack_bolt.socket")
        quiet.setLevel(logging.CRITICAL)  # it logs tracebacks; `app_token` says what they mean
        self._handler = AsyncSocketModeHandler(
            app, self._settings.app_token, logger=quiet, web_client=self._web
        )
        self._socket = self._handler.client
        pause = _FIRST_PAUSE
        while True:
            if await self._is_live():
                self.app_token.set("")
                pause = _FIRST_PAUSE
                await asyncio.sleep(_CHECK)
                continue
            try:
                address = await self._address()
            except SlackApiError as error:
                data = error.response.data if isinstance(error.response.data, dict) else {}
                self.app_token.set(
                    str(data.get("error") or "refused"), str(data.get("needed") or "")
                )
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
            except Exception as error:
                self.app_token.set(type(error).__name__)
                await asyncio.sleep(pause)
            else:
                await self._connect(address)

    async def _address(self) -> str:
        response = await self._web.apps_connections_open(app_token=self._settings.app_token)
        return str(response["url"])

    async def _connect(self, address: str) -> None:
        """Opens the socket at an address that Slack gave, unless the client did so by itself
        meanwhile.
        """
        assert self._socket is not None
        if self._socket.current_session is not None:
            await asyncio.sleep(_CHECK)  # the client opens it again by itself
            return
        self._socket.wss_uri = address
        try:
            # it tries the same address for ever, and an address is good for one time
            opening = self._socket.connect()  # type: ignore[no-untyped-call]
            await asyncio.wait_for(opening, _OPENING)
        except asyncio.TimeoutError:
            self.app_token.set("no_socket")

    async def _is_live(self) -> bool:
        return self._socket is not None and await self._socket.is_connected()

    async def close(self) -> None:
        if self._handler:
            await self._handler.close_async()  # type: ignore[no-untyped-call]
