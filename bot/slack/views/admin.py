"""The admin's page and form: what is set in the workspace, whose teams there are, whether letters leave. No answer is on it."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot import manage
from bot.domain.language import _, clock, day, join, ngettext, number, pgettext, weekday
from bot.domain.schedule import Rhythm
from bot.domain.teamstate import TeamState
from bot.manage import Administration, Condition, Ruled, RuledTeam
from bot.slack import ids
from bot.slack.views.blocks import (
    SECTION_LIMIT,
    Block,
    actions,
    button,
    context,
    divider,
    escape,
    field,
    modal,
    option,
    people_select,
    radio,
    section,
    text_field,
    unmarked,
)

NUMBER_LENGTH, MOST_OWNERS, MOST_UNREACHABLE, MOST_SECTIONS = 6, 5, 20, 20


def message(it: Administration) -> dict[str, Any]:
    return {"text": unmarked(_rules(it.rules)), "blocks": _blocks(it)}


def page(it: Administration) -> Block:
    # Translators: the title of a form, of at most 24 characters
    return modal("administration", _("Administration"), _blocks(it), submit=None)


def _blocks(it: Administration) -> list[Block]:
    # Translators: what an admin has set follows
    heading = _("*What is set here*")
    row = actions("administration", [button(pgettext("button", "Change"), ids.ADMIN_CHANGE)])
    return [section(f"{heading}\n{_rules(it.rules)}"), row, divider(), *_teams(it.teams), divider(), *_health(it.condition)]


def _rules(it: Ruled) -> str:
    least = ngettext("Nothing is shown of fewer than {n} people.", "Nothing is shown of fewer than {n} people.", it.least_k)
    words, rows = it.words_days or it.operators.words_days, it.rows_months or it.operators.rows_months
    kept = [_whose(manage.kept_words(words), own=it.words_days), _whose(manage.kept_rows(rows), own=it.rows_months)]
    return "\n".join(f"• {line}" for line in (_who_may_own(it), least, *kept))


def _who_may_own(it: Ruled) -> str:
    if not it.owners_named:
        return _("Anybody of this workspace may set up a team and own it, but for guests.")
    if not it.named:
        return _("Only admins may set up a team and own it. Nobody else is named.")
    return _(
        "Only these people, and admins, may set up a team and own it: {people}.", people=_mentions(it.named, len(it.named))
    )


def _whose(sentence: str, *, own: int | None) -> str:
    return sentence if own else _("{sentence} (As whoever runs Candor has set it.)", sentence=sentence)


def _mentions(users: Sequence[str], most: int) -> str:
    listed = [f"<@{user}>" for user in users[:most]]
    more = len(users) - len(listed)
    # Translators: the end of a list of people: “@ada, @ben and 3 more”
    return join([*listed, *([ngettext("{n} more", "{n} more", more)] if more else [])])


def _teams(teams: Sequence[RuledTeam]) -> Iterable[Block]:
    # Translators: a list follows
    head = _("*Teams*")
    if not teams:
        return [section("\n".join([head, _("There is no team yet.")]))]
    parts = [head]
    for line in map(_team, teams):
        if len(parts[-1]) + len(line) + 1 > SECTION_LIMIT:
            parts.append(line)
        else:
            parts[-1] += f"\n{line}"
    blocks = [section(part) for part in parts[:MOST_SECTIONS]]
    return blocks if len(parts) <= MOST_SECTIONS else [*blocks, context(_("There are more teams than fit here."))]


def _team(it: RuledTeam) -> str:
    owners = _("owned by {people}", people=_mentions(it.owners, MOST_OWNERS)) if it.owners else _("*nobody owns it*")
    # Translators: how many people a team asks; {band} is such as 5–9
    asked = _("{band} people are asked", band=it.asked) if it.asked else _("fewer than five people are asked")
    # Translators: {day} is a Monday
    last = _("last digest: week of {day}", day=day(it.last)) if it.last else _("no digest yet")
    least = ngettext("groups of {n} or more", "groups of {n} or more", it.k)
    return f"• *{escape(it.name)}* ({_state(it.state)}): " + "; ".join([owners, asked, _rhythm(it.rhythm), least, last])


def _state(state: TeamState) -> str:
    return {
        # Translators: where a team stands, as are the next three: it has not begun yet
        TeamState.NEW: pgettext("team", "new"),
        TeamState.RUNNING: pgettext("team", "running"),
        TeamState.PAUSED: pgettext("team", "paused"),
        TeamState.ARCHIVED: pgettext("team", "archived"),
    }[state]


def _rhythm(it: Rhythm) -> str:
    if it.kind == "sampled" or it.time is None:
        if it.per_week > 1:
            return _("twice a week, on days drawn by chance")
        return _("once a week, on a day drawn by chance")
    when = {"days": join([weekday(one) for one in it.days]), "time": clock(it.time)}
    if it.every == "two weeks":
        return _("every two weeks on {days} at {time}", **when)
    if it.every == "month":
        return _("every month on {days} at {time}", **when)
    return _("every week on {days} at {time}", **when)


def _health(it: Condition) -> list[Block]:
    # Translators: whether what the bot has to say arrives; lines follow
    lines = [_("*Health*"), *(f"• {line}" for line in _condition(it))]
    tokens = _("Tokens and permissions are checked by whoever runs Candor: `python -m bot doctor`.")
    return [section("\n".join(lines)), context(tokens)]


def _condition(it: Condition) -> Iterable[str]:
    if it.stopped:
        yield _("*Slack does not accept the bot's token, so nothing is sent.* Whoever runs Candor has to put in a new one.")
    elif it.stuck:
        yield _("*Messages have been waiting for more than half an hour.* Whoever runs Candor should look.")
    yield (
        _("The last digest was sent on {day}.", day=day(it.last_digest.date()))
        if it.last_digest
        else _("No digest was sent yet.")
    )
    yield _(
        "Messages: {waiting} waiting, {doubt} in doubt, {refused} refused in the last day.",
        waiting=number(it.waiting),
        doubt=number(it.in_doubt),
        refused=number(it.refused),
    )
    yield _(
        "Check-ins of the last seven days: {late} too late to send, {called_off} called off.",
        late=number(it.late),
        called_off=number(it.called_off),
    )
    if it.unreachable:
        # Translators: people follow, by their names in Slack
        yield _("Slack delivers nothing to: {people}.", people=_mentions(it.unreachable, MOST_UNREACHABLE))
    yield _("The database's schema is {version}.", version=it.schema)


def form(it: Ruled) -> Block:
    words, rows = it.operators.words_days, it.operators.rows_months
    who = [
        option(manage.ANYBODY, _("Anybody of this workspace, but for guests")),
        option(manage.NAMED, _("Only people I name, and admins")),
    ]
    named = people_select("people", it.named, _("Nobody is named"), manage.MOST_NAMED)
    keeps = _("They apply only where that is chosen. Whoever owns a team already keeps it.")
    blocks = [
        field(
            "owners",
            _("Who may own a team"),
            radio("owners", who, manage.NAMED if it.owners_named else manage.ANYBODY),
            optional=False,
        ),
        field("people", _("People I name"), named, optional=True, hint=keeps),
        field(
            "k",
            _("The smallest group anything is shown of"),
            text_field("k", str(it.least_k), NUMBER_LENGTH),
            optional=False,
            hint=_("At least 5, for every team. A team may set a larger one for itself."),
        ),
        field(
            "words",
            _("Days that words people add are kept"),
            text_field("words", str(it.words_days or ""), NUMBER_LENGTH),
            optional=True,
            hint=_("Empty: as whoever runs Candor has set it, which is {n}.", n=number(words)),
        ),
        field(
            "months",
            _("Months that answers and check-ins are kept"),
            text_field("months", str(it.rows_months or ""), NUMBER_LENGTH),
            optional=True,
            hint=_("Empty: as whoever runs Candor has set it, which is {n}.", n=number(rows)),
        ),
    ]
    # Translators: the title of a form, of at most 24 characters
    return modal(ids.ADMIN_FORM, _("Administration"), blocks, submit=pgettext("button", "Save"))
