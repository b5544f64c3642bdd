"""What an operator can set, all of it by environment variables; the defaults serve one machine, on
loopback.
"""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.domain.errors import AdvisorError


class SettingsError(AdvisorError):
    """A setting can't be used; the message names the variable."""


@dataclass(frozen=True)
class Limits:
    """`burst` requests at once, then `rate` a second, for one conversation and for one network
    address.

    `address_turns` messages of one address may be in work at the same time, `turns` of everybody.
    """

    conversation_burst: float = 20
    conversation_rate: float = 1
    address_burst: float = 600
    address_rate: float = 20
    address_turns: int = 12
    turns: int = 120


@dataclass(frozen=True)
class Settings:
    """`origins` are the sites whose pages may embed the widget from elsewhere, such as
    `https://www.example.com`.
    """

    host: str = "127.0.0.1"
    port: int = 5005
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    """Names that the server may be asked by; without them, on loopback and without a proxy only
    loopback's own, else any. A page elsewhere whose name is made to lead here gets nothing."""
    proxies: int = 0
    """How many proxies of ours stand in front: their X-Forwarded-For is believed, nobody else's."""
    https: bool = False
    """Cookies only over https: set where a proxy ends TLS."""
    retention_days: int = 30
    stored_megabytes: int = 2000
    """What conversations may take up; beyond, those left alone the longest are deleted."""
    turn_seconds: float = 15
    actions: str = ""
    """The URL of an action server; empty runs the actions in this process."""
    action_token: str = ""
    """What the action server asks of its callers; the same for both."""
    metrics_host: str = "127.0.0.1"
    metrics_port: int = 0
    """Where Prometheus may ask; 0 is nowhere. Not for the public."""
    limits: Limits = Limits()

    @classmethod
    def from_environment(cls) -> Settings:
        """Raises SettingsError."""
        return cls(
            host=os.environ.get("HOST") or cls.host,
            port=_number("PORT", cls.port, 1, 65535),
            origins=_origins(os.environ.get("ALLOWED_ORIGINS", "")),
            hosts=_hosts(os.environ.get("ALLOWED_HOSTS", "")),
            proxies=_number("PROXIES_COUNT", 0, 0, 10),
            https=os.environ.get("HTTPS", "").lower() in ("1", "true", "yes"),
            retention_days=_number("RETENTION_DAYS", cls.retention_days, 1, 3650),
            stored_megabytes=_number("STORED_MEGABYTES", cls.stored_megabytes, 1, 10_000_000),
            turn_seconds=_number("TURN_SECONDS", int(cls.turn_seconds), 1, 120),
            actions=os.environ.get("ACTION_ENDPOINT_URL", ""),
            action_token=_token("ACTION_TOKEN"),
            metrics_host=os.environ.get("METRICS_HOST") or cls.metrics_host,
            metrics_port=_number("METRICS_PORT", 0, 0, 65535),
            limits=Limits(
                conversation_burst=_number("CONVERSATION_BURST", 20, 1, 100_000),
                conversation_rate=_number("CONVERSATION_RATE", 1, 1, 100_000),
                address_burst=_number("ADDRESS_BURST", 600, 1, 1_000_000),
                address_rate=_number("ADDRESS_RATE", 20, 1, 1_000_000),
                address_turns=_number("ADDRESS_TURNS", Limits.address_turns, 1, 100_000),
                turns=_number("TURNS", Limits.turns, 1, 100_000),
            ),
        )


def current_day() -> date:
    """The day as of which answers call facts old: TODAY when it is set, so that a recorded answer
    can be repeated.
    """
    value = os.environ.get("TODAY")
    try:
        return date.fromisoformat(value) if value else date.today()
    except ValueError as error:
        raise SettingsError(f"TODAY must be a day such as 2026-11-23, not '{value}'") from error


def data_folder() -> Path:
    """Where databases and the secret live: DATA_DIR, else `.data`."""
    return Path(os.environ.get("DATA_DIR") or ".data")


def folder_made(path: Path) -> Path:
    """The folder, made for its owner alone where there is none; raises SettingsError."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SettingsError(
            f"the folder {path} can't be used ({error.strerror}): set DATA_DIR or DATABASE_URL"
        ) from error
    return path


def sources_folder() -> Path:
    """Where the source texts are: SOURCES, else `data/sources`."""
    return Path(os.environ.get("SOURCES") or "data/sources")


def secret() -> bytes:
    """What sessions and buttons are signed with: SECRET_KEY, else a file of the data folder, made
    once.

    Several servers must share it, so there it must be set.
    """
    given = os.environ.get("SECRET_KEY", "")
    if given:
        if len(given) < 32:
            raise SettingsError("SECRET_KEY is too short: 32 characters at least")
        return given.encode()
    path = folder_made(data_folder()) / "secret"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _kept(path)
    except OSError as error:
        raise SettingsError(
            f"{path} can't be written ({error.strerror}): set DATA_DIR or SECRET_KEY"
        ) from error
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(32))
    return _kept(path)


def _kept(path: Path) -> bytes:
    kept = path.read_bytes().strip()
    if len(kept) < 32:
        raise SettingsError(
            f"{path} is damaged: delete it, which ends all sessions, or set SECRET_KEY"
        )
    return kept


def _number(name: str, default: int, least: int, most: int) -> int:
    given = os.environ.get(name)
    if not given:
        return default
    number = whole_number(given)
    if number is None or not least <= number <= most:
        raise SettingsError(f"{name} must be a whole number from {least} to {most}")
    return number


def whole_number(given: str) -> int | None:
    """A number of ASCII digits, as many as any setting may have; None where it is none."""
    is_plain = given.isascii() and given.isdecimal() and len(given) <= 15
    return int(given) if is_plain else None


def _token(name: str) -> str:
    given = os.environ.get(name, "")
    if given and not (len(given) >= 32 and given.isascii() and given.isprintable()):
        raise SettingsError(f"{name} must be 32 printable ASCII characters at least")
    return given


def _hosts(given: str) -> tuple[str, ...]:
    found = tuple(host.strip().lower() for host in given.split(",") if host.strip())
    for host in found:
        if not re.fullmatch(r"[a-z0-9.-]+|\[[0-9a-f:.]+\]", host):
            raise SettingsError(
                f"ALLOWED_HOSTS must hold names such as www.example.com, not {host!r}"
            )
    return found


def _origins(given: str) -> tuple[str, ...]:
    found = tuple(
        origin.strip().rstrip("/").lower() for origin in given.split(",") if origin.strip()
    )
    for origin in found:
        scheme, _, host = origin.partition("://")
        if scheme not in ("http", "https") or not host or "/" in host or "*" in host:
            raise SettingsError(
                f"ALLOWED_ORIGINS must hold origins such as https://www.example.com, not {origin!r}"
            )
    return found
