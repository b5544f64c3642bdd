"""What every delivery of Slack has around its content: a known shape, and the installation it is
for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.slack.places import BotIdentity, mapping

_DELIVERIES = frozenset(
    {
        "url_verification", "event_callback", "app_rate_limited", "block_actions",
        "block_suggestion", "dialog_submission", "dialog_suggestion", "interactive_message",
        "message_action", "shortcut",
        "view_submission", "view_closed", "workflow_step_edit",
    }
)  # fmt: skip


def is_delivery(body: Any) -> bool:
    """Whether a body has a shape in which Slack delivers anything."""
    if not isinstance(body, Mapping):
        return False
    if "command" in body:
        return all(isinstance(body.get(key), str) for key in ("command", "user_id", "channel_id"))
    kind = body.get("type")
    if not isinstance(kind, str) or kind not in _DELIVERIES:
        return False
    if kind == "event_callback":
        event = body.get("event")
        return isinstance(event, Mapping) and isinstance(event.get("type"), str)
    if kind in ("view_submission", "view_closed"):
        return isinstance(body.get("view"), Mapping) and isinstance(body.get("user"), Mapping)
    return kind != "block_actions" or _is_press(body)


def _is_press(body: Mapping[str, Any]) -> bool:
    actions = body.get("actions")
    whole = isinstance(actions, list) and all(isinstance(a, Mapping) for a in actions)
    return whole and isinstance(body.get("user"), Mapping)


def refusal(body: Mapping[str, Any], me: BotIdentity) -> str:
    """Why a delivery isn't for this installation, empty when it is.

    In an organization, events and buttons may name the organization or the person's home workspace:
    whether the person belongs to ours is asked later, of Slack itself.
    """
    team = str(body.get("team_id") or mapping(body.get("team")).get("id") or "")
    granted = body.get("authorizations")
    teams = {team, str(body.get("context_team_id") or "")}
    teams |= {
        str(mapping(a).get("team_id")) for a in (granted if isinstance(granted, list) else ())
    }
    if me.team in teams:
        return ""
    enterprise = mapping(body.get("enterprise")).get("id") or body.get("enterprise_id")
    if me.enterprise and me.enterprise in (team, enterprise, body.get("context_enterprise_id")):
        return ""
    return f"it is of workspace {team or 'unknown'}"
