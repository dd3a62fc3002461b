"""The listeners around a trial that is over: its card in a window, and its tables as files.

Whether somebody is in its team is asked anew at each press; a press carries nothing but the trial's opaque key.
"""

from bot import collect, report
from bot.services import Services
from bot.slack import ids
from bot.slack.incoming import Incoming
from bot.slack.views import checkin, trialcard


def read(services: Services, it: Incoming) -> None:
    asked = report.trial(services, it.actor, ids.whose(it.action))
    _shown(services, it, trialcard.window(asked))


def file(services: Services, it: Incoming) -> None:
    if collect.once(services, it.actor, it.gesture):
        said = report.trial_file(services, it.actor, ids.whose(it.action), ids.form_of(it.action))
        _over(it, checkin.notice(said))


def _shown(services: Services, it: Incoming, view: dict[str, object]) -> None:
    if collect.once(services, it.actor, it.gesture):
        _over(it, view)


def _over(it: Incoming, view: dict[str, object]) -> None:
    """Over the window that is open, which stays; or as a window of its own."""
    show = it.client.views_push if it.in_window else it.client.views_open
    show(trigger_id=it.trigger, view=view)
