"""The host names that the server answers to, against DNS rebinding."""

from __future__ import annotations

import ipaddress
import re

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.web.protocol import HttpError, error
from bot.settings import Settings

_LOOPBACK = frozenset(("localhost", "127.0.0.1", "[::1]"))
# Kubernetes asks by the pod's address, and they tell nothing of anybody.
_PROBES = frozenset(("/webhooks/web/alive", "/webhooks/web/ready"))
_PORT = re.compile(r":[0-9]{1,5}$")


def allowed_hosts(settings: Settings) -> frozenset[str] | None:
    """The names without ports, None for any."""
    if settings.hosts:
        return frozenset(settings.hosts) | _LOOPBACK
    if settings.proxies or not _is_loopback(settings.host):
        return None
    return _LOOPBACK | {settings.host.lower()}


def check_host(app: Sanic, settings: Settings) -> None:
    """Refuse requests for other names, with 421."""
    allowed = allowed_hosts(settings)
    if allowed is None:
        return

    async def checked(request: Request) -> HTTPResponse | None:
        if request.method == "NONE":  # one that couldn't be read: it is refused anyway
            return None
        host = _PORT.sub("", request.headers.get("host", "").lower())
        if host in allowed or request.path in _PROBES:
            return None
        return error(HttpError(421, "host"))

    app.register_middleware(checked, "request")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
