"""Who is there: user groups and their members, channels joined and left, leaving the workspace, admins and owners."""

from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Channel, Person, Slack
from sandbox.saved import restored, saved
from tests.sandbox.conftest import MANIFEST

Json = dict[str, Any]


@pytest.fixture
def manifest() -> Json:
    settings = MANIFEST["settings"]
    events = [*settings["event_subscriptions"]["bot_events"], "subteam_members_changed"]
    return {**MANIFEST, "settings": {**settings, "event_subscriptions": {"bot_events": events}}}


@pytest.fixture
def heard(app: App) -> list[Json]:
    """Every event about who is where."""
    got: list[Json] = []
    for name in ("subteam_members_changed", "member_joined_channel", "member_left_channel", "user_change"):
        app.event(name)(lambda event: got.append(event))
    return got


def test_a_group_is_listed_with_its_people_where_they_are_asked_for(
    slack: Slack, client: WebClient, ada: Person, ben: Person
) -> None:
    group = slack.group("support-team", [ada, ben])
    slack.group("leads", name="All leads")
    bare = client.usergroups_list()["usergroups"]
    assert [(one["id"], one["handle"], one["name"]) for one in bare] == [
        ("S0SUPPORTTEAM", "support-team", "Support team"),
        ("S0LEADS", "leads", "All leads"),
    ]
    assert not bare[0].keys() & {"users", "user_count"}
    full = client.usergroups_list(include_users=True, include_count=True)["usergroups"]
    assert [(one["users"], one["user_count"]) for one in full] == [([ada.id, ben.id], 2), ([], 0)]
    assert client.usergroups_users_list(usergroup=group.id)["users"] == [ada.id, ben.id]
    with pytest.raises(SlackApiError, match="no_such_subteam"):
        client.usergroups_users_list(usergroup="S0NONE")


def test_a_changed_group_is_told_with_who_came_and_who_went(
    slack: Slack, client: WebClient, ada: Person, ben: Person, moment: list[Any], heard: list[Json], passes: Any
) -> None:
    group, zoe = slack.group("support-team", [ada]), slack.person("zoe")
    began = int(moment[0].timestamp())
    slack.joins(ben, group)
    slack.joins(ben, group)
    passes(minutes=5)
    slack.leaves(ada, group)
    slack.regroups(group, [ada, zoe])
    about = {"type": "subteam_members_changed", "subteam_id": group.id, "team_id": slack.team_id}
    assert heard[0].items() >= {
        **about, "added_users": [ben.id], "added_users_count": 1, "date_previous_update": began, "date_update": began
    }.items()  # fmt: skip
    assert "removed_users" not in heard[0]
    assert heard[1].items() >= {"removed_users": [ada.id], "removed_users_count": 1, "date_update": began + 300}.items()
    assert (heard[2]["added_users"], heard[2]["removed_users"]) == ([ada.id, zoe.id], [ben.id])
    assert len(heard) == 3
    assert client.usergroups_users_list(usergroup=group.id)["users"] == [ada.id, zoe.id]
    assert client.usergroups_list()["usergroups"][0]["date_update"] == began + 300


def test_without_the_scope_groups_can_neither_be_read_nor_heard_of(moment: list[Any]) -> None:
    with Slack({"oauth_config": {"scopes": {"bot": ["users:read"]}}}, lambda: moment[0]) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        group, ada = slack.group("support-team"), slack.person("ada")
        for method in ("usergroups.list", "usergroups.users.list"):
            with pytest.raises(SlackApiError, match="missing_scope"):
                client.api_call(method, json={"usergroup": group.id})
        slack.joins(ada, group)
        assert slack.deliveries == []
    with pytest.raises(ValueError, match="subteam_members_changed without usergroups:read"):
        Slack({"settings": {"event_subscriptions": {"bot_events": ["subteam_members_changed"]}}}, lambda: moment[0])


def test_a_mention_of_a_group_reads_by_its_handle(slack: Slack, client: WebClient, ada: Person) -> None:
    group = slack.group("support-team", [ada])
    client.chat_postMessage(channel=ada.id, text=f"<!subteam^{group.id}> and <!subteam^S0NONE|@them>")
    assert ada.last().shown == "@support-team and @them"


def test_who_joins_and_leaves_is_told_only_where_the_app_is(
    slack: Slack, ada: Person, support: Channel, heard: list[Json]
) -> None:
    zoe, room = slack.person("zoe"), slack.channel("room", [ada], bot=False, private=True)
    slack.joins(zoe, room)
    slack.leaves(zoe, room)
    slack.joins(zoe, support)
    slack.joins(zoe, support)
    slack.leaves(zoe, support)
    slack.joins(slack.bot, room)
    slack.leaves(slack.bot, room)
    assert [(one["type"], one["user"], one["channel"], one["team"]) for one in heard] == [
        ("member_joined_channel", zoe.id, support.id, slack.team_id),
        ("member_left_channel", zoe.id, support.id, slack.team_id),
        ("member_joined_channel", slack.bot_user_id, room.id, slack.team_id),
    ]


def test_who_leaves_the_workspace_is_deleted_and_in_no_channel(
    slack: Slack, client: WebClient, ada: Person, ben: Person, support: Channel, heard: list[Json]
) -> None:
    slack.deactivates(ben)
    (event,) = heard
    assert (event["type"], event["user"]["id"], event["user"]["deleted"]) == ("user_change", ben.id, True)
    told = client.users_info(user=ben.id)["user"]
    assert told["deleted"]
    assert not told.keys() & {"tz", "is_admin", "is_restricted", "real_name"}
    assert told["profile"]["real_name"] == "Ben Franklin"
    assert client.conversations_members(channel=support.id)["members"] == [ada.id, slack.bot_user_id]
    assert client.conversations_info(channel=support.id)["channel"]["num_members"] == 2
    assert [one["id"] for one in client.users_list()["members"] if one["deleted"]] == [ben.id]


def test_an_owner_is_an_admin_and_everybody_else_is_not(slack: Slack, client: WebClient, ada: Person) -> None:
    people = [ada, slack.person("root", admin=True), slack.person("olga", owner=True), slack.person("paul", primary_owner=True)]
    told = [client.users_info(user=one.id)["user"] for one in people]
    assert [(one["is_admin"], one["is_owner"], one["is_primary_owner"]) for one in told] == [
        (False, False, False), (True, False, False), (True, True, False), (True, True, True),
    ]  # fmt: skip


def test_everybody_is_listed_page_by_page(slack: Slack, client: WebClient, ada: Person, ben: Person) -> None:
    gus = slack.person("gus", guest=True)
    pages = [page["members"] for page in client.users_list(limit=2)]
    assert [[one["id"] for one in page] for page in pages] == [[slack.bot_user_id, ada.id], [ben.id, gus.id]]
    assert [[one["is_bot"] for one in page] for page in pages] == [[True, False], [False, False]]
    assert pages[1][1]["is_restricted"]
    assert "locale" not in pages[0][1]
    assert client.users_list(include_locale=True)["members"][1]["locale"] == "en-US"


def test_groups_are_kept_with_the_workspace(slack: Slack, manifest: Json, moment: list[Any], ada: Person) -> None:
    slack.group("support-team", [ada])
    slack.group("leads")
    with Slack(manifest, lambda: moment[0]) as again:
        restored(again, saved(slack))
        client = WebClient(again.bot_token, base_url=again.api_url)
        assert [one["users"] for one in client.usergroups_list(include_users=True)["usergroups"]] == [[ada.id], []]
