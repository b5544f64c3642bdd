"""What can go wrong with Slack, and what each of its error codes means for the person who runs the
app.
"""

from __future__ import annotations

from types import MappingProxyType


class SlackError(Exception):
    """A call to Slack that didn't succeed; `code` is Slack's error code, such as
    `channel_not_found`.
    """

    def __init__(self, method: str, code: str = "no_response") -> None:
        super().__init__(f"{method}: {code}")
        self.method, self.code = method, code


class SlackRequestRejectedError(SlackError):
    """Slack refused for good: the same request will be refused again."""


class SlackUnavailableError(SlackError):
    """Slack didn't answer usefully after several tries: it may have done what was asked."""


class SlackAuthenticationError(SlackUnavailableError):
    """Slack doesn't accept the token: everything waits until somebody puts that right."""


class DeliveryUnknownError(SlackError):
    """A message may stand in Slack already, and there is no way to find out: it isn't
    posted again.
    """


AUTHENTICATION = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
PASSING = frozenset(
    {
        "fatal_error",
        "internal_error",
        "message_limit_exceeded",
        "ratelimited",
        "request_timeout",
        "service_unavailable",
        "team_added_to_org",
    }
)
TOO_LARGE = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"}
)
_REMEDIES = MappingProxyType(
    {
        "account_inactive": "the app was uninstalled or deactivated: install it again",
        "invalid_auth": "the token isn't one that Slack knows: copy it again",
        "missing_scope": "the token lacks a scope: add it, then install the app again",
        "not_allowed_token_type": (
            "the token is of the wrong kind: Socket Mode needs the app-level token"
        ),
        "not_in_channel": "invite the app to the channel",
        "token_expired": "token rotation is on: switch it off and install the app again",
        "token_revoked": "the token was revoked: install the app again and copy the new token",
    }
)


def remedy(code: str, needed: str = "") -> str:
    """What to do about an error code, empty where nothing is known; `needed` is the
    missing scope.
    """
    return (
        f"add the scope {needed}, then install the app again" if needed else _REMEDIES.get(code, "")
    )
