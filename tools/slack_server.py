"""The addresses of a workspace that only looks like Slack: its Web API, uploads, private answers
and Socket Mode.
"""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from aiohttp import WSMsgType, web

from tools.slack_limits import refusal
from tools.slack_state import APP_TOKEN, BOT_TOKEN, Call, Trouble
from tools.slack_web_api import WebApi, refused

_READS = {
    "auth.test",
    "chat.getPermalink",
    "conversations.members",
    "users.info",
    "conversations.history",
    "conversations.replies",
    "files.getUploadURLExternal",
    "apps.connections.open",
}


class SlackServer(WebApi):
    """Serves from a thread of its own, and goes wrong where it was told to."""

    async def _close(self) -> None:
        await self._runner.cleanup()
        left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _serve(self) -> int:
        app = web.Application(client_max_size=10**7)
        app.router.add_post("/api/{method}", self._api)
        app.router.add_post("/respond/{id}", self._respond)
        app.router.add_post("/upload/{id}", self._upload)
        app.router.add_get("/socket", self._socket)
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        return int(site._server.sockets[0].getsockname()[1])  # type: ignore[union-attr]

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.content_type == "application/json":
            body = await request.json() if method not in _READS else {}
        else:
            body = dict(await request.post())
        response = await self._answered(method, body, request)
        self.calls.append(Call(method, body, time.monotonic(), response.status))
        return response

    async def _answered(
        self, method: str, body: dict[str, Any], request: web.Request
    ) -> web.StreamResponse:
        expected = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        if request.headers.get("Authorization") != f"Bearer {expected}":
            return refused("invalid_auth")
        error = self.app_token_error if expected == APP_TOKEN else self.token_error
        if error:
            needed = {"needed": "connections:write"} if error == "missing_scope" else {}
            return web.json_response({"ok": False, "error": error, **needed})
        limited = f"{method}:{body.get('channel', '')}"
        left = self._limited.get(limited, 0) - time.monotonic()
        if left > 0:
            self.impatient.append(limited)
            return web.Response(status=429, headers={"Retry-After": str(int(left) + 1)})
        trouble = self._troubles[method].popleft() if self._troubles[method] else None
        if trouble is None:
            return self._do(method, body)
        return await self._fail(trouble, method, body, limited)

    async def _fail(
        self, trouble: Trouble, method: str, body: dict[str, Any], limited: str
    ) -> web.StreamResponse:
        """Answer as Slack does in some trouble: before the call is done, after, or late."""
        if trouble.kind == "limited":
            self._limited[limited] = time.monotonic() + trouble.seconds - 0.05
            return web.json_response(
                {"ok": False, "error": "ratelimited"},
                status=429,
                headers={"Retry-After": str(int(trouble.seconds))},
            )
        if trouble.kind == "broken":
            return web.Response(status=500, text="<html>it hurts</html>", content_type="text/html")
        if trouble.kind == "refused":
            return refused(trouble.error)
        if trouble.kind == "done":
            self._do(method, body)
            return web.Response(status=500)
        if trouble.kind == "late":
            response = self._do(method, body)
            await asyncio.sleep(trouble.seconds)
            return response
        await asyncio.sleep(trouble.seconds)
        return web.Response(status=503)

    async def _upload(self, request: web.Request) -> web.Response:
        next(file for file in self.files if file["id"] == request.match_info["id"])["content"] = (
            await request.read()
        ).decode()
        return web.Response(text="OK")

    async def _respond(self, request: web.Request) -> web.Response:
        body, url = await request.json(), f"http://127.0.0.1:{self.port}{request.path}"
        trouble = self._troubles["respond"].popleft() if self._troubles["respond"] else None
        if trouble and trouble.kind == "limited":
            return web.Response(status=429, headers={"Retry-After": str(int(trouble.seconds))})
        if trouble and trouble.kind == "broken":
            return web.Response(status=500)
        self._uses[url] += 1
        if url not in self._urls or self._uses[url] > 5 or refusal(body.get("blocks")):
            return web.Response(status=404, text="used_url")
        with self._lock:
            self._keep_private(url, body)
        if trouble:
            await asyncio.sleep(trouble.seconds)
        return web.Response(text="ok")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._sockets.append(socket)
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                told = json.loads(message.data)
                ack = self._acks.get(told["envelope_id"])
                if ack and not ack.done():
                    ack.set_result(told.get("payload"))
        self._sockets.remove(socket)
        return socket

    def hang_up(self) -> None:
        """Closes the sockets, as Slack does several times a day."""
        for socket in list(self._sockets):
            asyncio.run_coroutine_threadsafe(socket.close(), self._loop).result(10)
