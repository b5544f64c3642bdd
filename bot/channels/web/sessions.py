"""Whose conversation it is: ids made by the server, signed, with an end."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import time

_TOKEN = re.compile(r"([A-Za-z0-9_-]{22})\.([0-9]{10})\.([A-Za-z0-9_-]{43})")


class Sessions:
    """Makes and reads tokens `id.end.signature`; nothing is stored, so any process that has the secret can read them."""

    def __init__(self, secret: bytes, surface: str, days: int) -> None:
        self._key = hmac.new(secret, f"session:{surface}".encode(), hashlib.sha256).digest()
        self._surface = surface
        self.seconds = days * 86_400

    def new(self, now: float | None = None) -> str:
        session = f"{secrets.token_urlsafe(16)}.{int((now or time.time()) + self.seconds)}"
        return f"{session}.{self._signature(session)}"

    def conversation(self, token: str | None, now: float | None = None) -> str | None:
        """The id of the token's conversation; None when it is missing, altered or past its end."""
        found = _TOKEN.fullmatch(token or "")
        if found is None:
            return None
        session = f"{found[1]}.{found[2]}"
        if not hmac.compare_digest(self._signature(session), found[3]) or int(found[2]) < (
            now or time.time()
        ):
            return None
        return f"{self._surface}:{found[1]}"

    def _signature(self, session: str) -> str:
        digest = hmac.new(self._key, session.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
