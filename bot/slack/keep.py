"""The listeners of what is stored about whoever presses: what happens with it, what there is, and how it is removed."""

from collections.abc import Callable

from bot import collect, keep
from bot.domain.language import _
from bot.services import Services
from bot.slack import home, ids
from bot.slack.incoming import Incoming
from bot.slack.replies import instead, replace
from bot.slack.views import checkin, earlier, privacy
from bot.slack.views import keep as views
from bot.slack.views.blocks import Block


def page(services: Services, it: Incoming) -> None:
    _open(services, it, lambda: privacy.page(keep.explained(services, it.actor)))


def list_earlier(services: Services, it: Incoming) -> None:
    _open(services, it, lambda: earlier.form(*keep.earlier(services, it.actor)))


def mydata(services: Services, it: Incoming) -> None:
    _open(services, it, lambda: checkin.notice(keep.hand_over(services, it.actor)))


def goes(services: Services, it: Incoming) -> None:
    _open(services, it, lambda: views.form(keep.what_goes(services, it.actor)))


def delete(services: Services, it: Incoming) -> None:
    collect.delete(services, it.actor, it.checkin, it.click)
    instead(it, earlier.form(*keep.earlier(services, it.actor)))
    home.again(services, it, wanted=True)


def forget(services: Services, it: Incoming) -> None:
    keep.forget(services, it.actor, ids.whose(it.action))
    if it.in_window:
        instead(it, checkin.notice(_(views.FORGOTTEN)))
    else:
        replace(it, _(views.FORGOTTEN))
    home.again(services, it, wanted=True)


def _open(services: Services, it: Incoming, view: Callable[[], Block]) -> None:
    if collect.once(services, it.actor, it.gesture):
        it.client.views_open(trigger_id=it.trigger, view=view())
