"""The announcement: what a team reads before anybody in it is asked. Its words are one function, so that they can be looked at
before they are sent."""

from collections.abc import Mapping

from bot.domain.language import N_, _, pgettext
from bot.domain.schedule import Rhythm
from bot.slack import ids
from bot.slack.views.blocks import actions, button, escape, section, unmarked
from bot.slack.views.checkin import Message, Payload, group

_BEGINS = N_("*Candor begins in the team {team}.* It finds out what AI really changes at work, for better and for worse.")
_ASKED = N_(
    "*What is asked:* about the last task you finished, in under a minute: how long it took, with or without AI, and what came "
    "of it."
)
_OFTEN: Mapping[tuple[str, int], str] = {
    ("week", 1): N_("It comes at most once a week."),
    ("week", 2): N_("It comes at most twice a week."),
    ("two weeks", 1): N_("It comes at most once in two weeks."),
    ("two weeks", 2): N_("It comes at most twice in two weeks."),
    ("month", 1): N_("It comes at most once a month."),
    ("month", 2): N_("It comes at most twice a month."),
}
_WITHOUT = N_("*Without AI is a full answer.* It counts as much as one with AI, and nobody counts how much AI you use.")
_SEES = N_(
    "*Who sees what:* your manager never sees your answer, nor does anybody else in the team. Only figures about {groups} are "
    "shown, and the team reads what the manager reads, the same text at the same time."
)
_STOP = N_(
    "*How to stop:* any check-in may be left alone. *Pause* below, or `/candor pause`, stops them until a day you pick; "
    "*Stop for good* on my home page stops them for as long as you like."
)


def words(payload: Payload) -> list[str]:
    """Its paragraphs, in the language that is spoken."""
    rhythm = Rhythm.from_json(payload["rhythm"])
    days = len(rhythm.days) if rhythm.kind == "fixed" else rhythm.per_week
    often = _(_OFTEN[rhythm.every, min(days, 2)])
    # Translators: {groups} is "groups of five people or more"
    sees = _(_SEES, groups=group(payload["k"]))
    return [_(_BEGINS, team=escape(payload["team"])), f"{_(_ASKED)} {often}", _(_WITHOUT), sees, _(_STOP)]


def announcement(payload: Payload) -> Message:
    """The same for everybody: its buttons open what is theirs who presses."""
    said = words(payload)
    row = [
        button(_("What happens with my answers"), ids.PAGE),
        # Translators: no check-ins until a day
        button(pgettext("button", "Pause"), ids.PAUSE_FOR),
    ]
    return {"text": unmarked("\n".join(said)), "blocks": [*map(section, said), actions("announcement", row)]}
