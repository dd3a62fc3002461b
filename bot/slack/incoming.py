"""What came in, read once: who did what to which check-in. Only the verified request is believed, never what a view carries."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from slack_sdk import WebClient

from bot.collect import Click
from bot.services import Actor
from bot.slack import ids
from bot.slack.views.blocks import unescaped

Body = dict[str, Any]
_CHANNEL = re.compile(r"<#[CG][A-Z0-9]+\|([^>]+)>")  # a team may be called as its channel is
_PICKED = ("selected_date", "selected_time", "selected_user", "selected_users", "selected_conversation")


@dataclass(frozen=True)
class Incoming:
    body: Body
    client: WebClient

    @cached_property
    def actor(self) -> Actor:
        """The person and the workspace they belong to: a guest from elsewhere brings their own."""
        if "command" in self.body:
            return Actor(self.body["team_id"], self.body["user_id"])
        if "event" in self.body:
            event = self.body["event"]
            return Actor(event.get("user_team") or event.get("team") or self.body["team_id"], event["user"])
        user = self.body["user"]
        return Actor(user.get("team_id") or self.body["team"]["id"], user["id"])

    @property
    def from_somebody(self) -> bool:
        """Whether it names who did it: a message that was edited or taken away does not."""
        return "event" not in self.body or "user" in self.body["event"]

    @property
    def action(self) -> Body:
        return dict(self.body["actions"][0])

    @property
    def checkin(self) -> str:
        return ids.checkin_of(self.action)

    @property
    def trigger(self) -> str:
        return str(self.body["trigger_id"])

    @property
    def response_url(self) -> str | None:
        return self.body.get("response_url")

    @property
    def event(self) -> Body:
        return dict(self.body["event"])

    @property
    def words(self) -> str:
        """What was typed, as it was typed: Slack escapes three characters on the way."""
        return unescaped(str(self.event.get("text") or ""))

    @property
    def line(self) -> str:
        """The words after the command. People in it stand as <@U…|name>; all else is as it was typed."""
        return unescaped(_CHANNEL.sub(r"#\1", str(self.body.get("text") or "")))

    @property
    def event_key(self) -> str:
        """One gesture, one key: the same typed message may arrive as several events."""
        event, who = self.event, self.actor
        return f"event/{who.workspace}/{who.user}/{event.get('client_msg_id') or self.body['event_id']}"

    @property
    def gesture(self) -> str:
        """One click, form or command: Slack makes a trigger for each. Sent again, it is the same one."""
        return f"gesture/{self.trigger}"

    @property
    def click(self) -> Click:
        """On a message; what is clicked on a home page is on none."""
        message, action = self.body["container"], self.action
        key = f"click/{self.actor.user}/{action['action_id']}/{action['action_ts']}"
        return Click(key, message.get("channel_id", ""), message.get("message_ts", ""), self.response_url)

    @property
    def on_home(self) -> bool:
        return bool(self.body.get("type") == "block_actions" and self.body.get("view", {}).get("type") == "home")

    @property
    def in_window(self) -> bool:
        """Clicked in a window that is open, and not sent with it."""
        return bool(self.body.get("type") == "block_actions" and self.body.get("view", {}).get("type") == "modal")

    @property
    def picked(self) -> list[str]:
        return [option["value"] for option in self.action.get("selected_options", [])]

    @property
    def view(self) -> Body:
        return dict(self.body["view"])

    @property
    def view_key(self) -> str:
        return f"view/{self.view['id']}/{self.view['hash']}"

    @property
    def filled(self) -> dict[str, Any]:
        """What a form holds, by block: a text, a code, or a list of codes."""
        found: dict[str, Any] = {}
        for block, elements in self.view["state"]["values"].items():
            for element in elements.values():
                found[block] = _value(element)
        return found


def _value(element: Body) -> Any:
    if "selected_options" in element:
        return [option["value"] for option in element["selected_options"] or []]
    if "selected_users" in element:
        return list(element["selected_users"] or [])
    if "selected_option" in element:
        return (element["selected_option"] or {}).get("value")
    return next((element[key] for key in _PICKED if key in element), element.get("value"))
