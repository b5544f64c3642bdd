"""What people do in a workspace that only looks like Slack: write, edit, press, type commands and
fill in forms.
"""

from __future__ import annotations

import time
from copy import deepcopy
from typing import Any

from tools.slack_deliveries import Deliverer
from tools.slack_limits import elements
from tools.slack_state import BOT, GENERAL, TEAM, Message


class People(Deliverer):
    """Each act changes the workspace and delivers what Slack would deliver of it."""

    def edit(self, channel: str, ts: str, text: str) -> None:
        """Changes a message of a person, and delivers what Slack does: `message_changed`, and the
        mention.
        """
        message = next(m for m in self.messages[channel] if m["ts"] == ts)
        before = deepcopy(message)
        message |= {"text": text, "edited": {"user": message["user"], "ts": self._ts()}}
        kind = {"D": "im", "G": "mpim"}.get(channel[:1], "channel")
        event = {
            "type": "message", "subtype": "message_changed", "hidden": True, "channel": channel,
            "channel_type": kind,
            "ts": self._ts(), "message": deepcopy(message), "previous_message": before,
        }  # fmt: skip
        assert self.deliver(self.event(event))[0] == 200

    def tick(self, form: dict[str, Any], user: str, *names: str) -> dict[str, Any]:
        """Ticks boxes of an open form as Slack reports it while the form is open."""
        block = next(block for block in form["blocks"] if block.get("block_id") == "share")
        options = [option for option in block["element"]["options"] if option["value"] in names]
        asked = next(block for block in form["blocks"] if block.get("block_id") == "question")
        typed = {"type": "plain_text_input", "value": asked["element"].get("initial_value")}
        boxes = {"type": "checkboxes", "selected_options": options}
        state = {"values": {"question": {"question": typed}, "share": {"share": boxes}}}
        action = {
            "type": "checkboxes",
            "block_id": "share",
            "action_id": "share",
            "selected_options": options,
        }
        payload = {
            "type": "block_actions", "team": {"id": TEAM}, "user": {"id": user, "team_id": TEAM},
            "container": {"type": "view", "view_id": form["id"]},
            "actions": [action | {"action_ts": self._ts()}],
            "view": {**form, "state": state, "hash": "1.1"},
            "trigger_id": f"{next(self._numbers)}.{time.time_ns()}",
        }  # fmt: skip
        assert self.deliver(payload, "interactive")[0] == 200
        return form

    def write(self, user: str, channel: str, text: str, thread: str = "", **more: Any) -> Message:
        """Puts a message into a channel without telling the advisor."""
        message = {
            "type": "message",
            "user": user,
            "text": text,
            "ts": self._ts(),
            "team": self._team(user),
            **more,
        }
        message |= {"thread_ts": thread} if thread else {}
        with self._lock:
            self.messages[channel].append(message)
        return message

    def events(self, channel: str, message: Message) -> list[dict[str, Any]]:
        """What Slack delivers of a message: of a mention in a channel two events."""
        kind = {"D": "im", "G": "mpim"}.get(channel[:1], "channel")
        found = [self.event({**message, "channel": channel, "channel_type": kind})]
        by_hand = message.get("subtype") in (None, "file_share")
        if kind == "channel" and by_hand and f"<@{BOT}>" in message["text"]:
            found.append(self.event({**message, "type": "app_mention", "channel": channel}))
        return found

    def say(self, user: str, text: str, channel: str = "", thread: str = "", **more: Any) -> str:
        """A message of a person, delivered; returns its `ts`. Without a channel it is a direct
        message.
        """
        channel = channel or self.dm(user)
        message = self.write(user, channel, text, thread, **more)
        for payload in self.events(channel, message):
            assert self.deliver(payload)[0] == 200
        return str(message["ts"])

    def command(self, user: str, text: str, channel: str = GENERAL, **more: Any) -> tuple[int, Any]:
        """`/ciso text`; an answer that comes at once is also kept in `private`."""
        url, trigger = self._url(user, channel), f"{next(self._numbers)}.{time.time_ns()}"
        fields = {
            "command": "/ciso", "text": text, "user_id": user, "team_id": TEAM,
            "channel_id": channel,
            "response_url": url, "trigger_id": trigger, **more,
        }  # fmt: skip
        status, body = self.deliver(fields, "slash_commands")
        if isinstance(body, dict) and body.get("blocks"):
            self._keep_private(url, body)
        return status, body

    def press(
        self, user: str, message: Message, label: str, channel: str = "", /, **more: Any
    ) -> dict[str, Any]:
        """Presses the button with a label (or an accessibility label, or an action id); returns
        what was delivered.
        """
        payload = self.pressing(user, message, label, channel, **more)
        assert self.deliver(payload, "interactive")[0] == 200
        return payload

    def pressing(
        self, user: str, message: Message, label: str, channel: str = "", /, **more: Any
    ) -> dict[str, Any]:
        action = next(
            found for element in elements(message["blocks"]) if (found := _pressed(element, label))
        )
        action |= {"action_ts": self._ts()}
        body = {
            "type": "block_actions", "team": {"id": TEAM},
            "user": {"id": user, "team_id": self._team(user)}, "api_app_id": "A0",
            "trigger_id": f"{next(self._numbers)}.{time.time_ns()}", "actions": [action], **more,
        }  # fmt: skip
        if message.get("type") == "home":
            return body | {"container": {"type": "view"}, "view": message}
        if "url" in message:
            container = {
                "type": "message",
                "message_ts": message["ts"],
                "channel_id": message["channel"],
                "is_ephemeral": True,
            }
            return body | {
                "container": container,
                "channel": {"id": message["channel"]},
                "response_url": message["url"],
            }
        channel = channel or next(
            name
            for name, posted in self.messages.items()
            if any(m["ts"] == message["ts"] for m in posted)
        )
        container = {
            "type": "message",
            "message_ts": message["ts"],
            "channel_id": channel,
            "is_ephemeral": False,
        }
        body["response_url"] = self._url(user, channel)
        current = next(m for m in self.messages[channel] if m["ts"] == message["ts"])
        return body | {
            "container": container,
            "channel": {"id": channel},
            "message": deepcopy(current),
        }

    def submit(
        self,
        user: str,
        form: dict[str, Any],
        question: str | None = None,
        share: tuple[str, ...] = (),
    ) -> tuple[int, Any]:
        """Sends a form that was opened, with the question as it stands there unless another one is
        given.
        """
        blocks = {block["block_id"]: block for block in form["blocks"] if block["type"] == "input"}
        if question is None:
            question = blocks["question"]["element"].get("initial_value")
        ticked = [
            option
            for option in blocks.get("share", {}).get("element", {}).get("options", ())
            if option["value"] in share
        ]
        values: dict[str, Any] = {
            "question": {"question": {"type": "plain_text_input", "value": question}}
        }
        if "share" in blocks:
            values["share"] = {"share": {"type": "checkboxes", "selected_options": ticked}}
        view = {**form, "state": {"values": values}}
        body = {
            "type": "view_submission",
            "team": {"id": TEAM},
            "user": {"id": user, "team_id": TEAM},
            "view": view,
            "trigger_id": "1.1",
        }
        return self.deliver(body, "interactive")

    def open_home(self, user: str, tab: str = "home") -> None:
        event = {
            "type": "app_home_opened",
            "user": user,
            "channel": self.dm(user),
            "tab": tab,
            "event_ts": self._ts(),
        }
        assert self.deliver(self.event(event))[0] == 200


def _pressed(element: dict[str, Any], label: str) -> dict[str, Any] | None:
    """The action of an element that carries a label."""
    about = {
        "action_id": element["action_id"],
        "block_id": element["block_id"],
        "type": element["type"],
    }
    for part in (element, element.get("positive_button"), element.get("negative_button")):
        labels = (part.get("text", {}).get("text"), part.get("accessibility_label")) if part else ()
        if part and label in (*labels, element["action_id"]):
            return (
                about
                | {"value": part["value"]}
                | ({"text": part["text"]} if part is element else {})
            )
    return None
