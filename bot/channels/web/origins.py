"""Which pages may ask: those of the advisor's own address and of
the allowed origins, however they are written.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

_DEFAULT_PORTS = {"https": 443, "http": 80}


def canonical(origin: str) -> str | None:
    """`https://bücher.example:443/` as
    `https://xn--bcher-kva.example`; None for what is no origin.
    """
    scheme, _, rest = origin.strip().partition("://")
    found = _host_and_port(rest.rstrip("/"), scheme.lower())
    if found is None:
        return None
    host, port = found
    shown = f"[{host}]" if ":" in host else host
    standard = port == _DEFAULT_PORTS[scheme.lower()]
    return f"{scheme.lower()}://{shown}" + ("" if standard else f":{port}")


def is_own(origin: str, host: str) -> bool:
    """Whether a page of `origin` is one of the server that was asked as `host`, the request's
    header.

    A port that is the scheme's own may be named or not: proxies write `$host:$server_port`.
    """
    scheme, _, rest = origin.strip().partition("://")
    page = _host_and_port(rest, scheme.lower())
    return page is not None and page == _host_and_port(host, scheme.lower())


class AllowedOrigins:
    """The sites of ALLOWED_ORIGINS; one that can't be read allows nobody."""

    def __init__(self, origins: Iterable[str]) -> None:
        self._origins = frozenset(filter(None, map(canonical, origins)))

    def __contains__(self, origin: object) -> bool:
        return isinstance(origin, str) and canonical(origin) in self._origins

    @property
    def sorted(self) -> tuple[str, ...]:
        return tuple(sorted(self._origins))


def _host_and_port(authority: str, scheme: str) -> tuple[str, int] | None:
    if scheme not in _DEFAULT_PORTS or not authority or set(authority) & set("/@?#\\ "):
        return None
    try:
        parts = urlsplit(f"//{authority}")
        host = (parts.hostname or "").rstrip(".")
        port = parts.port or _DEFAULT_PORTS[scheme]
        ascii_host = host if ":" in host else host.encode("idna").decode("ascii")
    except ValueError:  # no port, no IPv6 address, no domain name
        return None
    return (ascii_host.lower(), port) if host else None
