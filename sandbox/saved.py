"""A workspace as JSON, and back: who is there, what was said and what is on whose screen, so that a demo can go on later.

Not kept are the books that tests read (calls, deliveries, refusals), and the rights that end by themselves within minutes:
triggers and response URLs. Addresses of files are put right for the port of the new server.
"""

from __future__ import annotations

import itertools
import json
from base64 import b64decode, b64encode
from dataclasses import asdict, fields
from typing import Any

from sandbox.people import Person
from sandbox.records import Channel, File, Group, Json, Member, Message
from sandbox.slack import Slack
from sandbox.views import View
from sandbox.workspace import Workspace

_MESSAGE = [one.name for one in fields(Message) if one.name != "names"]
_VIEW = [one.name for one in fields(View) if one.name != "names"]


def saved(slack: Slack) -> Json:
    """The workspace as JSON; parts of it go on changing, so hold `slack.space.lock` until it is written."""
    with slack.space.lock:
        return {**_taken(slack.space), "read": [[*where, ts] for where, ts in slack.page.read.items()]}


def restored(slack: Slack, kept: Json) -> dict[str, Person]:
    """Puts a workspace back into a fresh `Slack` that has started; the people in it by their short names."""
    kept = json.loads(json.dumps(kept).replace(f"{kept['url']}/", f"{slack.url}/"))
    with slack.space.lock:
        _put_back(slack.space, kept)
        slack.page.read.update({(person, channel): ts for person, channel, ts in kept["read"]})
    return {one.short: Person(slack, one.id) for one in slack.space.members.values() if not one.bot}


def _taken(space: Workspace) -> Json:
    views = space.views
    return {
        "url": space.url,
        "serial": space.number(),
        "last_ts": space._last_ts,
        "members": [asdict(one) for one in space.members.values()],
        "channels": [_channel(one) for one in space.channels.values()],
        "usergroups": [vars(one) for one in space.usergroups.values()],
        "files": [{**vars(one), "content": one.content and b64encode(one.content).decode()} for one in space.files.values()],
        "chosen": [[*where, state] for where, state in space.chosen.items()],
        "homes": [_picked(one, _VIEW) for one in views.homes.values()],
        "forms": [_picked(one, _VIEW) for stack in views.stacks.values() for one in stack],
    }


def _channel(channel: Channel) -> Json:
    messages = [_picked(one, _MESSAGE) for one in channel.messages.values()]
    return {**vars(channel), "members": sorted(channel.members), "messages": messages}


def _picked(one: Any, names: list[str]) -> Json:
    return {name: getattr(one, name) for name in names}


def _put_back(space: Workspace, kept: Json) -> None:
    space._serial, space._last_ts = itertools.count(kept["serial"]), kept["last_ts"]
    space.members.update({one["id"]: Member(**one) for one in kept["members"]})
    for one in kept["channels"]:
        messages = {each["ts"]: Message(**each, names=space.name_of) for each in one["messages"]}
        space.channels[one["id"]] = Channel(**{**one, "members": set(one["members"]), "messages": messages})
    space.usergroups.update({one["id"]: Group(**one) for one in kept["usergroups"]})
    for one in kept["files"]:
        space.files[one["id"]] = File(**{**one, "content": one["content"] and b64decode(one["content"])})
    space.chosen.update({(person, channel, ts): state for person, channel, ts, state in kept["chosen"]})
    space.views.homes.update({one["user"]: View(**one, names=space.name_of) for one in kept["homes"]})
    for one in kept["forms"]:
        space.views.stacks.setdefault(one["user"], []).append(View(**one, names=space.name_of))
