"""What somebody decides for themselves, by clicking: what is set, on the home page, and the forms that change it."""

from bot.domain.entries import WEEKDAYS
from bot.domain.language import LANGUAGES
from bot.manage import Set, Week
from bot.slack import ids
from bot.slack.views.blocks import (
    Block,
    actions,
    button,
    checkboxes,
    confirm,
    date_field,
    escape,
    field,
    modal,
    option,
    radio,
    section,
    select,
    text_field,
    time_field,
)

ZONE_LENGTH, COUNTRY_LENGTH = 60, 10
_OFTEN = [option("2", "At most twice a week"), option("1", "Once a week")]
_LANGUAGES = [option(code, name) for code, name in LANGUAGES.items()]
_DAYS = [option(str(number), day.capitalize()) for number, day in enumerate(WEEKDAYS)]


def standing(own: Set) -> list[Block]:
    """One line that says what is set, and the buttons."""
    words = "You have stopped check-ins. Resume brings them back, whenever you like." if own.stopped else escape(own.words)
    words = f"You have paused until {own.paused_until}. {words}" if own.paused_until else words
    hint = f"\nYou seem to be in {escape(own.elsewhere)}: *Change my week* takes that zone." if own.elsewhere else ""
    sure = confirm("Stop check-ins?", "None comes until you press Resume, which you can at any time.", "Stop", "Go on")
    row = [
        button("Change my week", ids.WEEK),
        button("Pause", ids.PAUSE_FOR),
        button("Away", ids.AWAY),
        *([button("Resume", ids.RESUME)] if own.paused_until or own.stopped else []),
        *([] if own.stopped else [button("Stop for good", ids.STOP_ASKING, confirm=sure)]),
    ]
    return [section(f"*Settings.* {words}{hint}"), *(_out(key, when) for key, when in own.away), actions("settings", row)]


def _out(key: str, when: str) -> Block:
    return section(f"You are out {escape(when)}.", button("Strike out", ids.STRIKE), ids.block_id("away", key))


def week(it: Week) -> Block:
    ticked, often = [str(day) for day in it.days], str(it.per_week)
    zone = [field("zone", "Time zone", text_field("zone", it.zone, ZONE_LENGTH), optional=True, hint="Empty: as Slack says.")]
    if it.zone_found:
        found = escape(it.zone_found)
        zone.insert(0, section(f"You seem to be in {found}."))
        take = checkboxes("by_slack", [option("yes", f"Go by Slack: {it.zone_found}")], ())
        zone.append(field("by_slack", "Where Slack says you are", take, optional=True))
    country = text_field("country", it.country, COUNTRY_LENGTH, placeholder="DE or DE-BY")
    blocks = [
        field("days", "Working days", checkboxes("days", _DAYS, ticked), optional=True),
        field("start", "From", time_field("start", f"{it.start:%H:%M}"), optional=False),
        field("end", "To", time_field("end", f"{it.end:%H:%M}"), optional=False),
        *zone,
        field("country", "Country, for public holidays", country, optional=True, hint="Empty: that of your team."),
        field("language", "Language", select("language", _LANGUAGES, it.language, "Language"), optional=False),
        field("often", "How often", radio("often", _OFTEN, often), optional=False),
    ]
    return modal(ids.WEEK_FORM, "My week", blocks, submit="Save")


def pause() -> Block:
    said = "No check-ins until the day you pick. *Resume* ends the pause sooner."
    until = field("until", "Until", date_field("until"), optional=False)
    return modal(ids.PAUSE_FORM, "Pause", [section(said), until], submit="Pause")


def away() -> Block:
    said = "Nothing is asked on these days, and no reason is. Only you see when you are away."
    days = [
        field(name, label, date_field(name), optional=False) for name, label in (("since", "First day"), ("until", "Last day"))
    ]
    return modal(ids.AWAY_FORM, "Away", [section(said), *days], submit="Save")
