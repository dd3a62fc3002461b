"""The listener of the one button that removes everything about whoever presses it."""

from bot import keep
from bot.domain.language import _
from bot.services import Services
from bot.slack import ids
from bot.slack.incoming import Incoming
from bot.slack.replies import replace
from bot.slack.views import keep as views


def forget(services: Services, it: Incoming) -> None:
    keep.forget(services, it.actor, ids.whose(it.action))
    replace(it, _(views.FORGOTTEN))
