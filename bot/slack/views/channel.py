"""The check-in as a team reads it in its channel, and what is asked of somebody who answers there for all to read."""

from bot.domain.language import N_, _
from bot.slack import ids
from bot.slack.views.blocks import actions, button, section, unmarked
from bot.slack.views.checkin import Message, Payload, opening

_OFFER = N_(
    "*Only you can see this.* Shall I take that as your answer?\n"
    "Others can read what you wrote in the channel. I cannot delete it; you can, once I have taken it."
)


def invitation(payload: Payload) -> Message:
    """The same for everybody: it says nothing of who answers, and never changes."""
    text = f"{opening(payload['k'])} {_('Nobody here sees who answered.')}"
    row = [
        button(_("Answer privately"), ids.PRIVATELY, style="primary"),
        button(_("What happens with my answers"), ids.WHAT_HAPPENS),
    ]
    return {"text": unmarked(text), "blocks": [section(text), actions(ids.block_id("invitation", payload["invitation"]), row)]}


def offer(invitation_id: str, ts: str) -> Message:
    """Carries where the reply stands, and nothing of it."""
    text, block = _(_OFFER), ids.block_id("offer", ids.reply_key(invitation_id, ts))
    row = [button(_("Take it as my answer"), ids.TAKE, style="primary"), button(_("No"), ids.LEAVE)]
    return {"text": unmarked(text), "blocks": [section(text), actions(block, row)]}
