"""The listeners of setting up a team and of what its owner does with it, on forms and on the home page."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot import collect, manage
from bot.domain import workfields
from bot.domain.language import _
from bot.domain.teamform import Faulty, Values, Who, lines
from bot.domain.teamstate import Step
from bot.services import Services
from bot.slack import home, ids
from bot.slack.incoming import Incoming
from bot.slack.replies import instead, show
from bot.slack.views import checkin, ownquestions, teampreview
from bot.slack.views import team as views
from bot.slack.views import teams as owned
from bot.slack.views.blocks import Block

Ack = dict[str, Any] | None
OWNERS = {owned.ADD: manage.add_owner, owned.HAND_OVER: manage.hand_over, owned.TAKE_OUT: manage.remove_owner}


def new(services: Services, it: Incoming) -> None:
    if collect.once(services, it.actor, it.gesture):
        open_form(services, it, None)


def edit(services: Services, it: Incoming) -> None:
    if collect.once(services, it.actor, it.gesture):
        open_form(services, it, ids.team_of(it.action))


def open_form(services: Services, it: Incoming, team: str | None, name: str = "") -> None:
    """In the window that is open, where it was asked for there; of a new team where there is none, maybe with its `name`."""
    setting = manage.new_team(services, it.actor) if team is None else manage.team_of(services, it.actor, team)
    setting = replace(setting, values={**setting.values, "name": name}) if name else setting
    show(it, views.form(_shown(services, views.shown(setting, ids.HOME if it.on_home else ""))))


def part(services: Services, it: Incoming) -> None:
    """Something was picked that brings other fields with it."""
    setting = manage.form_of(services, it.actor, views.team_in(it.view) or None)
    shown = _after(views.read(it.view, it.filled, setting.values), it.action["action_id"].partition(":")[2])
    instead(it, views.form(_shown(services, shown)))


def _after(shown: views.Shown, part: str) -> views.Shown:
    if part == "more":
        return replace(shown, more=True)
    suggested = workfields.kinds(shown.values["field"])
    if part != "field" or not suggested or not workfields.are_suggested(lines(shown.values["types"])):
        return shown
    return replace(shown, values={**shown.values, "types": "\n".join(suggested)}, types=f"types/{shown.values['field']}")


def _shown(services: Services, shown: views.Shown) -> views.Shown:
    """With the groups to pick from, where one is picked; without any, a channel is."""
    if shown.values["who"] != Who.GROUP:
        return shown
    groups = manage.groups(services)
    if groups:
        return replace(shown, groups=groups)
    return replace(shown, values={**shown.values, "who": Who.CHANNEL}, has_groups=False)


def submit(services: Services, it: Incoming) -> Ack:
    values: Values = views.by_field(it.filled)
    try:
        outcome = manage.set_up(services, it.actor, views.team_in(it.view), values, it.view_key)
    except Faulty as faulty:
        return {"response_action": "errors", "errors": views.at_fields(it.view, faulty.by_field)}
    home.again(services, it, wanted=True)
    return {"response_action": "update", "view": _next(outcome)}


def _next(outcome: manage.Preview | str) -> Block:
    return checkin.notice(outcome) if isinstance(outcome, str) else teampreview.form(outcome)


def begin(services: Services, it: Incoming) -> Ack:
    said = manage.step(services, it.actor, it.view["private_metadata"], Step.START)
    home.again(services, it, wanted=True)
    return {"response_action": "update", "view": checkin.notice(said)}


def step(services: Services, it: Incoming) -> None:
    wanted = Step(it.action["action_id"].partition(":")[2])
    _act(services, it, lambda: manage.step(services, it.actor, ids.team_of(it.action), wanted))


def discard(services: Services, it: Incoming) -> None:
    _act(services, it, lambda: manage.discard(services, it.actor, ids.team_of(it.action)))


def _act(services: Services, it: Incoming, verb: Callable[[], str]) -> None:
    if collect.once(services, it.actor, it.gesture):
        it.client.views_open(trigger_id=it.trigger, view=checkin.notice(verb()))
    home.again(services, it, wanted=True)


def owners(services: Services, it: Incoming) -> None:
    team = ids.team_of(it.action)
    name, users = manage.in_charge(services, it.actor, team)
    if collect.once(services, it.actor, it.gesture):
        it.client.views_open(trigger_id=it.trigger, view=owned.owners(team, name, users))


def owners_filled(services: Services, it: Incoming) -> Ack:
    said = OWNERS[it.filled["way"]](services, it.actor, it.view["private_metadata"], it.filled["who"] or "")
    home.again(services, it, wanted=True)
    return {"response_action": "update", "view": checkin.notice(said)}


def questions(services: Services, it: Incoming) -> None:
    if collect.once(services, it.actor, it.gesture):
        open_questions(services, it, ids.team_of(it.action))


def open_questions(services: Services, it: Incoming, team: str) -> None:
    asked = manage.questions_of(services, it.actor, team)
    it.client.views_open(trigger_id=it.trigger, view=ownquestions.form(team, asked))


def questions_filled(services: Services, it: Incoming) -> Ack:
    try:
        said = manage.ask_besides(services, it.actor, it.view["private_metadata"], it.filled)
    except Faulty as faulty:
        return {"response_action": "errors", "errors": dict(faulty.by_field)}
    return {"response_action": "update", "view": checkin.notice(said)}


def try_one(services: Services, it: Incoming) -> None:
    if collect.once(services, it.actor, it.gesture):
        collect.send_sample(services, it.actor, ids.team_of(it.action))
        preview = teampreview.form(manage.preview(services, it.actor, ids.team_of(it.action)), tried=True)
        instead(it, preview)


def open_sample(services: Services, it: Incoming) -> None:
    page = collect.sample_form(services, it.actor, ids.team_of(it.action))
    if collect.once(services, it.actor, it.gesture):
        it.client.views_open(trigger_id=it.trigger, view=teampreview.sample_form(page))


def sample_sent(_services: Services, _it: Incoming) -> Ack:
    said = _("That was a sample: nothing of it is kept. Your team's check-ins look the same.")
    return {"response_action": "update", "view": checkin.notice(said)}
