"""The Web API of a workspace that only looks like Slack: what each method does and what
it refuses.
"""

from __future__ import annotations

import time
from copy import deepcopy
from typing import Any

from aiohttp import web

from tools.slack_limits import refusal
from tools.slack_state import BOT, PRIVATE, TEAM, Message, WorkspaceState

_HISTORY = {"D": "im:history", "G": "mpim:history", "C": "channels:history"}


class WebApi(WorkspaceState):
    """A method answers with what Slack adds to `ok`, or with the error as text."""

    def _do(self, method: str, body: dict[str, Any]) -> web.Response:
        done = getattr(self, "_api_" + method.replace(".", "_"), None)
        if done is None:
            return refused("unknown_method")
        with self._lock:
            told = done(body)
        return refused(told) if isinstance(told, str) else web.json_response({"ok": True, **told})

    def _api_auth_test(self, body: dict[str, Any]) -> Any:
        about = {"user_id": BOT, "bot_id": "B0ADVISOR", "team_id": TEAM}
        if self.enterprise:
            about["enterprise_id"] = self.enterprise
        if self.org_install:
            return {**about, "team_id": self.enterprise, "is_enterprise_install": True}
        return about

    def _api_users_info(self, body: dict[str, Any]) -> Any:
        return (
            {"user": self.people[body["user"]]}
            if body.get("user") in self.people
            else "user_not_found"
        )

    def _api_conversations_open(self, body: dict[str, Any]) -> Any:
        users = body["users"].split(",")
        if not set(users) <= set(self.people):
            return "user_not_found"
        if len(users) == 1:
            return self._lacks("im:write") or {"channel": {"id": self.dm(users[0])}}
        return self._lacks("mpim:write") or {"channel": {"id": self.group(*users)}}

    def _api_conversations_members(self, body: dict[str, Any]) -> Any:
        return self._lacks("channels:read") or {
            "members": self.members.get(body["channel"], []),
            "response_metadata": {"next_cursor": ""},
        }

    def _api_chat_getPermalink(self, body: dict[str, Any]) -> Any:
        if not any(m["ts"] == body["message_ts"] for m in self.messages.get(body["channel"], ())):
            return "message_not_found"
        ts = body["message_ts"].replace(".", "")
        link = f"https://workspace.example/archives/{body['channel']}/p{ts}"
        return {"channel": body["channel"], "permalink": link}

    def _api_conversations_history(self, body: dict[str, Any]) -> Any:
        lacking = self._lacks(_HISTORY[body["channel"][:1]])
        if lacking:
            return lacking
        found = [
            m
            for m in self.messages.get(body["channel"], ())
            if float(m["ts"]) >= float(body.get("oldest", 0))
        ]
        return {"messages": [deepcopy(m) for m in reversed(found)]}

    def _api_conversations_replies(self, body: dict[str, Any]) -> Any:
        lacking = self._lacks(_HISTORY[body["channel"][:1]])
        if lacking:
            return lacking
        found = [
            m
            for m in self.messages.get(body["channel"], ())
            if body["ts"] in (m["ts"], m.get("thread_ts"))
        ]
        return {"messages": deepcopy(found)}

    def _api_chat_postMessage(self, body: dict[str, Any]) -> Any:
        if body["channel"] == PRIVATE:
            return "not_in_channel"
        wrong = self._wrong(body)
        if wrong:
            return wrong
        message: Message = {
            key: body[key] for key in ("text", "blocks", "metadata", "thread_ts") if key in body
        }
        message |= {
            "type": "message",
            "ts": self._ts(),
            "user": BOT,
            "bot_id": "B0ADVISOR",
            "sent": body,
        }
        self.messages[body["channel"]].append(message)
        return {"ts": message["ts"], "channel": body["channel"]}

    def _api_chat_postEphemeral(self, body: dict[str, Any]) -> Any:
        """The page "chat.postEphemeral method" of Slack's reference has no `mrkdwn`, `unfurl_*` and
        `metadata`.
        """
        strange = {"mrkdwn", "unfurl_links", "unfurl_media", "metadata"} & set(body)
        wrong = "invalid_arguments" if strange else self._wrong(body)
        if not wrong:
            ts, url = self._ts(), self._url(body["user"], body["channel"])
            self.hints.append({**body, "ts": ts, "url": url})
        return wrong or {"message_ts": self.hints[-1]["ts"]}

    def _api_chat_update(self, body: dict[str, Any]) -> Any:
        found = [m for m in self.messages.get(body["channel"], ()) if m["ts"] == body["ts"]]
        wrong = self._wrong(body) or ("" if found else "message_not_found")
        if not wrong:
            found[0].update(text=body["text"], blocks=body["blocks"])
        return wrong or {"ts": body["ts"]}

    def _api_views_publish(self, body: dict[str, Any]) -> Any:
        shown = [block for block in body["view"]["blocks"] if block["type"] != "input"]
        wrong = refusal(shown, 100)
        if not wrong:
            self.homes[body["user_id"]] = body["view"]
        return wrong or {"view": body["view"]}

    def _api_views_open(self, body: dict[str, Any]) -> Any:
        if time.time_ns() - int(body["trigger_id"].partition(".")[2]) > 3e9:
            return "expired_trigger_id"
        self.forms.append({**body["view"], "id": f"V{next(self._numbers)}"})
        return {"view": self.forms[-1]}

    def _api_views_update(self, body: dict[str, Any]) -> Any:
        found = next((form for form in self.forms if form["id"] == body["view_id"]), None)
        if found is None:
            return "not_found"
        found.update(body["view"])
        return {"view": found}

    def _api_assistant_threads_setSuggestedPrompts(self, body: dict[str, Any]) -> Any:
        fine = all(prompt["title"] and prompt["message"] for prompt in body["prompts"])
        lacking = self._lacks("assistant:write") or ("" if fine else "invalid_arguments")
        self.prompts += [] if lacking else [body]
        return lacking or {}

    def _api_assistant_threads_setStatus(self, body: dict[str, Any]) -> Any:
        lacking = self._lacks("assistant:write")
        self.statuses += [] if lacking else [body]
        return lacking or {}

    def _api_assistant_threads_setTitle(self, body: dict[str, Any]) -> Any:
        lacking = self._lacks("assistant:write")
        self.titles += [] if lacking else [body]
        return lacking or {}

    def _lacks(self, scope: str) -> Any:
        """`missing_scope` as Slack answers it, empty when the app has the scope."""
        if scope in self.scopes:
            return ""
        return {
            "ok": False,
            "error": "missing_scope",
            "needed": scope,
            "provided": ",".join(sorted(self.scopes)),
        }

    def _api_apps_connections_open(self, body: dict[str, Any]) -> Any:
        return {"url": f"ws://127.0.0.1:{self.port}/socket?ticket={next(self._numbers)}"}

    def _api_files_getUploadURLExternal(self, body: dict[str, Any]) -> Any:
        number = next(self._numbers)
        self.files.append({"id": f"F{number}", "name": body["filename"]})
        return {
            "upload_url": f"http://127.0.0.1:{self.port}/upload/F{number}",
            "file_id": f"F{number}",
        }

    def _api_files_completeUploadExternal(self, body: dict[str, Any]) -> Any:
        for shared in body["files"]:
            file = next(file for file in self.files if file["id"] == shared["id"])
            file |= {"channel": body["channel_id"], "thread": body.get("thread_ts", "")}
        message = {
            "type": "message", "ts": self._ts(), "user": BOT, "bot_id": "B0ADVISOR",
            "text": body["initial_comment"],
            "files": [dict(file) for file in body["files"]],
        }  # fmt: skip
        message |= {"thread_ts": body["thread_ts"]} if body.get("thread_ts") else {}
        self.messages.setdefault(body["channel_id"], []).append(message)
        return {"files": body["files"]}

    def _wrong(self, body: dict[str, Any]) -> str:
        if body["channel"] not in self.messages:
            return "channel_not_found"
        return (
            refusal(body["blocks"]) if "blocks" in body else ("" if body.get("text") else "no_text")
        )


def refused(error: str) -> web.Response:
    return web.json_response({"ok": False, "error": error})
