"""Deliver: the post office. Claim a letter, commit, send it once, write down how that ended.

A letter is either certainly sent, certainly not, or in doubt. Doubt is never called failure: what may be repeated is sent
again; a new message is first looked for by the opaque key it carries, then sent once more, or left where an operator sees it.

    counter   where letters are handed in
    wholeteam what a team and its owners read at once
    rounds    a round through the outbox: one sender in a workspace, no faster than Slack likes
    endings   how it ended, written down
    discussion  the talk that is opened below a digest in its team's channel
    doubts    what nobody could vouch for is cleared up
    returned  people, channels and workspaces that can no longer be written to
    health    the outbox in numbers
"""

from bot.deliver.counter import BEGUN, EMPTIED, Words, owe, owe_emptied, reachable, retire_reminder, said_to, speaks
from bot.deliver.doubts import settle
from bot.deliver.health import Health, Pulse, health, pulse
from bot.deliver.rounds import drain, leave
from bot.deliver.wholeteam import owe_channel, owe_team

__all__ = [
    "BEGUN",
    "EMPTIED",
    "Health",
    "Pulse",
    "Words",
    "drain",
    "health",
    "leave",
    "owe",
    "owe_channel",
    "owe_emptied",
    "owe_team",
    "pulse",
    "reachable",
    "retire_reminder",
    "said_to",
    "settle",
    "speaks",
]
