"""The listeners around digests: why something is not shown, and those of earlier weeks, in one window that turns its pages.

Whose digests may be read is asked anew at each press, by the team's id; a press carries nothing but that and a page or week.
"""

from bot import collect, report
from bot.services import Services
from bot.slack import ids
from bot.slack.incoming import Incoming
from bot.slack.replies import instead, over
from bot.slack.views import digest, past


def why_not(services: Services, it: Incoming) -> None:
    k, cases = ids.why_of(it.action)
    reasons = report.why_not(services, it.actor, cases, k)
    if collect.once(services, it.actor, it.gesture):
        over(it, digest.why_not(reasons))


def earlier(services: Services, it: Incoming) -> None:
    teams = report.shelves(services, it.actor)
    one = report.shelf(services, it.actor, teams[0][0], 0) if len(teams) == 1 else None
    if collect.once(services, it.actor, it.gesture):
        it.client.views_open(trigger_id=it.trigger, view=past.shelf(one) if one else past.shelves(teams))


def turn_to(services: Services, it: Incoming) -> None:
    _turn(services, it, 0)


def older(services: Services, it: Incoming) -> None:
    _turn(services, it, +1)


def newer(services: Services, it: Incoming) -> None:
    _turn(services, it, -1)


def read(services: Services, it: Incoming) -> None:
    team, week = ids.shelf_of(it.action)
    instead(it, past.form(report.past(services, it.actor, team, week)))


def _turn(services: Services, it: Incoming, pages: int) -> None:
    team, page = ids.shelf_page_of(it.action)
    instead(it, past.shelf(report.shelf(services, it.actor, team, page + pages)))
