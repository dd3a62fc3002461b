"""What somebody decides for themselves, by clicking: what is set, on the home page, and the forms that change it."""

from bot.domain.language import LANGUAGES, _, capital, pgettext, weekday
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


def standing(own: Set) -> list[Block]:
    """One line that says what is set, and the buttons."""
    # Translators: Resume is a button below
    words = _("You have stopped check-ins. Resume brings them back, whenever you like.") if own.stopped else escape(own.words)
    paused = _("You have paused until {day}.", day=own.paused_until)
    words = f"{paused} {words}" if own.paused_until else words
    if own.elsewhere:
        # Translators: {zone} is one such as Europe/Berlin; Change my week is a button below
        words += "\n" + _("You seem to be in {zone}: *Change my week* takes that zone.", zone=escape(own.elsewhere))
    row = [
        button(_("Change my week"), ids.WEEK),
        # Translators: no check-ins until a day
        button(pgettext("button", "Pause"), ids.PAUSE_FOR),
        # Translators: say on which days you are away
        button(pgettext("button", "Away"), ids.AWAY),
        # Translators: check-ins again
        *([button(pgettext("button", "Resume"), ids.RESUME)] if own.paused_until or own.stopped else []),
        *([] if own.stopped else [_stop()]),
    ]
    # Translators: sentences follow, about what somebody has set
    heading = _("*Settings.*")
    return [section(f"{heading} {words}"), *(_out(key, when) for key, when in own.away), actions("settings", row)]


def _stop() -> Block:
    # Translators: Resume is a button
    said = _("None comes until you press Resume, which you can at any time.")
    # Translators: the buttons of "Stop check-ins?": no more of them, or go on with them
    sure = confirm(_("Stop check-ins?"), said, pgettext("stop check-ins?", "Stop"), pgettext("stop check-ins?", "Go on"))
    return button(_("Stop for good"), ids.STOP_ASKING, confirm=sure)


def _out(key: str, when: str) -> Block:
    # Translators: {when} is "on Friday 4 December 2026", or "from Monday 7 December 2026 to …"
    text = _("You are out {when}.", when=escape(when))
    # Translators: take these days away off the list
    return section(text, button(_("Strike out"), ids.STRIKE), ids.block_id("away", key))


def week(it: Week) -> Block:
    ticked, often = [str(day) for day in it.days], str(it.per_week)
    days = [option(str(number), capital(weekday(number))) for number in range(7)]
    spoken = [option(code, name) for code, name in LANGUAGES.items()]
    wishes = [option("2", _("At most twice a week")), option("1", _("Once a week"))]
    country = text_field("country", it.country, COUNTRY_LENGTH, placeholder=_("DE or DE-BY"))
    own_country = field(
        "country", _("Country, for public holidays"), country, optional=True, hint=_("Empty: that of your team.")
    )
    blocks = [
        field("days", _("Working days"), checkboxes("days", days, ticked), optional=True),
        # Translators: the time of day at which work begins, and below the one at which it ends
        field("start", pgettext("time of day", "From"), time_field("start", f"{it.start:%H:%M}"), optional=False),
        field("end", pgettext("time of day", "To"), time_field("end", f"{it.end:%H:%M}"), optional=False),
        *_zone(it),
        own_country,
        field("language", _("Language"), select("language", spoken, it.language, _("Language")), optional=False),
        field("often", _("How often"), radio("often", wishes, often), optional=False),
    ]
    # Translators: the title of a form, of at most 24 characters
    title = pgettext("title", "My week")
    return modal(ids.WEEK_FORM, title, blocks, submit=pgettext("button", "Save"))


def _zone(it: Week) -> list[Block]:
    """The zone; where Slack knows of another one, that as well."""
    zone = text_field("zone", it.zone, ZONE_LENGTH)
    # Translators: an empty field is filled by what Slack says
    typed = field("zone", _("Time zone"), zone, optional=True, hint=_("Empty: as Slack says."))
    if not it.zone_found:
        return [typed]
    # Translators: {zone} is one such as Europe/Berlin, and so in the next one
    seems = section(_("You seem to be in {zone}.", zone=escape(it.zone_found)))
    take = checkboxes("by_slack", [option("yes", _("Go by Slack: {zone}", zone=it.zone_found))], ())
    return [seems, typed, field("by_slack", _("Where Slack says you are"), take, optional=True)]


def pause() -> Block:
    # Translators: Resume is a button
    said = _("No check-ins until the day you pick. *Resume* ends the pause sooner.")
    until = field("until", pgettext("day", "Until"), date_field("until"), optional=False)
    # Translators: the title of a form, of at most 24 characters
    title = pgettext("title", "Pause")
    return modal(ids.PAUSE_FORM, title, [section(said), until], submit=pgettext("button", "Pause"))


def away() -> Block:
    said = _("Nothing is asked on these days, and no reason is. Only you see when you are away.")
    ends = (("since", _("First day")), ("until", _("Last day")))
    days = [field(name, label, date_field(name), optional=False) for name, label in ends]
    # Translators: the title of a form, of at most 24 characters
    title = pgettext("title", "Away")
    return modal(ids.AWAY_FORM, title, [section(said), *days], submit=pgettext("button", "Save"))
