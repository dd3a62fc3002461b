"""The form a team is set up and changed with. It is shown anew when something is picked that brings other fields with it.

What was filled in stays: a field that is there before and after keeps its id, and what is hidden for now travels along as
codes. Only where suggestions take the place of what was suggested before, the field is another one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain import teamform, workfields
from bot.domain.entries import DEAREST_HOUR, DEAREST_TOOLS, LEAST_K, LONGEST_NAME
from bot.domain.language import LANGUAGES, _, capital, pgettext, weekday
from bot.domain.teamform import MOST_PICKED, Rhythm, Values, Who
from bot.manage import Setting
from bot.slack import ids
from bot.slack.views import blocks as b
from bot.slack.views.blocks import Block, actions, button, checkboxes, modal, option, radio, select, text_field, time_field
from bot.slack.views.settings import COUNTRY_LENGTH, ZONE_LENGTH

HIDDEN = ("channel", "group", "people", "days", "time", "every", "place")  # not always on the form
MOST_GROUPS = 100
LINES = 1000  # characters of a field of several lines


@dataclass(frozen=True)
class Shown:
    """A form as it stands. `team` is empty for a new one; `more`: the further settings are there; `types` is the id of the
    field of kinds of task; `groups` are needed where one is to be picked."""

    team: str
    values: Values
    place: str = ""
    more: bool = False
    has_groups: bool = False
    groups: Mapping[str, str] = field(default_factory=dict)
    least_k: int = LEAST_K
    types: str = "types/"


def form(it: Shown) -> Block:
    values = it.values
    blocks = [
        _field("name", _("Name of the team"), text_field("name", values["name"], LONGEST_NAME)),
        *_who(it),
        _field_of_work(it),
        b.field(
            it.types,
            _("Kinds of task"),
            text_field("types", values["types"], LINES, multiline=True),
            optional=False,
            hint=_("What the team finishes: 4 to 8 kinds, one on each line. “Something else” is always offered."),
        ),
        b.field(
            "tools",
            _("AI tools"),
            text_field("tools", values["tools"], LINES, multiline=True),
            optional=True,
            hint=_("At most 5, one on each line. Then people may say which one it was."),
        ),
        *_rhythm(it),
        *(_more(it) if it.more else [actions("more", [button(_("More settings"), _part(it, "more"))])]),
    ]
    # Translators: titles of a form, of at most 24 characters
    new, known = _("Set up a team"), pgettext("title", "Edit the team")
    callback, title = (ids.TEAM_FORM, known) if it.team else (ids.TEAM_NEW_FORM, new)
    submit = pgettext("button", "Save") if it.team else pgettext("button", "Next")
    return modal(callback, title, blocks, submit=submit, private_metadata=_carried(it))


def read(view: Mapping[str, Any], filled: Values, base: Values) -> Shown:
    """The form that is open. `base` is what it falls back on where a field was never on it."""
    carried = json.loads(view["private_metadata"])
    types = next((name for name in filled if name.startswith("types/")), "types/")
    return Shown(
        carried["team"],
        {**base, **carried["hidden"], **by_field(filled)},
        carried["place"],
        carried["more"],
        carried["groups"],
        least_k=carried["k"],
        types=types,
    )


def team_in(view: Mapping[str, Any]) -> str:
    return str(json.loads(view["private_metadata"])["team"])


def by_field(filled: Values) -> dict[str, Any]:
    return {name.partition("/")[0]: value for name, value in filled.items()}


def at_fields(view: Mapping[str, Any], faults: Mapping[str, str]) -> dict[str, str]:
    """Each fault under the field it is about; one of a field that is not on the form under the first one."""
    there = {block["block_id"].partition("/")[0]: block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    return {there.get(field, "name"): said for field, said in faults.items()}


def _carried(it: Shown) -> str:
    hidden = {name: it.values[name] for name in HIDDEN if it.values[name]}
    return json.dumps(
        {"team": it.team, "place": it.place, "more": it.more, "groups": it.has_groups, "k": it.least_k, "hidden": hidden}
    )


def _part(it: Shown, name: str) -> str:
    return f"{ids.PART if it.team else ids.PART_NEW}:{name}"


def _field(name: str, label: str, element: Block, *, hint: str = "", optional: bool = False, at_once: bool = False) -> Block:
    return b.field(name, label, element, optional=optional, hint=hint, at_once=at_once)


def _who(it: Shown) -> list[Block]:
    asked = [option(Who.CHANNEL, _("Everybody in a channel")), option(Who.PEOPLE, _("People I pick"))]
    if it.has_groups:
        asked.insert(1, option(Who.GROUP, _("Everybody in a user group")))
    who = it.values["who"]
    picker = {Who.CHANNEL: _channel, Who.GROUP: _group, Who.PEOPLE: _people}[Who(who)]
    return [_field("who", _("Who is asked"), radio(_part(it, "who"), asked, who), at_once=True), picker(it)]


def _channel(it: Shown) -> Block:
    hint = _("Who joins it is asked, who leaves it is not. Guests are left out. Candor has to be in it: /invite @Candor")
    return _field("channel", _("Channel"), b.channel_select("channel", it.values["channel"]), hint=hint)


def _group(it: Shown) -> Block:
    known = sorted(it.groups.items(), key=lambda one: one[1].casefold())[:MOST_GROUPS]
    chosen = select("group", [option(code, name) for code, name in known], it.values["group"], _("Pick one"))
    return _field("group", _("User group"), chosen, hint=_("Who joins it is asked, who leaves it is not."))


def _people(it: Shown) -> Block:
    hint = _("Figures need at least {k} people who answer. You are asked too if you pick yourself.", k=it.values["k"])
    picker = b.people_select("people", it.values["people"] or (), _("Pick people"), MOST_PICKED)
    return _field("people", _("People"), picker, hint=hint)


def _field_of_work(it: Shown) -> Block:
    known = [option(code, name) for code, name in workfields.fields()]
    element = select(_part(it, "field"), known, it.values["field"], _("Pick one"))
    hint = _("Suggests kinds of task, which you can change.")
    return _field("field", _("Field of work"), element, hint=hint, optional=True, at_once=True)


def _rhythm(it: Shown) -> list[Block]:
    values = it.values
    ways = [
        option(Rhythm.TWICE, _("Twice a week, on days drawn by chance")),
        option(Rhythm.ONCE, _("Once a week, on a day drawn by chance")),
        option(Rhythm.FIXED, _("On fixed days")),
    ]
    asked = _field("rhythm", _("When people are asked"), radio(_part(it, "rhythm"), ways, values["rhythm"]), at_once=True)
    if values["rhythm"] != Rhythm.FIXED:
        return [asked]
    days = [option(str(number), capital(weekday(number))) for number in range(7)]
    every = [
        option("week", _("Every week")),
        option("two weeks", _("Every two weeks")),
        option("month", _("The first one of every month")),
    ]
    place = option("channel", _("As one message in the channel; answers are private"))
    where = _field("place", _("Where"), checkboxes("place", [place], values["place"] or ()), optional=True)
    return [
        asked,
        _field("days", _("Days"), checkboxes("days", days, values["days"] or ()), hint=_("One or two.")),
        _field("time", pgettext("time of day", "Time"), time_field("time", values["time"] or "15:00")),
        _field("every", _("How often"), radio("every", every, values["every"] or "week")),
        *([where] if values["who"] == Who.CHANNEL else []),
    ]


def _more(it: Shown) -> list[Block]:
    values = it.values
    days = [option(str(number), capital(weekday(number))) for number in range(7)]
    spoken = [option(code, name) for code, name in LANGUAGES.items()]
    fewest = sorted({*range(it.least_k, it.least_k + 16), int(values["k"])})
    k = select("k", [option(str(n), f"{n}") for n in fewest], values["k"], _("Pick one"))
    country = text_field("country", values["country"] or "", COUNTRY_LENGTH, placeholder=_("DE or DE-BY"))
    currency = text_field("currency", values["currency"] or "", 4)
    hourly = b.number_field("rate", values["rate"] or "", 0, DEAREST_HOUR)
    monthly = b.number_field("tools_cost", values["tools_cost"] or "", 0, DEAREST_TOOLS)
    digest_day = select("digest_day", days, values["digest_day"], _("Pick one"))
    digest_time = time_field("digest_time", values["digest_time"] or "09:00")
    language = select("language", spoken, values["language"], _("Language"))
    cost = _("Only for the cost of a finished task; all three or none.")
    return [
        _field("digest_day", _("Day of the weekly digest"), digest_day),
        _field("digest_time", _("Time of the weekly digest"), digest_time),
        _field("zone", _("Time zone"), text_field("zone", values["zone"] or "", ZONE_LENGTH)),
        _field("language", _("Language of the digest"), language),
        _field("country", _("Country, for public holidays"), country, optional=True),
        _field("k", _("The fewest people anything is shown of"), k),
        _field("rate", _("What an hour of work costs"), hourly, optional=True, hint=cost),
        _field("tools_cost", _("What the AI tools cost the team a month"), monthly, optional=True),
        _field("currency", _("Currency"), currency, optional=True),
    ]


def shown(it: Setting, place: str) -> Shown:
    """A form as it is opened."""
    return Shown(it.team, {**teamform.DEFAULTS, **it.values}, place, has_groups=it.has_groups, least_k=it.least_k)
