"""The listeners of a report that is asked for by clicking: the form, the report in its place, and its files."""

from typing import Any

from bot import collect, report
from bot.services import Services
from bot.slack import ids
from bot.slack.incoming import Incoming
from bot.slack.views import checkin
from bot.slack.views import report as views


def open_form(services: Services, it: Incoming) -> None:
    if collect.once(services, it.actor, it.gesture):
        it.client.views_open(trigger_id=it.trigger, view=views.form(report.choices(services, it.actor)))


def submit(services: Services, it: Incoming) -> dict[str, Any] | None:
    if not collect.once(services, it.actor, it.view_key):
        return None
    return {"response_action": "update", "view": views.window(report.asked_by_form(services, it.actor, it.filled))}


def file(services: Services, it: Incoming) -> None:
    """A file of the print that is shown."""
    if collect.once(services, it.actor, it.gesture):
        said = report.file_of(services, it.actor, ids.whose(it.action), ids.form_of(it.action))
        it.client.views_push(trigger_id=it.trigger, view=checkin.notice(said))
