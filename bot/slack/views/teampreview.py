"""What a new owner sees before anything happens: who is asked, from when, in which words. And a sample of the check-in."""

from bot.collect import Form
from bot.domain.language import _, ngettext, pgettext, speaking
from bot.domain.teamform import Who
from bot.manage import Preview
from bot.slack import ids
from bot.slack.views import checkin
from bot.slack.views.announcement import announcement
from bot.slack.views.blocks import Block, actions, button, context, divider, escape, modal, section, unmarked
from bot.slack.views.checkin import Message, Payload, opening


def form(it: Preview, *, tried: bool = False) -> Block:
    """Sent, the team begins; closed, it stays as it is, and the home page says so. `tried`: a sample is on its way."""
    with speaking(it.language):
        first, told = f"{opening(it.k)}\n\n*{escape(it.question)}*\n{_kinds(it)}", announcement(it.announcement)["blocks"]
    row = [button(_("Send me one to try"), ids.TEAM_TRY), button(pgettext("button", "Change"), ids.TEAM_EDIT)]
    # Translators: the stars make it bold
    before = _("*{team} is ready.* Nobody is told or asked anything until you press Begin.", team=escape(it.name))
    blocks = [
        section(before),
        section(f"{who(it.who, it.place, it.people)} {it.when}"),
        context(_enough(it)),
        actions(ids.block_id("preview", it.team), row),
        *([context(_("A sample is on its way to your direct messages with Candor."))] if tried else []),
        divider(),
        context(_("Before the first check-in, everybody is told this:")),
        *(block for block in told if block["type"] == "section"),
        divider(),
        context(_("Then a check-in begins like this:")),
        section(first),
    ]
    # Translators: the title of a window, of at most 24 characters, and the button that begins to ask the team
    title, begin = pgettext("title", "What will happen"), pgettext("team", "Begin")
    return modal(ids.TEAM_BEGIN, title, blocks, submit=begin, private_metadata=it.team)


def _kinds(it: Preview) -> str:
    return "  ·  ".join(escape(kind) for kind in it.kinds)


def who(kind: Who, place: str, people: int) -> str:
    if kind is Who.CHANNEL:
        # Translators: {channel} is a channel's name
        return _("Everybody in {channel} is asked, except guests and bots.", channel=f"<#{place}>")
    if kind is Who.GROUP:
        # Translators: {group} is a user group's name
        return _("Everybody in {group} is asked, except guests and bots.", group=f"<!subteam^{place}>")
    return ngettext("{n} person is asked.", "{n} people are asked.", people)


def _enough(it: Preview) -> str:
    if it.who is Who.PEOPLE and it.people < it.k:
        return _("There is no digest as long as fewer than {k} people are asked: nothing is ever shown of so few.", k=it.k)
    return _("There is a digest once at least {k} people have answered: nothing is ever shown of fewer.", k=it.k)


def sample(payload: Payload) -> Message:
    # Translators: the stars make it bold
    told = _("*A sample, for you alone.* Your team reads it like this. Nothing you say in it is kept.")
    text = opening(payload["k"])
    row = actions(ids.block_id("sample", payload["team"]), [button(_("Open form"), ids.SAMPLE_OPEN, style="primary")])
    return {"text": f"{unmarked(told)}\n{unmarked(text)}", "blocks": [section(told), section(text), row]}


def sample_form(page: Form) -> Block:
    """The team's own form, of which nothing is kept when it is sent."""
    # Translators: the title of a form, of at most 24 characters
    title = pgettext("title", "A sample")
    return {**checkin.form(page), "callback_id": ids.SAMPLE_FORM, "title": checkin.form(page)["title"] | {"text": title}}
