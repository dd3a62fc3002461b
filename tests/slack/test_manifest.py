"""`manifest.yml` says what the app really does: the switchboard's listeners, the scopes of what is called, Slack's limits."""

import ast
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from slack_sdk import WebClient

from bot.slack import switchboard
from bot.slack.commands import WORDS
from tests.conftest import ROOT

Json = dict[str, Any]

SCHEMA = ROOT.parent / "shared" / "data" / "slack-manifest.schema.2.0.0.json"

# What Slack's reference says each method needs: any one of the scopes, or none at all.
SCOPES: dict[str, frozenset[str]] = {
    "apps_connections_open": frozenset(),  # with the app-level token, which has connections:write
    "auth_test": frozenset(),
    "chat_delete": frozenset({"chat:write"}),
    "chat_postEphemeral": frozenset({"chat:write"}),
    "chat_postMessage": frozenset({"chat:write"}),
    "chat_update": frozenset({"chat:write"}),
    "conversations_history": frozenset({"im:history"}),  # we only look in direct messages and where we have posted
    "conversations_members": frozenset({"channels:read", "groups:read"}),
    "conversations_open": frozenset({"im:write"}),
    "conversations_replies": frozenset({"im:history", "channels:history", "groups:history"}),
    "files_upload_v2": frozenset({"files:write"}),
    "usergroups_list": frozenset({"usergroups:read"}),
    "usergroups_users_list": frozenset({"usergroups:read"}),
    "users_info": frozenset({"users:read"}),
    "users_list": frozenset({"users:read"}),
    "views_open": frozenset(),
    "views_publish": frozenset(),
    "views_push": frozenset(),
    "views_update": frozenset(),
}
MAY_BE_DECLINED = {
    "conversations_members",
    "files_upload_v2",
    "usergroups_list",
    "usergroups_users_list",
}  # its feature says so and the rest goes on
EVENT_SCOPES = {
    "member_joined_channel": "channels:read",  # of private channels with groups:read
    "member_left_channel": "channels:read",
    "subteam_members_changed": "usergroups:read",
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "app_home_opened": None,
}
EVENTS_MAY_BE_DECLINED = {
    *("message.channels", "message.groups"),  # then nobody is offered to have their public reply taken
    *("member_joined_channel", "member_left_channel", "subteam_members_changed"),  # then it is seen within a day
}


def called() -> set[str]:
    """The Web API methods that the code names."""
    methods = {name for name in vars(WebClient) if "_" in name.strip("_") and not name.startswith("_")} - {"api_call"}
    sources = [*sorted((ROOT / "bot" / "slack").rglob("*.py")), ROOT / "bot" / "doctor.py", ROOT / "bot" / "app.py"]
    nodes = [node for source in sources for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))]
    return {node.attr for node in nodes if isinstance(node, ast.Attribute) and node.attr in methods}


def granted(manifest: Json, *kinds: str) -> set[str]:
    return {scope for kind in kinds for scope in manifest["oauth_config"]["scopes"].get(kind, [])}


def test_the_manifest_subscribes_to_the_events_the_switchboard_listens_to(manifest: Json) -> None:
    subscribed = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert {event.partition(".")[0] for event in subscribed} == set(switchboard.EVENTS)
    assert len(subscribed) == len(set(subscribed))


def test_the_manifest_declares_the_commands_the_switchboard_listens_to(manifest: Json) -> None:
    assert [one["command"] for one in manifest["features"]["slash_commands"]] == list(switchboard.COMMANDS)


def test_the_manifest_declares_the_shortcuts_the_switchboard_listens_to(manifest: Json) -> None:
    shortcuts = manifest["features"]["shortcuts"]
    assert [one["callback_id"] for one in shortcuts] == list(switchboard.SHORTCUTS)
    assert {one["type"] for one in shortcuts} == {"message"}


def test_the_hint_of_the_command_names_every_word_of_it(manifest: Json) -> None:
    (command,) = manifest["features"]["slash_commands"]
    assert command["usage_hint"].split(" | ") == list(WORDS)


def test_the_manifest_has_buttons_and_forms_as_the_switchboard_has(manifest: Json) -> None:
    assert manifest["settings"]["interactivity"]["is_enabled"] == bool(switchboard.ACTIONS or switchboard.VIEWS)


def test_the_manifest_has_the_home_page_and_lets_people_write_to_the_bot(manifest: Json) -> None:
    home = manifest["features"]["app_home"]
    assert home["home_tab_enabled"] == ("app_home_opened" in switchboard.EVENTS)
    assert home["messages_tab_enabled"]
    assert home["messages_tab_read_only_enabled"] is False


def test_every_method_that_is_called_is_in_the_table_and_none_besides() -> None:
    assert called() == set(SCOPES)


@pytest.mark.parametrize("method", sorted(SCOPES))
def test_the_scopes_cover_what_is_called(manifest: Json, method: str) -> None:
    kinds = ("bot", "bot_optional") if method in MAY_BE_DECLINED else ("bot",)
    needed = SCOPES[method]
    assert not needed or needed & granted(manifest, *kinds), f"{method} needs {' or '.join(sorted(needed))}"


def test_the_scopes_cover_the_events_and_the_command(manifest: Json) -> None:
    subscribed = set(manifest["settings"]["event_subscriptions"]["bot_events"])
    needed = {EVENT_SCOPES[event] for event in subscribed - EVENTS_MAY_BE_DECLINED} - {None}
    assert needed | {"commands"} <= granted(manifest, "bot")
    assert {EVENT_SCOPES[event] for event in subscribed & EVENTS_MAY_BE_DECLINED} <= granted(manifest, "bot_optional")


def test_no_scope_is_asked_for_that_nothing_needs(manifest: Json) -> None:
    used = {scope for scopes in SCOPES.values() for scope in scopes} | set(EVENT_SCOPES.values()) | {"commands"}
    assert granted(manifest, "bot", "bot_optional") <= used
    assert granted(manifest, "bot").isdisjoint(granted(manifest, "bot_optional"))
    assert manifest["oauth_config"]["scopes"].keys() <= {"bot", "bot_optional"}, "nothing acts as a person"


LIMITS = [
    ("display_information.name", 35),
    ("display_information.description", 140),
    ("display_information.background_color", 7),
    ("features.bot_user.display_name", 80),
    ("features.shortcuts", 10),
    ("features.shortcuts.0.name", 24),
    ("features.shortcuts.0.description", 150),
    ("features.shortcuts.0.callback_id", 255),
    ("features.slash_commands.0.command", 32),
    ("features.slash_commands.0.description", 2000),
    ("features.slash_commands.0.usage_hint", 1000),
    ("features.slash_commands", 5),
    ("settings.event_subscriptions.bot_events", 100),
]


@pytest.mark.parametrize(("place", "most"), LIMITS, ids=[place for place, _ in LIMITS])
def test_the_manifest_keeps_slacks_limits(manifest: Json, place: str, most: int) -> None:
    value: Any = manifest
    for key in place.split("."):
        value = value[int(key) if key.isdigit() else key]
    assert 1 <= len(value) <= most


def test_the_manifest_is_valid_by_slacks_published_schema(manifest: Json) -> None:
    if not SCHEMA.exists():
        pytest.skip("Slack's schema of manifests is not beside the project")
    schema: Json = json.loads(Path(SCHEMA).read_text(encoding="utf-8"))
    faults = list(jsonschema.Draft7Validator(schema).iter_errors(manifest))
    assert [f"{'/'.join(map(str, fault.path))}: {fault.message}" for fault in faults] == []
