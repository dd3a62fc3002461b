"""The app's manifest as Slack reads it: what the app may do, which commands and events it gets.

A manifest that subscribes to an event without the scope for it is refused at once, as Slack's app settings do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

# event: any one of these scopes allows it (events not listed need none)
EVENT_SCOPES: dict[str, tuple[str, ...]] = {
    "app_mention": ("app_mentions:read",),
    "message.im": ("im:history",),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "user_change": ("users:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "subteam_members_changed": ("usergroups:read",),
}


@dataclass(frozen=True)
class Manifest:
    """The parts of a manifest that change what Slack does."""

    display_name: str
    scopes: frozenset[str]
    commands: dict[str, Json]
    events: frozenset[str]
    home_tab: bool
    messages_tab: bool
    people_may_write: bool
    interactive: bool
    shortcuts: dict[str, str]  # of messages: what the menu says, to the callback_id

    @classmethod
    def read(cls, manifest: Json, optional_scopes: bool = True) -> Manifest:
        """Reads a manifest as a dict. `optional_scopes=False`: the installer declined `bot_optional`."""
        features, settings = manifest.get("features", {}), manifest.get("settings", {})
        scopes = manifest.get("oauth_config", {}).get("scopes", {})
        declared = {*scopes.get("bot", []), *scopes.get("bot_optional", [])}
        granted = declared if optional_scopes else {*scopes.get("bot", [])}
        events = {*settings.get("event_subscriptions", {}).get("bot_events", [])}
        for event in sorted(events & EVENT_SCOPES.keys()):
            if declared.isdisjoint(EVENT_SCOPES[event]):
                raise ValueError(f"the manifest subscribes to {event} without {' or '.join(EVENT_SCOPES[event])}")
        home = features.get("app_home", {"messages_tab_enabled": True})
        return cls(
            display_name=features.get("bot_user", {}).get("display_name", "App"),
            scopes=frozenset(granted),
            commands={one["command"]: one for one in features.get("slash_commands", [])},
            events=frozenset(e for e in events if e not in EVENT_SCOPES or granted & {*EVENT_SCOPES[e]}),
            home_tab=bool(home.get("home_tab_enabled")),
            messages_tab=bool(home.get("messages_tab_enabled")),
            people_may_write=not home.get("messages_tab_read_only_enabled"),
            interactive=bool(settings.get("interactivity", {}).get("is_enabled")),
            shortcuts={one["name"]: one["callback_id"] for one in features.get("shortcuts", []) if one["type"] == "message"},
        )
