"""How the workspace delivers: over a socket, or as requests that are signed as Slack signs them."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

import requests

from tools.slack_state import SECRET, WorkspaceState


class Deliverer(WorkspaceState):
    """One delivery at a time, with the status that came back."""

    def deliver(
        self, payload: dict[str, Any], kind: str = "events_api", **headers: str
    ) -> tuple[int, Any]:
        """One delivery, as Slack makes it; returns the status (0: not acknowledged) and the body of
        the response.
        """
        if self.receiver:
            return self.receiver(payload)
        if self.socket_mode:
            return asyncio.run_coroutine_threadsafe(
                self._envelope(payload, kind), self._loop
            ).result(30)
        body, content = json.dumps(payload), "application/json; charset=utf-8"
        if kind != "events_api":
            body = urlencode(payload if kind == "slash_commands" else {"payload": body})
            content = "application/x-www-form-urlencoded"
        return self.deliver_raw(body.encode(), {"Content-Type": content, **headers})

    def deliver_raw(
        self,
        body: bytes,
        headers: dict[str, str],
        secret: str = SECRET,
        at: float | None = None,
        *,
        signed_body: bytes | None = None,
    ) -> tuple[int, Any]:
        """Posts bytes, truly signed for now unless told otherwise."""
        stamp = str(int(at or time.time()))
        signed_bytes = b"v0:%s:%s" % (stamp.encode(), body if signed_body is None else signed_body)
        signature = "v0=" + hmac.new(secret.encode(), signed_bytes, hashlib.sha256).hexdigest()
        signed = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature, **headers}
        response = requests.post(
            self.hook,
            body,
            headers={name: value for name, value in signed.items() if value},
            timeout=30,
        )
        try:
            return response.status_code, response.json()
        except ValueError:
            return response.status_code, response.text

    async def _envelope(self, payload: dict[str, Any], kind: str) -> tuple[int, Any]:
        key = f"E{next(self._numbers)}"
        self._acks[key] = asyncio.get_running_loop().create_future()
        await self._sockets[-1].send_json(
            {
                "envelope_id": key,
                "type": kind,
                "payload": payload,
                "accepts_response_payload": kind != "events_api",
            }
        )
        try:
            return 200, await asyncio.wait_for(self._acks[key], 10)
        except asyncio.TimeoutError:
            return 0, None
