"""One's own record of the year, worked out when it is asked for, and shown to its owner alone."""

from dataclasses import fields
from datetime import date, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

from bot.domain import ownwords
from bot.domain.answer import Answer, Approach, Assigned, Fixing, NextTime, Quality
from bot.domain.timer import calibration
from bot.manage.behalf import known, zone_of
from bot.services import Actor, Services
from storage import answers, tables

_CODES = {"approach": Approach, "fixing": Fixing, "quality": Quality, "next_time": NextTime, "assigned": Assigned}
_SETS = ("differences", "skip_reasons", "why_ai")


def mine(services: Services, actor: Actor) -> list[tuple[str, str]]:
    """Lines, each with what it is about; none where there is nothing to say."""
    own = import_module("bot.domain.own")  # loads numpy: before anybody waits for the database
    with services.store.read() as session:
        person = known(session, actor)
        today = services.now().astimezone(ZoneInfo(zone_of(session, person))).date()
        rows = answers.of_person(session, person.id, date(today.year, 1, 1), today + timedelta(days=1))
        told = [_told(row) for row in rows]
        timer = calibration(answers.said_and_timed(session, person.id))
    kinds = sorted({one.task_type for one in told}, key=str.casefold)
    by_coin = sum(one.assigned is Assigned.RANDOMISED for one in told)
    return list(ownwords.lines(own.record(own.Columns.of(told), kinds), timer, by_coin))


def _told(row: tables.Answer) -> Answer:
    """A row as the evidence takes it."""
    values = {one.name: getattr(row, one.name) for one in fields(Answer) if one.name != "person"}
    values |= {name: code(values[name]) for name, code in _CODES.items() if values[name] is not None}
    return Answer(person="own", **{**values, **{name: frozenset(values[name]) for name in _SETS}})
