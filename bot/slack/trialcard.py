"""The listeners around a trial that is over: its card in a window, and its tables as files.

Whether somebody is in its team is asked anew at each press; a press carries nothing but the trial's opaque key.
"""

from bot import collect, report
from bot.services import Services
from bot.slack import ids
from bot.slack.incoming import Incoming
from bot.slack.replies import over
from bot.slack.views import checkin, trialcard


def read(services: Services, it: Incoming) -> None:
    found = report.trial(services, it.actor, ids.trial_of(it.action))
    if collect.once(services, it.actor, it.gesture):
        over(it, trialcard.window(found))


def file(services: Services, it: Incoming) -> None:
    if collect.once(services, it.actor, it.gesture):
        said = report.trial_file(services, it.actor, ids.trial_of(it.action), ids.form_of(it.action))
        over(it, checkin.notice(said))
