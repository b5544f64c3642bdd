"""Signed, expiring session tokens; the ids of conversations are made by the server."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time

from itsdangerous import BadSignature, Signer


class Sessions:
    """Makes and reads tokens `id.end.signature`; nothing is stored, so any
    process that has the secret can read them.
    """

    def __init__(self, secret: bytes, surface: str, days: int) -> None:
        key = hmac.new(secret, f"session:{surface}".encode(), hashlib.sha256).digest()
        self._signer = Signer(key, key_derivation="none", digest_method=hashlib.sha256)
        self._surface = surface
        self.seconds = days * 86_400

    def new(self, now: float | None = None) -> str:
        end = int((now or time.time()) + self.seconds)
        return self._signer.sign(f"{secrets.token_urlsafe(16)}.{end}").decode()

    def conversation(self, token: str | None, now: float | None = None) -> str | None:
        """The id of the token's conversation; None when it is missing, altered or past its end."""
        given = (token or "").encode("utf-8", "replace")
        try:
            session = self._signer.unsign(given)
        except BadSignature:
            return None
        # Base64 has several spellings of the same bytes; a token has one
        if self._signer.sign(session) != given:
            return None
        name, _, end = session.decode().partition(".")
        return f"{self._surface}:{name}" if int(end) >= (now or time.time()) else None
