"""Every listener, in order, on one page. Only the first that matches runs; the manifest says the same, and a test compares.

Each is lent the services and the incoming request, and what it returns is what Slack is told, after its verb has committed:
that is where "commit, then acknowledge" is kept, once for all.
"""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot import manage
from bot.domain.language import speaking
from bot.services import Services
from bot.slack import channel, checkin, commands, home, ids, keep, mistakes, own, sharing, task
from bot.slack.incoming import Incoming

Listener = Callable[[Services, Incoming], Any]
_LANGUAGE = "language"  # of whoever a request is from

EVENTS: dict[str, Listener] = {"message": channel.message, "app_home_opened": home.opened}
COMMANDS: dict[str, Listener] = {ids.COMMAND: commands.command}
SHORTCUTS: dict[str, Listener] = {ids.START_TASK: task.start}  # in the menu of a message
VIEWS: dict[str, Listener] = {
    ids.FORM: checkin.submit,
    ids.SHARE_FORM: sharing.submit,
    ids.START_FORM: task.submit,
    ids.WEEK_FORM: own.week,
    ids.PAUSE_FORM: own.pause,
    ids.AWAY_FORM: own.away,
}
ACTIONS: tuple[tuple[str | re.Pattern[str], Listener], ...] = (  # the most frequent first: they are tried in order
    (re.compile(rf"^{ids.SAY}:"), checkin.say),
    (re.compile(rf"^{ids.TURN}:"), checkin.turn),
    (re.compile(rf"^{ids.PICK}:"), checkin.pick),
    (ids.ANSWER_HERE, checkin.answer_here),
    (ids.OPEN_FORM, checkin.open_form),
    (ids.NOTHING, checkin.nothing),
    (ids.NOT_TODAY, checkin.not_today),
    (ids.MORE, checkin.more),
    (ids.PRIVATELY, channel.privately),
    (ids.WHAT_HAPPENS, channel.what_happens),
    (ids.TAKE, channel.take),
    (ids.LEAVE, channel.leave),
    (ids.CHANGE, checkin.open_form),
    (ids.DELETE, checkin.delete),
    (ids.OTHERS_SEE, checkin.others_see),
    (ids.SHARE, sharing.preview),
    (ids.WITHDRAW, sharing.withdraw),
    (ids.DONE, task.done),
    (ids.NOT_FINISHED, task.not_finished),
    (ids.CANCEL, task.cancel),
    (ids.START, task.start),
    (ids.WEEK, own.open_week),
    (ids.PAUSE_FOR, own.open_pause),
    (ids.AWAY, own.open_away),
    (ids.RESUME, own.resume),
    (ids.STOP_ASKING, own.stop),
    (ids.STRIKE, own.strike_out),
    (ids.TEAM_SEES, own.others_see),
    (ids.MINE, own.mine),
    (ids.PAGE, keep.page),
    (ids.EARLIER, keep.list_earlier),
    (ids.DELETE_EARLIER, keep.delete),
    (ids.MY_DATA, keep.mydata),
    (ids.GOES, keep.goes),
    (ids.FORGET, keep.forget),
    *((action, checkin.often) for action in checkin.OFTEN),
)


def connect(app: App, services: Services, done: Callable[[], object]) -> None:
    """Register every listener. `done` is called after each one, so that what it owes leaves at once."""

    def lend(listener: Listener) -> Callable[..., None]:
        def listen(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
            it = Incoming(body, client)
            context[_LANGUAGE] = _language(services, it)
            with speaking(context[_LANGUAGE]):
                answer = listener(services, it)
            ack(**answer) if answer else ack()
            done()

        return listen

    def failed(error: Exception, body: dict[str, Any], client: WebClient, context: BoltContext) -> Any:
        done()
        with speaking(context.get(_LANGUAGE)):  # English where the very database that knows it is away
            return mistakes.answer(error, Incoming(body, client))

    for pattern, listener in ACTIONS:
        app.action(pattern)(lend(listener))
    for name, listener in EVENTS.items():
        app.event(name)(lend(listener))
    for name, listener in VIEWS.items():
        app.view(name)(lend(listener))
    for name, listener in SHORTCUTS.items():
        app.message_shortcut(name)(lend(listener))
    for name, listener in COMMANDS.items():
        app.command(name)(lend(listener))
    app.error(failed)


def _language(services: Services, it: Incoming) -> str | None:
    return manage.language_of(services, it.actor) if it.from_somebody else None
