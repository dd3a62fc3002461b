"""Every listener, in order, on one page. Only the first that matches runs; the manifest says the same, and a test compares.

Each says which right it asks of whoever comes (`bot/domain/roles.py`), which is looked at first. It is lent the services and
the incoming request, and what it returns is what Slack is told, after its verb has committed: that is where "commit, then
acknowledge" is kept, once for all.
"""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot import manage
from bot.domain.language import speaking
from bot.domain.roles import Right
from bot.services import Services
from bot.slack import (
    admin,
    channel,
    checkin,
    commands,
    digests,
    following,
    goals,
    home,
    ids,
    keep,
    mistakes,
    own,
    report,
    review,
    sharing,
    task,
    team,
    trialcard,
    trials,
)
from bot.slack.doors import Door, Listener
from bot.slack.incoming import Incoming

_LANGUAGE = "language"  # of whoever a request is from

EVENTS: dict[str, Door] = {
    "message": Door(channel.message, Right.ANYBODY),
    "app_home_opened": Door(home.opened, Right.ANYBODY),
    "member_joined_channel": Door(following.in_channel, Right.ANYBODY),
    "member_left_channel": Door(following.in_channel, Right.ANYBODY),
    "subteam_members_changed": Door(following.in_group, Right.ANYBODY),
}
COMMANDS: dict[str, Door] = {ids.COMMAND: Door(commands.command, Right.ANYBODY)}
SHORTCUTS: dict[str, Door] = {ids.START_TASK: Door(task.start, Right.ASKED)}  # in the menu of a message
VIEWS: dict[str, Door] = {
    ids.FORM: Door(checkin.submit, Right.OWN),
    ids.SHARE_FORM: Door(sharing.submit, Right.OWN),
    ids.START_FORM: Door(task.submit, Right.ASKED),
    ids.DECLINE_FORM: Door(task.decline, Right.OWN),
    ids.WEEK_FORM: Door(own.week, Right.TEAM),
    ids.PAUSE_FORM: Door(own.pause, Right.TEAM),
    ids.AWAY_FORM: Door(own.away, Right.TEAM),
    ids.ADMIN_FORM: Door(admin.rule, Right.ADMIN),
    ids.TEAM_NEW_FORM: Door(team.submit, Right.SET_UP),
    ids.TEAM_FORM: Door(team.submit, Right.OWNER),
    ids.TEAM_BEGIN: Door(team.begin, Right.OWNER),
    ids.QUESTIONS_FORM: Door(team.questions_filled, Right.OWNER),
    ids.OWNERS_FORM: Door(team.owners_filled, Right.OWNER),
    ids.SAMPLE_FORM: Door(team.sample_sent, Right.OWNER),
    ids.GOAL_FORM: Door(goals.filled, Right.OWNER),
    ids.GOAL_CHANGE_FORM: Door(goals.changed, Right.OWNER),
    ids.GOAL_OFF_FORM: Door(goals.called_off, Right.OWNER),
    ids.REPORT_FORM: Door(report.submit, Right.REPORT),
    ids.ATTACH_FORM: Door(review.attached, Right.OWN),
    ids.REVIEW_FORM: Door(review.given, Right.TEAM),
    ids.STANDARD_FORM: Door(review.standard_filled, Right.OWNER),
    ids.TRIAL_FORM: Door(trials.drafted, Right.OWNER),
    ids.TRIAL_REGISTER: Door(trials.register, Right.OWNER),
    ids.TRIAL_CHANGE_FORM: Door(trials.changed, Right.OWNER),
    ids.TRIAL_STOP_FORM: Door(trials.stopped, Right.OWNER),
}
ACTIONS: tuple[tuple[str | re.Pattern[str], Listener, Right], ...] = (  # the most frequent first: they are tried in order
    (re.compile(rf"^{ids.SAY}:"), checkin.say, Right.OWN),
    (re.compile(rf"^{ids.TURN}:"), checkin.turn, Right.OWN),
    (re.compile(rf"^{ids.PICK}:"), checkin.pick, Right.OWN),
    (ids.ANSWER_HERE, checkin.answer_here, Right.OWN),
    (ids.OPEN_FORM, checkin.open_form, Right.OWN),
    (ids.NOTHING, checkin.nothing, Right.OWN),
    (ids.NOT_TODAY, checkin.not_today, Right.OWN),
    (ids.MORE, checkin.more, Right.OWN),
    (ids.PRIVATELY, channel.privately, Right.OWN),
    (ids.WHAT_HAPPENS, channel.what_happens, Right.OWN),
    (ids.TAKE, channel.take, Right.OWN),
    (ids.LEAVE, channel.leave, Right.OWN),
    (ids.CHANGE, checkin.open_form, Right.OWN),
    (ids.DELETE, checkin.delete, Right.OWN),
    (ids.OTHERS_SEE, checkin.others_see, Right.OWN),
    (ids.SHARE, sharing.preview, Right.OWN),
    (ids.WITHDRAW, sharing.withdraw, Right.OWN),
    (ids.DONE, task.done, Right.OWN),
    (ids.NOT_FINISHED, task.not_finished, Right.OWN),
    (ids.CANCEL, task.cancel, Right.OWN),
    (ids.DECLINE, task.open_decline, Right.OWN),
    (re.compile(rf"^{ids.DECLINE_AS}:"), task.decline_as, Right.OWN),
    (ids.START, task.start, Right.ASKED),
    (ids.WEEK, own.open_week, Right.TEAM),
    (ids.PAUSE_FOR, own.open_pause, Right.TEAM),
    (ids.AWAY, own.open_away, Right.TEAM),
    (ids.RESUME, own.resume, Right.TEAM),
    (ids.STOP_ASKING, own.stop, Right.TEAM),
    (ids.STRIKE, own.strike_out, Right.TEAM),
    (ids.TEAM_SEES, own.others_see, Right.TEAM),
    (ids.MINE, own.mine, Right.TEAM),
    (ids.WHY_NOT, digests.why_not, Right.TEAM),
    (ids.PAST, digests.earlier, Right.TEAM),
    (ids.PAST_OF, digests.turn_to, Right.TEAM),
    (ids.PAST_BACK, digests.turn_to, Right.TEAM),
    (ids.PAST_OLDER, digests.older, Right.TEAM),
    (ids.PAST_NEWER, digests.newer, Right.TEAM),
    (ids.PAST_READ, digests.read, Right.TEAM),
    (ids.ATTACH, review.attaching, Right.OWN),
    (ids.REVIEWS, review.opened, Right.TEAM),
    (ids.REVIEW_LOOK, review.look, Right.TEAM),
    (ids.REVIEW_PASS, review.pass_on, Right.TEAM),
    (ids.REVIEWER, review.volunteer, Right.TEAM),
    (ids.STANDARD, review.standard, Right.OWNER),
    (ids.REPORT, report.open_form, Right.REPORT),
    (re.compile(rf"^{ids.REPORT_FILE}:"), report.file, Right.REPORT),
    (ids.GOALS, goals.page, Right.TEAM),
    (ids.GOAL_NEW, goals.new, Right.OWNER),
    (ids.GOAL_CHANGE, goals.change, Right.OWNER),
    (ids.GOAL_OFF, goals.off, Right.OWNER),
    (ids.TRIAL_READ, trialcard.read, Right.TEAM),
    (re.compile(rf"^{ids.TRIAL_FILE}:"), trialcard.file, Right.TEAM),
    (ids.PAGE, keep.page, Right.STORED),
    (ids.EARLIER, keep.list_earlier, Right.STORED),
    (ids.DELETE_EARLIER, keep.delete, Right.STORED),
    (ids.MY_DATA, keep.mydata, Right.STORED),
    (ids.GOES, keep.goes, Right.STORED),
    (ids.FORGET, keep.forget, Right.STORED),
    (ids.ADMIN, admin.page, Right.ADMIN),
    (ids.ADMIN_CHANGE, admin.change, Right.ADMIN),
    (ids.TEAM_NEW, team.new, Right.SET_UP),
    (re.compile(rf"^{ids.PART_NEW}:"), team.part, Right.SET_UP),
    (re.compile(rf"^{ids.PART}:"), team.part, Right.OWNER),
    (re.compile(rf"^{ids.TEAM_STEP}:"), team.step, Right.OWNER),
    (ids.TEAM_EDIT, team.edit, Right.OWNER),
    (ids.TEAM_DISCARD, team.discard, Right.OWNER),
    (ids.QUESTIONS, team.questions, Right.OWNER),
    (ids.TEAM_OWNERS, team.owners, Right.OWNER),
    (ids.TEAM_TRY, team.try_one, Right.OWNER),
    (ids.SAMPLE_OPEN, team.open_sample, Right.OWNER),
    (ids.TRIALS, trials.listed, Right.TEAM),
    (ids.TRIAL_JOIN, trials.join, Right.ASKED),
    (ids.TRIAL_LEAVE, trials.leave, Right.ASKED),
    (ids.TRIAL_NEW, trials.new, Right.OWNER),
    (ids.TRIAL_BACK, trials.back, Right.OWNER),
    (ids.TRIAL_CHANGE, trials.change, Right.OWNER),
    (ids.TRIAL_STOP, trials.stop, Right.OWNER),
    *((action, checkin.often, Right.OWN) for action in checkin.OFTEN),
)


def connect(app: App, services: Services, done: Callable[[], object]) -> None:
    """Register every listener. `done` is called after each one, so that what it owes leaves at once."""

    def lend(listener: Listener, right: Right) -> Callable[..., None]:
        def listen(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
            it = Incoming(body, client)
            who = manage.whois(services, it.actor) if it.from_somebody else manage.NOBODY
            context[_LANGUAGE] = who.language
            with speaking(who.language):
                if right is not Right.ANYBODY:
                    manage.require(services, it.actor, who, right)
                answer = listener(services, it)
            ack(**answer) if answer else ack()
            done()

        return listen

    def failed(error: Exception, body: dict[str, Any], client: WebClient, context: BoltContext) -> Any:
        done()
        with speaking(context.get(_LANGUAGE)):  # English where the very database that knows it is away
            return mistakes.answer(error, Incoming(body, client))

    for pattern, listener, right in ACTIONS:
        app.action(pattern)(lend(listener, right))
    for name, door in EVENTS.items():
        app.event(name)(lend(*door))
    for name, door in VIEWS.items():
        app.view(name)(lend(*door))
    for name, door in SHORTCUTS.items():
        app.message_shortcut(name)(lend(*door))
    for name, door in COMMANDS.items():
        app.command(name)(lend(*door))
    app.error(failed)
