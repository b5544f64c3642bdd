"""The actions behind a port of their own, for whoever runs them apart
from the server: Rasa's protocol, one secret.
"""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Mapping
from typing import Any

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as as_json

_LARGEST_CALL = 4_194_304  # a call carries the turns that are remembered, tables and all
log = logging.getLogger(__name__)


def application(token: str = "", package: str = "actions") -> Sanic:
    """`POST /webhook` runs an action for who has the token, `GET /health` is for probes.

    The stock server asks for no token, listens everywhere, and sends a conversation back in its
    errors.
    """
    executor = ActionExecutor()
    executor.register_package(package)
    app = Sanic("ciso_actions", configure_logging=False)
    app.config.update(
        REQUEST_MAX_SIZE=_LARGEST_CALL, FALLBACK_ERROR_FORMAT="json", KEEP_ALIVE_TIMEOUT=30
    )

    async def health(request: Request) -> HTTPResponse:
        return as_json({"status": "ok"})

    async def webhook(request: Request) -> HTTPResponse:
        if token and not _is_allowed(request.headers, token):
            return as_json({"error": "a token is needed"}, status=401)
        try:
            call = json.loads(request.body)
            wanted = call["next_action"]
            assert isinstance(wanted, str) and isinstance(call["tracker"], dict)
        except (ValueError, KeyError, TypeError, AssertionError, RecursionError):
            return as_json({"error": "not the call of an action"}, status=400)
        try:
            return as_json(await executor.run(call))
        except ActionExecutionRejection as rejection:
            return as_json(
                {"error": str(rejection), "action_name": rejection.action_name}, status=400
            )
        except ActionNotFoundException:
            return as_json({"error": "there is no such action", "action_name": wanted}, status=404)
        except Exception:
            # neither its text nor the call: they may hold what a person typed
            log.exception("an action failed")
            return as_json({"error": "the action failed", "action_name": wanted}, status=500)

    app.add_route(health, "/health", methods=["GET"])
    app.add_route(webhook, "/webhook", methods=["POST"])
    return app


def headers(token: str) -> dict[str, str]:
    """What a caller of the action server sends along."""
    return {"Authorization": f"Bearer {token}"} if token else {}


def _is_allowed(given: Mapping[str, Any], token: str) -> bool:
    return hmac.compare_digest(
        str(given.get("authorization", "")).encode(), headers(token)["Authorization"].encode()
    )
