"""The teams somebody is in charge of: on their home page, in answer to the command, and the form that says who owns them."""

from collections.abc import Sequence

from bot.domain.language import N_, _, join, ngettext, pgettext
from bot.domain.teamstate import Step, TeamState
from bot.manage import Owned
from bot.slack import ids
from bot.slack.views.blocks import (
    Block,
    actions,
    button,
    confirm,
    escape,
    field,
    modal,
    option,
    person_select,
    radio,
    section,
)

MOST_LISTED = 10  # on a home page; the command lists all
STATES = {
    # Translators: where a team stands, in the middle of a line
    TeamState.NEW: N_("not begun, so nobody is asked"),
    TeamState.RUNNING: N_("running"),
    TeamState.PAUSED: N_("paused, so nobody is asked"),
    TeamState.ARCHIVED: N_("archived"),
}
_TYPED = N_(
    "After `/candor team` and a name you can type: edit, questions, begin, discard, pause, resume, archive, bring back, "
    "owners @NAME, owners remove @NAME, hand over @NAME, people add @NAME, people remove @NAME. "
    "`/candor team new` sets another team up."
)
ADD, HAND_OVER, TAKE_OUT = "add", "hand_over", "take_out"


def line(it: Owned) -> str:
    """Who is in a channel or group is read a moment after it is picked, so that nobody is in it yet is no news."""
    asked = ngettext("{n} person in it", "{n} people in it", it.asked)
    where = f"<#{it.channel}>" if it.channel else f"<!subteam^{it.group}>" if it.group else ""
    about = [_(STATES[it.state]), *([asked] if it.asked or not where else []), *([where] if where else [])]
    # Translators: one team in a list: its name, and then where it stands, "6 people in it" and their channel; the stars make
    # the name bold
    return _("*{team}*: {about}", team=escape(it.name), about="; ".join(about))


def listed(found: Sequence[Owned]) -> str:
    if not found:
        return _("You own no team. `/candor team new` sets one up, and so does the button on Candor's home page.")
    return "\n".join([*(f"• {line(one)}" for one in found), _(_TYPED)])


def standing(found: Sequence[Owned]) -> list[Block]:
    """On the home page: a line and a row of buttons for each team."""
    if not found:
        return []
    # Translators: teams follow that somebody is in charge of; the stars make it bold
    blocks = [section(_("*Your teams.*"))]
    for one in found[:MOST_LISTED]:
        blocks += [section(line(one)), actions(ids.block_id("team", one.team), _row(one))]
    return blocks


def set_up() -> Block:
    return actions("set_up", [button(_("Set up a team"), ids.TEAM_NEW)])


def _row(it: Owned) -> list[Block]:
    edit = button(pgettext("button", "Edit"), ids.TEAM_EDIT, about=it.name)
    questions = button(pgettext("button", "Questions"), ids.QUESTIONS, about=it.name)
    owners = button(pgettext("button", "Owners"), ids.TEAM_OWNERS, about=it.name)
    match it.state:
        case TeamState.NEW:
            return [_begin(it), edit, questions, _discard(it)]
        case TeamState.RUNNING:
            return [edit, questions, owners, _step(it, Step.PAUSE, _("Pause the team")), _archive(it)]
        case TeamState.PAUSED:
            return [_step(it, Step.RESUME, _("Resume the team")), edit, questions, owners, _archive(it)]
        case TeamState.ARCHIVED:
            return [_step(it, Step.BRING_BACK, pgettext("team", "Bring back"))]


def _step(it: Owned, step: Step, words: str, sure: Block | None = None) -> Block:
    return button(words, f"{ids.TEAM_STEP}:{step}", confirm=sure, about=it.name)


def _begin(it: Owned) -> Block:
    """Asked back, as what has been said to a whole team cannot be taken back."""
    word = pgettext("team", "Begin")
    said = _("Its people are told what Candor is, and are asked from then on. To read the words first, press Edit and Save.")
    return _step(it, Step.START, word, confirm(_("Begin this team?"), said, word, _("Not yet")))


def _archive(it: Owned) -> Block:
    word = pgettext("team", "Archive")
    said = _("Nobody is asked any more, and its people are told so. You can bring it back.")
    return _step(it, Step.ARCHIVE, word, confirm(_("Archive this team?"), said, word, _("Keep it")))


def _discard(it: Owned) -> Block:
    word = pgettext("team", "Discard")
    sure = confirm(_("Discard this team?"), _("Nothing of it will be kept."), word, _("Keep it"))
    return button(word, ids.TEAM_DISCARD, confirm=sure, about=it.name)


def owners(team: str, name: str, users: Sequence[str]) -> Block:
    ways = [
        option(ADD, _("They own it too")),
        option(HAND_OVER, _("They own it instead of me")),
        option(TAKE_OUT, _("They do not own it any more")),
    ]
    # Translators: the stars make the team's name bold; {people} are those in charge of it
    now = _("*{team}* is owned by {people}.", team=escape(name), people=join([f"<@{user}>" for user in users]))
    blocks = [
        section(now),
        section(_("Owners change the team, read its digest and ask for reports. They never see anybody's answer.")),
        field("who", _("Colleague"), person_select("who"), optional=False),
        field("way", _("From now on"), radio("way", ways, ADD), optional=False),
    ]
    # Translators: the title of a form, of at most 24 characters
    title = pgettext("title", "Owners")
    return modal(ids.OWNERS_FORM, title, blocks, submit=pgettext("button", "Save"), private_metadata=team)
