"""Rate limiter: token buckets by conversation and by address, and bounds on turns in flight."""

from __future__ import annotations

import ipaddress
import time
from collections import Counter, OrderedDict
from collections.abc import Callable

_MOST_KEYS = 50_000
_CHARACTERS_PER_TOKEN = 200
# One household or office gets as many addresses of IPv6 as it likes, all with these first bits.
_IPV6_NETWORK = 64


class TokenBuckets:
    """`burst` tokens at first, `rate` more each second; memory is bounded, the longest unused keys
    are forgotten.
    """

    def __init__(
        self, burst: float, rate: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst, self._rate, self._clock = float(burst), float(rate), clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, cost: float = 1) -> float:
        """Take `cost` tokens: 0.0 when there were enough, else the seconds until there will be.

        What costs more than a full bucket takes all of it.
        """
        cost = min(cost, self._burst)
        now = self._clock()
        tokens, seen = self._buckets.pop(key, (self._burst, now))
        tokens = min(self._burst, tokens + (now - seen) * self._rate)
        wait = 0.0 if tokens >= cost else (cost - tokens) / self._rate
        self._buckets[key] = (tokens if wait else tokens - cost, now)
        if len(self._buckets) > _MOST_KEYS:
            self._buckets.popitem(last=False)
        return wait


class TurnsInFlight:
    """Counts the turns that run or wait, `each` at most for one key and `in_all` for everybody."""

    def __init__(self, each: int, in_all: int) -> None:
        self._each, self._in_all = each, in_all
        self._of: Counter[str] = Counter()
        self._total = 0

    def enter(self, key: str) -> bool:
        """Count a turn of `key`; False, and nothing counted, when there are too many."""
        if self._total >= self._in_all or self._of[key] >= self._each:
            return False
        self._of[key] += 1
        self._total += 1
        return True

    def leave(self, key: str) -> None:
        self._total -= 1
        self._of[key] -= 1
        if not self._of[key]:
            del self._of[key]


def text_cost(text: str) -> float:
    """Tokens that a message costs: one, and one more for each 200 characters."""
    return 1 + len(text) // _CHARACTERS_PER_TOKEN


def network_of(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 network of an IPv6 one."""
    try:
        found = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, _IPV6_NETWORK), strict=False))
