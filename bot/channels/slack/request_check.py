"""Whether a posted request can be a delivery of Slack at all, before anything reads it."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from bot.channels.slack.envelopes import is_delivery

_MOST_SECONDS = 300
_LONGEST_STAMP = 12


def is_signed(secret: str, body: bytes, headers: Mapping[str, str]) -> bool:
    """Whether Slack signed the request in the last five minutes."""
    stamp = headers.get("x-slack-request-timestamp") or ""
    signature = headers.get("x-slack-signature") or ""
    if not (stamp.isdecimal() and len(stamp) <= _LONGEST_STAMP and signature.isascii()):
        return False
    # slack_sdk's verifier decodes the body first, and fails on one that isn't text
    expected = hmac.new(secret.encode(), b"v0:%s:%s" % (stamp.encode(), body), hashlib.sha256)
    is_now = abs(time.time() - int(stamp)) <= _MOST_SECONDS
    return is_now and hmac.compare_digest(f"v0={expected.hexdigest()}", signature)


def is_nonsense(body: bytes, content_type: str) -> bool:
    """Whether a signed body has no shape that Slack sends: such a request is refused and not tried
    again.
    """
    try:
        text = body.decode("utf-8")
        found: Any
        if "json" in content_type:
            found = json.loads(text)
        else:
            fields = {
                name: values[0] for name, values in parse_qs(text, strict_parsing=True).items()
            }
            found = json.loads(fields["payload"]) if "payload" in fields else fields
    except (ValueError, RecursionError):
        return True
    if isinstance(found, Mapping) and "ssl_check" in found:
        return False
    return not is_delivery(found)
